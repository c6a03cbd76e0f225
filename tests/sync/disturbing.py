"""How the sandbox lets a request end as a proof of a remote asks."""

from collections.abc import Mapping
from typing import Final

from ascora_sdk.sandbox import AnswerLost, CutBody, Drop, Fault, Malformed, Status
from ascora_sdk.testing import Disturbance

FAULTS: Final[Mapping[Disturbance, Fault]] = {
    Disturbance.REFUSED: Status(400),
    Disturbance.FAILED: Status(500),
    Disturbance.DROPPED: Drop(),
    Disturbance.LOST: AnswerLost("drop"),
    Disturbance.FAILED_LATE: AnswerLost("error"),
    Disturbance.CUT: CutBody(),
    Disturbance.HTML: Malformed("html"),
    Disturbance.EMPTY: Malformed("empty"),
}
