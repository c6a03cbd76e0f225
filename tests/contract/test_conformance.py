"""The check of requests and answers can fail, and does so for each thing that may be wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from starlette.datastructures import Headers, QueryParams

from .conformance import answer_problem, assert_requests_conform, request_problem
from .document import PUBLIC

CREDENTIALS = {"authorization": "Bearer t", "x-company-code": "ACME"}
JSON = {**CREDENTIALS, "content-type": "application/json"}
FORM = {**CREDENTIALS, "content-type": "multipart/form-data; boundary=B"}
JOB = {"jobTitle": "Dry out", "customerId": "c-1"}
INVOICE = {
    "customerId": "c-1",
    "invoiceNumber": "INV-9",
    "invoiceDate": "2026-01-01",
    "dueDate": "2026-01-15",
    "totalAmount": 10,
}


@dataclass
class Sent:
    """A request as the sandbox would keep it."""

    method: str
    raw_path: str
    query: QueryParams
    headers: Headers
    body: bytes
    size: int
    parts: tuple[Any, ...] = ()


@dataclass
class Part:
    """A part of a form."""

    name: str
    file_name: str | None = None
    content_type: str | None = None
    size: int = 3


@dataclass
class Answered:
    """An answer as the sandbox would give it."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def sent(
    route: str, body: Any = None, *, query: str = "", headers: Mapping[str, str] | None = None, **rest: Any
) -> Sent:
    """Make a request; what is no bytes becomes JSON."""
    method, _, path = route.partition(" ")
    content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    given = (CREDENTIALS if body is None else JSON) if headers is None else headers
    size = rest.pop("size", len(content))
    return Sent(method, f"/api/v1{path}", QueryParams(query), Headers(dict(given)), content, size, **rest)


@pytest.mark.parametrize(
    "request_",
    [
        sent("GET /auth/verify"),
        sent("GET /customers", query="limit=50&offset=0&sort_order=asc&state=QLD&note=a%26b&city="),
        sent("GET /customers/search", query="q=ada"),
        sent("GET /customers/a%2Fb"),
        sent("GET /jobs", query="customer_id=&updated_since=2026-02-17T21:09:20%2B10:00"),
        sent("POST /customers", {"phone": None, "shoeSize": 9}, headers={**JSON, "Idempotency-Key": "k"}),
        sent("POST /jobs", {**JOB, "status": "awaiting_parts", "priority": None}),
        sent("PUT /jobs/j-1", b'{"estimatedCost": 0.30, "scheduledDate": "2026-03-01T08:30:00Z"}'),
        sent("PUT /invoices/i-1", b'{"totalAmount": 1234567890123456789.10, "status": "sent"}'),
        sent("PATCH /jobs/j-1/status", {"status": "anything"}),
        sent("POST /invoices/i-1/send"),
        sent("POST /invoices/i-1/send", {}),
        sent("POST /jobs/j-1/attachments", headers=FORM, size=9**9, parts=(Part("file", "a.jpg", "image/jpeg"),)),
        sent("POST /jobs", headers={**JSON, "content-length": "70"}),
        sent("GET /custom-fields/job"),
    ],
    ids=lambda one: f"{one.method} {one.raw_path}",
)
def test_what_the_document_describes_conforms(request_: Sent) -> None:
    assert request_problem(request_) is None


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        pytest.param(sent("GET /quotes"), "no such operation", id="unknown path"),
        pytest.param(sent("GET /customers/c-1/c-2"), "no such operation", id="too long a path"),
        pytest.param(sent("GET /customers/"), "no such operation", id="empty id"),
        pytest.param(sent("PATCH /customers/c-1"), "no such operation", id="wrong method"),
        pytest.param(sent("PUT /customers/search", {}), "no such operation", id="method of a more general path"),
        pytest.param(sent("GET /jobs/j-1", headers={"x-company-code": "A"}), "Security", id="no token"),
        pytest.param(sent("GET /jobs/j-1", headers={"authorization": "Bearer t"}), "Security", id="no company code"),
        pytest.param(
            sent("GET /jobs/j-1", headers={**CREDENTIALS, "authorization": "Basic t"}), "Security", id="no bearer"
        ),
        pytest.param(sent("GET /customers/search"), "q", id="missing parameter"),
        pytest.param(sent("GET /jobs", query="limit=ten"), "limit", id="parameter of the wrong type"),
        pytest.param(sent("GET /jobs", query="offset=-1"), "-1 is less than", id="parameter out of range"),
        pytest.param(sent("GET /jobs", query="sort_order=up"), "'up' is not one of", id="parameter of a closed list"),
        pytest.param(sent("GET /jobs", query="updated_since=today"), "'today' does not match", id="no date"),
        pytest.param(sent("GET /jobs/j-1", query="expand=notes"), "expand", id="unknown parameter"),
        pytest.param(sent("GET /custom-fields/task"), "'task' is not one of", id="path of a closed list"),
        pytest.param(sent("POST /jobs"), "Missing required request body", id="missing body"),
        pytest.param(sent("POST /jobs", b"{"), "deserialize", id="no JSON"),
        pytest.param(sent("POST /jobs", b'{"a": NaN}'), "deserialize", id="no JSON number"),
        pytest.param(sent("POST /jobs", [JOB]), "is not of type 'object'", id="no object"),
        pytest.param(sent("POST /jobs", JOB, headers=CREDENTIALS), "mimetype", id="no content type"),
        pytest.param(sent("POST /jobs", {"jobTitle": "x"}), "'customerId' is a required", id="missing field"),
        pytest.param(sent("POST /jobs", {**JOB, "jobTitle": None}), "None is not of type", id="null for required"),
        pytest.param(sent("PUT /jobs/j-1", {"assignedTo": 5}), "5 is not of type", id="field of the wrong type"),
        pytest.param(sent("PUT /jobs/j-1", {"priority": "top"}), "'top' is not one of", id="field of a closed list"),
        pytest.param(sent("PUT /jobs/j-1", {"scheduledDate": "soon"}), "'soon'", id="field that is no date"),
        pytest.param(sent("PUT /jobs/j-1", b'{"actualCost": 0.125}'), "decimal-2", id="too many decimals"),
        pytest.param(sent("PUT /jobs/j-1", b'{"actualCost": "0.12"}'), "is not of type", id="money as text"),
        pytest.param(
            sent("POST /invoices", {**INVOICE, "items": [{"quantity": 1}]}), "$.items[0]", id="item that lacks fields"
        ),
        pytest.param(sent("PUT /invoices/i-1", {"status": "open"}), "'open' is not one of", id="closed status"),
        pytest.param(
            sent("POST /jobs/j-1/attachments", headers=FORM, size=9**9, parts=(Part("photo", "a.jpg"),)),
            "'file' is a required",
            id="missing part",
        ),
        pytest.param(sent("POST /jobs/j-1/attachments", {"file": "x"}), "mimetype", id="no form"),
    ],
)
def test_what_it_does_not_describe_is_refused(request_: Sent, told: str) -> None:
    problem = request_problem(request_)
    assert problem is not None
    assert told in problem
    with pytest.raises(AssertionError, match="contract does not know"):
        assert_requests_conform([sent("GET /auth/verify"), request_])


def public(route: str, body: Any = None, *, query: str = "", key: str | None = "k") -> Sent:
    """Make a request to the public API."""
    headers = {**({"auth": key} if key else {"authorization": "k"}), "content-type": "application/json"}
    one = sent(route, body, query=query, headers=headers)
    return replace(one, raw_path=one.raw_path.removeprefix("/api/v1"))


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        pytest.param(public("GET /Jobs/Jobs", query="Page=1&PageSize=100&JobStatus=2"), None, id="good"),
        pytest.param(public("POST /Customers/Customer", {"phoneNumber": None, "shoeSize": 9}), None, id="new field"),
        pytest.param(public("GET /Jobs/Jobs", key=None), "Security", id="key in the other header"),
        pytest.param(public("GET /jobs/jobs"), "no such operation", id="other spelling"),
        pytest.param(public("PUT /Jobs/Job/DRQ1", {}), "no such operation", id="wrong method"),
        pytest.param(public("GET /Jobs/Jobs", query="page=1"), "no parameter of this operation: page", id="query"),
        pytest.param(public("GET /Jobs/Jobs", query="Page=0"), "0 is less than", id="page out of range"),
        pytest.param(public("GET /Jobs/Jobs", query="StartDate=today"), "'today' does not match", id="no date"),
        pytest.param(public("GET /Quotes/Quotes", query="QuoteStatus=LOST"), "'LOST' is not one of", id="closed list"),
        pytest.param(public("POST /Jobs/Job", {"jobName": "x"}), "'siteCustomer' is a required", id="missing field"),
        pytest.param(
            public("POST /Jobs/Job", b'{"siteCustomer": {"id": "c"}, "totalExTax": 0.125}'), "decimal-2", id="decimals"
        ),
        pytest.param(
            public("POST /Customers/Customer", {"streetLatitude": "-27.5"}), "is not of type 'number'", id="text"
        ),
    ],
)
def test_requests_of_the_public_api_are_held_to_its_document(request_: Sent, told: str | None) -> None:
    problem = request_problem(request_, PUBLIC)
    assert (problem is None) if told is None else (problem is not None and told in problem)


JOB_TEXT = b'{"id": "j-1", "jobTitle": "x", "customerId": "c-1", "status": "new", "actualCost": 0.10, "x": 1}'


@pytest.mark.parametrize(
    ("request_", "answer", "told"),
    [
        pytest.param(sent("GET /jobs/j-1"), Answered(200, JOB_TEXT), None, id="good"),
        pytest.param(sent("GET /jobs/j-1"), Answered(502, b"<html>", "text/html"), None, id="failure of any shape"),
        pytest.param(sent("GET /jobs/j-1"), Answered(404, b'{"message": "no"}'), None, id="error"),
        pytest.param(sent("DELETE /jobs/j-1"), Answered(204), None, id="nothing"),
        pytest.param(sent("GET /anything"), Answered(200, b"1"), None, id="operation unknown"),
        pytest.param(sent("GET /jobs/j-1"), Answered(200, b"{}"), "'id' is a required", id="missing field"),
        pytest.param(sent("GET /jobs"), Answered(200, b'{"data": []}'), "'total' is a required", id="no page"),
        pytest.param(
            sent("GET /jobs/j-1"), Answered(200, JOB_TEXT.replace(b"0.10", b"0.101")), "decimal-2", id="decimals"
        ),
        pytest.param(sent("GET /jobs/j-1"), Answered(200, b"x", "text/plain"), "mimetype", id="no JSON"),
        pytest.param(
            sent("PUT /jobs/j-1", {}),
            Answered(400, b'{"message": "no", "errors": {"jobTitle": "is long"}}'),
            "'is long' is not of type",
            id="errors that are no lists",
        ),
    ],
)
def test_answers_are_held_to_it_too(request_: Sent, answer: Answered, told: str | None) -> None:
    problem = answer_problem(request_, answer)
    assert (problem is None) if told is None else (problem is not None and told in problem)
