"""The call on enquiries (contract: public API, Operations)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...codec import encode_fields
from ...models import UNSET
from ...operations import Operation
from ..models import Enquiry
from . import answers
from .calls import post


def submit_enquiry(fields: Mapping[str, Any], idempotency_key: str | None) -> Operation[str]:
    """Ask to take an enquiry in."""
    if all(fields.get(name) in (None, UNSET, "") for name in ("company_name", "first_name", "last_name")):
        raise TypeError("an enquiry needs a name: company_name, first_name or last_name")
    return post(
        "/Enquiry",
        encode_fields(Enquiry, fields),
        answers.text_of("entityId"),
        resource="enquiry",
        idempotency_key=idempotency_key,
    )
