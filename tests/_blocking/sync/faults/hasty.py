# Generated from ../../../_async/sync/faults/hasty.py by tools/unasync; do not edit.
"""A transport for the one request that is never answered, while all others have as long as a slow machine takes."""

from __future__ import annotations

import attrs

from ascora_sdk import HttpxTransport, Request, Response

SHORT = 1.0
LONG = 60.0


class Hasty:
    """Gives up soon on some of the next requests that write.

    Args:
        writes: How many.
    """

    def __init__(self, writes: int) -> None:
        self._inner = HttpxTransport()
        self._left = int(writes)

    def send(self, request: Request) -> Response:
        is_hasty = request.method != "GET" and self._left > 0
        self._left -= is_hasty
        return self._inner.send(attrs.evolve(request, timeout=SHORT if is_hasty else LONG))

    def close(self) -> None:
        self._inner.close()
