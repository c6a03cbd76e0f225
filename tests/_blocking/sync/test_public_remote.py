# Generated from ../../_async/sync/test_public_remote.py by tools/unasync; do not edit.
"""The public API as a remote: what it sends, what it cannot do, and what it takes for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from ascora_sdk import AscoraApiError, NotFoundError, ValidationError
from ascora_sdk.public import PublicClient
from ascora_sdk.sandbox import AnswerLost, PublicAccount, PublicControls, Sandbox, Status
from ascora_sdk.sync import (
    INVOICE_TO_SEND,
    PUBLIC_CUSTOMER,
    PUBLIC_JOB,
    Remote,
    SupportsRemote,
    SupportsTraffic,
)

from ...client.clock import FakeTime


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(public=PublicAccount(customers=40, jobs=130, invoices_to_send=5)) as sandbox:
        yield sandbox


@pytest.fixture
def controls(sandbox: Sandbox) -> PublicControls:
    return sandbox.public


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[PublicClient]:
    """A client that tries three times more, without waiting."""
    with PublicClient(
        api_key=sandbox.public_api_key, api_url=sandbox.public_url, runtime=FakeTime().runtime
    ) as client:
        yield client


@pytest.fixture
def remote(client: PublicClient) -> Remote:
    return client.as_remote()


@pytest.fixture
def customer(controls: PublicControls) -> dict[str, Any]:
    return next(controls.records("customer"))


def test_a_client_serves_as_a_remote_that_counts(client: PublicClient, remote: Remote) -> None:
    assert isinstance(client, SupportsRemote)
    assert isinstance(remote, SupportsTraffic)
    assert [kind.name for kind in remote.kinds] == ["public_customer", "public_job", "invoice_to_send"]


def test_it_says_what_it_cannot_do(remote: Remote) -> None:
    able = {
        kind.name: {name for name, can in attrs.asdict(remote.abilities(kind)).items() if can} for kind in remote.kinds
    }
    assert able == {
        "public_customer": {"create", "update", "get"},
        "public_job": {"create", "get"},
        "invoice_to_send": set(),
    }


def test_pages_go_by_number(remote: Remote, controls: PublicControls) -> None:
    page = remote.list_page(PUBLIC_JOB, limit=50, offset=100, since=None)
    assert (page.received, page.total, page.has_more) == (30, 130, False)
    controls.assert_received("GET /Jobs/Jobs", times=1, query={"Page": 3, "PageSize": 50})


@pytest.mark.parametrize(
    ("limit", "offset", "size", "number"),
    [(100, 0, 100, 1), (100, 50, 50, 2), (100, 99, 99, 2), (50, 101, 1, 102), (50, 120, 40, 4)],
)
def test_a_page_that_begins_elsewhere_is_smaller(
    remote: Remote, controls: PublicControls, limit: int, offset: int, size: int, number: int
) -> None:
    page = remote.list_page(PUBLIC_JOB, limit=limit, offset=offset, since=None)
    ids = [record["jobId"] for record in controls.records("job")]
    assert [item["jobId"] for item in page.items] == ids[offset : offset + size]
    controls.assert_received("GET /Jobs/Jobs", times=1, query={"Page": number, "PageSize": size})


def test_invoices_to_send_come_at_once_and_those_marked_do_not(
    client: PublicClient, remote: Remote, controls: PublicControls
) -> None:
    page = remote.list_page(INVOICE_TO_SEND, limit=2, offset=0, since=None)
    assert (page.received, page.total, page.has_more) == (5, 5, False)
    client.accounting.mark_invoices_as_sent([page.items[0]["id"]])
    rest = remote.list_page(INVOICE_TO_SEND, limit=2, offset=0, since=None)
    assert [item["id"] for item in rest.items] == [item["id"] for item in page.items[1:]]
    controls.assert_received("GET /Accounting/GetInvoicesToSend", times=2, query={"priorToDate": None})


WRONG_LISTINGS = {
    "no rows where some are counted": '{"success":true,"results":[],"totalPages":1,"totalRecords":130}',
    "no rows at all": '{"success":true,"totalPages":1,"totalRecords":130}',
    "no success": '{"results":[{}],"totalPages":1,"totalRecords":1}',
    "rows that are none": '{"success":true,"results":{},"totalPages":1,"totalRecords":1}',
    "no count": '{"success":true,"results":[{}],"totalPages":1}',
    "a refusal": '{"success":false,"message":"Too busy"}',
    "nothing": "",
    "a page of a proxy": "<html>",
}


@pytest.mark.parametrize("kind", [PUBLIC_CUSTOMER, PUBLIC_JOB, INVOICE_TO_SEND], ids=lambda kind: kind.name)
@pytest.mark.parametrize("name", WRONG_LISTINGS)
def test_what_is_no_listing_is_never_an_empty_one(
    remote: Remote, controls: PublicControls, kind: Any, name: str
) -> None:
    controls.fault("*", Status(200, body=WRONG_LISTINGS[name]))
    with pytest.raises(AscoraApiError):
        remote.list_page(kind, limit=100, offset=0, since=None)


def test_a_job_is_found_by_its_number_as_it_was_last_seen(remote: Remote, controls: PublicControls) -> None:
    (one, other) = [record for _, record in zip(range(2), controls.records("job"), strict=False)]
    item = remote.get(PUBLIC_JOB, one["jobId"], last={"jobNumber": one["jobNumber"]})
    assert item is not None
    assert item["jobId"] == one["jobId"]
    controls.assert_received(f"GET /Jobs/Job/{one['jobNumber']}", times=1)
    assert remote.get(PUBLIC_JOB, one["jobId"], last={"jobNumber": other["jobNumber"]}) is None
    assert remote.get(PUBLIC_JOB, one["jobId"], last={"jobNumber": "DRQ99999"}) is None


@pytest.mark.parametrize("last", [None, {}, {"jobNumber": None}, {"jobNumber": 7}, {"jobNumber": " "}], ids=repr)
def test_a_job_whose_number_nobody_knows_is_not_said_to_be_gone(
    remote: Remote, controls: PublicControls, last: Any
) -> None:
    with pytest.raises(ValidationError, match=r"nobody knows|is empty"):
        remote.get(PUBLIC_JOB, "0b1c", last=last)
    controls.assert_nothing_received()


def test_another_customer_is_never_taken_for_the_one_asked_for(
    remote: Remote, controls: PublicControls
) -> None:
    controls.fault("*", Status(200, body='{"success":true,"customer":{"customerId":"5f0f"}}'), times=2)
    with pytest.raises(AscoraApiError, match="customerId: it is not the object that was asked for"):
        remote.get(PUBLIC_CUSTOMER, "5f0e", last=None)
    # With an id that it does not know an API might make a new customer.
    with pytest.raises(AscoraApiError, match="customerId: it is not the object that was asked for") as caught:
        remote.update(PUBLIC_CUSTOMER, "5f0e", {"phoneNumber": "1"})
    assert caught.value.may_have_been_carried_out


def test_of_a_new_job_goes_what_the_api_takes(
    remote: Remote, controls: PublicControls, customer: dict[str, Any]
) -> None:
    item = {
        "siteCustomer": {"id": customer["customerId"], "name": "an older name", "more": 1},
        "billingCustomer": None,
        "jobType": {"id": None, "name": "Water "},
        "jobName": "Burst pipe \0",
        "customFields": [{"fieldName": "Insurer", "fieldValue": "Suncorp"}],
    }
    answer = remote.create(PUBLIC_JOB, item, idempotency_key="k-1")
    (request,) = controls.assert_received("POST /Jobs/Job", times=1, headers={"Idempotency-Key": "k-1"})
    assert request.json() == {
        **item,
        "siteCustomer": {"id": customer["customerId"]},
        "jobType": {"name": "Water "},
    }
    assert answer["jobNumber"]
    assert answer["jobName"] == "Burst pipe \0"


def test_a_job_at_a_customer_known_by_name_alone(
    remote: Remote, controls: PublicControls, customer: dict[str, Any]
) -> None:
    item = {"siteCustomer": {"id": "", "name": customer["customerName"]}}
    remote.create(PUBLIC_JOB, item, idempotency_key="k-1")
    (request,) = controls.assert_received("POST /Jobs/Job", times=1)
    assert request.json() == {"siteCustomer": {"name": customer["customerName"]}}


REFUSED_JOBS: dict[str, tuple[dict[str, Any], str]] = {
    "no customer": ({"jobName": "x"}, "needs site_customer"),
    "a customer that is none": ({"siteCustomer": {"id": None, "name": " "}}, "needs site_customer"),
    "an id of one's own": ({"siteCustomer": {"id": "5f0e"}, "jobId": "0b1c"}, "takes no jobId"),
    "what the server sets": ({"siteCustomer": {"id": "5f0e"}, "jobNumber": "J1"}, "jobNumber: Ascora sets this"),
    "a status": ({"siteCustomer": {"id": "5f0e"}, "jobStatusText": "New"}, "takes no jobStatusText"),
    "an unknown field": ({"siteCustomer": {"id": "5f0e"}, "shoeSize": 38}, "takes no shoeSize"),
}


@pytest.mark.parametrize("name", REFUSED_JOBS)
def test_what_a_new_job_cannot_have_is_never_sent(
    remote: Remote, controls: PublicControls, name: str
) -> None:
    item, reason = REFUSED_JOBS[name]
    with pytest.raises(ValidationError, match=reason) as caught:
        remote.create(PUBLIC_JOB, item, idempotency_key="k-1")
    assert not caught.value.may_have_been_carried_out
    controls.assert_nothing_received()


def test_of_an_update_goes_the_id_with_the_changed_fields_alone(
    remote: Remote, controls: PublicControls, customer: dict[str, Any]
) -> None:
    changes = {
        "phoneNumber": None,
        "faxNumber": "unknown",
        "customFields": [{"fieldName": "A", "fieldValue": "\ud83d"}],
    }
    answer = remote.update(PUBLIC_CUSTOMER, customer["customerId"], changes)
    (request,) = controls.assert_received("POST /Customers/Customer", times=1, headers={"Idempotency-Key": None})
    assert request.json() == {**changes, "customerId": customer["customerId"]}
    assert answer == {**customer, **changes}


REFUSED_CHANGES: dict[str, tuple[Any, dict[str, Any], str]] = {
    "no id": ("", {"phoneNumber": "1"}, "id is empty"),
    "a blank id": (" ", {"phoneNumber": "1"}, "id is empty"),
    "null for an id": (None, {"phoneNumber": "1"}, "id is empty"),
    "no change": ("5f0e", {}, "name at least one field"),
    "another id": ("5f0e", {"customerId": "5f0f", "phoneNumber": "1"}, "customerId: Ascora sets this itself"),
    "its number": ("5f0e", {"customerNumber": "C1"}, "customerNumber: Ascora sets this itself"),
}


@pytest.mark.parametrize("name", REFUSED_CHANGES)
def test_an_update_that_could_make_a_new_customer_is_never_sent(
    remote: Remote, controls: PublicControls, name: str
) -> None:
    id_, changes, reason = REFUSED_CHANGES[name]
    with pytest.raises(ValidationError, match=reason):
        remote.update(PUBLIC_CUSTOMER, id_, changes)
    controls.assert_nothing_received()


@pytest.mark.parametrize("item", [{}, {"customerName": " "}, {"emailAddress": "ada@example.com"}], ids=repr)
def test_a_new_customer_needs_a_name(remote: Remote, controls: PublicControls, item: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="needs a name"):
        remote.create(PUBLIC_CUSTOMER, item, idempotency_key="k-1")
    controls.assert_nothing_received()


@pytest.mark.parametrize("fault", [AnswerLost("error"), AnswerLost("drop"), Status(500)], ids=repr)
def test_no_write_that_may_have_been_carried_out_is_sent_again(
    remote: Remote, controls: PublicControls, customer: dict[str, Any], fault: Any
) -> None:
    controls.fault("POST *", fault, times=3)
    site = {"siteCustomer": {"id": customer["customerId"]}}
    for write in (
        lambda: remote.create(PUBLIC_CUSTOMER, {"customerName": "Ada"}, idempotency_key="k-1"),
        lambda: remote.create(PUBLIC_JOB, site, idempotency_key="k-2"),
        lambda: remote.update(PUBLIC_CUSTOMER, customer["customerId"], {"phoneNumber": "1"}),
    ):
        with pytest.raises(AscoraApiError) as caught:
            write()
        assert (caught.value.may_have_been_carried_out, caught.value.attempts) == (True, 1)
    controls.assert_received("POST *", times=3)


def test_what_cannot_have_been_carried_out_is_sent_again(remote: Remote, controls: PublicControls) -> None:
    controls.fault("POST *", Status(429, headers={"Retry-After": "3"}))
    remote.create(PUBLIC_CUSTOMER, {"customerName": "Ada"}, idempotency_key="k-1")
    controls.assert_received("POST /Customers/Customer", times=2, headers={"Idempotency-Key": "k-1"})


def test_a_refusal_in_words_is_the_error_that_fits(remote: Remote, controls: PublicControls) -> None:
    controls.failures = "success_false"
    assert remote.get(PUBLIC_CUSTOMER, "5f0e", last=None) is None
    with pytest.raises(NotFoundError):
        remote.update(PUBLIC_CUSTOMER, "5f0e", {"phoneNumber": "1"})
    with pytest.raises(ValidationError) as caught:
        remote.create(PUBLIC_JOB, {"siteCustomer": {"id": "5f0e"}}, idempotency_key="k-1")
    assert (caught.value.status_code, caught.value.may_have_been_carried_out) == (200, False)
