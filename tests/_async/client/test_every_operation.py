"""Every operation behaves alike under every fault: what can be tried again is, and what cannot says so at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ascora_sdk import AscoraApiError, AsyncAscoraClient
from ascora_sdk.sandbox import (
    AnswerLost,
    CutBody,
    Drip,
    Drop,
    Fault,
    Latency,
    Malformed,
    Redirect,
    RefusedEarly,
    Sandbox,
    Shift,
    Status,
)

from ...client.clock import AsyncFakeTime
from .calls import CALLS, Call
from .impatience import ENDLESS, Impatient
from .test_errors import KINDS

MakeClient = Callable[..., AsyncAscoraClient]
KIND_NAMES = ("customer", "job", "invoice", "task", "note", "attachment")
HARMLESS: list[Fault] = [Latency(0.001), Drip(size=64, interval=0.0001), Shift()]
PASSING: list[Fault] = [
    Status(429),
    Status(429, headers={"Retry-After": "1"}),
    Status(503, headers={"Retry-After": "1"}),
]
LOST: list[Fault] = [
    *(Status(code) for code in (408, 500, 502, 503, 504, 599)),
    Status(500, b"\xff", "text/html"),
    Drop(),
    CutBody(),
    AnswerLost("drop"),
    AnswerLost("error"),
    *ENDLESS,
]
REFUSED: list[Fault] = [Status(code) for code in (400, 401, 402, 403, 404, 405, 409, 413, 422)]
MOVED: list[Fault] = [Redirect("http://127.0.0.1:1/", code) for code in (301, 302, 303, 307, 308)]
SPOILT: list[Fault] = [
    *(
        Malformed(flaw)
        for flaw in ("html", "truncated", "empty", "no_data", "bare_value", "nan", "invalid_utf8", "huge")
    ),
    *(Status(200, body) for body in ("null", "[]", "[1]", '""', '{"data": 5}', '{"id": 5}')),
]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=2, jobs=2, invoices=2, tasks=2) as sandbox:
        sandbox.seed(
            notes=[{"jobId": "j-1", "note": "a"}],
            attachments=[{"jobId": "j-1", "fileName": "a.txt", "content": b"wet"}],
        )
        yield sandbox


@pytest.fixture
async def client(make_client: MakeClient, impatient: Impatient) -> AsyncAscoraClient:
    return make_client(transport=impatient)


def strike(sandbox: Sandbox, impatient: Impatient, fault: Fault, times: int = 1) -> None:
    """Begin anew, with a fault that strikes the first tries."""
    sandbox.reset()
    sandbox.fault("*", fault, times=times)
    impatient.give_up_soon(times if fault in ENDLESS else 0)


def what_there_is(sandbox: Sandbox) -> list[int]:
    """Count what a call done twice would have made twice."""
    return [*map(sandbox.count, KIND_NAMES), len(sandbox.payments("i-1"))]


@pytest.mark.parametrize("name", CALLS)
async def test_a_slow_answer_is_an_answer(
    sandbox: Sandbox, client: AsyncAscoraClient, impatient: Impatient, clock: AsyncFakeTime, name: str
) -> None:
    for fault in HARMLESS:
        strike(sandbox, impatient, fault)
        await CALLS[name].run(client)
        assert (len(sandbox.requests), clock.sleeps) == (CALLS[name].requests, []), fault


@pytest.mark.parametrize("name", CALLS)
async def test_what_cannot_have_been_carried_out_is_tried_again(
    sandbox: Sandbox, client: AsyncAscoraClient, impatient: Impatient, name: str
) -> None:
    await CALLS[name].run(client)
    done = what_there_is(sandbox)
    for fault in PASSING:
        strike(sandbox, impatient, fault, times=2)
        await CALLS[name].run(client)
        assert len(sandbox.requests) == CALLS[name].requests + 2, fault
        assert what_there_is(sandbox) == done, fault


@pytest.mark.parametrize("name", [name for name, call in CALLS.items() if not call.unsafe])
async def test_what_can_be_repeated_is_tried_again(
    sandbox: Sandbox, client: AsyncAscoraClient, impatient: Impatient, clock: AsyncFakeTime, name: str
) -> None:
    expected = await CALLS[name].run(client)
    done = what_there_is(sandbox)
    # An answer without a body cannot be cut.
    for fault in [fault for fault in LOST if fault != CutBody() or CALLS[name].method != "DELETE"]:
        strikes = 1 if fault in ENDLESS else 2
        strike(sandbox, impatient, fault, strikes)
        clock.sleeps.clear()
        result = await CALLS[name].run(client)
        assert len(sandbox.requests) == CALLS[name].requests + strikes, fault
        assert clock.sleeps == [1.0, 2.0][:strikes], fault
        assert what_there_is(sandbox) == done, fault
        assert type(result) is type(expected), fault


@pytest.mark.parametrize("name", [name for name, call in CALLS.items() if call.has_key])
async def test_what_a_key_covers_is_tried_again_and_done_once(
    sandbox: Sandbox, client: AsyncAscoraClient, impatient: Impatient, name: str
) -> None:
    await CALLS[name].run(client)
    done = what_there_is(sandbox)
    for fault in LOST:
        strikes = 1 if fault in ENDLESS else 2
        strike(sandbox, impatient, fault, strikes)
        await CALLS[name].run(client, idempotency_key="key: 1/a?")
        keys = [request.headers["idempotency-key"] for request in sandbox.requests]
        assert keys == ["key: 1/a?"] * (strikes + 1), fault
        assert len({request.sha256 for request in sandbox.requests}) == 1, fault
        assert what_there_is(sandbox) == done, fault


async def refusal(call: Call, client: AsyncAscoraClient, sandbox: Sandbox, fault: Fault) -> AscoraApiError:
    """Make a call that fails at once, and give its error."""
    with pytest.raises(AscoraApiError) as caught:
        await call.run(client)
    assert caught.value.attempts == len(sandbox.requests) == 1, fault
    assert len(str(caught.value).splitlines()) == 1
    return caught.value


@pytest.mark.parametrize("name", CALLS)
async def test_what_is_refused_is_its_error_at_once(
    sandbox: Sandbox, client: AsyncAscoraClient, impatient: Impatient, clock: AsyncFakeTime, name: str
) -> None:
    # A body on its way may meet the end of the connection before the answer.
    early: list[Fault] = [RefusedEarly(403)] if CALLS[name].method in {"GET", "DELETE"} else []
    for fault in [*REFUSED, *MOVED, *early]:
        strike(sandbox, impatient, fault)
        error = await refusal(CALLS[name], client, sandbox, fault)
        assert error.status_code == fault.code
        assert type(error) is KINDS.get(fault.code, AscoraApiError)
    assert clock.sleeps == []


@pytest.mark.parametrize("name", [name for name, call in CALLS.items() if call.answers])
async def test_an_answer_that_cannot_be_read_is_an_error_at_once(
    sandbox: Sandbox, client: AsyncAscoraClient, impatient: Impatient, clock: AsyncFakeTime, name: str
) -> None:
    for fault in SPOILT:
        strike(sandbox, impatient, fault)
        error = await refusal(CALLS[name], client, sandbox, fault)
        assert (type(error), error.status_code) == (AscoraApiError, 200)
        assert ("may have been carried out" in str(error)) == CALLS[name].unsafe
    assert clock.sleeps == []


@pytest.mark.parametrize("name", [name for name, call in CALLS.items() if not call.answers])
async def test_an_answer_that_nobody_reads_can_be_anything(
    sandbox: Sandbox, client: AsyncAscoraClient, impatient: Impatient, name: str
) -> None:
    for fault in SPOILT:
        strike(sandbox, impatient, fault)
        await CALLS[name].run(client)
        assert len(sandbox.requests) == 1, fault
