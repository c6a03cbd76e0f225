"""A server that takes some records and not others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ascora_sdk.sandbox import Fault
from ascora_sdk.sandbox.exchange import Exchange


@dataclass(frozen=True)
class Refusing(Fault):
    """Another fault, for requests with certain bodies; all others are answered truly.

    Attributes:
        is_meant: Tells from a body whether it is one of those.
        fault: What happens to it.
    """

    is_meant: Callable[[Any], bool]
    fault: Fault

    async def strike(self, exchange: Exchange) -> None:
        if exchange.request.body and self.is_meant(exchange.request.json()):
            await self.fault.strike(exchange)
        else:
            await exchange.send(exchange.answer)
