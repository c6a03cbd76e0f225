"""A host's own program on the tables: it reads and writes its rows by SQL, and knows nothing of the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, delete, insert, select, text, update
from sqlalchemy.sql.elements import ColumnElement

from ascora_sdk.storage.sql.record_tables import RecordTable, record_table
from ascora_sdk.sync import Scope


class Program:
    """What somebody does here who works in the host's program, and not in Ascora."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def make_row(self, scope: Scope, values: Mapping[str, Any]) -> None:
        kept = record_table(scope.kind)
        row = {**_of(kept, scope), **kept.to_row(values)}
        with self._engine.begin() as connection:
            connection.execute(insert(kept.table).values(row))

    def edit_row(self, scope: Scope, key: str, values: Mapping[str, Any]) -> None:
        kept = record_table(scope.kind)
        with self._engine.begin() as connection:
            if kept.is_shared:
                fields = connection.execute(select(kept.table.c.fields).where(_is(kept, scope, key))).scalar_one()
                row = {"fields": {**fields, **values}}
            else:
                row = {kept.columns[name].name: value for name, value in values.items()}
            connection.execute(update(kept.table).where(_is(kept, scope, key)).values(row))

    def delete_row(self, scope: Scope, key: str) -> None:
        kept = record_table(scope.kind)
        with self._engine.begin() as connection:
            connection.execute(delete(kept.table).where(_is(kept, scope, key)))

    def rows(self, scope: Scope) -> Mapping[str, bool]:
        kept = record_table(scope.kind)
        columns = kept.table.c.id, kept.table.c.ascora_deleted_at
        mine = [kept.table.c[name] == value for name, value in _of(kept, scope).items()]
        with self._engine.begin() as connection:
            return {str(id_): deleted is not None for id_, deleted in connection.execute(select(*columns).where(*mine))}

    def spoil_row(self, scope: Scope, key: str) -> str | None:
        """Write what is no amount, or no JSON, into a column that has to hold one, where the database lets that in."""
        kept = record_table(scope.kind)
        field = next(iter([*kept.money, *kept.json]), None)
        if self._engine.dialect.name != "sqlite" or field is None:
            return None
        statement = text(f"UPDATE {kept.table.name} SET {kept.columns[field].name} = 'a lot {{' WHERE id = :key")
        with self._engine.begin() as connection:
            connection.execute(statement, {"key": key})
        return field


def _of(kept: RecordTable, scope: Scope) -> dict[str, Any]:
    kind = {"kind": scope.kind} if kept.is_shared else {}
    return {"organization_id": scope.organization_id, **kind}


def _is(kept: RecordTable, scope: Scope, key: str) -> ColumnElement[bool]:
    return (kept.table.c.id == UUID(key)) & (kept.table.c.organization_id == scope.organization_id)
