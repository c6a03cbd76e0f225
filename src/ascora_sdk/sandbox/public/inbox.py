"""The operations that take something in without a record to answer: enquiries and webhook subscriptions."""

from __future__ import annotations

from urllib.parse import urlsplit

from ..messages import Answer, json_answer
from ..validation import InvalidError
from .answers import DONE
from .bodies import ENQUIRY_BODY, SUBSCRIPTION_BODY
from .service import PublicRequest, PublicService


def submit_enquiry(service: PublicService, request: PublicRequest) -> Answer:
    """Take an enquiry and answer the id that it got."""
    enquiry = service.records.create("enquiry", request.body(ENQUIRY_BODY))
    return json_answer(200, {"success": True, "entityId": enquiry["entityId"]})


def subscribe(service: PublicService, request: PublicRequest) -> Answer:
    """Take a subscription and answer the id that it got; nothing is ever delivered to it."""
    values = request.body(SUBSCRIPTION_BODY)
    try:
        url = urlsplit(values["hookUrl"])
        is_web = url.scheme in {"http", "https"} and bool(url.hostname)
    except ValueError:
        is_web = False
    if not is_web:
        raise InvalidError({"hookUrl": ["must be an http or https URL"]})
    subscription = service.records.create("webhook_subscription", values)
    return json_answer(200, {"subscriptionId": subscription["subscriptionId"]})


def unsubscribe(service: PublicService, _request: PublicRequest, subscription_id: str) -> Answer:
    """Take a subscription out."""
    row = service.records.row("webhook_subscription", subscription_id, by="subscriptionId")
    service.records.table("webhook_subscription").delete(row)
    return DONE
