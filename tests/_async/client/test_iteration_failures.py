"""A page that cannot be had is an error, never the end of the listing; a bad record stops nobody who asked for all."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator

import pytest

from ascora_sdk import AscoraApiError, AsyncAscoraClient, AsyncItems, Customer, RateLimitError
from ascora_sdk.sandbox import CutBody, Drop, Fault, Malformed, Sandbox, Status

from ...client.clock import AsyncFakeTime

CONCURRENCIES = pytest.mark.parametrize("concurrency", [1, 4])
FLAWS = ["html", "truncated", "empty", "no_data", "bare_value", "nan", "invalid_utf8", "huge"]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=200) as sandbox:
        yield sandbox


async def note(items: AsyncItems[Customer], seen: list[str]) -> None:
    async for customer in items:
        seen.append(customer.id)  # noqa: PERF401 - those before a failure count


async def authenticate_at_each(items: AsyncItems[Customer], client: AsyncAscoraClient) -> None:
    async for _ in items:
        await client.authenticate()


def ids(first: int, last: int) -> list[str]:
    return [f"c-{number}" for number in range(first, last + 1)]


@CONCURRENCIES
@pytest.mark.parametrize("fault", [Status(503), Status(429, headers={"Retry-After": "3"}), Drop(), CutBody()])
async def test_a_page_that_fails_for_a_while_is_fetched_again(
    sandbox: Sandbox, client: AsyncAscoraClient, concurrency: int, fault: Fault
) -> None:
    sandbox.fault("GET /customers", fault, times=2, after=6)
    items = client.customers.iter(page_size=10, concurrency=concurrency)
    assert [customer.id async for customer in items] == ids(1, 200)
    assert len(sandbox.requests) == 22


@CONCURRENCIES
async def test_a_page_that_fails_for_good_is_an_error_after_the_items_before_it(
    sandbox: Sandbox, client: AsyncAscoraClient, caplog: pytest.LogCaptureFixture, concurrency: int
) -> None:
    caplog.set_level(logging.ERROR)
    sandbox.fault("GET /customers", Status(500), times=None, after=6)
    seen: list[str] = []
    with pytest.raises(AscoraApiError) as caught:
        await note(client.customers.iter(page_size=10, concurrency=concurrency), seen)
    assert caught.value.status_code == 500
    assert caught.value.attempts == 4
    assert seen == ids(1, len(seen))
    assert len(seen) in {60, *range(60 - 10 * (concurrency - 1), 60, 10)}
    assert concurrency > 1 or len(seen) == 60
    del caught
    gc.collect()
    assert not caplog.records


@pytest.mark.parametrize("concurrency", [2, 4, 8])
async def test_pages_that_fail_behind_the_failing_one_are_quiet(
    sandbox: Sandbox, client: AsyncAscoraClient, caplog: pytest.LogCaptureFixture, concurrency: int
) -> None:
    caplog.set_level(logging.ERROR)
    sandbox.fault("GET /customers", Status(400), times=None, after=3)
    with pytest.raises(AscoraApiError):
        await authenticate_at_each(client.customers.iter(page_size=10, concurrency=concurrency), client)
    gc.collect()
    assert [record.getMessage() for record in caplog.records] == []


async def test_a_rate_limit_that_does_not_end_is_told_as_one(
    sandbox: Sandbox, client: AsyncAscoraClient, clock: AsyncFakeTime
) -> None:
    sandbox.fault("GET /customers", Status(429, headers={"Retry-After": "7"}), times=None, after=1)
    with pytest.raises(RateLimitError) as caught:
        [customer.id async for customer in client.customers.iter(page_size=100, concurrency=1)]
    assert (caught.value.retry_after, caught.value.attempts) == (7.0, 4)
    assert clock.sleeps == [7.0] * 3


@CONCURRENCIES
@pytest.mark.parametrize("flaw", FLAWS)
@pytest.mark.parametrize("after", [0, 3])
async def test_a_malformed_page_is_never_an_empty_one_nor_the_end(
    sandbox: Sandbox, client: AsyncAscoraClient, concurrency: int, flaw: str, after: int
) -> None:
    sandbox.fault("GET /customers", Malformed(flaw), times=None, after=after)
    seen: list[str] = []
    with pytest.raises(AscoraApiError) as caught:
        await note(client.customers.iter(page_size=10, concurrency=concurrency), seen)
    assert type(caught.value) is AscoraApiError
    assert caught.value.status_code == 200
    assert len(seen) <= 10 * after
    assert concurrency > 1 or len(seen) == 10 * after
    assert len(caught.value.body) <= 4096
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        '{"data": [], "total": 200, "hasMore": true}',
        '{"data": [], "total": 200, "hasMore": false}',
        '{"data": [], "total": 0, "hasMore": true}',
        '{"data": [], "total": null, "hasMore": false}',
        '{"data": [], "total": "0", "hasMore": false}',
        '{"data": [], "total": -1, "hasMore": false}',
        '{"data": [], "total": 0}',
        '{"data": [], "total": 0, "hasMore": 0}',
        '{"data": null, "total": 0, "hasMore": false}',
        '{"data": {}, "total": 0, "hasMore": false}',
        "[]",
        "null",
        '"data"',
        "[" * 100_000,
        '{"data": [1e999999999999999999999], "total": 1, "hasMore": false}',
        '{"data": [1], "total": 1, "hasMore": false}',
    ],
)
async def test_an_envelope_that_is_not_the_contracts_is_an_error(
    sandbox: Sandbox, client: AsyncAscoraClient, body: str
) -> None:
    sandbox.fault("GET /customers", Status(200, body), times=None)
    with pytest.raises(AscoraApiError) as caught:
        [customer.id async for customer in client.customers.iter()]
    assert type(caught.value) is AscoraApiError
    with pytest.raises(AscoraApiError):
        await client.customers.list()


async def test_a_bad_record_stops_a_strict_listing_and_names_its_path(
    sandbox: Sandbox, client: AsyncAscoraClient
) -> None:
    sandbox.plant("customer", {"id": "c-13", "phone": 5})
    seen: list[str] = []
    with pytest.raises(AscoraApiError, match=r"data\[2\]\.phone: expected a string, got a whole number") as caught:
        await note(client.customers.iter(page_size=10), seen)
    assert type(caught.value) is AscoraApiError
    assert seen == ids(1, 10)
    with pytest.raises(AscoraApiError, match=r"data\[12\]\.phone"):
        await client.customers.list()


@CONCURRENCIES
async def test_a_lenient_listing_hands_out_bad_records_beside_the_good_ones(
    sandbox: Sandbox, client: AsyncAscoraClient, concurrency: int
) -> None:
    sandbox.plant("customer", {"id": "c-13", "phone": 5})
    sandbox.plant("customer", {"id": None})
    sandbox.plant("customer", {"id": "c-14", "createdAt": "yesterday"})
    items = client.customers.iter(page_size=10, concurrency=concurrency, lenient=True)
    good = [customer.id async for customer in items]
    assert good == [*ids(1, 12), *ids(15, 200)]
    assert [(bad.index, bad.item.get("id")) for bad in items.invalid] == [(2, "c-13"), (3, "c-14"), (0, None)]
    assert items.invalid[0].item == {"id": "c-13", "phone": 5}
    assert "phone" in items.invalid[0].reason
    page = await client.customers.list(limit=20, lenient=True)
    assert (len(page), page.received, len(page.invalid)) == (18, 20, 2)
    assert "\\x00" not in repr(page.invalid)


async def test_a_bad_record_found_alone_is_an_error_that_names_its_path(
    sandbox: Sandbox, client: AsyncAscoraClient
) -> None:
    sandbox.plant("customer", {"id": "c-1", "phone": 5, "email": []})
    with pytest.raises(AscoraApiError, match=r"phone: expected a string") as caught:
        await client.customers.get("c-1")
    assert type(caught.value) is AscoraApiError
    assert "email" in str(caught.value)
