"""The contract's objects, written down from its page: what the code's models are held against."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ascora_sdk import (
    Customer,
    Invoice,
    InvoiceItem,
    InvoiceStatus,
    Job,
    JobPriority,
    JobStatus,
    Payment,
    PaymentMethod,
)


@attrs.frozen
class Field:
    name: str
    wire: str
    kind: str
    required: bool
    server_set: bool = False


def _snake(wire: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in wire)


def _fields(declared: str, kinds: Mapping[str, str], server_set: str = "") -> tuple[Field, ...]:
    return tuple(
        Field(
            name=_snake(wire.rstrip("?")),
            wire=wire.rstrip("?"),
            kind=kinds.get(wire.rstrip("?"), "text"),
            required=not wire.endswith("?"),
            server_set=wire.rstrip("?") in server_set.split(),
        )
        for wire in declared.split()
    )


SERVER_SET = "id createdAt updatedAt"
MOMENTS = {"createdAt": "moment", "updatedAt": "moment"}

OBJECTS: Mapping[type[Any], tuple[Field, ...]] = {
    Customer: _fields(
        """id firstName? lastName? companyName? email? phone? mobile? streetAddress? suburb? state? postcode? country?
        customerType? billingAddress? taxId? notes? customFields? createdAt? updatedAt?""",
        {"customFields": "object", **MOMENTS},
        SERVER_SET,
    ),
    Job: _fields(
        """id jobTitle customerId customerName? customerEmail? customerPhone? status description? jobAddress? jobType?
        priority? estimatedCost? actualCost? scheduledDate? completedDate? assignedTo? assignedToName? invoiceStatus?
        invoiceAmount? paymentStatus? customFields? createdAt? updatedAt?""",
        {
            "status": "enum",
            "priority": "enum",
            "estimatedCost": "number",
            "actualCost": "number",
            "invoiceAmount": "number",
            "scheduledDate": "day",
            "completedDate": "day",
            "customFields": "object",
            **MOMENTS,
        },
        SERVER_SET,
    ),
    Invoice: _fields(
        """id jobId? customerId invoiceNumber invoiceDate dueDate totalAmount paidAmount? status paymentMethod?
        paymentDate? items? createdAt? updatedAt?""",
        {
            "invoiceDate": "day",
            "dueDate": "day",
            "totalAmount": "number",
            "paidAmount": "number",
            "status": "enum",
            "paymentMethod": "enum",
            "paymentDate": "day",
            "items": "items",
            **MOMENTS,
        },
        SERVER_SET,
    ),
    InvoiceItem: _fields(
        "description quantity unitPrice total taxRate?",
        {"quantity": "number", "unitPrice": "number", "total": "number", "taxRate": "number"},
    ),
    Payment: _fields(
        "invoiceId amount paymentMethod paymentDate reference? notes?",
        {"amount": "number", "paymentMethod": "enum", "paymentDate": "day"},
    ),
}

ENUMS: Mapping[tuple[type[Any], str], type[Any]] = {
    (Job, "status"): JobStatus,
    (Job, "priority"): JobPriority,
    (Invoice, "status"): InvoiceStatus,
    (Invoice, "payment_method"): PaymentMethod,
    (Payment, "payment_method"): PaymentMethod,
}

KNOWN_VALUES: Mapping[type[Any], frozenset[str]] = {
    JobStatus: frozenset({"pending", "scheduled", "in_progress", "completed", "cancelled"}),
    JobPriority: frozenset({"low", "normal", "high", "urgent"}),
    InvoiceStatus: frozenset({"draft", "sent", "viewed", "partial", "paid", "overdue", "cancelled"}),
    PaymentMethod: frozenset({"cash", "credit_card", "debit_card", "bank_transfer", "check", "other"}),
}


def every_field() -> Iterator[tuple[type[Any], Field]]:
    for model, fields in OBJECTS.items():
        for field in fields:
            yield model, field


def field_ids(value: Any) -> str | None:
    if isinstance(value, Field):
        return value.wire
    return value.__name__ if isinstance(value, type) else None
