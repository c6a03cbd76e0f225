"""A try takes no longer than it may, whatever the server is slow with."""

from __future__ import annotations

import builtins
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from ascora_sdk import AscoraApiError, AsyncAscoraClient, AsyncHttpxTransport, TimeoutError
from ascora_sdk.concurrency.awaiting import AsyncWorkers
from ascora_sdk.sandbox import AnswerLost, Drip, Fault, Latency, Sandbox

from ...client.faults import Held
from ...client.sockets import nobody_accepts
from ..waiting import until

MakeClient = Callable[..., AsyncAscoraClient]


@contextmanager
def long_before_the_server() -> Iterator[None]:
    """A busy machine may take some seconds; whoever waits for the server here waits for half a minute."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 20


async def test_connecting(make_client: MakeClient) -> None:
    with nobody_accepts() as url:
        client = make_client(api_url=url, timeout=0.2, max_retries=0)
        with long_before_the_server(), pytest.raises(TimeoutError, match="while connecting") as caught:
            await client.customers.get("c-1")
    assert isinstance(caught.value, builtins.TimeoutError)
    assert isinstance(caught.value, AscoraApiError)
    assert caught.value.status_code is None


@pytest.mark.parametrize(
    "fault", [Latency(60), AnswerLost("hang"), Drip(size=20, interval=0.1), Drip(size=1, interval=0.001)], ids=str
)
async def test_receiving(sandbox: Sandbox, make_client: MakeClient, fault: Fault) -> None:
    sandbox.edit("customer", "c-1", notes="long" * 8_000)
    client = make_client(max_retries=0)
    await client.authenticate()
    sandbox.fault("*", fault)
    with long_before_the_server(), pytest.raises(TimeoutError, match="while receiving") as caught:
        await client.with_options(timeout=0.2).customers.get("c-1")
    assert isinstance(caught.value, builtins.TimeoutError)
    assert (await client.customers.get("c-1")).id == "c-1"


async def test_waiting_for_a_free_connection(sandbox: Sandbox, make_client: MakeClient) -> None:
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=1)) as own:
        client = make_client(transport=AsyncHttpxTransport(client=own), max_retries=0)
        held = Held()
        sandbox.fault("GET /customers/{id}", held)
        calls: AsyncWorkers[object] = AsyncWorkers(2)
        slow = calls.start(client.customers.get, "c-1")
        await until(lambda: sandbox.requests)
        with pytest.raises(TimeoutError, match="while waiting for a free connection") as caught:
            await client.with_options(timeout=0.05).invoices.send("i-1")
        assert "may have been carried out" not in str(caught.value)
        held.let_go()
        await slow()
        await calls.close()
    assert [request.path for request in sandbox.requests] == ["/customers/c-1"]


async def test_a_slow_answer_within_the_time_is_none_too_late(sandbox: Sandbox, make_client: MakeClient) -> None:
    sandbox.fault("*", Drip(size=100, interval=0.01))
    assert (await make_client(timeout=60, max_retries=0).customers.get("c-1")).id == "c-1"
