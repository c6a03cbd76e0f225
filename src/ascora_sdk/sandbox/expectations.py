"""What a test expects to have been received, and how it is told what came instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import EllipsisType
from typing import Any, TypeAlias

from .json_text import render
from .messages import ReceivedRequest
from .multipart import MULTIPART_TYPE, ReceivedPart

QueryValue: TypeAlias = str | int | Sequence[str | int] | EllipsisType | None
HeaderValue: TypeAlias = str | EllipsisType | None

_CREDENTIALS = frozenset({"auth", "authorization", "cookie", "proxy-authorization", "x-company-code"})
_SHOWN_REQUESTS = 30
_SHOWN_CHARACTERS = 300


@dataclass(frozen=True)
class Expectation:
    """What requests are to hold. `...` stands for any value; None, in a query or a header, for none at all.

    Args:
        json: the body: an object by some of its fields, at any depth.
        query: some query parameters.
        headers: some headers.
    """

    json: Any
    query: Mapping[str, QueryValue]
    headers: Mapping[str, HeaderValue]

    def differences(self, request: ReceivedRequest) -> Iterator[str]:
        """Tell in which ways a request is another, without credentials."""
        if self.json is not ...:
            try:
                yield from _json_differences(self.json, request.json(), "json")
            except (ValueError, RecursionError):
                yield "the body is no JSON"
        for name, value in self.query.items():
            yield from _text_differences(f"query {name}", _query_texts(value), request.query.getlist(name))
        for name, text in self.headers.items():
            expected = [text] if isinstance(text, str) else text
            yield from _text_differences(
                f"header {name}", expected, request.headers.getlist(name), is_secret=name.lower() in _CREDENTIALS
            )

    def __str__(self) -> str:
        """Write it as the end of a sentence, without credentials."""
        masked = {name: "***" if text and name.lower() in _CREDENTIALS else text for name, text in self.headers.items()}
        parts = {"json": self.json, "query": self.query or ..., "headers": masked or ...}
        asked = ", ".join(f"{name}={value!r}" for name, value in parts.items() if value is not ...)
        return f" with {asked}" if asked else ""


def told(request: ReceivedRequest) -> str:
    """Write a request in a line, without credentials.

    Example:
        >>> told(sandbox.requests[-1])
        'POST /customers?notify=no {"firstName":"Ada"}'
    """
    query = f"?{request.query}" if request.query else ""
    if request.headers.get("content-type", "").lower().startswith(MULTIPART_TYPE):
        body = f"form: {', '.join(map(_told_part, request.parts)) or request.flaw}"
    else:
        body = request.body.decode(errors="replace")
    if len(body) > _SHOWN_CHARACTERS:
        body = f"{body[:_SHOWN_CHARACTERS]}... ({request.size} bytes)"
    return f"{request.method} {request.path}{query} {body}".rstrip()


def listed(notes: Sequence[tuple[ReceivedRequest, Sequence[str]]]) -> str:
    """Write the requests in a list, the last of them if there are many, each with what is to be said of it."""
    if not notes:
        return "Nothing was received."
    first = max(0, len(notes) - _SHOWN_REQUESTS)
    lines = ["Received were:" if not first else f"Received were, after {first} others:"]
    for number, (request, remarks) in enumerate(notes[first:], first + 1):
        lines.append(f"  {number}. {told(request)}")
        lines.extend(f"       {remark}" for remark in remarks)
    return "\n".join(lines)


def _told_part(part: ReceivedPart) -> str:
    if part.file_name is None and part.size < _SHOWN_CHARACTERS:
        return f"{part.name}={part.read().decode(errors='replace')!r}"
    return f"{part.name}={part.file_name or ''} ({part.size} bytes)"


def _json_differences(expected: Any, actual: Any, path: str) -> Iterator[str]:
    if expected is ...:
        return
    if isinstance(expected, Mapping) and isinstance(actual, dict):
        for name, value in expected.items():
            if name in actual:
                yield from _json_differences(value, actual[name], f"{path}.{name}")
            else:
                yield f"{path}.{name} is missing"
    elif isinstance(expected, (list, tuple)) and isinstance(actual, list) and len(expected) == len(actual):
        for index, (item, found) in enumerate(zip(expected, actual, strict=True)):
            yield from _json_differences(item, found, f"{path}[{index}]")
    elif not _same(expected, actual):
        yield f"{path} is {render(actual).decode()}, not {expected!r}"


def _same(expected: Any, actual: Any) -> bool:
    if isinstance(expected, float):
        expected = Decimal(str(expected))  # the digits that were written, as the body holds them
    numbers = (int, Decimal)
    if (
        isinstance(expected, numbers)
        and isinstance(actual, numbers)
        and isinstance(expected, bool) != isinstance(actual, bool)
    ):
        return False
    return bool(expected == actual)


def _query_texts(value: QueryValue) -> list[str] | EllipsisType | None:
    if value is None or isinstance(value, EllipsisType):
        return value
    values = [value] if isinstance(value, (str, int)) else value
    return [str(each).lower() if isinstance(each, bool) else str(each) for each in values]


def _text_differences(
    what: str, expected: list[str] | EllipsisType | None, found: list[str], *, is_secret: bool = False
) -> Iterator[str]:
    if expected is None:
        if found:
            yield f"{what} is there"
    elif not found:
        yield f"{what} is missing"
    elif expected is not ... and expected != found:
        yield f"{what} is another" if is_secret else f"{what} is {', '.join(found)}, not {', '.join(expected)}"
