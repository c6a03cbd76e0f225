"""Requests, responses and what is decided of them; no I/O, no clock, no chance."""

from .failure import Phase, TransportFailure
from .message import Headers, Request, Response, checked_headers, checked_method
from .problem import BODY_LIMIT, Subject, malformed, problem
from .rate_limit import RateGate
from .redaction import Secret, mask_secrets, mask_url
from .retry import (
    Outcome,
    RetryPolicy,
    delay_before_retry,
    is_gone_already,
    is_rate_limit,
    is_repeatable,
    may_have_been_carried_out,
    retry_after,
)
from .url import absolute_url, checked_base_url, checked_path, segment

__all__ = [
    "BODY_LIMIT",
    "Headers",
    "Outcome",
    "Phase",
    "RateGate",
    "Request",
    "Response",
    "RetryPolicy",
    "Secret",
    "Subject",
    "TransportFailure",
    "absolute_url",
    "checked_base_url",
    "checked_headers",
    "checked_method",
    "checked_path",
    "delay_before_retry",
    "is_gone_already",
    "is_rate_limit",
    "is_repeatable",
    "malformed",
    "mask_secrets",
    "mask_url",
    "may_have_been_carried_out",
    "problem",
    "retry_after",
    "segment",
]
