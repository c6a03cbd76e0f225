"""An Ascora account on loopback for tests, examples and trying things out.

Example:
    >>> with Sandbox(customers=10) as sandbox:
    ...     print(sandbox.api_url)
"""

from __future__ import annotations

from ..errors import MissingExtraError

_BROUGHT_BY_THE_EXTRA = {"h11", "python_multipart", "simplejson", "starlette", "uvicorn"}

try:
    from .faults import (
        AnswerLost,
        CutBody,
        Drip,
        Drop,
        Fault,
        Latency,
        Malformed,
        Redirect,
        RefusedEarly,
        Shift,
        Status,
    )
    from .manual_clock import ManualClock
    from .messages import ReceivedRequest
    from .multipart import ReceivedPart
    from .public import PublicAccount, PublicControls, Refusal
    from .sandbox import Sandbox
except ModuleNotFoundError as error:
    if error.name is None or error.name.partition(".")[0] not in _BROUGHT_BY_THE_EXTRA:
        raise
    message = (
        f"the sandbox needs {error.name.partition('.')[0]}, which is not installed: pip install 'ascora-sdk[sandbox]'"
    )
    raise MissingExtraError(message, name=error.name) from None

__all__ = [
    "AnswerLost",
    "CutBody",
    "Drip",
    "Drop",
    "Fault",
    "Latency",
    "Malformed",
    "ManualClock",
    "PublicAccount",
    "PublicControls",
    "ReceivedPart",
    "ReceivedRequest",
    "Redirect",
    "Refusal",
    "RefusedEarly",
    "Sandbox",
    "Shift",
    "Status",
]
