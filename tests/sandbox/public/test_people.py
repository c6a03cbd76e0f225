"""Customers, their contacts, and suppliers: read, created, updated, never deleted."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox


def names(text: str) -> set[str]:
    return set(text.split())


CUSTOMER_FIELDS = names(
    "customerId customerNumber customerName companyName contactFirstName contactLastName emailAddress phoneNumber"
    " mobileNumber onHold billingCustomerOnHold streetLine1 streetLine2 streetSuburb streetPostcode streetState"
    " streetCountry streetLongitude streetLatitude postalLine1 postalLine2 postalSuburb postalState postalPostcode"
    " postalCountry customerType leadSource billingCustomer assignedUser customFields"
)
CONTACT_FIELDS = names(
    "contactId customerId firstName lastName emailAddress phoneNumber mobileNumber faxNumber defaultContact contactRole"
)
NOBODY = "00000001-0000-4000-8000-00000000ffff"


def customer_ids(sandbox: Sandbox) -> list[str]:
    return [customer["customerId"] for customer in sandbox.public.records("customer")]


def test_a_customer_comes_under_its_own_name_with_every_field(sandbox: Sandbox, http: httpx.Client) -> None:
    listed = http.get("/Customers/Customers").json()["results"]
    assert all(set(customer) == CUSTOMER_FIELDS for customer in listed)
    for customer in listed:
        answer = http.get(f"/Customers/Customer/{customer['customerId'].upper()}")
        assert answer.json() == {"success": True, "customer": customer}


@pytest.mark.parametrize("key", [NOBODY, "C10001", "1", "00000002-0000-4000-8000-000000000001", "%20"])
def test_a_customer_is_found_by_its_id_alone(http: httpx.Client, key: str) -> None:
    assert http.get(f"/Customers/Customer/{key}").status_code == 404


def test_without_an_id_a_customer_is_created(sandbox: Sandbox, http: httpx.Client) -> None:
    billed = customer_ids(sandbox)[0]
    body = {
        "contactFirstName": "Ada",
        "contactLastName": "Byron",
        "onHold": True,
        "streetLatitude": -27.5,
        "customerType": {"name": "Insurer"},
        "billingCustomer": {"id": billed},
        "customFields": [{"fieldName": "Gate", "fieldValue": "7"}],
        "portal": {"isVisible": True},
    }
    answer = http.post("/Customers/Customer", json=body)
    assert answer.status_code == 200
    customer = answer.json()["customer"]
    assert answer.json()["success"] is True
    assert set(customer) == {*CUSTOMER_FIELDS, "portal"}
    assert customer["customerName"] == "Ada Byron"
    assert customer["billingCustomer"]["name"] == sandbox.public.get("customer", billed)["customerName"]
    assert {name: customer[name] for name in body if name != "billingCustomer"} == {
        name: value for name, value in body.items() if name != "billingCustomer"
    }
    assert (customer["phoneNumber"], customer["billingCustomerOnHold"]) == (None, False)
    assert sandbox.public.count("customer") == 9
    assert http.get(f"/Customers/Customer/{customer['customerId']}").json()["customer"] == customer
    assert http.get("/Customers/Customers?Page=9&PageSize=1").json()["results"] == [customer]


@pytest.mark.parametrize("customer_id", [None, "", " "])
def test_an_id_that_says_nothing_creates(sandbox: Sandbox, http: httpx.Client, customer_id: str | None) -> None:
    answer = http.post("/Customers/Customer", json={"customerId": customer_id, "companyName": "Hire"}).json()
    assert answer["customer"]["customerName"] == "Hire"
    assert answer["customer"]["customerId"] not in customer_ids(sandbox)[:8]


def test_with_an_id_a_customer_is_updated_by_what_is_named(sandbox: Sandbox, http: httpx.Client) -> None:
    before = sandbox.public.get("customer", "C10002")
    body = {"customerId": before["customerId"], "phoneNumber": None, "companyName": "Hire", "customerNumber": "C1"}
    answer = http.post("/Customers/Customer", json=body).json()
    assert answer["customer"] == http.get(f"/Customers/Customer/{before['customerId']}").json()["customer"]
    assert sandbox.public.get("customer", "C10002") == {**before, "phoneNumber": None, "companyName": "Hire"}
    assert sandbox.public.count("customer") == 8


def test_what_was_read_may_be_written_back(sandbox: Sandbox, http: httpx.Client) -> None:
    for customer in http.get("/Customers/Customers").json()["results"]:
        answer = http.post("/Customers/Customer", json=customer)
        assert answer.json()["customer"] == customer
    for supplier in http.get("/Suppliers/Suppliers").json()["results"]:
        assert http.post("/Suppliers/Supplier", json=supplier).json()["supplier"] == supplier


def test_nobody_is_updated_who_is_not_there(sandbox: Sandbox, http: httpx.Client) -> None:
    assert http.post("/Customers/Customer", json={"customerId": NOBODY, "companyName": "x"}).status_code == 404
    assert http.post("/Customers/Contact", json={"contactId": NOBODY, "firstName": "x"}).status_code == 404
    assert http.post("/Suppliers/Supplier", json={"supplierId": NOBODY, "name": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        ("/Customers/Customer", {}, {"companyName", "contactFirstName", "contactLastName", "customerName"}),
        ("/Customers/Customer", {"companyName": " "}, {"companyName"}),
        ("/Customers/Customer", {"companyName": "x", "onHold": "no"}, {"onHold"}),
        ("/Customers/Customer", {"companyName": "x", "emailAddress": 5}, {"emailAddress"}),
        ("/Customers/Customer", {"companyName": "x", "streetLatitude": "27"}, {"streetLatitude"}),
        ("/Customers/Customer", {"companyName": "x", "customerType": "Insurer"}, {"customerType"}),
        ("/Customers/Customer", {"companyName": "x", "customerType": {"name": 5}}, {"customerType.name"}),
        ("/Customers/Customer", {"companyName": "x", "customFields": {}}, {"customFields"}),
        ("/Customers/Customer", {"companyName": "x", "customFields": [{}]}, {"customFields[0].fieldName"}),
        ("/Customers/Customer", {"companyName": "x", "billingCustomer": {"id": NOBODY}}, {"billingCustomer.id"}),
        ("/Customers/Customer", {"companyName": "x", "billingCustomer": {}}, {"billingCustomer.id"}),
        ("/Customers/Contact", {"firstName": "Ada"}, {"customerId"}),
        ("/Customers/Contact", {"customerId": NOBODY, "firstName": "Ada"}, {"customerId"}),
        (
            "/Customers/Contact",
            {"customerId": 5, "firstName": "Ada", "defaultContact": 1},
            {"customerId", "defaultContact"},
        ),
        ("/Suppliers/Supplier", {}, {"name"}),
        ("/Suppliers/Supplier", {"name": ""}, {"name"}),
        ("/Suppliers/Supplier", {"name": "x", "invoiceDueDaysType": 1.5, "notes": []}, {"invoiceDueDaysType", "notes"}),
    ],
)
def test_a_body_that_is_wrong_is_refused(
    sandbox: Sandbox, http: httpx.Client, path: str, body: Any, fields: set[str]
) -> None:
    kinds = ("customer", "contact", "supplier")
    before = [list(sandbox.public.records(kind)) for kind in kinds]
    answer = http.post(path, json=body)
    assert answer.status_code == 400
    assert all(field in answer.json()["message"] for field in fields)
    assert [list(sandbox.public.records(kind)) for kind in kinds] == before


def test_an_update_is_as_strict(sandbox: Sandbox, http: httpx.Client) -> None:
    customer, supplier = customer_ids(sandbox)[0], sandbox.public.get("supplier", "S101")["supplierId"]
    assert http.post("/Customers/Customer", json={"customerId": customer, "onHold": "no"}).status_code == 400
    assert http.post("/Suppliers/Supplier", json={"supplierId": supplier, "name": None}).status_code == 400
    assert http.post("/Suppliers/Supplier", json={"supplierId": supplier, "phone": "1"}).status_code == 200


def test_contacts_of_a_customer(sandbox: Sandbox, http: httpx.Client) -> None:
    everything = http.get("/Customers/Contacts").json()["results"]
    assert all(set(contact) == CONTACT_FIELDS for contact in everything)
    for customer in customer_ids(sandbox):
        own = [contact for contact in everything if contact["customerId"] == customer]
        answer = http.get(f"/Customers/GetContactsForCustomer/{customer}").json()
        assert answer == {"success": True, "results": own, "totalPages": 1, "totalRecords": len(own)}
        assert [contact["defaultContact"] for contact in own] == [True, False][: len(own)]
    assert http.get(f"/Customers/GetContactsForCustomer/{NOBODY}").status_code == 404


def test_a_contact_is_created_and_updated(sandbox: Sandbox, http: httpx.Client) -> None:
    first, second = customer_ids(sandbox)[:2]
    body = {"customerId": first.upper(), "firstName": "Ada", "defaultContact": True, "contactRole": "Owner"}
    created = http.post("/Customers/Contact", json=body).json()["contact"]
    assert set(created) == CONTACT_FIELDS
    assert (created["customerId"], created["lastName"]) == (first, None)
    assert created in http.get(f"/Customers/GetContactsForCustomer/{first}").json()["results"]
    changes = {"contactId": created["contactId"], "customerId": second}
    assert http.post("/Customers/Contact", json=changes).json()["contact"] == {**created, "customerId": second}
    assert created not in http.get(f"/Customers/GetContactsForCustomer/{first}").json()["results"]
    assert http.get(f"/Customers/GetContactsForCustomer/{second}").json()["results"][-1]["firstName"] == "Ada"


def test_a_supplier_is_created_and_updated(http: httpx.Client) -> None:
    body = {"name": "Hire", "businessNumber": "51 824 753 556", "streetSuburb": "Ascot", "notes": "Ring first"}
    created = http.post("/Suppliers/Supplier", json=body).json()["supplier"]
    assert body.items() <= created.items()
    assert created["supplierNumber"]
    changes = {"supplierId": created["supplierId"], "notes": None}
    assert http.post("/Suppliers/Supplier", json=changes).json() == {
        "success": True,
        "supplier": {**created, "notes": None},
    }
    found = http.get(f"/Suppliers/Suppliers?SupplierNumber={created['supplierNumber']}").json()["results"]
    assert found == [{**created, "notes": None}]
