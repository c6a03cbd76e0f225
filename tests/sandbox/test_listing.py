"""Listings page, sort, filter and search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox

Connect = Callable[[Sandbox], httpx.Client]


def ids(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [record["id"] for record in answer.json()["data"]]


def numbered(*numbers: int) -> list[str]:
    return [f"c-{number}" for number in numbers]


@pytest.fixture
def people(connect: Connect) -> Iterator[tuple[Sandbox, httpx.Client]]:
    with Sandbox() as sandbox:
        for first, last, state in (("Ada", "Young", "QLD"), ("Ben", "Baker", "NSW"), ("Cy", "Baker", "QLD")):
            sandbox.add("customer", firstName=first, lastName=last, state=state, updatedAt="2026-01-01T00:00:00Z")
        yield sandbox, connect(sandbox)


def test_pages_are_fifty_long_and_tell_what_follows(connect: Connect) -> None:
    with Sandbox(customers=120) as sandbox:
        http = connect(sandbox)
        first = http.get("/customers")
        assert ids(first) == numbered(*range(1, 51))
        assert (first.json()["total"], first.json()["hasMore"]) == (120, True)
        last = http.get("/customers?limit=50&offset=100")
        assert ids(last) == numbered(*range(101, 121))
        assert (last.json()["total"], last.json()["hasMore"]) == (120, False)
        assert http.get("/customers?offset=70").json()["hasMore"] is False
        beyond = http.get("/customers?offset=500").json()
        assert beyond == {"data": [], "total": 120, "hasMore": False}
        assert http.get("/customers?limit=0").json() == {"data": [], "total": 120, "hasMore": True}


def test_long_pages_are_shortened_without_a_word(connect: Connect) -> None:
    with Sandbox(customers=9, max_page_size=4) as sandbox:
        http = connect(sandbox)
        page = http.get("/customers?limit=100")
        assert ids(page) == numbered(1, 2, 3, 4)
        assert page.json()["hasMore"] is True
        assert ids(http.get("/customers?limit=3&offset=4")) == numbered(5, 6, 7)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", (1, 2, 3)),
        ("sort_by=lastName", (2, 3, 1)),
        ("sort_by=last_name", (2, 3, 1)),
        ("sort_by=lastName&sort_order=desc", (1, 3, 2)),
        ("sort_by=lastName&limit=1&offset=1", (3,)),
        ("sort_order=desc", (3, 2, 1)),
        ("state=QLD", (1, 3)),
        ("last_name=Baker", (2, 3)),
        ("lastName=Baker&state=QLD", (3,)),
        ("state=NSW&state=QLD", (1, 2, 3)),
        ("state=qld", ()),
        ("shoe_size=9&custom_fields=x", (1, 2, 3)),
    ],
)
def test_listings_sort_and_filter(people: tuple[Sandbox, httpx.Client], query: str, expected: tuple[int, ...]) -> None:
    answer = people[1].get(f"/customers?{query}")
    assert ids(answer) == numbered(*expected)


def test_a_filtered_listing_counts_what_it_found(people: tuple[Sandbox, httpx.Client]) -> None:
    page = people[1].get("/customers?state=QLD&limit=1").json()
    assert (page["total"], page["hasMore"]) == (2, True)


def test_filters_follow_every_change(people: tuple[Sandbox, httpx.Client]) -> None:
    sandbox, http = people
    assert ids(http.get("/customers?state=QLD")) == numbered(1, 3)
    sandbox.edit("customer", "c-2", state="QLD")
    assert ids(http.get("/customers?state=QLD")) == numbered(1, 2, 3)
    sandbox.remove("customer", "c-1")
    sandbox.add("customer", state="QLD")
    assert ids(http.get("/customers?state=QLD")) == numbered(2, 3, 4)


def test_numbers_filter_and_sort_by_value(connect: Connect) -> None:
    with Sandbox(customers=1, jobs=40, invoices=40) as sandbox:
        http = connect(sandbox)
        invoices = list(sandbox.records("invoice"))
        amounts = sorted(invoice["totalAmount"] for invoice in invoices)
        page = http.get("/invoices?sort_by=total_amount&limit=100")
        assert [sandbox.get("invoice", found)["totalAmount"] for found in ids(page)] == amounts
        assert ids(http.get(f"/invoices?totalAmount={amounts[7]}00"))
        linked = [invoice["id"] for invoice in invoices if invoice["jobId"] == "j-5"]
        assert ids(http.get("/invoices?job_id=j-5")) == linked
        assert ids(http.get("/jobs?customer_id=c-1&limit=100&status=pending")) == [
            job["id"] for job in sandbox.records("job") if job["status"] == "pending"
        ]


def test_dates_sort_and_filter_by_time_not_by_text(people: tuple[Sandbox, httpx.Client]) -> None:
    sandbox, http = people
    for number, text in ((1, "2026-01-01T10:00:00.5Z"), (2, "2026-01-01T10:00:00Z"), (3, "2026-01-01T19:59:00+10:00")):
        sandbox.edit("customer", f"c-{number}", updatedAt=text)
    sandbox.plant("customer", {"id": "c-4"})
    sandbox.plant("customer", {"id": "c-5", "updatedAt": "nonsense"})
    assert ids(http.get("/customers?sort_by=updatedAt")) == numbered(3, 2, 1, 5, 4)
    since = {"updated_since": "2026-01-01T20:00:00+10:00"}
    assert ids(http.get("/customers", params=since)) == numbered(1, 2)


def test_updated_since_is_left_unread_if_told_so(connect: Connect) -> None:
    with Sandbox(customers=3, honours_updated_since=False) as sandbox:
        assert ids(connect(sandbox).get("/customers?updated_since=nonsense")) == numbered(1, 2, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ada", (1,)), ("BAKER", (2, 3)), ("cy baker", (3,)), ("ö", (4,)), ("0491", (4,)), ("NSW", ()), ("%", ())],
)
def test_search_finds_text_anywhere_in_names_and_numbers(
    people: tuple[Sandbox, httpx.Client], text: str, expected: tuple[int, ...]
) -> None:
    sandbox, http = people
    sandbox.add("customer", companyName="Björn & Co", mobile="0491 570 006")
    answer = http.get("/customers/search", params={"q": text})
    assert ids(answer) == numbered(*expected)
    assert set(answer.json()) == {"data"}


def test_any_planted_value_can_be_sorted(people: tuple[Sandbox, httpx.Client]) -> None:
    sandbox, http = people
    planted: list[Any] = [5, None, True, ["x"], {"x": 1}, "text"]
    for index, value in enumerate(planted):
        sandbox.plant("customer", {"id": f"p-{index}", "lastName": value})
    assert len(ids(http.get("/customers?sort_by=lastName"))) == len(ids(http.get("/customers"))) == 9
