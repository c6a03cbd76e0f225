"""The customer: a person or a company for whom jobs are done."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from attrs import field

from .record import CustomFields, Extra, Record, given_by_server, record
from .unset import UNSET, Maybe


@record
class Customer(Record):
    """A customer as the instance API gives it (contract: Objects, Customer).

    Example:
        >>> from ascora_sdk import Customer
        >>> Customer(id="c-1", first_name="Ada")
        Customer(id='c-1', first_name='Ada')
    """

    id: str = given_by_server()
    first_name: Maybe[str] = UNSET
    last_name: Maybe[str] = UNSET
    company_name: Maybe[str] = UNSET
    email: Maybe[str] = UNSET
    phone: Maybe[str] = UNSET
    mobile: Maybe[str] = UNSET
    street_address: Maybe[str] = UNSET
    suburb: Maybe[str] = UNSET
    state: Maybe[str] = UNSET
    postcode: Maybe[str] = UNSET
    country: Maybe[str] = UNSET
    customer_type: Maybe[str] = UNSET
    billing_address: Maybe[str] = UNSET
    tax_id: Maybe[str] = UNSET
    notes: Maybe[str] = UNSET
    custom_fields: Maybe[CustomFields] = UNSET
    created_at: Maybe[datetime] = given_by_server(default=UNSET)
    updated_at: Maybe[datetime] = given_by_server(default=UNSET)
    extra: Extra = field(factory=dict)


class CustomerFields(TypedDict, total=False):
    """What a create or an update of a customer may name; in an update `None` clears."""

    first_name: Maybe[str]
    last_name: Maybe[str]
    company_name: Maybe[str]
    email: Maybe[str]
    phone: Maybe[str]
    mobile: Maybe[str]
    street_address: Maybe[str]
    suburb: Maybe[str]
    state: Maybe[str]
    postcode: Maybe[str]
    country: Maybe[str]
    customer_type: Maybe[str]
    billing_address: Maybe[str]
    tax_id: Maybe[str]
    notes: Maybe[str]
    custom_fields: Maybe[CustomFields]
    extra: Extra
