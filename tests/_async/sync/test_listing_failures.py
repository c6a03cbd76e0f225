"""A listing that breaks off: what came is kept, nothing is taken for its end, and the next pull goes on."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from ascora_sdk import AscoraApiError, AsyncAscoraClient, AuthenticationError, RateLimitError, RetryPolicy
from ascora_sdk.sandbox import CutBody, Drop, Malformed, Redirect, Sandbox, Status
from ascora_sdk.storage import AsyncSqlStorage
from ascora_sdk.sync import AsyncSyncEngine

from ...client.faults import AtOffset
from ...sync.database import Database
from ...sync.wire import assert_same, sorted_ids
from ..waiting import until_all_is_received

FAULTS = [
    Status(500),
    Status(404),
    Status(503, body=b"<html>", content_type="text/html"),
    Status(204),
    Status(200, body='{"data":[],"total":200,"hasMore":false}'),
    Status(200, body='{"data":[],"total":0,"hasMore":true}'),
    Status(200, body='{"data":null,"total":0,"hasMore":false}'),
    Status(200, body='{"data":[]}'),
    Redirect("http://127.0.0.1:9/"),
    Drop(),
    CutBody(),
    Malformed("html"),
    Malformed("truncated"),
    Malformed("empty"),
    Malformed("no_data"),
    Malformed("bare_value"),
    Malformed("nan"),
]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=200) as sandbox:
        yield sandbox


def _assert_six_pages(database: Database, sandbox: Sandbox) -> None:
    assert sorted(database.records("customer")) == sorted_ids(sandbox, "customer")[:60]
    database.assert_whole("customer")
    assert (database.offset("customer"), database.checkpoint("customer")["lease_owner"]) == (60, None)


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
async def test_the_seventh_page_of_twenty_cannot_be_had_for_now(
    engine: AsyncSyncEngine, client, sandbox: Sandbox, database: Database, fault
) -> None:
    sandbox.fault("GET /customers", AtOffset(59, fault), times=None)
    with pytest.raises(AscoraApiError):
        await engine.pull("customer")
    _assert_six_pages(database, sandbox)
    sandbox.clear_faults()
    await until_all_is_received(client)
    sandbox.clear_requests()
    report = await engine.pull("customer")
    assert report.ok
    assert sandbox.requests[0].query["offset"] == "59"
    assert len(sandbox.requests) == 14
    assert_same(sandbox, "customer", database.records("customer"))
    database.assert_whole("customer")


async def test_the_seventh_page_cannot_be_had_for_good(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.fault("GET /customers", AtOffset(59, Status(500), times=None), times=None)
    for _ in range(3):
        with pytest.raises(AscoraApiError) as caught:
            await engine.pull("customer")
        assert caught.value.status_code == 500
        _assert_six_pages(database, sandbox)
    sandbox.clear_faults()
    assert (await engine.pull("customer"))["customer"].created == 140
    assert_same(sandbox, "customer", database.records("customer"))


@pytest.mark.parametrize(
    ("fault", "error"),
    [(Status(401), AuthenticationError), (Status(429, headers={"Retry-After": "0"}), RateLimitError)],
    ids=repr,
)
async def test_the_error_says_what_is_wrong(
    engine: AsyncSyncEngine, sandbox: Sandbox, fault: Status, error: type[Exception]
) -> None:
    sandbox.fault("GET /customers", fault)
    with pytest.raises(error):
        await engine.pull("customer")


async def test_a_passing_failure_is_no_failure_if_the_client_tries_again(
    sandbox: Sandbox, storage: AsyncSqlStorage, database: Database
) -> None:
    for after, fault in enumerate((Status(500), Drop(), Status(429, headers={"Retry-After": "0"}), CutBody())):
        sandbox.fault("GET /customers", fault, after=2 + 3 * after)
    async with AsyncAscoraClient(
        api_url=sandbox.api_url,
        api_token=sandbox.api_token,
        company_code=sandbox.company_code,
        retry=RetryPolicy(retry_delay=0.001),
    ) as client:
        report = await AsyncSyncEngine(client, storage, page_size=10).pull("customer")
    assert report.ok
    assert len(sandbox.requests) == 24
    assert_same(sandbox, "customer", database.records("customer"))


@pytest.mark.parametrize(
    "fault", [Malformed("html"), Malformed("empty"), Malformed("truncated"), Status(204)], ids=repr
)
async def test_a_first_page_that_is_no_listing_is_no_empty_account(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, fault
) -> None:
    await engine.pull("customer")
    before = database.dump()
    sandbox.fault("GET /customers", fault)
    with pytest.raises(AscoraApiError):
        await engine.pull("customer", complete=True)
    assert database.dump() == before
    assert (await engine.pull("customer", complete=True))["customer"].unchanged == 200


@pytest.mark.parametrize("fault", [Malformed("html"), Malformed("truncated"), Status(500), Drop()], ids=repr)
async def test_a_last_page_that_is_no_listing_is_not_the_end(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, fault
) -> None:
    sandbox.fault("GET /customers", AtOffset(189, fault), times=None)
    with pytest.raises(AscoraApiError):
        await engine.pull("customer")
    assert database.count("ascora_customers") == 190
    assert (await engine.pull("customer"))["customer"].created == 10


async def test_the_kinds_before_the_failure_are_done_and_those_after_it_not_begun(
    engine: AsyncSyncEngine, database: Database
) -> None:
    with Sandbox(customers=5, jobs=5, invoices=5) as sandbox:
        async with (
            AsyncAscoraClient(
                api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code, max_retries=0
            ) as client,
            AsyncSqlStorage(database.url) as storage,
        ):
            await storage.migrate()
            engine = AsyncSyncEngine(client, storage)
            sandbox.fault("GET /jobs", Status(500))
            with pytest.raises(AscoraApiError):
                await engine.pull()
            counts = [database.count(table) for table in ("ascora_customers", "ascora_jobs", "ascora_invoices")]
            assert counts == [5, 0, 0]
            assert (await engine.pull()).ok


async def test_pages_under_way_at_once_fail_without_noise(
    make_engine, engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.fault("GET /customers", Status(500), times=None, after=6)
    with pytest.raises(AscoraApiError):
        await make_engine(concurrency=4).pull("customer")
    gc.collect()
    assert [record.message for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []
    database.assert_whole("customer")
    sandbox.clear_faults()
    assert (await engine.pull("customer")).ok
    assert_same(sandbox, "customer", database.records("customer"))
