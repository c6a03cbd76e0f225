# Generated from ../../_async/client/test_ids.py by tools/unasync; do not edit.
"""An id is one segment of a path, whatever it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest

from ascora_sdk import AscoraClient, NotFoundError
from ascora_sdk.sandbox import Sandbox

ODD_IDS = [
    "../jobs",
    "a/b",
    "a?b#c",
    "%2F",
    "%2e%2e",
    "..%2F..",
    "...",
    "a b",
    " c-1",
    "a\\b",
    "a;b=c",
    "a+b&c",
    "Zoë",
    "顧客",
    "👩‍🔧",
    "e\u0301",
    "line\nbreak\r\n",
    "\x00",
    "~._-",
    "x" * 2000,
]
CALLS: dict[str, Callable[[AscoraClient, Any], object]] = {
    "GET /customers/": lambda client, id_: client.customers.get(id_),
    "PUT /customers/": lambda client, id_: client.customers.update(id_, phone="1"),
    "DELETE /customers/": lambda client, id_: client.customers.delete(id_),
    "GET /jobs/": lambda client, id_: client.jobs.get(id_),
    "PATCH /jobs/|/status": lambda client, id_: client.jobs.update_status(id_, "pending"),
    "GET /invoices/": lambda client, id_: client.invoices.get(id_),
    "POST /invoices/|/send": lambda client, id_: client.invoices.send(id_),
    "POST /invoices/|/payments": lambda client, id_: client.invoices.record_payment(
        id_, amount=1, payment_method="cash", payment_date=date(2026, 2, 17)
    ),
}


@pytest.mark.parametrize("call", CALLS)
def test_an_odd_id_arrives_as_it_is(sandbox: Sandbox, client: AscoraClient, call: str) -> None:
    method, _, path = call.partition(" ")
    before, _, after = path.partition("|")
    for odd in ODD_IDS:
        sandbox.clear_requests()
        with pytest.raises(NotFoundError) as caught:
            CALLS[call](client, odd)
        assert caught.value.id == odd
        assert "\n" not in str(caught.value)
        (request,) = sandbox.requests
        assert request.method == method
        assert str(request.query) == ""
        middle = request.raw_path.removeprefix(f"/api/v1{before}").removesuffix(after)
        assert "/" not in middle
        assert unquote(middle) == odd


@pytest.mark.parametrize("odd", ODD_IDS)
def test_an_odd_id_finds_its_record(sandbox: Sandbox, client: AscoraClient, odd: str) -> None:
    sandbox.plant("customer", {"id": odd, "firstName": "Ada"})
    assert (client.customers.get(odd)).id == odd
    client.customers.update(odd, first_name="Grace")
    assert sandbox.get("customer", odd)["firstName"] == "Grace"
    client.customers.delete(odd)
    assert sandbox.count("customer") == 7


@pytest.mark.parametrize("call", CALLS)
def test_an_id_that_can_be_none_is_refused(sandbox: Sandbox, client: AscoraClient, call: str) -> None:
    for wrong in ("", " ", "\t\n", ".", "..", "\ud800"):
        with pytest.raises(ValueError, match="id"):
            CALLS[call](client, wrong)
    for wrong in (None, 5, b"c-1", ["c-1"]):
        with pytest.raises(TypeError):
            CALLS[call](client, wrong)
    assert sandbox.requests == ()
