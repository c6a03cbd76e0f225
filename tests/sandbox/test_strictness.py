"""What the contract refuses is refused, in the contract's words."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox

INVOICE = {
    "customerId": "c-1",
    "invoiceNumber": "INV-9",
    "invoiceDate": "2026-01-01",
    "dueDate": "2026-01-15T00:00:00+10:00",
    "totalAmount": 10.5,
}


@pytest.mark.parametrize("path", ["/auth/verify", "/customers", "/customers/c-1", "/nothing"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer sandbox-token"},
        {"X-Company-Code": "SANDBOX"},
        {"Authorization": "Bearer wrong", "X-Company-Code": "SANDBOX"},
        {"Authorization": "Bearer sandbox-token", "X-Company-Code": "wrong"},
        {"Authorization": "sandbox-token", "X-Company-Code": "SANDBOX"},
    ],
)
def test_every_request_needs_both_credentials(sandbox: Sandbox, path: str, headers: dict[str, str]) -> None:
    answer = httpx.get(sandbox.api_url + path, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["message"]


def test_good_credentials_are_verified(http: httpx.Client) -> None:
    assert http.get("/auth/verify").is_success


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/customers/c-99"),
        ("GET", "/customers/c-01"),
        ("GET", "/customers/j-1"),
        ("GET", "/customers/c-" + "9" * 5000),
        ("DELETE", "/jobs/j-99"),
        ("PUT", "/invoices/i-99"),
        ("PATCH", "/jobs/j-99/status"),
        ("POST", "/invoices/i-99/payments"),
        ("POST", "/invoices/i-99/send"),
        ("GET", "/jobs/search"),
        ("GET", "/quotes"),
        ("GET", "/customers/"),
        ("GET", "/customers/c-1/c-2"),
        ("GET", "/"),
    ],
)
def test_what_is_not_there_is_a_404_with_a_message(http: httpx.Client, method: str, path: str) -> None:
    answer = http.request(method, path, json=None if method in {"GET", "DELETE"} else {})
    assert answer.status_code == 404
    assert answer.json()["message"]


def test_nothing_lies_outside_the_base_path(sandbox: Sandbox, http: httpx.Client) -> None:
    assert http.get(sandbox.api_url.removesuffix("/api/v1") + "/customers").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/customers"), ("PATCH", "/customers/c-1"), ("POST", "/jobs/j-1"), ("GET", "/jobs/j-1/status")],
)
def test_a_wrong_method_is_a_405_that_names_the_right_ones(http: httpx.Client, method: str, path: str) -> None:
    answer = http.request(method, path)
    assert answer.status_code == 405
    assert answer.json()["message"]
    assert method not in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b'{"firstName":"Ada"}', "text/plain"),
        (b'{"firstName":"Ada"}', None),
        (b"", "application/json"),
        (b"{", "application/json"),
        (b'["Ada"]', "application/json"),
        (b"null", "application/json"),
        (b'{"firstName":NaN}', "application/json"),
        (b'{"firstName":"\xe9"}', "application/json"),
        (b"[" * 100_000, "application/json"),
    ],
)
def test_a_body_is_a_json_object(http: httpx.Client, content: bytes, content_type: str | None) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    answer = http.post("/customers", content=content, headers=headers)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["body"]


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        ("/jobs", {}, {"jobTitle", "customerId"}),
        ("/jobs", {"jobTitle": None, "customerId": "c-1"}, {"jobTitle"}),
        ("/jobs", {"jobTitle": "x", "customerId": "c-1", "status": None}, {"status"}),
        ("/jobs", {"jobTitle": "x", "customerId": 1}, {"customerId"}),
        ("/jobs", {"jobTitle": "x", "customerId": "c-1", "priority": "asap"}, {"priority"}),
        ("/jobs", {"jobTitle": "x", "customerId": "c-1", "scheduledDate": "tomorrow"}, {"scheduledDate"}),
        ("/jobs", {"jobTitle": "x", "customerId": "c-1", "estimatedCost": 1.005}, {"estimatedCost"}),
        ("/customers", {"firstName": True}, {"firstName"}),
        ("/customers", {"phone": 5, "email": []}, {"phone", "email"}),
        ("/customers", {"customFields": "x"}, {"customFields"}),
        ("/invoices", {}, {"customerId", "invoiceNumber", "invoiceDate", "dueDate", "totalAmount"}),
        ("/invoices", INVOICE | {"totalAmount": "10.50"}, {"totalAmount"}),
        ("/invoices", INVOICE | {"totalAmount": True}, {"totalAmount"}),
        ("/invoices", INVOICE | {"totalAmount": 10.505}, {"totalAmount"}),
        ("/invoices", INVOICE | {"invoiceDate": "01/02/2026"}, {"invoiceDate"}),
        ("/invoices", INVOICE | {"dueDate": "2026-02-30"}, {"dueDate"}),
        ("/invoices", INVOICE | {"status": "lost"}, {"status"}),
        ("/invoices", INVOICE | {"paymentMethod": "shells"}, {"paymentMethod"}),
        ("/invoices", INVOICE | {"items": {}}, {"items"}),
        ("/invoices", INVOICE | {"items": ["x"]}, {"items[0]"}),
        (
            "/invoices",
            INVOICE | {"items": [{"description": "a", "quantity": "1", "unitPrice": 0.12345}]},
            {"items[0].quantity", "items[0].unitPrice", "items[0].total"},
        ),
    ],
)
def test_a_create_names_every_wrong_field(http: httpx.Client, path: str, body: Any, fields: set[str]) -> None:
    answer = http.post(path, json=body)
    assert answer.status_code == 400
    errors = answer.json()["errors"]
    assert set(errors) == fields
    assert all(isinstance(text, str) and text for texts in errors.values() for text in texts)
    assert answer.json()["message"]


@pytest.mark.parametrize(
    "date",
    [
        "2026-02-17",
        "2026-02-17T21:09",
        "2026-02-17T21:09:20Z",
        "2026-02-17T21:09:20.3131234+10:00",
        "2026-02-17T01:02:03",
    ],
)
def test_every_form_of_iso_8601_is_taken(http: httpx.Client, date: str) -> None:
    assert http.post("/invoices", json=INVOICE | {"invoiceDate": date}).json()["invoiceDate"] == date


def test_four_decimals_are_for_unit_prices(http: httpx.Client) -> None:
    item = {"description": "a", "quantity": 2.125, "unitPrice": 0.1234, "total": 0.26}
    assert http.post("/invoices", json=INVOICE | {"items": [item]}).status_code == 201


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/jobs/j-1", {"jobTitle": None}, "jobTitle"),
        ("/jobs/j-1", {"status": None}, "status"),
        ("/jobs/j-1", {"priority": "asap"}, "priority"),
        ("/customers/c-1", {"email": 7}, "email"),
        ("/invoices/i-1", {"totalAmount": None}, "totalAmount"),
    ],
)
def test_an_update_refuses_the_same(http: httpx.Client, path: str, body: Any, field: str) -> None:
    before = http.get(path).text
    answer = http.put(path, json=body)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert http.get(path).text == before


@pytest.mark.parametrize("body", [{}, {"status": None}, {"status": 1}])
def test_a_job_status_is_required(http: httpx.Client, body: Any) -> None:
    assert http.patch("/jobs/j-1/status", json=body).status_code == 400


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("limit=1.5", "limit"),
        ("limit=", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("offset=-1", "offset"),
        ("offset=%D9%A1", "offset"),
        ("sort_by=firstName&sort_order=up", "sort_order"),
        ("sort_by=shoeSize", "sort_by"),
        ("updated_since=yesterday", "updated_since"),
    ],
)
def test_a_listing_refuses_what_it_cannot_read(http: httpx.Client, query: str, field: str) -> None:
    answer = http.get(f"/customers?{query}")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?name=ada"])
def test_an_empty_search_is_refused(http: httpx.Client, query: str) -> None:
    assert http.get(f"/customers/search{query}").status_code == 400
