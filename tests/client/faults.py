"""What goes wrong at the server beyond the sandbox's own faults, and what can only be measured there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from ascora_sdk.sandbox import Fault
from ascora_sdk.sandbox.exchange import Exchange
from ascora_sdk.sandbox.messages import Answer


@dataclass
class Listings(Fault):
    """True listings that take their time, some of them with fewer rows than asked for.

    Attributes:
        seconds: How long each takes.
        rows: How many rows the page at an offset has.
        most: How many were under way at once, at the most.
    """

    seconds: float = 0.02
    rows: Mapping[int, int] = field(default_factory=dict)
    most: int = 0
    _under_way: int = 0

    async def strike(self, exchange: Exchange) -> None:
        """Count, wait, answer."""
        self._under_way += 1
        self.most = max(self.most, self._under_way)
        await exchange.connection.pause(self.seconds)
        answer = self._answer(exchange)
        self._under_way -= 1
        await exchange.send(answer)

    def _answer(self, exchange: Exchange) -> Answer:
        offset = int(exchange.request.query.get("offset", "0"))
        if offset not in self.rows:
            return exchange.answer
        page = json.loads(exchange.answer.body)
        page["data"] = page["data"][: self.rows[offset]]
        page["hasMore"] = offset + self.rows[offset] < page["total"]
        return Answer(200, json.dumps(page).encode())
