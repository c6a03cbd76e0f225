"""The statements about records, made once for each kind and database, and the rows that go into them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    Delete,
    Insert,
    Select,
    Text,
    Update,
    Uuid,
    bindparam,
    case,
    cast,
    delete,
    exists,
    false,
    func,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from ...sync.records import RecordWrite, Scope, StoredRecord
from .asking import as_key, in_scope, is_one_of, of_rows, scope_parameters
from .defaults import moment_after, this_moment
from .limits import is_text, unreadable
from .record_tables import RecordTable, record_table
from .tables import edited_condition, sync_records
from .types import POSTGRESQL

_KEY: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@cache
def records_by_id(kind: str, dialect: str) -> Select[Any]:
    """Select rows by their Ascora ids, and lock them."""
    kept = record_table(kind)
    return _whole(kept).where(*in_scope(kept.table), is_one_of(kept.ascora_id, dialect)).with_for_update()


@cache
def records_by_key(kind: str, dialect: str) -> Select[Any]:
    """Select rows by their own ids, and lock them."""
    kept = record_table(kind)
    return _whole(kept).where(*of_rows(kept.table, dialect)).with_for_update()


@cache
def names_by_id(kind: str, dialect: str) -> Any:
    """Select which rows have Ascora ids: each with its own id."""
    kept = record_table(kind)
    found = select(kept.ascora_id, as_key(kept.table.c.id))
    return found.where(*in_scope(kept.table), is_one_of(kept.ascora_id, dialect))


@cache
def names_by_key(kind: str, dialect: str) -> Any:
    """Select which rows are there."""
    table = record_table(kind).table
    return select(as_key(table.c.id)).where(*of_rows(table, dialect))


@cache
def edited_rows(kind: str, dialect: str, *, goes_on: bool) -> Select[Any]:
    """Select rows that may have been made or edited here, in the order of their own ids, from the parameter on."""
    kept = record_table(kind)
    id_ = kept.table.c.id
    found = _whole(kept).where(*in_scope(kept.table), edited_condition(kept.table, kept.ascora_id))
    if goes_on:
        found = found.where(_key_itself(id_, dialect) > _key_parameter("of_after", dialect))
    return found.order_by(id_).limit(bindparam("of_limit"))


@cache
def gone_rows(kind: str, dialect: str) -> Select[Any]:
    """Select the Ascora ids of records that both sides agreed on and that have no row any more, in their order."""
    id_: ColumnElement[str] = sync_records.c.ascora_id
    # The order of their code points, whatever the database's own is; the index has it as well.
    ordered = id_.collate("C") if dialect == POSTGRESQL else id_
    return (
        select(id_)
        .where(
            *in_scope(sync_records), sync_records.c.row_is_gone, ~_row_is_there(kind), ordered > bindparam("of_after")
        )
        .order_by(ordered)
        .limit(bindparam("of_limit"))
    )


@cache
def unmark_rows(kind: str, dialect: str) -> Update:
    """Take the mark that their row is gone off those records that have one."""
    return (
        update(sync_records)
        .where(
            *in_scope(sync_records),
            sync_records.c.row_is_gone,
            is_one_of(sync_records.c.ascora_id, dialect),
            _row_is_there(kind),
        )
        .values(row_is_gone=false())
    )


def row_is_missing(kind: str) -> ColumnElement[bool]:
    """Ask whether the record of the parameter `of_id` has no row in the scope."""
    kept = record_table(kind)
    return ~exists().where(*in_scope(kept.table), kept.ascora_id == bindparam("of_id"))


@cache
def insert_rows(kind: str) -> Insert:
    """Insert rows; the engine's write is at once their last edit, unless they are not settled."""
    kept = record_table(kind)
    moment = this_moment()
    times = dict.fromkeys(("created_at", "updated_at", "written_at", kept.synced_at.name), moment)
    return insert(kept.table).values(**times, edited_at=_unless_settled(moment), ascora_deleted_at=_if_deleted(moment))


@cache
def update_rows(kind: str, dialect: str, *, with_values: bool) -> Update:
    """Update rows by their own ids, all of their fields or none; see `insert_rows` for their times."""
    kept = record_table(kind)
    held = kept.table.c
    moment = moment_after(held.updated_at)
    was_edited = case((held.updated_at.is_distinct_from(held.written_at), held.updated_at), else_=None)
    last_edit = func.coalesce(was_edited, held.edited_at, held.updated_at)
    times = dict.fromkeys(("updated_at", "written_at", kept.synced_at.name), moment)
    changed = kept.cells if with_values else ()
    return (
        update(kept.table)
        .where(*in_scope(kept.table), _key_itself(held.id, dialect) == _key_parameter("of_key", dialect))
        .values(
            **times,
            **{column.name: bindparam(column.name) for column in (*changed, kept.ascora_id)},
            edited_at=_unless_settled(last_edit),
            ascora_deleted_at=_if_deleted(func.coalesce(held.ascora_deleted_at, moment)),
        )
    )


@cache
def delete_rows(kind: str, dialect: str) -> Delete:
    """Delete rows by their own ids."""
    kept = record_table(kind)
    return delete(kept.table).where(*of_rows(kept.table, dialect))


def misplaced(writes: Sequence[RecordWrite], there: Container[str], holders: Mapping[str, str]) -> list[str | None]:
    """Find writes for which there is no row, or whose Ascora id another row has.

    Args:
        writes: What is to be written.
        there: The rows that are there, of those that the writes name.
        holders: The rows that have the writes' Ascora ids.

    Returns:
        What is wrong with each, in one line; None if nothing is.
    """
    given_up = {write.key for write in writes if write.delete or write.id is None}
    taken: dict[str, str | int] = {id_: key for id_, key in holders.items() if key not in given_up}
    problems: list[str | None] = []
    for number, write in enumerate(writes):
        row = number if write.key is None else write.key
        problem = None
        if not write.delete:
            if write.key is not None and write.key not in there:
                problem = f"key: there is no row {write.key!r} any more"
            elif write.id is not None and taken.setdefault(write.id, row) != row:
                problem = f"id: another row has the id {write.id!r}"
        problems.append(problem)
    return problems


def writing(scope: Scope, writes: Sequence[RecordWrite], dialect: str) -> Iterator[tuple[Any, Any]]:
    """Give the statements that write rows, with their parameters; an id is taken off one row before another has it."""
    doomed = [write.key for write in writes if write.delete and write.key is not None]
    if doomed:
        yield delete_rows(scope.kind, dialect), scope_parameters(scope, of_ids=row_keys(doomed, dialect))
    kept = record_table(scope.kind)
    changed = [write for write in writes if write.key is not None and not write.delete]
    for has_id in (False, True):
        for with_values in (False, True):
            rows = [
                {**_row(kept, write), **scope_parameters(scope, of_key=write.key)}
                for write in changed
                if (write.id is not None) is has_id
                and (write.values is not None) is with_values
                and row_keys([write.key or ""], dialect)
            ]
            if rows:
                yield update_rows(scope.kind, dialect, with_values=with_values), rows
    new = [write for write in writes if write.key is None and not write.delete]
    if new:
        place = {"organization_id": scope.organization_id, **({"kind": scope.kind} if kept.is_shared else {})}
        yield insert_rows(scope.kind), [{**place, **_row(kept, write)} for write in new]
    ids = [write.id for write in writes if write.id is not None and not write.delete]
    if ids:
        yield unmark_rows(scope.kind, dialect), scope_parameters(scope, of_ids=ids)


def stored_record(kind: str, row: Sequence[Any]) -> StoredRecord:
    """Read a row that one of the statements here selected."""
    key, id_, updated_at, written_at, edited_at, *cells = row
    kept = record_table(kind)
    values = kept.from_cells(cells)
    edited = edited_at if edited_at is not None and updated_at == written_at else updated_at
    return StoredRecord(
        key=key,
        id=id_,
        local={} if values is None else values,
        modified=edited if isinstance(edited, datetime) else None,
        problem=unreadable(kept, values),
    )


def gone_record(id_: str) -> StoredRecord:
    """Tell of a record that has no row any more."""
    return StoredRecord(key=None, id=id_, local=None)


def row_keys(keys: Sequence[str], dialect: str) -> list[str]:
    """Give those of some keys that a row can have; SQLite takes any text for a row's own id."""
    return [key for key in keys if (_KEY.fullmatch(key) if dialect == POSTGRESQL else is_text(key))]


def _row_is_there(kind: str) -> ColumnElement[bool]:
    kept = record_table(kind)
    conditions = [kept.table.c.organization_id == sync_records.c.organization_id]
    if kept.is_shared:
        conditions.append(kept.table.c.kind == sync_records.c.kind)
    return exists().where(*conditions, kept.ascora_id == sync_records.c.ascora_id)


def _whole(kept: RecordTable) -> Select[Any]:
    held = kept.table.c
    cells = [column.label(f"cell_{number}") for number, column in enumerate(kept.cells)]
    return select(as_key(held.id), kept.ascora_id, held.updated_at, held.written_at, held.edited_at, *cells)


def _row(kept: RecordTable, write: RecordWrite) -> dict[str, Any]:
    row = {} if write.values is None else kept.to_row(write.values)
    row[kept.ascora_id.name] = write.id
    row["of_settled"] = write.settled
    row["of_deleted"] = write.deleted_on_server
    return row


def _key_itself(column: Column[Any], dialect: str) -> ColumnElement[Any]:
    return column if dialect == POSTGRESQL else type_coerce(column, Text())


def _key_parameter(name: str, dialect: str) -> ColumnElement[Any]:
    parameter = bindparam(name, type_=Text())
    return cast(parameter, Uuid) if dialect == POSTGRESQL else parameter


def _unless_settled(moment: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((bindparam("of_settled", type_=Boolean()), None), else_=moment)


def _if_deleted(moment: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((bindparam("of_deleted", type_=Boolean()), moment), else_=None)
