# Generated from ../../_async/client/impatience.py by tools/unasync; do not edit.
"""Time-outs for the tries that are to run into one, and for no other, however slow the machine is."""

from __future__ import annotations

import attrs

from ascora_sdk import HttpxTransport, Request, Response
from ascora_sdk.sandbox import AnswerLost, Fault, Latency

SHORT = 0.2
LONG = 60.0
ENDLESS: tuple[Fault, ...] = (AnswerLost("hang"), Latency(LONG))
"""Faults that only a time-out ends."""


class Impatient:
    """A transport that gives up soon while it is told to, and otherwise has all the time that a test may take."""

    def __init__(self) -> None:
        self._inner = HttpxTransport()
        self._short_tries = 0
        self._method: str | None = None

    def give_up_soon(self, tries: int, method: str | None = None) -> None:
        """Give so many of the next tries, or of those of a method, a short time."""
        self._short_tries = tries
        self._method = method

    def send(self, request: Request) -> Response:
        """Send with the time that this try has."""
        is_meant = self._method in {None, request.method}
        timeout = SHORT if is_meant and self._short_tries > 0 else LONG
        self._short_tries -= is_meant
        return self._inner.send(attrs.evolve(request, timeout=timeout))

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()
