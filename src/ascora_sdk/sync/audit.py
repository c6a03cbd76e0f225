"""The audit trail: each decision of the engine, why it was taken and from which values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

import attrs


class Decision(str, Enum):
    """What was decided of a record.

    Attributes:
        CREATED: It is new on the server, and now here.
        UPDATED: It changed on the server, and now here.
        PUSHED: What was made or edited here is now on the server.
        DELETED: It is gone from one side, and now, by the policy, from the other.
        CONFLICT: Both sides edited it, and somebody has to decide.
        RESOLVED: Both sides edited it, and it was decided, by the strategy or by hand.
        FAILED: It was put aside with an error.
        SKIPPED: What was edited here cannot be sent, since the other side has no way to take it.
    """

    CREATED = "created"
    UPDATED = "updated"
    PUSHED = "pushed"
    DELETED = "deleted"
    CONFLICT = "conflict"
    RESOLVED = "resolved"
    FAILED = "failed"
    SKIPPED = "skipped"

    def __str__(self) -> str:
        """Be the plain word."""
        return self.value


@attrs.frozen(kw_only=True)
class AuditEntry:
    """One row of the audit trail.

    Attributes:
        id: The record's Ascora id; None while it has none.
        key: The storage's own name for the row, or, where a record never became a row, what it is put aside under.
        decision: What was decided.
        reason: Why, in one line; for a failure its error.
        fields: The values that it was decided from, by field: `{"phone": {"base": ..., "local": ..., "remote": ...}}`,
            as the wire carries them.
        at: When, aware; given by the storage, None until then.
    """

    id: str | None
    key: str | None = None
    decision: Decision
    reason: str | None = None
    fields: Mapping[str, Any] | None = None
    at: datetime | None = None
