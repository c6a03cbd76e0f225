"""What the groups of the public client have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ...config import patience
from ...operations.options import split_options
from ...public.operations.calls import PagedList
from ..caller import AsyncCaller
from ..page import AsyncPage
from ..paging import AsyncItems
from .numbered import walk_numbered_pages

M = TypeVar("M")


class AsyncGroup:
    """Some calls of the public API that belong together."""

    def __init__(self, caller: AsyncCaller) -> None:
        """Serve the group by a caller."""
        self._caller = caller

    async def _list(
        self, rows: PagedList[M], page: int, page_size: int, given: Mapping[str, Any], *, lenient: bool
    ) -> AsyncPage[M]:
        filters, options = split_options(given)
        operation = rows.page(filters, page=page, page_size=page_size, lenient=lenient)
        content = await self._caller.execute(operation, options)

        async def following(size: int, _: int) -> AsyncPage[M]:
            # By number and not by place, since a page that came short has left nothing out.
            return await self._list(rows, page + 1, size, given, lenient=lenient)

        return AsyncPage.of(content, following)

    def _iter(
        self, rows: PagedList[M], page_size: int, concurrency: int, given: Mapping[str, Any], *, lenient: bool
    ) -> AsyncItems[M]:
        # Asked for now, so that a wrong argument is found here and not in the loop.
        filters, options = split_options(given)
        rows.page(filters, page=1, page_size=page_size, lenient=lenient)
        patience(self._caller.config, options)

        async def fetch(size: int, offset: int) -> AsyncPage[M]:
            return await self._list(rows, offset // size + 1, size, given, lenient=lenient)

        return AsyncItems(fetch, page_size=page_size, concurrency=concurrency, walk=walk_numbered_pages)
