# Generated from ../_async/hooks.py by tools/unasync; do not edit.
"""The caller's own functions around each try of a call."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from ..concurrency.blocking import finish
from ..http import Attempt, AttemptResult, Headers, Hooks, Request, checked_headers
from ..operations import Operation

log: Final = logging.getLogger("ascora_sdk")


def announce(
    hooks: Sequence[Hooks], request: Request, operation: Operation[Any], *, number: int
) -> tuple[Attempt, Request]:
    """Tell the hooks that a try is about to be sent, and give it the headers that they add.

    Raises:
        Exception: What a hook raised; the try is not to be sent then, and those told of it know that it has ended.
    """
    url = operation.shown(request.url)
    attempt = Attempt(method=request.method, template=operation.template, url=url, number=number, size=request.size)
    told: list[Hooks] = []
    try:
        for each in hooks:
            if each.before_attempt is not None:
                finish(each.before_attempt(attempt))
            told.append(each)
        return attempt, _with_headers(request, attempt.headers)
    except BaseException as error:
        # Whoever began a span is to end it.
        conclude(told, attempt, AttemptResult(response=None, failure=error, seconds=0.0, retry_in=None))
        raise


def conclude(hooks: Sequence[Hooks], attempt: Attempt, result: AttemptResult) -> None:
    """Tell the hooks how a try ended, the last of them first; what they raise goes no further."""
    for each in reversed(hooks):
        try:
            if each.after_attempt is not None:
                finish(each.after_attempt(attempt, result))
        except Exception:
            log.exception("a hook failed after %s %s; the call goes on", attempt.method, attempt.template)


def _with_headers(request: Request, added: Mapping[str, str]) -> Request:
    if not added:
        return request
    return attrs.evolve(request, headers=Headers({**checked_headers(added), **request.headers}))
