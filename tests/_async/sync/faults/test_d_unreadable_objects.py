"""(d) An object that cannot be fetched stops nobody else, is on record, and goes away once it can be."""

from __future__ import annotations

from typing import Any

import pytest

from ascora_sdk import AscoraApiError, RateLimitError
from ascora_sdk.sandbox import AnswerLost, Sandbox, Status
from ascora_sdk.sync import AsyncSyncEngine, Manual

from ....sync.by_hand import add, assert_in_step
from ....sync.database import Database

FAULTS = {"an error of its own": Status(500), "a refusal": Status(400), "nothing legible": Status(200, body="{")}
ONE = "GET /customers/c-1"
ANY = "GET /customers/{id}"
OUT_OF_REACH = {"too many": Status(429), "not allowed": Status(403), "not known": Status(401)}

each_fault = pytest.mark.parametrize("name", FAULTS)
each_way_to_be_turned_away = pytest.mark.parametrize("name", OUT_OF_REACH)


@each_fault
async def test_of_an_update_whose_answer_was_lost(
    make_engine: Any, sandbox: Sandbox, database: Database, name: str
) -> None:
    engine: AsyncSyncEngine = make_engine(strategy=Manual())
    await engine.sync()
    database.edit("customer", "c-1", phone="first")
    sandbox.fault("PUT *", AnswerLost("error"))
    await engine.push("customer")
    database.edit("customer", "c-1", phone="second")
    database.edit("customer", "c-2", phone="ours")
    sandbox.edit("customer", "c-1", email="theirs")
    sandbox.fault(ONE, FAULTS[name], times=None)
    for pushed in (1, 0):
        report = await engine.push("customer")
        assert (report["customer"].pushed, report["customer"].failed) == (pushed, 1)
    assert sandbox.get("customer", "c-2")["phone"] == "ours"
    assert list(database.failures()) == ["pull:c-1"]
    sandbox.clear_faults()
    # What was sent is known to be no edit of the server's: nothing is in dispute.
    report = await engine.push("customer")
    assert (report["customer"].conflicts, report.ok) == (0, True)
    assert sandbox.get("customer", "c-1")["phone"] == "second"
    assert database.failures() == {}
    assert (await engine.sync("customer")).ok
    assert_in_step(sandbox, database)


async def test_of_an_update_that_did_not_arrive(engine: AsyncSyncEngine, sandbox: Sandbox, database: Database) -> None:
    database.edit("customer", "c-1", phone="ours")
    sandbox.fault("PUT *", Status(500))
    await engine.push("customer")
    sandbox.fault(ONE, Status(500))
    assert (await engine.push("customer"))["customer"].failed == 1
    report = await engine.push("customer")
    assert (report["customer"].pushed, report.ok) == (1, True)
    assert database.failures() == {}
    assert_in_step(sandbox, database)


@each_fault
async def test_of_one_that_is_listed_no_more(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, name: str
) -> None:
    sandbox.remove("customer", "c-1")
    sandbox.fault(ONE, FAULTS[name], times=None)
    database.edit("customer", "c-2", phone="ours")
    database.edit("job", "j-1", description="ours")
    for pushed in (1, 0):
        report = await engine.sync()
        done = report["customer"]
        assert (done.pushed, done.failed, done.deleted) == (pushed, 1, 0)
    assert sandbox.get("job", "j-1")["description"] == "ours"
    assert list(database.failures()) == ["pull:c-1"]
    assert [str(one.decision) for one in await engine.explain("customer", "c-1")].count("failed") == 1
    sandbox.clear_faults()
    report = await engine.sync("customer")
    assert (report["customer"].deleted, report.ok) == (1, True)
    assert database.failures() == {}


async def test_one_that_is_said_to_be_gone_for_good_is_gone(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.remove("customer", "c-1")
    sandbox.fault(ONE, Status(410), times=None)
    report = await engine.sync("customer")
    assert (report["customer"].deleted, report.ok) == (1, True)
    assert database.failures() == {}


async def test_three_in_a_row_are_no_matter_of_theirs_unless_they_failed_before(
    make_engine: Any, sandbox: Sandbox, database: Database
) -> None:
    engine: AsyncSyncEngine = make_engine(most_gone=1)
    await engine.sync()
    for number in range(1, 5):
        sandbox.remove("customer", f"c-{number}")
    sandbox.fault(ANY, Status(500), times=None)
    with pytest.raises(AscoraApiError):
        await engine.sync("customer")
    assert len(sandbox.received(ANY)) == 3
    report = await engine.sync("customer", complete=True)
    assert (report["customer"].failed, report["customer"].deleted) == (4, 0)
    sandbox.clear_faults()
    report = await engine.sync("customer", complete=True)
    assert (report["customer"].deleted, report.ok) == (4, True)


@each_way_to_be_turned_away
async def test_a_server_that_lets_nobody_in_says_nothing_of_a_record(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, name: str
) -> None:
    sandbox.remove("customer", "c-1")
    sandbox.fault(ONE, OUT_OF_REACH[name], times=None)
    with pytest.raises(AscoraApiError):
        await engine.sync("customer")
    assert database.failures() == {}
    assert len(sandbox.received(ONE)) == 1


async def test_while_one_may_be_there_unlisted_a_lost_create_waits(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.fault("POST *", Status(500))
    add(database, "customer", first_name="Ada")
    await engine.push("customer")
    sandbox.remove("customer", "c-1")
    sandbox.fault(ONE, Status(500), times=None)
    database.edit("customer", "c-2", phone="ours")
    report = await engine.push("customer")
    assert (report["customer"].pushed, report["customer"].skipped) == (1, 1)
    assert sandbox.count("customer") == 5
    sandbox.clear_faults()
    assert (await engine.push("customer"))["customer"].pushed == 1
    assert sandbox.count("customer") == 6


@each_way_to_be_turned_away
async def test_no_try_is_used_up_while_the_server_lets_nobody_in(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, name: str
) -> None:
    await _put_one_aside_on_each_side(engine, sandbox, database)
    sandbox.fault("* /customers/{id}", OUT_OF_REACH[name], times=None)
    for _ in range(3):
        with pytest.raises(AscoraApiError):
            await engine.retry_failed("customer")
    assert _attempts(database) == {"pull:c-1": 1, "push:c-2": 1}


async def test_no_try_is_used_up_while_nothing_gets_through_to_send(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    await _put_one_aside_on_each_side(engine, sandbox, database)
    sandbox.fault("PUT *", Status(429), times=None)
    for _ in range(2):
        with pytest.raises(RateLimitError):
            await engine.retry_failed("customer")
    # What the server has was looked at each time, and was as bad as before.
    assert _attempts(database) == {"pull:c-1": 3, "push:c-2": 1}


async def test_one_that_cannot_be_fetched_uses_up_no_try_of_another(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    await _put_one_aside_on_each_side(engine, sandbox, database)
    sandbox.fault(ONE, Status(500), times=None)
    report = await engine.retry_failed("customer")
    assert (report["customer"].pushed, report["customer"].failed) == (1, 1)
    assert sandbox.get("customer", "c-2")["phone"] == "ours"
    assert _attempts(database) == {"pull:c-1": 1}


async def test_a_refusal_uses_up_a_try(engine: AsyncSyncEngine, sandbox: Sandbox, database: Database) -> None:
    await _put_one_aside_on_each_side(engine, sandbox, database)
    sandbox.fault(ONE, Status(400), times=None)
    sandbox.fault("PUT *", Status(400), times=None)
    for attempts in (2, 3, 3):
        await engine.retry_failed("customer")
        assert _attempts(database) == {"pull:c-1": attempts, "push:c-2": attempts}


async def test_three_that_cannot_be_fetched_use_up_no_try(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    for number in range(1, 5):
        sandbox.plant("customer", {**sandbox.get("customer", f"c-{number}"), "notes": "a\0b"})
    await engine.sync("customer", complete=True)
    sandbox.fault(ANY, Status(500), times=None)
    for _ in range(3):
        with pytest.raises(AscoraApiError):
            await engine.retry_failed("customer")
    assert list(_attempts(database).values()) == [1, 1, 1, 1]


async def _put_one_aside_on_each_side(engine: AsyncSyncEngine, sandbox: Sandbox, database: Database) -> None:
    """What the server has of c-1 cannot be kept, and it refused what is here of c-2."""
    sandbox.plant("customer", {**sandbox.get("customer", "c-1"), "notes": "a\0b"})
    sandbox.fault("PUT *", Status(400))
    database.edit("customer", "c-2", phone="ours")
    assert (await engine.sync("customer", complete=True))["customer"].failed == 2
    sandbox.clear_faults()
    assert _attempts(database) == {"pull:c-1": 1, "push:c-2": 1}


def _attempts(database: Database) -> dict[str, int]:
    """How often each was tried that is put aside, by its stage and its Ascora id."""
    return {f"{key.partition(':')[0]}:{row['ascora_id']}": row["attempts"] for key, row in database.failures().items()}
