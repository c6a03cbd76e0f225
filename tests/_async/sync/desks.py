"""Storages at which somebody works by hand, past the engine: in memory, and on a SQLite file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import attrs

from ascora_sdk.storage import AsyncMemoryStorage, AsyncSqlStorage
from ascora_sdk.sync import CUSTOMER, JOB, NOTES, AsyncStorage, Scope

from ...sync.database import TABLES, Database

ORGANIZATION = "default"


@attrs.frozen
class Row:
    """A row as somebody sees it: its Ascora id, its values, and whether it is marked as deleted on the server."""

    id: str | None
    values: Mapping[str, Any]
    marked: bool


class AsyncDesk(Protocol):
    storage: AsyncStorage

    async def add(self, kind: str, **values: Any) -> str: ...

    async def edit(self, kind: str, key: str, **values: Any) -> None: ...

    async def remove(self, kind: str, key: str) -> None: ...

    async def rows(self, kind: str) -> dict[str, Row]: ...

    async def everything(self) -> object: ...


class AsyncMemoryDesk:
    def __init__(self) -> None:
        self.storage = AsyncMemoryStorage()

    async def add(self, kind: str, **values: Any) -> str:
        return await self.storage.add(kind, **values)

    async def edit(self, kind: str, key: str, **values: Any) -> None:
        await self.storage.edit(kind, key, **values)

    async def remove(self, kind: str, key: str) -> None:
        await self.storage.remove(kind, key)

    async def rows(self, kind: str) -> dict[str, Row]:
        shown = await self.storage.rows(kind)
        return {row["key"]: Row(row["id"], _values(row), row["deleted_on_server"]) for row in shown}

    async def everything(self) -> object:
        """What is in it, to be compared."""
        found: list[object] = [await self.storage.last_sync()]
        for kind in (CUSTOMER.name, JOB.name):
            found.append(await self.storage.rows(kind))
            scope = Scope(ORGANIZATION, kind)
            async with self.storage.transaction() as work:
                found.append(await work.edited(scope, after=None, limit=1000))
                for note_class in NOTES:
                    keys = await work.note_keys(scope, note_class, after=None, limit=1000)
                    found.append(dict(await work.notes(scope, note_class, keys)))
                names = [name for row in await self._names(work, scope) for name in row]
                found.append(await work.audit(scope, names))
        return found

    async def _names(self, work: Any, scope: Scope) -> list[tuple[str, ...]]:
        keys = [str(number) for number in range(1000)]
        rows = await work.local_records(scope, keys)
        return [(key, row.id or key) for key, row in rows.items()]


class AsyncSqliteDesk:
    def __init__(self, storage: AsyncSqlStorage, database: Database) -> None:
        self.storage = storage
        self.database = database

    async def add(self, kind: str, **values: Any) -> str:
        names = ", ".join(["organization_id", *values])
        marks = ", ".join("?" * (len(values) + 1))
        insert = f"INSERT INTO {TABLES[kind]} ({names}) VALUES ({marks}) RETURNING id"
        return str(self.database.value(insert, ORGANIZATION, *values.values()))

    async def edit(self, kind: str, key: str, **values: Any) -> None:
        names = ", ".join(f"{name} = ?" for name in values)
        self.database.run(f"UPDATE {TABLES[kind]} SET {names} WHERE id = ?", *values.values(), key)

    async def remove(self, kind: str, key: str) -> None:
        self.database.run(f"DELETE FROM {TABLES[kind]} WHERE id = ?", key)

    async def rows(self, kind: str) -> dict[str, Row]:
        marks = {
            row["id"]: row["ascora_deleted_at"] is not None
            for row in self.database.run(f"SELECT id, ascora_deleted_at FROM {TABLES[kind]}")
        }
        async with self.storage.transaction() as work:
            stored = await work.local_records(Scope(ORGANIZATION, kind), list(marks))
        return {key: Row(one.id, one.local or {}, marks[key]) for key, one in stored.items()}

    async def everything(self) -> object:
        """Each byte of the file, and of what SQLite keeps beside it."""
        path = self.database.path
        return [file.read_bytes() for file in (path, path.with_name(f"{path.name}-wal")) if file.exists()]


@asynccontextmanager
async def memory_desk() -> AsyncIterator[AsyncDesk]:
    yield AsyncMemoryDesk()


@asynccontextmanager
async def sqlite_desk() -> AsyncIterator[AsyncDesk]:
    with TemporaryDirectory() as folder:
        database = Database(Path(folder) / "ascora.db")
        async with AsyncSqlStorage(database.url) as storage:
            await storage.migrate()
            yield AsyncSqliteDesk(storage, database)


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {"key", "id", "deleted_on_server"}}
