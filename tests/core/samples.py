"""One good object of each model, as the wire carries it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ascora_sdk import Customer, Invoice, InvoiceItem, Job, Payment

TEXT: Mapping[type[Any], str] = {
    Customer: '{"id":"c-1","firstName":"Ada","customFields":{"vip":true},"createdAt":"2026-02-17T21:09:20Z"}',
    Job: '{"id":"j-1","jobTitle":"Dry out","customerId":"c-1","status":"pending","priority":"high",'
    '"estimatedCost":371143.22,"scheduledDate":"2026-02-17","customFields":{},"updatedAt":"2026-02-17T21:09:20+10:00"}',
    Invoice: '{"id":"i-1","customerId":"c-1","invoiceNumber":"INV-7","invoiceDate":"2026-02-17","dueDate":"2026-03-17",'
    '"totalAmount":0.30,"status":"sent","paymentMethod":"cash","items":[{"description":"Fan","quantity":3,'
    '"unitPrice":12.1250,"total":36.38,"taxRate":0.10}]}',
    InvoiceItem: '{"description":"Fan","quantity":3,"unitPrice":12.1250,"total":36.38,"taxRate":0.10}',
    Payment: '{"invoiceId":"i-1","amount":99.90,"paymentMethod":"cash","paymentDate":"2026-02-17"}',
}


def full_value(kind: str) -> Any:
    """Give a good value of a field's kind, parsed."""
    return {
        "text": "x",
        "enum": "x",
        "number": Decimal("1.50"),
        "moment": "2026-02-17T21:09:20Z",
        "day": "2026-02-17",
        "object": {"a": 1},
        "items": [{"description": "Fan", "quantity": 3, "unitPrice": Decimal("12.1250"), "total": Decimal("36.38")}],
    }[kind]
