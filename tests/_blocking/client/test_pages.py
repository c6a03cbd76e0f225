# Generated from ../../_async/client/test_pages.py by tools/unasync; do not edit.
"""Pages: sequences that know the next one, survive a pickle, and become rows; and iterators that know an end."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest

from ascora_sdk import AscoraApiError, AscoraClient, Items, Page, Customer
from ascora_sdk.sandbox import Sandbox, Shift, Status

from ...client.faults import Listings

MakeClient = Callable[..., AscoraClient]
BAD = {"id": 5}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=25, jobs=30, invoices=30) as sandbox:
        yield sandbox


def ids(first: int, last: int) -> list[str]:
    return [f"c-{number}" for number in range(first, last + 1)]


def offsets(sandbox: Sandbox) -> list[tuple[str, str]]:
    return sorted((request.query["offset"], request.query["limit"]) for request in sandbox.requests)


def walked(page: Page[Customer] | None) -> list[list[str]]:
    """Go from page to page, and give the ids of each."""
    found: list[list[str]] = []
    while page is not None:
        found.append([customer.id for customer in page])
        page = page.next_page()
    return found


def test_a_page_is_a_sequence(client: AscoraClient) -> None:
    page = client.customers.list(limit=3)
    assert isinstance(page, Sequence)
    assert [customer.id for customer in reversed(page)] == ["c-3", "c-2", "c-1"]
    assert (page[-1].id, len(page[:2]), page[0] in page, page.index(page[1]), page.count(page[2])) == (
        "c-3",
        2,
        True,
        1,
        1,
    )
    assert bool(page)
    assert not client.customers.list(offset=99)
    with pytest.raises(IndexError):
        page[3]


def test_from_page_to_page(sandbox: Sandbox, client: AscoraClient) -> None:
    page = client.customers.list(limit=10, offset=2, sort_by="id", filters={"country": None}, sort_order="asc")
    pages = walked(page)
    assert [len(found) for found in pages] == [10, 10, 3]
    assert len({id_ for found in pages for id_ in found}) == 23
    queries = [dict(request.query) for request in sandbox.requests]
    assert queries == [
        {"limit": "10", "offset": offset, "sort_by": "id", "sort_order": "asc"} for offset in ("2", "12", "22")
    ]


def test_the_filters_are_those_of_the_call(sandbox: Sandbox, client: AscoraClient) -> None:
    for number in (3, 7, 9):
        sandbox.edit("customer", f"c-{number}", state="ZZ")
    filters = {"state": "ZZ"}
    page = client.customers.list(limit=2, filters=filters)
    filters["state"] = "QLD"
    assert walked(page) == [["c-3", "c-7"], ["c-9"]]


@pytest.mark.parametrize("count", [0, 1, 4, 5, 6])
def test_a_server_that_caps_its_pages_loses_nothing(make_client: MakeClient, count: int) -> None:
    with Sandbox(customers=count, max_page_size=2) as sandbox:
        page = make_client(api_url=sandbox.api_url).customers.list(limit=50)
        assert sum(walked(page), []) == ids(1, count)  # noqa: RUF017 - a handful
        assert len(sandbox.requests) == max(1, -(-count // 2))


def test_pages_of_odd_lengths_lose_nothing(sandbox: Sandbox, client: AscoraClient) -> None:
    sandbox.fault("*", Listings(rows={0: 1, 1: 7, 8: 3}), times=None)
    assert walked(client.customers.list(limit=10)) == [
        ids(1, 1),
        ids(2, 8),
        ids(9, 11),
        ids(12, 21),
        ids(22, 25),
    ]


@pytest.mark.parametrize(
    ("body", "more"),
    [
        ('{"data": [{"id": "x"}], "total": 1, "hasMore": false}', False),
        ('{"data": [{"id": "x"}], "total": 1, "hasMore": true}', True),
        ('{"data": [{"id": "x"}], "total": 25, "hasMore": false}', True),
        ('{"data": [{"id": "x"}], "total": 0, "hasMore": false}', False),
        ('{"data": [], "total": 0, "hasMore": false}', False),
    ],
)
def test_either_word_of_the_server_says_that_more_follow(
    sandbox: Sandbox, client: AscoraClient, body: str, *, more: bool
) -> None:
    sandbox.fault("*", Status(200, body))
    page = client.customers.list(limit=1)
    following = page.next_page()
    assert (following is not None) == more
    assert len(sandbox.requests) == (2 if more else 1)


def test_a_page_that_cannot_be_had_is_not_the_end(sandbox: Sandbox, client: AscoraClient) -> None:
    page = client.customers.list(limit=10)
    for body in ('{"data": [], "total": 25, "hasMore": false}', '{"data": [], "total": 5, "hasMore": true}', "[]"):
        sandbox.fault("*", Status(200, body))
        with pytest.raises(AscoraApiError):
            page.next_page()
    following = page.next_page()
    assert following is not None
    assert [customer.id for customer in following] == ids(11, 20)


def test_the_next_page_of_one_page_can_be_asked_for_again(client: AscoraClient) -> None:
    page = client.customers.list(limit=20)
    assert page.next_page() == page.next_page()


def test_beyond_the_end_there_is_nothing(sandbox: Sandbox, client: AscoraClient) -> None:
    page = client.customers.list(offset=1000)
    assert (list(page), page.total, page.has_more, page.next_page()) == ([], 25, False, None)
    assert len(sandbox.requests) == 1


def test_a_listing_that_shrinks_ends(sandbox: Sandbox, client: AscoraClient) -> None:
    sandbox.fault("*", Shift(remove=ids(11, 25)))
    page = client.customers.list(limit=10)
    assert page.has_more
    following = page.next_page()
    assert following is not None
    assert (list(following), following.next_page()) == ([], None)


# A pickle


@pytest.mark.parametrize("how", [lambda page: pickle.loads(pickle.dumps(page)), copy.copy, copy.deepcopy])  # noqa: S301
def test_a_copy_is_equal_and_knows_no_client(
    sandbox: Sandbox, client: AscoraClient, how: Callable[[Any], Any]
) -> None:
    sandbox.plant("customer", BAD)
    page = client.customers.list(limit=10, offset=3, lenient=True)
    copied = how(page)
    assert type(copied) is type(page)
    assert copied == page
    assert copied.to_dicts() == page.to_dicts()
    with pytest.raises(RuntimeError, match="offset=13"):
        copied.next_page()
    last = how(client.customers.list(limit=10, offset=20, lenient=True))
    assert [item.item for item in last.invalid] == [BAD]
    assert last.next_page() is None


def test_a_pickle_holds_no_secret(sandbox: Sandbox, client: AscoraClient) -> None:
    page = client.customers.list(limit=1)
    for text in (repr(page), repr(pickle.dumps(page))):
        assert sandbox.api_token not in text
        assert sandbox.company_code not in text


def test_a_deep_copy_shares_nothing(sandbox: Sandbox, client: AscoraClient) -> None:
    sandbox.edit("customer", "c-1", crew=[1])
    page = client.customers.list(limit=1)
    copied: Any = copy.deepcopy(page)
    copied[0].extra["crew"].append(2)
    assert page[0].extra["crew"] == [1]


# Of a wrong shape


def test_a_lenient_page_puts_the_bad_ones_aside(sandbox: Sandbox, client: AscoraClient) -> None:
    sandbox.plant("customer", BAD)
    page = client.customers.list(limit=10, offset=20, lenient=True)
    assert [customer.id for customer in page] == ids(21, 25)
    assert (page.received, page.total, [(item.index, item.item) for item in page.invalid]) == (6, 26, [(5, BAD)])
    with pytest.raises(AscoraApiError, match=r"data\[5\]\.id: expected a string"):
        client.customers.list(limit=10, offset=20)


def test_the_next_page_is_lenient_too_and_counts_what_was_put_aside(
    sandbox: Sandbox, client: AscoraClient
) -> None:
    listing = '{"data": [{"id": "x"}, {"id": 1}, {"id": 2}], "total": 25, "hasMore": true}'
    sandbox.fault("*", Status(200, listing))
    sandbox.fault("*", Status(200, listing))
    page = client.customers.list(limit=3, lenient=True)
    following = page.next_page()
    assert following is not None
    assert (len(following), len(following.invalid), following.offset) == (1, 2, 3)


# The first ones


@pytest.mark.parametrize("concurrency", [1, 4])
@pytest.mark.parametrize(
    ("most", "page_size", "asked"),
    [
        (0, 10, []),
        (1, 10, [("0", "1")]),
        (10, 10, [("0", "10")]),
        (11, 10, [("0", "10"), ("10", "10")]),
        (20, 10, [("0", "10"), ("10", "10")]),
        (25, 100, [("0", "25")]),
        (26, 10, [("0", "10"), ("10", "10"), ("20", "10")]),
        (10**9, 13, [("0", "13"), ("13", "13")]),
    ],
)
def test_limit_fetches_no_page_in_vain(
    sandbox: Sandbox, client: AscoraClient, most: int, page_size: int, asked: list[Any], concurrency: int
) -> None:
    items = client.customers.iter(page_size=page_size, concurrency=concurrency).limit(most)
    assert [customer.id for customer in items] == ids(1, min(most, 25))
    assert offsets(sandbox) == asked


@pytest.mark.parametrize("concurrency", [1, 4])
@pytest.mark.parametrize("most", [1, 5, 6, 11, 24, 25, 30])
def test_limit_of_a_server_that_caps_its_pages(make_client: MakeClient, most: int, concurrency: int) -> None:
    with Sandbox(customers=25, max_page_size=5) as sandbox:
        items = make_client(api_url=sandbox.api_url).customers.iter(concurrency=concurrency).limit(most)
        assert [customer.id for customer in items] == ids(1, min(most, 25))
        assert len(sandbox.requests) == -(-min(most, 25) // 5)


def test_the_least_limit_holds_and_the_original_stays(client: AscoraClient) -> None:
    items = client.customers.iter(page_size=10)
    for limited in (items.limit(3).limit(7), items.limit(7).limit(3)):
        assert isinstance(limited, Items)
        assert [customer.id for customer in limited] == ids(1, 3)
        assert [customer.id for customer in limited] == ids(1, 3)
        assert repr(limited).endswith("(page_size=10, limit=3)")
    assert len([customer for customer in items]) == 25
    assert repr(items).endswith("(page_size=10)")


@pytest.mark.parametrize("most", [-1, True, 1.0, "5", None, Decimal(3)], ids=repr)
def test_a_limit_is_a_whole_number(client: AscoraClient, most: Any) -> None:
    with pytest.raises(ValueError, match="limit takes a whole number"):
        client.customers.iter().limit(most)


def test_limit_counts_the_good_ones(sandbox: Sandbox, client: AscoraClient) -> None:
    listing = '{"data": [{"id": 1}, {"id": "x"}, {"id": 2}, {"id": "y"}, {"id": 3}, {"id": "z"}], "total": 6,'
    listing += ' "hasMore": false}'
    sandbox.fault("*", Status(200, listing))
    items = client.customers.iter(lenient=True).limit(2)
    assert [customer.id for customer in items] == ["x", "y"]
    assert [item.item["id"] for item in items.invalid] == [1, 2]


def test_a_page_cut_by_limit_goes_on_where_it_was_cut(sandbox: Sandbox, client: AscoraClient) -> None:
    pages = [page for page in client.customers.iter(page_size=10, concurrency=1).limit(12).pages()]
    assert [(page.offset, len(page), page.received, page.total) for page in pages] == [(0, 10, 10, 25), (10, 2, 2, 25)]
    following = pages[1].next_page()
    assert following is not None
    assert (following.offset, following[0].id) == (12, "c-13")


def test_a_lenient_page_cut_by_limit_counts_what_was_put_aside(
    sandbox: Sandbox, client: AscoraClient
) -> None:
    listing = '{"data": [{"id": 1}, {"id": "x"}, {"id": 2}, {"id": "y"}, {"id": 3}], "total": 5, "hasMore": false}'
    sandbox.fault("*", Status(200, listing))
    (page,) = [page for page in client.customers.iter(lenient=True).limit(1).pages()]
    assert ([one.id for one in page], page.received, [item.index for item in page.invalid]) == (["x"], 2, [0])


# Rows


def test_rows_of_a_page_and_of_a_listing(sandbox: Sandbox, client: AscoraClient) -> None:
    sandbox.edit("customer", "c-20", shoeSize=9)
    page = client.customers.list(limit=25)
    rows = page.to_dicts()
    assert [row["id"] for row in rows] == ids(1, 25)
    assert [row["shoeSize"] for row in rows if row["shoeSize"] is not None] == [9]
    assert len({tuple(row) for row in rows}) == 1
    assert client.customers.iter(page_size=7).to_dicts() == rows
    assert client.customers.iter(page_size=7).limit(8).to_dicts() != rows
    assert len(client.customers.iter(page_size=7).limit(8).to_dicts()) == 8
    assert client.customers.iter().limit(0).to_dicts() == []


def test_rows_of_a_listing_are_alike_from_page_to_page(sandbox: Sandbox, client: AscoraClient) -> None:
    sandbox.edit("job", "j-1", estimatedCost=Decimal("1.5"), scheduledDate="2026-03-01", site=None)
    sandbox.edit(
        "job", "j-30", estimatedCost=Decimal("1.25"), scheduledDate="2026-03-01T12:00:00Z", level=Decimal("0.5")
    )
    rows = client.jobs.iter(page_size=10).to_dicts()
    assert (str(rows[0]["estimated_cost"]), str(rows[-1]["estimated_cost"])) == ("1.50", "1.25")
    assert (rows[0]["scheduled_date"], rows[-1]["scheduled_date"]) == ("2026-03-01", "2026-03-01T12:00:00Z")
    assert (rows[0]["level"], rows[-1]["level"]) == (None, Decimal("0.5"))
    assert {type(row["status"]) for row in rows} == {str}


def test_rows_of_a_page_that_cannot_be_had_raise(sandbox: Sandbox, client: AscoraClient) -> None:
    sandbox.fault("GET /customers", Status(400), after=1)
    with pytest.raises(AscoraApiError):
        client.customers.iter(page_size=10).to_dicts()


def test_a_page_shows_as_a_table(sandbox: Sandbox, client: AscoraClient) -> None:
    sandbox.edit("customer", "c-1", firstName="<script>alert(1)</script>")
    sandbox.plant("customer", BAD)
    shown = (client.customers.list(limit=3))._repr_html_()
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<caption>1 to 3 of 26</caption>" in shown
    assert "<caption>none of 26</caption>" in (client.customers.list(offset=99))._repr_html_()
    lenient = client.customers.list(limit=10, offset=20, lenient=True)
    assert "<caption>21 to 26 of 26, 1 of a wrong shape left out</caption>" in lenient._repr_html_()
