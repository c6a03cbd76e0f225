"""The job, and the hours worked on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict

from attrs import field
from typing_extensions import Required

from ...models import UNSET, Maybe, OpenEnum
from ...models.record import Extra, record
from .customer import Customer
from .parts import CustomFieldValue, Reference
from .record import PublicRecord


class PricingMethod(OpenEnum):
    """How a job or a quote is priced, as far as known."""

    TIME_AND_MATERIALS = "TIME-AND-MATERIALS"
    FIXED_PRICE = "FIXED-PRICE"
    SECTIONS = "SECTIONS"


@record
class Job(PublicRecord):
    """A job as the public API gives it (contract: public API, Objects, Job; seen whole).

    The codes of `job_status` are the account's own: go by `job_status_text` where it comes.

    Example:
        >>> Job(job_id="0b1c", job_number="DRQ13005", job_status=2, job_status_text="Completed").job_status_text
        'Completed'
    """

    job_id: str
    top_level_job_number: Maybe[str] = UNSET
    job_number: str
    job_name: Maybe[str] = UNSET
    job_description: Maybe[str] = UNSET
    work_undertaken: Maybe[str] = UNSET
    job_status: Maybe[int] = UNSET
    job_status_text: Maybe[str] = UNSET
    date_created: Maybe[date | datetime] = UNSET
    pricing_method: Maybe[PricingMethod] = UNSET
    total_inc_tax: Maybe[Decimal] = UNSET
    total_ex_tax: Maybe[Decimal] = UNSET
    purchase_order_number: Maybe[str] = UNSET
    client_order_number: Maybe[str] = UNSET
    address_line1: Maybe[str] = UNSET
    address_line2: Maybe[str] = UNSET
    suburb: Maybe[str] = UNSET
    state: Maybe[str] = UNSET
    postcode: Maybe[str] = UNSET
    country: Maybe[str] = UNSET
    latitude: Maybe[Decimal] = UNSET
    longitude: Maybe[Decimal] = UNSET
    job_type: Maybe[Reference] = UNSET
    site_customer: Maybe[Reference] = UNSET
    site_contact: Any = UNSET
    billing_customer: Maybe[Reference] = UNSET
    billing_contact: Any = UNSET
    completed_date: Maybe[date | datetime] = UNSET
    display_order: Maybe[int] = UNSET
    custom_fields: Maybe[tuple[CustomFieldValue, ...]] = UNSET
    extra: Extra = field(factory=dict)


class NewJob(TypedDict, total=False):
    """What a create of a job must and may name.

    Attributes:
        site_customer: Where the work is: a customer, its id as text, or `{"id": ...}` or `{"name": ...}`.
        billing_customer: Who pays: a customer, its id as text, or `{"id": ...}`.
        job_type: Its name as text, or `{"name": ...}`.
    """

    site_customer: Required[str | Customer | Reference | Mapping[str, Any]]
    billing_customer: str | Customer | Reference | Mapping[str, Any] | None
    job_name: str | None
    job_description: str | None
    work_undertaken: str | None
    pricing_method: PricingMethod | str | None
    total_ex_tax: Decimal | int | None
    total_inc_tax: Decimal | int | None
    address_line1: str | None
    address_line2: str | None
    suburb: str | None
    postcode: str | None
    country: str | None
    job_type: str | Reference | Mapping[str, Any] | None
    purchase_order_number: str | None
    completed_date: date | datetime | None
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    extra: Extra


@record
class JobLabour(PublicRecord):
    """Hours worked on a job (contract: public API, Objects, Job labour; seen in part).

    Example:
        >>> JobLabour(role_name="Technician", number_of_hours=Decimal("1.5"), is_chargeable=True).number_of_hours
        Decimal('1.5')
    """

    role_name: Maybe[str] = UNSET
    number_of_hours: Maybe[Decimal] = UNSET
    hourly_rate_ex_tax: Maybe[Decimal] = UNSET
    total_amount_ex_tax: Maybe[Decimal] = UNSET
    is_chargeable: Maybe[bool] = UNSET
    start_date: Maybe[date | datetime] = UNSET
    extra: Extra = field(factory=dict)
