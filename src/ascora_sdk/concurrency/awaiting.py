"""The event loop's way: tasks, and one value for each loop."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import datetime
from inspect import isawaitable
from typing import Any, Final, Generic, TypeVar

import attrs

from .clock import utc_now

T = TypeVar("T")

ASYNC_CONCURRENCY: Final = 4
"""Pages of a listing under way at once, unless the caller says otherwise."""


@attrs.frozen(kw_only=True)
class AsyncRuntime:
    """The clocks, the sleep and the chance that a client uses; tests hand in their own.

    Attributes:
        monotonic: Seconds on a clock that never goes back.
        now: The wall clock, aware.
        sleep: Waits for some seconds.
        random: A number from 0 to 1.
    """

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = utc_now
    sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep
    random: Callable[[], float] = random.random


class AsyncWorkers(Generic[T]):
    """Work under way on the event loop."""

    def __init__(self, concurrency: int) -> None:
        """Begin with nothing under way, and never have more than `concurrency` at once."""
        self._slots = asyncio.Semaphore(concurrency)
        self._tasks: set[asyncio.Future[T]] = set()

    def start(self, work: Callable[..., Awaitable[T]], *args: Any) -> Callable[[], Awaitable[T]]:
        """Start some work, and give the function that waits for its result."""

        async def in_a_slot() -> T:
            async with self._slots:
                return await work(*args)

        task = asyncio.ensure_future(in_a_slot())
        self._tasks.add(task)

        async def result() -> T:
            self._tasks.discard(task)
            try:
                return await task
            finally:
                task.cancel()

        return result

    async def close(self) -> None:
        """Cancel what is under way, wait until it has stopped, and pass over how it went."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()


async def finish(value: Any) -> Any:
    """Wait for what a function of the caller's gave back, if it can be awaited."""
    return await value if isawaitable(value) else value


async def away(work: Callable[..., T], *args: Any) -> T:
    """Do some work that would hold the event loop up, such as reading a file, on a thread.

    A cancellation waits for the work to end, so that no thread touches the file afterwards.
    """
    task = asyncio.ensure_future(asyncio.to_thread(work, *args))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


async def in_turn(batches: AsyncGenerator[Sequence[T], None]) -> AsyncGenerator[T, None]:
    """Go through the items of some batches, batch after batch."""
    async with aclosing(batches):
        async for batch in batches:
            for item in batch:
                yield item


class AsyncLoopLocal(Generic[T]):
    """One value for each event loop, since a connection belongs to the loop that opened it."""

    def __init__(self, make: Callable[[], T]) -> None:
        """Make values by `make`, when they are first asked for."""
        self._make = make
        self._values: dict[asyncio.AbstractEventLoop, T] = {}

    def get(self) -> T:
        """Give the running loop's value, and forget those of loops that have ended."""
        loop = asyncio.get_running_loop()
        if loop not in self._values:
            for ended in [known for known in self._values if known.is_closed()]:
                del self._values[ended]
            self._values[loop] = self._make()
        return self._values[loop]

    def take(self) -> T | None:
        """Take out the running loop's value, if it has one, and forget those of all other loops."""
        value = self._values.pop(asyncio.get_running_loop(), None)
        self._values.clear()
        return value
