"""The answer's status and headers beside what a call returns."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ascora_sdk import (
    Answer,
    AscoraApiError,
    AsyncAscoraClient,
    AsyncPage,
    Customer,
    Headers,
    Hooks,
    NotFoundError,
    Response,
)
from ascora_sdk.sandbox import Drop, Sandbox, Status

from .calls import CALLS

MakeClient = Callable[..., AsyncAscoraClient]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=5, jobs=2, invoices=2, tasks=2) as sandbox:
        sandbox.seed(
            notes=[{"jobId": "j-1", "note": "a"}],
            attachments=[{"jobId": "j-1", "fileName": "a.txt", "content": b"wet"}],
        )
        yield sandbox


async def test_status_headers_and_the_object(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    answer = await client.with_raw(lambda client: client.customers.get("c-1"))
    assert isinstance(answer, Answer)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert isinstance(answer.headers, Headers)
    assert isinstance(answer.parsed, Customer)
    assert isinstance(answer.response, Response)
    assert answer.response.json()["id"] == answer.parsed.id == "c-1"
    assert len(sandbox.requests) == 1


@pytest.mark.parametrize("name", CALLS)
async def test_of_every_call(sandbox: Sandbox, client: AsyncAscoraClient, name: str) -> None:
    expected = await CALLS[name].run(client)
    sandbox.reset()
    answer = await client.with_raw(CALLS[name].run)
    assert type(answer.parsed) is type(expected)
    assert answer.status in {200, 201, 204}
    assert len(sandbox.requests) == CALLS[name].requests
    assert answer.response.status == answer.status
    assert answer.response.headers is answer.headers


async def test_the_answer_after_tries_that_failed(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.fault("*", Status(503))
    sandbox.fault("*", Drop())
    answer = await client.with_raw(lambda client: client.tasks.get("t-1"))
    assert (answer.status, answer.parsed.id) == (200, "t-1")


async def test_the_last_answer_of_several_calls(client: AsyncAscoraClient) -> None:
    async def both(client: AsyncAscoraClient) -> tuple[str, str]:
        first = await client.customers.get("c-1")
        second = await client.customers.create(first_name="Ada")
        return first.id, second.id

    answer = await client.with_raw(both)
    assert (answer.parsed, answer.status) == (("c-1", "c-6"), 201)
    assert answer.response.json()["id"] == "c-6"


async def test_a_call_that_fails_raises(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    with pytest.raises(NotFoundError):
        await client.with_raw(lambda client: client.tasks.get("t-99"))
    sandbox.fault("*", Drop(), times=None)
    with pytest.raises(AscoraApiError):
        await client.with_raw(lambda client: client.tasks.get("t-1"))


async def test_a_page_goes_on_to_the_next(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    answer = await client.with_raw(lambda client: client.customers.list(limit=2, timeout=7))
    page: AsyncPage[Customer] | None = answer.parsed
    seen: list[str] = []
    while page is not None:
        seen += [customer.id for customer in page]
        page = await page.next_page()
    assert seen == ["c-1", "c-2", "c-3", "c-4", "c-5"]
    assert answer.response.json()["data"][0]["id"] == "c-1"


async def test_the_clients_hooks_are_called_and_others_are_not_left_behind(
    sandbox: Sandbox, make_client: MakeClient
) -> None:
    seen: list[int | None] = []
    client = make_client(hooks=[Hooks(after_attempt=lambda _, result: seen.append(result.status))])
    first = await client.with_raw(lambda client: client.jobs.get("j-1"))
    await client.jobs.get("j-2")
    assert seen == [200, 200]
    assert first.response.json()["id"] == "j-1"


async def test_two_at_a_time_do_not_mix(client: AsyncAscoraClient) -> None:
    async def both(client: AsyncAscoraClient) -> Any:
        inner = await client.with_raw(lambda client: client.customers.get("c-1"))
        await client.customers.get("c-2")
        return inner

    outer = await client.with_raw(both)
    assert outer.response.json()["id"] == "c-2"
    assert outer.parsed.response.json()["id"] == "c-1"


async def test_a_function_that_calls_nothing(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    async def nothing(_: AsyncAscoraClient) -> None:
        return None

    async def with_another(_: AsyncAscoraClient) -> Customer:
        return await client.customers.get("c-1")

    for call in (nothing, with_another):
        with pytest.raises(RuntimeError, match="with the client it is given"):
            await client.with_raw(call)


async def test_an_answer_without_a_body(client: AsyncAscoraClient) -> None:
    answer = await client.with_raw(lambda client: client.invoices.delete("i-1"))
    assert (answer.parsed, answer.status, answer.response.body) == (None, 204, b"")


async def test_a_secret_in_the_headers_is_not_shown(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.fault("*", Status(200, '{"id": "c-1"}', headers={"Set-Cookie": "sEcReT=1", "X-Request-Id": "r-1"}))
    answer = await client.with_raw(lambda client: client.customers.get("c-1"))
    assert answer.headers["set-cookie"] == "sEcReT=1"
    assert answer.headers.get("x-request-id") == "r-1"
    assert "sEcReT" not in repr(answer)


async def test_a_page_that_goes_on_keeps_no_other_answer(make_client: MakeClient) -> None:
    seen: list[weakref.ref[Any]] = []
    client = make_client(hooks=[Hooks(after_attempt=lambda _, result: seen.append(weakref.ref(result.response)))])
    page = (await client.with_raw(lambda client: client.customers.list(limit=1))).parsed
    while following := await page.next_page():
        page = following
    gc.collect()
    assert (len(seen), len([one for one in seen if one() is not None])) == (5, 1)
