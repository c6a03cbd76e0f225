"""What hooks do in the async client alone: they are awaited, and told of a cancellation."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from ascora_sdk import AsyncAscoraClient, Attempt, AttemptResult, Hooks
from ascora_sdk.sandbox import Latency, Sandbox


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=1) as sandbox:
        yield sandbox


def make_client(sandbox: Sandbox, *hooks: Hooks) -> AsyncAscoraClient:
    return AsyncAscoraClient(
        api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code, hooks=hooks
    )


async def test_a_cancellation_is_told_and_goes_on(sandbox: Sandbox) -> None:
    sandbox.fault("*", Latency(60))
    begun, results = asyncio.Event(), []

    async def after(_: Attempt, result: AttemptResult) -> None:
        await asyncio.sleep(0)
        results.append(result)

    async with make_client(sandbox, Hooks(before_attempt=lambda _: begun.set(), after_attempt=after)) as client:
        task = asyncio.ensure_future(client.authenticate())
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    (result,) = results
    assert isinstance(result.failure, asyncio.CancelledError)
    assert (result.response, result.retry_in) == (None, None)


async def test_a_cancellation_while_a_hook_waits_ends_what_other_hooks_began(sandbox: Sandbox) -> None:
    begun, told = asyncio.Event(), []

    async def wait(_: Attempt) -> None:
        begun.set()
        await asyncio.Event().wait()

    outer = Hooks(after_attempt=lambda _, result: told.append(type(result.failure)))
    async with make_client(sandbox, outer, Hooks(before_attempt=wait)) as client:
        task = asyncio.ensure_future(client.authenticate())
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert told == [asyncio.CancelledError]
    assert sandbox.requests == ()


async def test_plain_and_async_functions_go_together(sandbox: Sandbox) -> None:
    order: list[str] = []

    async def before(attempt: Attempt) -> None:
        await asyncio.sleep(0)
        order.append("async before")

    hooks = [
        Hooks(before_attempt=before, after_attempt=lambda *_: order.append("plain after")),
        Hooks(before_attempt=lambda _: order.append("plain before")),
    ]
    async with make_client(sandbox, *hooks) as client:
        await client.authenticate()
    assert order == ["async before", "plain before", "plain after"]


async def test_calls_at_once_do_not_mix_their_notes(sandbox: Sandbox) -> None:
    mixed: list[bool] = []

    async def before(attempt: Attempt) -> None:
        attempt.notes["url"] = attempt.url
        await asyncio.sleep(0)

    def after(attempt: Attempt, result: AttemptResult) -> None:
        mixed.append(attempt.notes != {"url": attempt.url})

    async with make_client(sandbox, Hooks(before_attempt=before, after_attempt=after)) as client:
        await asyncio.gather(*(client.customers.list(limit=limit) for limit in range(1, 30)))
    assert mixed == [False] * 29
