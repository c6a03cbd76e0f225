# Generated from ../../../_async/sync/faults/test_k_shifts.py by tools/unasync; do not edit.
"""(k) Rows that come and go during a listing: none is skipped, none doubled, and a deletion is seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ascora_sdk import AscoraClient
from ascora_sdk.public import PublicClient
from ascora_sdk.sandbox import PublicAccount, Sandbox, Shift
from ascora_sdk.storage import MemoryStorage
from ascora_sdk.sync import SyncEngine

PAGES = [0, 1, 4, 8]
# A listing is in the order of ids: these come before all others.
FIRST, SECOND = "c-0a", "c-0b"


@pytest.fixture(params=[None, 4], ids=["any page", "pages of four"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(customers=60, max_page_size=request.param) as sandbox:
        yield sandbox


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[AscoraClient]:
    with AscoraClient(
        api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code, max_retries=0
    ) as client:
        yield client


@pytest.fixture(params=[1, 4], ids=["one at a time", "four at a time"])
def options(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"page_size": 6, "concurrency": request.param}


def shown(storage: MemoryStorage) -> dict[str, str | None]:
    rows = [row for row in storage.rows("customer") if not row["deleted_on_server"]]
    assert len({row["id"] for row in rows}) == len(rows)
    return {row["id"]: row["phone"] for row in rows}


def there(sandbox: Sandbox) -> dict[str, str | None]:
    return {record["id"]: record.get("phone") for record in sandbox.records("customer")}


def assert_the_same(engine: SyncEngine, storage: MemoryStorage, sandbox: Sandbox) -> None:
    assert shown(storage) == there(sandbox)
    report = engine.sync("customer", complete=True)
    done = report["customer"]
    assert (done.created, done.deleted, done.pushed, done.unchanged) == (0, 0, 0, sandbox.count("customer"))
    sandbox.assert_nothing_received("DELETE *")
    sandbox.assert_nothing_received("POST *")


@pytest.mark.parametrize("after", PAGES)
def test_rows_that_go_hide_no_other(
    client: AscoraClient, sandbox: Sandbox, options: dict[str, Any], after: int
) -> None:
    storage = MemoryStorage()
    engine = SyncEngine(client, storage, **options)
    ids = sorted(there(sandbox))
    gone = [ids[0], ids[1], ids[30]]
    sandbox.fault("GET /customers", Shift(remove=gone), after=after)
    report = engine.sync("customer")
    assert there(sandbox).keys() <= (shown(storage)).keys()
    assert report["customer"].created == len(storage.rows("customer"))
    # What was listed and went meanwhile is seen by the very next sync.
    engine.sync("customer")
    assert_the_same(engine, storage, sandbox)


@pytest.mark.parametrize("after", PAGES)
def test_rows_that_come_are_not_missed_and_double_no_other(
    client: AscoraClient, sandbox: Sandbox, options: dict[str, Any], after: int
) -> None:
    storage = MemoryStorage()
    engine = SyncEngine(client, storage, **options)
    sandbox.fault("GET /customers", Shift(insert=[{"id": FIRST}, {"id": SECOND}]), after=after)
    report = engine.sync("customer")
    assert report["customer"].created + report["customer"].updated == len(shown(storage)) >= 60
    assert (engine.sync("customer")).ok
    assert {FIRST, SECOND} <= (shown(storage)).keys()
    assert_the_same(engine, storage, sandbox)


@pytest.mark.parametrize("after", PAGES)
def test_rows_that_come_and_go_in_a_complete_listing_of_what_is_known(
    client: AscoraClient, sandbox: Sandbox, options: dict[str, Any], after: int
) -> None:
    storage = MemoryStorage()
    engine = SyncEngine(client, storage, **options)
    engine.sync("customer")
    ids = sorted(there(sandbox))
    sandbox.edit("customer", ids[20], phone="theirs")
    sandbox.fault("GET /customers", Shift(insert=[{"id": FIRST}], remove=[ids[3], ids[59]]), after=after)
    sandbox.fault("GET /customers", Shift(remove=[ids[10]], insert=[{"id": SECOND}]), after=after + 1)
    engine.sync("customer", complete=True)
    marked = {row["id"] for row in storage.rows("customer") if row["deleted_on_server"]}
    assert marked <= {ids[3], ids[10], ids[59]}
    report = engine.sync("customer", complete=True)
    assert report.ok
    marked = {row["id"] for row in storage.rows("customer") if row["deleted_on_server"]}
    assert marked == {ids[3], ids[10], ids[59]}
    assert_the_same(engine, storage, sandbox)


def test_it_shifts_at_every_page(client: AscoraClient, sandbox: Sandbox, options: dict[str, Any]) -> None:
    storage = MemoryStorage()
    engine = SyncEngine(client, storage, **options)
    ids = sorted(there(sandbox))
    for number in range(8):
        sandbox.fault("GET /customers", Shift(insert=[{"id": f"c-0{number}"}], remove=[ids[number * 7]]))
    engine.sync("customer")
    assert (shown(storage)).keys() >= set(ids) - {ids[number * 7] for number in range(8)}
    for _ in range(2):
        engine.sync("customer")
    assert_the_same(engine, storage, sandbox)


@pytest.mark.parametrize("after", [0, 2])
def test_the_public_api_likewise(after: int) -> None:
    with Sandbox(public=PublicAccount(customers=60)) as sandbox:
        storage = MemoryStorage()
        with PublicClient(
            api_key=sandbox.public_api_key, api_url=sandbox.public_url, max_retries=0
        ) as client:
            engine = SyncEngine(client, storage, page_size=10, concurrency=1)
            engine.sync("public_customer")
            ids = [record["customerId"] for record in sandbox.public.records("customer")]
            sandbox.public.fault("GET /Customers/Customers", Shift(remove=[ids[0], ids[30]]), after=after)
            for _ in range(2):
                report = engine.sync("public_customer")
                assert report.ok
            left = {record["customerId"] for record in sandbox.public.records("customer")}
            rows = storage.rows("public_customer")
            assert {row["id"] for row in rows if not row["deleted_on_server"]} == left
            assert {row["id"] for row in rows if row["deleted_on_server"]} == {ids[0], ids[30]}
