"""A try takes no longer than it may, whatever the server is slow with."""

from __future__ import annotations

import builtins
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from ascora_sdk import AscoraApiError, AsyncAscoraClient, AsyncHttpxTransport, TimeoutError
from ascora_sdk.concurrency.awaiting import AsyncRuntime, AsyncWorkers
from ascora_sdk.sandbox import AnswerLost, Drip, Fault, Latency, Sandbox

from ...client.sockets import nobody_accepts

MakeClient = Callable[..., AsyncAscoraClient]


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


async def test_connecting(make_client: MakeClient) -> None:
    with nobody_accepts() as url:
        client = make_client(api_url=url, timeout=0.2, max_retries=0)
        with at_most(1), pytest.raises(TimeoutError, match="while connecting") as caught:
            await client.customers.get("c-1")
    assert isinstance(caught.value, builtins.TimeoutError)
    assert isinstance(caught.value, AscoraApiError)
    assert caught.value.status_code is None


@pytest.mark.parametrize(
    "fault", [Latency(3), AnswerLost("hang"), Drip(size=20, interval=0.05), Drip(size=1, interval=0.001)], ids=str
)
async def test_receiving(sandbox: Sandbox, make_client: MakeClient, fault: Fault) -> None:
    client = make_client(timeout=0.15, max_retries=0)
    await client.authenticate()
    sandbox.fault("*", fault)
    with at_most(1), pytest.raises(TimeoutError, match="while receiving") as caught:
        await client.customers.get("c-1")
    assert isinstance(caught.value, builtins.TimeoutError)
    assert (await client.customers.get("c-1")).id == "c-1"


async def _send_when_received(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    runtime = AsyncRuntime()
    while not sandbox.requests:
        await runtime.sleep(0.01)
    await client.invoices.send("i-1")


async def test_waiting_for_a_free_connection(sandbox: Sandbox, make_client: MakeClient) -> None:
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=1)) as own:
        client = make_client(transport=AsyncHttpxTransport(client=own), max_retries=0)
        sandbox.fault("GET /customers/{id}", Latency(0.4))
        calls: AsyncWorkers[object] = AsyncWorkers(2)
        slow, hasty = calls.start(client.customers.get, "c-1"), client.with_options(timeout=0.05)
        waiting = calls.start(_send_when_received, sandbox, hasty)
        with pytest.raises(TimeoutError, match="while waiting for a free connection") as caught:
            await waiting()
        assert "may have been carried out" not in str(caught.value)
        await slow()
        await calls.close()
    assert [request.path for request in sandbox.requests] == ["/customers/c-1"]


async def test_a_slow_answer_within_the_time_is_none_too_late(sandbox: Sandbox, make_client: MakeClient) -> None:
    sandbox.fault("*", Drip(size=100, interval=0.01))
    assert (await make_client(timeout=5, max_retries=0).customers.get("c-1")).id == "c-1"
