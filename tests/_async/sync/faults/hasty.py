"""A transport for the one request that is never answered, while all others have as long as a slow machine takes."""

from __future__ import annotations

import attrs

from ascora_sdk import AsyncHttpxTransport, Request, Response

SHORT = 1.0
LONG = 60.0


class AsyncHasty:
    """Gives up soon on some of the next requests that write.

    Args:
        writes: How many.
    """

    def __init__(self, writes: int) -> None:
        self._inner = AsyncHttpxTransport()
        self._left = int(writes)

    async def send(self, request: Request) -> Response:
        is_hasty = request.method != "GET" and self._left > 0
        self._left -= is_hasty
        return await self._inner.send(attrs.evolve(request, timeout=SHORT if is_hasty else LONG))

    async def close(self) -> None:
        await self._inner.close()
