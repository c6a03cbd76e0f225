"""The calls on contacts (contract: public API, Operations)."""

from __future__ import annotations

from typing import Final

from ...operations import Operation
from ..filters import ContactFilters
from ..models import Contact
from . import answers
from .calls import PagedList, get_one
from .saving import Saving

CONTACTS: Final = PagedList(path="/Customers/Contacts", model=Contact, resource="contact", filters=ContactFilters)
CONTACT: Final = Saving(
    path="/Customers/Contact",
    model=Contact,
    resource="contact",
    required=("customer_id",),
    named_by=("first_name", "last_name"),
)


def contacts_of_customer(customer_id: str) -> Operation[list[Contact]]:
    """Ask for the contacts of one customer."""
    path = "/Customers/GetContactsForCustomer"
    return get_one(path, customer_id, answers.several(Contact), resource="customer")
