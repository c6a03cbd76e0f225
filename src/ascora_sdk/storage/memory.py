"""What a memory storage holds: plain data, whose changes are written down so that they can be taken back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from itertools import count
from typing import Any, Final, Generic, TypeAlias, TypeVar

import attrs

from ..sync.audit import AuditEntry
from ..sync.notes import NOTES, Agreed, Note
from ..sync.records import Lease, RecordWrite, Scope, StoredRecord

K = TypeVar("K", str, tuple[bool, int, str])

Undo: TypeAlias = list[Callable[[], object]]
"""How to take changes back, the last one first; each is written down before it is made."""

_GONE: Final = "gone"


@attrs.frozen(kw_only=True)
class Row:
    """One row.

    Attributes:
        id: Its Ascora id, if it has one.
        values: Its values by field.
        edited: Whether it was edited, or written unsettled, since it was last settled.
        modified: When it was last edited by hand.
        deleted_on_server: Whether it is marked so.
    """

    id: str | None
    values: Mapping[str, Any]
    edited: bool
    modified: datetime | None = None
    deleted_on_server: bool = False


class Ordered(Generic[K]):
    """Keys that are put in order when somebody looks at them."""

    def __init__(self) -> None:
        """Begin without a key."""
        self._keys: set[K] = set()
        self._sorted: list[K] | None = []

    def __len__(self) -> int:
        """Count them."""
        return len(self._keys)

    def put(self, key: K, *, there: bool) -> None:
        """See to it that a key is there, or is not."""
        if there is (key in self._keys):
            return
        (self._keys.add if there else self._keys.remove)(key)
        if self._sorted is None:
            return
        if not there:
            del self._sorted[bisect_left(self._sorted, key)]
        elif self._sorted and key < self._sorted[-1]:
            self._sorted = None  # many in any order are sorted once, and not each put in its place
        else:
            self._sorted.append(key)

    def page(self, after: K | None, limit: int) -> list[K]:
        """Give the first keys after one, be it there or not."""
        if self._sorted is None:
            self._sorted = sorted(self._keys)
        start = 0 if after is None else bisect_right(self._sorted, after)
        return self._sorted[start : start + limit]


class Shelf:
    """The notes of one class."""

    def __init__(self) -> None:
        """Begin without a note."""
        self.notes: dict[str, Any] = {}
        self.keys: Ordered[str] = Ordered()


class Book:
    """What is kept of one organization's records of one kind.

    What somebody has to look at is kept up with each change, so that to find it costs no look at the others.
    """

    def __init__(self, undo: Undo) -> None:
        """Begin with nothing, and write changes down in `undo`."""
        self.rows: dict[str, Row] = {}
        self.key_of: dict[str, str] = {}
        self.lease: Lease | None = None
        self._shelves: dict[type[Note], Shelf] = {note_class: Shelf() for note_class in NOTES}
        self._edited: Ordered[tuple[bool, int, str]] = Ordered()
        self._told: dict[str, tuple[tuple[int, AuditEntry], ...]] = {}
        self._place = count()
        self._undo = undo

    def shelf(self, note_class: type[Note]) -> Shelf:
        """Give the notes of a class."""
        return self._shelves[note_class]

    def stored(self, key: str) -> StoredRecord:
        """Give a row as the engine reads it; what it does with it changes nothing here."""
        row = self.rows[key]
        return StoredRecord(key=key, id=row.id, local=copied(row.values), modified=row.modified)

    def edited(self, after: str | None, limit: int) -> list[StoredRecord]:
        """Give a page of what somebody has to look at, rows first."""
        found = self._edited.page(None if after is None else _place(after), limit)
        return [
            StoredRecord(key=None, id=id_, local=None) if is_gone else self.stored(str(number))
            for is_gone, number, id_ in found
        ]

    def told(self, names: Iterable[str]) -> list[AuditEntry]:
        """Give what the trail says of a record, by its id or its row's key, in order."""
        found = dict(placed for name in names for placed in self._told.get(name, ()))
        return [attrs.evolve(found[place], fields=copied(found[place].fields)) for place in sorted(found)]

    def set_row(self, key: str, row: Row | None) -> None:
        """Write a row, or take it away."""
        self._undo.append(partial(self._set_row, key, self.rows.get(key)))
        self._set_row(key, row)

    def set_note(self, note_class: type[Note], key: str, note: Note | None) -> None:
        """Keep a note, or drop it."""
        self._undo.append(partial(self._set_note, note_class, key, self._shelves[note_class].notes.get(key)))
        self._set_note(note_class, key, note)

    def set_lease(self, lease: Lease | None) -> None:
        """Give the lease to somebody, or take it back."""
        self._undo.append(partial(setattr, self, "lease", self.lease))
        self.lease = lease

    def tell(self, entry: AuditEntry) -> None:
        """Append to the trail."""
        placed = (next(self._place), entry)
        for name in {name for name in (entry.id, entry.key) if name is not None}:
            self._undo.append(partial(self._told.__setitem__, name, self._told.get(name, ())))
            self._told[name] = (*self._told.get(name, ()), placed)

    def _set_row(self, key: str, row: Row | None) -> None:
        old = self.rows.pop(key, None)
        if old is not None and old.id is not None and self.key_of.get(old.id) == key:
            del self.key_of[old.id]
        if row is not None:
            self.rows[key] = row
            if row.id is not None:
                self.key_of[row.id] = key
        self._edited.put((False, int(key), ""), there=row is not None and (row.id is None or row.edited))
        for each in (old, row):
            if each is not None and each.id is not None:
                self._look_for(each.id)

    def _set_note(self, note_class: type[Note], key: str, note: Note | None) -> None:
        shelf = self._shelves[note_class]
        shelf.notes.pop(key, None)
        if note is not None:
            shelf.notes[key] = note
        shelf.keys.put(key, there=note is not None)
        if note_class is Agreed:
            self._look_for(key)

    def _look_for(self, id_: str) -> None:
        """See whether a record that both sides agreed on has lost its row."""
        is_gone = id_ not in self.key_of and id_ in self._shelves[Agreed].notes
        self._edited.put((True, 0, id_), there=is_gone)


class Library:
    """Every book, and when each organization was last synced."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.synced: dict[str, tuple[datetime, bool] | None] = {}
        self._books: dict[Scope, Book] = {}
        self._undo: Undo = []
        self._keys = map(str, count(1))

    def book(self, scope: Scope) -> Book:
        """Give what is kept of one organization's records of one kind."""
        if scope not in self._books:
            self._books[scope] = Book(self._undo)
        return self._books[scope]

    def write(self, scope: Scope, write: RecordWrite) -> str | None:
        """Write a row, unless it cannot be; then say why."""
        book = self.book(scope)
        if write.delete:
            if write.key is not None and write.key in book.rows:
                book.set_row(write.key, None)
            return None
        if write.key is not None and write.key not in book.rows:
            return f"key: there is no row {write.key!r} any more"
        if write.id is not None and book.key_of.get(write.id, write.key) != write.key:
            return f"id: another row has the id {write.id!r}"
        key = next(self._keys) if write.key is None else write.key
        book.set_row(key, _written(book.rows.get(key), write))
        return None

    def write_by_hand(self, scope: Scope, key: str | None, values: Mapping[str, Any] | None, now: datetime) -> str:
        """Add a row (without a key), edit it, or take it away (without values), as somebody who is not the engine."""
        book = self.book(scope)
        old = Row(id=None, values={}, edited=True) if key is None else book.rows[key]
        key = next(self._keys) if key is None else key
        new = None
        if values is not None:
            new = attrs.evolve(old, values={**old.values, **copied(values)}, edited=True, modified=now)
        book.set_row(key, new)
        return key

    def mark_synced(self, organization_id: str, *, ok: bool, now: datetime) -> None:
        """Note when an organization was last synced, and whether that went well."""
        self._undo.append(partial(self.synced.__setitem__, organization_id, self.synced.get(organization_id)))
        self.synced[organization_id] = (now, ok)

    def commit(self) -> None:
        """Let all changes stand."""
        self._undo.clear()

    def roll_back(self) -> None:
        """Take all changes back that were made since the last commit."""
        while self._undo:
            self._undo.pop()()


def shown(rows: Mapping[str, Row]) -> list[dict[str, Any]]:
    """Give rows as somebody looks at them, the oldest first."""
    return [
        {**copied(row.values), "key": key, "id": row.id, "deleted_on_server": row.deleted_on_server}
        for key, row in sorted(rows.items(), key=lambda each: int(each[0]))
    ]


def copied(value: Any) -> Any:
    """Copy a JSON value, so that nobody changes one from outside."""
    if isinstance(value, Mapping):
        return {name: copied(entry) for name, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [copied(entry) for entry in value]
    return value


def _written(old: Row | None, write: RecordWrite) -> Row:
    values = copied(write.values) if write.values is not None else {} if old is None else old.values
    return Row(
        id=write.id,
        values=values,
        edited=not write.settled,
        modified=None if old is None else old.modified,
        deleted_on_server=write.deleted_on_server,
    )


def _place(edit_key: str) -> tuple[bool, int, str]:
    kind, _, name = edit_key.partition(":")
    return (True, 0, name) if kind == _GONE else (False, int(name), "")
