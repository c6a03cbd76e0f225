"""Customers: what goes over the wire, what comes back, and what the server has then."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest

from ascora_sdk import UNSET, AsyncAscoraClient, Customer, NotFoundError, ValidationError
from ascora_sdk.sandbox import Sandbox


async def test_get(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.edit("customer", "c-2", firstName="Ada", phone=None, shoeSize=9)
    customer = await client.customers.get("c-2")
    wire = sandbox.get("customer", "c-2")
    assert (customer.id, customer.first_name, customer.email) == ("c-2", "Ada", wire["email"])
    assert customer.phone is None
    assert customer.extra == {"shoeSize": 9}
    assert isinstance(customer.updated_at, datetime)
    assert customer.updated_at.tzinfo == timezone.utc
    (request,) = sandbox.requests
    assert (request.method, request.raw_path, str(request.query), request.body) == (
        "GET",
        "/api/v1/customers/c-2",
        "",
        b"",
    )
    assert request.headers["authorization"] == f"Bearer {sandbox.api_token}"
    assert request.headers["x-company-code"] == sandbox.company_code
    assert request.headers["accept"] == "application/json"
    assert "content-type" not in request.headers
    assert "idempotency-key" not in request.headers


async def test_get_of_a_missing_one_names_it(client: AsyncAscoraClient) -> None:
    with pytest.raises(NotFoundError) as caught:
        await client.customers.get("c-99")
    error = caught.value
    assert (error.resource, error.id, error.status_code, error.method) == ("customer", "c-99", 404, "GET")
    assert "c-99" in str(error)


async def test_list_gives_one_page(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    page = await client.customers.list(limit=3, offset=2)
    assert [customer.id for customer in page] == ["c-3", "c-4", "c-5"]
    assert (page.total, page.has_more, page.limit, page.offset, page.received) == (7, True, 3, 2, 3)
    assert page[0].id == page.items[0].id == "c-3"
    assert [customer.id for customer in page[1:]] == ["c-4", "c-5"]
    (request,) = sandbox.requests
    assert sorted(request.query.multi_items()) == [("limit", "3"), ("offset", "2")]


async def test_list_asks_for_fifty_unless_told_otherwise(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    page = await client.customers.list()
    assert (len(page), page.has_more) == (7, False)
    assert dict(sandbox.requests[0].query) == {"limit": "50", "offset": "0"}


async def test_list_sorts_and_filters(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    for number, name in enumerate(("Curie", "Lovelace", "Hopper"), 1):
        sandbox.edit("customer", f"c-{number}", state="ZZ", lastName=name)
    page = await client.customers.list(
        sort_by="lastName", sort_order="desc", filters={"state": "ZZ", "suburb": None, "active": True, "note": "a&b=c"}
    )
    assert [customer.last_name for customer in page] == ["Lovelace", "Hopper", "Curie"]
    assert dict(sandbox.requests[0].query) == {
        "limit": "50",
        "offset": "0",
        "sort_by": "lastName",
        "sort_order": "desc",
        "state": "ZZ",
        "active": "true",
        "note": "a&b=c",
    }


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"limit": 0}, ValueError),
        ({"limit": True}, TypeError),
        ({"limit": "5"}, TypeError),
        ({"offset": -1}, ValueError),
        ({"sort_order": "up"}, ValueError),
        ({"filters": {"limit": 5}}, ValueError),
        ({"filters": {"state": 1.5}}, TypeError),
        ({"filters": {"state": ["QLD"]}}, TypeError),
    ],
)
async def test_a_listing_that_makes_no_sense_is_not_asked_for(
    sandbox: Sandbox, client: AsyncAscoraClient, arguments: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await client.customers.list(**arguments)
    assert sandbox.requests == ()


async def test_search(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.edit("customer", "c-5", firstName="Zoë & Søn", companyName="100% ?#/")
    found = await client.customers.search("zoë & søn")
    assert [customer.id for customer in found] == ["c-5"]
    assert isinstance(found, list)
    assert (sandbox.requests[0].raw_path, sandbox.requests[0].query["q"]) == ("/api/v1/customers/search", "zoë & søn")
    assert [customer.id for customer in await client.customers.search("100% ?#/")] == ["c-5"]
    assert await client.customers.search("nobody at all") == []


@pytest.mark.parametrize("text", ["", "  ", None, 5])
async def test_search_for_nothing_is_refused(sandbox: Sandbox, client: AsyncAscoraClient, text: object) -> None:
    with pytest.raises(ValueError, match="text"):
        await client.customers.search(text)
    assert sandbox.requests == ()


async def test_create_of_keywords(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    made = await client.customers.create(first_name="Zoë", phone=None, custom_fields={"a": [1]}, extra={"vip": True})
    (request,) = sandbox.requests
    assert (request.method, request.raw_path) == ("POST", "/api/v1/customers")
    assert request.headers["content-type"] == "application/json"
    assert request.json() == {"vip": True, "firstName": "Zoë", "phone": None, "customFields": {"a": [1]}}
    assert request.body.isascii()
    stored = sandbox.get("customer", made.id)
    assert (stored["firstName"], stored["phone"], stored["vip"]) == ("Zoë", None, True)
    assert made.extra == {"vip": True}


async def test_create_of_a_customer_leaves_out_what_the_server_gives(
    sandbox: Sandbox, client: AsyncAscoraClient
) -> None:
    original = await client.customers.get("c-1")
    sandbox.clear_requests()
    made = await client.customers.create(original, last_name="Twin", notes=None)
    sent = sandbox.requests[0].json()
    assert not {"id", "createdAt", "updatedAt"} & set(sent)
    assert (sent["firstName"], sent["lastName"], sent["notes"]) == (original.first_name, "Twin", None)
    assert made.id == "c-8"


async def test_create_of_a_mapping(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    await client.customers.create({"first_name": "Ada", "email": "a@example.com"}, email=None)
    assert sandbox.requests[0].json() == {"firstName": "Ada", "email": None}


async def test_update_sends_the_named_fields_alone(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    before = sandbox.get("customer", "c-1")
    updated = await client.customers.update("c-1", phone=None, notes="Rings back", mobile=UNSET)
    (request,) = sandbox.requests
    assert (request.method, request.raw_path) == ("PUT", "/api/v1/customers/c-1")
    assert request.body == b'{"phone":null,"notes":"Rings back"}'
    after = sandbox.get("customer", "c-1")
    assert {name for name in after if after[name] != before.get(name)} <= {"phone", "notes", "updatedAt"}
    assert (updated.phone, updated.notes) == (None, "Rings back")


async def test_update_of_a_customer_sends_all_that_it_has_set(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    customer = Customer(id="c-1", first_name="Ada", phone=None, extra={"vip": True})
    await client.customers.update(customer, last_name="Lovelace")
    assert sandbox.requests[0].raw_path == "/api/v1/customers/c-1"
    assert sandbox.requests[0].json() == {"vip": True, "firstName": "Ada", "phone": None, "lastName": "Lovelace"}


async def test_what_cannot_be_sent_is_refused_before_anything_is_sent(
    sandbox: Sandbox, client: AsyncAscoraClient
) -> None:
    with pytest.raises(TypeError, match="at least one field"):
        await client.customers.update("c-1")
    with pytest.raises(TypeError, match="at least one field"):
        await client.customers.update("c-1", phone=UNSET)
    with pytest.raises(TypeError, match="did you mean 'first_name'"):
        await client.customers.update("c-1", firstname="Ada")
    with pytest.raises(TypeError, match="did you mean 'first_name'"):
        await client.customers.create({"firstName": "Ada"})
    with pytest.raises(ValueError, match="known field"):
        await client.customers.update("c-1", extra={"firstName": "Ada"})
    with pytest.raises(TypeError, match="model"):
        await client.customers.create(5)
    assert sandbox.requests == ()


@pytest.mark.beyond_contract("PUT /customers/c-1", because="the client's own methods refuse it before it is sent")
async def test_what_the_server_refuses_is_told_by_field(client: AsyncAscoraClient) -> None:
    with pytest.raises(ValidationError) as caught:
        await client.request("PUT", "/customers/c-1", json={"phone": 5})
    assert caught.value.errors == {"phone": ("must be text",)}
    assert caught.value.status_code == 400
    assert "phone: must be text" in str(caught.value)


async def test_a_value_of_the_wrong_type_is_refused_before_it_is_sent(
    sandbox: Sandbox, client: AsyncAscoraClient
) -> None:
    with pytest.raises(TypeError, match="phone: expected a string, got a whole number"):
        await client.customers.update("c-1", phone=5)
    assert sandbox.requests == ()


async def test_delete(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    assert await client.customers.delete("c-7") is None
    (request,) = sandbox.requests
    assert (request.method, request.raw_path, request.body) == ("DELETE", "/api/v1/customers/c-7", b"")
    assert sandbox.count("customer") == 6
    with pytest.raises(NotFoundError) as caught:
        await client.customers.delete("c-7")
    assert (caught.value.resource, caught.value.id, caught.value.attempts) == ("customer", "c-7", 1)


async def test_unknown_fields_survive_a_round_trip(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.plant("customer", {"id": "x", "score": json.loads("1.5"), "deep": {"a": [None, {"b": "ü"}]}})
    customer = await client.customers.get("x")
    await client.customers.update(customer, first_name="Ada")
    assert sandbox.get("customer", "x")["deep"] == {"a": [None, {"b": "ü"}]}
    assert b'"score":1.5' in sandbox.requests[-1].body
