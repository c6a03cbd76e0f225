"""The customer, and the people to be asked for there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypedDict

from attrs import field

from ...models import UNSET, Maybe
from ...models.record import Extra, record
from .parts import CustomFieldValue, Reference
from .record import PublicRecord


@record
class Customer(PublicRecord):
    """A customer as the public API gives it (contract: public API, Objects, Customer; seen whole).

    Example:
        >>> Customer(customer_id="5f0e", customer_name="Ada Lovelace", on_hold=False).customer_name
        'Ada Lovelace'
    """

    customer_id: str
    customer_number: Maybe[str] = UNSET
    customer_name: Maybe[str] = UNSET
    company_name: Maybe[str] = UNSET
    contact_first_name: Maybe[str] = UNSET
    contact_last_name: Maybe[str] = UNSET
    email_address: Maybe[str] = UNSET
    phone_number: Maybe[str] = UNSET
    mobile_number: Maybe[str] = UNSET
    on_hold: Maybe[bool] = UNSET
    billing_customer_on_hold: Maybe[bool] = UNSET
    street_line1: Maybe[str] = UNSET
    street_line2: Maybe[str] = UNSET
    street_suburb: Maybe[str] = UNSET
    street_postcode: Maybe[str] = UNSET
    street_state: Maybe[str] = UNSET
    street_country: Maybe[str] = UNSET
    street_longitude: Maybe[Decimal] = UNSET
    street_latitude: Maybe[Decimal] = UNSET
    postal_line1: Maybe[str] = UNSET
    postal_line2: Maybe[str] = UNSET
    postal_suburb: Maybe[str] = UNSET
    postal_state: Maybe[str] = UNSET
    postal_postcode: Maybe[str] = UNSET
    postal_country: Maybe[str] = UNSET
    customer_type: Maybe[Reference] = UNSET
    lead_source: Maybe[Reference] = UNSET
    billing_customer: Any = UNSET
    assigned_user: Any = UNSET
    custom_fields: Maybe[tuple[CustomFieldValue, ...]] = UNSET
    extra: Extra = field(factory=dict)


class CustomerFields(TypedDict, total=False):
    """What a create or an update of a customer may name; in an update `None` clears."""

    customer_number: str | None
    customer_name: str | None
    company_name: str | None
    contact_first_name: str | None
    contact_last_name: str | None
    email_address: str | None
    phone_number: str | None
    mobile_number: str | None
    on_hold: bool | None
    billing_customer_on_hold: bool | None
    street_line1: str | None
    street_line2: str | None
    street_suburb: str | None
    street_postcode: str | None
    street_state: str | None
    street_country: str | None
    street_longitude: Decimal | int | None
    street_latitude: Decimal | int | None
    postal_line1: str | None
    postal_line2: str | None
    postal_suburb: str | None
    postal_state: str | None
    postal_postcode: str | None
    postal_country: str | None
    customer_type: Reference | Mapping[str, Any] | None
    lead_source: Reference | Mapping[str, Any] | None
    billing_customer: Any
    assigned_user: Any
    custom_fields: Sequence[CustomFieldValue] | None
    extra: Extra


@record
class Contact(PublicRecord):
    """Somebody to be asked for at a customer (contract: public API, Objects, Contact).

    Example:
        >>> Contact(contact_id="77aa", first_name="Ada", default_contact=True).first_name
        'Ada'
    """

    contact_id: Maybe[str] = UNSET
    customer_id: Maybe[str] = UNSET
    first_name: Maybe[str] = UNSET
    last_name: Maybe[str] = UNSET
    email_address: Maybe[str] = UNSET
    phone_number: Maybe[str] = UNSET
    mobile_number: Maybe[str] = UNSET
    fax_number: Maybe[str] = UNSET
    default_contact: Maybe[bool] = UNSET
    contact_role: Maybe[str] = UNSET
    extra: Extra = field(factory=dict)


class ContactFields(TypedDict, total=False):
    """What a create or an update of a contact may name; in an update `None` clears."""

    customer_id: str
    first_name: str | None
    last_name: str | None
    email_address: str | None
    phone_number: str | None
    mobile_number: str | None
    fax_number: str | None
    default_contact: bool | None
    contact_role: str | None
    extra: Extra
