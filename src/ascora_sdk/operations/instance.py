"""The instance API's operations beyond those that every collection has (contract: Operations)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..codec import dumps, encode_fields
from ..models import Customer, CustomField, Invoice, Job, Payment, Task
from . import answers
from .collection import Collection
from .operation import Operation, key_header

CUSTOMERS = Collection(path="/customers", resource="customer", model=Customer, reserved=frozenset({"search"}))
JOBS = Collection(path="/jobs", resource="job", model=Job, required=frozenset({"job_title", "customer_id"}))
INVOICES = Collection(
    path="/invoices",
    resource="invoice",
    model=Invoice,
    required=frozenset({"customer_id", "invoice_number", "invoice_date", "due_date", "total_amount"}),
)
TASKS = Collection(path="/tasks", resource="task", model=Task, required=frozenset({"title"}))

CUSTOM_FIELD_OWNERS: Final = ("customer", "job", "invoice")
"""The kinds of objects to which an account may add fields of its own."""

VERIFY = Operation(method="GET", template="/auth/verify", path="/auth/verify", decode=answers.nothing)


def search_customers(query: str) -> Operation[list[Customer]]:
    """Ask for the customers that a text fits."""
    if not isinstance(query, str) or not query.strip():
        raise ValueError("give a text to search for")
    path = f"{CUSTOMERS.path}/search"
    return Operation(method="GET", template=path, path=path, decode=answers.several(Customer), query=(("q", query),))


def update_job_status(id: str, status: str) -> Operation[Job]:
    """Ask to set a job's status."""
    if not isinstance(status, str):
        raise TypeError(f"status must be text, not {type(status).__name__}")
    content = dumps(encode_fields(Job, {"status": status}))
    return JOBS.on_one("PATCH", id, "/status", decode=answers.one(Job), content=content)


def record_payment(
    id: str,
    fields: Mapping[str, Any],
    idempotency_key: str | None,
) -> Operation[Invoice]:
    """Ask to record a payment on an invoice."""
    content = dumps(encode_fields(Payment, {"invoice_id": id} | dict(fields) | {"invoice_id": id}))
    return INVOICES.on_one(
        "POST", id, "/payments", decode=answers.one(Invoice), content=content, idempotency_key=idempotency_key
    )


def record_raw_payment(id: str, payment: Mapping[str, Any], idempotency_key: str) -> Operation[dict[str, Any]]:
    """Ask to record a payment in the wire's form, once: the key goes along, and yet the call is not repeatable."""
    content = dumps({**payment, "invoiceId": id})
    headers = key_header(idempotency_key)
    return INVOICES.on_one("POST", id, "/payments", decode=answers.raw(id), content=content, headers=headers)


def send_invoice(id: str, email: str | None) -> Operation[None]:
    """Ask to send an invoice."""
    content = dumps({} if email is None else {"email": email})
    return INVOICES.on_one("POST", id, "/send", decode=answers.nothing, content=content)


def list_custom_fields(owner: str) -> Operation[list[CustomField]]:
    """Ask for the fields that the account added to a kind of objects."""
    if owner not in CUSTOM_FIELD_OWNERS:
        raise ValueError(f"custom fields belong to {', '.join(CUSTOM_FIELD_OWNERS)}, not to {owner!r}")
    path, template = f"/custom-fields/{owner}", "/custom-fields/{kind}"
    return Operation(method="GET", template=template, path=path, decode=answers.several(CustomField, name="fields"))
