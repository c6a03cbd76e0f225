"""What goes wrong at the server beyond the sandbox's own faults, and what can only be measured there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event
from typing import ClassVar

from ascora_sdk.sandbox import Fault
from ascora_sdk.sandbox.exchange import Exchange
from ascora_sdk.sandbox.messages import Answer


@dataclass
class Held(Fault):
    """The server waits until it is let go, and then goes on."""

    final: ClassVar[bool] = False
    _gone: Event = field(default_factory=Event)

    def let_go(self) -> None:
        """Hold nothing any longer."""
        self._gone.set()

    async def strike(self, exchange: Exchange) -> None:
        """Wait, and leave the rest to the next."""
        while not self._gone.is_set():
            await exchange.connection.pause(0.005)


@dataclass
class AtOffset(Fault):
    """Another fault, at one page of a listing, in whatever order its pages are asked for.

    Attributes:
        offset: Where the page begins.
        fault: What happens to it.
        times: How often, or None for always.
    """

    offset: int
    fault: Fault
    times: int | None = 1

    async def strike(self, exchange: Exchange) -> None:
        """Strike that page, and answer the others."""
        if _offset(exchange) != self.offset or self.times == 0:
            await exchange.send(exchange.answer)
            return
        self.times = None if self.times is None else self.times - 1
        await self.fault.strike(exchange)


@dataclass
class Listings(Fault):
    """True listings that take their time, some of them with fewer rows than asked for.

    Attributes:
        seconds: How long each takes.
        rows: How many rows the page at an offset has.
        together: How many have to be under way at once before any but the first page is answered.
        most: How many were under way at once, at the most.
    """

    seconds: float = 0.02
    rows: Mapping[int, int] = field(default_factory=dict)
    together: int = 0
    most: int = 0
    _under_way: int = 0

    async def strike(self, exchange: Exchange) -> None:
        """Count, wait, answer."""
        self._under_way += 1
        self.most = max(self.most, self._under_way)
        # A bounded wait, so that a client that has too few under way fails its test and does not hang.
        for _ in range(6_000 if _offset(exchange) else 0):
            if self.most >= self.together:
                break
            await exchange.connection.pause(0.005)
        await exchange.connection.pause(self.seconds)
        answer = self._answer(exchange)
        self._under_way -= 1
        await exchange.send(answer)

    def _answer(self, exchange: Exchange) -> Answer:
        offset = _offset(exchange)
        if offset not in self.rows:
            return exchange.answer
        page = json.loads(exchange.answer.body)
        page["data"] = page["data"][: self.rows[offset]]
        page["hasMore"] = offset + self.rows[offset] < page["total"]
        return Answer(200, json.dumps(page).encode())


def _offset(exchange: Exchange) -> int:
    return int(exchange.request.query.get("offset", "0"))
