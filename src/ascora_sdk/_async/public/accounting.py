"""The public client's accounting queue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from typing_extensions import Unpack

from ...config import CallOptions
from ...models import UNSET, Maybe
from ...public.models import InvoiceToSend, PaymentToSend
from ...public.operations.accounting import (
    create_payment,
    invoices_to_send,
    mark_invoices_as_sent,
    mark_payments_as_sent,
    payments_to_send,
)
from .group import AsyncGroup


class AsyncAccounting(AsyncGroup):
    """Read the queue to the accounting system, take things off it, record payments (contract: public API, Operations).

    `mark_invoices_as_sent` and `mark_payments_as_sent` change the account's accounting queue; nothing can undo them.
    """

    async def invoices_to_send(
        self,
        prior_to: date | datetime | None = None,
        *,
        include_customer_custom_fields: bool = False,
        include_invoice_custom_fields: bool = False,
        include_job_custom_fields: bool = False,
        **options: Unpack[CallOptions],
    ) -> list[InvoiceToSend]:
        """Fetch the invoices that are not yet marked as sent; this marks none.

        Args:
            prior_to: Only those strictly before this moment.
            include_customer_custom_fields: Ask for the customer's custom fields too; they are in `extra`.
            include_invoice_custom_fields: Ask for the invoice's own custom fields too; likewise.
            include_job_custom_fields: Ask for the job's custom fields too; likewise.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The invoices that wait.

        Raises:
            AscoraApiError: Or a subclass, if the call fails or the answer is not a list of invoices.
            TypeError: If an argument is of a wrong type.

        Example:
            ```python
            for invoice in await client.accounting.invoices_to_send(prior_to=date(2026, 7, 1)):
                print(invoice.invoice_number, invoice.amount_ex_tax)
            ```

        Contract: public API, Operations, invoices to send.
        """
        operation = invoices_to_send(
            prior_to,
            customer_fields=include_customer_custom_fields,
            invoice_fields=include_invoice_custom_fields,
            job_fields=include_job_custom_fields,
        )
        return await self._caller.execute(operation, options)

    async def payments_to_send(
        self, prior_to: date | datetime | None = None, **options: Unpack[CallOptions]
    ) -> list[PaymentToSend]:
        """Fetch the payments that are not yet marked as sent; this marks none.

        Args:
            prior_to: Only those before this moment.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The payments that wait. The contract names none of their fields but the id; the others are in `extra`.

        Raises:
            AscoraApiError: Or a subclass, if the call fails or the answer is not a list of payments.
            TypeError: If `prior_to` is no date.

        Example:
            ```python
            for payment in await client.accounting.payments_to_send():
                print(payment.id, payment.extra)
            ```

        Contract: public API, Operations, payments to send.
        """
        return await self._caller.execute(payments_to_send(prior_to), options)

    async def mark_invoices_as_sent(self, invoice_ids: Iterable[str], **options: Unpack[CallOptions]) -> None:
        """Take invoices off the account's accounting queue. This cannot be undone.

        Call it only once the accounting system has these very invoices: one that is marked never turns up in
        `invoices_to_send` again, for you or for anybody else who serves the account. If the answer is lost, the call is
        not sent again; look at `invoices_to_send` for those that are still there.

        Args:
            invoice_ids: The `id` of each, not its number. An id that is named twice is sent once.
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            NotFoundError: If there is none with one of the ids.
            ValidationError: If Ascora refuses the ids.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If a lone text is given, or an id is not text.
            ValueError: If there is no id, or one is empty.

        Example:
            ```python
            invoices = await client.accounting.invoices_to_send(prior_to=date(2026, 7, 1))
            booked = [invoice.id for invoice in invoices if my_ledger.has(invoice.invoice_number)]
            await client.accounting.mark_invoices_as_sent(booked)
            ```

        Contract: public API, Operations, mark invoices as sent.
        """
        await self._caller.execute(mark_invoices_as_sent(invoice_ids), options)

    async def mark_payments_as_sent(self, payment_ids: Iterable[str], **options: Unpack[CallOptions]) -> None:
        """Take payments off the account's accounting queue. This cannot be undone.

        Call it only once the accounting system has these very payments: one that is marked never turns up in
        `payments_to_send` again, for you or for anybody else who serves the account. If the answer is lost, the call is
        not sent again; look at `payments_to_send` for those that are still there.

        Args:
            payment_ids: The `id` of each. An id that is named twice is sent once.
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            NotFoundError: If there is none with one of the ids.
            ValidationError: If Ascora refuses the ids.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If a lone text is given, or an id is not text.
            ValueError: If there is no id, or one is empty.

        Example:
            ```python
            payments = await client.accounting.payments_to_send(prior_to=date(2026, 7, 1))
            booked = [payment.id for payment in payments if my_ledger.has(payment.id)]
            await client.accounting.mark_payments_as_sent(booked)
            ```

        Contract: public API, Operations, mark payments as sent.
        """
        await self._caller.execute(mark_payments_as_sent(payment_ids), options)

    async def create_payment(
        self,
        *,
        invoice_number: str,
        payment_amount: Decimal | int,
        payment_date: date | datetime,
        payment_method: str,
        receipt_number: Maybe[str] = UNSET,
        surcharge_amount: Maybe[Decimal | int] = UNSET,
        comment: Maybe[str] = UNSET,
        idempotency_key: str | None = None,
        **options: Unpack[CallOptions],
    ) -> None:
        """Record a payment of an invoice.

        If the answer is lost, the call is not sent again, since a payment recorded twice is money lost: look at
        `payments_to_send` for it before you send it again.

        Args:
            invoice_number: The number of the invoice that was paid.
            payment_amount: The amount in dollars, as a Decimal or a whole number; never a float.
            payment_date: When it was paid.
            payment_method: How it was paid: the name of one of the account's payment methods.
            receipt_number: The receipt's number.
            surcharge_amount: What was charged on top.
            comment: Anything to add.
            idempotency_key: A text of your own, sent as the header Idempotency-Key. The contract does not say that this
                API knows a repetition by it, so the call is not sent again even with one.
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            NotFoundError: If there is no such invoice.
            ValidationError: If Ascora refuses the payment.
            TimeoutError: If the answer did not come in time; the payment may have been recorded.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If an amount is a float, or another value is of a wrong type.
            ValueError: If the invoice's number or the method is empty.

        Example:
            ```python
            await client.accounting.create_payment(
                invoice_number="INV-1",
                payment_amount=Decimal("99.90"),
                payment_date=date(2026, 2, 17),
                payment_method="EFT",
            )
            ```

        Contract: public API, Operations, create a payment.
        """
        fields = {
            "invoice_number": invoice_number,
            "payment_amount": payment_amount,
            "payment_date": payment_date,
            "payment_method": payment_method,
            "receipt_number": receipt_number,
            "surcharge_amount": surcharge_amount,
            "comment": comment,
        }
        await self._caller.execute(create_payment(fields, idempotency_key), options)
