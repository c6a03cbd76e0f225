"""What passes between the engine and a storage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

import attrs


@attrs.frozen
class Scope:
    """One organization's records of one kind; nothing is ever read or written across two.

    Attributes:
        organization_id: The host's own id for its tenant, text of any form.
        kind: The kind's name.
    """

    organization_id: str
    kind: str


@attrs.frozen(kw_only=True)
class StoredRecord:
    """What a storage has of one record.

    Attributes:
        id: Its Ascora id.
        base: The object as both sides last agreed on it, as JSON text; None if they never did.
        local: Its values by the names of the model's fields, each equal to what was written unless somebody edited
            it; None if somebody deleted it here.
        problem: What stands here and cannot be read, in one line that names the field; None if all can be.
    """

    id: str
    base: str | None
    local: Mapping[str, Any] | None
    problem: str | None = None


@attrs.frozen(kw_only=True)
class RecordWrite:
    """One record to be written.

    Attributes:
        id: Its Ascora id.
        values: The values of all of the kind's fields by the names of the model's fields, each as the wire carries it
            (text, a number as `int` or `Decimal`, a list, a mapping; None if absent or null); or None if the record
            itself stays as it is.
        base: The object as both sides now agree on it, as ASCII JSON text.
        digest: The digest of the remote object that was seen.
        is_new: Whether the storage has no such record yet.
    """

    id: str
    values: Mapping[str, Any] | None
    base: str
    digest: str
    is_new: bool


@attrs.frozen(kw_only=True)
class Rejected:
    """A record that a storage cannot hold as it is, and has not written.

    Attributes:
        id: Its Ascora id.
        reason: What cannot be held, in one line that names the field.
    """

    id: str
    reason: str


@attrs.frozen(kw_only=True)
class FailedRecord:
    """A record that is put aside, so that it stops no other.

    Attributes:
        key: Its Ascora id, or the digest of what came in its place.
        digest: The digest of the remote object.
        error: What is wrong with it, in one line.
        payload: The object as ASCII JSON text.
    """

    key: str
    digest: str
    error: str
    payload: str = attrs.field(repr=False)


class Decision(str, Enum):
    """What was decided of a record."""

    CREATED = "created"
    UPDATED = "updated"
    CONFLICT = "conflict"
    FAILED = "failed"

    def __str__(self) -> str:
        """Be the plain word."""
        return self.value


@attrs.frozen(kw_only=True)
class AuditEntry:
    """One row of the audit trail: what was decided of a record, and why.

    Attributes:
        id: The record's Ascora id.
        decision: What was decided.
        reason: Why, in one line; for a failure its error.
        fields: The values that it was decided from, by field: `{"phone": {"base": ..., "remote": ...}}`, as the wire
            carries them.
    """

    id: str
    decision: Decision
    reason: str | None = None
    fields: Mapping[str, Any] | None = None


@attrs.frozen(kw_only=True)
class Lease:
    """The right to be the one worker on a scope; whoever dies loses it when it runs out.

    Attributes:
        owner: The worker's own random name.
        until: When it runs out unless it is renewed.
    """

    owner: str
    until: datetime


@attrs.frozen(kw_only=True)
class Checkpoint:
    """How far a pull has come.

    Attributes:
        offset: How many records of the listing are done; a pull that died goes on there.
    """

    offset: int
