"""Time that passes only when the simulation says so; our side's clock may be set forward and back."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final

_BEGINNING: Final = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.utc)


class Clock:
    """The server's time, ours, and seconds that only ever go on."""

    def __init__(self) -> None:
        self._passed = 0.0
        self._set_by = 0.0

    def pass_by(self, seconds: float) -> None:
        """Let time go by, on both sides."""
        self._passed += seconds

    def set_by(self, seconds: float) -> None:
        """Set our wall clock forward, or back if it is less than 0."""
        self._set_by += seconds

    def now(self) -> datetime:
        """Read our wall clock."""
        return _BEGINNING + timedelta(seconds=self._passed + self._set_by)

    def monotonic(self) -> float:
        """Read the clock that nobody sets."""
        return self._passed

    def server_now(self) -> datetime:
        """Read the server's wall clock, which nobody sets."""
        return _BEGINNING + timedelta(seconds=self._passed)
