"""A whole listing in which no record is skipped, even if records come and go while it is read."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Any, Final

import attrs

from ...sync.kinds import Kind
from ...sync.seen import SeenIds
from ..paging import walk_pages
from .protocols import RemotePage

_MOST_STEPS_BACK: Final = 100

Fetch = Callable[[int, int], Awaitable[RemotePage]]


@attrs.frozen(kw_only=True)
class ListedPage:
    """A page of a listing.

    Attributes:
        items: Its objects.
        offset: How many came before it.
        total: How many the whole listing holds.
        has_more: Whether more follow.
        anchor: The object right before them, by which it is seen that none was skipped; None at the beginning.
    """

    items: Sequence[Any]
    offset: int
    total: int
    has_more: bool
    anchor: Any = None

    @property
    def received(self) -> int:
        """How many came."""
        return len(self.items)


@attrs.define(kw_only=True)
class AsyncListing:
    """A listing in an order that does not change, read page by page, each from one record before its beginning on.

    If that record is none that has been seen, records went away before it, and those after it moved up: the listing is
    read again from further back.

    Attributes:
        seen: The ids seen so far.
        is_whole: Whether it is certain so far that none was skipped.
        oldest: The earliest time of modification seen; None if none was.
        newest: The latest one.
        total: How many records the server counted last.
    """

    fetch: Fetch
    kind: Kind
    page_size: int
    concurrency: int
    overlaps: bool
    seen: SeenIds = attrs.field(factory=SeenIds)
    is_whole: bool = True
    oldest: datetime | None = None
    newest: datetime | None = None
    total: int = 0
    _steps_back: int = 0
    _totals: set[int] = attrs.field(factory=set)
    _received: int = 0

    async def pages(self, offset: int = 0) -> AsyncGenerator[ListedPage, None]:
        """Go through the pages in order, from an offset on.

        Yields:
            Each page; a record may come twice if records came or went meanwhile. The ids of a page count as seen once
            the next one is asked for.
        """
        begin: int | None = offset
        while begin is not None:
            walk = self._walk(begin)
            begin = None
            async with aclosing(walk) as pages:
                async for page in pages:
                    if not self._follows(page):
                        begin = self._further_back(page.offset)
                        break
                    yield page
                    self._note(page)

    @property
    def has_stepped_back(self) -> bool:
        """Whether records may have come twice."""
        return self._steps_back > 0

    def is_consistent(self) -> bool:
        """Say whether nothing seems to have moved where pages cannot overlap: the count stayed, and was right."""
        return len(self._totals) <= 1 and self._received == sum(self._totals)

    def _follows(self, page: ListedPage) -> bool:
        if not self.overlaps or page.offset == 0 or self._steps_back >= _MOST_STEPS_BACK:
            return True
        id_ = self.kind.id_of(page.anchor)
        # A record without an id can be no anchor; it says nothing.
        return page.anchor is not None and (not isinstance(id_, str) or id_ in self.seen)

    def _further_back(self, offset: int) -> int:
        self._steps_back += 1
        self.is_whole = self._steps_back < _MOST_STEPS_BACK
        return max(0, offset - self.page_size * self._steps_back)

    def _note(self, page: ListedPage) -> None:
        self._totals.add(page.total)
        self._received += page.received
        self.total = page.total
        for item in page.items:
            if isinstance(id_ := self.kind.id_of(item), str):
                self.seen.add(id_)
                self._note_time(self.kind.modified(item))

    def _note_time(self, modified: datetime | None) -> None:
        if modified is not None:
            self.oldest = min(modified, self.oldest or modified)
            self.newest = max(modified, self.newest or modified)

    async def _walk(self, offset: int) -> AsyncGenerator[ListedPage, None]:
        walk = walk_pages(self._page, page_size=self.page_size, concurrency=self.concurrency, offset=offset)
        async with aclosing(walk) as pages:
            async for _, page in pages:
                yield page

    async def _page(self, limit: int, offset: int) -> ListedPage:
        if not self.overlaps:
            page = await self.fetch(limit, offset)
            return _listed(page, page.items, offset)
        if not offset:
            return await self._first_page(limit)
        page = await self.fetch(limit + 1, offset - 1)
        anchor, items = page.items[0] if page.items else None, page.items[1:]
        if anchor is not None and not items and page.has_more:
            # A server that gives one record at a time.
            page = await self.fetch(limit, offset)
            items = page.items
        return _listed(page, items, offset, anchor=anchor)

    async def _first_page(self, limit: int) -> ListedPage:
        """Fetch as many as for any other page, and leave the last one to the next page."""
        # Else, with a server that caps its pages, no other page would be as long as the first one.
        page = await self.fetch(limit + 1, 0)
        is_whole = not page.has_more and page.received >= page.total
        return _listed(page, page.items if is_whole else page.items[: max(1, page.received - 1)], 0)


def _listed(page: RemotePage, items: Sequence[Any], offset: int, *, anchor: Any = None) -> ListedPage:
    return ListedPage(items=items, offset=offset, total=page.total, has_more=page.has_more, anchor=anchor)
