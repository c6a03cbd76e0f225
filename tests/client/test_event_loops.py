"""One async client works on every event loop that asks it: one after the other, and several at once."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ascora_sdk import AsyncAscoraClient, TimeoutError
from ascora_sdk.sandbox import Latency, Sandbox

from .._async.waiting import until

SEVERAL_RUNS = """
import asyncio, gc, os, sys, warnings
from ascora_sdk import AsyncAscoraClient

client = AsyncAscoraClient(api_url=sys.argv[1], api_token=sys.argv[2], company_code=sys.argv[3])
warnings.simplefilter("ignore")

def open_files():
    gc.collect()
    return len(os.listdir("/proc/self/fd"))

asyncio.run(client.authenticate())
before = open_files()
for _ in range(20):
    asyncio.run(client.authenticate())
print(open_files() - before)
"""


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=30) as sandbox:
        yield sandbox


def make_client(sandbox: Sandbox, **options: object) -> AsyncAscoraClient:
    return AsyncAscoraClient(
        api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code, **options
    )


async def _listing(client: AsyncAscoraClient) -> list[str]:
    return [customer.id async for customer in client.customers.iter(page_size=5)]


async def _listing_then_close(client: AsyncAscoraClient) -> list[str]:
    async with client:
        return await asyncio.wait_for(_listing(client), 60)


WANTED = [f"c-{number}" for number in range(1, 31)]


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_one_loop_after_the_other(sandbox: Sandbox) -> None:
    client = make_client(sandbox)
    for _ in range(3):
        assert asyncio.run(asyncio.wait_for(_listing(client), 60)) == WANTED
    assert asyncio.run(_listing_then_close(client)) == WANTED
    with pytest.raises(RuntimeError, match="closed"):
        asyncio.run(client.authenticate())
    gc.collect()


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="open files are counted in /proc")  # noqa: PTH112
def test_loops_that_ended_leave_no_connection_open(sandbox: Sandbox) -> None:
    arguments = [sandbox.api_url, sandbox.api_token, sandbox.company_code]
    done = subprocess.run(
        [sys.executable, "-c", SEVERAL_RUNS, *arguments], check=True, capture_output=True, encoding="utf-8", timeout=120
    )
    assert int(done.stdout) <= 2


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_loops_in_several_threads(sandbox: Sandbox) -> None:
    client = make_client(sandbox)
    with ThreadPoolExecutor(4) as pool:
        runs = pool.map(lambda _: asyncio.run(asyncio.wait_for(_listing(client), 60)), range(12))
        assert list(runs) == [WANTED] * 12
    asyncio.run(client.close())
    gc.collect()


async def test_many_calls_at_once(sandbox: Sandbox) -> None:
    async with make_client(sandbox) as client:
        wanted = [f"c-{1 + number % 30}" for number in range(150)]
        got = await asyncio.gather(*map(client.customers.get, wanted))
    assert [customer.id for customer in got] == wanted


async def _cancel_when_received(sandbox: Sandbox, call: Coroutine[Any, Any, object]) -> None:
    task = asyncio.ensure_future(call)
    await until(lambda: sandbox.requests)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_call_can_be_cancelled(sandbox: Sandbox) -> None:
    sandbox.fault("*", Latency(60))
    async with make_client(sandbox) as client:
        await _cancel_when_received(sandbox, client.authenticate())
        await client.authenticate()
    assert len(sandbox.requests) == 2


async def test_cancelling_a_listing_stops_it(sandbox: Sandbox) -> None:
    sandbox.fault("GET /customers", Latency(60), times=None)
    async with make_client(sandbox) as client:
        await _cancel_when_received(sandbox, _listing(client))
    assert len(asyncio.all_tasks()) == 1


async def test_ours_is_no_cancellation(sandbox: Sandbox) -> None:
    sandbox.fault("*", Latency(60))
    async with make_client(sandbox, timeout=0.05, max_retries=0) as client:
        with pytest.raises(TimeoutError):
            await client.authenticate()
