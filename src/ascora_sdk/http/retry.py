"""Which failures are worth another try, and when; decisions alone, made of what they are handed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any, Final

import attrs

from .failure import TransportFailure
from .message import Response

Outcome = Response | TransportFailure

_REPEATABLE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
_REQUEST_TIMEOUT = 408
_TOO_MANY_REQUESTS = 429
_SERVICE_UNAVAILABLE = 503
_FIRST_SERVER_ERROR = 500
_NOT_FOUND = 404
_MOST_SECONDS = 1e9
_WHOLE: Any = [attrs.validators.instance_of(int), attrs.validators.ge(0)]
_SECONDS: Any = [attrs.validators.instance_of((int, float)), attrs.validators.ge(0)]


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """How often a call is tried again, and how long it waits between.

    Attributes:
        max_retries: Tries after the first; 0 means none.
        retry_delay: Seconds: the most that the first back-off may take. Each further one may take twice as long, and
            takes a random part of what it may (full jitter).
        max_delay: Seconds: the most that any back-off may take.
        max_retry_after: Seconds: the most that a server's Retry-After is obeyed for.
        total_time: Seconds that a call may take in all; no further try starts that would begin after it.

    Example:
        >>> RetryPolicy(max_retries=0).max_retries
        0
    """

    max_retries: int = attrs.field(default=3, validator=_WHOLE)
    retry_delay: float = attrs.field(default=1.0, validator=_SECONDS)
    max_delay: float = attrs.field(default=30.0, validator=_SECONDS)
    max_retry_after: float = attrs.field(default=120.0, validator=_SECONDS)
    total_time: float = attrs.field(default=300.0, validator=_SECONDS)


def delay_before_retry(
    policy: RetryPolicy,
    outcome: Outcome,
    *,
    repeatable: bool,
    retries: int,
    elapsed: float,
    now: datetime,
    random: Callable[[], float],
) -> float | None:
    """Decide whether a call is tried again, and after how long.

    Args:
        policy: The caller's policy.
        outcome: The answer, or that none came.
        repeatable: Whether sending the request twice does no more than sending it once.
        retries: How many retries there have been.
        elapsed: Seconds since the call began.
        now: The wall clock, for a Retry-After that is a date.
        random: Gives a number from 0 to 1.

    Returns:
        Seconds to wait before the next try, or None if there is to be none.
    """
    if retries >= policy.max_retries or not _worth_another_try(outcome, repeatable=repeatable):
        return None
    asked = retry_after(outcome, now)
    delay = _back_off(policy, retries, random) if asked is None else min(asked, policy.max_retry_after)
    return delay if elapsed + delay <= policy.total_time else None


def is_repeatable(method: str, idempotency_key: str | None) -> bool:
    """Tell whether sending a request twice does no more than sending it once."""
    return method in _REPEATABLE_METHODS or idempotency_key is not None


def may_have_been_carried_out(outcome: Outcome) -> bool:
    """Tell whether the server may have done the work although no proper answer came."""
    if isinstance(outcome, TransportFailure):
        return outcome.may_have_been_carried_out
    return outcome.status == _REQUEST_TIMEOUT or (outcome.status >= _FIRST_SERVER_ERROR and not _said_when(outcome))


def is_rate_limit(outcome: Outcome) -> bool:
    """Tell whether the server asks for fewer calls."""
    return isinstance(outcome, Response) and outcome.status == _TOO_MANY_REQUESTS


def is_gone_already(outcome: Outcome) -> bool:
    """Tell whether there is nothing at the address."""
    return isinstance(outcome, Response) and outcome.status == _NOT_FOUND


def retry_after(outcome: Outcome, now: datetime) -> float | None:
    """Read how long the server asks to wait.

    Args:
        outcome: The answer, or that none came.
        now: The wall clock, for a header that is a date.

    Returns:
        Seconds, 0 or more; None if the server named no time that can be read.

    Example:
        >>> from ascora_sdk.http import Headers
        >>> retry_after(Response(status=429, headers=Headers({"Retry-After": "3"})), datetime.now(timezone.utc))
        3.0
    """
    text = outcome.headers.get("retry-after", "").strip() if isinstance(outcome, Response) else ""
    if text.isascii() and text.isdigit():
        return min(float(text), _MOST_SECONDS)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return max(0.0, (aware - now).total_seconds())


def _worth_another_try(outcome: Outcome, *, repeatable: bool) -> bool:
    if isinstance(outcome, TransportFailure):
        return repeatable or not outcome.may_have_been_carried_out
    if outcome.status == _TOO_MANY_REQUESTS or (outcome.status == _SERVICE_UNAVAILABLE and _said_when(outcome)):
        return True
    return repeatable and (outcome.status == _REQUEST_TIMEOUT or outcome.status >= _FIRST_SERVER_ERROR)


def _said_when(response: Response) -> bool:
    return response.status == _SERVICE_UNAVAILABLE and "retry-after" in response.headers


def _back_off(policy: RetryPolicy, retries: int, random: Callable[[], float]) -> float:
    # The exponent is bounded, since a float overflows at 2 ** 1024.
    return random() * min(policy.max_delay, policy.retry_delay * 2.0 ** min(retries, 64))
