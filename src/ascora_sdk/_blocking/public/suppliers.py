# Generated from ../../_async/public/suppliers.py by tools/unasync; do not edit.
"""The public client's suppliers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import Unpack

from ...concurrency.blocking import BLOCKING_CONCURRENCY
from ...config import CallOptions
from ...public.filters import SupplierFilters
from ...public.models import Supplier, SupplierFields
from ...public.operations.calls import PAGE_SIZE
from ...public.operations.suppliers import SUPPLIER, SUPPLIERS
from ..page import Page
from ..paging import Items
from .group import Group


class Suppliers(Group):
    """Read and write suppliers (contract: public API, Operations)."""

    def list(
        self,
        *,
        page: int = 1,
        page_size: int = PAGE_SIZE,
        lenient: bool = False,
        **filters: Unpack[SupplierFilters],
    ) -> Page[Supplier]:
        """Fetch one page of suppliers.

        Args:
            page: Which page, from 1.
            page_size: How many to ask for.
            lenient: Put suppliers of a wrong shape into the page's `invalid` instead of failing.
            **filters: Which suppliers; `timeout` and `max_retries` of this call alone. See `SupplierFilters`.

        Returns:
            The page: a sequence of suppliers with `total` and `has_more`.

        Raises:
            AscoraApiError: Or a subclass, if the call fails or the answer holds no list of suppliers.

        Example:
            ```python
            page = client.suppliers.list(supplier_name="hire")
            print(f"{len(page)} of {page.total}")
            ```

        Contract: public API, Operations, list suppliers.
        """
        return self._list(SUPPLIERS, page, page_size, filters, lenient=lenient)

    def iter(
        self,
        *,
        page_size: int = PAGE_SIZE,
        concurrency: int = BLOCKING_CONCURRENCY,
        lenient: bool = False,
        **filters: Unpack[SupplierFilters],
    ) -> Items[Supplier]:
        """Go through all suppliers, fetching pages as they are needed.

        Args:
            page_size: How many to ask for in a page.
            concurrency: How many pages may be under way at once.
            lenient: Put suppliers of a wrong shape into the iterable's `invalid` instead of failing.
            **filters: Which suppliers; `timeout` and `max_retries` of each call. See `SupplierFilters`.

        Returns:
            An iterable of suppliers in the list's order; nothing is fetched before its first item is asked for.

        Raises:
            AscoraApiError: Or a subclass, while iterating, if a page cannot be had; it is never taken for the end.

        Example:
            ```python
            for supplier in client.suppliers.iter(supplier_name="hire"):
                print(supplier.name)
            ```

        Contract: public API, Operations, list suppliers.
        """
        return self._iter(SUPPLIERS, page_size, concurrency, filters, lenient=lenient)

    def create(
        self,
        supplier: Supplier | Mapping[str, Any] | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        **fields: Unpack[SupplierFields],
    ) -> Supplier:
        """Create a supplier.

        If the answer is lost, the call is not sent again, since it may have been carried out; not even with
        an `idempotency_key`, since nothing says that this API knows one.

        Args:
            supplier: A supplier to copy; its id is left out.
            idempotency_key: A text of your own, sent as the header Idempotency-Key.
            timeout: Seconds that one try of this call may take; None is the client's own.
            max_retries: Tries after the first; None is the client's own.
            **fields: The fields, by name; they win over those of `supplier`.

        Returns:
            The new supplier, as Ascora made it.

        Raises:
            ValidationError: If Ascora refuses a field.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If the name is missing, there is no field of a name, or a value cannot be sent.

        Example:
            ```python
            hire = client.suppliers.create(name="Fan Hire Co", extra={"streetSuburb": "Yatala"})
            ```

        Contract: public API, Operations, create or update a supplier.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return self._caller.execute(SUPPLIER.create(supplier, fields, idempotency_key), options)

    def update(
        self,
        supplier: str | Supplier,
        /,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        **fields: Unpack[SupplierFields],
    ) -> Supplier:
        """Change some fields of a supplier.

        If the answer is lost, the call is not sent again, since it may have been carried out.

        Args:
            supplier: The supplier's id, to send the named fields alone; or a supplier, to send all that it has set,
                its unknown fields included, with the named fields over them.
            timeout: Seconds that one try of this call may take; None is the client's own.
            max_retries: Tries after the first; None is the client's own.
            **fields: The fields to change, by name; None clears one, and one that isn't named isn't sent.

        Returns:
            The supplier, as Ascora has it now.

        Raises:
            NotFoundError: If there is no such supplier.
            ValidationError: If Ascora refuses a field.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If no field is named, there is none of a name, or a value cannot be sent.
            ValueError: If the id is empty.

        Example:
            ```python
            client.suppliers.update(supplier_id, phone="(07) 5550 0000")
            ```

        Contract: public API, Operations, create or update a supplier.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return self._caller.execute(SUPPLIER.update(supplier, fields), options)
