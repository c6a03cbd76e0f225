"""The job: a piece of work for a customer."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict

from attrs import field
from typing_extensions import Required

from .open_enum import OpenEnum
from .record import CustomFields, Extra, Record, given_by_server, money, record
from .unset import UNSET, Maybe


class JobStatus(OpenEnum):
    """The statuses of a job seen so far; others may come and are kept."""

    PENDING = "pending"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class JobPriority(OpenEnum):
    """How urgent a job is."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


@record
class Job(Record):
    """A job as the instance API gives it (contract: Objects, Job).

    Dates without a time are `date`, those with one `datetime`, aware where the wire gives an offset.

    Example:
        >>> from ascora_sdk import Job, JobStatus
        >>> Job(id="j-1", job_title="Dry out", customer_id="c-1", status=JobStatus.PENDING).status
        JobStatus('pending')
    """

    id: str = given_by_server()
    job_title: str
    customer_id: str
    customer_name: Maybe[str] = UNSET
    customer_email: Maybe[str] = UNSET
    customer_phone: Maybe[str] = UNSET
    status: JobStatus
    description: Maybe[str] = UNSET
    job_address: Maybe[str] = UNSET
    job_type: Maybe[str] = UNSET
    priority: Maybe[JobPriority] = UNSET
    estimated_cost: Maybe[Decimal] = money(places=2, default=UNSET)
    actual_cost: Maybe[Decimal] = money(places=2, default=UNSET)
    scheduled_date: Maybe[date | datetime] = UNSET
    completed_date: Maybe[date | datetime] = UNSET
    assigned_to: Maybe[str] = UNSET
    assigned_to_name: Maybe[str] = UNSET
    invoice_status: Maybe[str] = UNSET
    invoice_amount: Maybe[Decimal] = money(places=2, default=UNSET)
    payment_status: Maybe[str] = UNSET
    custom_fields: Maybe[CustomFields] = UNSET
    created_at: Maybe[datetime] = given_by_server(default=UNSET)
    updated_at: Maybe[datetime] = given_by_server(default=UNSET)
    extra: Extra = field(factory=dict)


class _OptionalJobFields(TypedDict, total=False):
    customer_name: str | None
    customer_email: str | None
    customer_phone: str | None
    description: str | None
    job_address: str | None
    job_type: str | None
    priority: JobPriority | str | None
    estimated_cost: Decimal | int | None
    actual_cost: Decimal | int | None
    scheduled_date: date | datetime | None
    completed_date: date | datetime | None
    assigned_to: str | None
    assigned_to_name: str | None
    invoice_status: str | None
    invoice_amount: Decimal | int | None
    payment_status: str | None
    custom_fields: CustomFields | None
    extra: Extra


class JobFields(_OptionalJobFields, total=False):
    """What an update of a job may name; `None` clears an optional field."""

    job_title: str
    customer_id: str
    status: JobStatus | str


class NewJob(_OptionalJobFields, total=False):
    """What a create of a job must and may name."""

    job_title: Required[str]
    customer_id: Required[str]
    status: JobStatus | str
