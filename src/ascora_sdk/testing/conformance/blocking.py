"""The blocking way to run proofs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Event, Lock
from typing import Any

_PATIENCE_SECONDS = 0.1


def as_plain_test(test: Callable[..., Any]) -> Callable[..., Any]:
    """Make a proof a function that begins and ends with what it needs.

    Args:
        test: A method of a class that has `_prove`.
    """

    @wraps(test)
    def plain(self: Any, **fixtures: Any) -> None:
        self._prove(lambda: test(self, **fixtures))

    return plain


class Meeting:
    """Where several threads wait for one another, but not for long: one may be kept out by what is tested."""

    def __init__(self, count: int) -> None:
        """Wait until so many have come."""
        self._missing = count
        self._lock = Lock()
        self._all_here = Event()

    def wait(self) -> None:
        """Wait for the others."""
        with self._lock:
            self._missing -= 1
            if not self._missing:
                self._all_here.set()
        self._all_here.wait(_PATIENCE_SECONDS)


def on_examples(run: Callable[[Callable[..., None]], None], prove: Callable[[Any], None]) -> None:
    """Prove something of many examples.

    Args:
        run: Calls a plain function with one example after the other.
        prove: What is to be proved of an example.
    """
    run(prove)
