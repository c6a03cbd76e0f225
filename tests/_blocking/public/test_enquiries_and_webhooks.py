# Generated from ../../_async/public/test_enquiries_and_webhooks.py by tools/unasync; do not edit.
"""What Ascora takes in without a record to answer: enquiries and subscriptions."""

from __future__ import annotations

from typing import Any

import pytest

from ascora_sdk import AscoraApiError, NotFoundError, ValidationError
from ascora_sdk.public import PublicClient, CustomFieldValue
from ascora_sdk.sandbox import AnswerLost, Drop, PublicControls, Status

HOOK_URL = "https://example.com/hooks/a-secret/job-created"


def test_an_enquiry(ascora: PublicControls, client: PublicClient) -> None:
    id_ = client.enquiries.submit(
        first_name="Zoë",
        email="zoe@example.com",
        address_suburb="Yatala",
        enquiry_description="The cellar is wet",
        custom_fields=[CustomFieldValue(field_name="Insurer", field_value="Suncorp")],
        idempotency_key="k-1",
    )
    (request,) = ascora.requests
    assert (request.method, request.raw_path, request.headers["idempotency-key"]) == ("POST", "/Enquiry", "k-1")
    assert request.json() == {
        "firstName": "Zoë",
        "email": "zoe@example.com",
        "addressSuburb": "Yatala",
        "enquiryDescription": "The cellar is wet",
        "customFields": [{"fieldName": "Insurer", "fieldValue": "Suncorp"}],
    }
    assert ascora.get("enquiry", id_)["firstName"] == "Zoë"


@pytest.mark.parametrize("fields", [{}, {"email": "a@b"}, {"first_name": ""}, {"first_name": "A", "name": "B"}])
def test_an_enquiry_that_makes_no_sense_is_not_sent(
    ascora: PublicControls, client: PublicClient, fields: dict[str, Any]
) -> None:
    with pytest.raises(TypeError):
        client.enquiries.submit(**fields)
    assert ascora.requests == ()


@pytest.mark.parametrize("body", ['{"success": true}', '{"success": true, "entityId": null}', "[]", "", "<html>"])
def test_an_answer_without_an_id_is_an_error(
    ascora: PublicControls, client: PublicClient, body: str
) -> None:
    ascora.fault("*", Status(200, body))
    with pytest.raises(AscoraApiError, match="may have been carried out"):
        client.enquiries.submit(first_name="Ada")


def test_an_id_may_be_a_number(ascora: PublicControls, client: PublicClient) -> None:
    ascora.fault("*", Status(200, '{"success": true, "entityId": 17}'))
    assert client.enquiries.submit(first_name="Ada") == "17"


def test_a_subscription(ascora: PublicControls, client: PublicClient) -> None:
    id_ = client.webhooks.subscribe(HOOK_URL, "RestoreAssist", "JobCreated", timeout=5)
    assert (ascora.requests[0].method, ascora.requests[0].raw_path) == ("POST", "/WebHooks")
    sent = {"hookUrl": HOOK_URL, "systemName": "RestoreAssist", "hookEvent": "JobCreated"}
    assert ascora.requests[0].json() == sent
    assert ascora.get("webhook_subscription", id_) == {"subscriptionId": id_, **sent}
    assert client.webhooks.unsubscribe(id_) is None
    assert (ascora.requests[1].method, ascora.requests[1].raw_path) == ("DELETE", f"/WebHooks/Delete/{id_}")
    assert ascora.count("webhook_subscription") == 0
    with pytest.raises(NotFoundError) as caught:
        client.webhooks.unsubscribe(id_)
    assert (caught.value.resource, caught.value.id) == ("webhook", id_)


@pytest.mark.parametrize("failures", ["status", "success_false"])
def test_what_ascora_refuses(ascora: PublicControls, client: PublicClient, failures: str) -> None:
    ascora.failures = failures
    with pytest.raises(ValidationError):
        client.webhooks.subscribe("ftp://example.com", "RestoreAssist", "JobCreated")
    with pytest.raises(AscoraApiError):
        client.webhooks.unsubscribe("none")


@pytest.mark.parametrize("answer", ["", "{}", "null", '{"success": true}'])
def test_any_answer_that_is_no_failure_ends_a_subscription(
    ascora: PublicControls, client: PublicClient, answer: str
) -> None:
    ascora.fault("*", Status(200, answer))
    assert client.webhooks.unsubscribe("w-1") is None


def test_a_lost_answer_to_an_unsubscription_is_no_failure(
    ascora: PublicControls, client: PublicClient
) -> None:
    id_ = client.webhooks.subscribe(HOOK_URL, "RestoreAssist", "JobCreated")
    ascora.fault("DELETE *", AnswerLost("drop"))
    client.webhooks.unsubscribe(id_)
    assert len(ascora.requests) == 3
    assert ascora.count("webhook_subscription") == 0
    ascora.fault("DELETE *", Drop(), times=None)
    with pytest.raises(AscoraApiError):
        client.webhooks.unsubscribe(id_)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("", "RestoreAssist", "JobCreated"), ValueError),
        ((HOOK_URL, " ", "JobCreated"), ValueError),
        ((HOOK_URL, "RestoreAssist", ""), ValueError),
        ((None, "RestoreAssist", "JobCreated"), TypeError),
        ((HOOK_URL, "RestoreAssist", 5), TypeError),
    ],
)
def test_a_subscription_that_makes_no_sense_is_not_sent(
    ascora: PublicControls, client: PublicClient, arguments: tuple[Any, ...], error: type[Exception]
) -> None:
    with pytest.raises(error):
        client.webhooks.subscribe(*arguments)
    with pytest.raises(ValueError, match="empty"):
        client.webhooks.unsubscribe(" ")
    assert ascora.requests == ()
