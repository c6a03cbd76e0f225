"""How a transport tells that no answer came."""

from __future__ import annotations

from enum import Enum


class Phase(Enum):
    """How far a try had come when it failed."""

    POOL = "waiting for a free connection"
    CONNECT = "connecting"
    WRITE = "sending"
    READ = "receiving"


class TransportFailure(Exception):  # noqa: N818 - callers never meet it: it becomes one of the six errors
    """No whole answer came; raised by a transport and turned into one of the six errors.

    Attributes:
        reason: What went wrong, in a few words and without secrets.
        phase: How far the try had come.
        timed_out: Whether it ran out of time.
        cut_short: Whether the request's body was broken off before its end, so that the server never had all of it.

    Example:
        >>> TransportFailure("refused", phase=Phase.CONNECT).may_have_been_carried_out
        False
    """

    def __init__(
        self, reason: str, *, phase: Phase = Phase.READ, timed_out: bool = False, cut_short: bool = False
    ) -> None:
        """Keep what is known of the failure; unless told otherwise it may have happened after the work was done."""
        super().__init__(reason)
        self.reason = reason
        self.phase = phase
        self.timed_out = timed_out
        self.cut_short = cut_short

    @property
    def may_have_been_carried_out(self) -> bool:
        """Whether the server may have got the request and done the work."""
        return self.phase in {Phase.WRITE, Phase.READ} and not self.cut_short


class FileFailure(Exception):  # noqa: N818 - callers never meet it: they get the error that it carries
    """A file of the caller's own failed while it was read or written; the API and the way to it did nothing wrong.

    Attributes:
        error: What the file raised.
    """

    def __init__(self, error: Exception) -> None:
        """Carry what the file raised."""
        super().__init__(str(error))
        self.error = error
