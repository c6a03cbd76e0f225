"""The instance API's objects as data: what each field holds, whether it must be there, which values it may take.

Written from the contract alone and shared with nothing else, so that a mistake in the client cannot hide
behind the same mistake in the server.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Literal

BASE_PATH = "/api/v1"
DEFAULT_LIMIT = 50


class Type(Enum):
    """What a field's JSON value is."""

    TEXT = auto()
    NUMBER = auto()
    TOTAL = auto()
    UNIT_PRICE = auto()
    DATE = auto()
    OBJECT = auto()
    ITEMS = auto()


DECIMALS: Mapping[Type, int] = {Type.TOTAL: 2, Type.UNIT_PRICE: 4}
"""The most decimals that a money field may be written with."""


@dataclass(frozen=True)
class Field:
    """One field of an object.

    `choices` is given for closed lists alone; `stamp` says whether the server puts the time of the creation in, or of
    each change; `filled` refuses an empty text.
    """

    name: str
    type: Type = Type.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str | None = None
    server_given: bool = False
    stamp: Literal["", "created", "changed"] = ""
    filled: bool = False


Fields = Mapping[str, Field]


@dataclass(frozen=True)
class Resource:
    """One kind of object with operations of its own at `/{path}`; `of_job` if it lives and goes with a job."""

    kind: str
    path: str
    id_prefix: str
    fields: Fields
    searched: tuple[str, ...] = ()
    of_job: bool = False


def _by_name(*fields: Field) -> Fields:
    return {field.name: field for field in fields}


def _texts(names: str) -> tuple[Field, ...]:
    return tuple(Field(name) for name in names.split())


_ID = Field("id", required=True, server_given=True)
_JOB_ID = Field("jobId", required=True, server_given=True)
_CREATED = Field("createdAt", Type.DATE, server_given=True, stamp="created")
_STAMPS = (_CREATED, Field("updatedAt", Type.DATE, server_given=True, stamp="changed"))

PAYMENT_METHODS = ("cash", "credit_card", "debit_card", "bank_transfer", "check", "other")
PRIORITIES = ("low", "normal", "high", "urgent")
INVOICE_STATUSES = ("draft", "sent", "viewed", "partial", "paid", "overdue", "cancelled")
TASK_STATUSES = ("pending", "in_progress", "completed", "cancelled")
TASK_PRIORITIES = ("low", "normal", "high")

CUSTOMER = Resource(
    kind="customer",
    path="customers",
    id_prefix="c",
    fields=_by_name(
        _ID,
        *_texts(
            "firstName lastName companyName email phone mobile streetAddress suburb state postcode country"
            " customerType billingAddress taxId notes"
        ),
        Field("customFields", Type.OBJECT),
        *_STAMPS,
    ),
    searched=("firstName", "lastName", "companyName", "email", "phone", "mobile"),
)

JOB = Resource(
    kind="job",
    path="jobs",
    id_prefix="j",
    fields=_by_name(
        _ID,
        Field("jobTitle", required=True),
        Field("customerId", required=True),
        *_texts("customerName customerEmail customerPhone"),
        Field("status", required=True, default="pending"),
        *_texts("description jobAddress jobType"),
        Field("priority", choices=PRIORITIES),
        Field("estimatedCost", Type.TOTAL),
        Field("actualCost", Type.TOTAL),
        Field("scheduledDate", Type.DATE),
        Field("completedDate", Type.DATE),
        *_texts("assignedTo assignedToName invoiceStatus"),
        Field("invoiceAmount", Type.TOTAL),
        Field("paymentStatus"),
        Field("customFields", Type.OBJECT),
        *_STAMPS,
    ),
)

INVOICE = Resource(
    kind="invoice",
    path="invoices",
    id_prefix="i",
    fields=_by_name(
        _ID,
        Field("jobId"),
        Field("customerId", required=True),
        Field("invoiceNumber", required=True),
        Field("invoiceDate", Type.DATE, required=True),
        Field("dueDate", Type.DATE, required=True),
        Field("totalAmount", Type.TOTAL, required=True),
        Field("paidAmount", Type.TOTAL),
        Field("status", required=True, choices=INVOICE_STATUSES, default="draft"),
        Field("paymentMethod", choices=PAYMENT_METHODS),
        Field("paymentDate", Type.DATE),
        Field("items", Type.ITEMS),
        *_STAMPS,
    ),
)

NOTE = Resource(
    kind="note",
    path="jobs/{id}/notes",
    id_prefix="n",
    fields=_by_name(
        _ID,
        _JOB_ID,
        Field("userId", required=True, server_given=True),
        Field("userName", server_given=True),
        Field("note", required=True, filled=True),
        _CREATED,
    ),
    of_job=True,
)

ATTACHMENT = Resource(
    kind="attachment",
    path="jobs/{id}/attachments",
    id_prefix="a",
    fields=_by_name(
        _ID,
        _JOB_ID,
        Field("fileName", required=True, filled=True),
        Field("fileSize", Type.NUMBER, required=True, server_given=True),
        Field("fileType", required=True, default="application/octet-stream"),
        Field("fileUrl", required=True, server_given=True),
        Field("uploadedBy", server_given=True),
        Field("uploadedAt", Type.DATE, required=True, server_given=True, stamp="created"),
    ),
    of_job=True,
)

TASK = Resource(
    kind="task",
    path="tasks",
    id_prefix="t",
    fields=_by_name(
        _ID,
        Field("jobId"),
        Field("title", required=True),
        Field("description"),
        Field("assignedTo"),
        Field("dueDate", Type.DATE),
        Field("status", required=True, choices=TASK_STATUSES, default="pending"),
        Field("priority", choices=TASK_PRIORITIES),
        *_STAMPS,
    ),
)

INVOICE_ITEM = _by_name(
    Field("description", required=True),
    Field("quantity", Type.NUMBER, required=True),
    Field("unitPrice", Type.UNIT_PRICE, required=True),
    Field("total", Type.TOTAL, required=True),
    Field("taxRate", Type.NUMBER),
)

PAYMENT = _by_name(
    Field("invoiceId", required=True),
    Field("amount", Type.TOTAL, required=True),
    Field("paymentMethod", required=True, choices=PAYMENT_METHODS),
    Field("paymentDate", Type.DATE, required=True),
    Field("reference"),
    Field("notes"),
)

STATUS_CHANGE = _by_name(Field("status", required=True))
SENDING = _by_name(Field("email"))

WITH_CUSTOM_FIELDS = ("customer", "job", "invoice")

RESOURCES: Mapping[str, Resource] = {
    resource.kind: resource for resource in (CUSTOMER, JOB, INVOICE, TASK, NOTE, ATTACHMENT)
}
