"""Each call can be told how patient it is to be; it alone, and whatever it leads to."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from ascora_sdk import (
    AscoraApiError,
    AsyncAscoraClient,
    AsyncHttpxTransport,
    ConfigurationError,
    Request,
    Response,
)
from ascora_sdk.sandbox import Sandbox, Status

from ...client.clock import AsyncFakeTime
from .calls import CALLS, NOT_CALLS, public_methods

MakeClient = Callable[..., AsyncAscoraClient]
WRONG: list[dict[str, Any]] = [
    {"timeout": 0},
    {"timeout": -1},
    {"timeout": float("nan")},
    {"timeout": float("inf")},
    {"timeout": "5"},
    {"timeout": True},
    {"timeout": 10**400},
    {"max_retries": -1},
    {"max_retries": 1.0},
    {"max_retries": "3"},
    {"max_retries": True},
]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=2, jobs=2, invoices=2, tasks=2) as sandbox:
        sandbox.seed(notes=[{"jobId": "j-1", "note": "a"}])
        sandbox.add("attachment", jobId="j-1", fileName="a.txt", content=b"wet")
        yield sandbox


class Watching:
    """A transport that keeps the time each try is given."""

    def __init__(self) -> None:
        self.inner = AsyncHttpxTransport()
        self.timeouts: list[float] = []

    async def send(self, request: Request) -> Response:
        self.timeouts.append(request.timeout)
        return await self.inner.send(request)

    async def close(self) -> None:
        await self.inner.close()


@pytest.fixture
async def transport() -> AsyncIterator[Watching]:
    transport = Watching()
    yield transport
    await transport.close()


def test_the_table_has_every_call(client: AsyncAscoraClient) -> None:
    assert set(public_methods(client)) == set(CALLS)
    assert all(hasattr(client, name) for name in NOT_CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_each_call_takes_the_options_by_name(client: AsyncAscoraClient, name: str) -> None:
    parameters = inspect.signature(public_methods(client)[name]).parameters
    if "timeout" in parameters:
        chosen = [parameters["timeout"], parameters["max_retries"]]
        assert all(one.kind is inspect.Parameter.KEYWORD_ONLY and one.default is None for one in chosen)
    else:
        options = parameters["options"]
        assert (options.kind, options.annotation) == (inspect.Parameter.VAR_KEYWORD, "Unpack[CallOptions]")
    assert ("idempotency_key" in parameters) == CALLS[name].has_key
    if CALLS[name].has_key:
        key = parameters["idempotency_key"]
        assert key.kind is inspect.Parameter.KEYWORD_ONLY
        assert key.default is None


@pytest.mark.parametrize("name", CALLS)
async def test_the_timeout_is_the_calls_own(make_client: MakeClient, transport: Watching, name: str) -> None:
    client = make_client(transport=transport, timeout=30)
    await CALLS[name].run(client, timeout=17.5)
    assert transport.timeouts == [17.5] * CALLS[name].requests
    await client.authenticate(timeout=None)
    assert transport.timeouts[-1] == 30


@pytest.mark.parametrize("name", CALLS)
async def test_the_number_of_tries_is_the_calls_own(
    sandbox: Sandbox, client: AsyncAscoraClient, clock: AsyncFakeTime, name: str
) -> None:
    sandbox.fault("*", Status(429), times=None)
    for options, attempts in (({"max_retries": 0}, 1), ({"max_retries": 1}, 2), ({"max_retries": None}, 4), ({}, 4)):
        sandbox.clear_requests()
        with pytest.raises(AscoraApiError) as caught:
            await CALLS[name].run(client, **options)
        assert caught.value.attempts == len(sandbox.requests) == attempts


@pytest.mark.parametrize("name", CALLS)
async def test_what_cannot_be_right_is_not_sent(sandbox: Sandbox, client: AsyncAscoraClient, name: str) -> None:
    for options in WRONG:
        with pytest.raises(ConfigurationError, match=next(iter(options))):
            await CALLS[name].run(client, **options)
    with pytest.raises(TypeError):
        await CALLS[name].run(client, retries=3)
    assert sandbox.requests == ()


@pytest.mark.parametrize("options", WRONG, ids=str)
def test_with_options_refuses_the_same(client: AsyncAscoraClient, options: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(options))):
        client.with_options(**options)


@pytest.mark.parametrize("name", ["customers", "jobs", "invoices", "tasks"])
def test_iter_refuses_before_the_loop(client: AsyncAscoraClient, name: str) -> None:
    resource = getattr(client, name)
    for options in WRONG:
        with pytest.raises(ConfigurationError, match=next(iter(options))):
            resource.iter(**options)
    with pytest.raises(TypeError, match="there is no argument retries, statsu"):
        resource.iter(statsu="x", retries=3)


@pytest.mark.parametrize("concurrency", [1, 2])
async def test_every_page_of_iter_keeps_them(
    sandbox: Sandbox, make_client: MakeClient, transport: Watching, concurrency: int
) -> None:
    client = make_client(transport=transport)
    items = client.customers.iter(page_size=1, concurrency=concurrency, timeout=7, max_retries=0)
    assert len([item async for item in items.limit(5)]) == 2
    assert len(await items.to_dicts()) == 2
    assert transport.timeouts == [7] * 4
    sandbox.fault("GET /customers", Status(500), after=1)
    with pytest.raises(AscoraApiError) as caught:
        [item async for item in items]
    assert caught.value.attempts == 1


async def test_the_next_page_keeps_them(sandbox: Sandbox, make_client: MakeClient, transport: Watching) -> None:
    client = make_client(transport=transport)
    page = await client.customers.list(limit=1, timeout=7, max_retries=0)
    following = await page.next_page()
    assert following is not None
    assert transport.timeouts == [7, 7]
    sandbox.fault("*", Status(500), times=None)
    with pytest.raises(AscoraApiError) as caught:
        await page.next_page()
    assert caught.value.attempts == 1


async def test_they_are_of_one_call_alone(sandbox: Sandbox, make_client: MakeClient, transport: Watching) -> None:
    client = make_client(transport=transport, timeout=30).with_options(timeout=20, max_retries=1)
    await client.jobs.get("j-1", timeout=5, max_retries=0)
    await client.jobs.notes.list("j-1", max_retries=0)
    await client.jobs.get("j-1", timeout=None)
    assert transport.timeouts == [5, 20, 20]
    sandbox.fault("*", Status(500), times=None)
    with pytest.raises(AscoraApiError) as caught:
        await client.jobs.get("j-1")
    assert caught.value.attempts == 2
