"""When faults strike: which requests, how often, after how many."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from .faults import Fault
from .routing import RoutePattern, Segments


@dataclass
class _Rule:
    pattern: RoutePattern
    fault: Fault
    times: int | None
    after: int

    def takes(self, method: str, segments: Segments | None) -> bool:
        return self.times != 0 and self.pattern.takes_method(method) and self.pattern.bind(segments) is not None


class FaultRules:
    """The faults to come, in the order in which they were registered. Safe to use from any thread.

    Args:
        read_route: reads what says for which requests a fault is.
    """

    def __init__(self, read_route: Callable[[str], RoutePattern] = RoutePattern.parse) -> None:
        """Start without a fault."""
        self._read_route = read_route
        self._lock = threading.Lock()
        self._rules: list[_Rule] = []

    def add(self, route: str, fault: Fault, *, times: int | None, after: int) -> None:
        """Register a fault behind the others."""
        rule = _Rule(self._read_route(route), fault, times, after)
        with self._lock:
            self._rules.append(rule)

    def clear(self) -> None:
        """Forget every fault."""
        with self._lock:
            self._rules.clear()

    def plan(self, method: str, segments: Segments | None) -> tuple[Fault, ...]:
        """Take the faults that strike a request: those due in their order, up to the first final one.

        Each request counts against `after` of every rule it matches, struck by an earlier one or not.
        """
        planned: list[Fault] = []
        with self._lock:
            for rule in self._rules:
                if not rule.takes(method, segments):
                    continue
                if rule.after:
                    rule.after -= 1
                elif not (planned and planned[-1].final):
                    planned.append(rule.fault)
                    rule.times = None if rule.times is None else rule.times - 1
        return tuple(planned)
