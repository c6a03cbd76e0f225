"""Requests and answers held against the document of their API.

Example:
    >>> assert_requests_conform(sandbox.requests)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain
from typing import Any, Protocol

from jsonschema.exceptions import ValidationError
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.deserializing.styles.exceptions import EmptyQueryParameterValue
from openapi_core.validation.request.exceptions import MissingRequiredRequestBody
from werkzeug.datastructures import Headers, ImmutableMultiDict

from .document import INSTANCE, Api, operation_of, parameters_of

_KEPT = 4096
_LARGE = 10_000


class Received(Protocol):
    """What the sandbox keeps of a request."""

    @property
    def method(self) -> str: ...
    @property
    def raw_path(self) -> str: ...
    @property
    def query(self) -> Any: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> bytes: ...
    @property
    def size(self) -> int: ...
    @property
    def parts(self) -> Iterable[Any]: ...


class Answered(Protocol):
    """What the sandbox answers."""

    @property
    def status(self) -> int: ...
    @property
    def content_type(self) -> str: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> bytes: ...


@dataclass(frozen=True)
class _Sent:
    """A request, as far as the document has a say in it; two that are alike are looked at once."""

    api: Api
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    content_type: str
    body: bytes | None = field(repr=False)

    @classmethod
    def of(cls, request: Received, api: Api) -> _Sent:
        """Leave out what differs from request to request and matters to nobody."""
        headers = request.headers
        return cls(
            api=api,
            method=request.method,
            path=request.raw_path,
            query=tuple(request.query.multi_items()),
            headers=tuple((name, headers[name]) for name in api.headers if name in headers),
            content_type=headers.get("content-type", ""),
            body=_body(request),
        )


def _body(request: Received) -> bytes | None:
    """Give the body; of a form with a large file a small one like it, and None of one that was never read."""
    if request.parts and request.size > _LARGE:
        boundary = request.headers["content-type"].partition("boundary=")[2].strip('"')
        return b"".join([*(_small(part, boundary) for part in request.parts), f"--{boundary}--\r\n".encode()])
    announced = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    return None if announced and not request.size else request.body


def _small(part: Any, boundary: str) -> bytes:
    file_name = "" if part.file_name is None else '; filename="file"'
    media_type = "" if part.content_type is None else f"\r\nContent-Type: {part.content_type}"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{part.name}"{file_name}{media_type}'
    return f"{head}\r\n\r\n{part.size} bytes\r\n".encode()


class _OpenApiRequest:
    """A request as openapi-core wants it."""

    def __init__(self, sent: _Sent) -> None:
        self.host_url = sent.api.host
        self.method = sent.method.lower()
        self.path = sent.path
        self.parameters = RequestParameters(
            # For openapi-core, a filter that is called so would have to hold all the others.
            query=ImmutableMultiDict([item for item in sent.query if item[0] != "filters"]),
            header=Headers(list(sent.headers)),
            cookie=ImmutableMultiDict(),
        )
        self.content_type = sent.content_type
        self.body = sent.body or None


class _OpenApiResponse:
    """An answer as openapi-core wants it."""

    def __init__(self, answer: Answered) -> None:
        self.status_code = answer.status
        self.content_type = answer.content_type
        self.headers = Headers(dict(answer.headers))
        self.data = answer.body or None


def assert_requests_conform(requests: Iterable[Received], of: Api = INSTANCE) -> None:
    """Fail, and say how, if a request is none that the document describes."""
    found = [problem for request in requests if (problem := request_problem(request, of))]
    assert not found, "requests that the contract does not know:\n" + "\n".join(dict.fromkeys(found))


def request_problem(request: Received, of: Api = INSTANCE) -> str | None:
    """Say what is wrong with a request, None if nothing is."""
    return _request_problem(_Sent.of(request, of))


def invalidity(request: Received, of: Api = INSTANCE) -> str | None:
    """Say why a request of a known operation is not valid, None if it is; an unknown parameter is no reason."""
    return _invalidity(_as_read(_Sent.of(request, of)))


def answer_problem(request: Received, answer: Answered, of: Api = INSTANCE) -> str | None:
    """Say what is wrong with an answer, None if nothing is; one to what the document doesn't know can be anything."""
    sent = _Sent.of(request, of)
    if _operation_problem(sent):
        return None
    errors = _openapi(of).iter_response_errors(_OpenApiRequest(sent), _OpenApiResponse(answer))
    return _told(f"{sent.method} {sent.path} -> {answer.status}", errors)


@lru_cache(_KEPT)
def _request_problem(sent: _Sent) -> str | None:
    problem = _operation_problem(sent) or _query_problem(sent)
    if problem:
        return f"{sent.method} {sent.path}: {problem}"
    return _invalidity(sent)


def _invalidity(sent: _Sent) -> str | None:
    errors = _openapi(sent.api).iter_request_errors(_OpenApiRequest(sent))
    return _told(f"{sent.method} {sent.path}", (error for error in errors if not _is_needless(error, sent)))


def _as_read(sent: _Sent) -> _Sent:
    """Give a request as its API's server takes the query."""
    if not sent.api.reads_blanks:
        return sent
    read = {name: value.strip() for name, value in sent.query}
    return replace(sent, query=tuple((name, value) for name, value in read.items() if value))


def _is_needless(error: Exception, sent: _Sent) -> bool:
    """Tell what is wrong in openapi-core's eyes alone: an empty text is a text, and an unread body may be right."""
    return isinstance(error.__cause__, EmptyQueryParameterValue) or (
        sent.body is None and isinstance(error, MissingRequiredRequestBody)
    )


def _operation_problem(sent: _Sent) -> str | None:
    is_below = sent.path.startswith(f"{sent.api.base_path}/")
    known = is_below and operation_of(sent.method, sent.path.removeprefix(sent.api.base_path), sent.api) is not None
    return None if known else "there is no such operation"


def _query_problem(sent: _Sent) -> str | None:
    """Look for parameters that nobody knows, which OpenAPI has no word against."""
    operation = operation_of(sent.method, sent.path.removeprefix(sent.api.base_path), sent.api)
    assert operation is not None
    known = [one for one in parameters_of(operation, sent.api) if one["in"] == "query"]
    if any(one["schema"].get("additionalProperties") for one in known):
        return None
    unknown = sorted({name for name, _ in sent.query} - {one["name"] for one in known})
    return f"no parameter of this operation: {', '.join(unknown)}" if unknown else None


def _told(what: str, errors: Iterator[Exception]) -> str | None:
    try:
        found = [reason for error in errors for reason in _reasons(error)]
    except AssertionError:  # openapi-core's own, of a form that it has not expected
        found = ["the form cannot be read"]
    return f"{what}: {'; '.join(found)}" if found else None


def _reasons(error: Exception) -> Iterator[str]:
    """Give what the schema has against the value, or else the error's own words."""
    details = getattr(error.__cause__, "schema_errors", ())
    for detail in chain.from_iterable(map(_innermost, details)):
        yield f"{detail.json_path}: {detail.message}"
    if not details:
        yield f"{type(error).__name__}: {_words(error)}"


def _innermost(error: ValidationError) -> Iterator[ValidationError]:
    """Give what is wrong with each choice where there are several, such as an envelope and a refusal."""
    for choice in error.context or ():
        yield from _innermost(choice)
    if not error.context:
        yield error


def _words(error: Exception) -> str:
    try:
        return str(error)
    except UnicodeDecodeError:  # openapi-core shows the body, which is no text
        return "the body is not UTF-8"


@cache
def _openapi(of: Api) -> OpenAPI:
    return OpenAPI.from_file_path(
        str(of.path),
        config=Config(
            extra_format_validators={"decimal-2": _at_most(2), "decimal-4": _at_most(4)},
            extra_media_type_deserializers={"application/json": _json},
        ),
    )


def _json(body: bytes, **_parameters: str) -> Any:
    # Decimals are counted on the digits as sent, which a float has forgotten.
    return json.loads(body.decode(), parse_float=Decimal, parse_constant=_no_number)


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no JSON")


def _at_most(decimals: int) -> Callable[[Any], bool]:
    def check(value: Any) -> bool:
        return not isinstance(value, Decimal) or -int(value.as_tuple().exponent) <= decimals

    return check
