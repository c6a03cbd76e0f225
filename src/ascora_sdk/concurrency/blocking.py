"""The blocking way: threads if the caller asks for them, and one value whatever the thread."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import attrs

from .clock import utc_now

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

T = TypeVar("T")

BLOCKING_CONCURRENCY: Final = 1
"""Pages of a listing under way at once, unless the caller says otherwise: no thread starts that nobody asked for."""


@attrs.frozen(kw_only=True)
class Runtime:
    """The clocks, the sleep and the chance that a client uses; tests hand in their own.

    Attributes:
        monotonic: Seconds on a clock that never goes back.
        now: The wall clock, aware.
        sleep: Waits for some seconds.
        random: A number from 0 to 1.
    """

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = utc_now
    sleep: Callable[[float], Any] = time.sleep
    random: Callable[[], float] = random.random


class Tasks(Generic[T]):
    """Work under way on threads; with a concurrency of 1 on none, but done when its result is asked for."""

    def __init__(self, concurrency: int) -> None:
        """Begin with nothing under way, on as many threads as the caller asked for."""
        self._pool: ThreadPoolExecutor | None = None
        if concurrency > 1:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(concurrency, thread_name_prefix="ascora")

    def start(self, work: Callable[..., T], *args: Any) -> Callable[[], T]:
        """Start some work, and give the function that waits for its result."""
        if self._pool is None:
            return lambda: work(*args)
        return self._pool.submit(work, *args).result

    def close(self) -> None:
        """Drop what has not begun; what has begun ends by itself and its result goes nowhere."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)


def in_turn(batches: Generator[Sequence[T], None, None]) -> Generator[T, None, None]:
    """Go through the items of some batches, batch after batch."""
    with closing(batches):
        for batch in batches:
            # Not item by item through a frame of its own, as the awaiting twin has to.
            yield from batch


class LoopLocal(Generic[T]):
    """One value, whatever the thread; the blocking counterpart of one for each event loop."""

    def __init__(self, make: Callable[[], T]) -> None:
        """Make the value by `make`, when it is first asked for."""
        self._make = make
        self._value: T | None = None

    def get(self) -> T:
        """Give the value."""
        if self._value is None:
            self._value = self._make()
        return self._value

    def take(self) -> T | None:
        """Take out the value, if there is one."""
        value, self._value = self._value, None
        return value
