# Generated from ../../_async/public/supplier_invoices.py by tools/unasync; do not edit.
"""The public client's supplier invoices."""

from __future__ import annotations

from typing_extensions import Unpack

from ...concurrency.blocking import BLOCKING_CONCURRENCY
from ...config import CallOptions
from ...public.filters import SupplierInvoiceFilters
from ...public.models import NewSupplierInvoice, SupplierInvoice
from ...public.operations.calls import PAGE_SIZE
from ...public.operations.supplier_invoices import SUPPLIER_INVOICE, SUPPLIER_INVOICES, get_supplier_invoice
from ..page import Page
from ..paging import Items
from .group import Group


class SupplierInvoices(Group):
    """Read and create what suppliers bill (contract: public API, Operations)."""

    def list(
        self,
        *,
        page: int = 1,
        page_size: int = PAGE_SIZE,
        lenient: bool = False,
        **filters: Unpack[SupplierInvoiceFilters],
    ) -> Page[SupplierInvoice]:
        """Fetch one page of supplier invoices.

        Args:
            page: Which page, from 1.
            page_size: How many to ask for.
            lenient: Put supplier invoices of a wrong shape into the page's `invalid` instead of failing.
            **filters: Which supplier invoices; `timeout` and `max_retries` of this call alone. See
                `SupplierInvoiceFilters`.

        Returns:
            The page: a sequence of supplier invoices with `total` and `has_more`.

        Raises:
            AscoraApiError: Or a subclass, if the call fails or the answer holds no list of supplier invoices.

        Example:
            ```python
            page = client.supplier_invoices.list(to_be_sent_to_accounting=True)
            print(f"{len(page)} of {page.total}")
            ```

        Contract: public API, Operations, list supplier invoices.
        """
        return self._list(SUPPLIER_INVOICES, page, page_size, filters, lenient=lenient)

    def iter(
        self,
        *,
        page_size: int = PAGE_SIZE,
        concurrency: int = BLOCKING_CONCURRENCY,
        lenient: bool = False,
        **filters: Unpack[SupplierInvoiceFilters],
    ) -> Items[SupplierInvoice]:
        """Go through all supplier invoices, fetching pages as they are needed.

        Args:
            page_size: How many to ask for in a page.
            concurrency: How many pages may be under way at once.
            lenient: Put supplier invoices of a wrong shape into the iterable's `invalid` instead of failing.
            **filters: Which supplier invoices; `timeout` and `max_retries` of each call. See `SupplierInvoiceFilters`.

        Returns:
            An iterable of supplier invoices in the list's order; nothing is fetched before its first item is asked for.

        Raises:
            AscoraApiError: Or a subclass, while iterating, if a page cannot be had; it is never taken for the end.

        Example:
            ```python
            for invoice in client.supplier_invoices.iter(to_be_sent_to_accounting=True):
                print(invoice.tracking_number, invoice.total_amount_inc_tax)
            ```

        Contract: public API, Operations, list supplier invoices.
        """
        return self._iter(SUPPLIER_INVOICES, page_size, concurrency, filters, lenient=lenient)

    def get(self, supplier_invoice_id: str, **options: Unpack[CallOptions]) -> SupplierInvoice:
        """Fetch one supplier invoice by its id.

        Args:
            supplier_invoice_id: The id that Ascora gave it.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The supplier invoice.

        Raises:
            NotFoundError: If there is none; it names the id.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            invoice = client.supplier_invoices.get(supplier_invoice_id)
            ```

        Contract: public API, Operations, get a supplier invoice.
        """
        return self._caller.execute(get_supplier_invoice(supplier_invoice_id), options)

    def create(
        self,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        **fields: Unpack[NewSupplierInvoice],
    ) -> SupplierInvoice:
        """Create a supplier invoice.

        If the answer is lost, the call is not sent again, since it may have been carried out; not even with
        an `idempotency_key`, since nothing says that this API knows one.

        Args:
            idempotency_key: A text of your own, sent as the header Idempotency-Key.
            timeout: Seconds that one try of this call may take; None is the client's own.
            max_retries: Tries after the first; None is the client's own.
            **fields: The fields, by name. See `NewSupplierInvoice`.

        Returns:
            The new supplier invoice, as Ascora made it.

        Raises:
            ValidationError: If Ascora refuses a field.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If `supplier` is missing, a field of a name is not taken, or a value cannot be sent.
            ValueError: If what a field refers to is an empty text.

        Example:
            ```python
            line = SupplierInvoiceLine(description="Fan hire", total_amount_ex_tax=Decimal("88.50"))
            client.supplier_invoices.create(supplier="Fan Hire Co", tracking_number="T-1", lines=[line])
            ```

        Contract: public API, Operations, create a supplier invoice.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return self._caller.execute(SUPPLIER_INVOICE.create(fields, idempotency_key), options)
