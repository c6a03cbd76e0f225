"""Customers of the public API: what goes over the wire, what comes back, and what the server has then."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from ascora_sdk import UNSET, NotFoundError, ValidationError
from ascora_sdk.public import AsyncPublicClient, Customer, Reference
from ascora_sdk.sandbox import PublicControls


def ids(ascora: PublicControls) -> list[str]:
    return [record["customerId"] for record in ascora.records("customer")]


async def test_get(ascora: PublicControls, client: AsyncPublicClient) -> None:
    wire = ascora.add("customer", customerName="Ada Lovelace", onHold=True, customerType={"name": "Insurer"})
    ascora.plant("customer", {**wire, "postalLine1": "", "streetLatitude": "-27.5000", "legacy": [1]})
    customer = await client.customers.get(wire["customerId"])
    assert (customer.customer_name, customer.on_hold, customer.postal_line1) == ("Ada Lovelace", True, "")
    assert str(customer.street_latitude) == "-27.5000"
    assert isinstance(customer.customer_type, Reference)
    assert customer.customer_type.name == "Insurer"
    assert customer.extra == {"legacy": [1]}
    (request,) = ascora.requests
    assert (request.method, request.raw_path) == ("GET", f"/Customers/Customer/{wire['customerId']}")
    assert request.headers["auth"] == ascora.api_key
    assert "authorization" not in request.headers


@pytest.mark.parametrize("failures", ["status", "success_false"])
async def test_a_failure_is_one_in_both_styles(
    ascora: PublicControls, client: AsyncPublicClient, failures: str
) -> None:
    ascora.failures = failures
    with pytest.raises(ValidationError) as caught:
        await client.customers.create(customer_name="Ada", extra={"contactId": 5}, billing_customer={"id": "nobody"})
    assert caught.value.status_code == (400 if failures == "status" else 200)
    assert len(ascora.requests) == caught.value.attempts == 1


async def test_get_of_a_missing_one_names_it(client: AsyncPublicClient) -> None:
    with pytest.raises(NotFoundError) as caught:
        await client.customers.get("nobody")
    assert (caught.value.resource, caught.value.id) == ("customer", "nobody")


async def test_every_filter_reaches_the_wire(ascora: PublicControls, client: AsyncPublicClient) -> None:
    await client.customers.list(
        page=2,
        page_size=3,
        filter_text="a & b",
        phone_number="07",
        customer_type="Insurer",
        lead_source="Radio",
        assigned_user=None,
        site_billing_type="Site",
    )
    assert ascora.requests[0].raw_path == "/Customers/Customers"
    assert dict(ascora.requests[0].query) == {
        "FilterText": "a & b",
        "PhoneNumber": "07",
        "CustomerType": "Insurer",
        "LeadSource": "Radio",
        "SiteBillingType": "Site",
        "PageSize": "3",
        "Page": "2",
    }


async def test_pages(ascora: PublicControls, client: AsyncPublicClient) -> None:
    page = await client.customers.list(page_size=4)
    seen = [[customer.customer_id for customer in page]]
    assert (page.total, page.has_more) == (9, True)
    while (following := await page.next_page()) is not None:
        page = following
        seen.append([customer.customer_id for customer in page])
    everyone = ids(ascora)
    assert seen == [everyone[:4], everyone[4:8], everyone[8:]]
    assert [request.query["Page"] for request in ascora.requests] == ["1", "2", "3"]


@pytest.mark.parametrize("concurrency", [1, 3])
async def test_iter_gives_all_in_order(ascora: PublicControls, client: AsyncPublicClient, concurrency: int) -> None:
    items = client.customers.iter(page_size=2, concurrency=concurrency)
    assert [customer.customer_id async for customer in items] == ids(ascora)
    assert len(ascora.requests) == 5


async def test_bad_rows_are_put_aside_if_asked_for(ascora: PublicControls, client: AsyncPublicClient) -> None:
    ascora.plant("customer", {"customerId": ids(ascora)[2], "onHold": "no"})
    items = client.customers.iter(page_size=4, lenient=True)
    assert len([customer async for customer in items]) == 8
    assert [(bad.index, "onHold" in bad.reason) for bad in items.invalid] == [(2, True)]
    with pytest.raises(Exception, match=r"results\[2\]\.onHold"):
        await client.customers.list()


async def test_create(ascora: PublicControls, client: AsyncPublicClient) -> None:
    made = await client.customers.create(
        customer_name="Zoë", on_hold=False, street_latitude=Decimal("-27.50"), idempotency_key="k-1", extra={"vip": 1}
    )
    (request,) = ascora.requests
    assert (request.method, request.raw_path) == ("POST", "/Customers/Customer")
    assert request.body.isascii()
    assert request.headers["idempotency-key"] == "k-1"
    assert json.loads(request.body) == {"vip": 1, "customerName": "Zoë", "onHold": False, "streetLatitude": -27.5}
    assert b'"streetLatitude":-27.50' in request.body
    assert ascora.get("customer", made.customer_id)["customerName"] == "Zoë"


async def test_a_copy_is_a_new_one(ascora: PublicControls, client: AsyncPublicClient) -> None:
    for original in await client.customers.list():
        made = await client.customers.create(original, customer_name="Twin", billing_customer=None)
        assert made.customer_id != original.customer_id
        assert made.email_address == original.email_address
    assert ascora.count("customer") == 18


@pytest.mark.parametrize("name", ["customer_name", "company_name", "contact_first_name", "contact_last_name"])
async def test_any_name_is_enough(client: AsyncPublicClient, name: str) -> None:
    assert (await client.customers.create({name: "Ada"})).customer_name == "Ada"


async def test_update_sends_the_named_fields_alone(ascora: PublicControls, client: AsyncPublicClient) -> None:
    id_ = ids(ascora)[0]
    await client.customers.update(id_, phone_number=None, company_name="ACME", mobile_number=UNSET)
    assert ascora.requests[0].json() == {"phoneNumber": None, "companyName": "ACME", "customerId": id_}
    assert ascora.get("customer", id_)["companyName"] == "ACME"


async def test_what_was_read_can_be_written_back(ascora: PublicControls, client: AsyncPublicClient) -> None:
    for customer in await client.customers.list():
        written = await client.customers.update(customer, company_name="ACME")
        assert written.company_name == "ACME"
        assert written.extra == customer.extra
    assert ascora.count("customer") == 9


async def test_an_update_of_nobody_names_the_id(client: AsyncPublicClient) -> None:
    with pytest.raises(NotFoundError) as caught:
        await client.customers.update("nobody", company_name="ACME")
    assert caught.value.id == "nobody"


@pytest.mark.parametrize(
    ("method", "arguments", "fields"),
    [
        pytest.param("create", (), {"phone_number": "07"}, id="nobody is named"),
        pytest.param("create", (5,), {"customer_name": "Ada"}, id="no customer to copy"),
        pytest.param("update", ("c-1",), {}, id="no field named"),
        pytest.param("update", ("c-1",), {"company_name": UNSET}, id="no field set"),
        pytest.param("update", ("c-1",), {"companyname": "ACME"}, id="a misspelled field"),
        pytest.param("update", ("c-1",), {"street_latitude": 1.5}, id="a float"),
        pytest.param("update", ("c-1",), {"street_latitude": "1.5"}, id="a number as text"),
        pytest.param("update", ("c-1",), {"customer_id": "c-2", "company_name": "ACME"}, id="an id to change"),
        pytest.param("update", ({"customer_id": "c-1"},), {"company_name": "ACME"}, id="no customer to change"),
        pytest.param("list", (), {"state": "QLD"}, id="an unknown filter"),
    ],
)
async def test_what_cannot_be_sent_is_refused_before_anything_is_sent(
    ascora: PublicControls, client: AsyncPublicClient, method: str, arguments: tuple[Any, ...], fields: dict[str, Any]
) -> None:
    with pytest.raises(TypeError):
        await getattr(client.customers, method)(*arguments, **fields)
    assert ascora.requests == ()


@pytest.mark.parametrize("id_", ["", "  "])
async def test_an_empty_id_is_refused(ascora: PublicControls, client: AsyncPublicClient, id_: str) -> None:
    with pytest.raises(ValueError, match="id is empty"):
        await client.customers.update(id_, company_name="ACME")
    with pytest.raises(ValueError, match="id is empty"):
        await client.customers.update(Customer(customer_id=id_), company_name="ACME")
    with pytest.raises(ValueError, match="is empty"):
        await client.customers.get(id_)
    assert ascora.requests == ()


async def test_values_that_make_no_sense_are_refused(ascora: PublicControls, client: AsyncPublicClient) -> None:
    with pytest.raises(ValueError, match="known field"):
        await client.customers.update("c-1", extra={"companyName": "ACME"})
    with pytest.raises(ValueError, match="page"):
        await client.customers.list(page=0)
    with pytest.raises(ValueError, match="page_size"):
        client.customers.iter(page_size=0)
    assert ascora.requests == ()
