"""Servers that page in their own way, and listings that move meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from ascora_sdk import AsyncAscoraClient
from ascora_sdk.sandbox import Latency, Sandbox, Shift
from ascora_sdk.sync import AsyncSyncEngine

from ...sync.database import Database
from ...sync.wire import assert_same, sorted_ids


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=230, max_page_size=50) as sandbox:
        yield sandbox


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncAscoraClient]:
    async with AsyncAscoraClient(
        api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code, max_retries=0
    ) as client:
        yield client


@pytest.mark.parametrize("concurrency", [1, 4, 16])
@pytest.mark.parametrize("page_size", [7, 50, 1000])
async def test_any_page_size_and_concurrency_bring_everything(
    make_engine, sandbox: Sandbox, database: Database, page_size: int, concurrency: int
) -> None:
    engine = make_engine(page_size=page_size, concurrency=concurrency)
    report = await engine.pull("customer")
    assert report["customer"].created == 230
    assert_same(sandbox, "customer", database.records("customer"))
    database.assert_whole("customer")
    # Of the 50 that the server gives at the most, one is that before the page.
    assert len(sandbox.requests) == -(-230 // min(page_size, 49))
    assert (await engine.pull("customer", complete=True))["customer"].unchanged == 230


async def test_pages_that_overtake_each_other_are_stored_in_order(
    make_engine, sandbox: Sandbox, database: Database
) -> None:
    for after in (1, 3):
        sandbox.fault("GET /customers", Latency(0.1), after=after)
    done: list[int] = []
    engine = make_engine(page_size=50, concurrency=4, on_event=lambda event: done.append(getattr(event, "done", 0)))
    await engine.pull("customer")
    assert [count for count in done if count] == [49, 98, 147, 196, 230]
    assert_same(sandbox, "customer", database.records("customer"))


async def test_a_pull_that_stopped_goes_on_with_another_page_size(
    make_engine, sandbox: Sandbox, database: Database
) -> None:
    def stop(event) -> None:
        if getattr(event, "done", 0) == 30:
            raise KeyError("stop")

    with pytest.raises(KeyError):
        await make_engine(page_size=10, on_event=stop).pull("customer")
    assert (await make_engine(page_size=37).pull("customer"))["customer"].created == 200
    assert_same(sandbox, "customer", database.records("customer"))


async def test_rows_that_come_in_meanwhile_double_nothing(make_engine, sandbox: Sandbox, database: Database) -> None:
    engine = make_engine(page_size=50)
    new = [{"id": f"a-{number}", "firstName": "New"} for number in range(7)]
    sandbox.fault("GET /customers", Shift(insert=new), after=1)
    await engine.pull("customer")
    database.assert_whole("customer")
    assert {f"c-{number}" for number in range(1, 231)} <= database.records("customer").keys()
    await engine.pull("customer")
    assert_same(sandbox, "customer", database.records("customer"))


async def test_what_rows_that_went_meanwhile_hid_comes_with_the_next_pull(
    make_engine, sandbox: Sandbox, database: Database
) -> None:
    engine = make_engine(page_size=50)
    gone = sorted_ids(sandbox, "customer")[:7]
    sandbox.fault("GET /customers", Shift(remove=gone), after=1)
    await engine.pull("customer")
    await engine.pull("customer")
    assert set(sorted_ids(sandbox, "customer")) <= database.records("customer").keys()
    marked = "SELECT ascora_customer_id FROM ascora_customers WHERE ascora_deleted_at IS NOT NULL"
    assert sorted(database.column(marked)) == gone


async def test_the_listing_is_asked_for_in_an_order_that_no_edit_changes(
    engine: AsyncSyncEngine, sandbox: Sandbox
) -> None:
    await engine.pull("customer")
    assert {(request.query["sort_by"], request.query["sort_order"]) for request in sandbox.requests} == {("id", "asc")}
