"""The public client's inventory: supplies, kits, and their categories."""

from __future__ import annotations

from typing_extensions import Unpack

from ...concurrency.awaiting import ASYNC_CONCURRENCY
from ...operations.options import split_options
from ...public.filters import CategoryFilters, StockFilters
from ...public.models import Supply, Unknown
from ...public.operations.calls import PAGE_SIZE
from ...public.operations.inventory import KITS, SUPPLIES, list_categories
from ..caller import AsyncCaller
from ..page import AsyncPage
from ..paging import AsyncItems
from .group import AsyncGroup


class AsyncSupplies(AsyncGroup):
    """Read supplies: what is sold one by one (contract: public API, Operations)."""

    async def list(
        self,
        *,
        page: int = 1,
        page_size: int = PAGE_SIZE,
        lenient: bool = False,
        **filters: Unpack[StockFilters],
    ) -> AsyncPage[Supply]:
        """Fetch one page of supplies.

        Args:
            page: Which page, from 1.
            page_size: How many to ask for.
            lenient: Put supplies of a wrong shape into the page's `invalid` instead of failing.
            **filters: Which supplies; `timeout` and `max_retries` of this call alone. See `StockFilters`.

        Returns:
            The page: a sequence of supplies with `total` and `has_more`.

        Raises:
            AscoraApiError: Or a subclass, if the call fails or the answer holds no list of supplies.

        Example:
            ```python
            page = await client.inventory.supplies.list(filter_text="filter")
            print(f"{len(page)} of {page.total}")
            ```

        Contract: public API, Operations, supplies.
        """
        return await self._list(SUPPLIES, page, page_size, filters, lenient=lenient)

    def iter(
        self,
        *,
        page_size: int = PAGE_SIZE,
        concurrency: int = ASYNC_CONCURRENCY,
        lenient: bool = False,
        **filters: Unpack[StockFilters],
    ) -> AsyncItems[Supply]:
        """Go through all supplies, fetching pages as they are needed.

        Args:
            page_size: How many to ask for in a page.
            concurrency: How many pages may be under way at once.
            lenient: Put supplies of a wrong shape into the iterable's `invalid` instead of failing.
            **filters: Which supplies; `timeout` and `max_retries` of each call. See `StockFilters`.

        Returns:
            An iterable of supplies in the list's order; nothing is fetched before its first item is asked for.

        Raises:
            AscoraApiError: Or a subclass, while iterating, if a page cannot be had; it is never taken for the end.

        Example:
            ```python
            async for supply in client.inventory.supplies.iter(filter_text="filter"):
                print(supply.part_number, supply.unit_sell_ex_tax)
            ```

        Contract: public API, Operations, supplies.
        """
        return self._iter(SUPPLIES, page_size, concurrency, filters, lenient=lenient)


class AsyncKits(AsyncGroup):
    """Read kits: supplies that are sold together (contract: public API, Operations).

    The contract names no field of a kit, so all that comes is in `extra`, by the wire's names.
    """

    async def list(
        self,
        *,
        page: int = 1,
        page_size: int = PAGE_SIZE,
        lenient: bool = False,
        **filters: Unpack[StockFilters],
    ) -> AsyncPage[Unknown]:
        """Fetch one page of kits.

        Args:
            page: Which page, from 1.
            page_size: How many to ask for.
            lenient: Put kits of a wrong shape into the page's `invalid` instead of failing.
            **filters: Which kits; `timeout` and `max_retries` of this call alone. See `StockFilters`.

        Returns:
            The page: a sequence of kits with `total` and `has_more`.

        Raises:
            AscoraApiError: Or a subclass, if the call fails or the answer holds no list of kits.

        Example:
            ```python
            page = await client.inventory.kits.list(favourite_only=True)
            print(f"{len(page)} of {page.total}")
            ```

        Contract: public API, Operations, kits.
        """
        return await self._list(KITS, page, page_size, filters, lenient=lenient)

    def iter(
        self,
        *,
        page_size: int = PAGE_SIZE,
        concurrency: int = ASYNC_CONCURRENCY,
        lenient: bool = False,
        **filters: Unpack[StockFilters],
    ) -> AsyncItems[Unknown]:
        """Go through all kits, fetching pages as they are needed.

        Args:
            page_size: How many to ask for in a page.
            concurrency: How many pages may be under way at once.
            lenient: Put kits of a wrong shape into the iterable's `invalid` instead of failing.
            **filters: Which kits; `timeout` and `max_retries` of each call. See `StockFilters`.

        Returns:
            An iterable of kits in the list's order; nothing is fetched before its first item is asked for.

        Raises:
            AscoraApiError: Or a subclass, while iterating, if a page cannot be had; it is never taken for the end.

        Example:
            ```python
            async for kit in client.inventory.kits.iter(favourite_only=True):
                print(kit.extra.get("description"))
            ```

        Contract: public API, Operations, kits.
        """
        return self._iter(KITS, page_size, concurrency, filters, lenient=lenient)


class AsyncInventory(AsyncGroup):
    """Read what the account sells (contract: public API, Operations).

    Attributes:
        supplies: Read supplies.
        kits: Read kits.
    """

    def __init__(self, caller: AsyncCaller) -> None:
        """Serve the inventory by a caller."""
        super().__init__(caller)
        self.supplies = AsyncSupplies(caller)
        self.kits = AsyncKits(caller)

    async def categories(self, **filters: Unpack[CategoryFilters]) -> list[Unknown]:
        """Fetch the categories of supplies and kits; this list has no pages.

        The contract names no field of a category, so all that comes is in `extra`, by the wire's names.

        Args:
            **filters: Which categories; `timeout` and `max_retries` of this call alone. See `CategoryFilters`.

        Returns:
            All of them, maybe none.

        Raises:
            AscoraApiError: Or a subclass, if the call fails or the answer holds no list, or a part of one.

        Example:
            ```python
            categories = await client.inventory.categories(parent_only=True)
            print([category.extra.get("name") for category in categories])
            ```

        Contract: public API, Operations, categories.
        """
        given, options = split_options(filters)
        return await self._caller.execute(list_categories(given), options)
