"""Each operation's request against the contract's table, to the letter."""

from collections.abc import Callable
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from ascora_sdk import UNSET, Headers, InvoiceStatus, JobStatus, PaymentMethod
from ascora_sdk.operations import DEFAULT_LIMIT, Collection, ListQuery, Operation, all_filters
from ascora_sdk.operations.anything import any_request
from ascora_sdk.operations.instance import (
    CUSTOMERS,
    INVOICES,
    JOBS,
    VERIFY,
    record_payment,
    search_customers,
    send_invoice,
    update_job_status,
)

BASE = "https://a.example/api/v1"
JOB = {"job_title": "Dry out", "customer_id": "c-1"}
INVOICE = {
    "customer_id": "c-1",
    "invoice_number": "INV-7",
    "invoice_date": date(2026, 2, 17),
    "due_date": date(2026, 3, 17),
    "total_amount": Decimal("371.50"),
}
PAYMENT = {"amount": Decimal("99.90"), "payment_method": PaymentMethod.CASH, "payment_date": date(2026, 2, 17)}


def first_page(collection: Collection[Any], **filters: Any) -> Operation[Any]:
    return collection.list(ListQuery(filters=filters), limit=DEFAULT_LIMIT, offset=0, lenient=False)


PAGE = {"limit": "50", "offset": "0"}
REQUESTS: dict[str, tuple[Operation[Any], str, str, dict[str, str], str | None]] = {
    # the operation; method, path, query and body by the contract's table
    "check credentials": (VERIFY, "GET", "/auth/verify", {}, None),
    "get a customer": (CUSTOMERS.get("c-1"), "GET", "/customers/c-1", {}, None),
    "list customers": (first_page(CUSTOMERS), "GET", "/customers", PAGE, None),
    "create a customer": (CUSTOMERS.create(None, {"first_name": "Ada"}, None), "POST", "/customers", {},
                          '{"firstName":"Ada"}'),
    "update a customer": (CUSTOMERS.update("c-1", {"phone": None}), "PUT", "/customers/c-1", {}, '{"phone":null}'),
    "delete a customer": (CUSTOMERS.delete("c-1"), "DELETE", "/customers/c-1", {}, None),
    "search customers": (search_customers("ada & co"), "GET", "/customers/search", {"q": "ada & co"}, None),
    "get a job": (JOBS.get("j-1"), "GET", "/jobs/j-1", {}, None),
    "list jobs": (first_page(JOBS, customer_id="c-1", status=JobStatus.PENDING), "GET", "/jobs",
                  {**PAGE, "customer_id": "c-1", "status": "pending"}, None),
    "create a job": (JOBS.create(None, JOB, None), "POST", "/jobs", {}, '{"jobTitle":"Dry out","customerId":"c-1"}'),
    "update a job": (JOBS.update("j-1", {"estimated_cost": Decimal("1.50")}), "PUT", "/jobs/j-1", {},
                     '{"estimatedCost":1.50}'),
    "delete a job": (JOBS.delete("j-1"), "DELETE", "/jobs/j-1", {}, None),
    "set a job's status": (update_job_status("j-1", "completed"), "PATCH", "/jobs/j-1/status", {},
                           '{"status":"completed"}'),
    "get an invoice": (INVOICES.get("i-1"), "GET", "/invoices/i-1", {}, None),
    "list invoices": (first_page(INVOICES, job_id="j-1", customer_id="c-1", status=InvoiceStatus.PAID), "GET",
                      "/invoices", {**PAGE, "job_id": "j-1", "customer_id": "c-1", "status": "paid"}, None),
    "create an invoice": (INVOICES.create(None, INVOICE, None), "POST", "/invoices", {},
                          ('{"customerId":"c-1","invoiceNumber":"INV-7","invoiceDate":"2026-02-17",'
                          '"dueDate":"2026-03-17","totalAmount":371.50}')),
    "update an invoice": (INVOICES.update("i-1", {"due_date": date(2026, 4, 1)}), "PUT", "/invoices/i-1", {},
                          '{"dueDate":"2026-04-01"}'),
    "delete an invoice": (INVOICES.delete("i-1"), "DELETE", "/invoices/i-1", {}, None),
    "record a payment": (record_payment("i-1", PAYMENT, None), "POST", "/invoices/i-1/payments", {},
                         '{"invoiceId":"i-1","amount":99.90,"paymentMethod":"cash","paymentDate":"2026-02-17"}'),
    "send an invoice": (send_invoice("i-1", None), "POST", "/invoices/i-1/send", {}, "{}"),
    "send an invoice to": (send_invoice("i-1", "a@b.example"), "POST", "/invoices/i-1/send", {},
                           '{"email":"a@b.example"}'),
}  # fmt: skip


@pytest.mark.parametrize(("operation", "method", "path", "query", "body"), REQUESTS.values(), ids=REQUESTS)
def test_the_request_is_the_contracts(
    operation: Operation[Any], method: str, path: str, query: dict[str, str], body: str | None
) -> None:
    url = urlsplit(operation.url(BASE))
    assert (operation.method, url.scheme, url.netloc, url.path) == (method, "https", "a.example", f"/api/v1{path}")
    assert dict(parse_qsl(url.query, keep_blank_values=True)) == query
    assert operation.content == (None if body is None else body.encode())
    headers = operation.all_headers({"authorization": "Bearer t", "x-company-code": "ACME"})
    expected = {"accept": "application/json", "authorization": "Bearer t", "x-company-code": "ACME"}
    assert dict(headers) == (expected if body is None else {**expected, "content-type": "application/json"})


@pytest.mark.parametrize("operation", [row[0] for row in REQUESTS.values()], ids=REQUESTS)
def test_only_reading_and_replacing_is_repeatable(operation: Operation[Any]) -> None:
    assert operation.repeatable is (operation.method in {"GET", "PUT", "DELETE"})


@pytest.mark.parametrize("operation", [row[0] for row in REQUESTS.values()], ids=REQUESTS)
def test_a_trace_names_no_id(operation: Operation[Any]) -> None:
    assert "-1" not in operation.template
    assert operation.template.replace("{id}", "x-1").count("/") == operation.path.count("/")


@pytest.mark.parametrize(
    "make",
    [
        lambda key: CUSTOMERS.create(None, {"phone": "1"}, key),
        lambda key: record_payment("i-1", PAYMENT, key),
        lambda key: any_request("POST", "/x", params=None, json={}, headers=None, idempotency_key=key),
    ],
)
def test_a_key_makes_a_creation_repeatable_and_is_sent(make: Callable[[str | None], Operation[Any]]) -> None:
    assert make("k-1").repeatable
    assert make("k-1").all_headers({})["Idempotency-Key"] == "k-1"
    assert not make(None).repeatable
    assert "idempotency-key" not in make(None).all_headers({})


@pytest.mark.parametrize("collection", [CUSTOMERS, JOBS, INVOICES], ids=lambda each: each.resource)
@pytest.mark.parametrize("id_", ["../admin", "a/b", "a?b=c", "a#b", "%2e%2e", "é", "a b"])
def test_an_id_stays_in_its_collection(collection: Collection[Any], id_: str) -> None:
    for operation in (collection.get(id_), collection.delete(id_), collection.update(id_, {"customer_id": "x"})
                      if collection is not CUSTOMERS else collection.update(id_, {"phone": "x"})):  # fmt: skip
        url = urlsplit(operation.url(BASE))
        assert url.path.startswith(f"/api/v1{collection.path}/")
        assert url.path.count("/") == 4
        assert (url.query, url.fragment) == ("", "")
        assert operation.id == id_
        assert operation.resource == collection.resource


FILTERS = [
    ("text", "a b&c", "a b&c"),
    ("number", 7, "7"),
    ("money", Decimal("1.50"), "1.50"),
    ("yes", True, "true"),
    ("no", False, "false"),
    ("day", date(2026, 2, 17), "2026-02-17"),
    ("updated_since", datetime(2026, 2, 17, 21, 9, tzinfo=timezone.utc), "2026-02-17T21:09:00Z"),
    ("status", JobStatus("awaiting_parts"), "awaiting_parts"),
    ("empty", "", ""),
]


@pytest.mark.parametrize(("name", "value", "text"), FILTERS, ids=str)
def test_a_filter_is_a_query_parameter_of_its_own(name: str, value: Any, text: str) -> None:
    assert dict(first_page(JOBS, **{name: value}).query) == {**PAGE, name: text}


@pytest.mark.parametrize(("name", "value", "text"), FILTERS, ids=str)
def test_a_parameter_of_ones_own_request_reads_like_a_filter(name: str, value: Any, text: str) -> None:
    operation = any_request("GET", "/x", params={name: value}, json=None, headers=None, idempotency_key=None)
    assert operation.query == ((name, text),)


@pytest.mark.parametrize("value", [None, UNSET])
def test_a_filter_of_nothing_is_left_out(value: Any) -> None:
    assert dict(first_page(JOBS, status=value).query) == PAGE


@pytest.mark.parametrize("value", [1.5, [1], {"a": 1}, b"x", object()], ids=lambda each: type(each).__name__)
def test_a_filter_that_has_no_text_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="filter price"):
        first_page(JOBS, price=value)


@pytest.mark.parametrize("name", ["limit", "offset", "sort_by", "sort_order"])
def test_paging_is_no_filter(name: str) -> None:
    with pytest.raises(ValueError, match=f"give {name} as an argument of its own"):
        first_page(JOBS, **{name: 1})


@pytest.mark.parametrize(
    ("limit", "offset", "error", "says"),
    [
        (0, 0, ValueError, "limit"),
        (-1, 0, ValueError, "limit"),
        (True, 0, TypeError, "limit"),
        (1.0, 0, TypeError, "limit"),
        ("50", 0, TypeError, "limit"),
        (None, 0, TypeError, "limit"),
        (1, -1, ValueError, "offset"),
        (1, False, TypeError, "offset"),
        (1, "0", TypeError, "offset"),
    ],
)
def test_a_page_is_asked_for_by_whole_numbers(limit: Any, offset: Any, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=f"^{says} must be "):
        JOBS.list(ListQuery(), limit=limit, offset=offset, lenient=False)


def test_a_listing_is_sorted_as_it_is_told() -> None:
    query = ListQuery(sort_by="lastName", sort_order="desc").parameters(limit=5, offset=10)
    assert dict(query) == {"limit": "5", "offset": "10", "sort_by": "lastName", "sort_order": "desc"}
    with pytest.raises(ValueError, match="sort_order must be 'asc' or 'desc'"):
        ListQuery(sort_order="up").parameters(limit=5, offset=0)


@pytest.mark.parametrize("text", ["", "  ", None, 7])
def test_a_search_needs_a_text(text: Any) -> None:
    with pytest.raises(ValueError, match="text to search for"):
        search_customers(text)


def test_a_request_of_ones_own_is_sent_as_it_is_given() -> None:
    operation = any_request(
        "post", "/x/y", params={"a": "1", "b": None}, json={"c": Decimal("0.30")}, headers={"X-A": "1"},
        idempotency_key=None,
    )  # fmt: skip
    assert (operation.method, operation.url(BASE), operation.content) == ("POST", f"{BASE}/x/y?a=1", b'{"c":0.30}')
    assert dict(operation.all_headers({"authorization": "Bearer t"}))["x-a"] == "1"


@pytest.mark.parametrize("name", ["Authorization", "AUTHORIZATION", "X-Company-Code"])
def test_credentials_cannot_be_replaced(name: str) -> None:
    operation = any_request("GET", "/x", params=None, json=None, headers={name: "evil"}, idempotency_key=None)
    headers = operation.all_headers(Headers({"Authorization": "Bearer t", "X-Company-Code": "ACME"}))
    assert "evil" not in headers.values()


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "/../admin", "x", "/x?y", "/\n"])
def test_a_request_of_ones_own_stays_in_the_api(path: str) -> None:
    with pytest.raises(ValueError, match=r"^path "):
        any_request("GET", path, params=None, json=None, headers=None, idempotency_key=None)


def test_a_filter_is_given_once() -> None:
    assert all_filters({"status": None}, {"status": "x"}) == {"status": "x"}
    with pytest.raises(ValueError, match="status is given both"):
        all_filters({"status": "pending"}, {"status": None})


def test_a_time_without_a_zone_is_no_moment() -> None:
    for since in (datetime(2026, 3, 1), date(2026, 3, 1)):  # noqa: DTZ001 - it is what is refused
        with pytest.raises(ValueError, match="time zone"):
            ListQuery(filters={"updated_since": since}).parameters(limit=1, offset=0)


def test_fields_to_sort_by_go_by_either_name() -> None:
    for name in ("last_name", "lastName"):
        assert ("sort_by", "lastName") in ListQuery(sort_by=name).parameters(limit=1, offset=0)


def test_an_id_that_is_the_place_of_something_else_is_none() -> None:
    for ask in (CUSTOMERS.get, CUSTOMERS.delete, lambda id: CUSTOMERS.update(id, {"phone": None})):
        with pytest.raises(ValueError, match="'search' is none"):
            ask("search")
