# Generated from ../../../_async/sync/faults/test_g_edits.py by tools/unasync; do not edit.
"""(g) An edit made here survives the next pull and reaches the server; edits on both sides are a conflict on record."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ascora_sdk.public import PublicClient
from ascora_sdk.sandbox import PublicAccount, Sandbox
from ascora_sdk.storage import MemoryStorage
from ascora_sdk.sync import SyncEngine, LocalWins, Manual, MergeFields

from ....sync.by_hand import assert_in_step
from ....sync.database import Database

EDITS = {
    "customer": ("c-1", "phone", "07", "email"),
    "job": ("j-1", "description", "Dry out", "jobAddress"),
    "invoice": ("i-1", "status", "viewed", "invoiceNumber"),
}


@pytest.mark.parametrize("kind", EDITS)
def test_it_survives_the_next_pull_and_reaches_the_server(
    engine: SyncEngine, sandbox: Sandbox, database: Database, kind: str
) -> None:
    id_, field, value, other = EDITS[kind]
    assert sandbox.get(kind, id_).get(field) != value
    database.edit(kind, id_, **{field: value})
    sandbox.edit(kind, id_, **{other: "theirs"})
    for _ in range(2):
        engine.pull(kind, complete=True)
        assert database.field(kind, id_, field) == value
    assert sandbox.get(kind, id_).get(field) != value
    report = engine.sync()
    assert (report[kind].pushed, report[kind].conflicts, report.ok) == (1, 0, True)
    there = sandbox.get(kind, id_)
    assert (there[field], there[other]) == (value, "theirs")
    assert (engine.sync())[kind].pushed == 0
    assert_in_step(sandbox, database)


def test_what_was_emptied_here_is_emptied_there(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.edit("customer", "c-1", phone="07", customFields={"source": "web", "vip": True})
    engine.sync()
    database.edit("customer", "c-1", phone=None, custom_fields='{"vip":true}')
    assert (engine.sync())["customer"].pushed == 1
    there = sandbox.get("customer", "c-1")
    assert there["phone"] is None
    assert there["customFields"].get("source") is None
    assert there["customFields"]["vip"] is True
    assert (engine.sync())["customer"].pushed == 0


def test_keys_of_custom_fields_are_merged_one_by_one(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.edit("customer", "c-1", customFields={"source": "web", "vip": False, "old": 1})
    engine.sync()
    database.edit("customer", "c-1", custom_fields='{"source":"phone","vip":false,"old":1,"here":[1]}')
    sandbox.edit("customer", "c-1", customFields={"source": "web", "vip": True, "old": 1, "there": {"a": 1}})
    report = engine.sync()
    assert (report["customer"].conflicts, report.ok) == (0, True)
    merged = {"source": "phone", "vip": True, "old": 1, "here": [1], "there": {"a": 1}}
    assert sandbox.get("customer", "c-1")["customFields"] == merged
    assert_in_step(sandbox, database)


@pytest.fixture
def disputed(make_engine: Any, sandbox: Sandbox, database: Database) -> SyncEngine:
    """An engine that leaves to a person what both sides edited, a phone and a key of the custom fields."""
    engine: SyncEngine = make_engine(strategy=MergeFields(fallback=Manual()))
    sandbox.edit("customer", "c-1", phone="base", email="base", customFields={"source": "base", "vip": False})
    engine.sync()
    database.edit("customer", "c-1", phone="ours", custom_fields='{"source":"ours","vip":false}')
    sandbox.edit("customer", "c-1", phone="theirs", email="x", customFields={"source": "theirs", "vip": True})
    report = engine.sync()
    assert (report["customer"].conflicts, report["customer"].unresolved, report.ok) == (1, 1, False)
    return engine


def test_both_sides_edits_are_on_record_with_both_values(
    disputed: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    for _ in range(2):
        (conflict,) = disputed.conflicts()
        assert {name: (one.base, one.local, one.remote) for name, one in conflict.fields.items()} == {
            "phone": ("base", "ours", "theirs"),
            "custom_fields.source": ("base", "ours", "theirs"),
        }
        row, there = database.records("customer")["c-1"], sandbox.get("customer", "c-1")
        # What is not in dispute flows, what is stays as it is on either side.
        assert (row["phone"], row["email"], json.loads(row["custom_fields"])) == (
            "ours",
            "x",
            {"source": "ours", "vip": True},
        )
        assert (there["phone"], there["customFields"]["source"]) == ("theirs", "theirs")
        assert (disputed.sync())["customer"].pushed == 0
    told = [entry for entry in disputed.explain("customer", "c-1") if str(entry.decision) == "conflict"]
    assert len(told) == 1
    assert told[0].fields is not None
    assert told[0].fields["phone"] == {"base": "base", "local": "ours", "remote": "theirs"}
    assert told[0].fields["custom_fields.source"] == {"base": "base", "local": "ours", "remote": "theirs"}


@pytest.mark.parametrize(
    ("decision", "phone", "source"),
    [
        ("local", "ours", "ours"),
        ("remote", "theirs", "theirs"),
        ({"phone": "mine", "custom_fields.source": None}, "mine", None),
    ],
    ids=["local", "remote", "values"],
)
def test_what_a_person_decides_reaches_both_sides(
    disputed: SyncEngine, sandbox: Sandbox, database: Database, decision: Any, phone: str, source: str | None
) -> None:
    (conflict,) = disputed.conflicts()
    disputed.resolve(conflict.id, decision)
    assert (disputed.sync()).ok
    assert disputed.conflicts() == []
    there = sandbox.get("customer", "c-1")
    assert (there["phone"], there["customFields"].get("source")) == (phone, source)
    assert (there["email"], there["customFields"]["vip"]) == ("x", True)
    assert database.field("customer", "c-1", "phone") == phone
    assert (disputed.sync())["customer"].pushed == 0


@pytest.mark.parametrize(("strategy", "winner"), [(None, "theirs"), (LocalWins(), "ours")], ids=["default", "local"])
def test_what_a_strategy_decided_is_on_record_with_both_values(
    make_engine: Any, sandbox: Sandbox, database: Database, strategy: Any, winner: str
) -> None:
    engine: SyncEngine = make_engine(strategy=strategy)
    sandbox.edit("customer", "c-1", phone="base")
    engine.sync()
    database.edit("customer", "c-1", phone="ours")
    sandbox.edit("customer", "c-1", phone="theirs")
    report = engine.sync()
    assert (report["customer"].conflicts, report.ok) == (1, True)
    (told,) = [one for one in engine.explain("customer", "c-1") if str(one.decision) == "resolved"]
    assert told.fields is not None
    values = told.fields["phone"]
    assert (values["base"], values["local"], values["remote"]) == ("base", "ours", "theirs")
    assert sandbox.get("customer", "c-1")["phone"] == winner
    assert_in_step(sandbox, database)


def test_an_edit_made_while_the_former_one_is_sent_is_sent_next(
    engine: SyncEngine, make_engine: Any, sandbox: Sandbox, database: Database
) -> None:
    database.edit("customer", "c-1", phone="first")

    def edit_again(event: Any) -> None:
        if type(event).__name__ == "PagePulled" and event.kind == "customer":
            database.edit("customer", "c-1", phone="second")

    make_engine(on_event=edit_again).sync()
    assert (engine.sync()).ok
    assert sandbox.get("customer", "c-1")["phone"] == "second"
    assert_in_step(sandbox, database)


def test_the_public_api_likewise() -> None:
    with Sandbox(public=PublicAccount(customers=6)) as sandbox:
        storage = MemoryStorage()
        with PublicClient(
            api_key=sandbox.public_api_key, api_url=sandbox.public_url, max_retries=0
        ) as client:
            engine = SyncEngine(client, storage, strategy=Manual())
            engine.sync()
            first, second, *_ = (record["customerId"] for record in sandbox.public.records("customer"))
            rows = {row["id"]: row["key"] for row in storage.rows("public_customer")}
            storage.edit("public_customer", rows[first], phone_number="ours")
            storage.edit("public_customer", rows[second], phone_number="ours")
            sandbox.public.edit("customer", second, phoneNumber="theirs")
            engine.pull(complete=True)
            report = engine.sync()
            assert report["public_customer"].pushed == 1
            assert sandbox.public.get("customer", first)["phoneNumber"] == "ours"
            (conflict,) = engine.conflicts()
            phone = conflict.fields["phone_number"]
            assert (phone.local, phone.remote) == ("ours", "theirs")
            engine.resolve(conflict.id, "local")
            assert (engine.sync()).ok
            assert sandbox.public.get("customer", second)["phoneNumber"] == "ours"
