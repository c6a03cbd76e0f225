"""The ASGI application: receives, records, lets faults strike, answers."""

from __future__ import annotations

from urllib.parse import unquote

from starlette.datastructures import Headers, QueryParams
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from .account import Account
from .api import InstanceApi
from .exchange import Connection, Exchange, StoppedError
from .fault_rules import FaultRules
from .messages import ReceivedRequest
from .routing import split_path


class SandboxApp:
    """Serves one account.

    Args:
        account: the records.
        api: carries requests out.
        rules: the faults to come.
        default_latency: seconds that every answer takes.
    """

    def __init__(self, account: Account, api: InstanceApi, rules: FaultRules, default_latency: float) -> None:
        """Start with nothing received."""
        self._account = account
        self._api = api
        self._rules = rules
        self._default_latency = default_latency
        self.requests: list[ReceivedRequest] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        connection = Connection(scope, receive, send)
        try:
            request = _received(scope, await Request(scope, receive).body())
            self.requests.append(request)
            await self._exchange(Exchange(request, self._account, connection, self._api.answer))
        except ClientDisconnect:
            return
        except StoppedError:
            await connection.wait_for_end()

    async def _exchange(self, exchange: Exchange) -> None:
        faults = self._rules.plan(exchange.request.method, split_path(exchange.request.raw_path))
        if self._default_latency:
            await exchange.connection.pause(self._default_latency)
        for fault in faults:
            await fault.strike(exchange)
        if not faults or not faults[-1].final:
            await exchange.send(exchange.answer)


def _received(scope: Scope, body: bytes) -> ReceivedRequest:
    raw_path = scope["raw_path"].decode("ascii")
    segments = split_path(raw_path)
    return ReceivedRequest(
        method=scope["method"],
        path=unquote(raw_path) if segments is None else "/" + "/".join(segments),
        raw_path=raw_path,
        query=QueryParams(scope["query_string"]),
        headers=Headers(scope=scope),
        body=body,
    )
