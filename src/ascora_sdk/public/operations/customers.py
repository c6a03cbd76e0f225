"""The calls on customers (contract: public API, Operations)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ...codec import encode_fields, fields_of
from ...operations import Operation
from ..filters import CustomerFilters
from ..models import Customer
from . import answers
from .calls import PagedList, get_one, post

CUSTOMERS: Final = PagedList(path="/Customers/Customers", model=Customer, resource="customer", filters=CustomerFilters)


def get_customer(customer_id: str) -> Operation[Customer]:
    """Ask for one customer."""
    return get_one("/Customers/Customer", customer_id, answers.one(Customer, "customer"), resource="customer")


def create_customer(source: Any, fields: Mapping[str, Any], idempotency_key: str | None) -> Operation[Customer]:
    """Ask for a new customer, of what `source` has set and of the fields named."""
    given = {**({} if source is None else fields_of(source)), **fields}
    given.pop("customer_id", None)
    if not any(given.get(name) for name in ("customer_name", "company_name", "contact_last_name")):
        raise TypeError("a new customer needs a name: customer_name, company_name or contact_last_name")
    return _save(given, None, idempotency_key)


def update_customer(target: str | Customer, fields: Mapping[str, Any]) -> Operation[Customer]:
    """Ask to change the fields named; if `target` is a customer, those that it has set and its unknown ones too."""
    given = {**({} if isinstance(target, str) else fields_of(target)), **fields}
    given["customer_id"] = target if isinstance(target, str) else target.customer_id
    if not given.keys() - {"customer_id", "extra"} and not given.get("extra"):
        raise TypeError("name at least one field of the customer to change")
    if not given["customer_id"]:
        raise ValueError("the customer's id is empty; give the id that Ascora gave")
    return _save(given, given["customer_id"], None)


def _save(given: Mapping[str, Any], id: str | None, idempotency_key: str | None) -> Operation[Customer]:
    return post(
        "/Customers/Customer",
        encode_fields(Customer, given),
        answers.one(Customer, "customer"),
        resource="customer",
        id=id,
        idempotency_key=idempotency_key,
    )
