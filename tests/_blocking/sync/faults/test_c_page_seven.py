# Generated from ../../../_async/sync/faults/test_c_page_seven.py by tools/unasync; do not edit.
"""(c) Page 7 of 20 cannot be had, for now or for good: the sync goes on there, and nothing is lost or deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ascora_sdk import AscoraApiError, AscoraClient, RetryPolicy
from ascora_sdk.sandbox import CutBody, Drop, Fault, Malformed, PublicAccount, Sandbox, Status
from ascora_sdk.storage import MemoryStorage, SqlStorage
from ascora_sdk.sync import SyncEngine, KindStarted, SyncEvent

from ....sync.by_hand import add, assert_in_step
from ....sync.database import Database
from ....sync.wire import sorted_ids

PASSING = [Status(500), Drop(), CutBody(), Status(429, headers={"Retry-After": "0"})]
NO_PAGE = [
    Malformed("html"),
    Malformed("truncated"),
    Malformed("empty"),
    Malformed("bare_value"),
    Malformed("no_data"),
    Status(200, body='{"data":[],"total":200,"hasMore":false}'),
    Status(500),
]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=200, public=PublicAccount(customers=200)) as sandbox:
        yield sandbox


@pytest.fixture
def patient(sandbox: Sandbox) -> Iterator[AscoraClient]:
    """A client that tries again, at once."""
    with AscoraClient(
        api_url=sandbox.api_url,
        api_token=sandbox.api_token,
        company_code=sandbox.company_code,
        retry=RetryPolicy(retry_delay=0),
    ) as client:
        yield client


@pytest.mark.parametrize("fault", PASSING, ids=repr)
def test_a_passing_failure_is_none(
    patient: AscoraClient, storage: SqlStorage, sandbox: Sandbox, database: Database, fault: Fault
) -> None:
    sandbox.fault("GET /customers", fault, after=6)
    report = SyncEngine(patient, storage, page_size=10, concurrency=1).sync("customer")
    assert (report["customer"].created, report.ok) == (200, True)
    sandbox.assert_received("GET /customers", times=21)
    assert_in_step(sandbox, database)


@pytest.mark.parametrize("fault", NO_PAGE, ids=repr)
def test_a_lasting_failure_stops_it_and_the_next_sync_goes_on_there(
    make_engine: Any, sandbox: Sandbox, database: Database, fault: Fault
) -> None:
    events: list[SyncEvent] = []
    engine: SyncEngine = make_engine(concurrency=1, on_event=events.append)
    sandbox.fault("GET /customers", fault, times=None, after=6)
    for _ in range(3):
        with pytest.raises(AscoraApiError):
            engine.sync("customer")
        assert sorted(database.records("customer")) == sorted_ids(sandbox, "customer")[:60]
    sandbox.clear_faults()
    events.clear()
    report = engine.sync("customer")
    assert [event.resumed_at for event in events if isinstance(event, KindStarted)] == [60]
    assert (report["customer"].created, report["customer"].deleted, report.ok) == (140, 0, True)
    assert_in_step(sandbox, database)


@pytest.mark.parametrize("fault", NO_PAGE, ids=repr)
def test_what_is_known_already_is_not_taken_for_deleted_and_no_edit_is_lost(
    make_engine: Any, sandbox: Sandbox, database: Database, fault: Fault
) -> None:
    engine: SyncEngine = make_engine(concurrency=1)
    engine.sync("customer")
    ids = sorted_ids(sandbox, "customer")
    database.edit("customer", ids[5], phone="07")
    add(database, "customer", first_name="Ada")
    sandbox.edit("customer", ids[100], phone="theirs")
    sandbox.fault("GET /customers", fault, times=None, after=6)
    with pytest.raises(AscoraApiError):
        engine.sync("customer", complete=True)
    assert database.column("SELECT 1 FROM ascora_customers WHERE ascora_deleted_at IS NOT NULL") == []
    assert database.count("ascora_customers") == 201
    sandbox.clear_faults()
    report = engine.sync("customer")
    assert (report["customer"].deleted, report["customer"].pushed, report.ok) == (0, 2, True)
    assert sandbox.count("customer") == 201
    assert sandbox.get("customer", ids[5])["phone"] == "07"
    assert_in_step(sandbox, database)
    report = engine.sync("customer", complete=True)
    assert (report["customer"].unchanged, report.ok) == (201, True)


@pytest.mark.parametrize("concurrency", [2, 4])
def test_pages_that_came_ahead_of_it_are_asked_for_again(
    make_engine: Any, sandbox: Sandbox, database: Database, concurrency: int
) -> None:
    engine: SyncEngine = make_engine(concurrency=concurrency)
    sandbox.fault("GET /customers", Malformed("truncated"), after=6)
    with pytest.raises(AscoraApiError):
        engine.sync("customer")
    there = sorted(database.records("customer"))
    assert there == sorted_ids(sandbox, "customer")[: len(there)]
    report = engine.sync("customer")
    assert (report["customer"].created, report.ok) == (200 - len(there), True)
    assert_in_step(sandbox, database)


@pytest.mark.parametrize("fault", [Status(500), Malformed("html"), Malformed("empty")], ids=repr)
def test_the_public_api_likewise(sandbox: Sandbox, fault: Fault) -> None:
    from ascora_sdk.public import PublicClient

    storage = MemoryStorage()
    with PublicClient(api_key=sandbox.public_api_key, api_url=sandbox.public_url, max_retries=0) as client:
        engine = SyncEngine(client, storage, page_size=10, concurrency=1)
        for _ in range(2):
            sandbox.public.fault("GET /Customers/Customers", fault, times=None, after=6)
            with pytest.raises(AscoraApiError):
                engine.sync("public_customer")
            sandbox.public.clear_faults()
            report = engine.sync("public_customer")
            assert (report["public_customer"].deleted, report.ok) == (0, True)
            ids = {row["id"] for row in storage.rows("public_customer") if not row["deleted_on_server"]}
            assert ids == {record["customerId"] for record in sandbox.public.records("customer")}
