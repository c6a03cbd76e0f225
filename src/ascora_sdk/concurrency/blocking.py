"""The blocking way: threads if the caller asks for them, and one value whatever the thread."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Coroutine, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from datetime import datetime
from threading import BoundedSemaphore, Lock, Thread, get_ident
from types import TracebackType
from typing import Any, Final, Generic, TypeAlias, TypeVar

import attrs

from .clock import utc_now

T = TypeVar("T")

BLOCKING_CONCURRENCY: Final = 1
"""Pages of a listing under way at once, unless the caller says otherwise: no thread starts that nobody asked for."""

Source: TypeAlias = Iterable[T]
"""Where items come from one by one."""

_PATIENCE_SECONDS: Final = 2.0


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


class Workers(Generic[T]):
    """Work under way on threads; with a concurrency of 1 on none, but done when its result is asked for."""

    def __init__(self, concurrency: int) -> None:
        """Begin with nothing under way, and never have more than `concurrency` at once."""
        self._concurrency = concurrency
        self._slots = BoundedSemaphore(concurrency) if concurrency > 1 else None
        self._futures: dict[Future[T], None] = {}  # in the order in which they began

    def start(self, work: Callable[..., T], *args: Any) -> Callable[[], T]:
        """Start some work, and give the function that waits for its result."""
        if self._slots is None:
            return lambda: work(*args)
        future: Future[T] = Future()
        self._futures[future] = None
        # A daemon, since an interpreter that ends is not to wait for work that nobody wants any more.
        Thread(target=self._run, args=(self._slots, future, work, args), name="ascora", daemon=True).start()
        return future.result

    def as_done(self, work: Callable[..., T], items: Source[Any]) -> Generator[T, None, None]:
        """Do some work on each item and give the results as they come; no item is taken before there is a slot for it.

        What is under way when the work on one item fails, or nobody wants more, is left to `close`.
        """
        for item in items:
            if self._slots is None:
                yield work(item)
                continue
            self.start(work, item)
            while len(self._futures) >= self._concurrency:
                yield self._first_done()
        while self._futures:
            yield self._first_done()

    def close(self) -> None:
        """Drop what has not begun, and give what is under way a moment to end; its result goes nowhere."""
        for future in self._futures:
            future.cancel()
        wait(self._futures, timeout=_PATIENCE_SECONDS)

    def _first_done(self) -> T:
        done, _ = wait(self._futures, return_when=FIRST_COMPLETED)
        future = next(future for future in self._futures if future in done)
        del self._futures[future]
        return future.result()

    @staticmethod
    def _run(slots: BoundedSemaphore, future: Future[T], work: Callable[..., T], args: tuple[Any, ...]) -> None:
        with slots:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = work(*args)
            except BaseException as error:  # noqa: BLE001 - it is for whoever asks for the result
                future.set_exception(error)
            else:
                future.set_result(result)


def finish(value: T) -> T:
    """Give what a function of the caller's gave back; there is nothing to wait for.

    Raises:
        TypeError: If it is a coroutine, which nobody would ever run.
    """
    if isinstance(value, Coroutine):
        value.close()
        raise TypeError("the blocking client runs no async function; hand in a plain one")
    return value


def away(work: Callable[..., T], *args: Any) -> T:
    """Do some work here and now."""
    return work(*args)


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
        self._lock = Lock()

    def get(self) -> T:
        """Give the value."""
        with self._lock:
            if self._value is None:
                self._value = self._make()
            return self._value

    def take(self) -> T | None:
        """Take out the value, if there is one."""
        with self._lock:
            value, self._value = self._value, None
            return value


class Turn:
    """Lets one thread at a time in."""

    def __init__(self) -> None:
        """Begin with nobody in."""
        self._lock = Lock()
        self._holder: int | None = None

    def __enter__(self) -> None:
        """Wait for one's turn.

        Raises:
            RuntimeError: If it is one's turn already, so that the wait would never end.
        """
        if self._holder == get_ident():
            raise RuntimeError("this thread is in a transaction already; end that one first, or work in it")
        self._lock.acquire()
        self._holder = get_ident()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Let the next one in."""
        self._holder = None
        self._lock.release()
