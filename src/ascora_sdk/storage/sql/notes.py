"""The engine's notes: a table for each class, a column for each attribute, and the statements that serve them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any, Final

import attrs
from sqlalchemy import Column, Select, Table, Text, bindparam, cast, delete, func, literal_column, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from ...sync.json_text import from_json, to_json
from ...sync.notes import (
    Action,
    Agreed,
    Checkpoint,
    FailedRecord,
    Note,
    OpenConflict,
    OutboxEntry,
    Tombstone,
)
from ...sync.records import Scope
from .asking import in_scope, insert_or_else, is_one_of, scope_parameters
from .records import row_is_missing
from .tables import (
    sync_checkpoints,
    sync_conflicts,
    sync_failures,
    sync_outbox,
    sync_records,
    sync_tombstones,
)


@attrs.frozen(eq=False, kw_only=True)
class NoteTable:
    """Where the notes of one class are kept.

    Attributes:
        table: The table.
        key: What gives a note's key.
        columns: The columns that a note is read from.
        to_row: Gives what stands in them for a note, by the columns' names.
        from_row: Gives the note of what stands in them.
    """

    table: Table
    key: ColumnElement[str]
    columns: Sequence[Column[Any]]
    to_row: Callable[[Any], dict[str, Any]]
    from_row: Callable[[Sequence[Any]], Any]


# What a column gives in another form than a note has it.
_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {"action": Action, "fields": tuple}


def _table_of(note_class: type[Note], table: Table, **renamed: str) -> NoteTable:
    attributes: list[str] = [field.name for field in attrs.fields(note_class)]
    columns = {name: table.c[renamed.get(name, name)] for name in attributes}
    readers = {name: read for name, read in _READERS.items() if name in columns}
    pairs = [(column.name, name) for name, column in columns.items()]

    def to_row(note: Any) -> dict[str, Any]:
        return {column: _plain(getattr(note, name)) for column, name in pairs}

    def from_row(row: Sequence[Any]) -> Any:
        values = dict(zip(attributes, row, strict=True))
        if readers:
            values.update((name, read(values[name])) for name, read in readers.items())
        return note_class(**values)

    return NoteTable(table=table, key=columns["key"], columns=list(columns.values()), to_row=to_row, from_row=from_row)


def _cursor_row(note: Checkpoint) -> dict[str, Any]:
    if note.key != Checkpoint().key:
        raise ValueError(f"the key of a checkpoint is {Checkpoint().key!r}, not {note.key!r}")
    return {"cursor": to_json(note)}


_TABLES: Final[Mapping[str, NoteTable]] = {
    Agreed.shelf: _table_of(Agreed, sync_records, key="ascora_id"),
    Tombstone.shelf: _table_of(Tombstone, sync_tombstones, key="ascora_id", at="seen_at"),
    OutboxEntry.shelf: _table_of(OutboxEntry, sync_outbox, key="record_key", id="ascora_id", at="written_at"),
    OpenConflict.shelf: _table_of(OpenConflict, sync_conflicts, key="ascora_id", at="found_at"),
    FailedRecord.shelf: _table_of(FailedRecord, sync_failures, key="record_key", id="ascora_id"),
    # There is one in a scope, and its row is there for the lease as well.
    Checkpoint.shelf: NoteTable(
        table=sync_checkpoints,
        key=cast(literal_column(f"'{Checkpoint().key}'"), Text),
        columns=[sync_checkpoints.c.cursor],
        to_row=_cursor_row,
        from_row=lambda row: from_json(row[0], Checkpoint),
    ),
}


@cache
def notes_by_key(shelf: str, dialect: str) -> Select[Any]:
    """Select notes by their keys."""
    kept = _TABLES[shelf]
    return select(*kept.columns).where(*_there(kept), is_one_of(kept.key, dialect))


@cache
def note_keys(shelf: str, *, goes_on: bool) -> Select[Any]:
    """Select the keys of notes in their order, from the parameter on."""
    kept = _TABLES[shelf]
    found = select(kept.key).where(*_there(kept))
    if goes_on:
        found = found.where(kept.key > bindparam("of_after"))
    return found.order_by(kept.key).limit(bindparam("of_limit"))


@cache
def count_notes(shelf: str) -> Select[Any]:
    """Count notes."""
    kept = _TABLES[shelf]
    return select(func.count()).select_from(kept.table).where(*_there(kept))


@cache
def drop_notes(shelf: str, dialect: str) -> Any:
    """Drop notes by their keys."""
    kept = _TABLES[shelf]
    conditions = [*_there(kept), is_one_of(kept.key, dialect)]
    if shelf == Checkpoint.shelf:
        return update(kept.table).where(*conditions).values(cursor=None)
    return delete(kept.table).where(*conditions)


@cache
def keep_notes(shelf: str, kind: str, dialect: str) -> Any:
    """Insert notes, or update those that are there."""
    kept = _TABLES[shelf]
    statement = insert_or_else(kept.table, dialect)
    key = list(kept.table.primary_key.columns)
    changed = {column.name: statement.excluded[column.name] for column in kept.columns if column not in set(key)}
    if shelf == Agreed.shelf:
        # It may be kept before its row is written, or without one. What deletes a row marks it, and only a write of the
        # row takes the mark off: this look at the rows may be older than a deletion.
        statement = statement.values(row_is_gone=row_is_missing(kind))
        changed["row_is_gone"] = or_(sync_records.c.row_is_gone, statement.excluded.row_is_gone)
    return statement.on_conflict_do_update(index_elements=key, set_=changed)


def keeping(scope: Scope, notes: Sequence[Note], dialect: str) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """Give the statements that keep notes, each with its rows."""
    place = {"organization_id": scope.organization_id, "kind": scope.kind}
    by_shelf: dict[str, list[dict[str, Any]]] = {}
    for note in notes:
        row = {**place, **_TABLES[note.shelf].to_row(note)}
        if isinstance(note, Agreed):
            row.update(scope_parameters(scope, of_id=note.key))
        by_shelf.setdefault(note.shelf, []).append(row)
    for shelf, rows in by_shelf.items():
        yield keep_notes(shelf, scope.kind, dialect), rows


def read_note(shelf: str, row: Sequence[Any]) -> Any:
    """Read a row that `notes_by_key` selected."""
    return _TABLES[shelf].from_row(row)


def _there(kept: NoteTable) -> Sequence[ColumnElement[bool]]:
    found = in_scope(kept.table)
    return [*found, sync_checkpoints.c.cursor.is_not(None)] if kept.table is sync_checkpoints else found


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value
