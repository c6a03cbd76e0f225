"""A call that might be carried out twice is not sent again: a payment recorded twice is money lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ascora_sdk import AscoraApiError, AsyncAscoraClient, TimeoutError
from ascora_sdk.sandbox import AnswerLost, CutBody, Drop, Fault, Latency, Malformed, Sandbox, Status

from ...client.clock import AsyncFakeTime
from ...client.sockets import closed_port_url

MakeClient = Callable[..., AsyncAscoraClient]


async def pay(client: AsyncAscoraClient, **options: Any) -> object:
    return await client.invoices.record_payment(
        "i-1", amount=Decimal("9.90"), payment_method="cash", payment_date=date(2026, 2, 17), **options
    )


async def create(client: AsyncAscoraClient, **options: Any) -> object:
    return await client.customers.create(first_name="Ada", **options)


CALLS: dict[str, Callable[[AsyncAscoraClient], Awaitable[object]]] = {
    "create": create,
    "pay": pay,
    "send": lambda client: client.invoices.send("i-1"),
    "set status": lambda client: client.jobs.update_status("j-1", "completed"),
    "request": lambda client: client.request("post", "/customers", json={}),
}
LOST = [AnswerLost("drop"), AnswerLost("error"), AnswerLost("hang"), CutBody(), Latency(1), Drop(), Status(408)]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", [*LOST, Status(500), Status(502), Status(503)], ids=str)
async def test_after_a_lost_answer_it_is_not_sent_again(
    sandbox: Sandbox, make_client: MakeClient, clock: AsyncFakeTime, call: str, fault: Fault
) -> None:
    if call == "send" and fault == CutBody():
        pytest.skip("its answer has no body to cut")
    client = make_client(timeout=0.2)
    await client.authenticate()
    sandbox.clear_requests()
    sandbox.fault("*", fault)
    with pytest.raises(AscoraApiError) as caught:
        await CALLS[call](client)
    assert caught.value.attempts == len(sandbox.requests) == 1
    assert clock.sleeps == []
    assert len(sandbox.payments("i-1")) <= 1
    assert "may have been carried out" in str(caught.value)
    assert isinstance(caught.value, TimeoutError) == (fault in [AnswerLost("hang"), Latency(1), Status(408)])


async def test_a_payment_is_recorded_once_although_its_answer_was_lost(
    sandbox: Sandbox, client: AsyncAscoraClient
) -> None:
    sandbox.fault("POST /invoices/{id}/payments", AnswerLost("drop"))
    with pytest.raises(AscoraApiError):
        await pay(client)
    assert len(sandbox.payments("i-1")) == 1


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", [Status(429), Status(429, headers={"Retry-After": "1"})], ids=str)
async def test_after_a_rate_limit_it_is_sent_again(
    sandbox: Sandbox, client: AsyncAscoraClient, clock: AsyncFakeTime, call: str, fault: Fault
) -> None:
    sandbox.fault("*", fault, times=2)
    await CALLS[call](client)
    assert len(sandbox.requests) == 3
    assert clock.sleeps == ([1.0, 1.0] if fault.headers else [1.0, 2.0])
    assert len(sandbox.payments("i-1")) == (call == "pay")


@pytest.mark.parametrize("call", CALLS)
async def test_after_a_503_that_says_when_it_is_sent_again(
    sandbox: Sandbox, client: AsyncAscoraClient, clock: AsyncFakeTime, call: str
) -> None:
    sandbox.fault("*", Status(503, headers={"Retry-After": "5"}))
    await CALLS[call](client)
    assert (len(sandbox.requests), clock.sleeps) == (2, [5.0])


@pytest.mark.parametrize("call", CALLS)
async def test_after_a_refused_connection_it_is_tried_again(
    make_client: MakeClient, clock: AsyncFakeTime, call: str
) -> None:
    with pytest.raises(AscoraApiError) as caught:
        await CALLS[call](make_client(api_url=closed_port_url()))
    assert caught.value.attempts == 4
    assert clock.sleeps == [1.0, 2.0, 4.0]
    assert "may have been carried out" not in str(caught.value)


@pytest.mark.parametrize("call", [create, pay])
@pytest.mark.parametrize("fault", LOST, ids=str)
async def test_with_an_idempotency_key_it_is_sent_again(
    sandbox: Sandbox, make_client: MakeClient, call: Callable[..., Awaitable[object]], fault: Fault
) -> None:
    sandbox.fault("*", fault, times=2)
    await call(make_client(timeout=0.2), idempotency_key="key: 1/a?")
    assert [request.headers["idempotency-key"] for request in sandbox.requests] == ["key: 1/a?"] * 3
    assert len({request.body for request in sandbox.requests}) == 1
    assert sandbox.count("customer") == (8 if call is create else 7)
    assert len(sandbox.payments("i-1")) == (0 if call is create else 1)


async def test_a_request_with_an_idempotency_key_is_sent_again(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.fault("*", Drop(), times=2)
    response = await client.request("PATCH", "/jobs/j-1/status", json={"status": "completed"}, idempotency_key="k")
    assert (response.status, len(sandbox.requests)) == (200, 3)


async def test_an_answer_that_cannot_be_read_says_that_it_may_have_been_done(
    sandbox: Sandbox, client: AsyncAscoraClient
) -> None:
    sandbox.fault("*", Malformed("html"))
    with pytest.raises(AscoraApiError, match="may have been carried out"):
        await pay(client)
    assert len(sandbox.requests) == len(sandbox.payments("i-1")) == 1
