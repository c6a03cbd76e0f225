# Generated from ../../_async/sync/failing.py by tools/unasync; do not edit.
"""Storages that fail, or take their time, when a test says so."""

from __future__ import annotations

from collections.abc import Iterator, Callable
from contextlib import contextmanager
from typing import Any

from ascora_sdk.sync import Storage


class BrokenError(Exception):
    """What the storage fails with."""


class FailingStorage:
    """Hands everything on to a storage, but fails at a call of one of its methods.

    Args:
        storage: The storage.
        method: A method of its unit of work.
        at: Which of its calls fails, from 1.
    """

    def __init__(self, storage: Storage, method: str, at: int) -> None:
        self._storage = storage
        self.method = method
        self.left = at

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        with self._storage.transaction() as work:
            yield _Work(work, self)


class _Work:
    def __init__(self, work: Any, failing: FailingStorage) -> None:
        self._work = work
        self._failing = failing

    def __getattr__(self, name: str) -> Any:
        if name == self._failing.method:
            self._failing.left -= 1
            if self._failing.left == 0:
                raise BrokenError(name)
        return getattr(self._work, name)


class SlowStorage:
    """Hands everything on to a storage, but lets something happen before one of its transactions.

    Args:
        storage: The storage.
        happen: What happens.
        when: Asked before each transaction, until it says yes.
    """

    def __init__(self, storage: Storage, happen: Callable[[], None], when: Callable[[], bool]) -> None:
        self._storage = storage
        self._happen = happen
        self._when = when
        self._has_happened = False

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        if not self._has_happened and self._when():
            self._has_happened = True
            self._happen()
        with self._storage.transaction() as work:
            yield work
