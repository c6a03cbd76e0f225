"""The public client's enquiries."""

from __future__ import annotations

from typing_extensions import Unpack

from ...config import CallOptions
from ...public.models import NewEnquiry
from ...public.operations.enquiries import submit_enquiry
from .group import AsyncGroup


class AsyncEnquiries(AsyncGroup):
    """Submit enquiries, as a form on a website does (contract: public API, Operations)."""

    async def submit(
        self,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        **fields: Unpack[NewEnquiry],
    ) -> str:
        """Submit an enquiry.

        If the answer is lost, the call is not sent again, since it may have been carried out; not even with
        an `idempotency_key`, since nothing says that this API knows one.

        Args:
            idempotency_key: A text of your own, sent as the header Idempotency-Key.
            timeout: Seconds that one try of this call may take; None is the client's own.
            max_retries: Tries after the first; None is the client's own.
            **fields: What is asked, and by whom, by name. See `NewEnquiry`.

        Returns:
            The id that Ascora gave the enquiry (`entityId`).

        Raises:
            ValidationError: If Ascora refuses a field.
            AscoraApiError: Or another of its subclasses, if the call fails or the answer holds no id.
            TypeError: If nobody is named, there is no field of a name, or a value cannot be sent.

        Example:
            ```python
            await client.enquiries.submit(
                first_name="Ada", mobile="0400 000 000", enquiry_description="The cellar is wet", lead_source="Website"
            )
            ```

        Contract: public API, Operations, submit an enquiry.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return await self._caller.execute(submit_enquiry(fields, idempotency_key), options)
