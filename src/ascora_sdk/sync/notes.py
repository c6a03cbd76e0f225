"""What the engine has to remember between two syncs: notes, which a storage keeps for it by class and key.

All texts in a note are plain: no NUL, no half of a surrogate pair; what came from outside is ASCII JSON.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import ClassVar, Final, TypeVar

import attrs


@attrs.frozen(kw_only=True)
class Note:
    """One thing to remember.

    Attributes:
        shelf: What its class is called in a storage.
        key: What it is called among the notes of its class.

    Example:
        >>> [note_class.shelf for note_class in NOTES]
        ['agreed', 'tombstone', 'outbox', 'conflict', 'failed', 'checkpoint']
    """

    shelf: ClassVar[str]
    key: str


@attrs.frozen(kw_only=True)
class Agreed(Note):
    """A record that the server has: what both sides last agreed on.

    Attributes:
        key: The record's Ascora id.
        base: The object as both sides last agreed on it, as JSON text.
        digest: The digest of the object as the server last showed it.

    Example:
        >>> Agreed(key="c-1", base='{"id":"c-1","phone":"1"}', digest="0f")
        Agreed(key='c-1', digest='0f')
    """

    shelf: ClassVar[str] = "agreed"
    base: str = attrs.field(repr=False)
    digest: str


@attrs.frozen(kw_only=True)
class Tombstone(Note):
    """A record that was deleted on the server, and of which a row is still here.

    Attributes:
        key: The record's Ascora id.
        base: The object as both sides last agreed on it, as JSON text.
        at: When its deletion was seen.

    Example:
        >>> Tombstone(key="c-1", base='{"id":"c-1"}', at=datetime(2026, 2, 17)).shelf
        'tombstone'
    """

    shelf: ClassVar[str] = "tombstone"
    base: str = attrs.field(repr=False)
    at: datetime


class Action(str, Enum):
    """What is sent to the server."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    PAY = "pay"

    def __str__(self) -> str:
        """Be the plain word."""
        return self.value


@attrs.frozen(kw_only=True)
class OutboxEntry(Note):
    """What is about to be sent, or was and nobody knows whether it arrived: written down before it is sent.

    Attributes:
        key: The storage's own name for the row; of a deletion `gone:` and the Ascora id; of a payment its reference.
        action: What is sent.
        id: The record's Ascora id; None for a create.
        payload: The object or the changed fields, as JSON text by the wire's names.
        idempotency_key: Under which the server may know a repetition.
        reference: The external reference that a new object carries, by which it is found again.
        at: When it was written down.
        problem: Why it waits for somebody to look at it; None if it does not.

    Example:
        >>> entry = OutboxEntry(
        ...     key="1", action=Action.UPDATE, id="c-1", payload='{"phone":"2"}', idempotency_key="0f",
        ...     at=datetime(2026, 2, 17),
        ... )
        >>> print(entry.action, entry.id)
        update c-1
    """

    shelf: ClassVar[str] = "outbox"
    action: Action
    id: str | None
    payload: str = attrs.field(repr=False)
    idempotency_key: str
    reference: str | None = None
    at: datetime
    problem: str | None = None


@attrs.frozen(kw_only=True)
class OpenConflict(Note):
    """A conflict that waits for somebody to decide.

    Attributes:
        key: The record's Ascora id.
        remote: The object as the server has it, as JSON text; None if it was deleted there.
        digest: That object's digest; empty if there is none.
        fields: The names of the fields in dispute.
        holds: Whether the whole record waits, or the fields in dispute alone.
        at: When the conflict was found.

    Example:
        >>> note = OpenConflict(
        ...     key="c-1", remote='{"id":"c-1","phone":"3"}', digest="0f", fields=("phone",), holds=False,
        ...     at=datetime(2026, 2, 17),
        ... )
        >>> note.fields
        ('phone',)
    """

    shelf: ClassVar[str] = "conflict"
    remote: str | None = attrs.field(repr=False)
    digest: str
    fields: tuple[str, ...]
    holds: bool
    at: datetime


class Stage(str, Enum):
    """Where a record was put aside.

    Attributes:
        PULL: What the server has cannot be read, or cannot be kept here.
        PUSH: What is here cannot be read, or the server refuses it.
        UNSENDABLE: The server has no way to take it; to try again would be of no use.
        UNANSWERED: It was sent, and no answer came; after some tries it is sent again only if somebody asks for it.
    """

    PULL = "pull"
    PUSH = "push"
    UNSENDABLE = "unsendable"
    UNANSWERED = "unanswered"

    def __str__(self) -> str:
        """Be the plain word."""
        return self.value


@attrs.frozen(kw_only=True)
class FailedRecord(Note):
    """A record that is put aside, so that it stops no other.

    Attributes:
        key: The stage and the record's name there: `pull:` and its Ascora id, or the digest of what came in its place;
            `push:`, `unsendable:` or `unanswered:` and the storage's own name for the row, or of a deletion `gone:` and
            the Ascora id.
        id: Its Ascora id, if it has one.
        digest: The digest of what was put aside; with another one it is worth a further try.
        error: What is wrong with it, in one line.
        payload: The object, or what was to be sent, as ASCII JSON text.
        attempts: How often it was tried; of one without an answer, how often while the server answered others.

    Example:
        >>> failure = FailedRecord(key="push:17", digest="0f", error="phone: too long", payload='{"phone":"..."}')
        >>> failure.stage, failure.name
        (<Stage.PUSH: 'push'>, '17')
    """

    shelf: ClassVar[str] = "failed"
    id: str | None = None
    digest: str
    error: str
    payload: str = attrs.field(repr=False)
    attempts: int = 1

    @property
    def stage(self) -> Stage:
        """Where it was put aside."""
        return Stage(self.key.partition(":")[0])

    @property
    def name(self) -> str:
        """What it is called at its stage."""
        return self.key.partition(":")[2]

    @property
    def row(self) -> str | None:
        """The storage's own name for its row; None if there is none, or it was not asked for."""
        return None if self.stage is Stage.PULL or self.name == f"gone:{self.id}" else self.name


@attrs.frozen(kw_only=True)
class Checkpoint(Note):
    """How far the pull of a kind has come; there is one, its key is `pull`.

    Attributes:
        key: Always `pull`.
        offset: How many records of a listing that did not come to its end are done; None if none is under way.
        last_ids: The ids of the last page that is done, by which it is seen whether the listing shifted meanwhile.
        since: What that listing was asked for; None if for everything.
        newest: The latest time of modification that the listings that came to their end have shown, less the time that
            they took; None if none did.
        complete_at: When a complete listing last came to its end.
        surplus: By how many the server then counted more records than are known.

    Example:
        >>> Checkpoint(offset=200, last_ids=("c-199", "c-200")).key
        'pull'
    """

    shelf: ClassVar[str] = "checkpoint"
    key: str = "pull"
    offset: int | None = None
    last_ids: tuple[str, ...] = ()
    since: datetime | None = None
    newest: datetime | None = None
    complete_at: datetime | None = None
    surplus: int = 0


N = TypeVar("N", bound=Note)

NOTES: Final[tuple[type[Note], ...]] = (Agreed, Tombstone, OutboxEntry, OpenConflict, FailedRecord, Checkpoint)
"""Every class of notes; each has a `shelf`, its name in a storage."""
