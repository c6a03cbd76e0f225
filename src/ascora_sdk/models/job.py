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
    customer_name: Maybe[str]
    customer_email: Maybe[str]
    customer_phone: Maybe[str]
    description: Maybe[str]
    job_address: Maybe[str]
    job_type: Maybe[str]
    priority: Maybe[JobPriority | str]
    estimated_cost: Maybe[Decimal | int]
    actual_cost: Maybe[Decimal | int]
    scheduled_date: Maybe[date | datetime]
    completed_date: Maybe[date | datetime]
    assigned_to: Maybe[str]
    assigned_to_name: Maybe[str]
    invoice_status: Maybe[str]
    invoice_amount: Maybe[Decimal | int]
    payment_status: Maybe[str]
    custom_fields: Maybe[CustomFields]
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
