# Generated from ../../_async/sync/test_instance_remote.py by tools/unasync; do not edit.
"""The instance API as a remote: what it sends, how often, and what it takes for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from ascora_sdk import AscoraApiError, AscoraClient, Hooks, ValidationError
from ascora_sdk.sandbox import AnswerLost, Drop, Sandbox, Status
from ascora_sdk.sync import CUSTOMER, INVOICE, JOB, Remote, SupportsRemote, SupportsTraffic, Traffic

from ...client.clock import FakeTime

PAYMENT = {"amount": 1, "paymentMethod": "cash", "paymentDate": "2026-02-17"}


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[AscoraClient]:
    """A client that tries three times more, without waiting."""
    with AscoraClient(
        api_url=sandbox.api_url,
        api_token=sandbox.api_token,
        company_code=sandbox.company_code,
        runtime=FakeTime().runtime,
    ) as client:
        yield client


@pytest.fixture
def remote(client: AscoraClient) -> Remote:
    return client.as_remote()


def write(remote: Remote, action: str) -> Any:
    if action == "create":
        return remote.create(CUSTOMER, {"firstName": "Ada"}, idempotency_key="k-1")
    return remote.pay(INVOICE, "i-1", PAYMENT, idempotency_key="k-1")


WRITES = {"create": "POST /customers", "pay": "POST /invoices/{id}/payments"}
each_write = pytest.mark.parametrize("action", WRITES)


def test_a_client_serves_as_a_remote_that_counts(client: AscoraClient, remote: Remote) -> None:
    assert isinstance(client, SupportsRemote)
    assert isinstance(remote, SupportsTraffic)
    assert [kind.name for kind in remote.kinds] == ["customer", "job", "invoice"]
    assert [remote.abilities(kind).pay for kind in remote.kinds] == [False, False, True]
    for kind in remote.kinds:
        abilities = remote.abilities(kind)
        assert abilities.create, kind
        assert abilities.update, kind
        assert abilities.delete, kind
        assert abilities.get, kind
        assert abilities.updated_since, kind
        assert abilities.any_offset, kind


def test_a_complete_listing_is_in_the_order_of_ids(remote: Remote, sandbox: Sandbox) -> None:
    page = remote.list_page(JOB, limit=5, offset=5, since=None)
    assert (page.received, page.total, page.has_more) == (5, 12, True)
    query = {"limit": 5, "offset": 5, "sort_by": "id", "sort_order": "asc", "updated_since": None}
    sandbox.assert_received("GET /jobs", times=1, query=query)


@pytest.mark.parametrize("hours", [0, 10, -3.5])
def test_changes_are_asked_for_by_the_time_in_utc(remote: Remote, sandbox: Sandbox, hours: float) -> None:
    zone = timezone(timedelta(hours=hours))
    since = datetime(2026, 2, 17, 21, 9, 20, 313000, tzinfo=timezone.utc).astimezone(zone)
    remote.list_page(CUSTOMER, limit=5, offset=0, since=since)
    query = {"sort_by": "updatedAt", "sort_order": "asc", "updated_since": "2026-02-17T21:09:20.313000Z"}
    sandbox.assert_received("GET /customers", times=1, query=query)


def test_a_time_without_a_zone_is_no_moment(remote: Remote, sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="time zone"):
        remote.list_page(CUSTOMER, limit=5, offset=0, since=datetime(2026, 2, 17))  # noqa: DTZ001 - it is refused
    sandbox.assert_nothing_received()


@each_write
def test_a_write_goes_with_its_key(remote: Remote, sandbox: Sandbox, action: str) -> None:
    write(remote, action)
    sandbox.assert_received(WRITES[action], times=1, headers={"Idempotency-Key": "k-1"})


@each_write
@pytest.mark.parametrize("fault", [AnswerLost("drop"), AnswerLost("error"), Status(500), Status(502), Drop()], ids=repr)
def test_a_write_that_may_have_been_carried_out_is_not_sent_again(
    remote: Remote, sandbox: Sandbox, action: str, fault: Any
) -> None:
    sandbox.fault(WRITES[action], fault)
    with pytest.raises(AscoraApiError) as caught:
        write(remote, action)
    assert caught.value.may_have_been_carried_out
    assert caught.value.attempts == 1
    sandbox.assert_received(WRITES[action], times=1)


@each_write
@pytest.mark.parametrize("status", [429, 503])
def test_a_write_that_cannot_have_been_carried_out_is_sent_again(
    remote: Remote, sandbox: Sandbox, action: str, status: int
) -> None:
    sandbox.fault(WRITES[action], Status(status, headers={"Retry-After": "3"}))
    write(remote, action)
    sandbox.assert_received(WRITES[action], times=2, headers={"Idempotency-Key": "k-1"})


def test_an_update_is_sent_again_and_names_the_changed_fields_alone(
    remote: Remote, sandbox: Sandbox
) -> None:
    sandbox.fault("PUT *", Status(500))
    answer = remote.update(CUSTOMER, "c-1", {"phone": None, "customFields": {"moisture": 7}})
    assert answer == sandbox.get("customer", "c-1")
    requests = sandbox.assert_received("PUT /customers/c-1", times=2)
    assert requests[-1].json() == {"phone": None, "customFields": {"moisture": 7}}


@pytest.mark.parametrize("name", ["id", "createdAt", "updatedAt"])
def test_what_the_server_sets_is_never_sent(remote: Remote, sandbox: Sandbox, name: str) -> None:
    fields = {"firstName": "Ada", name: "2026-02-17T21:09:20Z"}
    with pytest.raises(ValidationError, match=f"was not: {name}: Ascora sets this itself"):
        remote.create(CUSTOMER, fields, idempotency_key="k-1")
    with pytest.raises(ValidationError, match=f"was not: {name}: Ascora sets this itself"):
        remote.update(CUSTOMER, "c-1", fields)
    sandbox.assert_nothing_received()


UNSENDABLE: dict[str, tuple[str, dict[str, Any], str]] = {
    "an empty id": ("", {"phone": "1"}, "id is empty"),
    "an id where something else lies": ("search", {"phone": "1"}, "something else lies there"),
    "half a pair in an id": ("c-\ud83d", {"phone": "1"}, "half a surrogate pair"),
    "no change": ("c-1", {}, "no field of the customer"),
    "what JSON has no form for": ("c-1", {"phone": object()}, "JSON has no form"),
    "no number": ("c-1", {"phone": float("nan")}, "JSON has no form"),
}


@pytest.mark.parametrize("name", UNSENDABLE)
def test_what_cannot_be_sent_is_an_error_of_that_record_alone(
    remote: Remote, sandbox: Sandbox, name: str
) -> None:
    id_, changes, reason = UNSENDABLE[name]
    with pytest.raises(ValidationError, match=reason) as caught:
        remote.update(CUSTOMER, id_, changes)
    assert (caught.value.attempts, caught.value.may_have_been_carried_out) == (0, False)
    sandbox.assert_nothing_received()


def test_a_key_that_no_header_can_carry_is_refused(remote: Remote, sandbox: Sandbox) -> None:
    with pytest.raises(ValidationError, match="no header can carry"):
        remote.create(CUSTOMER, {"firstName": "Ada"}, idempotency_key="k\n1")
    sandbox.assert_nothing_received()


WRONG_ANSWERS = {
    "another object": ('{"id": "c-2"}', "not the object that was asked for"),
    "an id in other letters": ('{"id": "C-1"}', "not the object that was asked for"),
    "no id": ('{"firstName": "Ada"}', "not the object that was asked for"),
    "a list": ('[{"id": "c-1"}]', "it is no object"),
    "null": ("null", "it is no object"),
    "an envelope": ('{"data": {"id": "c-1"}}', "not the object that was asked for"),
    "a page of a proxy": ("<html>", "it is not JSON"),
}


@pytest.mark.parametrize("name", WRONG_ANSWERS)
def test_another_object_is_never_taken_for_the_one_asked_for(
    remote: Remote, sandbox: Sandbox, name: str
) -> None:
    body, reason = WRONG_ANSWERS[name]
    sandbox.fault("* /customers/c-1", Status(200, body=body), times=2)
    with pytest.raises(AscoraApiError, match=reason):
        remote.get(CUSTOMER, "c-1", last=None)
    with pytest.raises(AscoraApiError, match=reason) as caught:
        remote.update(CUSTOMER, "c-1", {"phone": "1"})
    assert caught.value.may_have_been_carried_out


@pytest.mark.parametrize("id_", ["null", "7", '""', '" "', '"\\ud83d"', "[]", '".."'])
def test_a_new_object_without_an_id_of_use_may_have_been_made(
    remote: Remote, sandbox: Sandbox, id_: str
) -> None:
    sandbox.fault("POST /customers", Status(201, body=f'{{"id": {id_}, "firstName": "Ada"}}'))
    with pytest.raises(AscoraApiError, match="answer cannot be read: id") as caught:
        write(remote, "create")
    assert caught.value.may_have_been_carried_out
    sandbox.assert_received("POST /customers", times=1)


def test_numbers_keep_their_digits_and_unknown_fields_stay(remote: Remote, sandbox: Sandbox) -> None:
    sandbox.plant("customer", {"id": "c-1", "shoeSize": 38, "nested": {"deep": [None, True]}})
    body = '{"id": "c-9", "ratio": 0.30, "big": 123456789012345678901234567890.10}'
    sandbox.fault("GET /customers/c-9", Status(200, body=body))
    item = remote.get(CUSTOMER, "c-9", last=None)
    assert str(item) == "{'id': 'c-9', 'ratio': Decimal('0.30'), 'big': Decimal('123456789012345678901234567890.10')}"
    assert remote.get(CUSTOMER, "c-1", last=None) == sandbox.get("customer", "c-1")


def test_the_traffic_is_that_of_the_remote_alone(client: AscoraClient, sandbox: Sandbox) -> None:
    seen: list[tuple[str, int | None]] = []
    watched = client.with_options(
        hooks=[Hooks(before_attempt=lambda attempt: seen.append((attempt.method, attempt.size)))]
    )
    remote, other = watched.as_remote(), watched.as_remote()
    assert remote.traffic == Traffic()
    sandbox.fault("GET /customers/c-1", Status(500, body="12345"))
    item = remote.get(CUSTOMER, "c-1", last=None)
    size = remote.traffic.bytes_received - 5
    assert remote.traffic == Traffic(requests=2, bytes_sent=0, bytes_received=size + 5)
    assert item is not None
    assert size > len(str(item["firstName"]))
    watched.customers.get("c-1")
    other.update(CUSTOMER, "c-1", {"phone": "1"})
    assert remote.traffic == Traffic(requests=2, bytes_sent=0, bytes_received=size + 5)
    assert other.traffic.bytes_sent == len('{"phone":"1"}')
    assert seen == [("GET", 0), ("GET", 0), ("GET", 0), ("PUT", 13)]
