# Generated from ../../../_async/sync/both_ways/test_lost_answers.py by tools/unasync; do not edit.
"""The answer is lost, or nobody knows whether what was sent came to the server at all: every kind on every storage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from ascora_sdk import AscoraClient, RetryPolicy
from ascora_sdk.sandbox import AnswerLost, CutBody, Drop, Fault, Malformed, Sandbox, Status
from ascora_sdk.sync import SyncEngine, Manual

from ....client.clock import FakeTime
from ...client.impatience import Impatient
from ..here import Here, assert_at_rest, rows_of

NEW: dict[str, dict[str, Any]] = {
    "customer": {"first_name": "Ada", "custom_fields": {"dog": True}},
    "job": {"job_title": "Dry out", "customer_id": "c-1", "status": "pending"},
    "invoice": {
        "customer_id": "c-1",
        "invoice_number": "INV-7",
        "invoice_date": "2026-02-17",
        "due_date": "2026-03-17",
        "total_amount": 7,
        "status": "draft",
    },
}
UNCLEAR: list[Fault] = [Status(500), Drop(), Status(502, body="<html>", content_type="text/html")]
"""Nothing was done, but the client cannot tell."""


LOST = ["drop", "error", "hang"]


def each(name: str, ways: Sequence[Any], ids: Callable[[Any], str] = str) -> pytest.MarkDecorator:
    """Run a test for customers in every way, and for each other kind in one."""
    others = [(kind, ways[number]) for number, kind in enumerate(NEW)][1:]
    pairs = [*((next(iter(NEW)), way) for way in ways), *others]
    return pytest.mark.parametrize(("kind", name), pairs, ids=[f"{kind}-{ids(way)}" for kind, way in pairs])


KEYS = pytest.mark.parametrize("honours", [True, False], ids=["keys honoured", "keys unread"])


@KEYS
@each("how", LOST)
def test_a_create_whose_answer_is_lost(
    engine: SyncEngine, here: Here, sandbox: Sandbox, transport: Impatient, how: Any, kind: str
) -> None:
    engine.sync()
    count = sandbox.count(kind)
    key = here.add(kind, **NEW[kind])
    sandbox.fault(f"POST /{kind}s", AnswerLost(how))
    transport.give_up_soon(1 if how == "hang" else 0, "POST")
    report = engine.sync(kind)
    assert (report[kind].failed, report[kind].pushed, report.ok) == (1, 0, False)
    assert sandbox.count(kind) == count + 1

    report = engine.sync(kind)
    assert (report[kind].pushed, report[kind].created, report.ok) == (1, 0, True)
    assert len(sandbox.received(f"POST /{kind}s")) == 1
    made = list(sandbox.records(kind))[-1]
    assert (rows_of(here, kind))[key].id == made["id"]
    assert_at_rest(engine, here, sandbox)


@KEYS
@pytest.mark.parametrize("kind", NEW)
def test_every_answer_is_lost_however_often_it_is_run(
    engine: SyncEngine, here: Here, sandbox: Sandbox, kind: str
) -> None:
    engine.sync()
    count = sandbox.count(kind)
    sandbox.fault("POST *", AnswerLost("drop"), times=None)
    for number in range(1, 4):
        here.add(kind, **{**NEW[kind], "invoice_number": f"INV-{number}"} if kind == "invoice" else NEW[kind])
        for _ in range(2):
            engine.sync(kind)
            engine.push(kind)
        assert sandbox.count(kind) == count + number
    assert len(sandbox.received(f"POST /{kind}s")) == 3
    assert_at_rest(engine, here, sandbox)


@each("again", ["sync", "push", "complete sync", "retry_failed"])
def test_whichever_way_it_is_run_again(
    engine: SyncEngine, here: Here, sandbox: Sandbox, kind: str, again: str
) -> None:
    engine.sync()
    count = sandbox.count(kind)
    key = here.add(kind, **NEW[kind])
    sandbox.fault("POST *", AnswerLost("error"))
    engine.sync(kind)
    if again == "push":
        engine.push(kind)
    elif again == "retry_failed":
        engine.retry_failed(kind)
        engine.push(kind)
    else:
        engine.sync(kind, complete=again == "complete sync")
    assert sandbox.count(kind) == count + 1
    assert (rows_of(here, kind))[key].id is not None
    assert len(sandbox.received("POST *")) == 1
    assert_at_rest(engine, here, sandbox)


@each("fault", [*UNCLEAR, Malformed("html"), Malformed("truncated"), CutBody()], repr)
def test_nobody_knows_whether_it_was_made(
    engine: SyncEngine, here: Here, sandbox: Sandbox, fault: Fault, kind: str
) -> None:
    engine.sync()
    count = sandbox.count(kind)
    here.add(kind, **NEW[kind])
    sandbox.fault("POST *", fault)
    report = engine.sync(kind)
    assert (report[kind].failed, report.ok) == (1, False)
    was_made = fault not in UNCLEAR
    assert sandbox.count(kind) == count + was_made
    assert (engine.sync(kind)).ok
    assert sandbox.count(kind) == count + 1
    assert len(sandbox.received("POST *")) == 2 - was_made
    assert_at_rest(engine, here, sandbox)


@KEYS
def test_a_client_that_tries_again_makes_no_second_one(
    make_engine, here: Here, sandbox: Sandbox, transport: Impatient
) -> None:
    with AscoraClient(
        api_url=sandbox.api_url,
        api_token=sandbox.api_token,
        company_code=sandbox.company_code,
        retry=RetryPolicy(max_retries=3, retry_delay=1),
        runtime=FakeTime().runtime,
    ) as client:
        engine = make_engine(source=client, strategy=Manual())
        engine.sync()
        for kind, values in NEW.items():
            count = sandbox.count(kind)
            here.add(kind, **values)
            sandbox.fault("POST *", AnswerLost("error"))
            sandbox.fault("POST *", AnswerLost("drop"))
            for _ in range(3):
                engine.sync(kind)
            sandbox.clear_faults()
            assert sandbox.count(kind) == count + 1
        assert_at_rest(engine, here, sandbox)


@each("how", LOST)
def test_an_update_whose_answer_is_lost_is_no_edit_of_the_servers(
    engine: SyncEngine, here: Here, sandbox: Sandbox, transport: Impatient, how: Any, kind: str
) -> None:
    name = {"customer": "phone", "job": "description", "invoice": "invoice_number"}[kind]
    other = {"customer": "email", "job": "jobAddress", "invoice": "dueDate"}[kind]
    id_ = f"{kind[0]}-1"
    engine.sync()
    here.edit(kind, id_, **{name: "first"})
    sandbox.fault("PUT *", AnswerLost(how))
    transport.give_up_soon(1 if how == "hang" else 0, "PUT")
    report = engine.sync(kind)
    assert (report[kind].failed, report.ok) == (1, False)
    # Both sides are edited since: the row once more, the object in another field.
    here.edit(kind, id_, **{name: "second"})
    sandbox.edit(kind, id_, **{other: "2026-03-18"})
    report = engine.sync(kind)
    assert (report[kind].conflicts, report.ok) == (0, True)
    assert_at_rest(engine, here, sandbox)
    wire = {"phone": "phone", "description": "description", "invoice_number": "invoiceNumber"}[name]
    assert sandbox.get(kind, id_)[wire] == "second"
    assert len(sandbox.received("PUT *")) == 2


def test_some_of_many_are_lost(make_engine, here: Here, sandbox: Sandbox) -> None:
    engine = make_engine(concurrency=4, strategy=Manual())
    engine.sync()
    for number in range(12):
        here.add("customer", first_name="Ada", phone=str(number % 3))
    sandbox.fault("POST *", AnswerLost("drop"), after=3)
    sandbox.fault("POST *", Status(500), after=5)
    sandbox.fault("POST *", AnswerLost("error"), after=8)
    for _ in range(3):
        engine.sync("customer")
    assert sandbox.count("customer") == 7 + 12
    assert_at_rest(engine, here, sandbox)
