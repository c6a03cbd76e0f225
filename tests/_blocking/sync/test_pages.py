# Generated from ../../_async/sync/test_pages.py by tools/unasync; do not edit.
"""A page is one transaction: all that it brings is there, or none of it."""

from __future__ import annotations

import pytest

from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import SyncEngine, PagePulled, RecordFailed, SyncEvent

from ...sync.database import Database
from ...sync.wire import assert_same, sorted_ids
from ..waiting import until_all_is_received
from .failing import FailingStorage, BrokenError


@pytest.fixture
def sandbox():
    with Sandbox(customers=60) as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    ("method", "at"),
    [
        ("append_audit", 3),
        ("write", 3),
        ("notes", 4),
        ("records", 3),
        ("renew_lease", 3),
        ("keep", 5),
        ("keep", 6),
        ("keep", 7),
    ],
)
def test_a_failure_within_a_page_undoes_that_page_alone(
    make_engine,
    engine: SyncEngine,
    client,
    storage: SqlStorage,
    sandbox: Sandbox,
    database: Database,
    method: str,
    at: int,
) -> None:
    ids = sorted_ids(sandbox, "customer")
    sandbox.plant("customer", {**sandbox.get("customer", ids[25]), "phone": 7})
    broken = FailingStorage(storage, method, at)
    with pytest.raises(BrokenError, match=method):
        make_engine(storage=broken).pull("customer")
    assert sorted(database.records("customer")) == ids[:20]
    database.assert_whole("customer")
    assert database.failures() == {}
    assert (database.offset("customer"), database.checkpoint("customer")["lease_owner"]) == (20, None)

    until_all_is_received(client)
    sandbox.clear_requests()
    report = engine.pull("customer")
    assert [request.query["offset"] for request in sandbox.requests] == ["19", "29", "39", "49"]
    assert report["customer"].created + report["customer"].failed == 40
    assert len(database.records("customer")) + len(database.failures()) == 60
    database.assert_whole("customer")
    assert database.offset("customer") is None


@pytest.mark.parametrize(("method", "at"), [("note_keys", 2), ("note_keys", 4), ("release_lease", 1)])
def test_a_failure_at_the_very_end_loses_nothing(
    make_engine,
    storage: SqlStorage,
    engine: SyncEngine,
    sandbox: Sandbox,
    database: Database,
    method: str,
    at: int,
) -> None:
    broken = FailingStorage(storage, method, at)
    with pytest.raises(BrokenError):
        make_engine(storage=broken).pull("customer")
    database.assert_whole("customer")
    assert len(database.records("customer")) == 60
    assert database.checkpoint("customer")["lease_owner"] is None
    assert (engine.pull("customer")).ok
    assert (engine.pull("customer", complete=True))["customer"].unchanged == 60


def test_a_host_that_fails_while_it_is_told_stops_the_pull_between_two_pages(
    make_engine, engine: SyncEngine, client, sandbox: Sandbox, database: Database
) -> None:
    def tell(event: SyncEvent) -> None:
        if isinstance(event, PagePulled) and event.done == 30:
            raise BrokenError("told")

    with pytest.raises(BrokenError, match="told"):
        make_engine(on_event=tell).pull("customer")
    assert sorted(database.records("customer")) == sorted_ids(sandbox, "customer")[:30]
    database.assert_whole("customer")
    assert (database.offset("customer"), database.checkpoint("customer")["lease_owner"]) == (30, None)
    until_all_is_received(client)
    sandbox.clear_requests()
    assert (engine.pull("customer"))["customer"].created == 30
    assert len(sandbox.requests) == 3
    assert_same(sandbox, "customer", database.records("customer"))


@pytest.mark.parametrize("name", ["SyncStarted", "KindStarted", "PagePulled", "RecordFailed", "KindFinished"])
def test_a_host_that_fails_at_any_event_leaves_no_lease_behind(
    make_engine, engine: SyncEngine, sandbox: Sandbox, database: Database, name: str
) -> None:
    sandbox.plant("customer", {**sandbox.get("customer", "c-1"), "phone": 7})

    def tell(event: SyncEvent) -> None:
        if type(event).__name__ == name:
            raise BrokenError(name)

    with pytest.raises(BrokenError, match=name):
        make_engine(on_event=tell).pull("customer")
    assert database.checkpoint("customer").get("lease_owner") is None
    engine.pull("customer")
    assert len(database.records("customer")) == 59


def test_a_host_that_fails_at_the_end_does_not_hide_why_the_pull_failed(
    make_engine, storage: SqlStorage
) -> None:
    def tell(event: SyncEvent) -> None:
        if type(event).__name__ in {"KindFinished", "SyncFinished"}:
            raise BrokenError(f"at {type(event).__name__}")

    broken = FailingStorage(storage, "write", 1)
    with pytest.raises(BrokenError) as caught:
        make_engine(storage=broken, on_event=tell).pull("customer")
    seen = []
    error: BaseException | None = caught.value
    while error is not None:
        seen.append(str(error))
        error = error.__cause__ or error.__context__
    assert "write" in seen


def test_what_was_committed_is_what_was_reported(
    make_engine, storage: SqlStorage, database: Database
) -> None:
    events: list[SyncEvent] = []
    broken = FailingStorage(storage, "append_audit", 3)
    with pytest.raises(BrokenError):
        make_engine(storage=broken, on_event=events.append).pull("customer")
    finished = next(event for event in events if type(event).__name__ == "KindFinished")
    assert finished.report.created == len(database.records("customer")) == 20
    assert not [event for event in events if isinstance(event, RecordFailed)]


def test_a_pull_that_failed_at_an_unchanged_page_starts_where_something_was_last_written(
    engine: SyncEngine, make_engine, storage: SqlStorage, sandbox: Sandbox, database: Database
) -> None:
    engine.pull("customer")
    edited = sorted_ids(sandbox, "customer")[15]
    sandbox.edit("customer", edited, phone="remote")
    broken = FailingStorage(storage, "notes", 6)
    with pytest.raises(BrokenError):
        make_engine(storage=broken).pull("customer", complete=True)
    assert database.offset("customer") == 20
    assert database.field("customer", edited, "phone") == "remote"
    assert (engine.pull("customer"))["customer"].unchanged == 40
    assert (engine.pull("customer", complete=True))["customer"].unchanged == 60
