# Generated from ../../_async/client/test_timeouts.py by tools/unasync; do not edit.
"""A try takes no longer than it may, whatever the server is slow with."""

from __future__ import annotations

import builtins
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from ascora_sdk import AscoraApiError, AscoraClient, HttpxTransport, TimeoutError
from ascora_sdk.concurrency.blocking import Runtime, Workers
from ascora_sdk.sandbox import AnswerLost, Drip, Fault, Latency, Sandbox

from ...client.sockets import nobody_accepts

MakeClient = Callable[..., AscoraClient]


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


def test_connecting(make_client: MakeClient) -> None:
    with nobody_accepts() as url:
        client = make_client(api_url=url, timeout=0.2, max_retries=0)
        with at_most(1), pytest.raises(TimeoutError, match="while connecting") as caught:
            client.customers.get("c-1")
    assert isinstance(caught.value, builtins.TimeoutError)
    assert isinstance(caught.value, AscoraApiError)
    assert caught.value.status_code is None


@pytest.mark.parametrize(
    "fault", [Latency(3), AnswerLost("hang"), Drip(size=20, interval=0.05), Drip(size=1, interval=0.001)], ids=str
)
def test_receiving(sandbox: Sandbox, make_client: MakeClient, fault: Fault) -> None:
    client = make_client(timeout=0.15, max_retries=0)
    client.authenticate()
    sandbox.fault("*", fault)
    with at_most(1), pytest.raises(TimeoutError, match="while receiving") as caught:
        client.customers.get("c-1")
    assert isinstance(caught.value, builtins.TimeoutError)
    assert (client.customers.get("c-1")).id == "c-1"


def _send_when_received(sandbox: Sandbox, client: AscoraClient) -> None:
    runtime = Runtime()
    while not sandbox.requests:
        runtime.sleep(0.01)
    client.invoices.send("i-1")


def test_waiting_for_a_free_connection(sandbox: Sandbox, make_client: MakeClient) -> None:
    with httpx.Client(limits=httpx.Limits(max_connections=1)) as own:
        client = make_client(transport=HttpxTransport(client=own), max_retries=0)
        sandbox.fault("GET /customers/{id}", Latency(0.4))
        calls: Workers[object] = Workers(2)
        slow, hasty = calls.start(client.customers.get, "c-1"), client.with_options(timeout=0.05)
        waiting = calls.start(_send_when_received, sandbox, hasty)
        with pytest.raises(TimeoutError, match="while waiting for a free connection") as caught:
            waiting()
        assert "may have been carried out" not in str(caught.value)
        slow()
        calls.close()
    assert [request.path for request in sandbox.requests] == ["/customers/c-1"]


def test_a_slow_answer_within_the_time_is_none_too_late(sandbox: Sandbox, make_client: MakeClient) -> None:
    sandbox.fault("*", Drip(size=100, interval=0.01))
    assert (make_client(timeout=5, max_retries=0).customers.get("c-1")).id == "c-1"
