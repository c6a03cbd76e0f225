"""Requests, responses and what is decided of them; no I/O, no clock, no chance."""

from .failure import FileFailure, Phase, TransportFailure
from .hooks import Attempt, AttemptResult, Hooks
from .media_type import media_type
from .message import Answer, Content, Headers, Request, Response, Sink, checked_headers, checked_method
from .multipart import Frame, framed, new_boundary
from .problem import BODY_LIMIT, RefusedError, Subject, malformed, problem, refused
from .rate_limit import RateGate
from .redaction import Secret, mask_secrets, mask_url, without_query
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
from .url import absolute_url, checked_base_url, checked_path, file_url, same_origin, segment

__all__ = [
    "BODY_LIMIT",
    "Answer",
    "Attempt",
    "AttemptResult",
    "Content",
    "FileFailure",
    "Frame",
    "Headers",
    "Hooks",
    "Outcome",
    "Phase",
    "RateGate",
    "RefusedError",
    "Request",
    "Response",
    "RetryPolicy",
    "Secret",
    "Sink",
    "Subject",
    "TransportFailure",
    "absolute_url",
    "checked_base_url",
    "checked_headers",
    "checked_method",
    "checked_path",
    "delay_before_retry",
    "file_url",
    "framed",
    "is_gone_already",
    "is_rate_limit",
    "is_repeatable",
    "malformed",
    "mask_secrets",
    "mask_url",
    "may_have_been_carried_out",
    "media_type",
    "new_boundary",
    "problem",
    "refused",
    "retry_after",
    "same_origin",
    "segment",
    "without_query",
]
