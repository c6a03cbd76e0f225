"""The invoice, its items, and the payments made on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict

from attrs import field
from typing_extensions import Required

from .open_enum import OpenEnum
from .record import Extra, Record, given_by_server, money, record
from .unset import UNSET, Maybe


class InvoiceStatus(OpenEnum):
    """Where an invoice stands."""

    DRAFT = "draft"
    SENT = "sent"
    VIEWED = "viewed"
    PARTIAL = "partial"
    PAID = "paid"
    OVERDUE = "overdue"
    CANCELLED = "cancelled"


class PaymentMethod(OpenEnum):
    """How a payment was made."""

    CASH = "cash"
    CREDIT_CARD = "credit_card"
    DEBIT_CARD = "debit_card"
    BANK_TRANSFER = "bank_transfer"
    CHECK = "check"
    OTHER = "other"


@record
class InvoiceItem(Record):
    """One line of an invoice (contract: Objects, Invoice, items)."""

    description: str
    quantity: Decimal
    unit_price: Decimal = money(places=4)
    total: Decimal = money(places=2)
    tax_rate: Maybe[Decimal] = UNSET
    extra: Extra = field(factory=dict)


@record
class Invoice(Record):
    """An invoice as the instance API gives it (contract: Objects, Invoice).

    Dates without a time are `date`, those with one `datetime`, aware where the wire gives an offset.

    Example:
        >>> from decimal import Decimal
        >>> from ascora_sdk import InvoiceItem
        >>> InvoiceItem(description="Fan hire", quantity=3, unit_price=Decimal("12.1250"), total=Decimal("36.38")).total
        Decimal('36.38')
    """

    id: str = given_by_server()
    job_id: Maybe[str] = UNSET
    customer_id: str
    invoice_number: str
    invoice_date: date | datetime
    due_date: date | datetime
    total_amount: Decimal = money(places=2)
    paid_amount: Maybe[Decimal] = money(places=2, default=UNSET)
    status: InvoiceStatus
    payment_method: Maybe[PaymentMethod] = UNSET
    payment_date: Maybe[date | datetime] = UNSET
    items: Maybe[tuple[InvoiceItem, ...]] = UNSET
    created_at: Maybe[datetime] = given_by_server(default=UNSET)
    updated_at: Maybe[datetime] = given_by_server(default=UNSET)
    extra: Extra = field(factory=dict)


@record
class Payment(Record):
    """A payment made on an invoice (contract: Objects, Payment)."""

    invoice_id: str
    amount: Decimal = money(places=2)
    payment_method: PaymentMethod
    payment_date: date | datetime
    reference: Maybe[str] = UNSET
    notes: Maybe[str] = UNSET
    extra: Extra = field(factory=dict)


class _OptionalInvoiceFields(TypedDict, total=False):
    job_id: Maybe[str]
    paid_amount: Maybe[Decimal | int]
    payment_method: Maybe[PaymentMethod | str]
    payment_date: Maybe[date | datetime]
    items: Maybe[Sequence[InvoiceItem]]
    extra: Extra


class InvoiceFields(_OptionalInvoiceFields, total=False):
    """What an update of an invoice may name; `None` clears an optional field."""

    customer_id: str
    invoice_number: str
    invoice_date: date | datetime
    due_date: date | datetime
    total_amount: Decimal | int
    status: InvoiceStatus | str


class NewInvoice(_OptionalInvoiceFields, total=False):
    """What a create of an invoice must and may name."""

    customer_id: Required[str]
    invoice_number: Required[str]
    invoice_date: Required[date | datetime]
    due_date: Required[date | datetime]
    total_amount: Required[Decimal | int]
    status: InvoiceStatus | str
