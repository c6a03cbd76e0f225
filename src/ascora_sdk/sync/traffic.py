"""What a sync costs on the wire."""

from __future__ import annotations

from threading import Lock

import attrs

from ..http import Attempt, AttemptResult, Hooks


@attrs.frozen(kw_only=True)
class Traffic:
    """Requests, and the bytes of their bodies.

    Attributes:
        requests: How many were sent; every try counts.
        bytes_sent: Bytes of the bodies that were sent.
        bytes_received: Bytes of the bodies that came back, as they are once unpacked.

    Example:
        >>> Traffic(requests=3, bytes_sent=20) - Traffic(requests=1)
        Traffic(requests=2, bytes_sent=20, bytes_received=0)
    """

    requests: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0

    def __add__(self, other: Traffic) -> Traffic:
        """Count both together."""
        return Traffic(
            requests=self.requests + other.requests,
            bytes_sent=self.bytes_sent + other.bytes_sent,
            bytes_received=self.bytes_received + other.bytes_received,
        )

    def __sub__(self, earlier: Traffic) -> Traffic:
        """Count what came after an earlier count."""
        return Traffic(
            requests=self.requests - earlier.requests,
            bytes_sent=self.bytes_sent - earlier.bytes_sent,
            bytes_received=self.bytes_received - earlier.bytes_received,
        )


class TrafficCounter:
    """Counts what a client sends and receives, by hooks; from several threads at once, if need be.

    Example:
        >>> TrafficCounter().traffic
        Traffic(requests=0, bytes_sent=0, bytes_received=0)
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._traffic = Traffic()
        self._lock = Lock()

    @property
    def traffic(self) -> Traffic:
        """All so far."""
        return self._traffic

    @property
    def hooks(self) -> Hooks:
        """The hooks that a client counts by."""
        return Hooks(after_attempt=self._count)

    def _count(self, attempt: Attempt, result: AttemptResult) -> None:
        received = 0 if result.response is None else len(result.response.body)
        with self._lock:
            self._traffic += Traffic(requests=1, bytes_sent=attempt.size or 0, bytes_received=received)
