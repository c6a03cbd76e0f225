# Generated from ../../../_async/sync/faults/test_n_deletions.py by tools/unasync; do not edit.
"""(n) A deletion on the server is seen by the very next sync, and handled by policy."""

from __future__ import annotations

from typing import Any

import pytest

from ascora_sdk import AscoraClient
from ascora_sdk.public import PublicClient
from ascora_sdk.sandbox import PublicAccount, Sandbox
from ascora_sdk.storage import MemoryStorage
from ascora_sdk.sync import SyncEngine, Manual

from ....sync.by_hand import assert_in_step
from ....sync.database import Database


def marked(database: Database, kind: str = "customer") -> list[str]:
    found = f"SELECT ascora_{kind}_id FROM ascora_{kind}s WHERE ascora_deleted_at IS NOT NULL"
    return database.column(found)


@pytest.mark.parametrize("kind", ["customer", "job", "invoice"])
def test_it_is_marked_by_default(
    engine: SyncEngine, sandbox: Sandbox, database: Database, kind: str
) -> None:
    id_ = f"{kind[0]}-2"
    before = database.records(kind)[id_]
    sandbox.remove(kind, id_)
    for deleted in (1, 0):
        report = engine.sync(kind)
        assert (report[kind].deleted, report.ok) == (deleted, True)
        assert marked(database, kind) == [id_]
    assert database.records(kind)[id_]["created_at"] == before["created_at"]
    sandbox.assert_nothing_received("DELETE *")
    assert str((engine.explain(kind, id_))[-1].decision) == "deleted"


@pytest.mark.parametrize("policy", ["mark", "delete", "keep"])
def test_it_is_seen_at_once_and_treated_as_was_asked_for(
    make_engine: Any, sandbox: Sandbox, database: Database, policy: str
) -> None:
    engine: SyncEngine = make_engine(deletions=policy)
    engine.sync()
    sandbox.remove("customer", "c-2")
    assert (engine.sync())["customer"].deleted == 1
    assert ("c-2" in database.records("customer")) == (policy != "delete")
    assert marked(database) == (["c-2"] if policy == "mark" else [])
    # What is gone from there is not made anew by what is left of it here.
    for _ in range(2):
        report = engine.sync(complete=True)
        assert (report["customer"].deleted, report["customer"].pushed, report.ok) == (0, 0, True)
    assert sandbox.count("customer") == 5
    if policy == "delete":
        assert_in_step(sandbox, database)


def test_one_deleted_while_another_was_made_is_seen_though_the_count_is_the_same(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.remove("customer", "c-2")
    sandbox.add("customer", id="c-new", firstName="Ada")
    report = engine.sync("customer")
    assert (report["customer"].created, report["customer"].deleted) == (1, 1)
    assert marked(database) == ["c-2"]


def test_a_record_made_here_and_deleted_there_is_seen(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    database.run("INSERT INTO ascora_customers (organization_id, first_name) VALUES ('default', 'Ada')")
    engine.sync("customer")
    *_, ada = sandbox.records("customer")
    sandbox.remove("customer", ada["id"])
    assert (engine.sync("customer"))["customer"].deleted == 1
    assert marked(database) == [ada["id"]]


@pytest.mark.parametrize("policy", ["mark", "delete", "keep"])
def test_one_that_comes_back_is_there_again_and_marked_no_longer(
    make_engine: Any, sandbox: Sandbox, database: Database, policy: str
) -> None:
    engine: SyncEngine = make_engine(deletions=policy)
    engine.sync("customer")
    was = sandbox.get("customer", "c-2")
    sandbox.remove("customer", "c-2")
    engine.sync("customer")
    sandbox.add("customer", **{**was, "phone": "back again"})
    assert (engine.sync("customer")).ok
    assert marked(database) == []
    assert database.field("customer", "c-2", "phone") == "back again"
    database.edit("customer", "c-2", phone="07")
    assert (engine.sync("customer"))["customer"].pushed == 1
    assert_in_step(sandbox, database, ["customer"])


def test_an_edit_here_of_what_was_deleted_there_is_on_record(
    make_engine: Any, sandbox: Sandbox, database: Database
) -> None:
    engine: SyncEngine = make_engine(strategy=Manual())
    engine.sync("customer")
    sandbox.remove("customer", "c-2")
    database.edit("customer", "c-2", phone="07")
    report = engine.sync("customer")
    assert (report["customer"].conflicts, report.ok) == (1, False)
    (conflict,) = engine.conflicts()
    assert (conflict.id, conflict.remote) == ("customer:c-2", None)
    assert conflict.local is not None
    assert conflict.local["phone"] == "07"
    engine.resolve(conflict.id, "local")
    assert (engine.sync("customer")).ok
    assert "07" in [record.get("phone") for record in sandbox.records("customer")]
    assert sandbox.count("customer") == 6
    assert_in_step(sandbox, database, ["customer"])


def test_a_server_that_reads_no_updated_since_shows_it_too(database: Database, storage: Any) -> None:
    with Sandbox(customers=6, honours_updated_since=False) as sandbox:
        with AscoraClient(
            api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code
        ) as client:
            engine = SyncEngine(client, storage)
            engine.sync("customer")
            sandbox.remove("customer", "c-2")
            sandbox.add("customer", id="c-new")
            report = engine.sync("customer")
            assert (report["customer"].created, report["customer"].deleted) == (1, 1)
            assert marked(database) == ["c-2"]


@pytest.mark.parametrize("policy", ["mark", "delete", "keep"])
def test_the_public_api_likewise(policy: Any) -> None:
    with Sandbox(public=PublicAccount(customers=6)) as sandbox:
        storage = MemoryStorage()
        with PublicClient(
            api_key=sandbox.public_api_key, api_url=sandbox.public_url, max_retries=0
        ) as client:
            engine = SyncEngine(client, storage, deletions=policy)
            engine.sync()
            gone = next(sandbox.public.records("customer"))["customerId"]
            sandbox.public.remove("customer", gone)
            for deleted in (1, 0):
                report = engine.sync()
                assert (report["public_customer"].deleted, report.ok) == (deleted, True)
            rows = {row["id"]: row["deleted_on_server"] for row in storage.rows("public_customer")}
            assert (gone in rows) == (policy != "delete")
            assert [id_ for id_, is_marked in rows.items() if is_marked] == ([gone] if policy == "mark" else [])
