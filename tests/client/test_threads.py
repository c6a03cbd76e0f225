"""One blocking client serves many threads, and works where an event loop runs."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import httpx
import pytest

from ascora_sdk import AscoraClient, RateLimitError, Runtime
from ascora_sdk.concurrency import blocking
from ascora_sdk.sandbox import Sandbox, Status

from .._blocking.waiting import until
from .clock import FakeTime

THREADS, CALLS = 8, 50


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=100) as sandbox:
        yield sandbox


def make_client(sandbox: Sandbox, **options: object) -> AscoraClient:
    return AscoraClient(
        api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code, **options
    )


def test_eight_threads_share_a_client(sandbox: Sandbox) -> None:
    with make_client(sandbox) as client, ThreadPoolExecutor(THREADS) as pool:
        wanted = [f"c-{1 + number % 100}" for number in range(THREADS * CALLS)]
        assert [customer.id for customer in pool.map(client.customers.get, wanted)] == wanted
    assert len(sandbox.requests) == THREADS * CALLS


def test_eight_threads_each_go_through_a_listing(sandbox: Sandbox) -> None:
    with make_client(sandbox) as client, ThreadPoolExecutor(THREADS) as pool:
        walks = pool.map(lambda _: [one.id for one in client.customers.iter(page_size=10, concurrency=2)], range(8))
        assert list(walks) == [[f"c-{number}" for number in range(1, 101)]] * 8


def test_threads_that_begin_at_once_share_one_pool_of_connections(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[httpx.Client] = []

    class SlowlyMade(httpx.Client):
        def __init__(self, **options: object) -> None:
            time.sleep(0.05)
            super().__init__(**options)
            made.append(self)

    monkeypatch.setattr(httpx, "Client", SlowlyMade)
    begin = Barrier(THREADS)

    def call(client: AscoraClient) -> None:
        begin.wait()
        client.authenticate()

    with make_client(sandbox) as client, ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(call, [client] * THREADS))
    left_open = [one for one in made if not one.is_closed]
    for one in left_open:
        one.close()
    assert (len(made), left_open) == (1, [])


def test_a_rate_limit_in_one_thread_slows_the_others(sandbox: Sandbox) -> None:
    clock = FakeTime()
    with make_client(sandbox, max_retries=0, runtime=clock.runtime) as client, ThreadPoolExecutor(1) as pool:
        sandbox.fault("*", Status(429, headers={"Retry-After": "3"}))
        with pytest.raises(RateLimitError):
            client.customers.get("c-1")
        pool.submit(client.customers.get, "c-1").result()
    assert clock.sleeps == [3.0]


def test_closing_while_a_listing_fetches_ahead_is_quiet(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(10):
        with make_client(sandbox, max_retries=0) as client:
            for _ in client.customers.iter(page_size=5, concurrency=8):
                break
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]


def test_no_page_is_fetched_after_the_client_was_closed(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "_PATIENCE_SECONDS", 0.01)
    sandbox.fault("GET /customers", Status(500), times=None, after=1)
    between_tries: list[threading.Thread] = []
    awake = Event()

    def sleep(_seconds: float) -> None:
        between_tries.append(threading.current_thread())
        assert awake.wait(60)

    with make_client(sandbox, runtime=Runtime(sleep=sleep)) as client:
        for _ in client.customers.iter(page_size=5, concurrency=4):
            until(lambda: len(between_tries) == 4)
            break
    assert len(sandbox.requests) == 5
    awake.set()
    for thread in between_tries:
        thread.join()
    assert len(sandbox.requests) == 5


async def test_in_a_notebooks_cell_the_loop_runs_already(sandbox: Sandbox) -> None:
    assert asyncio.get_running_loop().is_running()
    with make_client(sandbox) as client:
        assert client.customers.get("c-1").id == "c-1"
        assert len([one.id for one in client.customers.iter(page_size=30, concurrency=3)]) == 100


def test_a_blocking_listing_starts_no_thread_unasked(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    with make_client(sandbox) as client:
        client.authenticate()
        monkeypatch.setattr("threading.Thread.start", refuse)
        assert len(list(client.customers.iter(page_size=30))) == 100
