"""Tests can ask what was received, and are told in plain words what came instead."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from unittest.mock import ANY

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox

ITEMS = [{"description": "a", "quantity": 1, "unitPrice": Decimal("0.30")}, {"description": "b"}]
BODY = b'{"firstName":"Ada","vip":true,"rooms":1,"rate":0.30,"tags":["a","b"],"site":{"levels":2,"lift":null}}'


@pytest.fixture
def posted(sandbox: Sandbox, http: httpx.Client) -> Sandbox:
    """A sandbox that received a listing and a customer."""
    http.get("/customers?limit=5&tag=1&tag=2")
    http.post("/customers", content=BODY, headers={"Content-Type": "application/json", "X-Trace": "t"})
    return sandbox


def failure(sandbox: Sandbox, route: str, **expected: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        sandbox.assert_received(route, **expected)
    return str(caught.value)


@pytest.mark.parametrize(
    ("route", "paths"),
    [
        ("*", ["/customers", "/customers", "/customers/a/b", "/files/a-1", "/jobs/c-1/notes"]),
        ("GET *", ["/customers", "/customers/a/b", "/files/a-1"]),
        ("* /customers", ["/customers", "/customers"]),
        ("get /customers/{id}", ["/customers/a/b"]),
        ("GET /customers/a/b", []),
        ("DELETE *", []),
    ],
)
def test_what_a_route_received_is_found(posted: Sandbox, http: httpx.Client, route: str, paths: list[str]) -> None:
    http.get("/customers/a%2Fb")
    http.get("/files/a-1")
    http.post("/jobs/c-1/notes")
    assert [request.path for request in posted.received(route)] == paths


def test_files_elsewhere_have_the_same_route() -> None:
    with Sandbox(files_elsewhere=True) as sandbox:
        httpx.get(f"{sandbox.files_url}/a-1")
        (request,) = sandbox.assert_received("GET /files/{id}", headers={"Authorization": None, "X-Company-Code": None})
        assert sandbox.received() == (request,)


def test_a_route_that_cannot_be_read_is_refused(posted: Sandbox) -> None:
    for ask in (posted.received, posted.assert_received, posted.assert_nothing_received):
        with pytest.raises(ValueError, match="is no route"):
            ask("customers")


@pytest.mark.parametrize(
    "json",
    [
        ...,
        {},
        {"firstName": "Ada"},
        {"firstName": "Ada", "vip": True, "rooms": 1},
        {"rate": Decimal("0.3")},
        {"rate": 0.3},
        {"tags": ["a", "b"]},
        {"tags": ("a", ...)},
        {"site": {"levels": 2}},
        {"site": {"lift": None}},
        {"firstName": ...},
        {"firstName": ANY, "vip": ANY},
    ],
)
def test_a_body_is_matched_by_some_of_its_fields(posted: Sandbox, json: Any) -> None:
    (request,) = posted.assert_received("POST /customers", times=1, json=json)
    assert request.body == BODY


@pytest.mark.parametrize(
    ("json", "told"),
    [
        ({"firstName": "Eve"}, """json.firstName is "Ada", not 'Eve'"""),
        ({"lastName": "Eve"}, "json.lastName is missing"),
        ({"lastName": None}, "json.lastName is missing"),
        ({"vip": 1}, "json.vip is true, not 1"),
        ({"rooms": True}, "json.rooms is 1, not True"),
        ({"rate": 0.31}, "json.rate is 0.30, not "),
        ({"tags": ["a"]}, """json.tags is ["a","b"], not ['a']"""),
        ({"tags": ["a", "c"]}, """json.tags[1] is "b", not 'c'"""),
        ({"site": {"levels": 3}}, "json.site.levels is 2, not 3"),
        ({"site": 3}, 'json.site is {"levels":2,"lift":null}, not 3'),
        ({"firstName": {"a": 1}}, 'json.firstName is "Ada", not {'),
        (["Ada"], "json is {"),
        (None, "json is {"),
    ],
)
def test_a_body_that_differs_is_told_field_by_field(posted: Sandbox, json: Any, told: str) -> None:
    assert told in failure(posted, "POST /customers", json=json)


def test_a_body_that_is_no_json_never_matches(sandbox: Sandbox, http: httpx.Client) -> None:
    http.post("/customers", content=b"\xff")
    assert "the body is no JSON" in failure(sandbox, "POST /customers", json={})


@pytest.mark.parametrize(
    "query", [{"limit": 5}, {"limit": "5"}, {"tag": [1, "2"]}, {"offset": None}, {"limit": ..., "tag": ...}, {}]
)
def test_a_query_is_matched(posted: Sandbox, query: Any) -> None:
    assert len(posted.assert_received("GET /customers", query=query)) == 1


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"limit": 6}, "query limit is 5, not 6"),
        ({"limit": None}, "query limit is there"),
        ({"offset": ...}, "query offset is missing"),
        ({"offset": 0}, "query offset is missing"),
        ({"tag": 1}, "query tag is 1, 2, not 1"),
        ({"limit": True}, "query limit is 5, not true"),
    ],
)
def test_a_query_that_differs_is_told(posted: Sandbox, query: Any, told: str) -> None:
    assert told in failure(posted, "GET /customers", query=query)


def test_headers_are_matched_by_names_in_any_case(posted: Sandbox) -> None:
    posted.assert_received("POST *", headers={"x-trace": "t", "AUTHORIZATION": "Bearer sandbox-token", "Cookie": None})
    posted.assert_received("POST *", headers={"Authorization": ..., "X-Trace": ...})


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"X-Trace": "u"}, "header X-Trace is t, not u"),
        ({"X-Trace": None}, "header X-Trace is there"),
        ({"X-Other": "u"}, "header X-Other is missing"),
        ({"Authorization": "Bearer hidden"}, "header Authorization is another"),
        ({"X-Company-Code": "hidden"}, "header X-Company-Code is another"),
        ({"Authorization": None}, "header Authorization is there"),
    ],
)
def test_a_header_that_differs_is_told_without_credentials(posted: Sandbox, headers: Any, told: str) -> None:
    text = failure(posted, "POST *", headers=headers)
    assert told in text
    for secret in ("hidden", posted.api_token, posted.company_code):
        assert secret not in text


def test_credentials_stand_in_no_repr(posted: Sandbox) -> None:
    assert posted.api_token not in repr(posted.requests)
    assert posted.company_code not in repr(posted.requests)


def test_a_number_of_times_is_exact(posted: Sandbox, http: httpx.Client) -> None:
    http.get("/customers")
    assert len(posted.assert_received("GET /customers", times=2)) == 2
    assert posted.assert_received("GET /jobs", times=0) == ()
    assert "GET /customers was expected once; it came twice." in failure(posted, "GET /customers", times=1)
    assert "* was expected 4 times; it came 3 times." in failure(posted, "*", times=4)
    assert "GET /customers was expected never" in failure(posted, "GET /customers", times=0)


def test_nothing_received_means_nothing(posted: Sandbox) -> None:
    posted.assert_nothing_received("DELETE *")
    with pytest.raises(AssertionError, match="never; it came twice"):
        posted.assert_nothing_received()
    posted.clear_requests()
    posted.assert_nothing_received()
    assert failure(posted, "*") == "* was expected at least once; it came never.\nNothing was received."


def test_the_whole_message_reads_well(posted: Sandbox, http: httpx.Client) -> None:
    http.post("/jobs/j-1/attachments", files={"file": ("ä.txt", b"wet")}, data={"fileType": "x"})
    expected = {"json": {"firstName": "Eve"}, "query": {"a": 1}, "headers": {"Cookie": "x"}}
    assert failure(posted, "POST /customers", times=1, **expected).splitlines() == [
        (
            "POST /customers was expected once with json={'firstName': 'Eve'}, query={'a': 1}, "
            "headers={'Cookie': '***'}; it came never."
        ),
        "Received were:",
        "  1. GET /customers?limit=5&tag=1&tag=2",
        f"  2. POST /customers {BODY.decode()}",
        """       json.firstName is "Ada", not 'Eve'""",
        "       query a is missing",
        "       header Cookie is missing",
        "  3. POST /jobs/j-1/attachments form: fileType='x', file=ä.txt (3 bytes)",
    ]


def test_a_long_message_is_cut(sandbox: Sandbox, http: httpx.Client) -> None:
    for _ in range(40):
        http.get("/customers")
    http.post("/customers", json={"notes": "x" * 9_000})
    text = failure(sandbox, "DELETE *")
    assert "Received were, after 11 others:" in text
    assert "  12. GET /customers" in text
    assert "xxx... (9012 bytes)" in text
    assert len(text) < 2_000
