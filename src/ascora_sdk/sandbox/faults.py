"""What can go wrong on purpose. Each fault is a small value; `Sandbox.fault` says when it strikes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from .account import UnknownRecordError
from .contract import RESOURCES
from .exchange import Exchange
from .messages import JSON_TYPE, Answer, error_answer

_HTML_TYPE = "text/html; charset=utf-8"
_HUGE = 10_000_000


class Fault(ABC):
    """One thing that goes wrong with a request.

    `final` faults leave nothing for the ones after them; `early` ones strike before the request's body is read.
    """

    final: ClassVar[bool] = True
    early: ClassVar[bool] = False

    @abstractmethod
    async def strike(self, exchange: Exchange) -> None:
        """Do the harm."""


@dataclass(frozen=True)
class Latency(Fault):
    """The server takes its time, then goes on.

    Args:
        seconds: how long nothing happens before the work is done.

    Example:
        >>> sandbox.fault("*", Latency(0.2))
    """

    seconds: float
    final: ClassVar[bool] = False

    async def strike(self, exchange: Exchange) -> None:
        """Wait, and leave the rest to the next."""
        await exchange.connection.pause(self.seconds)


@dataclass(frozen=True)
class Status(Fault):
    """The server answers this and does nothing.

    Args:
        code: the HTTP status.
        body: the body; without one, the contract's error body.
        content_type: the body's media type.
        headers: more headers, such as `Retry-After`.

    Example:
        >>> sandbox.fault("GET /jobs", Status(429, headers={"Retry-After": "1"}), times=2)
    """

    code: int
    body: bytes | str | None = None
    content_type: str = JSON_TYPE
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    async def strike(self, exchange: Exchange) -> None:
        """Answer at once."""
        body = self.body.encode() if isinstance(self.body, str) else self.body
        if body is None:
            body = error_answer(self.code, f"A fault: status {self.code}.").body
        await exchange.send(Answer(self.code, body, self.content_type, self.headers))


@dataclass(frozen=True)
class Redirect(Fault):
    """The server sends the client elsewhere and does nothing.

    Args:
        location: where to.
        code: the HTTP status.
    """

    location: str
    code: int = 307

    async def strike(self, exchange: Exchange) -> None:
        """Answer at once."""
        await exchange.send(Answer(self.code, headers={"Location": self.location}))


@dataclass(frozen=True)
class RefusedEarly(Fault):
    """The server answers before it has read the request's body, does nothing and closes the connection.

    A client that is still sending finds the connection broken, and the answer waiting if it looks for one. The request
    stands on record without its body.

    Args:
        code: the HTTP status.
        headers: more headers.

    Example:
        >>> sandbox.fault("POST /jobs/{id}/attachments", RefusedEarly(413))
    """

    code: int = 413
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    early: ClassVar[bool] = True

    async def strike(self, exchange: Exchange) -> None:
        """Answer at once, and close."""
        body = error_answer(self.code, f"A fault: refused early with status {self.code}.").body
        await exchange.send(Answer(self.code, body, headers={**self.headers, "Connection": "close"}))


@dataclass(frozen=True)
class Drop(Fault):
    """The connection breaks before any work is done."""

    async def strike(self, exchange: Exchange) -> None:
        """Break it."""
        await exchange.connection.abort()


@dataclass(frozen=True)
class AnswerLost(Fault):
    """The work is done but the client never learns of it.

    Args:
        how: the connection breaks (`drop`), a 500 comes instead (`error`), or nothing ever comes (`hang`).

    Example:
        >>> sandbox.fault("POST /invoices/{id}/payments", AnswerLost("hang"))
    """

    how: Literal["drop", "error", "hang"] = "drop"

    async def strike(self, exchange: Exchange) -> None:
        """Do the work and keep it to ourselves."""
        _ = exchange.answer
        if self.how == "drop":
            await exchange.connection.abort()
        elif self.how == "error":
            await exchange.send(error_answer(500, "A fault: the answer is lost."))
        else:
            await exchange.connection.wait_for_end()


Flaw = Literal["html", "truncated", "empty", "no_data", "bare_value", "nan", "invalid_utf8", "huge"]

_FLAWS: Mapping[Flaw, Callable[[bytes], bytes]] = {
    "html": lambda _: b"<!doctype html><title>Maintenance</title><h1>Back soon</h1>",
    "truncated": lambda body: body[: len(body) // 2],
    "empty": lambda _: b"",
    "no_data": lambda _: b'{"total":1,"hasMore":false}',
    "bare_value": lambda _: b"42",
    "nan": lambda body: b'{"ratio":NaN,' + body[1:],
    "invalid_utf8": lambda body: b'{"legacy":"caf\xe9",' + body[1:],
    "huge": lambda _: b"x" * _HUGE,
}


@dataclass(frozen=True)
class Malformed(Fault):
    """The work is done and a 200 comes, in sound HTTP, but its body is not what it should be.

    Args:
        flaw: an `html` page, JSON `truncated` halfway, an `empty` body, a JSON object with `no_data`, a `bare_value`,
            `nan` in the JSON, `invalid_utf8`, or 10 MB of noise (`huge`).

    Example:
        >>> sandbox.fault("GET /customers", Malformed("truncated"))
    """

    flaw: Flaw

    async def strike(self, exchange: Exchange) -> None:
        """Do the work and spoil the answer."""
        content_type = _HTML_TYPE if self.flaw == "html" else JSON_TYPE
        await exchange.send(Answer(200, _FLAWS[self.flaw](exchange.answer.whole()), content_type))


@dataclass(frozen=True)
class CutBody(Fault):
    """The work is done and the true answer starts, but the connection breaks in the middle of the body."""

    async def strike(self, exchange: Exchange) -> None:
        """Send half of what the headers promise."""
        await exchange.connection.begin(exchange.answer)
        await exchange.connection.write_all(exchange.answer, end=exchange.answer.length // 2)
        await exchange.connection.abort()


@dataclass(frozen=True)
class Drip(Fault):
    """The work is done and the true answer comes, a little at a time.

    Args:
        size: bytes sent at once.
        interval: seconds between them.
    """

    size: int = 1
    interval: float = 0.05

    async def strike(self, exchange: Exchange) -> None:
        """Send the answer piece by piece."""
        await exchange.connection.begin(exchange.answer)
        for piece in exchange.answer.pieces(self.size):
            await exchange.connection.write(piece)
            await exchange.connection.pause(self.interval)
        await exchange.connection.write(b"", last=True)


@dataclass(frozen=True)
class Shift(Fault):
    """A listing moves between two of its pages: the page is answered truly, then rows come or go before the next.

    Requests that aren't listings pass unharmed.

    Args:
        insert: records, as `Sandbox.add` takes them, put before all others in the order of creation.
        remove: ids of records taken out.

    Example:
        >>> sandbox.fault("GET /customers", Shift(remove=["c-1"]))
    """

    insert: Sequence[Mapping[str, Any]] = ()
    remove: Sequence[str] = ()
    final: ClassVar[bool] = False

    async def strike(self, exchange: Exchange) -> None:
        """Settle the true answer, then move the rows: before it is sent, so that the next page cannot come first."""
        _ = exchange.answer
        path = exchange.request.path.strip("/")
        account = exchange.account
        for kind in (resource.kind for resource in RESOURCES.values() if resource.path == path):
            with account.lock:
                for values in reversed(self.insert):
                    account.create(kind, values, first=True)
                for record_id in self.remove:
                    with suppress(UnknownRecordError):
                        account.delete(kind, record_id)
