# Generated from ../../_async/public/group.py by tools/unasync; do not edit.
"""What the groups of the public client have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ...config import patience
from ...operations.options import split_options
from ...public.operations.calls import PagedList
from ..caller import Caller
from ..page import Page
from ..paging import Items
from .numbered import walk_numbered_pages

M = TypeVar("M")


class Group:
    """Some calls of the public API that belong together."""

    def __init__(self, caller: Caller) -> None:
        """Serve the group by a caller."""
        self._caller = caller

    def _list(
        self, rows: PagedList[M], page: int, page_size: int, given: Mapping[str, Any], *, lenient: bool
    ) -> Page[M]:
        filters, options = split_options(given)
        operation = rows.page(filters, page=page, page_size=page_size, lenient=lenient)
        content = self._caller.execute(operation, options)

        def following(size: int, _: int) -> Page[M]:
            # By number and not by place, since a page that came short has left nothing out.
            return self._list(rows, page + 1, size, given, lenient=lenient)

        return Page.of(content, following)

    def _iter(
        self, rows: PagedList[M], page_size: int, concurrency: int, given: Mapping[str, Any], *, lenient: bool
    ) -> Items[M]:
        # Asked for now, so that a wrong argument is found here and not in the loop.
        filters, options = split_options(given)
        rows.page(filters, page=1, page_size=page_size, lenient=lenient)
        patience(self._caller.config, options)

        def fetch(size: int, offset: int) -> Page[M]:
            return self._list(rows, offset // size + 1, size, given, lenient=lenient)

        return Items(fetch, page_size=page_size, concurrency=concurrency, walk=walk_numbered_pages)
