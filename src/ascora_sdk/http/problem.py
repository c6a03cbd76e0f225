"""From an answer that is no success, or none, to one of the six errors: one line that says what to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import attrs

from ..codec import dumps, loads
from ..errors import (
    AscoraApiError,
    AuthenticationError,
    NotFoundError,
    RateLimitError,
    TimeoutError,
    ValidationError,
)
from .failure import Phase, TransportFailure
from .message import Response
from .redaction import LONGEST_ESCAPE, Secret, mask_secrets, mask_url
from .retry import Outcome, may_have_been_carried_out, retry_after

BODY_LIMIT: Final = 4096
"""Characters of a body that an error keeps; and no more bytes of an error's body than ten times that are read."""

_MESSAGE_LIMIT: Final = 300
_DETAIL_LIMIT: Final = 200


@attrs.frozen(kw_only=True)
class Subject:
    """What a call was about.

    Attributes:
        method: The HTTP method.
        url: The absolute URL.
        resource: The kind of thing, such as "customer"; empty if unknown.
        id: The id that was asked for, or None.
        attempts: How often the call was tried.
        repeatable: Whether the call can be made again without harm.
        secrets: What must not be shown.
        authorized: Whether the credentials were sent.
        credentials: What the caller gave to prove who calls, in words.
        of_file: Whether a file was asked for, at an address that the API named.
    """

    method: str
    url: str
    resource: str = ""
    id: str | None = None
    attempts: int = 1
    repeatable: bool = True
    secrets: tuple[Secret, ...] = ()
    authorized: bool = True
    credentials: str = "api_token and company_code"
    of_file: bool = False


def problem(subject: Subject, outcome: Outcome, *, now: datetime) -> AscoraApiError:
    """Make the error that fits an outcome.

    Args:
        subject: What the call was about.
        outcome: An answer that is no success, or that none came.
        now: The wall clock, for a Retry-After that is a date.

    Returns:
        One of the six errors, ready to be raised.
    """
    if isinstance(outcome, TransportFailure):
        return _failed(subject, outcome)
    parsed = _parsed(outcome)
    said = _said(parsed)
    kind, advice = _KINDS.get(outcome.status, (AscoraApiError, _advice))
    if not subject.authorized and outcome.status in {401, 403}:
        kind, advice = (
            AscoraApiError,
            _fixed("the file's host refused; the address may have run out: ask for it again."),
        )
    message = f"{advice(subject, outcome)}{f' Ascora says: {said}' if said else ''}"
    error = _made(kind, subject, message, outcome)
    error.may_have_been_carried_out = may_have_been_carried_out(outcome)
    if isinstance(error, RateLimitError):
        error.retry_after = retry_after(outcome, now)
    if isinstance(error, NotFoundError):
        error.resource, error.id = subject.resource, subject.id
    if isinstance(error, ValidationError):
        error.errors = _field_errors(parsed, subject.secrets)
    return error


def malformed(subject: Subject, response: Response, reason: str) -> AscoraApiError:
    """Make the error for an answer that says success and has not the shape that it must have."""
    advice = "Check that api_url leads to Ascora and not to a proxy or a web page."
    if subject.of_file:
        advice = "Ask for the attachment again, and for the file at the address that it then has."
    doubt = _doubt(subject, carried_out=True)
    error = _made(AscoraApiError, subject, f"the answer cannot be read: {reason}. {advice}{doubt}", response)
    error.may_have_been_carried_out = True
    return error


class RefusedError(ValueError):
    """An answer of status 200 to 299 that says in its body that the call failed."""


def refused(subject: Subject, response: Response, said: str) -> AscoraApiError:
    """Make the error for an answer that says success by its status and failure in its body.

    Args:
        subject: What the call was about.
        response: The answer.
        said: Ascora's own words, by which the error is chosen as well as they allow.

    Returns:
        One of the six errors, ready to be raised.
    """
    words = said.lower()
    kind, advice = next(
        ((kind, advice) for kind, signs, advice in _REFUSALS if any(sign in words for sign in signs)),
        (AscoraApiError, _fixed("Ascora refused the call.")),
    )
    error = _made(kind, subject, f"{advice(subject, response)}{f' Ascora says: {said}' if said else ''}", response)
    if isinstance(error, NotFoundError):
        error.resource, error.id = subject.resource, subject.id
    return error


def _failed(subject: Subject, failure: TransportFailure) -> AscoraApiError:
    doubt = _doubt(subject, carried_out=failure.may_have_been_carried_out)
    if failure.cut_short and failure.phase in {Phase.WRITE, Phase.READ}:
        doubt = " The file was not whole yet: the server may have refused it before it was read."
    if failure.timed_out:
        message = f"time ran out while {failure.phase.value}; allow more with timeout=, or try later.{doubt}"
        error: AscoraApiError = _made(TimeoutError, subject, message, None)
    else:
        what = f"the connection failed while {failure.phase.value}: {failure.reason.rstrip('.')}"
        error = _made(AscoraApiError, subject, f"{what}. Check api_url and the network.{doubt}", None)
    error.may_have_been_carried_out = failure.may_have_been_carried_out
    return error


def _made(kind: type[AscoraApiError], subject: Subject, message: str, response: Response | None) -> AscoraApiError:
    request_id = response.headers.get("x-request-id") if response else None
    return kind(
        _one_line(mask_secrets(message, subject.secrets), _MESSAGE_LIMIT),
        status_code=response.status if response else None,
        method=subject.method,
        url=_one_line(mask_secrets(mask_url(subject.url), subject.secrets), _DETAIL_LIMIT),
        attempts=subject.attempts,
        body=_shown_body(response.body, subject.secrets) if response else "",
        request_id=request_id and _one_line(mask_secrets(request_id, subject.secrets), _DETAIL_LIMIT),
    )


def _shown_body(body: bytes, secrets: tuple[Secret, ...]) -> str:
    """Give a body's beginning, in which no secret stands, nor the half of one that a cut left over."""
    text = body[: 4 * BODY_LIMIT].decode("utf-8", "replace")
    masked = mask_secrets(text, secrets)
    if len(body) > 4 * BODY_LIMIT and secrets:
        reach = LONGEST_ESCAPE * max(len(secret.reveal()) for secret in secrets)
        masked = masked[: max(0, len(masked) - reach)]
    return masked[:BODY_LIMIT]


def _advice(subject: Subject, response: Response) -> str:
    status = response.status
    if 200 <= status < 300:
        return f"unexpected status {status}."
    if 300 <= status < 400:
        return "the server redirects, and credentials do not follow it; set api_url to the final address."
    if status >= 500:
        carried_out = may_have_been_carried_out(response)
        return f"Ascora failed on its side; try again later.{_doubt(subject, carried_out=carried_out)}"
    return f"Ascora refused the call with status {status}."


def _doubt(subject: Subject, *, carried_out: bool) -> str:
    if subject.repeatable or not carried_out:
        return ""
    return f" The {subject.method} may have been carried out: look before you send it again."


def _not_found(subject: Subject, _: Response) -> str:
    if subject.id is None:
        return "there is nothing at this address; check api_url and the path."
    return f"there is no {subject.resource} {subject.id!r}; check the id, it may have been deleted."


def _unknown_caller(subject: Subject, _: Response) -> str:
    return f"Ascora refused the credentials; check {subject.credentials}."


def _timed_out(subject: Subject, _: Response) -> str:
    return f"Ascora ran out of time; try again later.{_doubt(subject, carried_out=True)}"


def _fixed(text: str) -> Callable[[Subject, Response], str]:
    return lambda _subject, _response: text


_KINDS: dict[int, tuple[type[AscoraApiError], Callable[[Subject, Response], str]]] = {
    400: (ValidationError, _fixed("Ascora refused the data; correct it and call again.")),
    401: (AuthenticationError, _unknown_caller),
    404: (NotFoundError, _not_found),
    408: (TimeoutError, _timed_out),
    429: (RateLimitError, _fixed("Ascora asks for fewer calls; wait and call again, or raise max_retries.")),
}


_REFUSALS: Final[Sequence[tuple[type[AscoraApiError], Sequence[str], Callable[[Subject, Response], str]]]] = (
    (AuthenticationError, ("unauthor", "not authoriz", "api key", "apikey", "authenticat"), _unknown_caller),
    (
        NotFoundError,
        ("not found", "does not exist", "doesn't exist", "no such", "there is no ", "could not find"),
        _not_found,
    ),
    (ValidationError, ("required", "invalid", "not valid", "must ", "missing"), _KINDS[400][1]),
)
"""Signs in Ascora's words, in the order in which they are looked for."""


def _parsed(response: Response) -> Any:
    try:
        return loads(response.body)
    except ValueError:
        return None


def _said(parsed: Any) -> str:
    """Give the server's own words, with what is wrong by field."""
    if not isinstance(parsed, dict):
        return ""
    message = parsed.get("message")
    fields = "; ".join(f"{name}: {', '.join(texts)}" for name, texts in _field_errors(parsed, ()).items())
    said = message.strip().rstrip(".") if isinstance(message, str) and fields else message
    return ". ".join(part for part in (said if isinstance(said, str) else "", fields) if part)


def _field_errors(parsed: Any, secrets: tuple[Secret, ...]) -> Mapping[str, tuple[str, ...]]:
    errors = parsed.get("errors") if isinstance(parsed, dict) else None
    if not isinstance(errors, dict):
        return {}
    return {
        mask_secrets(name, secrets): tuple(mask_secrets(text, secrets) for text in _texts(value))
        for name, value in errors.items()
    }


def _texts(value: Any) -> list[str]:
    items: list[Any] = value if isinstance(value, list) else [value]
    return [item if isinstance(item, str) else dumps(item).decode("ascii") for item in items]


def _one_line(text: str, limit: int) -> str:
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= limit else f"{line[:limit]}…"
