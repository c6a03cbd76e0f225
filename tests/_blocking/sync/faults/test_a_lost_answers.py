# Generated from ../../../_async/sync/faults/test_a_lost_answers.py by tools/unasync; do not edit.
"""(a) A create, an edit or a deletion whose answer is lost: one object on the server, however often it is run again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ascora_sdk import AscoraApiError, AscoraClient
from ascora_sdk.public import PublicClient
from ascora_sdk.sandbox import AnswerLost, Drop, Fault, PublicAccount, Sandbox, Status
from ascora_sdk.storage import MemoryStorage
from ascora_sdk.sync import SyncEngine

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
def client(hasty: AscoraClient) -> AscoraClient:
    return hasty


def run_again(engine: SyncEngine) -> None:
    for _ in range(AGAIN):
        assert (engine.sync()).ok


@KNOWS_THE_KEY
def test_a_create_whose_answer_is_lost_makes_one_object(
    engine: SyncEngine, sandbox: Sandbox, database: Database, lost: Fault
) -> None:
    key = add(database, "customer", first_name="Ada", phone="07")
    add(database, "job", job_title="Dry the cellar", customer_id=key, status="pending")
    sandbox.fault("POST /customers", lost)
    sandbox.fault("POST /jobs", AnswerLost("drop"))
    report = engine.sync()
    assert (report["customer"].pushed, report["customer"].failed, report.ok) == (0, 1, False)
    assert sandbox.count("customer") == 7
    engine.sync()
    run_again(engine)
    assert (sandbox.count("customer"), sandbox.count("job")) == (7, 5)
    sandbox.assert_received("POST /customers", times=1)
    sandbox.assert_received("POST /jobs", times=1)
    *_, ada = sandbox.records("customer")
    *_, job = sandbox.records("job")
    assert (ada["firstName"], job["jobTitle"], job["customerId"]) == ("Ada", "Dry the cellar", ada["id"])
    assert_in_step(sandbox, database)


@KNOWS_THE_KEY
def test_a_create_whose_answer_is_lost_twice_makes_one_object(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    add(database, "customer", first_name="Ada")
    # The first request never arrives, the second one does, and of neither anything is heard.
    sandbox.fault("POST /customers", Drop())
    sandbox.fault("POST /customers", AnswerLost("error"))
    for count in (6, 7):
        assert not (engine.sync()).ok
        assert sandbox.count("customer") == count
    run_again(engine)
    first, second = sandbox.assert_received("POST /customers", times=2)
    assert first.json()["customFields"] == second.json()["customFields"]
    assert sandbox.count("customer") == 7
    assert_in_step(sandbox, database)


def test_nothing_is_sent_again_as_long_as_nobody_can_look_for_it(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    add(database, "customer", first_name="Ada")
    sandbox.fault("POST /customers", AnswerLost("error"))
    engine.sync()
    sandbox.fault("GET /customers", Status(500), times=None)
    for _ in range(AGAIN):
        with pytest.raises(AscoraApiError):
            engine.sync()
        with pytest.raises(AscoraApiError):
            engine.push()
    sandbox.clear_faults()
    run_again(engine)
    sandbox.assert_received("POST /customers", times=1)
    assert_in_step(sandbox, database)


def test_a_create_whose_answer_is_lost_is_found_by_a_push_alone(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    add(database, "customer", first_name="Ada")
    sandbox.fault("POST /customers", AnswerLost("error"))
    engine.push()
    for _ in range(AGAIN):
        assert (engine.push()).ok
    sandbox.assert_received("POST /customers", times=1)
    run_again(engine)
    assert_in_step(sandbox, database)


@pytest.mark.parametrize("again", ["sync", "push"])
def test_a_row_that_is_edited_after_its_create_was_lost(
    engine: SyncEngine, sandbox: Sandbox, database: Database, again: str
) -> None:
    key = add(database, "customer", first_name="Ada", phone="07", custom_fields='{"source":"web"}')
    sandbox.fault("POST /customers", AnswerLost("drop"))
    engine.sync()
    change(database, "customer", key, phone=None, last_name="Lovelace", custom_fields='{"source":"phone"}')
    getattr(engine, again)()
    run_again(engine)
    sandbox.assert_received("POST /customers", times=1)
    *_, ada = sandbox.records("customer")
    assert (ada["firstName"], ada["lastName"], ada["phone"]) == ("Ada", "Lovelace", None)
    assert ada["customFields"]["source"] == "phone"
    assert sandbox.count("customer") == 7
    assert_in_step(sandbox, database)


@pytest.mark.parametrize("again", ["sync", "push"])
def test_a_row_that_is_deleted_after_its_create_was_lost(
    engine: SyncEngine, sandbox: Sandbox, database: Database, again: str
) -> None:
    key = add(database, "customer", first_name="Ada")
    sandbox.fault("POST /customers", AnswerLost("drop"))
    engine.sync()
    remove(database, "customer", key)
    getattr(engine, again)()
    run_again(engine)
    sandbox.assert_received("POST /customers", times=1)
    assert sandbox.count("customer") == 6
    assert_in_step(sandbox, database)


def test_an_invoice_whose_create_was_lost_is_one_invoice(
    engine: SyncEngine, sandbox: Sandbox, database: Database
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
    engine.sync()
    run_again(engine)
    sandbox.assert_received("POST /invoices", times=1)
    assert sandbox.count("invoice") == 5
    assert_in_step(sandbox, database)


def test_an_edit_whose_answer_is_lost_is_there_once(
    engine: SyncEngine, sandbox: Sandbox, database: Database, lost: Fault
) -> None:
    database.edit("customer", "c-1", phone="07", custom_fields='{"source":"web"}')
    sandbox.fault("PUT /customers/{id}", lost)
    report = engine.sync()
    assert (report["customer"].pushed, report["customer"].failed, report.ok) == (0, 1, False)
    run_again(engine)
    sandbox.assert_received("PUT *", times=1)
    assert sandbox.get("customer", "c-1")["phone"] == "07"
    assert sandbox.count("customer") == 6
    assert_in_step(sandbox, database)


@pytest.mark.parametrize("again", ["sync", "push"])
def test_a_row_that_is_edited_after_its_edit_was_lost_is_no_conflict(
    engine: SyncEngine, sandbox: Sandbox, database: Database, again: str
) -> None:
    database.edit("customer", "c-1", phone="first", email="a@example.com")
    sandbox.fault("PUT /customers/{id}", AnswerLost("drop"), times=2)
    for phone in ("second", "third"):
        engine.sync()
        database.edit("customer", "c-1", phone=phone)
    report = getattr(engine, again)()
    assert (report["customer"].conflicts, report.ok) == (0, True)
    run_again(engine)
    assert sandbox.get("customer", "c-1")["phone"] == "third"
    assert_in_step(sandbox, database)


def test_what_the_server_changed_after_our_lost_edit_is_its_own_edit(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    database.edit("customer", "c-1", phone="ours", email="ours@example.com")
    sandbox.fault("PUT /customers/{id}", AnswerLost("drop"))
    engine.sync()
    sandbox.edit("customer", "c-1", phone="theirs")
    assert (engine.sync())["customer"].unresolved == 0
    row = database.records("customer")["c-1"]
    assert (row["phone"], row["email"]) == ("theirs", "ours@example.com")
    run_again(engine)
    assert_in_step(sandbox, database)


@pytest.mark.parametrize("again", ["sync", "push"])
def test_a_row_that_is_deleted_after_its_edit_was_lost_is_deleted(
    engine: SyncEngine, sandbox: Sandbox, database: Database, again: str
) -> None:
    database.edit("customer", "c-1", phone="ours")
    sandbox.fault("PUT /customers/{id}", AnswerLost("drop"))
    engine.sync()
    database.delete("customer", "c-1")
    report = getattr(engine, again)()
    assert (report["customer"].conflicts, report.ok) == (0, True)
    run_again(engine)
    assert "c-1" not in [record["id"] for record in sandbox.records("customer")]
    assert_in_step(sandbox, database)


def test_a_deletion_whose_answer_is_lost_is_done(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    database.delete("customer", "c-6")
    sandbox.fault("DELETE /customers/{id}", AnswerLost("error"))
    engine.sync()
    run_again(engine)
    assert sandbox.count("customer") == 5
    sandbox.assert_received("DELETE *", times=1)
    assert_in_step(sandbox, database)


@pytest.mark.parametrize("how", ["drop", "error"])
def test_the_public_api_likewise(how: Any) -> None:
    with Sandbox(public=PublicAccount(customers=6)) as sandbox:
        storage = MemoryStorage()
        with PublicClient(
            api_key=sandbox.public_api_key, api_url=sandbox.public_url, max_retries=0
        ) as client:
            engine = SyncEngine(client, storage)
            assert (engine.sync()).ok
            (row, *_) = storage.rows("public_customer")
            storage.edit("public_customer", row["key"], phone_number="first")
            key = storage.add("public_customer", customer_name="Zebedee")
            sandbox.public.fault("POST *", AnswerLost(how), times=2)
            report = engine.sync("public_customer")
            assert (report["public_customer"].pushed, report["public_customer"].failed) == (0, 2)
            storage.edit("public_customer", key, phone_number="second")
            for _ in range(2):
                report = engine.sync()
            assert report.ok
            names = [record.get("customerName") for record in sandbox.public.records("customer")]
            assert (names.count("Zebedee"), len(names)) == (1, 7)
            phones = [record.get("phoneNumber") for record in sandbox.public.records("customer")]
            assert (phones.count("first"), phones.count("second")) == (1, 1)
