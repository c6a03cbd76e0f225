"""The calls on contacts (contract: public API, Operations)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ...codec import encode_fields, fields_of
from ...operations import Operation
from ..filters import ContactFilters
from ..models import Contact
from . import answers
from .calls import PagedList, get_one, post, without_id

CONTACTS: Final = PagedList(path="/Customers/Contacts", model=Contact, resource="contact", filters=ContactFilters)


def contacts_of_customer(customer_id: str) -> Operation[list[Contact]]:
    """Ask for the contacts of one customer."""
    path = "/Customers/GetContactsForCustomer"
    return get_one(path, customer_id, answers.several(Contact), resource="customer")


def create_contact(source: Any, fields: Mapping[str, Any], idempotency_key: str | None) -> Operation[Contact]:
    """Ask for a new contact, of what `source` has set and of the fields named."""
    given = without_id({**({} if source is None else fields_of(source)), **fields}, "contact_id")
    if not given.get("customer_id"):
        raise TypeError("a new contact needs customer_id, the id of the customer where it is")
    if not any(given.get(name) for name in ("first_name", "last_name")):
        raise TypeError("a new contact needs a name: first_name or last_name")
    return _save(given, None, idempotency_key)


def update_contact(target: str | Contact, fields: Mapping[str, Any]) -> Operation[Contact]:
    """Ask to change the fields named; if `target` is a contact, those that it has set and its unknown ones too."""
    return _save(*to_change(target, fields, "contact_id", "contact"), None)


def _save(given: Mapping[str, Any], id: str | None, idempotency_key: str | None) -> Operation[Contact]:
    return post(
        "/Customers/Contact",
        encode_fields(Contact, given),
        answers.one(Contact, "contact"),
        resource="contact",
        id=id,
        idempotency_key=idempotency_key,
    )
