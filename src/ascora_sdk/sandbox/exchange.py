"""One request being answered: all that the server, or a fault in its place, can do about it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import cast

from starlette.types import Receive, Scope, Send

from .account import Account
from .files import PIECE
from .messages import Answer, ReceivedRequest


class StoppedError(Exception):
    """The sandbox stops while a request still waits for its answer."""


@dataclass(frozen=True)
class Connection:
    """The wire under a request: ASGI's channels, and beneath them the transport and the server's end."""

    scope: Scope
    receive: Receive
    send: Send

    @property
    def _transport(self) -> asyncio.Transport:
        return cast("asyncio.Transport", self.scope["state"]["transport"])

    async def begin(self, answer: Answer) -> None:
        """Send the status and the headers, which promise the whole body."""
        headers = dict(answer.headers)
        if answer.body or answer.file is not None:
            headers["Content-Type"] = answer.content_type
        if answer.status != HTTPStatus.NO_CONTENT:  # which may not carry a length
            headers["Content-Length"] = str(answer.length)
        lines = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await self.send({"type": "http.response.start", "status": answer.status, "headers": lines})

    async def write(self, part: bytes, *, last: bool = False) -> None:
        """Send a part of the body."""
        await self.send({"type": "http.response.body", "body": part, "more_body": not last})

    async def write_all(self, answer: Answer, *, size: int = PIECE, end: int | None = None) -> None:
        """Send a body piece by piece, up to the byte before `end`, without saying that this was the last part."""
        with closing(answer.pieces(size, end=end)) as pieces:
            for piece in pieces:
                if self._transport.is_closing():  # nobody reads the rest
                    await self.wait_for_end()
                    return
                await self.write(piece)

    async def abort(self) -> None:
        """Break the TCP connection off."""
        self._transport.abort()
        await self.wait_for_end()

    async def wait_for_end(self) -> None:
        """Wait until the connection is gone: the client's doing, or the server's when it stops."""
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def pause(self, seconds: float) -> None:
        """Let time pass, whether or not the client still waits.

        Raises:
            StoppedError: if the sandbox stops meanwhile.
        """
        stopping = cast("asyncio.Event", self.scope["state"]["stopping"])
        try:
            await asyncio.wait_for(stopping.wait(), seconds)
        except asyncio.TimeoutError:
            return
        raise StoppedError


class Exchange:
    """A request, the work that it asks for, and the connection that waits for the answer.

    Args:
        request: what was received.
        account: the records that the work is done on.
        connection: the wire.
        work: carries the request out.
    """

    def __init__(
        self,
        request: ReceivedRequest,
        account: Account,
        connection: Connection,
        work: Callable[[ReceivedRequest], Answer],
    ) -> None:
        """Do nothing yet."""
        self.request = request
        self.account = account
        self.connection = connection
        self._work = work

    @cached_property
    def answer(self) -> Answer:
        """The true answer; looking at it first carries the request out, and only once."""
        return self._work(self.request)

    async def send(self, answer: Answer) -> None:
        """Send an answer, true or not."""
        await self.connection.begin(answer)
        if answer.file is not None:
            await self.connection.write_all(answer)
        await self.connection.write(answer.body, last=True)
