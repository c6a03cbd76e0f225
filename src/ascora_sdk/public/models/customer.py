"""The customer, and the people to be asked for there."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

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
