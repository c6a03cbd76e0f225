"""What a test can see and spoil of the traffic of a sandbox."""

from __future__ import annotations

from .fault_rules import FaultRules
from .faults import Fault
from .messages import ReceivedRequest


class TrafficControls:
    """The controls of a sandbox that look into its traffic and let it fail."""

    def __init__(self) -> None:
        """Start with nothing received and no fault."""
        self._requests: list[ReceivedRequest] = []
        self._rules = FaultRules()

    @property
    def requests(self) -> tuple[ReceivedRequest, ...]:
        """Everything received, in its order, whatever became of it."""
        return tuple(self._requests)

    def clear_requests(self) -> None:
        """Forget what was received."""
        self._requests.clear()

    def fault(self, route: str, fault: Fault, *, times: int | None = 1, after: int = 0) -> None:
        """Let a fault strike the next requests of a route, behind the faults already registered.

        Args:
            route: such as `GET /customers/{id}`, `* /customers`, `POST *` or `*`.
            fault: one of the values of `faults`.
            times: how many requests it strikes; None for all that come.
            after: how many requests of the route pass first.

        Raises:
            ValueError: if the route cannot be read.

        Example:
            >>> sandbox.fault("GET /customers", Status(503), times=2)
        """
        self._rules.add(route, fault, times=times, after=after)

    def clear_faults(self) -> None:
        """Forget every fault."""
        self._rules.clear()
