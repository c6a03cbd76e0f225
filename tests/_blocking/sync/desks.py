# Generated from ../../_async/sync/desks.py by tools/unasync; do not edit.
"""Storages at which somebody works by hand, past the engine: in memory, and on a SQLite file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import attrs

from ascora_sdk.storage import MemoryStorage, SqlStorage
from ascora_sdk.sync import CUSTOMER, JOB, NOTES, Storage, Scope

from ...sync.database import TABLES, Database

ORGANIZATION = "default"


@attrs.frozen
class Row:
    """A row as somebody sees it: its Ascora id, its values, and whether it is marked as deleted on the server."""

    id: str | None
    values: Mapping[str, Any]
    marked: bool


class Desk(Protocol):
    storage: Storage

    def add(self, kind: str, **values: Any) -> str: ...

    def edit(self, kind: str, key: str, **values: Any) -> None: ...

    def remove(self, kind: str, key: str) -> None: ...

    def rows(self, kind: str) -> dict[str, Row]: ...

    def everything(self) -> object: ...


class MemoryDesk:
    def __init__(self) -> None:
        self.storage = MemoryStorage()

    def add(self, kind: str, **values: Any) -> str:
        return self.storage.add(kind, **values)

    def edit(self, kind: str, key: str, **values: Any) -> None:
        self.storage.edit(kind, key, **values)

    def remove(self, kind: str, key: str) -> None:
        self.storage.remove(kind, key)

    def rows(self, kind: str) -> dict[str, Row]:
        shown = self.storage.rows(kind)
        return {row["key"]: Row(row["id"], _values(row), row["deleted_on_server"]) for row in shown}

    def everything(self) -> object:
        """What is in it, to be compared."""
        found: list[object] = [self.storage.last_sync()]
        for kind in (CUSTOMER.name, JOB.name):
            found.append(self.storage.rows(kind))
            scope = Scope(ORGANIZATION, kind)
            with self.storage.transaction() as work:
                found.append(work.edited(scope, after=None, limit=1000))
                for note_class in NOTES:
                    keys = work.note_keys(scope, note_class, after=None, limit=1000)
                    found.append(dict(work.notes(scope, note_class, keys)))
                names = [name for row in self._names(work, scope) for name in row]
                found.append(work.audit(scope, names))
        return found

    def _names(self, work: Any, scope: Scope) -> list[tuple[str, ...]]:
        keys = [str(number) for number in range(1000)]
        rows = work.local_records(scope, keys)
        return [(key, row.id or key) for key, row in rows.items()]


class SqliteDesk:
    def __init__(self, storage: SqlStorage, database: Database) -> None:
        self.storage = storage
        self.database = database

    def add(self, kind: str, **values: Any) -> str:
        names = ", ".join(["organization_id", *values])
        marks = ", ".join("?" * (len(values) + 1))
        insert = f"INSERT INTO {TABLES[kind]} ({names}) VALUES ({marks}) RETURNING id"
        return str(self.database.value(insert, ORGANIZATION, *values.values()))

    def edit(self, kind: str, key: str, **values: Any) -> None:
        names = ", ".join(f"{name} = ?" for name in values)
        self.database.run(f"UPDATE {TABLES[kind]} SET {names} WHERE id = ?", *values.values(), key)

    def remove(self, kind: str, key: str) -> None:
        self.database.run(f"DELETE FROM {TABLES[kind]} WHERE id = ?", key)

    def rows(self, kind: str) -> dict[str, Row]:
        marks = {
            row["id"]: row["ascora_deleted_at"] is not None
            for row in self.database.run(f"SELECT id, ascora_deleted_at FROM {TABLES[kind]}")
        }
        with self.storage.transaction() as work:
            stored = work.local_records(Scope(ORGANIZATION, kind), list(marks))
        return {key: Row(one.id, one.local or {}, marks[key]) for key, one in stored.items()}

    def everything(self) -> object:
        """Each byte of the file, and of what SQLite keeps beside it."""
        path = self.database.path
        return [file.read_bytes() for file in (path, path.with_name(f"{path.name}-wal")) if file.exists()]


@contextmanager
def memory_desk() -> Iterator[Desk]:
    yield MemoryDesk()


@contextmanager
def sqlite_desk() -> Iterator[Desk]:
    with TemporaryDirectory() as folder:
        database = Database(Path(folder) / "ascora.db")
        with SqlStorage(database.url) as storage:
            storage.migrate()
            yield SqliteDesk(storage, database)


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {"key", "id", "deleted_on_server"}}
