# Generated from ../../_async/client/test_unsafe_retries.py by tools/unasync; do not edit.
"""A call that might be carried out twice is not sent again: a payment recorded twice is money lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ascora_sdk import AscoraApiError, AscoraClient, TimeoutError
from ascora_sdk.sandbox import AnswerLost, CutBody, Drop, Fault, Malformed, Sandbox, Status

from ...client.clock import FakeTime
from ...client.sockets import closed_port_url
from ..waiting import until
from .calls import CALLS as EVERY_CALL
from .impatience import ENDLESS, Impatient

MakeClient = Callable[..., AscoraClient]


CALLS = {name: call.run for name, call in EVERY_CALL.items() if call.unsafe}
LOST = [AnswerLost("drop"), AnswerLost("error"), CutBody(), Drop(), Status(408), *ENDLESS]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", [*LOST, Status(500), Status(502), Status(503)], ids=str)
def test_after_a_lost_answer_it_is_not_sent_again(
    sandbox: Sandbox, make_client: MakeClient, impatient: Impatient, clock: FakeTime, call: str, fault: Fault
) -> None:
    if call == "invoices.send" and fault == CutBody():
        pytest.skip("its answer has no body to cut")
    client = make_client(transport=impatient)
    client.authenticate()
    sandbox.clear_requests()
    sandbox.fault("*", fault)
    impatient.give_up_soon(1 if fault in ENDLESS else 0)
    with pytest.raises(AscoraApiError) as caught:
        CALLS[call](client)
    until(lambda: sandbox.requests)
    assert caught.value.attempts == len(sandbox.requests) == 1
    assert clock.sleeps == []
    assert len(sandbox.payments("i-1")) <= 1
    assert "may have been carried out" in str(caught.value)
    assert isinstance(caught.value, TimeoutError) == (fault in [Status(408), *ENDLESS])


def test_a_payment_is_recorded_once_although_its_answer_was_lost(
    sandbox: Sandbox, client: AscoraClient
) -> None:
    sandbox.fault("POST /invoices/{id}/payments", AnswerLost("drop"))
    with pytest.raises(AscoraApiError):
        CALLS["invoices.record_payment"](client)
    assert len(sandbox.payments("i-1")) == 1


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", [Status(429), Status(429, headers={"Retry-After": "1"})], ids=str)
def test_after_a_rate_limit_it_is_sent_again(
    sandbox: Sandbox, client: AscoraClient, clock: FakeTime, call: str, fault: Fault
) -> None:
    sandbox.fault("*", fault, times=2)
    CALLS[call](client)
    assert len(sandbox.requests) == 3
    assert clock.sleeps == ([1.0, 1.0] if fault.headers else [1.0, 2.0])
    assert len(sandbox.payments("i-1")) == (call == "invoices.record_payment")


@pytest.mark.parametrize("call", CALLS)
def test_after_a_503_that_says_when_it_is_sent_again(
    sandbox: Sandbox, client: AscoraClient, clock: FakeTime, call: str
) -> None:
    sandbox.fault("*", Status(503, headers={"Retry-After": "5"}))
    CALLS[call](client)
    assert (len(sandbox.requests), clock.sleeps) == (2, [5.0])


@pytest.mark.parametrize("call", CALLS)
def test_after_a_refused_connection_it_is_tried_again(
    make_client: MakeClient, clock: FakeTime, call: str
) -> None:
    with pytest.raises(AscoraApiError) as caught:
        CALLS[call](make_client(api_url=closed_port_url()))
    assert caught.value.attempts == 4
    assert clock.sleeps == [1.0, 2.0, 4.0]
    assert "may have been carried out" not in str(caught.value)


def test_a_request_with_an_idempotency_key_is_sent_again(sandbox: Sandbox, client: AscoraClient) -> None:
    sandbox.fault("*", Drop(), times=2)
    response = client.request("PATCH", "/jobs/j-1/status", json={"status": "completed"}, idempotency_key="k")
    assert (response.status, len(sandbox.requests)) == (200, 3)


def test_an_answer_that_cannot_be_read_says_that_it_may_have_been_done(
    sandbox: Sandbox, client: AscoraClient
) -> None:
    sandbox.fault("*", Malformed("html"))
    with pytest.raises(AscoraApiError, match="may have been carried out"):
        CALLS["invoices.record_payment"](client)
    assert len(sandbox.requests) == len(sandbox.payments("i-1")) == 1
