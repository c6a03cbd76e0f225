# Generated from ../../_async/client/test_rate_limit.py by tools/unasync; do not edit.
"""One 429 slows the whole client, for as long as the server asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime

import attrs
import pytest

from ascora_sdk import AscoraClient, RateLimitError, RetryPolicy
from ascora_sdk.concurrency.blocking import Workers
from ascora_sdk.sandbox import Sandbox, Status

from ...client.clock import BEGINNING, FakeTime
from ...client.faults import Held
from ..waiting import until

MakeClient = Callable[..., AscoraClient]
IN_THREE_SECONDS = format_datetime(BEGINNING + timedelta(seconds=3), usegmt=True)


@pytest.mark.parametrize("value", ["3", IN_THREE_SECONDS, IN_THREE_SECONDS.replace("GMT", "+0000")])
@pytest.mark.parametrize("status", [429, 503])
def test_it_waits_exactly_as_long_as_asked(
    sandbox: Sandbox, client: AscoraClient, clock: FakeTime, value: str, status: int
) -> None:
    sandbox.fault("*", Status(status, headers={"Retry-After": value}))
    client.customers.get("c-1")
    assert clock.sleeps == [3.0]


@pytest.mark.parametrize(
    ("value", "pauses"),
    [
        ("0", [0.0]),
        (format_datetime(BEGINNING - timedelta(days=1), usegmt=True), [0.0]),
        ("86400", [120.0]),
        ("9" * 400, [120.0]),
        ("soon", [1.0]),
        ("-5", [1.0]),
        ("1.5", [1.0]),
        ("", [1.0]),
        ("Mon, 99 Foo 2026 25:61:61 GMT", [1.0]),
    ],
)
def test_what_the_server_may_ask_for_is_bounded(
    sandbox: Sandbox, client: AscoraClient, clock: FakeTime, value: str, pauses: list[float]
) -> None:
    sandbox.fault("*", Status(429, headers={"Retry-After": value}))
    client.customers.get("c-1")
    assert clock.sleeps == pauses


@pytest.mark.parametrize("value", ["3", IN_THREE_SECONDS])
def test_the_error_tells_how_long(sandbox: Sandbox, make_client: MakeClient, value: str) -> None:
    sandbox.fault("*", Status(429, headers={"Retry-After": value}))
    with pytest.raises(RateLimitError) as caught:
        make_client(max_retries=0).customers.get("c-1")
    assert caught.value.retry_after == 3.0


def test_other_calls_and_clones_wait_too(sandbox: Sandbox, make_client: MakeClient, clock: FakeTime) -> None:
    client = make_client(max_retries=0)
    clone = client.with_options(timeout=5)
    sandbox.fault("*", Status(429, headers={"Retry-After": "3"}))
    with pytest.raises(RateLimitError):
        clone.customers.get("c-1")
    assert clock.sleeps == []
    clock.passed += 1
    client.jobs.get("j-1")
    assert clock.sleeps == [2.0]
    sandbox.fault("*", Status(429, headers={"Retry-After": "4"}))
    with pytest.raises(RateLimitError):
        client.customers.get("c-1")
    clone.with_options(max_retries=1).invoices.get("i-1")
    assert clock.sleeps == [2.0, 4.0]
    clone.invoices.get("i-1")
    assert clock.sleeps == [2.0, 4.0]


def test_another_client_does_not_wait(sandbox: Sandbox, make_client: MakeClient, clock: FakeTime) -> None:
    sandbox.fault("*", Status(429, headers={"Retry-After": "3"}))
    with pytest.raises(RateLimitError):
        make_client(max_retries=0).customers.get("c-1")
    make_client().customers.get("c-1")
    assert clock.sleeps == []


def test_the_wait_for_others_is_bounded_too(
    sandbox: Sandbox, make_client: MakeClient, clock: FakeTime
) -> None:
    client = make_client(retry=RetryPolicy(max_retries=0, max_retry_after=10))
    sandbox.fault("*", Status(429, headers={"Retry-After": "3600"}))
    with pytest.raises(RateLimitError) as caught:
        client.customers.get("c-1")
    assert caught.value.retry_after == 3600
    client.customers.get("c-1")
    assert clock.sleeps == [10.0]


def test_a_longer_wait_that_is_asked_for_meanwhile_counts(
    sandbox: Sandbox, make_client: MakeClient, clock: FakeTime
) -> None:
    def sleep(seconds: float) -> None:
        if not clock.sleeps:
            held.let_go()
            with pytest.raises(RateLimitError):
                slow()
        clock.sleep(seconds)

    client = make_client(max_retries=0, runtime=attrs.evolve(clock.runtime, sleep=sleep))
    held = Held()
    sandbox.fault("GET /jobs/{id}", held)
    sandbox.fault("GET /jobs/{id}", Status(429, headers={"Retry-After": "4"}))
    sandbox.fault("GET /customers/{id}", Status(429, headers={"Retry-After": "1"}))
    calls: Workers[object] = Workers(2)
    slow = calls.start(client.jobs.get, "j-1")
    until(lambda: sandbox.requests)
    with pytest.raises(RateLimitError):
        client.customers.get("c-1")
    client.invoices.get("i-1")
    assert clock.sleeps == [1.0, 3.0]
    calls.close()
