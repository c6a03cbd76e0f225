# Generated from ../../_async/sync/test_repeated_pull.py by tools/unasync; do not edit.
"""Pulls after the first, of everything: what did not change costs nothing, what changed is told."""

from __future__ import annotations

import json

from ascora_sdk.sandbox import Sandbox
from ascora_sdk.sync import SyncEngine

from ...sync.database import TABLES, Database
from ...sync.wire import assert_same


def test_a_second_pull_writes_nothing(engine: SyncEngine, database: Database) -> None:
    first = engine.pull()
    database.watch()
    before = database.dump()
    second = engine.pull(complete=True)
    assert database.seen_writes() == []
    assert database.dump() == before
    for kind in TABLES:
        assert second[kind].unchanged == second[kind].seen == first[kind].created
    assert second.ok


def test_a_second_pull_asks_for_the_listing_and_for_nothing_else(
    engine: SyncEngine, sandbox: Sandbox
) -> None:
    engine.pull()
    sandbox.clear_requests()
    engine.pull(complete=True)
    asked = [(request.method, request.path, request.query["offset"]) for request in sandbox.requests]
    customers = [("GET", "/customers", offset) for offset in ("0", "9", "19")]
    others = [("GET", path, offset) for path in ("/jobs", "/invoices") for offset in ("0", "9")]
    assert asked == customers + others


def test_another_order_of_the_fields_is_no_change(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.edit("customer", "c-1", customFields={"a": {"x": 1, "y": 2}, "b": [1, 2]})
    engine.pull("customer")
    record = sandbox.get("customer", "c-1")
    record["customFields"] = {"b": [1, 2], "a": {"y": 2, "x": 1}}
    sandbox.plant("customer", dict(reversed(record.items())))
    before = database.dump()
    report = engine.pull("customer", complete=True)
    assert report["customer"].unchanged == report["customer"].seen
    assert database.dump() == before


def test_another_order_in_a_list_is_a_change(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.edit("customer", "c-1", customFields={"rooms": ["hall", "attic"]})
    engine.pull("customer")
    sandbox.edit("customer", "c-1", customFields={"rooms": ["attic", "hall"]})
    assert (engine.pull("customer"))["customer"].updated == 1
    assert database.field("customer", "c-1", "custom_fields") == '{"rooms":["attic","hall"]}'


def test_ten_edits_are_ten_updates(engine: SyncEngine, sandbox: Sandbox, database: Database) -> None:
    engine.pull()
    old = {id_: row["phone"] for id_, row in database.records("customer").items()}
    stamps = {id_: row["updated_at"] for id_, row in database.records("customer").items()}
    logged = database.count("ascora_sync_logs")
    edited = [f"c-{number}" for number in range(1, 11)]
    for id_ in edited:
        sandbox.edit("customer", id_, phone=f"new {id_}")
    report = engine.pull(complete=True)
    assert (report["customer"].updated, report["customer"].unchanged) == (10, 15)
    assert report.ok
    assert_same(sandbox, "customer", database.records("customer"))
    touched = [id_ for id_, row in database.records("customer").items() if row["updated_at"] != stamps[id_]]
    assert sorted(touched) == sorted(edited)
    assert database.count("ascora_sync_logs") == logged + 10
    for id_ in edited:
        row = database.audit(id_)[-1]
        told = json.loads(row["response_data"])
        assert (row["status"], row["decision"]) == ("success", "updated")
        assert told["fields"]["phone"] == {"base": old[id_], "local": old[id_], "remote": f"new {id_}"}
        assert told["fields"].keys() == {"phone", "updated_at"}


def test_a_field_that_is_cleared_or_taken_away_on_the_server_is_cleared_here(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.edit("customer", "c-1", phone="1", mobile="2", customFields={"dog": True}, tier="gold")
    engine.pull("customer")
    record = sandbox.edit("customer", "c-1", phone=None, customFields=None)
    del record["mobile"], record["tier"]
    sandbox.plant("customer", record)
    assert (engine.pull("customer"))["customer"].updated == 1
    names = ("phone", "mobile", "custom_fields", "extra")
    assert [database.field("customer", "c-1", name) for name in names] == [None] * 4


def test_new_records_are_added_and_the_others_left_alone(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    engine.pull("customer")
    sandbox.add("customer", id="c-0", firstName="First")
    sandbox.add("customer", id="z", firstName="Last")
    report = engine.pull("customer", complete=True)
    assert (report["customer"].created, report["customer"].unchanged) == (2, 25)
    assert_same(sandbox, "customer", database.records("customer"))


def test_true_and_one_are_not_the_same_value(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    former = sandbox.edit("customer", "c-1", customFields={"dogs": True})
    engine.pull("customer")
    sandbox.edit("customer", "c-1", customFields={"dogs": 1}, updatedAt=former["updatedAt"])
    report = engine.pull("customer", complete=True)
    assert database.field("customer", "c-1", "custom_fields") == '{"dogs":1}'
    assert report["customer"].updated == 1
    told = json.loads(database.audit("c-1")[-1]["response_data"])
    assert told["fields"] == {"custom_fields.dogs": {"base": True, "local": True, "remote": 1}}
