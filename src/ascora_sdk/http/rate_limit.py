"""One 429 slows every call of a client, not only the one that met it."""

from __future__ import annotations

from threading import Lock


class RateGate:
    """Until when a client holds its calls back; it reads no clock, but is handed the time.

    Example:
        >>> gate = RateGate()
        >>> gate.hold(until=13.0)
        >>> gate.wait(now=10.0), gate.wait(now=14.0)
        (3.0, 0.0)
    """

    __slots__ = ("_lock", "_opens_at")

    def __init__(self) -> None:
        """Begin open."""
        self._opens_at = float("-inf")
        self._lock = Lock()

    def hold(self, *, until: float) -> None:
        """Hold calls back until a time on the monotonic clock, in seconds; a later one that is known already stays."""
        with self._lock:
            self._opens_at = max(self._opens_at, until)

    def wait(self, *, now: float) -> float:
        """Give the seconds that a call which comes at `now` has to wait."""
        return max(0.0, self._opens_at - now)
