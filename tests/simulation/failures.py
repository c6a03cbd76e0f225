"""The errors that a client raises, and those of the simulation itself."""

from __future__ import annotations

from random import Random
from typing import Final

from ascora_sdk.errors import (
    AscoraApiError,
    AuthenticationError,
    RateLimitError,
    TimeoutError,
    ValidationError,
)

INVARIANTS: Final = (
    "CONVERGED",
    "NO_LOST_EDIT",
    "NO_DUPLICATE",
    "NO_STUCK_LEASE",
    "AUDIT_COMPLETE",
    "QUIET",
    "NOTHING_SENT_THAT_CANNOT_BE",
    "NO_UNEXPECTED_ERROR",
)


class KilledError(BaseException):
    """The worker is dead, as after kill -9: nothing that it still tries has any effect."""


class ListenerError(Exception):
    """What is told of a sync's progress failed."""


class BreakdownError(Exception):
    """The storage failed: what was under way is undone, or it was committed and only the answer is lost."""


class BrokenError(AssertionError):
    """The engine broke a promise.

    Attributes:
        invariant: Which one.
    """

    def __init__(self, invariant: str, message: str) -> None:
        super().__init__(f"{invariant}: {message}")
        self.invariant = invariant


def refused(why: str) -> ValidationError:
    """Make the error for data that the server refuses."""
    return ValidationError(f"Ascora refused the data: {why}", status_code=400, method="POST", url="https://a.example")


def before_the_work(chance: Random, *, writing: bool) -> AscoraApiError:
    """Make an error of a call that was not carried out; of some of them nobody can tell."""
    kinds = ["refused connection", "429", "503", "500", "timeout", "401", "503 without a time"]
    kind = chance.choice([*kinds, "400"] if writing else kinds)
    if kind == "400":
        return refused("just now")
    if kind == "429":
        return RateLimitError("Ascora asks for fewer calls", status_code=429)
    if kind == "401":
        return AuthenticationError("Ascora refused the credentials", status_code=401)
    if kind == "503":
        return AscoraApiError("Ascora failed on its side", status_code=503)
    if kind == "refused connection":
        return AscoraApiError("the connection failed while connecting")
    return in_doubt(kind)


def after_the_work(chance: Random) -> AscoraApiError:
    """Make an error of a call that was carried out, and whose answer was lost."""
    return in_doubt(chance.choice(["500", "timeout", "dropped", "cut"]))


def in_doubt(kind: str) -> AscoraApiError:
    """Make an error of a call that may have been carried out."""
    if kind == "timeout":
        error: AscoraApiError = TimeoutError("time ran out while reading the answer")
    elif kind == "cut":
        error = AscoraApiError("the answer cannot be read: it ends in the middle", status_code=200)
    elif kind == "dropped":
        error = AscoraApiError("the connection failed while reading the answer")
    else:
        error = AscoraApiError("Ascora failed on its side", status_code=503 if kind.startswith("503") else 500)
    error.may_have_been_carried_out = True
    return error
