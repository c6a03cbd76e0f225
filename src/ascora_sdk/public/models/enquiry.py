"""What somebody asks who is no customer yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from attrs import field

from ...models import UNSET, Maybe
from ...models.record import Extra, record
from .parts import CustomFieldValue
from .record import PublicRecord


@record
class Enquiry(PublicRecord):
    """An enquiry as it is submitted (contract: public API, Operations, submit an enquiry); it cannot be read back.

    Example:
        >>> Enquiry(first_name="Ada", enquiry_description="The cellar is wet").first_name
        'Ada'
    """

    company_name: Maybe[str] = UNSET
    first_name: Maybe[str] = UNSET
    last_name: Maybe[str] = UNSET
    email: Maybe[str] = UNSET
    mobile: Maybe[str] = UNSET
    phone: Maybe[str] = UNSET
    address_line1: Maybe[str] = UNSET
    address_line2: Maybe[str] = UNSET
    address_suburb: Maybe[str] = UNSET
    address_state: Maybe[str] = UNSET
    address_postcode: Maybe[str] = UNSET
    address_country: Maybe[str] = UNSET
    enquiry_description: Maybe[str] = UNSET
    lead_source: Maybe[str] = UNSET
    custom_fields: Maybe[tuple[CustomFieldValue, ...]] = UNSET
    extra: Extra = field(factory=dict)


class NewEnquiry(TypedDict, total=False):
    """What an enquiry may name; it needs a name of somebody."""

    company_name: str | None
    first_name: str | None
    last_name: str | None
    email: str | None
    mobile: str | None
    phone: str | None
    address_line1: str | None
    address_line2: str | None
    address_suburb: str | None
    address_state: str | None
    address_postcode: str | None
    address_country: str | None
    enquiry_description: str | None
    lead_source: str | None
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    extra: Extra
