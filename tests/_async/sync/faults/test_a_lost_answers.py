"""(a) A create, an edit or a deletion whose answer is lost: one object on the server, however often it is run again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ascora_sdk import AscoraApiError, AsyncAscoraClient
from ascora_sdk.public import AsyncPublicClient
from ascora_sdk.sandbox import AnswerLost, Drop, Fault, PublicAccount, Sandbox, Status
from ascora_sdk.storage import AsyncMemoryStorage
from ascora_sdk.sync import AsyncSyncEngine

from ....sync.by_hand import add, assert_in_step, change, remove
from ....sync.database import Database

LOST = [AnswerLost("drop"), AnswerLost("error"), AnswerLost("hang")]
AGAIN = 3


KNOWS_THE_KEY = pytest.mark.parametrize("sandbox", [True, False], ids=["knows the key", "knows no key"], indirect=True)


@pytest.fixture
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A server that does not know a repetition by its idempotency key, unless a test says so."""
    with Sandbox(customers=6, jobs=4, invoices=4, honours_idempotency_key=getattr(request, "param", False)) as sandbox:
        yield sandbox


@pytest.fixture(params=LOST, ids=lambda fault: fault.how)
def lost(request: pytest.FixtureRequest) -> Fault:
    return request.param


@pytest.fixture
def client(hasty: AsyncAscoraClient) -> AsyncAscoraClient:
    return hasty


async def run_again(engine: AsyncSyncEngine) -> None:
    for _ in range(AGAIN):
        assert (await engine.sync()).ok


@KNOWS_THE_KEY
async def test_a_create_whose_answer_is_lost_makes_one_object(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, lost: Fault
) -> None:
    key = add(database, "customer", first_name="Ada", phone="07")
    add(database, "job", job_title="Dry the cellar", customer_id=key, status="pending")
    sandbox.fault("POST /customers", lost)
    sandbox.fault("POST /jobs", AnswerLost("drop"))
    report = await engine.sync()
    assert (report["customer"].pushed, report["customer"].failed, report.ok) == (0, 1, False)
    assert sandbox.count("customer") == 7
    await engine.sync()
    await run_again(engine)
    assert (sandbox.count("customer"), sandbox.count("job")) == (7, 5)
    sandbox.assert_received("POST /customers", times=1)
    sandbox.assert_received("POST /jobs", times=1)
    *_, ada = sandbox.records("customer")
    *_, job = sandbox.records("job")
    assert (ada["firstName"], job["jobTitle"], job["customerId"]) == ("Ada", "Dry the cellar", ada["id"])
    assert_in_step(sandbox, database)


@KNOWS_THE_KEY
async def test_a_create_whose_answer_is_lost_twice_makes_one_object(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    add(database, "customer", first_name="Ada")
    # The first request never arrives, the second one does, and of neither anything is heard.
    sandbox.fault("POST /customers", Drop())
    sandbox.fault("POST /customers", AnswerLost("error"))
    for count in (6, 7):
        assert not (await engine.sync()).ok
        assert sandbox.count("customer") == count
    await run_again(engine)
    first, second = sandbox.assert_received("POST /customers", times=2)
    assert first.json()["customFields"] == second.json()["customFields"]
    assert sandbox.count("customer") == 7
    assert_in_step(sandbox, database)


async def test_nothing_is_sent_again_as_long_as_nobody_can_look_for_it(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    add(database, "customer", first_name="Ada")
    sandbox.fault("POST /customers", AnswerLost("error"))
    await engine.sync()
    sandbox.fault("GET /customers", Status(500), times=None)
    for _ in range(AGAIN):
        with pytest.raises(AscoraApiError):
            await engine.sync()
        with pytest.raises(AscoraApiError):
            await engine.push()
    sandbox.clear_faults()
    await run_again(engine)
    sandbox.assert_received("POST /customers", times=1)
    assert_in_step(sandbox, database)


async def test_a_create_whose_answer_is_lost_is_found_by_a_push_alone(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    add(database, "customer", first_name="Ada")
    sandbox.fault("POST /customers", AnswerLost("error"))
    await engine.push()
    for _ in range(AGAIN):
        assert (await engine.push()).ok
    sandbox.assert_received("POST /customers", times=1)
    await run_again(engine)
    assert_in_step(sandbox, database)


@pytest.mark.parametrize("again", ["sync", "push"])
async def test_a_row_that_is_edited_after_its_create_was_lost(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, again: str
) -> None:
    key = add(database, "customer", first_name="Ada", phone="07", custom_fields='{"source":"web"}')
    sandbox.fault("POST /customers", AnswerLost("drop"))
    await engine.sync()
    change(database, "customer", key, phone=None, last_name="Lovelace", custom_fields='{"source":"phone"}')
    await getattr(engine, again)()
    await run_again(engine)
    sandbox.assert_received("POST /customers", times=1)
    *_, ada = sandbox.records("customer")
    assert (ada["firstName"], ada["lastName"], ada["phone"]) == ("Ada", "Lovelace", None)
    assert ada["customFields"]["source"] == "phone"
    assert sandbox.count("customer") == 7
    assert_in_step(sandbox, database)


@pytest.mark.parametrize("again", ["sync", "push"])
async def test_a_row_that_is_deleted_after_its_create_was_lost(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, again: str
) -> None:
    key = add(database, "customer", first_name="Ada")
    sandbox.fault("POST /customers", AnswerLost("drop"))
    await engine.sync()
    remove(database, "customer", key)
    await getattr(engine, again)()
    await run_again(engine)
    sandbox.assert_received("POST /customers", times=1)
    assert sandbox.count("customer") == 6
    assert_in_step(sandbox, database)


async def test_an_invoice_whose_create_was_lost_is_one_invoice(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    add(
        database,
        "invoice",
        customer_id="c-1",
        invoice_number="INV-7",
        invoice_date="2026-02-01",
        due_date="2026-03-01",
        total_amount="99.90",
        status="sent",
    )
    sandbox.fault("POST /invoices", AnswerLost("error"))
    await engine.sync()
    await run_again(engine)
    sandbox.assert_received("POST /invoices", times=1)
    assert sandbox.count("invoice") == 5
    assert_in_step(sandbox, database)


async def test_an_edit_whose_answer_is_lost_is_there_once(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, lost: Fault
) -> None:
    database.edit("customer", "c-1", phone="07", custom_fields='{"source":"web"}')
    sandbox.fault("PUT /customers/{id}", lost)
    report = await engine.sync()
    assert (report["customer"].pushed, report["customer"].failed, report.ok) == (0, 1, False)
    await run_again(engine)
    sandbox.assert_received("PUT *", times=1)
    assert sandbox.get("customer", "c-1")["phone"] == "07"
    assert sandbox.count("customer") == 6
    assert_in_step(sandbox, database)


@pytest.mark.parametrize("again", ["sync", "push"])
async def test_a_row_that_is_edited_after_its_edit_was_lost_is_no_conflict(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, again: str
) -> None:
    database.edit("customer", "c-1", phone="first", email="a@example.com")
    sandbox.fault("PUT /customers/{id}", AnswerLost("drop"), times=2)
    for phone in ("second", "third"):
        await engine.sync()
        database.edit("customer", "c-1", phone=phone)
    report = await getattr(engine, again)()
    assert (report["customer"].conflicts, report.ok) == (0, True)
    await run_again(engine)
    assert sandbox.get("customer", "c-1")["phone"] == "third"
    assert_in_step(sandbox, database)


async def test_what_the_server_changed_after_our_lost_edit_is_its_own_edit(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    database.edit("customer", "c-1", phone="ours", email="ours@example.com")
    sandbox.fault("PUT /customers/{id}", AnswerLost("drop"))
    await engine.sync()
    sandbox.edit("customer", "c-1", phone="theirs")
    assert (await engine.sync())["customer"].unresolved == 0
    row = database.records("customer")["c-1"]
    assert (row["phone"], row["email"]) == ("theirs", "ours@example.com")
    await run_again(engine)
    assert_in_step(sandbox, database)


@pytest.mark.parametrize("again", ["sync", "push"])
async def test_a_row_that_is_deleted_after_its_edit_was_lost_is_deleted(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, again: str
) -> None:
    database.edit("customer", "c-1", phone="ours")
    sandbox.fault("PUT /customers/{id}", AnswerLost("drop"))
    await engine.sync()
    database.delete("customer", "c-1")
    report = await getattr(engine, again)()
    assert (report["customer"].conflicts, report.ok) == (0, True)
    await run_again(engine)
    assert "c-1" not in [record["id"] for record in sandbox.records("customer")]
    assert_in_step(sandbox, database)


async def test_a_deletion_whose_answer_is_lost_is_done(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    database.delete("customer", "c-6")
    sandbox.fault("DELETE /customers/{id}", AnswerLost("error"))
    await engine.sync()
    await run_again(engine)
    assert sandbox.count("customer") == 5
    sandbox.assert_received("DELETE *", times=1)
    assert_in_step(sandbox, database)


@pytest.mark.parametrize("how", ["drop", "error"])
async def test_the_public_api_likewise(how: Any) -> None:
    with Sandbox(public=PublicAccount(customers=6)) as sandbox:
        storage = AsyncMemoryStorage()
        async with AsyncPublicClient(
            api_key=sandbox.public_api_key, api_url=sandbox.public_url, max_retries=0
        ) as client:
            engine = AsyncSyncEngine(client, storage)
            assert (await engine.sync()).ok
            (row, *_) = await storage.rows("public_customer")
            await storage.edit("public_customer", row["key"], phone_number="first")
            key = await storage.add("public_customer", customer_name="Zebedee")
            sandbox.public.fault("POST *", AnswerLost(how), times=2)
            report = await engine.sync("public_customer")
            assert (report["public_customer"].pushed, report["public_customer"].failed) == (0, 2)
            await storage.edit("public_customer", key, phone_number="second")
            for _ in range(2):
                report = await engine.sync()
            assert report.ok
            names = [record.get("customerName") for record in sandbox.public.records("customer")]
            assert (names.count("Zebedee"), len(names)) == (1, 7)
            phones = [record.get("phoneNumber") for record in sandbox.public.records("customer")]
            assert (phones.count("first"), phones.count("second")) == (1, 1)
