"""What comes in and what goes out: a request as received, an answer as sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import Headers, QueryParams

from .json_text import parse, render

JSON_TYPE = "application/json"


@dataclass(frozen=True)
class ReceivedRequest:
    """A request as it came over the wire.

    Attributes:
        method: such as `GET`.
        path: the decoded path below the API's base, such as `/customers/c-1`; the whole path if it lies elsewhere.
        raw_path: the whole path, still percent-encoded, without the query.
        query: the query parameters; `getlist` and `multi_items` give repeated ones.
        headers: the headers, by name in any case.
        body: the bytes of the body.
    """

    method: str
    path: str
    raw_path: str
    query: QueryParams
    headers: Headers
    body: bytes

    def json(self) -> Any:
        """Read the body as JSON, numbers with a point as `Decimal`.

        Raises:
            ValueError: if it isn't JSON.
        """
        return parse(self.body)


@dataclass(frozen=True)
class Answer:
    """An answer as it goes over the wire; the content type counts only where there is a body."""

    status: int
    body: bytes = b""
    content_type: str = JSON_TYPE
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def json_answer(status: int, value: Any) -> Answer:
    """Answer with a value as JSON."""
    return Answer(status, render(value))


def error_answer(status: int, message: str, errors: Mapping[str, list[str]] | None = None) -> Answer:
    """Answer with the contract's error body."""
    return json_answer(status, {"message": message} if errors is None else {"message": message, "errors": errors})


NOTHING = Answer(204)
