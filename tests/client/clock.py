"""A clock for tests that stands still until somebody sleeps on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from ascora_sdk import AsyncRuntime, Runtime

BEGINNING = datetime(2026, 2, 17, 9, 30, tzinfo=timezone.utc)


class FakeTime:
    """Monotonic clock, wall clock and sleep that advance together; chance always gives the most."""

    def __init__(self) -> None:
        """Begin with nothing slept."""
        self.passed = 0.0
        self.sleeps: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Advance at once."""
        self.sleeps.append(seconds)
        self.passed += seconds

    def now(self) -> datetime:
        """Read the wall clock."""
        return BEGINNING + timedelta(seconds=self.passed)

    def _clocks(self) -> dict[str, Callable[[], Any]]:
        return {"monotonic": lambda: 1000.0 + self.passed, "now": self.now, "random": lambda: 1.0}

    @property
    def runtime(self) -> Runtime:
        """What a client takes."""
        return Runtime(sleep=self.sleep, **self._clocks())


class AsyncFakeTime(FakeTime):
    """The same for the async client."""

    @property
    def runtime(self) -> AsyncRuntime:  # type: ignore[override]  # the test takes the one that fits its client
        """What a client takes."""

        async def sleep(seconds: float) -> None:
            self.sleep(seconds)
            await asyncio.sleep(0)

        return AsyncRuntime(sleep=sleep, **self._clocks())
