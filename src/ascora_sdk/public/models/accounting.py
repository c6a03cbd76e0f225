"""What waits to be sent to the accounting system."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from attrs import field

from ...models import UNSET, Maybe, OpenEnum
from ...models.record import Extra, Record, record
from .record import PublicRecord


class InvoiceLineType(OpenEnum):
    """What an invoice's line is for, as far as known."""

    MATERIAL = "material"
    LABOUR = "labour"
    DISCOUNT = "discount"
    NONE = "none"


@record
class InvoiceLine(PublicRecord):
    """One line of an invoice to send (contract: public API, Objects, Invoice to send, invoiceLines).

    Example:
        >>> InvoiceLine(item_code="LAB", quantity=Decimal("1.5"), invoice_line_type=InvoiceLineType.LABOUR).item_code
        'LAB'
    """

    item_code: Maybe[str] = UNSET
    description: Maybe[str] = UNSET
    quantity: Maybe[Decimal] = UNSET
    unit_amount_ex_tax: Maybe[Decimal] = UNSET
    amount_ex_tax: Maybe[Decimal] = UNSET
    invoice_line_type: Maybe[InvoiceLineType] = UNSET
    extra: Extra = field(factory=dict)


@record
class InvoiceToSend(PublicRecord):
    """An invoice that waits for the accounting system (contract: public API, Objects, Invoice to send; seen in part).

    Example:
        >>> InvoiceToSend(id="e5f6", invoice_number="INV-1", amount_ex_tax=Decimal("371143.22")).amount_ex_tax
        Decimal('371143.22')
    """

    id: str
    invoice_number: Maybe[str] = UNSET
    invoice_date: Maybe[date | datetime] = UNSET
    invoice_due_date: Maybe[date | datetime] = UNSET
    job_id: Maybe[str] = UNSET
    amount_ex_tax: Maybe[Decimal] = UNSET
    adjusted_amount_ex_tax: Maybe[Decimal] = UNSET
    tax: Maybe[Decimal] = UNSET
    invoice_lines: Maybe[tuple[InvoiceLine, ...]] = UNSET
    extra: Extra = field(factory=dict)


@record
class PaymentToSend(PublicRecord):
    """A payment that waits for the accounting system; the contract names no field of it but the id that marks it.

    All else that came is in `extra`, by the wire's names.

    Example:
        >>> PaymentToSend(id="7c1d", extra={"invoiceNumber": "INV-1"}).extra["invoiceNumber"]
        'INV-1'
    """

    id: str
    extra: Extra = field(factory=dict)


@record
class NewPayment(Record):
    """What a payment is created of (contract: public API, Operations, create a payment)."""

    invoice_number: str
    payment_amount: Decimal
    payment_date: date | datetime
    payment_method: str
    receipt_number: Maybe[str] = UNSET
    surcharge_amount: Maybe[Decimal] = UNSET
    comment: Maybe[str] = UNSET
    extra: Extra = field(factory=dict)
