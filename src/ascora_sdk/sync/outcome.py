"""What is known of a record, by what is decided, and what is then to be written, remembered and said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

import attrs

from ..codec import loads
from .audit import AuditEntry, Decision
from .conflict import Conflict
from .incoming import RemoteRecord
from .kinds import Kind
from .leaves import MISSING
from .notes import Agreed, Note, OpenConflict, Tombstone
from .records import RecordWrite, StoredRecord
from .strategies import ConflictStrategy


class Deletions(str, Enum):
    """What becomes of a row whose record was deleted on the server.

    Attributes:
        MARK: It stays and is marked.
        DELETE: It is deleted.
        KEEP: It stays as it is.
    """

    MARK = "mark"
    DELETE = "delete"
    KEEP = "keep"

    def __str__(self) -> str:
        """Be the plain word."""
        return self.value


@attrs.frozen(kw_only=True)
class Policy:
    """By what is decided.

    Attributes:
        strategy: Who is right where both sides edited the same.
        deletions: What becomes of what was deleted on the server.
        now: The time.
    """

    strategy: ConflictStrategy
    deletions: Deletions
    now: datetime


@attrs.frozen(kw_only=True)
class Known:
    """What is known here of one record.

    Attributes:
        id: Its Ascora id.
        stored: Its row; None if there is none.
        agreed: What both sides last agreed on; None if they never did, or if it is gone from the server.
        tombstone: That it is gone from the server; None if it is not.
        conflict: The conflict that waits, if one does.
        sent: The fields that were sent, by the wire's names, of which it is not known whether they arrived.
        confirmed: Whether what the server shows is its answer to that: it is what became of what was sent, whatever the
            server made of it.
    """

    id: str
    stored: StoredRecord | None = None
    agreed: Agreed | None = None
    tombstone: Tombstone | None = None
    conflict: OpenConflict | None = None
    sent: Mapping[str, Any] | None = None
    confirmed: bool = False

    @property
    def local(self) -> Mapping[str, Any] | None:
        """Its values here; None if there is no row."""
        return None if self.stored is None else self.stored.local

    @property
    def base(self) -> Mapping[str, Any]:
        """The object as both sides last agreed on it; empty if they never did, so that what stands here was meant."""
        parsed: Mapping[str, Any] = loads(self.base_text)
        return parsed

    @property
    def base_text(self) -> str:
        """That object as JSON text."""
        note = self.agreed or self.tombstone
        return "{}" if note is None else note.base


@attrs.frozen(kw_only=True)
class Outcome:
    """What to write for a record, what to remember, and what to say of it.

    Attributes:
        decision: What was decided; None if there was nothing to decide.
        write: The row to write, if any.
        keep: Notes to keep.
        drop: Classes of notes to drop, of those that the record may have.
        entry: The audit entry, if there is something to say.
    """

    decision: Decision | None = None
    write: RecordWrite | None = None
    keep: tuple[Note, ...] = ()
    drop: tuple[type[Note], ...] = ()
    entry: AuditEntry | None = None


def new_here(kind: Kind, known: Known, remote: RemoteRecord, decision: Decision, reason: str | None = None) -> Outcome:
    """Take a record over of which there is no row here."""
    return Outcome(
        decision=decision,
        write=RecordWrite(key=None, id=remote.id, values=kind.values_of(remote.item)),
        keep=(Agreed(key=remote.id, base=remote.as_json(), digest=remote.digest),),
        drop=settled_notes(known),
        entry=said(known, decision, reason),
    )


def pushed(outcome: Outcome) -> Outcome:
    """Count a record that was sent as pushed, which is said by itself; what had to be decided beside it is said too."""
    entry = outcome.entry
    if entry is None or entry.decision is Decision.PUSHED:
        return attrs.evolve(outcome, decision=Decision.PUSHED, entry=None)
    is_conflict = entry.decision in {Decision.CONFLICT, Decision.RESOLVED}
    return attrs.evolve(outcome, decision=entry.decision if is_conflict else Decision.PUSHED)


def held(known: Known, remote: RemoteRecord, policy: Policy, conflict: Conflict, *, base: str) -> Outcome:
    """Leave both sides as they are; only that the server's object was seen is remembered.

    Args:
        known: What is known of the record.
        remote: The record as the server has it.
        policy: By what is decided.
        conflict: What is in dispute.
        base: What both sides last agreed on, as JSON text.
    """
    names = tuple(sorted(conflict.fields))
    before = known.conflict
    if before is not None and before.holds and (before.digest, before.fields) == (remote.digest, names):
        return Outcome()
    fields = {
        leaf: {"base": _told(one.base), "local": _told(one.local), "remote": _told(one.remote)}
        for leaf, one in conflict.fields.items()
    }
    return Outcome(
        decision=Decision.CONFLICT,
        write=None if known.local is None else RecordWrite(key=key_of(known), id=known.id, settled=False),
        keep=(
            Agreed(key=known.id, base=base, digest=remote.digest),
            open_conflict(known, remote, policy, names, holds=True),
        ),
        drop=() if known.tombstone is None else (Tombstone,),
        entry=said(known, Decision.CONFLICT, str(conflict), fields or None),
    )


def settled_notes(known: Known) -> tuple[type[Note], ...]:
    """Name the classes of notes that a record has and that say what is no longer so once both sides have it."""
    return tuple(type(note) for note in (known.tombstone, known.conflict) if note is not None)


def tombstone_of(known: Known, policy: Policy) -> Tombstone:
    """Remember that a record is gone from the server."""
    return known.tombstone or Tombstone(key=known.id, base=known.base_text, at=policy.now)


def open_conflict(
    known: Known, remote: RemoteRecord | None, policy: Policy, fields: tuple[str, ...], *, holds: bool
) -> OpenConflict:
    """Remember that somebody has to decide."""
    return OpenConflict(
        key=known.id,
        remote=None if remote is None else remote.as_json(),
        digest="" if remote is None else remote.digest,
        fields=fields,
        holds=holds,
        at=policy.now if known.conflict is None else known.conflict.at,
    )


def said(
    known: Known, decision: Decision, reason: str | None = None, fields: Mapping[str, Any] | None = None
) -> AuditEntry:
    """Say what was decided, and why."""
    return AuditEntry(id=known.id, key=key_of(known), decision=decision, reason=reason, fields=fields)


def key_of(known: Known) -> str | None:
    """Give the storage's own name for the row."""
    return None if known.stored is None else known.stored.key


def _told(value: Any) -> Any:
    return None if value is MISSING else value
