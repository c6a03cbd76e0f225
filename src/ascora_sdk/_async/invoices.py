"""The client's invoices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from typing_extensions import Unpack

from ..concurrency.awaiting import ASYNC_CONCURRENCY
from ..config import CallOptions
from ..models import UNSET, Invoice, InvoiceFields, InvoiceStatus, Maybe, NewInvoice, PaymentMethod
from ..operations import DEFAULT_LIMIT, ListQuery, all_filters
from ..operations.instance import INVOICES, record_payment, send_invoice
from .caller import AsyncCaller
from .page import AsyncPage
from .paging import AsyncItems
from .resource import AsyncResource


class AsyncInvoices(AsyncResource[Invoice]):
    """Read and write invoices (contract: instance API, Operations)."""

    def __init__(self, caller: AsyncCaller) -> None:
        """Serve invoices by a caller."""
        super().__init__(caller, INVOICES)

    async def list(
        self,
        *,
        limit: int = DEFAULT_LIMIT,
        offset: int = 0,
        sort_by: str | None = None,
        sort_order: Literal["asc", "desc"] | None = None,
        job_id: str | None = None,
        customer_id: str | None = None,
        status: InvoiceStatus | str | None = None,
        updated_since: datetime | None = None,
        filters: Mapping[str, Any] | None = None,
        lenient: bool = False,
        **options: Unpack[CallOptions],
    ) -> AsyncPage[Invoice]:
        """Fetch one page of invoices.

        Args:
            limit: How many to ask for; a server may give fewer.
            offset: How many to skip.
            sort_by: The field to sort by, such as "due_date".
            sort_order: "asc" or "desc".
            job_id: Only the invoices of this job.
            customer_id: Only the invoices of this customer.
            status: Only the invoices in this status.
            updated_since: Only what has changed since then; a server that does not know this filter gives all.
            filters: Further query parameters by the wire's names; None leaves one out.
            lenient: Put invoices of a wrong shape into the page's `invalid` instead of failing.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The page: a sequence of invoices with `total` and `has_more`.

        Raises:
            AscoraApiError: Or a subclass, if the call fails or the answer is not a list of invoices.

        Example:
            ```python
            page = await client.invoices.list(job_id="j-1", limit=50)
            print(f"{len(page)} of {page.total}")
            ```

        Contract: instance API, Operations, list invoices.
        """
        known = {"job_id": job_id, "customer_id": customer_id, "status": status, "updated_since": updated_since}
        query = ListQuery(sort_by=sort_by, sort_order=sort_order, filters=all_filters(known, filters))
        return await self._list(query, limit, offset, lenient=lenient, options=options)

    def iter(
        self,
        *,
        page_size: int = 100,
        sort_by: str | None = None,
        sort_order: Literal["asc", "desc"] | None = None,
        job_id: str | None = None,
        customer_id: str | None = None,
        status: InvoiceStatus | str | None = None,
        updated_since: datetime | None = None,
        filters: Mapping[str, Any] | None = None,
        concurrency: int = ASYNC_CONCURRENCY,
        lenient: bool = False,
        **options: Unpack[CallOptions],
    ) -> AsyncItems[Invoice]:
        """Go through all invoices, fetching pages as they are needed.

        Args:
            page_size: How many to ask for in a page; a server that gives fewer loses nothing.
            sort_by: The field to sort by.
            sort_order: "asc" or "desc".
            job_id: Only the invoices of this job.
            customer_id: Only the invoices of this customer.
            status: Only the invoices in this status.
            updated_since: Only what has changed since then; a server that does not know this filter gives all.
            filters: Further query parameters by the wire's names; None leaves one out.
            concurrency: How many pages may be under way at once.
            lenient: Put invoices of a wrong shape into the iterable's `invalid` instead of failing.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            An iterable of invoices in the listing's order; nothing is fetched before its first item is asked for.

        Raises:
            AscoraApiError: Or a subclass, while iterating, if a page cannot be had; it is never taken for the end.

        Example:
            ```python
            async for invoice in client.invoices.iter(status="overdue"):
                print(invoice.invoice_number, invoice.total_amount)
            ```

        Contract: instance API, Operations, list invoices.
        """
        known = {"job_id": job_id, "customer_id": customer_id, "status": status, "updated_since": updated_since}
        query = ListQuery(sort_by=sort_by, sort_order=sort_order, filters=all_filters(known, filters))
        return self._iter(query, page_size, concurrency, lenient=lenient, options=options)

    async def create(
        self,
        invoice: Invoice | Mapping[str, Any] | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        **fields: Unpack[NewInvoice],
    ) -> Invoice:
        """Create an invoice.

        If the answer is lost, the call is not sent again, since it may have been carried out; unless an
        `idempotency_key` covers it.

        Args:
            invoice: An invoice to copy; its id and times are left out.
            idempotency_key: A text of your own under which Ascora may know a repetition of this call.
            timeout: Seconds that one try of this call may take; None is the client's own.
            max_retries: Tries after the first; None is the client's own.
            **fields: The fields, by name; they win over those of `invoice`. A customer, a number, the date, the due
                date and the total are needed.

        Returns:
            The new invoice, as Ascora made it.

        Raises:
            ValidationError: If Ascora refuses a field; `errors` tells which and why.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If there is no field of a name, or a value cannot be sent.

        Example:
            ```python
            invoice = await client.invoices.create(
                customer_id="c-1",
                invoice_number="INV-7",
                invoice_date=date(2026, 2, 17),
                due_date=date(2026, 3, 17),
                total_amount=Decimal("371.50"),
            )
            ```

        Contract: instance API, Operations, create an invoice.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return await self._create(invoice, fields, idempotency_key, options)

    async def update(
        self,
        invoice: str | Invoice,
        /,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        **fields: Unpack[InvoiceFields],
    ) -> Invoice:
        """Change some fields of an invoice.

        Args:
            invoice: The invoice's id, to send the named fields alone; or an invoice, to send all that it has set,
                its unknown fields included, with the named fields over them.
            timeout: Seconds that one try of this call may take; None is the client's own.
            max_retries: Tries after the first; None is the client's own.
            **fields: The fields to change, by name; None clears one, and one that isn't named isn't sent.

        Returns:
            The invoice, as Ascora has it now.

        Raises:
            NotFoundError: If there is no such invoice.
            ValidationError: If Ascora refuses a field; `errors` tells which and why.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If no field is named, there is none of a name, or a value cannot be sent.

        Example:
            ```python
            await client.invoices.update("i-1", due_date=date(2026, 4, 1))
            ```

        Contract: instance API, Operations, update an invoice.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return await self._update(invoice, fields, options)

    async def record_payment(
        self,
        id: str,
        *,
        amount: Decimal | int,
        payment_method: PaymentMethod | str,
        payment_date: date | datetime,
        reference: Maybe[str] = UNSET,
        notes: Maybe[str] = UNSET,
        idempotency_key: str | None = None,
        **options: Unpack[CallOptions],
    ) -> Invoice:
        """Record a payment on an invoice.

        If the answer is lost, the call is not sent again, since a payment recorded twice is money lost: look at the
        invoice's `paid_amount` before you record it again. An `idempotency_key` is a promise of yours that Ascora
        knows the repetition; with one the call is tried again.

        Args:
            id: The invoice's id.
            amount: The amount in dollars, as a Decimal or a whole number; never a float.
            payment_method: How it was paid.
            payment_date: When it was paid.
            reference: The payer's or the bank's reference.
            notes: Anything to add.
            idempotency_key: A text of your own under which Ascora may know a repetition of this call.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The invoice, with the payment in it.

        Raises:
            NotFoundError: If there is no such invoice.
            ValidationError: If Ascora refuses the payment; `errors` tells why.
            TimeoutError: If the answer did not come in time; the payment may have been recorded.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If the amount is a float.

        Example:
            ```python
            invoice = await client.invoices.record_payment(
                "i-1", amount=Decimal("99.90"), payment_method="cash", payment_date=date(2026, 2, 17)
            )
            ```

        Contract: instance API, Operations, record a payment.
        """
        fields = {
            "amount": amount,
            "payment_method": payment_method,
            "payment_date": payment_date,
            "reference": reference,
            "notes": notes,
        }
        return await self._caller.execute(record_payment(id, fields, idempotency_key), options)

    async def send(self, id: str, *, email: str | None = None, **options: Unpack[CallOptions]) -> None:
        """Send an invoice to the customer.

        If the answer is lost, the call is not sent again, since the invoice may have been sent.

        Args:
            id: The invoice's id.
            email: The address to send it to; by default Ascora takes the customer's own.
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            NotFoundError: If there is no such invoice.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            await client.invoices.send("i-1", email="accounts@example.com")
            ```

        Contract: instance API, Operations, send an invoice.
        """
        await self._caller.execute(send_invoice(id, email), options)
