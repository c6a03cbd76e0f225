"""How a request may end."""

from __future__ import annotations

from enum import Enum


class Disturbance(str, Enum):
    """How a request ends.

    Attributes:
        REFUSED: The server refuses it, as it refuses what is not valid, and does nothing.
        FAILED: The server fails (500), and does nothing.
        DROPPED: The connection breaks, and nothing is done.
        LOST: It is done, and the connection breaks before the answer.
        FAILED_LATE: It is done, and the server fails (500) then.
        CUT: It is done, and the answer ends in the middle.
        HTML: It is done, and a page of a proxy comes as the answer.
        EMPTY: It is done, and an empty answer comes.
    """

    REFUSED = "refused"
    FAILED = "failed"
    DROPPED = "dropped"
    LOST = "lost"
    FAILED_LATE = "failed_late"
    CUT = "cut"
    HTML = "html"
    EMPTY = "empty"

    def __str__(self) -> str:
        """Be the plain word."""
        return self.value
