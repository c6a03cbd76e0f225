# Generated from ../_async/custom_fields.py by tools/unasync; do not edit.
"""The fields that an account adds to its customers, jobs and invoices."""

from __future__ import annotations

import builtins
from typing import Literal

from typing_extensions import Unpack

from ..config import CallOptions
from ..models import CustomField
from ..operations.instance import list_custom_fields
from .caller import Caller


class CustomFields:
    """Read how an account describes its own fields (contract: instance API, Operations)."""

    def __init__(self, caller: Caller) -> None:
        """Serve custom fields by a caller."""
        self._caller = caller

    def list(
        self, entity: Literal["customer", "job", "invoice"], **options: Unpack[CallOptions]
    ) -> builtins.list[CustomField]:
        """Fetch the fields that the account added to its customers, jobs or invoices.

        Args:
            entity: "customer", "job" or "invoice".
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The fields, in Ascora's order; `custom_fields` of an object holds their values by name.

        Raises:
            AscoraApiError: Or a subclass, if the call fails.
            ValueError: If `entity` is none of the three.

        Example:
            ```python
            for field in client.custom_fields.list("job"):
                print(field.name, field.type, field.required)
            ```

        Contract: instance API, Operations, custom fields.
        """
        return self._caller.execute(list_custom_fields(entity), options)
