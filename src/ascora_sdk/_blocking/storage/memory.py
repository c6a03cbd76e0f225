# Generated from ../../_async/storage/memory.py by tools/unasync; do not edit.
"""The storage that keeps everything in memory."""

from __future__ import annotations

from collections.abc import Iterator, Callable, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

import attrs

from ...concurrency.blocking import Turn
from ...concurrency.clock import utc_now
from ...storage.memory import Library, copied, shown
from ...sync.audit import AuditEntry
from ...sync.notes import N, Note
from ...sync.records import Lease, RecordWrite, Rejected, Scope, StoredRecord

_DEFAULT: Final = "default"


class MemoryStorage:
    """Keeps records in memory, for tests and for a look around; when the program ends, all is gone.

    It keeps every value as it is. One transaction is under way at a time, and the next one waits for it.

    Example:
        ```python
        storage = MemoryStorage()
        SyncEngine(client, storage).sync()
        for row in storage.rows("customer"):
            print(row["id"], row["phone"])
        ```
    """

    def __init__(self, *, now: Callable[[], datetime] = utc_now) -> None:
        """Begin with nothing in it.

        Args:
            now: Tells the time, aware, at which rows are edited and the audit trail is written.
        """
        self._now = now
        self._turn = Turn()
        self._library = Library()

    @contextmanager
    def transaction(self) -> Iterator[MemoryUnitOfWork]:
        """Begin a transaction: committed at the end of the block, rolled back if it is left by an error.

        Raises:
            RuntimeError: If it is begun within another one, for which it would wait for ever.
        """
        with self._turn:
            try:
                yield MemoryUnitOfWork(self._library, self._now)
            except BaseException:
                self._library.roll_back()
                raise
            self._library.commit()

    def add(self, kind: str, /, *, organization_id: str = _DEFAULT, **values: Any) -> str:
        """Add a row, as somebody does who works here and not in Ascora.

        Args:
            kind: The kind's name.
            organization_id: The host's own id for its tenant.
            **values: The row's values by field, as the wire carries them.

        Returns:
            The key of the row.

        Example:
            ```python
            key = storage.add("customer", first_name="Ada", phone="07 3000 0001")
            ```
        """
        with self.transaction():
            return self._library.write_by_hand(Scope(organization_id, kind), None, values, self._now())

    def edit(self, kind: str, key: str, /, *, organization_id: str = _DEFAULT, **values: Any) -> None:
        """Edit a row, as somebody does who works here and not in Ascora.

        Args:
            kind: The kind's name.
            key: The row's key.
            organization_id: The host's own id for its tenant.
            **values: The values to be changed, by field.

        Raises:
            KeyError: If there is no such row.

        Example:
            ```python
            storage.edit("customer", key, phone=None)
            ```
        """
        with self.transaction():
            self._library.write_by_hand(Scope(organization_id, kind), key, values, self._now())

    def remove(self, kind: str, key: str, /, *, organization_id: str = _DEFAULT) -> None:
        """Remove a row, as somebody does who works here and not in Ascora.

        Args:
            kind: The kind's name.
            key: The row's key.
            organization_id: The host's own id for its tenant.

        Raises:
            KeyError: If there is no such row.

        Example:
            ```python
            storage.remove("customer", key)
            ```
        """
        with self.transaction():
            self._library.write_by_hand(Scope(organization_id, kind), key, None, self._now())

    def rows(self, kind: str, /, *, organization_id: str = _DEFAULT) -> list[dict[str, Any]]:
        """Give every row of a kind, the oldest first.

        Args:
            kind: The kind's name.
            organization_id: The host's own id for its tenant.

        Returns:
            For each its values by field, with its `key`, its Ascora `id` (None if it has none yet), and whether it was
            `deleted_on_server`.

        Example:
            ```python
            pandas.DataFrame(storage.rows("job"))
            ```
        """
        with self._turn:
            return shown(self._library.book(Scope(organization_id, kind)).rows)

    def last_sync(self, *, organization_id: str = _DEFAULT) -> tuple[datetime, bool] | None:
        """Tell when an organization was last synced, and whether that went well; None if it never was.

        Args:
            organization_id: The host's own id for its tenant.
        """
        with self._turn:
            return self._library.synced.get(organization_id)


class MemoryUnitOfWork:
    """One transaction of a memory storage; see `UnitOfWork` for what each method promises."""

    def __init__(self, library: Library, now: Callable[[], datetime]) -> None:
        """Work on what a storage holds, while nobody else does."""
        self._library = library
        self._now = now

    def records(self, scope: Scope, ids: Sequence[str]) -> Mapping[str, StoredRecord]:
        """Read rows by their Ascora ids."""
        book = self._library.book(scope)
        return {id_: book.stored(book.key_of[id_]) for id_ in ids if id_ in book.key_of}

    def local_records(self, scope: Scope, keys: Sequence[str]) -> Mapping[str, StoredRecord]:
        """Read rows by their keys."""
        book = self._library.book(scope)
        return {key: book.stored(key) for key in keys if key in book.rows}

    def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        """Read what somebody made, edited or deleted here since it was last settled."""
        return self._library.book(scope).edited(after, limit)

    def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        """Write rows."""
        reasons = ((one, self._library.write(scope, one)) for one in writes)
        return [Rejected(write=one, reason=reason) for one, reason in reasons if reason is not None]

    def notes(self, scope: Scope, note_class: type[N], keys: Sequence[str]) -> Mapping[str, N]:
        """Read notes of a class."""
        kept = self._library.book(scope).shelf(note_class).notes
        return {key: kept[key] for key in keys if key in kept}

    def note_keys(self, scope: Scope, note_class: type[Note], *, after: str | None, limit: int) -> Sequence[str]:
        """List the keys of a class of notes."""
        return self._library.book(scope).shelf(note_class).keys.page(after, limit)

    def count_notes(self, scope: Scope, note_class: type[Note]) -> int:
        """Count the notes of a class."""
        return len(self._library.book(scope).shelf(note_class).notes)

    def keep(self, scope: Scope, notes: Sequence[Note]) -> None:
        """Keep notes."""
        book = self._library.book(scope)
        for note in notes:
            book.set_note(type(note), note.key, note)

    def drop(self, scope: Scope, note_class: type[Note], keys: Sequence[str]) -> None:
        """Drop notes of a class."""
        book = self._library.book(scope)
        for key in keys:
            book.set_note(note_class, key, None)

    def claim_lease(self, scope: Scope, lease: Lease, *, now: datetime) -> bool:
        """Take the lease on a scope, if it is free, has run out, or is the owner's already."""
        book = self._library.book(scope)
        held = book.lease
        if held is not None and held.owner != lease.owner and held.until > now:
            return False
        book.set_lease(lease)
        return True

    def renew_lease(self, scope: Scope, lease: Lease) -> bool:
        """Let the lease run on, if its owner still has it."""
        book = self._library.book(scope)
        if book.lease is None or book.lease.owner != lease.owner:
            return False
        book.set_lease(lease)
        return True

    def release_lease(self, scope: Scope, owner: str) -> None:
        """Give the lease back, if the owner still has it."""
        book = self._library.book(scope)
        if book.lease is not None and book.lease.owner == owner:
            book.set_lease(None)

    def append_audit(self, scope: Scope, entries: Sequence[AuditEntry]) -> None:
        """Append to the audit trail."""
        book = self._library.book(scope)
        for entry in entries:
            at = self._now() if entry.at is None else entry.at
            book.tell(attrs.evolve(entry, fields=copied(entry.fields), at=at))

    def audit(self, scope: Scope, names: Sequence[str]) -> Sequence[AuditEntry]:
        """Read what was decided of a record, in order."""
        return self._library.book(scope).told(names)

    def mark_synced(self, organization_id: str, *, ok: bool, now: datetime) -> None:
        """Note when the organization was last synced, and whether that went well."""
        self._library.mark_synced(organization_id, ok=ok, now=now)
