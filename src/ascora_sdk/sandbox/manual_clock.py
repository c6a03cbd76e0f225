"""A clock that moves only when it is told to."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from .instants import parse_instant


class ManualClock:
    """A clock that stands still, so that `createdAt` and `updatedAt` are known beforehand. Safe to use from any thread.

    Args:
        start: what it shows first: an aware date-time, or one in ISO 8601 (UTC unless it names an offset).

    Raises:
        ValueError: if `start` is no such date-time.

    Example:
        >>> clock = ManualClock("2026-02-17T09:30:00Z")
        >>> with Sandbox(customers=1, clock=clock) as sandbox:
        ...     clock.advance(minutes=5)
        ...     print(sandbox.edit("customer", "c-1", phone=None)["updatedAt"])
        2026-02-17T09:35:00Z
    """

    def __init__(self, start: datetime | str) -> None:
        """Show the start."""
        self._lock = threading.Lock()
        self._now = _aware(start)

    def __call__(self) -> datetime:
        """Tell what it shows: what a sandbox asks."""
        return self.now()

    def now(self) -> datetime:
        """Tell what it shows."""
        with self._lock:
            return self._now

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Move it on, or back by what is less than 0."""
        with self._lock:
            self._now += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)

    def set(self, instant: datetime | str) -> None:
        """Let it show another time.

        Raises:
            ValueError: as the constructor does.
        """
        with self._lock:
            self._now = _aware(instant)


def _aware(instant: datetime | str) -> datetime:
    if isinstance(instant, str):
        try:
            return parse_instant(instant)
        except ValueError:
            raise ValueError(instant, "is no ISO 8601 date-time") from None
    if instant.tzinfo is None:
        raise ValueError(instant, "has no time zone: give it one, such as tzinfo=timezone.utc")
    return instant
