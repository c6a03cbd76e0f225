"""What only the public API gets wrong on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from ..account import UnknownRecordError
from ..exchange import Exchange
from ..faults import Fault, Shift
from ..routing import Segments
from .answers import refused
from .listing import Listing
from .records import PublicRecords
from .routes import ROUTES

_LISTED: Mapping[Segments | None, str] = {
    route.segments: handler.kind for route, handler in ROUTES if isinstance(handler, Listing)
}
"""The kinds that are listed, by their paths."""


@dataclass(frozen=True)
class Refusal(Fault):
    """The server answers 200, says in the body that it failed, and does nothing.

    Args:
        message: why, in the server's words.

    Example:
        >>> sandbox.public.fault("GET /Jobs/Jobs", Refusal("Too busy"))
    """

    message: str = "A fault: the request is refused."

    async def strike(self, exchange: Exchange) -> None:
        """Answer at once."""
        await exchange.send(refused(200, self.message, "success_false"))


@dataclass(frozen=True)
class PublicShift(Fault):
    """What `Shift` is on the public API, whose records are not those that a `Shift` of itself finds.

    Args:
        shift: what was asked for; it removes by id or number.
        records: what it is done to.
    """

    shift: Shift
    records: PublicRecords
    final: ClassVar[bool] = False

    async def strike(self, exchange: Exchange) -> None:
        """Settle the true answer, then move the rows: before it is sent, so that the next page cannot come first."""
        _ = exchange.answer
        kind = _LISTED.get(exchange.request.segments)
        if kind is None:
            return
        with self.records.lock:
            for values in reversed(self.shift.insert):
                self.records.create(kind, values, first=True)
            for key in self.shift.remove:
                with suppress(UnknownRecordError):
                    self.records.table(kind).delete(self.records.row(kind, key))
