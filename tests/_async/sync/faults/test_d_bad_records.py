"""(d) Bad records stop nobody else, are on record, are tried again, and go away once they are mended."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from ascora_sdk import AscoraApiError
from ascora_sdk.public import AsyncPublicClient
from ascora_sdk.sandbox import PublicAccount, Sandbox, Status
from ascora_sdk.storage import AsyncMemoryStorage
from ascora_sdk.sync import AsyncSyncEngine

from ....sync.by_hand import add, assert_in_step, change
from ....sync.database import Database
from ....sync.refusing import Refusing

MOST_ATTEMPTS = 3
BAD: dict[str, dict[str, Any]] = {
    "a NUL": {"id": "bad", "notes": "a\0b"},
    "half a surrogate pair": {"id": "bad", "notes": "a\ud800b"},
    "a number for a phone": {"id": "bad", "phone": 5},
    "a list for custom fields": {"id": "bad", "customFields": [1]},
    "no id": {"id": None, "firstName": "Ada"},
}
LONG = "0" * 40
REFUSALS = {
    "over-long": Status(422, body='{"error":"phone is too long"}'),
    "unknown to it": Status(400),
    "an error of its own": Status(500),
}


@pytest.mark.parametrize("name", BAD)
async def test_one_on_the_server_stops_nobody_else_and_goes_away_once_mended(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, name: str
) -> None:
    sandbox.plant("customer", BAD[name])
    sandbox.add("customer", id="c-new", firstName="Grace")
    sandbox.edit("customer", "c-1", phone="theirs")
    database.edit("customer", "c-2", phone="ours")
    add(database, "customer", first_name="Edith")
    for created, pushed in ((1, 2), (0, 0)):
        report = await engine.sync("customer", complete=True)
        done = report["customer"]
        assert (done.created, done.pushed, done.failed, report.ok) == (created, pushed, 1, False)
    assert database.field("customer", "c-1", "phone") == "theirs"
    assert sandbox.get("customer", "c-2")["phone"] == "ours"
    ((key, kept),) = database.failures().items()
    assert kept["error"]
    if BAD[name]["id"] is not None:
        (told,) = await engine.explain("customer", "bad")
        assert (str(told.decision), told.reason) == ("failed", kept["error"])
    await _assert_tried_three_times(engine, database)
    assert database.failures()[key]["payload"] == kept["payload"]
    if BAD[name]["id"] is None:
        return
    sandbox.plant("customer", {"id": "bad", "firstName": "Mended"})
    report = await engine.sync("customer", complete=True)
    assert (report["customer"].created, report.ok) == (1, True)
    assert database.failures() == {}
    assert_in_step(sandbox, database)


async def test_one_that_is_mended_on_the_server_is_taken_in_by_retry_failed_alone(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.plant("customer", BAD["a NUL"])
    await engine.sync("customer", complete=True)
    sandbox.plant("customer", {"id": "bad", "notes": "mended"})
    assert (await engine.retry_failed("customer"))["customer"].created == 1
    assert database.failures() == {}
    assert_in_step(sandbox, database)


async def test_a_record_that_turned_bad_keeps_its_row_and_gets_the_edits_made_here_once_mended(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    good = sandbox.edit("customer", "c-1", phone="base", email="base")
    await engine.sync("customer")
    sandbox.plant("customer", {**good, "email": "a\0b"})
    database.edit("customer", "c-1", phone="ours")
    for _ in range(2):
        report = await engine.sync("customer", complete=True)
        assert not report.ok
        row = database.records("customer")["c-1"]
        assert (row["phone"], row["email"]) == ("ours", "base")
    sandbox.plant("customer", {**sandbox.get("customer", "c-1"), "email": "mended"})
    assert (await engine.sync("customer", complete=True)).ok
    assert (await engine.sync("customer", complete=True)).ok
    assert database.failures() == {}
    there = sandbox.get("customer", "c-1")
    assert (there["phone"], there["email"]) == ("ours", "mended")
    assert_in_step(sandbox, database)


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("name", REFUSALS)
async def test_one_that_the_server_refuses_stops_nobody_else_and_goes_away_once_mended(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, name: str, method: str
) -> None:
    sandbox.fault(f"{method} *", Refusing(lambda body: body.get("phone") == LONG, REFUSALS[name]), times=None)
    if method == "POST":
        key = add(database, "customer", first_name="Long", phone=LONG)
        add(database, "customer", first_name="Ada", phone="07")
    else:
        key = database.records("customer")["c-1"]["id"]
        database.edit("customer", "c-1", phone=LONG)
        database.edit("customer", "c-2", phone="07")
    for pushed in (1, 0):
        report = await engine.sync("customer")
        assert (report["customer"].pushed, report["customer"].failed, report.ok) == (pushed, 1, False)
    assert "07" in [record.get("phone") for record in sandbox.records("customer")]
    assert LONG not in [record.get("phone") for record in sandbox.records("customer")]
    (row,) = database.run("SELECT phone FROM ascora_customers WHERE id = ?", key)
    assert row["phone"] == LONG
    if name != "an error of its own":
        assert key in {one.partition(":")[2] for one in database.failures()}
        story = await engine.explain("customer", key)
        assert "failed" in [str(entry.decision) for entry in story]
        sent = len(sandbox.received(f"{method} *"))
        await engine.sync("customer")
        assert len(sandbox.received(f"{method} *")) == sent
        await _assert_tried_three_times(engine, database)
        assert len(sandbox.received(f"{method} *")) == sent + MOST_ATTEMPTS - 1
    change(database, "customer", key, phone="08")
    assert (await engine.sync("customer")).ok
    assert database.failures() == {}
    assert "08" in [record.get("phone") for record in sandbox.records("customer")]
    assert_in_step(sandbox, database)


async def test_several_that_the_server_answers_with_an_error_of_its_own_stop_nobody_else(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.fault("POST *", Refusing(lambda body: body.get("phone") == LONG, Status(500)), times=None)
    for number in range(5):
        add(database, "customer", first_name=f"Long {number}", phone=LONG)
    add(database, "customer", first_name="Ada", phone="07")
    for _ in range(4):
        with suppress(AscoraApiError):
            await engine.sync("customer")
    assert "07" in [record.get("phone") for record in sandbox.records("customer")]
    assert sandbox.count("customer") == 7


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_one_that_never_gets_an_answer_rests_after_three_tries_until_somebody_asks(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, method: str
) -> None:
    sandbox.fault(f"{method} *", Refusing(lambda body: body.get("phone") == LONG, Status(500)), times=None)
    if method == "POST":
        key = add(database, "customer", first_name="Long", phone=LONG)
    else:
        key = database.records("customer")["c-1"]["id"]
        database.edit("customer", "c-1", phone=LONG)
    sent: list[int] = []
    for number in range(5):
        database.edit("customer", "c-2", phone=f"0{number}")
        report = await engine.sync("customer")
        assert (report["customer"].pushed, report["customer"].failed, report.ok) == (1, 1, False)
        sent.append(_sent(sandbox, LONG))
    assert sent[0] < sent[1] < sent[2] == sent[3] == sent[4]
    assert [row["attempts"] for row in database.failures().values()] == [3]
    assert [str(entry.decision) for entry in await engine.explain("customer", key)].count("failed") == 1
    before = len(sandbox.received("GET /customers"))
    await engine.push("customer")
    # What rests costs nothing, and no create of it is looked for.
    assert len(sandbox.received("GET /customers")) == before
    await engine.retry_failed("customer")
    assert _sent(sandbox, LONG) > sent[4]
    sandbox.clear_faults()
    assert (await engine.retry_failed("customer")).ok
    assert database.failures() == {}
    assert (await engine.sync()).ok
    assert [record.get("phone") for record in sandbox.records("customer")].count(LONG) == 1
    assert_in_step(sandbox, database)


async def test_one_that_rests_and_did_arrive_is_known_by_any_pull(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.fault("POST *", Refusing(lambda body: body.get("phone") == LONG, Status(500)), times=None)
    key = add(database, "customer", first_name="Long", phone=LONG)
    for number in range(4):
        database.edit("customer", "c-2", phone=f"0{number}")
        await engine.sync("customer")
    late = sandbox.received("POST /customers")[-1]
    sandbox.add("customer", **late.json())
    report = await engine.sync("customer")
    assert (report["customer"].created, report.ok) == (0, True)
    assert key in [row["id"] for row in database.records("customer").values()]
    assert_in_step(sandbox, database)


async def test_while_the_server_answers_nothing_at_all_that_lies_in_no_record(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.fault("PUT *", Status(500), times=None)
    for number in range(1, 6):
        database.edit("customer", f"c-{number}", phone=LONG)
    for _ in range(6):
        with pytest.raises(AscoraApiError):
            await engine.sync("customer")
    sandbox.clear_faults()
    report = await engine.sync("customer")
    assert (report["customer"].pushed, report.ok) == (5, True)
    assert database.failures() == {}
    assert_in_step(sandbox, database)


async def test_an_edit_that_was_refused_and_is_taken_back_is_put_aside_no_more(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    before = database.field("customer", "c-1", "phone")
    sandbox.fault("PUT *", Refusing(lambda body: body.get("phone") == LONG, Status(422)), times=None)
    database.edit("customer", "c-1", phone=LONG)
    assert not (await engine.sync("customer")).ok
    database.edit("customer", "c-1", phone=before)
    assert (await engine.sync("customer")).ok
    assert database.failures() == {}


async def test_an_edit_that_was_refused_and_gave_way_to_the_servers_is_put_aside_no_more(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.fault("PUT *", Refusing(lambda body: body.get("phone") == LONG, Status(422)), times=None)
    database.edit("customer", "c-1", phone=LONG)
    assert not (await engine.sync("customer")).ok
    sandbox.edit("customer", "c-1", phone="theirs")
    report = await engine.sync("customer")
    assert (report["customer"].conflicts, report.ok) == (1, True)
    assert database.failures() == {}


async def test_one_that_cannot_be_read_and_was_edited_here_is_counted_once(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.plant("customer", {**sandbox.get("customer", "c-1"), "email": "a\0b"})
    database.edit("customer", "c-1", phone="ours")
    assert (await engine.sync("customer", complete=True))["customer"].failed == 1


async def test_one_that_the_server_takes_after_all_goes_away_by_retry_failed(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.fault("PUT *", Status(422))
    database.edit("customer", "c-1", phone=LONG)
    assert not (await engine.sync("customer")).ok
    report = await engine.retry_failed("customer")
    assert (report["customer"].pushed, report.ok) == (1, True)
    assert database.failures() == {}
    assert (await engine.sync("customer")).ok
    assert_in_step(sandbox, database)


async def test_the_public_api_has_text_that_no_database_takes_and_none_of_it_is_bad() -> None:
    with Sandbox(public=PublicAccount(customers=6)) as sandbox:
        storage = AsyncMemoryStorage()
        async with AsyncPublicClient(
            api_key=sandbox.public_api_key, api_url=sandbox.public_url, max_retries=0
        ) as client:
            engine = AsyncSyncEngine(client, storage)
            await engine.sync()
            first, second, *_ = (record["customerId"] for record in sandbox.public.records("customer"))
            sandbox.public.edit("customer", first, companyName="a\0b\ud800")
            sandbox.public.fault("POST *", Refusing(lambda body: body["customerId"] == first, Status(422)), times=None)
            rows = {row["id"]: row["key"] for row in await storage.rows("public_customer")}
            await storage.edit("public_customer", rows[first], phone_number=LONG)
            await storage.edit("public_customer", rows[second], phone_number="07")
            report = await engine.sync()
            done = report["public_customer"]
            assert (done.updated, done.pushed, done.failed) == (1, 1, 1)
            assert sandbox.public.get("customer", second)["phoneNumber"] == "07"
            sandbox.public.clear_faults()
            assert (await engine.retry_failed()).ok
            assert sandbox.public.get("customer", first)["phoneNumber"] == LONG
            assert sandbox.public.get("customer", first)["companyName"] == "a\0b\ud800"


def _sent(sandbox: Sandbox, phone: str) -> int:
    return sum(
        request.json().get("phone") == phone for request in sandbox.received() if request.method in {"POST", "PUT"}
    )


async def _assert_tried_three_times(engine: AsyncSyncEngine, database: Database) -> None:
    for attempts in (2, 3, 3):
        await engine.retry_failed("customer")
        (kept,) = database.failures().values()
        assert kept["attempts"] == attempts
