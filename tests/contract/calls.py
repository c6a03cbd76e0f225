"""Which method of the client stands for which operation of the document: the table that both are compared with."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

INVOICE = {
    "customer_id": "c-1",
    "invoice_number": "INV-9",
    "invoice_date": date(2026, 1, 1),
    "due_date": date(2026, 1, 15),
    "total_amount": Decimal("99.90"),
}
PAYMENT = {"amount": Decimal("9.90"), "payment_method": "cash", "payment_date": date(2026, 1, 15)}


@dataclass(frozen=True, init=False)
class Call:
    """A method of the client by its dotted name, and arguments with which it succeeds."""

    method: str
    arguments: tuple[Any, ...]
    fields: Mapping[str, Any]

    def __init__(self, method: str, *arguments: Any, **fields: Any) -> None:
        object.__setattr__(self, "method", method)
        object.__setattr__(self, "arguments", arguments)
        object.__setattr__(self, "fields", fields)


CALLS: Mapping[str, tuple[Call, ...]] = {
    "verifyCredentials": (Call("authenticate"),),
    "listCustomers": (Call("customers.list"), Call("customers.iter")),
    "createCustomer": (Call("customers.create", first_name="Ada"),),
    "searchCustomers": (Call("customers.search", "ada"),),
    "getCustomer": (Call("customers.get", "c-1"),),
    "updateCustomer": (Call("customers.update", "c-1", phone=None),),
    "deleteCustomer": (Call("customers.delete", "c-1"),),
    "listJobs": (Call("jobs.list"), Call("jobs.iter")),
    "createJob": (Call("jobs.create", job_title="Dry out", customer_id="c-1"),),
    "getJob": (Call("jobs.get", "j-1"),),
    "updateJob": (Call("jobs.update", "j-1", actual_cost=Decimal("0.30")),),
    "deleteJob": (Call("jobs.delete", "j-1"),),
    "setJobStatus": (Call("jobs.update_status", "j-1", "completed"),),
    "listNotes": (Call("jobs.notes.list", "j-1"),),
    "addNote": (Call("jobs.notes.add", "j-1", "Dried out"),),
    "updateNote": (Call("jobs.notes.update", "j-1", "n-1", "Dried out at last"),),
    "deleteNote": (Call("jobs.notes.delete", "j-1", "n-1"),),
    "listAttachments": (Call("jobs.attachments.list", "j-1"),),
    "addAttachment": (Call("jobs.attachments.add", "j-1", b"wet", file_name="wall.txt", file_type="text/plain"),),
    "getAttachment": (
        Call("jobs.attachments.get", "j-1", "a-1"),
        # And then, at the address that the attachment names, its bytes.
        Call("jobs.attachments.download", "j-1", "a-1", io.BytesIO()),
    ),
    "deleteAttachment": (Call("jobs.attachments.delete", "j-1", "a-1"),),
    "listInvoices": (Call("invoices.list"), Call("invoices.iter")),
    "createInvoice": (Call("invoices.create", **INVOICE),),
    "getInvoice": (Call("invoices.get", "i-1"),),
    "updateInvoice": (Call("invoices.update", "i-1", status="sent"),),
    "deleteInvoice": (Call("invoices.delete", "i-1"),),
    "recordPayment": (Call("invoices.record_payment", "i-1", **PAYMENT),),
    "sendInvoice": (Call("invoices.send", "i-1", email="ada@example.com"),),
    "listTasks": (Call("tasks.list"), Call("tasks.iter")),
    "scheduleTask": (Call("tasks.schedule", title="Fetch the fans", job_id="j-1"),),
    "getTask": (Call("tasks.get", "t-1"),),
    "updateTask": (Call("tasks.update", "t-1", due_date=date(2026, 1, 15)),),
    "deleteTask": (Call("tasks.delete", "t-1"),),
    "listCustomFields": (Call("custom_fields.list", "job"),),
}

NO_OPERATION: Mapping[str, str] = {
    "as_remote": "serves the engine by the client's operations",
    "close": "sends nothing",
    "from_config": "makes a client",
    "from_env": "makes a client",
    "request": "sends whatever it is told to",
    "with_options": "makes a client",
    "with_raw": "runs a call of another method",
}
"""The client's public methods that stand for none, and why."""
