"""The operations on customers, their contacts, and suppliers."""

from __future__ import annotations

from ..account import UnknownRecordError
from ..messages import Answer
from ..validation import InvalidError
from .answers import one
from .bodies import CONTACT_BODY, CUSTOMER_BODY, SUPPLIER_BODY
from .checks import is_blank
from .filters import text_at
from .listing import whole
from .roughness import Record
from .service import PublicRequest, PublicService, refer, shown


def get_customer(service: PublicService, _request: PublicRequest, customer_id: str) -> Answer:
    """Answer a customer."""
    table = service.records.table("customer")
    return one("customer", table.rendered(service.records.row("customer", customer_id, by="customerId")))


def save_customer(service: PublicService, request: PublicRequest) -> Answer:
    """Create a customer, or update the one with the id that comes, and answer it."""
    values = request.body(CUSTOMER_BODY, updates="customerId")
    values |= refer(service, "customer", "billingCustomer", values)
    if is_blank(values.get("customerId")) and is_blank(values.get("customerName")):
        people = f"{text_at(values, 'contactFirstName')} {text_at(values, 'contactLastName')}".strip()
        values["customerName"] = text_at(values, "companyName") or people
    return _save(service, "customer", values)


def contacts_of_customer(service: PublicService, _request: PublicRequest, customer_id: str) -> Answer:
    """Answer every contact of a customer."""
    service.records.row("customer", customer_id, by="customerId")
    table = service.records.table("contact")
    return whole(table.rendered, table.having("customerId", customer_id))


def save_contact(service: PublicService, request: PublicRequest) -> Answer:
    """Create a contact, or update the one with the id that comes, and answer it."""
    values = request.body(CONTACT_BODY, updates="contactId")
    if "customerId" in values:
        try:
            values["customerId"] = service.records.get("customer", values["customerId"], by="customerId")["customerId"]
        except UnknownRecordError:
            raise InvalidError({"customerId": ["is no customer's"]}) from None
    return _save(service, "contact", values)


def save_supplier(service: PublicService, request: PublicRequest) -> Answer:
    """Create a supplier, or update the one with the id that comes, and answer it."""
    return _save(service, "supplier", request.body(SUPPLIER_BODY, updates="supplierId"))


def _save(service: PublicService, kind: str, values: Record) -> Answer:
    id_field = service.records.table(kind).kind.id
    key = values.pop(id_field, None)
    if is_blank(key):
        return shown(service, kind, service.records.create(kind, values))
    row = service.records.row(kind, str(key), by=id_field)
    return shown(service, kind, service.records.change(kind, row, values))
