"""The operations on whole records: from a request that found its route to its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from .account import Account
from .contract import PAYMENT, SENDING, STATUS_CHANGE, WITH_CUSTOM_FIELDS, Fields, Resource
from .generator import Record
from .listing import Page, Query, choose, read_page, read_query
from .messages import JSON_TYPE, NOTHING, Answer, ReceivedRequest, error_answer, json_answer
from .table import Rows
from .validation import InvalidError, check_new


@dataclass(frozen=True)
class Service:
    """What the operations work on.

    Args:
        account: the company's records.
        company_code: the company's code.
        file_url: gives the address of an attachment's bytes.
        max_page_size: the most records of a page, None for no limit.
        honours_updated_since: whether lists read `updated_since`.
    """

    account: Account
    company_code: str
    file_url: Callable[[str], str]
    max_page_size: int | None
    honours_updated_since: bool


Handler = Callable[..., Answer]
"""Takes the service, the request and the decoded path segments that the route has braces for."""


def verify(service: Service, _request: ReceivedRequest) -> Answer:
    """Confirm the credentials, which were checked before any route was looked for."""
    return json_answer(200, {"companyCode": service.company_code})


def get(resource: Resource, service: Service, _request: ReceivedRequest, record_id: str) -> Answer:
    """Answer one record."""
    return json_answer(200, service.account.get(resource.kind, record_id))


def list_page(resource: Resource, service: Service, request: ReceivedRequest) -> Answer:
    """Answer a page of records."""
    page = read_page(request.query, service.max_page_size)
    query = read_query(resource, request.query, honours_updated_since=service.honours_updated_since)
    rows = _select(resource, service, query)
    return Answer(200, _envelope(resource, service, rows, page))


def search(resource: Resource, service: Service, request: ReceivedRequest) -> Answer:
    """Answer every record that holds the text asked for."""
    text = request.query.get("q", "").strip()
    if not text:
        raise InvalidError({"q": ["is required"]})
    rows = _select(resource, service, Query(search=text))
    return Answer(200, b'{"data":[%b]}' % _joined(resource, service, rows))


def create(resource: Resource, service: Service, request: ReceivedRequest) -> Answer:
    """Add a record and answer it."""
    return json_answer(201, service.account.create(resource.kind, without_server_given(resource, json_object(request))))


def update(resource: Resource, service: Service, request: ReceivedRequest, record_id: str) -> Answer:
    """Change the fields named and answer the record."""
    service.account.get(resource.kind, record_id)
    changes = without_server_given(resource, json_object(request))
    return json_answer(200, service.account.update(resource.kind, record_id, changes))


def delete(resource: Resource, service: Service, _request: ReceivedRequest, record_id: str) -> Answer:
    """Take a record out."""
    service.account.delete(resource.kind, record_id)
    return NOTHING


def set_job_status(service: Service, request: ReceivedRequest, job_id: str) -> Answer:
    """Set a job's status and answer the job."""
    service.account.get("job", job_id)
    status = checked(STATUS_CHANGE, json_object(request))["status"]
    return json_answer(200, service.account.update("job", job_id, {"status": status}))


def list_custom_fields(service: Service, _request: ReceivedRequest, kind: str) -> Answer:
    """Answer the custom fields that a kind of record has."""
    if kind not in WITH_CUSTOM_FIELDS:
        return error_answer(404, f"There are no custom fields of {kind}.")
    return json_answer(200, {"fields": service.account.custom_fields(kind)})


def record_payment(service: Service, request: ReceivedRequest, invoice_id: str) -> Answer:
    """Record a payment and answer its invoice."""
    service.account.get("invoice", invoice_id)
    payment = checked(PAYMENT, json_object(request))
    if payment["invoiceId"] != invoice_id:
        raise InvalidError({"invoiceId": ["must be the invoice of the path"]})
    if payment["amount"] <= 0:
        raise InvalidError({"amount": ["must be more than 0"]})
    return json_answer(200, service.account.pay(invoice_id, payment))


def send_invoice(service: Service, request: ReceivedRequest, invoice_id: str) -> Answer:
    """Take the order to send an invoice; nothing is sent, and the contract names no change of the invoice."""
    service.account.get("invoice", invoice_id)
    if request.body:
        checked(SENDING, json_object(request))
    return NOTHING


def json_object(request: ReceivedRequest) -> Record:
    """Read the body.

    Raises:
        InvalidError: if it is no JSON object.
    """
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != JSON_TYPE:
        raise InvalidError({"body": [f"must come as {JSON_TYPE}"]})
    try:
        value = request.json()
    except (ValueError, RecursionError):
        raise InvalidError({"body": ["must be JSON in UTF-8"]}) from None
    if not isinstance(value, dict):
        raise InvalidError({"body": ["must be a JSON object"]})
    return cast("dict[str, Any]", value)


def checked(fields: Fields, values: Record) -> Record:
    """Give the values back if the contract takes them.

    Raises:
        InvalidError: naming every field that is wrong.
    """
    check_new(fields, values)
    return values


def without_server_given(resource: Resource, values: Record) -> Record:
    """Drop what is the server's to give."""
    fields = resource.fields
    return {name: value for name, value in values.items() if name not in fields or not fields[name].server_given}


def _select(resource: Resource, service: Service, query: Query) -> Rows:
    table = service.account.table(resource.kind)
    return table.rows if query == Query() else table.select(query, partial(choose, resource, query))


def _envelope(resource: Resource, service: Service, rows: Rows, page: Page) -> bytes:
    end = page.offset + page.limit
    data = _joined(resource, service, rows[page.offset : end])
    more = b"true" if end < len(rows) else b"false"
    return b'{"data":[%b],"total":%d,"hasMore":%b}' % (data, len(rows), more)


def _joined(resource: Resource, service: Service, rows: Rows) -> bytes:
    table = service.account.table(resource.kind)
    return b",".join([table.rendered(row) for row in rows])
