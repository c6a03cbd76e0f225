"""The public client's webhooks."""

from __future__ import annotations

from typing_extensions import Unpack

from ...config import CallOptions
from ...public.operations.webhooks import subscribe, unsubscribe
from .group import AsyncGroup


class AsyncWebhooks(AsyncGroup):
    """Have Ascora call an address of yours, or no more (contract: public API, Operations)."""

    async def subscribe(
        self,
        hook_url: str,
        system_name: str,
        hook_event: str,
        *,
        idempotency_key: str | None = None,
        **options: Unpack[CallOptions],
    ) -> str:
        """Have Ascora call an address whenever something happens.

        What Ascora sends there bears no signature and does not say which event it is for: give each event an address of
        its own, with a secret in it. If the answer is lost, the call is not sent again, since it may have been carried
        out; not even with an `idempotency_key`, since nothing says that this API knows one.

        Args:
            hook_url: The address.
            system_name: What your system is called.
            hook_event: What is to happen: "JobCreated", "JobStatusChanged", "CustomerCreated", "CustomerModified",
                "InvoiceCreated", "InvoiceModified", or another that Ascora knows.
            idempotency_key: A text of your own, sent as the header Idempotency-Key.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The subscription's id, which `unsubscribe` takes: keep it, since Ascora lists no subscriptions.

        Raises:
            ValidationError: If Ascora refuses the address or the event.
            AscoraApiError: Or another of its subclasses, if the call fails or the answer holds no id.
            TypeError: If something is no text.
            ValueError: If something is empty.

        Example:
            ```python
            hook_url = "https://example.com/hooks/4mRw2k/job-created"
            subscription_id = await client.webhooks.subscribe(hook_url, "RestoreAssist", "JobCreated")
            ```

        Contract: public API, Operations, subscribe a webhook.
        """
        return await self._caller.execute(subscribe(hook_url, system_name, hook_event, idempotency_key), options)

    async def unsubscribe(self, subscription_id: str, **options: Unpack[CallOptions]) -> None:
        """Have Ascora call an address no more.

        An answer that was lost is no failure: if the subscription is gone when this is tried again, it was done.

        Args:
            subscription_id: What `subscribe` gave.
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            NotFoundError: If there was no such subscription to begin with.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            await client.webhooks.unsubscribe(subscription_id)
            ```

        Contract: public API, Operations, unsubscribe.
        """
        await self._caller.execute(unsubscribe(subscription_id), options)
