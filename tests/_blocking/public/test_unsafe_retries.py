# Generated from ../../_async/public/test_unsafe_retries.py by tools/unasync; do not edit.
"""A creation is not sent again after a lost answer, unless a key of the caller's covers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ascora_sdk import AscoraApiError
from ascora_sdk.public import PublicClient
from ascora_sdk.sandbox import AnswerLost, CutBody, Drop, Fault, PublicControls, Sandbox, Status

from ...client.clock import FakeTime

CUSTOMER = "00000001-0000-4000-8000-000000000001"
CREATIONS: dict[str, Callable[..., Any]] = {
    "customers.create": lambda client, **key: client.customers.create(customer_name="Ada", **key),
    "contacts.create": lambda client, **key: client.contacts.create(customer_id=CUSTOMER, first_name="Ada", **key),
    "jobs.create": lambda client, **key: client.jobs.create(site_customer=CUSTOMER, **key),
    "suppliers.create": lambda client, **key: client.suppliers.create(name="Fan Hire Co", **key),
    "supplier_invoices.create": lambda client, **key: client.supplier_invoices.create(supplier="Known", **key),
    "enquiries.submit": lambda client, **key: client.enquiries.submit(first_name="Ada", **key),
    "webhooks.subscribe": lambda client, **key: client.webhooks.subscribe("https://a.example", "A", "B", **key),
}
CHANGES: dict[str, Callable[..., Any]] = {
    "customers.update": lambda client: client.customers.update(CUSTOMER, company_name="ACME"),
    "contacts.update": lambda client: client.contacts.update("k-1", first_name="Ada"),
    "suppliers.update": lambda client: client.suppliers.update("s-1", name="Ada"),
}
CALLS = {**CREATIONS, **CHANGES}


@pytest.fixture(autouse=True)
def _known(sandbox: Sandbox) -> None:
    assert sandbox.public.get("customer", CUSTOMER)
    sandbox.public.add("contact", contactId="k-1", customerId=CUSTOMER)
    sandbox.public.add("supplier", supplierId="s-1", name="Known")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", [AnswerLost("drop"), AnswerLost("error"), CutBody(), Drop(), Status(500)], ids=str)
def test_after_a_lost_answer_it_is_not_sent_again(
    ascora: PublicControls, client: PublicClient, clock: FakeTime, call: str, fault: Fault
) -> None:
    ascora.fault("*", fault)
    with pytest.raises(AscoraApiError, match="may have been carried out") as caught:
        CALLS[call](client)
    assert caught.value.attempts == len(ascora.requests) == 1
    assert clock.sleeps == []


@pytest.mark.parametrize("call", CALLS)
def test_after_a_rate_limit_it_is_sent_again(
    ascora: PublicControls, client: PublicClient, clock: FakeTime, call: str
) -> None:
    ascora.fault("*", Status(429, headers={"Retry-After": "7"}))
    CALLS[call](client)
    assert (len(ascora.requests), clock.sleeps) == (2, [7.0])


@pytest.mark.parametrize("call", CREATIONS)
def test_a_key_that_nobody_is_known_to_know_covers_no_repetition(
    ascora: PublicControls, client: PublicClient, call: str
) -> None:
    ascora.fault("*", Drop())
    with pytest.raises(AscoraApiError, match="may have been carried out"):
        CREATIONS[call](client, idempotency_key="k-1")
    assert [request.headers["idempotency-key"] for request in ascora.requests] == ["k-1"]
