"""The event loop's way to run proofs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

_PATIENCE_SECONDS = 0.1


def as_plain_test(test: Callable[..., Any]) -> Callable[..., Any]:
    """Make a proof a plain function that runs it on a loop of its own: no plugin is needed, and none is in the way.

    Args:
        test: A method of a class that has `_prove`; one that is a plain function already stays as it is.
    """
    if not iscoroutinefunction(test):
        return test

    @wraps(test)
    def plain(self: Any, **fixtures: Any) -> None:
        asyncio.run(self._prove(lambda: test(self, **fixtures)))

    return plain


class AsyncMeeting:
    """Where several tasks wait for one another, but not for long: one may be kept out by what is tested."""

    def __init__(self, count: int) -> None:
        """Wait until so many have come."""
        self._missing = count
        self._all_here = asyncio.Event()

    async def wait(self) -> None:
        """Wait for the others."""
        self._missing -= 1
        if not self._missing:
            self._all_here.set()
        waiting = asyncio.ensure_future(self._all_here.wait())
        await asyncio.wait({waiting}, timeout=_PATIENCE_SECONDS)
        waiting.cancel()


async def on_examples(run: Callable[[Callable[..., None]], None], prove: Callable[[Any], Awaitable[None]]) -> None:
    """Prove something of many examples.

    Args:
        run: Calls a plain function with one example after the other; it runs on a thread, and what it calls here.
        prove: What is to be proved of an example.
    """
    loop = asyncio.get_running_loop()

    async def proved(example: Any) -> None:
        await prove(example)

    def on_this_loop(example: Any) -> None:
        asyncio.run_coroutine_threadsafe(proved(example), loop).result()

    await asyncio.to_thread(run, on_this_loop)
