# Generated from ../../_async/public/test_contacts_and_suppliers.py by tools/unasync; do not edit.
"""Contacts and suppliers: what one POST both creates and changes."""

from __future__ import annotations

from typing import Any

import pytest

from ascora_sdk import NotFoundError, ValidationError
from ascora_sdk.public import PublicClient, Contact, Supplier
from ascora_sdk.sandbox import PublicControls


def first(ascora: PublicControls, kind: str, field: str) -> str:
    return str(next(iter(ascora.records(kind)))[field])


def test_contacts_are_listed(ascora: PublicControls, client: PublicClient) -> None:
    page = client.contacts.list(page_size=4, filter_text="contact1", phone_number="0")
    assert page[0].contact_id == first(ascora, "contact", "contactId")
    query = {"FilterText": "contact1", "PhoneNumber": "0", "PageSize": "4", "Page": "1"}
    assert dict(ascora.requests[0].query) == query
    everybody = [contact.contact_id for contact in client.contacts.iter(page_size=3)]
    assert everybody == [record["contactId"] for record in ascora.records("contact")]


def test_the_contacts_of_a_customer(ascora: PublicControls, client: PublicClient) -> None:
    customer_id = first(ascora, "customer", "customerId")
    contacts = client.contacts.for_customer(customer_id)
    assert isinstance(contacts, list)
    assert [contact.customer_id for contact in contacts] == [customer_id] * 2
    assert ascora.requests[0].raw_path == f"/Customers/GetContactsForCustomer/{customer_id}"
    lonely = ascora.add("customer", customerName="Ada")["customerId"]
    assert client.contacts.for_customer(lonely) == []
    with pytest.raises(NotFoundError) as caught:
        client.contacts.for_customer("nobody")
    assert (caught.value.resource, caught.value.id) == ("customer", "nobody")


def test_a_contact_is_created_and_changed(ascora: PublicControls, client: PublicClient) -> None:
    customer_id = first(ascora, "customer", "customerId")
    made = client.contacts.create(customer_id=customer_id, first_name="Ada", default_contact=True)
    assert ascora.requests[0].json() == {"customerId": customer_id, "firstName": "Ada", "defaultContact": True}
    assert made.contact_id
    changed = client.contacts.update(made.contact_id, contact_role="Owner", first_name=None)
    assert ascora.requests[1].json() == {"contactId": made.contact_id, "contactRole": "Owner", "firstName": None}
    assert (changed.contact_role, changed.first_name, changed.default_contact) == ("Owner", None, True)
    copied = client.contacts.create(changed, last_name="Twin")
    assert copied.contact_id != made.contact_id
    assert [contact.contact_id for contact in client.contacts.for_customer(customer_id)][2:] == [
        made.contact_id,
        copied.contact_id,
    ]


def test_suppliers_are_listed(ascora: PublicControls, client: PublicClient) -> None:
    number = first(ascora, "supplier", "supplierNumber")
    page = client.suppliers.list(supplier_name="coast", supplier_number=number, business_number="1")
    query = {"SupplierName": "coast", "SupplierNumber": number, "BusinessNumber": "1", "PageSize": "100", "Page": "1"}
    assert dict(ascora.requests[0].query) == query
    assert isinstance(page.items, tuple)
    everybody = [supplier.supplier_id for supplier in client.suppliers.iter(page_size=2)]
    assert everybody == [record["supplierId"] for record in ascora.records("supplier")]


def test_a_supplier_is_created_and_changed(ascora: PublicControls, client: PublicClient) -> None:
    made = client.suppliers.create(name="Fan Hire Co", extra={"streetSuburb": "Yatala"}, idempotency_key="k")
    assert ascora.requests[0].json() == {"streetSuburb": "Yatala", "name": "Fan Hire Co"}
    assert ascora.requests[0].headers["idempotency-key"] == "k"
    assert made.extra["streetSuburb"] == "Yatala"
    changed = client.suppliers.update(made.supplier_id, phone="07", notes=None)
    assert ascora.requests[1].json() == {"phone": "07", "notes": None, "supplierId": made.supplier_id}
    assert (changed.phone, changed.name) == ("07", "Fan Hire Co")


@pytest.mark.parametrize("kind", ["contacts", "suppliers"])
def test_what_was_read_can_be_written_back(ascora: PublicControls, client: PublicClient, kind: str) -> None:
    group = getattr(client, kind)
    for item in group.iter():
        written = group.update(item, email_address="new@example.com")
        assert written.email_address == "new@example.com"
        assert written.extra == item.extra
    assert ascora.count(kind[:-1]) == (10 if kind == "contacts" else 5)


@pytest.mark.parametrize("failures", ["status", "success_false"])
def test_what_ascora_refuses(ascora: PublicControls, client: PublicClient, failures: str) -> None:
    ascora.failures = failures
    with pytest.raises(ValidationError, match="customer"):
        client.contacts.create(customer_id="nobody", first_name="Ada")
    with pytest.raises(ValidationError):
        client.suppliers.create(name="Fan Hire Co", extra={"streetLine1": 5})


@pytest.mark.parametrize(
    ("method", "arguments", "fields", "error"),
    [
        ("contacts.create", (), {"first_name": "Ada"}, TypeError),
        ("contacts.create", (), {"customer_id": "c-1"}, TypeError),
        ("contacts.create", (), {"customer_id": "c-1", "first_name": ""}, TypeError),
        ("contacts.update", ("k-1",), {}, TypeError),
        ("contacts.update", ("k-1",), {"contact_id": "k-2"}, TypeError),
        ("contacts.update", ("",), {"first_name": "Ada"}, ValueError),
        ("contacts.update", (Contact(first_name="Ada"),), {"last_name": "L"}, ValueError),
        ("contacts.update", (Supplier(supplier_id="s-1"),), {"last_name": "L"}, TypeError),
        ("contacts.update", ("k-1",), {"default_contact": "yes"}, TypeError),
        ("contacts.list", (), {"customer_id": "c-1"}, TypeError),
        ("contacts.for_customer", ("",), {}, ValueError),
        ("suppliers.create", (), {"phone": "07"}, TypeError),
        ("suppliers.create", (), {"name": "A", "suburb": "Yatala"}, TypeError),
        ("suppliers.update", (None,), {"name": "A"}, TypeError),
        ("suppliers.list", (), {"supplier_name": 1.5}, TypeError),
    ],
)
def test_what_makes_no_sense_is_not_sent(
    ascora: PublicControls,
    client: PublicClient,
    method: str,
    arguments: tuple[Any, ...],
    fields: dict[str, Any],
    error: type[Exception],
) -> None:
    group, _, name = method.partition(".")
    with pytest.raises(error):
        getattr(getattr(client, group), name)(*arguments, **fields)
    assert ascora.requests == ()


@pytest.mark.parametrize(
    "body",
    [
        '{"success": true, "results": [], "totalPages": 1, "totalRecords": 3}',
        '{"success": true, "results": [{"contactId": "k-1"}], "totalPages": 2, "totalRecords": 300}',
        '{"success": true, "results": {}}',
        '{"success": true}',
        '{"results": []}',
        "[]",
        "",
    ],
)
def test_a_part_or_something_else_is_never_all_contacts(
    ascora: PublicControls, client: PublicClient, body: str
) -> None:
    from ascora_sdk import AscoraApiError
    from ascora_sdk.sandbox import Status

    ascora.fault("*", Status(200, body))
    with pytest.raises(AscoraApiError, match="cannot be read"):
        client.contacts.for_customer("c-1")
