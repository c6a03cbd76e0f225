# Generated from ../_async/paging.py by tools/unasync; do not edit.
"""A whole listing, page after page, with a bounded number of pages under way; what the server really gave counts."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Callable
from contextlib import closing
from typing import Any, Generic, Protocol, TypeVar

import attrs

from ..concurrency.blocking import Workers, in_turn
from ..models import InvalidItem, even_rows, plain_rows
from .page import Page

M = TypeVar("M")


class Paged(Protocol):
    """What is asked of a page, to know what follows it."""

    @property
    def received(self) -> int:
        """How many items came."""
        ...

    @property
    def total(self) -> int:
        """How many the whole listing holds."""
        ...

    @property
    def has_more(self) -> bool:
        """Whether the server says that more follow."""
        ...


P = TypeVar("P", bound=Paged)


def walk_pages(
    fetch: Callable[[int, int], P],
    *,
    page_size: int,
    concurrency: int,
    offset: int = 0,
    horizon: int | None = None,
) -> Generator[tuple[int, P], None, None]:
    """Go through a listing's pages in order.

    Args:
        fetch: Fetches the page of a limit and an offset.
        page_size: Items to ask for in a page.
        concurrency: Pages under way at once, at the most.
        offset: Where to begin.
        horizon: The offset from which on nothing is fetched ahead, since the caller may well stop before it.

    Yields:
        Each page with the offset at which it begins.
    """
    tasks: Workers[P] = Workers(concurrency)
    ahead: dict[int, Callable[[], P]] = {}
    stride = 0
    try:
        while True:
            # A page that came shorter than asked for leaves a gap before those that are under way.
            gap = min(ahead, default=offset + page_size) - offset
            result = ahead.pop(offset, None) or tasks.start(fetch, min(page_size, gap), offset)
            page = result()
            here, offset = offset, offset + page.received
            if not (page.has_more or offset < page.total):
                yield here, page
                return
            # How far apart pages begin: a server that caps its pages caps the first one too, and one page that came
            # short by chance does not make all others short.
            stride = min(page_size, max(stride, page.received))
            for begun in [begun for begun in ahead if begun < offset]:
                del ahead[begun]
            end = page.total if horizon is None else min(horizon, page.total)
            upcoming = range(max(ahead, default=offset - stride) + stride, end, stride)
            for position in upcoming[: concurrency - len(ahead)]:
                ahead[position] = tasks.start(fetch, page_size, position)
            yield here, page
    finally:
        tasks.close()


class Items(Generic[M]):
    """The items of a whole listing, fetched as they are asked for; each `for` begins anew.

    Attributes:
        invalid: In a lenient listing the items met so far that have not the shape of their model; else empty.

    Example:
        ```python
        for job in client.jobs.iter(status="scheduled"):
            print(job.job_title)
        ```
    """

    def __init__(
        self,
        fetch: Callable[[int, int], Page[M]],
        *,
        page_size: int,
        concurrency: int,
        most: int | None = None,
        walk: Callable[..., Generator[tuple[int, Any], None, None]] = walk_pages,
    ) -> None:
        """Prepare to go through a listing; nothing is fetched yet."""
        if concurrency.__class__ is not int or concurrency < 1:
            raise ValueError(f"concurrency must be a whole number, 1 or more, not {concurrency!r}")
        self._fetch = fetch
        self._page_size = page_size
        self._concurrency = concurrency
        self._most = most
        self._walk = walk
        self.invalid: list[InvalidItem] = []

    def limit(self, most: int) -> Items[M]:
        """Go through the first items alone; no page is fetched that is not needed for them.

        Args:
            most: How many items, at the most.

        Returns:
            An iterable of those items; this one stays as it is.

        Raises:
            ValueError: If `most` is no whole number, 0 or more.

        Example:
            ```python
            newest = client.jobs.iter(sort_by="createdAt", sort_order="desc").limit(10)
            ```
        """
        if most.__class__ is not int or most < 0:
            raise ValueError(f"limit takes a whole number, 0 or more, not {most!r}")
        least = most if self._most is None else min(most, self._most)
        return Items(
            self._fetch, page_size=self._page_size, concurrency=self._concurrency, most=least, walk=self._walk
        )

    def to_dicts(self) -> list[dict[str, Any]]:
        """Fetch every item as a row, which pandas and polars take as they are.

        Returns:
            For each item what its `to_dict()` gives, with the same columns in each row, all decimals of a column with
            the same places, and a column that mixes kinds of values, such as dates and times, as text.

        Raises:
            AscoraApiError: Or a subclass, if a page cannot be had.

        Example:
            ```python
            rows = client.customers.iter().to_dicts()
            ```
        """
        rows: list[dict[str, Any]] = []
        with closing(self.pages()) as pages:
            for page in pages:
                rows += plain_rows(page)
        return even_rows(rows)

    def pages(self) -> Generator[Page[M], None, None]:
        """Go through the listing page by page.

        Yields:
            Each page, in order; after `limit` the last one may hold fewer items than came.

        Raises:
            AscoraApiError: Or a subclass, if a page cannot be had; it is never taken for the end.
        """
        self.invalid = []
        left = self._most
        if left == 0:
            return
        page_size = self._page_size if left is None else min(self._page_size, left)
        walk = self._walk(self._fetch, page_size=page_size, concurrency=self._concurrency, horizon=left)
        with closing(walk) as pages:
            for _, whole in pages:
                page: Page[M] = whole if left is None else _beginning(whole, left)
                self.invalid += page.invalid
                yield page
                if left is None:
                    continue
                left -= len(page)
                if left == 0:
                    return

    def __iter__(self) -> Iterator[M]:
        """Go through the listing item by item, in the listing's order."""
        return in_turn(self.pages())

    def __repr__(self) -> str:
        """Say what it is; to show its items would mean to fetch them."""
        most = "" if self._most is None else f", limit={self._most}"
        return f"{type(self).__name__}(page_size={self._page_size}{most})"


def _beginning(page: Page[M], most: int) -> Page[M]:
    """Cut a page after so many items; what it counts is cut too, so that its next page begins where it was cut."""
    if len(page) <= most:
        return page
    received = most
    for item in page.invalid:
        received += item.index < received
    invalid = tuple(item for item in page.invalid if item.index < received)
    return attrs.evolve(page, items=page.items[:most], received=received, invalid=invalid)
