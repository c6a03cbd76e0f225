"""Whatever the SDK has no method for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..codec import dumps
from ..http import Response, checked_headers, checked_method, checked_path
from . import answers
from .collection import query_texts
from .operation import Operation


def any_request(
    method: str,
    path: str,
    *,
    params: Mapping[str, Any] | None,
    json: Any,
    headers: Mapping[str, str] | None,
    idempotency_key: str | None,
) -> Operation[Response]:
    """Ask for whatever the SDK has no method for."""
    own_headers = checked_headers(headers or {})
    named = own_headers.get("idempotency-key")
    if idempotency_key is not None and named not in (None, idempotency_key):
        raise ValueError("the headers hold another Idempotency-Key than idempotency_key=; give one of the two")
    return Operation(
        method=checked_method(method),
        # Nobody knows which parts of it are ids, and those are none of a log's business.
        template="{path}",
        path=checked_path(path),
        decode=answers.whole,
        query=tuple(query_texts(params or {})),
        content=None if json is None else dumps(json),
        headers=own_headers,
        idempotency_key=idempotency_key if named is None else named,
    )
