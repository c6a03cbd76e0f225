"""The calls on customers (contract: public API, Operations)."""

from __future__ import annotations

from typing import Any, Final

from ...operations import Operation
from ..filters import CustomerFilters
from ..models import Customer
from . import answers
from .calls import PagedList, get_one
from .saving import Saving

CUSTOMERS: Final = PagedList(path="/Customers/Customers", model=Customer, resource="customer", filters=CustomerFilters)
CUSTOMER: Final = Saving(
    path="/Customers/Customer",
    model=Customer,
    resource="customer",
    named_by=("customer_name", "company_name", "contact_first_name", "contact_last_name"),
)


def get_customer(customer_id: str) -> Operation[Customer]:
    """Ask for one customer."""
    return get_one("/Customers/Customer", customer_id, answers.one(Customer, "customer"), resource="customer")


def get_raw_customer(customer_id: str) -> Operation[dict[str, Any]]:
    """Ask for one customer, as the wire carries it."""
    read = answers.raw_one("customer", "customerId", customer_id)
    return get_one("/Customers/Customer", customer_id, read, resource="customer")
