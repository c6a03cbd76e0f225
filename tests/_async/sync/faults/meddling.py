"""A remote with which a test meddles."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any


class AsyncMeddled:
    """Hands everything on to a remote, but for some methods, which a test carries out with the remote's own at hand."""

    def __init__(self, remote: Any, **methods: Callable[..., Awaitable[Any]]) -> None:
        self._remote = remote
        self._methods = methods

    def __getattr__(self, name: str) -> Any:
        own = getattr(self._remote, name)
        if name not in self._methods:
            return own
        method = self._methods[name]

        async def meddled(*args: Any, **options: Any) -> Any:
            return await method(own, *args, **options)

        return meddled
