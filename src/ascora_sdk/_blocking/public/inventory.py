# Generated from ../../_async/public/inventory.py by tools/unasync; do not edit.
"""The public client's inventory: supplies, kits, and their categories."""

from __future__ import annotations

from typing_extensions import Unpack

from ...concurrency.blocking import BLOCKING_CONCURRENCY
from ...operations.options import split_options
from ...public.filters import CategoryFilters, StockFilters
from ...public.models import Supply, Unknown
from ...public.operations.calls import PAGE_SIZE
from ...public.operations.inventory import KITS, SUPPLIES, list_categories
from ..caller import Caller
from ..page import Page
from ..paging import Items
from .group import Group


class Supplies(Group):
    """Read supplies: what is sold one by one (contract: public API, Operations)."""

    def list(
        self,
        *,
        page: int = 1,
        page_size: int = PAGE_SIZE,
        lenient: bool = False,
        **filters: Unpack[StockFilters],
    ) -> Page[Supply]:
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
            page = client.inventory.supplies.list(filter_text="filter")
            print(f"{len(page)} of {page.total}")
            ```

        Contract: public API, Operations, supplies.
        """
        return self._list(SUPPLIES, page, page_size, filters, lenient=lenient)

    def iter(
        self,
        *,
        page_size: int = PAGE_SIZE,
        concurrency: int = BLOCKING_CONCURRENCY,
        lenient: bool = False,
        **filters: Unpack[StockFilters],
    ) -> Items[Supply]:
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
            for supply in client.inventory.supplies.iter(filter_text="filter"):
                print(supply.part_number, supply.unit_sell_ex_tax)
            ```

        Contract: public API, Operations, supplies.
        """
        return self._iter(SUPPLIES, page_size, concurrency, filters, lenient=lenient)


class Kits(Group):
    """Read kits: supplies that are sold together (contract: public API, Operations).

    The contract names no field of a kit, so all that comes is in `extra`, by the wire's names.
    """

    def list(
        self,
        *,
        page: int = 1,
        page_size: int = PAGE_SIZE,
        lenient: bool = False,
        **filters: Unpack[StockFilters],
    ) -> Page[Unknown]:
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
            page = client.inventory.kits.list(favourite_only=True)
            print(f"{len(page)} of {page.total}")
            ```

        Contract: public API, Operations, kits.
        """
        return self._list(KITS, page, page_size, filters, lenient=lenient)

    def iter(
        self,
        *,
        page_size: int = PAGE_SIZE,
        concurrency: int = BLOCKING_CONCURRENCY,
        lenient: bool = False,
        **filters: Unpack[StockFilters],
    ) -> Items[Unknown]:
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
            for kit in client.inventory.kits.iter(favourite_only=True):
                print(kit.extra.get("description"))
            ```

        Contract: public API, Operations, kits.
        """
        return self._iter(KITS, page_size, concurrency, filters, lenient=lenient)


class Inventory(Group):
    """Read what the account sells (contract: public API, Operations).

    Attributes:
        supplies: Read supplies.
        kits: Read kits.
    """

    def __init__(self, caller: Caller) -> None:
        """Serve the inventory by a caller."""
        super().__init__(caller)
        self.supplies = Supplies(caller)
        self.kits = Kits(caller)

    def categories(self, **filters: Unpack[CategoryFilters]) -> list[Unknown]:
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
            categories = client.inventory.categories(parent_only=True)
            print([category.extra.get("name") for category in categories])
            ```

        Contract: public API, Operations, categories.
        """
        given, options = split_options(filters)
        return self._caller.execute(list_categories(given), options)
