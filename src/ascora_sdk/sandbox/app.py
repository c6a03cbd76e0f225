"""The ASGI application: receives, records, lets faults strike, answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from .account import Account
from .exchange import Connection, Exchange, StoppedError
from .fault_rules import FaultRules
from .messages import Answer, ReceivedRequest
from .reception import read_body, read_head
from .routing import Segments


def _as_they_are(segments: Segments | None) -> Segments | None:
    return segments


class SandboxApp:
    """Serves one account at one origin.

    Args:
        account: the records.
        work: carries requests out.
        rules: the faults to come.
        requests: where each request is put on record.
        base_path: what every path starts with.
        default_latency: seconds that every answer takes.
        matched: gives what routes and faults are matched by, for an API that takes a path in more than one spelling.
    """

    def __init__(
        self,
        account: Account,
        work: Callable[[ReceivedRequest], Answer],
        *,
        rules: FaultRules,
        requests: list[ReceivedRequest],
        base_path: str,
        default_latency: float,
        matched: Callable[[Segments | None], Segments | None] = _as_they_are,
    ) -> None:
        """Start with nothing received."""
        self._account = account
        self._work = work
        self._rules = rules
        self._requests = requests
        self._base_path = base_path
        self._default_latency = default_latency
        self._matched = matched

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        connection = Connection(scope, receive, send)
        try:
            head = read_head(scope, self._base_path)
            request = replace(head, segments=self._matched(head.segments))
            faults = self._rules.plan(request.method, request.segments)
            if not any(fault.early for fault in faults):
                request = await read_body(request, receive, scope, self._account.files)
            self._requests.append(request)
            exchange = Exchange(request, self._account, connection, self._work)
            if self._default_latency:
                await connection.pause(self._default_latency)
            for fault in faults:
                await fault.strike(exchange)
            if not faults or not faults[-1].final:
                await exchange.send(exchange.answer)
        except ClientDisconnect:
            return
        except StoppedError:
            await connection.wait_for_end()
