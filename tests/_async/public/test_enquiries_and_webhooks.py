"""What Ascora takes in without a record to answer: enquiries and subscriptions."""

from __future__ import annotations

from typing import Any

import pytest

from ascora_sdk import AscoraApiError, NotFoundError, ValidationError
from ascora_sdk.public import AsyncPublicClient, CustomFieldValue
from ascora_sdk.sandbox import AnswerLost, Drop, PublicControls, Status

HOOK_URL = "https://example.com/hooks/a-secret/job-created"


async def test_an_enquiry(ascora: PublicControls, client: AsyncPublicClient) -> None:
    id_ = await client.enquiries.submit(
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
async def test_an_enquiry_that_makes_no_sense_is_not_sent(
    ascora: PublicControls, client: AsyncPublicClient, fields: dict[str, Any]
) -> None:
    with pytest.raises(TypeError):
        await client.enquiries.submit(**fields)
    assert ascora.requests == ()


@pytest.mark.parametrize("body", ['{"success": true}', '{"success": true, "entityId": null}', "[]", "", "<html>"])
async def test_an_answer_without_an_id_is_an_error(
    ascora: PublicControls, client: AsyncPublicClient, body: str
) -> None:
    ascora.fault("*", Status(200, body))
    with pytest.raises(AscoraApiError, match="may have been carried out"):
        await client.enquiries.submit(first_name="Ada")


async def test_an_id_may_be_a_number(ascora: PublicControls, client: AsyncPublicClient) -> None:
    ascora.fault("*", Status(200, '{"success": true, "entityId": 17}'))
    assert await client.enquiries.submit(first_name="Ada") == "17"


async def test_a_subscription(ascora: PublicControls, client: AsyncPublicClient) -> None:
    id_ = await client.webhooks.subscribe(HOOK_URL, "RestoreAssist", "JobCreated", timeout=5)
    assert (ascora.requests[0].method, ascora.requests[0].raw_path) == ("POST", "/WebHooks")
    sent = {"hookUrl": HOOK_URL, "systemName": "RestoreAssist", "hookEvent": "JobCreated"}
    assert ascora.requests[0].json() == sent
    assert ascora.get("webhook_subscription", id_) == {"subscriptionId": id_, **sent}
    assert await client.webhooks.unsubscribe(id_) is None
    assert (ascora.requests[1].method, ascora.requests[1].raw_path) == ("DELETE", f"/WebHooks/Delete/{id_}")
    assert ascora.count("webhook_subscription") == 0
    with pytest.raises(NotFoundError) as caught:
        await client.webhooks.unsubscribe(id_)
    assert (caught.value.resource, caught.value.id) == ("webhook", id_)


@pytest.mark.parametrize("failures", ["status", "success_false"])
async def test_what_ascora_refuses(ascora: PublicControls, client: AsyncPublicClient, failures: str) -> None:
    ascora.failures = failures
    with pytest.raises(ValidationError):
        await client.webhooks.subscribe("ftp://example.com", "RestoreAssist", "JobCreated")
    with pytest.raises(AscoraApiError):
        await client.webhooks.unsubscribe("none")


@pytest.mark.parametrize("answer", ["", "{}", "null", '{"success": true}'])
async def test_any_answer_that_is_no_failure_ends_a_subscription(
    ascora: PublicControls, client: AsyncPublicClient, answer: str
) -> None:
    ascora.fault("*", Status(200, answer))
    assert await client.webhooks.unsubscribe("w-1") is None


async def test_a_lost_answer_to_an_unsubscription_is_no_failure(
    ascora: PublicControls, client: AsyncPublicClient
) -> None:
    id_ = await client.webhooks.subscribe(HOOK_URL, "RestoreAssist", "JobCreated")
    ascora.fault("DELETE *", AnswerLost("drop"))
    await client.webhooks.unsubscribe(id_)
    assert len(ascora.requests) == 3
    assert ascora.count("webhook_subscription") == 0
    ascora.fault("DELETE *", Drop(), times=None)
    with pytest.raises(AscoraApiError):
        await client.webhooks.unsubscribe(id_)


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
async def test_a_subscription_that_makes_no_sense_is_not_sent(
    ascora: PublicControls, client: AsyncPublicClient, arguments: tuple[Any, ...], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await client.webhooks.subscribe(*arguments)
    with pytest.raises(ValueError, match="empty"):
        await client.webhooks.unsubscribe(" ")
    assert ascora.requests == ()
