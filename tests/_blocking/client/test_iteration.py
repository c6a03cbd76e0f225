# Generated from ../../_async/client/test_iteration.py by tools/unasync; do not edit.
"""Going through a whole listing: every item once and in order, and no more requests than needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from ascora_sdk import AscoraClient
from ascora_sdk.sandbox import Latency, Sandbox

from ...client.faults import Listings

MakeClient = Callable[..., AscoraClient]
CONCURRENCIES = pytest.mark.parametrize("concurrency", [1, 2, 4, 8])


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=205) as sandbox:
        yield sandbox


def ids(first: int, last: int) -> list[str]:
    return [f"c-{number}" for number in range(first, last + 1)]


@CONCURRENCIES
@pytest.mark.parametrize("page_size", [1000, 205, 100, 41, 7])
def test_every_item_comes_once_and_in_order(
    sandbox: Sandbox, client: AscoraClient, concurrency: int, page_size: int
) -> None:
    items = client.customers.iter(page_size=page_size, concurrency=concurrency)
    assert [customer.id for customer in items] == ids(1, 205)
    assert len(sandbox.requests) == -(-205 // page_size)
    assert {request.query["limit"] for request in sandbox.requests} == {str(page_size)}


def test_a_page_has_a_hundred_unless_told_otherwise(sandbox: Sandbox, client: AscoraClient) -> None:
    assert [customer.id for customer in client.customers.iter()] == ids(1, 205)
    assert sorted(request.query["offset"] for request in sandbox.requests) == ["0", "100", "200"]


@CONCURRENCIES
@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 100, 130])
def test_a_server_that_caps_its_pages_loses_nothing(
    make_client: MakeClient, concurrency: int, count: int
) -> None:
    with Sandbox(customers=count, max_page_size=50) as sandbox:
        client = make_client(api_url=sandbox.api_url)
        items = client.customers.iter(page_size=100, concurrency=concurrency)
        assert [customer.id for customer in items] == ids(1, count)
        assert len(sandbox.requests) == max(1, -(-count // 50))


@CONCURRENCIES
def test_an_empty_listing_has_no_items(sandbox: Sandbox, client: AscoraClient, concurrency: int) -> None:
    items = client.customers.iter(filters={"state": "nowhere"}, concurrency=concurrency)
    assert [customer.id for customer in items] == []
    assert len(sandbox.requests) == 1


def test_nothing_is_fetched_before_the_first_item_is_asked_for(
    sandbox: Sandbox, client: AscoraClient
) -> None:
    client.customers.iter(concurrency=4)
    client.authenticate()
    assert [request.path for request in sandbox.requests] == ["/auth/verify"]


def test_each_loop_begins_anew(client: AscoraClient) -> None:
    items = client.customers.iter(page_size=100)
    first = [customer.id for customer in items]
    assert [customer.id for customer in items] == first == ids(1, 205)


def test_page_by_page(client: AscoraClient) -> None:
    pages = client.customers.iter(page_size=100).pages()
    assert [(page.offset, len(page), page.total, page.has_more) for page in pages] == [
        (0, 100, 205, True),
        (100, 100, 205, True),
        (200, 5, 205, False),
    ]


def test_order_and_filters_go_with_every_page(sandbox: Sandbox, client: AscoraClient) -> None:
    for number in (5, 9, 120):
        sandbox.edit("customer", f"c-{number}", state="ZZ")
    items = client.customers.iter(page_size=2, sort_by="id", sort_order="desc", filters={"state": "ZZ"}, concurrency=2)
    assert [customer.id for customer in items] == ["c-9", "c-5", "c-120"]
    assert len(sandbox.requests) == 2
    for request in sandbox.requests:
        assert {**request.query, "offset": "?"} == {
            "limit": "2",
            "offset": "?",
            "sort_by": "id",
            "sort_order": "desc",
            "state": "ZZ",
        }


@CONCURRENCIES
def test_no_more_pages_are_under_way_than_asked_for(
    sandbox: Sandbox, client: AscoraClient, concurrency: int
) -> None:
    listings = Listings(together=concurrency)
    sandbox.fault("GET /customers", listings, times=None)
    items = client.customers.iter(page_size=10, concurrency=concurrency)
    assert [customer.id for customer in items] == ids(1, 205)
    assert listings.most == concurrency


@CONCURRENCIES
@pytest.mark.parametrize("rows", [{20: 3}, {0: 9}, {20: 9, 30: 7, 100: 5}, {200: 2, 202: 1}])
def test_short_pages_in_the_middle_lose_nothing(
    sandbox: Sandbox, client: AscoraClient, concurrency: int, rows: dict[int, int]
) -> None:
    listings = Listings(seconds=0.005, rows=rows)
    sandbox.fault("GET /customers", listings, times=None)
    items = client.customers.iter(page_size=10, concurrency=concurrency)
    assert [customer.id for customer in items] == ids(1, 205)
    assert listings.most <= concurrency


@CONCURRENCIES
def test_one_short_page_makes_not_all_pages_short(
    sandbox: Sandbox, client: AscoraClient, concurrency: int
) -> None:
    sandbox.fault("GET /customers", Listings(seconds=0, rows={20: 1}), times=None)
    items = client.customers.iter(page_size=10, concurrency=concurrency)
    assert [customer.id for customer in items] == ids(1, 205)
    assert len(sandbox.requests) <= 25


@CONCURRENCIES
def test_leaving_the_loop_stops_fetching(sandbox: Sandbox, client: AscoraClient, concurrency: int) -> None:
    sandbox.fault("GET /customers", Latency(0.01), times=None)
    for customer in client.customers.iter(page_size=10, concurrency=concurrency):
        if customer.id == "c-15":
            break
    # Pages that were under way may be seen a little later than this.
    for _ in range(5):
        client.authenticate()
    assert 2 <= len(sandbox.requests) - 5 <= 2 + concurrency


@CONCURRENCIES
def test_pages_may_be_left_early(
    sandbox: Sandbox, client: AscoraClient, caplog: pytest.LogCaptureFixture, concurrency: int
) -> None:
    sandbox.fault("GET /customers", Latency(0.01), times=None)
    with closing(client.customers.iter(page_size=10, concurrency=concurrency).pages()) as pages:
        for page in pages:
            assert page.offset == 0
            break
    client.close()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    assert len(sandbox.requests) <= 1 + concurrency


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"concurrency": 0}, ValueError),
        ({"concurrency": True}, ValueError),
        ({"concurrency": 2.0}, ValueError),
        ({"page_size": 0}, ValueError),
        ({"page_size": None}, TypeError),
        ({"sort_order": "up"}, ValueError),
        ({"filters": {"offset": 5}}, ValueError),
    ],
)
def test_wrong_arguments_are_refused_at_once(
    sandbox: Sandbox, client: AscoraClient, arguments: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        client.customers.iter(**arguments)
    assert sandbox.requests == ()
