"""The event loop's way: tasks, and one value for each loop."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing
from datetime import datetime
from inspect import isawaitable
from types import TracebackType
from typing import Any, Final, Generic, TypeAlias, TypeVar

import attrs

from .clock import utc_now

T = TypeVar("T")

ASYNC_CONCURRENCY: Final = 4
"""Pages of a listing under way at once, unless the caller says otherwise."""

AsyncSource: TypeAlias = Iterable[T] | AsyncIterable[T]
"""Where items come from one by one: from what is there, or from what has to be waited for."""


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
        self._concurrency = concurrency
        self._slots = asyncio.Semaphore(concurrency)
        self._tasks: dict[asyncio.Future[T], None] = {}  # in the order in which they began

    def start(self, work: Callable[..., Awaitable[T]], *args: Any) -> Callable[[], Awaitable[T]]:
        """Start some work, and give the function that waits for its result."""

        async def in_a_slot() -> T:
            async with self._slots:
                return await work(*args)

        task = asyncio.ensure_future(in_a_slot())
        self._tasks[task] = None

        async def result() -> T:
            self._tasks.pop(task, None)
            try:
                return await task
            finally:
                task.cancel()

        return result

    async def as_done(self, work: Callable[..., Awaitable[T]], items: AsyncSource[Any]) -> AsyncGenerator[T, None]:
        """Do some work on each item and give the results as they come; no item is taken before there is a slot for it.

        What is under way when the work on one item fails, or nobody wants more, is left to `close`.
        """
        async with aclosing(_one_by_one(items)) as source:
            async for item in source:
                self.start(work, item)
                while len(self._tasks) >= self._concurrency:
                    yield await self._first_done()
        while self._tasks:
            yield await self._first_done()

    async def close(self) -> None:
        """Cancel what is under way, wait until it has stopped, and pass over how it went."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    async def _first_done(self) -> T:
        await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        task = next(task for task in self._tasks if task.done())
        del self._tasks[task]
        return task.result()


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


async def _one_by_one(items: AsyncSource[T]) -> AsyncGenerator[T, None]:
    if isinstance(items, AsyncIterable):
        async for item in items:
            yield item
    else:
        for item in items:
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


class AsyncTurn:
    """Lets one task at a time in, whichever of the event loops that there are in turn it runs on."""

    def __init__(self) -> None:
        """Begin with nobody in."""
        self._locks: AsyncLoopLocal[asyncio.Lock] = AsyncLoopLocal(asyncio.Lock)
        self._holder: asyncio.Task[Any] | None = None

    async def __aenter__(self) -> None:
        """Wait for one's turn.

        Raises:
            RuntimeError: If it is one's turn already, so that the wait would never end.
        """
        if self._holder is not None and self._holder is asyncio.current_task():
            raise RuntimeError("this task is in a transaction already; end that one first, or work in it")
        await self._locks.get().acquire()
        self._holder = asyncio.current_task()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Let the next one in."""
        self._holder = None
        self._locks.get().release()
