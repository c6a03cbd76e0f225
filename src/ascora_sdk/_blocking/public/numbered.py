# Generated from ../../_async/public/numbered.py by tools/unasync; do not edit.
"""A list whose pages have numbers, page after page, with a bounded number of pages under way."""

from __future__ import annotations

from collections.abc import Generator, Callable
from typing import TypeVar

from ...concurrency.blocking import Workers
from ..paging import Paged

P = TypeVar("P", bound=Paged)


def walk_numbered_pages(
    fetch: Callable[[int, int], P],
    *,
    page_size: int,
    concurrency: int,
    horizon: int | None = None,
) -> Generator[tuple[int, P], None, None]:
    """Go through a list's pages in order.

    Args:
        fetch: Fetches the page of a size and an offset, which is a multiple of the size.
        page_size: Rows of a page.
        concurrency: Pages under way at once, at the most.
        horizon: The offset from which on nothing is fetched ahead, since the caller may well stop before it.

    Yields:
        Each page with the offset at which it begins.
    """
    tasks: Workers[P] = Workers(concurrency)
    ahead: dict[int, Callable[[], P]] = {}
    offset = 0
    try:
        while True:
            result = ahead.pop(offset, None) or tasks.start(fetch, page_size, offset)
            page = result()
            here, offset = offset, offset + page_size
            if not page.has_more:
                yield here, page
                return
            end = page.total if horizon is None else min(horizon, page.total)
            upcoming = range(max(ahead, default=offset - page_size) + page_size, end, page_size)
            for position in upcoming[: concurrency - len(ahead)]:
                ahead[position] = tasks.start(fetch, page_size, position)
            yield here, page
    finally:
        tasks.close()
