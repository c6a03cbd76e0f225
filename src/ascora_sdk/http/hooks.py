"""What a hook is told of each try of a call: before it is sent, and once it has ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from .message import Response


@attrs.define(kw_only=True, eq=False)
class Attempt:
    """One try of a call, about to be sent.

    Attributes:
        method: The HTTP method.
        template: The path with its ids unfilled, such as `/customers/{id}`; it names the operation in traces.
        url: The URL, without secrets; it holds ids.
        number: Which try it is, from 1.
        size: Bytes of the body that is sent, 0 without one; None if it comes in pieces and nobody knows how many.
        headers: Headers that the hook adds to this try, for tracing; those of the call itself win over them, and those
            of HTTP itself, such as `host`, are refused.
        notes: For the hooks, to find again when the try has ended; a span, say. All hooks share them, so take a name of
            your own.

    Example:
        ```python
        def name_it(attempt: Attempt) -> None:
            attempt.headers["x-request-id"] = str(uuid4())


        client = client.with_options(hooks=[Hooks(before_attempt=name_it)])
        ```
    """

    method: str
    template: str
    url: str
    number: int
    size: int | None = 0
    headers: dict[str, str] = attrs.field(factory=dict)
    notes: dict[str, Any] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class AttemptResult:
    """How a try ended.

    Attributes:
        response: The answer, whatever its status; None if none came.
        failure: Why no answer came: a `TransportFailure`, or what stopped the program itself, such as a cancellation,
            an error of the file that was sent, or what a hook raised before. None if an answer came.
        seconds: How long the try took.
        retry_in: Seconds until the next try; None if there is to be none.

    Example:
        ```python
        def count(attempt: Attempt, result: AttemptResult) -> None:
            calls[attempt.method, attempt.template, result.status] += 1


        client = client.with_options(hooks=[Hooks(after_attempt=count)])
        ```
    """

    response: Response | None
    failure: BaseException | None
    seconds: float
    retry_in: float | None

    @property
    def status(self) -> int | None:
        """The answer's HTTP status; None if no answer came."""
        return None if self.response is None else self.response.status


@attrs.frozen(kw_only=True)
class Hooks:
    """Functions of your own that are called around each try of each call; for logs, traces and counts.

    An async client awaits what a function gives back, if it can be awaited.

    Attributes:
        before_attempt: Called before a try is sent. What it raises ends the call, and the try is not sent; the hooks
            that were called before it are told by their `after_attempt`.
        after_attempt: Called once a try has ended, well or badly. What it raises is logged and goes no further, since
            the call may have changed something at Ascora, and its outcome must not be lost.

    Example:
        >>> from ascora_sdk import Hooks
        >>> seen = []
        >>> hooks = Hooks(after_attempt=lambda attempt, result: seen.append((attempt.template, result.status)))
    """

    before_attempt: Callable[[Attempt], Any] | None = None
    after_attempt: Callable[[Attempt, AttemptResult], Any] | None = None
