# Generated from ../../../_async/sync/faults/test_meddling.py by tools/unasync; do not edit.
"""What happens between two of the engine's steps loses nothing, doubles nothing, and keeps nothing busy for ever."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from ascora_sdk import AscoraApiError, AscoraClient
from ascora_sdk.sandbox import AnswerLost, Sandbox
from ascora_sdk.storage import MemoryStorage, SqlStorage
from ascora_sdk.sync import SyncEngine

from ....sync.by_hand import add, assert_in_step, remove
from ....sync.database import Database
from .meddling import Meddled


@attrs.frozen(kw_only=True)
class Page:
    items: list[Any]
    received: int
    total: int
    has_more: bool


def ids_of(sandbox: Sandbox, first_name: str) -> list[str]:
    return [record["id"] for record in sandbox.records("customer") if record.get("firstName") == first_name]


def test_an_answer_that_no_row_can_hold_is_no_edit_of_the_rows(
    engine: SyncEngine, client: AscoraClient, storage: SqlStorage, sandbox: Sandbox, database: Database
) -> None:
    database.edit("customer", "c-1", phone="ours")

    def update(own: Any, kind: Any, id: str, changes: Any) -> Any:
        if "notes" not in sandbox.get("customer", id):
            sandbox.plant("customer", {**sandbox.get("customer", id), "notes": "the\0irs"})
        return own(kind, id, changes)

    sandbox.plant("customer", {key: one for key, one in sandbox.get("customer", "c-1").items() if key != "notes"})
    engine.pull("customer", complete=True)
    meddled = SyncEngine(Meddled(client.as_remote(), update=update), storage)
    for _ in range(3):
        report = meddled.sync("customer", complete=True)
        assert (report["customer"].failed, report.ok) == (1, False)
        assert list(database.failures()) == ["pull:c-1"]
    assert len(sandbox.received("PUT *")) == 1
    there = sandbox.get("customer", "c-1")
    assert (there["phone"], there["notes"]) == ("ours", "the\0irs")
    sandbox.plant("customer", {**there, "notes": "mended"})
    assert (engine.sync("customer", complete=True)).ok
    assert database.failures() == {}
    assert_in_step(sandbox, database)


def test_a_create_that_is_answered_with_another_rows_object_is_sent_once(
    engine: SyncEngine, client: AscoraClient, storage: SqlStorage, sandbox: Sandbox, database: Database
) -> None:
    sent: list[Any] = []

    def create(_own: Any, _kind: Any, item: Any, *, idempotency_key: str) -> Any:
        sent.append((item, idempotency_key))
        return sandbox.get("customer", "c-1")

    add(database, "customer", first_name="Twin")
    meddled = SyncEngine(Meddled(client.as_remote(), create=create), storage)
    for _ in range(3):
        report = meddled.sync("customer")
        assert (report["customer"].failed, report.ok) == (1, False)
    assert len(sent) == len(database.failures()) == 1


def test_a_row_that_is_called_like_another_records_id_is_made_once(
    client: AscoraClient, sandbox: Sandbox
) -> None:
    storage = MemoryStorage()
    sandbox.plant("customer", {**sandbox.get("customer", "c-1"), "id": "8"})
    engine = SyncEngine(client, storage)
    engine.sync("customer")
    assert storage.add("customer", first_name="New") == "8"
    (key,) = (row["key"] for row in storage.rows("customer") if row["id"] == "8")
    storage.remove("customer", key)
    sandbox.fault("POST /customers", AnswerLost("drop"))
    for _ in range(3):
        engine.sync("customer")
    (id_,) = ids_of(sandbox, "New")
    assert [row["id"] for row in storage.rows("customer") if row["key"] == "8"] == [id_]
    assert "8" not in [record["id"] for record in sandbox.records("customer")]


def test_a_lost_create_of_a_row_that_is_gone_is_deleted_though_a_listing_hid_it(
    client: AscoraClient, storage: SqlStorage, sandbox: Sandbox, database: Database, engine: SyncEngine
) -> None:
    hidden: set[str] = set()

    def list_page(own: Any, *args: Any, **options: Any) -> Any:
        page = own(*args, **options)
        items = [item for item in page.items if item["id"] not in hidden]
        gone = len(page.items) - len(items)
        return Page(items=items, received=len(items), total=page.total - gone, has_more=page.has_more)

    meddled = SyncEngine(Meddled(client.as_remote(), list_page=list_page), storage)
    key = add(database, "customer", first_name="Gone")
    sandbox.fault("POST /customers", AnswerLost("drop"))
    meddled.push("customer")
    remove(database, "customer", key)
    hidden.update([*ids_of(sandbox, "Gone"), "c-3"])
    meddled.push("customer")
    hidden.clear()
    assert (meddled.sync("customer")).ok
    assert ids_of(sandbox, "Gone") == []
    assert_in_step(sandbox, database)


def test_a_create_that_rests_and_comes_late_is_found_before_its_edited_row_is_sent(
    client: AscoraClient, storage: SqlStorage, sandbox: Sandbox, database: Database, engine: SyncEngine
) -> None:
    late: list[Any] = []

    def create(own: Any, kind: Any, item: Any, *, idempotency_key: str) -> Any:
        if item.get("firstName") != "Late":
            return own(kind, item, idempotency_key=idempotency_key)
        late.append(item)
        error = AscoraApiError("time ran out")
        error.may_have_been_carried_out = True
        raise error

    meddled = SyncEngine(Meddled(client.as_remote(), create=create), storage)
    key = add(database, "customer", first_name="Late")
    for number in range(4):
        add(database, "customer", first_name=f"Other {number}")
        meddled.sync("customer")
    assert len(late) == 3
    sandbox.add("customer", **late[0])
    database.run("UPDATE ascora_customers SET phone = 'ours' WHERE id = ?", key)
    report = engine.push("customer")
    assert (report["customer"].pushed, report["customer"].skipped) == (0, 1)
    assert (engine.sync("customer")).ok
    (id_,) = ids_of(sandbox, "Late")
    assert sandbox.get("customer", id_)["phone"] == "ours"
    assert_in_step(sandbox, database)


@pytest.mark.parametrize("deletions", ["mark", "delete", "keep"])
def test_an_id_that_no_sync_gave_and_the_server_has_not_is_no_deletion(
    make_engine: Any, engine: SyncEngine, database: Database, deletions: str
) -> None:
    key = add(database, "customer", first_name="Typo", ascora_customer_id="c-600")
    for _ in range(2):
        report = make_engine(deletions=deletions).sync("customer")
        assert (report["customer"].deleted, report["customer"].failed, report.ok) == (0, 1, False)
    (failure,) = database.failures().values()
    assert "c-600" in failure["error"]
    (row,) = database.run("SELECT first_name, ascora_deleted_at FROM ascora_customers WHERE id = ?", key)
    assert (row["first_name"], row["ascora_deleted_at"]) == ("Typo", None)
    database.run("UPDATE ascora_customers SET ascora_customer_id = NULL WHERE id = ?", key)
    assert (engine.sync("customer"))["customer"].pushed == 1
    assert database.failures() == {}
