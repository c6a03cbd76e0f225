"""What is read of each API: one request a resource, and the shape that its answer should have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from ..codec import loads
from ..http import Response
from ..models import Attachment, Customer, CustomField, Invoice, Job, Note, Task
from ..operations import answers as instance
from ..public import models as public
from ..public.operations import answers as numbered

ROWS: Final = 25
"""Rows that a list is asked for: enough to judge by, and little to carry."""

Read = Callable[[Response], Any]


@attrs.frozen(kw_only=True)
class Reading:
    """One read request.

    Attributes:
        resource: What is asked for.
        path: The path; `{id}` stands for an id that an earlier reading found.
        read: Reads the answer, and fails if it has another shape.
        query: The query.
        of: The earlier reading, and the field of its first row, that gives the id.
    """

    resource: str
    path: str
    read: Read
    query: Mapping[str, Any] = attrs.field(factory=dict)
    of: tuple[str, str] | None = None


def _list(resource: str, path: str, model: type[Any]) -> Reading:
    read = instance.page(model, limit=ROWS, offset=0, lenient=True)
    return Reading(resource=resource, path=path, read=read, query={"limit": ROWS, "offset": 0})


def _numbered(resource: str, path: str, model: type[Any]) -> Reading:
    read = numbered.listing(model, page=1, page_size=ROWS, lenient=True)
    return Reading(resource=resource, path=path, read=read, query={"PageSize": ROWS, "Page": 1})


INSTANCE: Final = (
    Reading(resource="credentials", path="/auth/verify", read=instance.nothing),
    _list("customers", "/customers", Customer),
    _list("jobs", "/jobs", Job),
    Reading(resource="notes", path="/jobs/{id}/notes", read=instance.several(Note), of=("jobs", "id")),
    Reading(
        resource="attachments", path="/jobs/{id}/attachments", read=instance.several(Attachment), of=("jobs", "id")
    ),
    _list("invoices", "/invoices", Invoice),
    _list("tasks", "/tasks", Task),
    *(
        Reading(
            resource=f"custom fields of a {owner}",
            path=f"/custom-fields/{owner}",
            read=instance.several(CustomField, name="fields"),
        )
        for owner in ("customer", "job", "invoice")
    ),
)

PUBLIC: Final = (
    _numbered("customers", "/Customers/Customers", public.Customer),
    _numbered("contacts", "/Customers/Contacts", public.Contact),
    _numbered("jobs", "/Jobs/Jobs", public.Job),
    Reading(resource="labour", path="/Jobs/JobLabour/{id}", read=numbered.labour, of=("jobs", "jobNumber")),
    _numbered("quotes", "/Quotes/Quotes", public.Quote),
    Reading(resource="labour roles", path="/Quotes/LabourRoles", read=numbered.several(public.Unknown)),
    _numbered("supplies", "/Inventory/Supplies", public.Supply),
    _numbered("kits", "/Inventory/Kits", public.Unknown),
    Reading(resource="categories", path="/Inventory/Categories", read=numbered.several(public.Unknown)),
    _numbered("suppliers", "/Suppliers/Suppliers", public.Supplier),
    _numbered("supplier invoices", "/SupplierInvoices/SupplierInvoices", public.SupplierInvoice),
    Reading(
        resource="invoices to send", path="/Accounting/GetInvoicesToSend", read=numbered.bare(public.InvoiceToSend)
    ),
    Reading(resource="payments to send", path="/Accounting/GetPaymentsToSend", read=numbered.bare(public.Unknown)),
)


def first_value(response: Response, field: str) -> str | None:
    """Take a field of an answer's first row, to ask for what belongs to it; it is shown to nobody."""
    parsed = loads(response.body)
    rows = parsed.get("data", parsed.get("results")) if isinstance(parsed, dict) else None
    first = rows[0] if isinstance(rows, list) and rows else None
    value = first.get(field) if isinstance(first, dict) else None
    return value if isinstance(value, str) and value.strip() else None
