"""The calls on webhooks (contract: public API, Operations)."""

from __future__ import annotations

from ...http import segment
from ...operations import Operation
from . import answers
from .calls import post


def subscribe(hook_url: str, system_name: str, hook_event: str, idempotency_key: str | None) -> Operation[str]:
    """Ask to be called at an address whenever something happens."""
    given = {"hook_url": hook_url, "system_name": system_name, "hook_event": hook_event}
    for name, value in given.items():
        if not isinstance(value, str):
            raise TypeError(f"{name} must be text, not {type(value).__name__}")
        if not value.strip():
            raise ValueError(f"{name} is empty")
    body = {"hookUrl": hook_url, "systemName": system_name, "hookEvent": hook_event}
    return post(
        "/WebHooks", body, answers.text_of("subscriptionId"), resource="webhook", idempotency_key=idempotency_key
    )


def unsubscribe(subscription_id: str) -> Operation[None]:
    """Ask not to be called any more."""
    return Operation(
        method="DELETE",
        template="/WebHooks/Delete/{id}",
        path=f"/WebHooks/Delete/{segment(subscription_id, 'subscription id')}",
        decode=answers.done,
        resource="webhook",
        id=subscription_id,
    )
