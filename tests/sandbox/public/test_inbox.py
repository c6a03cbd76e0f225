"""Enquiries and webhook subscriptions."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox


def test_an_enquiry_is_taken(sandbox: Sandbox, http: httpx.Client) -> None:
    body = {
        "companyName": "Engines",
        "firstName": "Ada",
        "lastName": "Byron",
        "email": "ada@example.com",
        "mobile": "0491 570 006",
        "phone": "",
        "addressLine1": "1 High Street",
        "addressLine2": None,
        "addressSuburb": "Ascot",
        "addressState": "QLD",
        "addressPostcode": "4007",
        "addressCountry": "Australia",
        "enquiryDescription": "Wet",
        "leadSource": "Radio",
        "customFields": [{"fieldName": "Rooms", "fieldValue": "2"}],
    }
    answer = http.post("/enquiry", json=body).json()
    assert set(answer) == {"success", "entityId"}
    assert answer["success"] is True
    assert sandbox.public.get("enquiry", answer["entityId"]) == {**body, "entityId": answer["entityId"]}
    assert http.post("/Enquiry", json=body).json()["entityId"] != answer["entityId"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "firstName"),
        ({"email": "ada@example.com"}, "lastName"),
        ({"firstName": 5}, "firstName"),
        ({"firstName": "Ada", "customFields": ["x"]}, "customFields[0]"),
        ({"firstName": "Ada", "suburb": "Ascot"}, "suburb"),
        ({"firstName": "Ada", "entityId": "x"}, "entityId"),
    ],
)
def test_an_enquiry_that_is_wrong_is_refused(sandbox: Sandbox, http: httpx.Client, body: Any, field: str) -> None:
    answer = http.post("/Enquiry", json=body)
    assert answer.status_code == 400
    assert field in answer.json()["message"]
    assert sandbox.public.count("enquiry") == 0


@pytest.mark.parametrize("event", ["JobCreated", "CustomerModified", "SomethingNew"])
def test_a_webhook_is_subscribed_and_unsubscribed(sandbox: Sandbox, http: httpx.Client, event: str) -> None:
    body = {"hookUrl": "https://example.com/hook?secret=1", "systemName": "Tests", "hookEvent": event}
    answer = http.post("/WebHooks", json=body).json()
    assert set(answer) == {"subscriptionId"}
    key = answer["subscriptionId"]
    assert sandbox.public.get("webhook_subscription", key) == {**body, "subscriptionId": key}
    assert http.delete(f"/webhooks/delete/{key.upper()}").json() == {"success": True}
    assert sandbox.public.count("webhook_subscription") == 0
    assert http.delete(f"/WebHooks/Delete/{key}").status_code == 404
    assert http.post("/WebHooks", json=body).json()["subscriptionId"] != key


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "hookUrl"),
        ({"hookUrl": "https://example.com/"}, "hookEvent"),
        ({"hookUrl": "https://example.com/", "hookEvent": " "}, "hookEvent"),
        ({"hookUrl": "example.com", "hookEvent": "JobCreated"}, "hookUrl"),
        ({"hookUrl": "ftp://example.com/", "hookEvent": "JobCreated"}, "hookUrl"),
        ({"hookUrl": "https://[", "hookEvent": "JobCreated"}, "hookUrl"),
        ({"hookUrl": "https://example.com/", "hookEvent": "JobCreated", "secret": "x"}, "secret"),
    ],
)
def test_a_subscription_that_is_wrong_is_refused(sandbox: Sandbox, http: httpx.Client, body: Any, field: str) -> None:
    answer = http.post("/WebHooks", json=body)
    assert answer.status_code == 400
    assert field in answer.json()["message"]
    assert sandbox.public.count("webhook_subscription") == 0
