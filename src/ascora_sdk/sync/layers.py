"""What a storage would hold if a sync had run: the changes alone, in memory, laid over what is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from .audit import AuditEntry
from .notes import Note, OutboxEntry
from .records import RecordWrite, StoredRecord

# No storage has a row of such a name, since no text in a storage has a NUL.
_MADE: Final = "\0made:"


@attrs.frozen(kw_only=True)
class LaidRow:
    """A row that was written.

    Attributes:
        before: As the storage has it; None if it has no such row.
        now: As it would be; None if it would be taken away.
        edited: Whether it would still have to be looked at.
        marked: Whether it would be marked as deleted on the server, and is not so yet.
    """

    before: StoredRecord | None
    now: StoredRecord | None
    edited: bool = False
    marked: bool = False


@attrs.define
class Layer:
    """What was written of one organization's records of one kind.

    Attributes:
        rows: The rows, by the storage's own names for them; new ones have names of their own.
        keys: The names of those that are there, by their Ascora ids.
        freed: The names of those that have in the storage an Ascora id which they would have no more, by that id.
        notes: What was kept, by class and key; None where it was dropped.
        intents: All that was ever in the outbox, by idempotency key.
        told: The audit trail.
    """

    rows: dict[str, LaidRow] = attrs.field(factory=dict)
    keys: dict[str, str] = attrs.field(factory=dict)
    freed: dict[str, str] = attrs.field(factory=dict)
    notes: dict[type[Note], dict[str, Note | None]] = attrs.field(factory=dict)
    intents: dict[str, OutboxEntry] = attrs.field(factory=dict)
    told: list[AuditEntry] = attrs.field(factory=list)

    def row(self, id_: str) -> StoredRecord | None:
        """Give the row with an Ascora id, if it is one that was written."""
        key = self.keys.get(id_)
        return None if key is None else self.rows[key].now

    def shelf(self, note_class: type[Note]) -> dict[str, Note | None]:
        """Give the notes of a class."""
        return self.notes.setdefault(note_class, {})

    def write(self, write: RecordWrite, before: StoredRecord | None, *, marked: bool = False) -> None:
        """Write a row.

        Args:
            write: What is written.
            before: The row as the storage has it, if it was not written before.
            marked: Whether the storage has it marked already.
        """
        key = f"{_MADE}{len(self.rows) + 1}" if write.key is None else write.key
        laid = self.rows.get(key) or LaidRow(before=before, now=before)
        old = laid.now
        if old is not None and old.id is not None and self.keys.get(old.id) == key:
            del self.keys[old.id]
        now = None if write.delete else _written(key, old, write)
        if now is not None and now.id is not None:
            self.keys[now.id] = key
        if laid.before is not None and laid.before.id is not None:
            if now is None or now.id != laid.before.id:
                self.freed[laid.before.id] = key
            else:
                self.freed.pop(laid.before.id, None)
        self.rows[key] = LaidRow(
            before=laid.before,
            now=now,
            edited=not write.settled or write.id is None,
            marked=write.deleted_on_server and not write.delete and not marked,
        )

    def keep(self, note: Note) -> None:
        """Keep a note."""
        self.shelf(type(note))[note.key] = note
        if isinstance(note, OutboxEntry):
            self.intents[note.idempotency_key] = note

    def present(self, note_class: type[Note]) -> Iterator[str]:
        """Go through the keys of the notes of a class that were kept."""
        return (key for key, note in self.shelf(note_class).items() if note is not None)


def _written(key: str, old: StoredRecord | None, write: RecordWrite) -> StoredRecord:
    old = old or StoredRecord(key=key, id=None, local={})
    if write.values is None:
        return attrs.evolve(old, id=write.id)
    return attrs.evolve(old, id=write.id, local=dict(write.values), problem=None)
