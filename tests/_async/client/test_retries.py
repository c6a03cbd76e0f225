"""Calls that may be repeated without harm are tried again, as often as asked for and after the right pauses."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import pytest

from ascora_sdk import AscoraApiError, AsyncAscoraClient, NotFoundError, RetryPolicy
from ascora_sdk.sandbox import AnswerLost, CutBody, Drop, Fault, Sandbox, Status

from ...client.clock import AsyncFakeTime
from ..waiting import until
from .impatience import ENDLESS, Impatient

MakeClient = Callable[..., AsyncAscoraClient]
PASSING = [Status(408), Status(429), Status(500), Status(502), Status(503), Status(504), Drop(), CutBody(), ENDLESS[1]]
ON_C1: dict[str, Callable[[AsyncAscoraClient], Awaitable[object]]] = {
    "GET": lambda client: client.customers.get("c-1"),
    "PUT": lambda client: client.customers.update("c-1", phone="1"),
    "DELETE": lambda client: client.customers.delete("c-1"),
}


@pytest.mark.parametrize("fault", PASSING, ids=str)
async def test_a_get_is_tried_again(
    sandbox: Sandbox, make_client: MakeClient, impatient: Impatient, clock: AsyncFakeTime, fault: Fault
) -> None:
    sandbox.fault("*", fault)
    impatient.give_up_soon(1 if fault in ENDLESS else 0)
    client = make_client(transport=impatient)
    assert (await client.customers.get("c-1")).id == "c-1"
    assert len(sandbox.requests) == 2
    assert clock.sleeps == [1.0]


@pytest.mark.parametrize("fault", PASSING, ids=str)
async def test_and_no_more_often_than_asked_for(
    sandbox: Sandbox, make_client: MakeClient, impatient: Impatient, clock: AsyncFakeTime, fault: Fault
) -> None:
    sandbox.fault("*", fault, times=None)
    impatient.give_up_soon(3 if fault in ENDLESS else 0)
    client = make_client(transport=impatient, max_retries=2)
    with pytest.raises(AscoraApiError) as caught:
        await client.customers.get("c-1")
    await until(lambda: len(sandbox.requests) >= 3)
    assert caught.value.attempts == len(sandbox.requests) == 3
    assert clock.sleeps == [1.0, 2.0]
    assert "tried 3 times" in str(caught.value)


@pytest.mark.parametrize("method", ON_C1)
@pytest.mark.parametrize("fault", [Status(500), Drop(), Status(429)], ids=str)
async def test_no_retries_means_none(
    sandbox: Sandbox, make_client: MakeClient, clock: AsyncFakeTime, method: str, fault: Fault
) -> None:
    sandbox.fault("*", fault)
    with pytest.raises(AscoraApiError) as caught:
        await ON_C1[method](make_client(max_retries=0))
    assert caught.value.attempts == len(sandbox.requests) == 1
    assert clock.sleeps == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 410, 418, 422])
async def test_what_will_not_pass_is_not_tried_again(sandbox: Sandbox, client: AsyncAscoraClient, status: int) -> None:
    sandbox.fault("*", Status(status, headers={"Retry-After": "1"}), times=None)
    with pytest.raises(AscoraApiError) as caught:
        await client.customers.get("c-1")
    assert caught.value.attempts == len(sandbox.requests) == 1


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("fault", [Status(503), Drop(), AnswerLost("drop"), AnswerLost("error"), ENDLESS[0]], ids=str)
async def test_a_put_and_a_delete_are_repeated(
    sandbox: Sandbox, make_client: MakeClient, impatient: Impatient, method: str, fault: Fault
) -> None:
    sandbox.fault("*", fault)
    impatient.give_up_soon(1 if fault in ENDLESS else 0)
    await ON_C1[method](make_client(transport=impatient))
    assert [request.method for request in sandbox.requests] == [method, method]
    assert sandbox.requests[0].body == sandbox.requests[1].body
    assert sandbox.count("customer") == (6 if method == "DELETE" else 7)


async def test_a_delete_that_was_refused_and_then_finds_nothing_did_not_do_it(
    sandbox: Sandbox, client: AsyncAscoraClient
) -> None:
    sandbox.fault("DELETE /customers/{id}", Status(429))
    with pytest.raises(NotFoundError) as caught:
        await client.customers.delete("c-99")
    assert caught.value.attempts == 2


async def test_pauses_grow_and_are_bounded(sandbox: Sandbox, make_client: MakeClient, clock: AsyncFakeTime) -> None:
    sandbox.fault("*", Status(500), times=None)
    client = make_client(retry=RetryPolicy(max_retries=6, retry_delay=0.5, max_delay=5))
    with pytest.raises(AscoraApiError):
        await client.customers.get("c-1")
    assert clock.sleeps == [0.5, 1.0, 2.0, 4.0, 5.0, 5.0]


async def test_the_time_in_all_is_bounded(sandbox: Sandbox, make_client: MakeClient, clock: AsyncFakeTime) -> None:
    sandbox.fault("*", Status(503, headers={"Retry-After": "3"}), times=None)
    client = make_client(retry=RetryPolicy(max_retries=100, total_time=10))
    with pytest.raises(AscoraApiError) as caught:
        await client.customers.get("c-1")
    assert clock.sleeps == [3.0, 3.0, 3.0]
    assert caught.value.attempts == 4


async def test_a_pause_that_would_outlast_the_time_in_all_is_not_begun(
    sandbox: Sandbox, make_client: MakeClient, clock: AsyncFakeTime
) -> None:
    sandbox.fault("*", Status(503, headers={"Retry-After": "11"}))
    with pytest.raises(AscoraApiError):
        await make_client(retry=RetryPolicy(total_time=10)).customers.get("c-1")
    assert clock.sleeps == []


async def test_every_failed_try_is_logged_without_the_id(
    sandbox: Sandbox, client: AsyncAscoraClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "ascora_sdk")
    sandbox.fault("*", Status(503))
    sandbox.fault("*", Drop())
    sandbox.fault("*", Status(404))
    with pytest.raises(NotFoundError):
        await client.customers.get("c-1")
    assert [(record.levelname, record.getMessage()) for record in caplog.records if record.name == "ascora_sdk"] == [
        ("INFO", "GET /customers/{id}: status 503 at try 1, trying again in 1 s"),
        ("INFO", "GET /customers/{id}: no answer while receiving at try 2, trying again in 2 s"),
        ("INFO", "GET /customers/{id}: status 404 at try 3, giving up"),
    ]


async def test_a_call_that_goes_well_is_told_to_those_who_debug(
    client: AsyncAscoraClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "ascora_sdk")
    await client.customers.get("c-1")
    (record,) = [record for record in caplog.records if record.name == "ascora_sdk"]
    assert record.levelname == "DEBUG"
    assert record.getMessage().startswith("GET /customers/{id}: status 200 at try 1, in ")
