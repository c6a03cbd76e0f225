# Generated from ../../../_async/sync/faults/crashing.py by tools/unasync; do not edit.
"""A storage whose process dies at one of its steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

from ascora_sdk import Runtime
from ascora_sdk.sync import Storage


class CrashError(Exception):
    """The process is dead."""


class CrashingStorage:
    """Hands everything on to a storage until one of its steps; from then on nothing works, as in a process that died.

    A step is the beginning of a transaction, a call within it, its commit, and the moment after its commit.

    Args:
        storage: The storage.
        at: At which step, from 1.
    """

    def __init__(self, storage: Storage, at: int) -> None:
        self._storage = storage
        self._left = at

    def step(self) -> None:
        self._left -= 1
        if self._left <= 0:
            raise CrashError

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        self.step()
        with self._storage.transaction() as work:
            yield _Work(work, self)
            self.step()
        self.step()


class _Work:
    def __init__(self, work: Any, crashing: CrashingStorage) -> None:
        self._work = work
        self._crashing = crashing

    def __getattr__(self, name: str) -> Any:
        self._crashing.step()
        return getattr(self._work, name)


class Clock:
    """The wall clock, which a test can move on."""

    def __init__(self) -> None:
        self._passed = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(timezone.utc) + self._passed

    def pass_by(self, seconds: float) -> None:
        self._passed += timedelta(seconds=seconds)

    @property
    def runtime(self) -> Runtime:
        return Runtime(now=self.now)
