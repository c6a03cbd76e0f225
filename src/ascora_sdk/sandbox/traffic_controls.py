"""What a test can see and spoil of the traffic of a sandbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .expectations import Expectation, HeaderValue, QueryValue, listed
from .fault_rules import FaultRules
from .faults import Fault
from .messages import ReceivedRequest
from .routing import RoutePattern

_NUMBERS = {0: "never", 1: "once", 2: "twice"}


class TrafficControls:
    """The controls of a sandbox that look into its traffic and let it fail.

    Args:
        read_route: reads what says which requests are meant.
    """

    def __init__(self, read_route: Callable[[str], RoutePattern] = RoutePattern.parse) -> None:
        """Start with nothing received and no fault."""
        self._read_route = read_route
        self._requests: list[ReceivedRequest] = []
        self._rules = FaultRules(read_route)

    @property
    def requests(self) -> tuple[ReceivedRequest, ...]:
        """Everything received, in its order, whatever became of it."""
        return tuple(self._requests)

    def clear_requests(self) -> None:
        """Forget what was received."""
        self._requests.clear()

    def received(self, route: str = "*") -> tuple[ReceivedRequest, ...]:
        """Give what was received at a route, in its order.

        Args:
            route: such as `GET /customers/{id}`, `* /customers`, `POST *` or `*`.

        Raises:
            ValueError: if the route cannot be read.

        Example:
            >>> [request.json()["firstName"] for request in sandbox.received("POST /customers")]
            ['Ada']
        """
        pattern = self._read_route(route)
        return tuple(request for request in self.requests if _is_of(pattern, request))

    def assert_received(
        self,
        route: str,
        *,
        times: int | None = None,
        json: Any = ...,
        query: Mapping[str, QueryValue] | None = None,
        headers: Mapping[str, HeaderValue] | None = None,
    ) -> tuple[ReceivedRequest, ...]:
        """Check that requests came as expected.

        `...` as a value stands for any value; None, in `query` and `headers`, for a name that must not be there.

        Args:
            route: such as `POST /customers`, as `received` takes it.
            times: how many such requests there must be; None for at least one.
            json: what their bodies must hold: of an object some fields, at any depth, of a list every item.
            query: what some of their query parameters must be; a list for one that is repeated.
            headers: what some of their headers must be.

        Returns:
            The requests that are as expected.

        Raises:
            AssertionError: if too few or too many are; it lists what came instead, without credentials.
            ValueError: if the route cannot be read.

        Example:
            >>> (request,) = sandbox.assert_received("POST /customers", times=1, json={"firstName": "Ada"})
            >>> len(sandbox.assert_received("GET /files/{id}", headers={"Authorization": None}))
            1
        """
        __tracebackhide__ = True
        pattern, expectation = self._read_route(route), Expectation(json, query or {}, headers or {})
        found: list[ReceivedRequest] = []
        notes: list[tuple[ReceivedRequest, list[str]]] = []
        for request in self.requests:
            remarks: list[str] = []
            if _is_of(pattern, request):
                remarks += expectation.differences(request)
                if not remarks:
                    found.append(request)
            notes.append((request, remarks))
        if len(found) == times or (times is None and found):
            return tuple(found)
        expected = "at least once" if times is None else _counted(times)
        raise AssertionError(
            f"{route} was expected {expected}{expectation}; it came {_counted(len(found))}.\n{listed(notes)}"
        )

    def assert_nothing_received(self, route: str = "*") -> None:
        """Check that no request came.

        Args:
            route: such as `POST *`, as `received` takes it.

        Raises:
            AssertionError: if one did; it lists what came, without credentials.
            ValueError: if the route cannot be read.

        Example:
            >>> sandbox.assert_nothing_received("DELETE *")
        """
        __tracebackhide__ = True
        self.assert_received(route, times=0)

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


def _is_of(pattern: RoutePattern, request: ReceivedRequest) -> bool:
    return pattern.takes_method(request.method) and pattern.bind(request.segments) is not None


def _counted(times: int) -> str:
    return _NUMBERS.get(times, f"{times} times")
