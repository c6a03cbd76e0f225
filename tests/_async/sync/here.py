"""The host's own side of a sync: rows that somebody makes, edits and deletes, in a SQLite file or in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, Protocol

from ascora_sdk.codec import dumps
from ascora_sdk.storage import AsyncMemoryStorage, AsyncSqlStorage
from ascora_sdk.sync import KINDS, NOTES, AsyncStorage, Checkpoint, Lease, Scope, StoredRecord
from ascora_sdk.sync.leaves import same

from ...client.clock import BEGINNING
from ...sync.database import TABLES, Database

ALL: Final = tuple(kind.name for kind in KINDS)
_KINDS: Final = {kind.name: kind for kind in KINDS}


class AsyncHere(Protocol):
    """One side of the sync, and what may be done to it past the engine."""

    @property
    def storage(self) -> AsyncStorage: ...

    async def add(self, kind: str, **values: Any) -> str:
        """Make a row, and give its own name."""
        ...

    async def edit(self, kind: str, id_: str, **values: Any) -> None:
        """Edit the row with an Ascora id."""
        ...

    async def edit_row(self, kind: str, key: str, **values: Any) -> None:
        """Edit the row with a name of its own."""
        ...

    async def remove(self, kind: str, id_: str) -> None:
        """Delete the row with an Ascora id."""
        ...

    async def remove_row(self, kind: str, key: str) -> None:
        """Delete the row with a name of its own."""
        ...

    async def keys(self, kind: str, organization_id: str = "default") -> Mapping[str, bool]:
        """The rows' own names, each with whether it is marked as deleted on the server."""
        ...


class AsyncSqlHere:
    """Rows in a SQLite file, edited as somebody with a SQL prompt would."""

    def __init__(self, storage: AsyncSqlStorage, database: Database) -> None:
        self.storage = storage
        self.database = database

    async def add(self, kind: str, **values: Any) -> str:
        return self.database.add(kind, **_cells(values))

    async def edit(self, kind: str, id_: str, **values: Any) -> None:
        self.database.edit(kind, id_, **_cells(values))

    async def edit_row(self, kind: str, key: str, **values: Any) -> None:
        names = ", ".join(f"{name} = ?" for name in values)
        self.database.run(f"UPDATE {TABLES[kind]} SET {names} WHERE id = ?", *_cells(values).values(), key)

    async def remove(self, kind: str, id_: str) -> None:
        self.database.delete(kind, id_)

    async def remove_row(self, kind: str, key: str) -> None:
        self.database.run(f"DELETE FROM {TABLES[kind]} WHERE id = ?", key)

    async def keys(self, kind: str, organization_id: str = "default") -> Mapping[str, bool]:
        found = f"SELECT id, ascora_deleted_at FROM {TABLES[kind]} WHERE organization_id = ?"
        rows = self.database.run(found, organization_id)
        return {row["id"]: row["ascora_deleted_at"] is not None for row in rows}


class AsyncMemoryHere:
    """Rows in memory."""

    def __init__(self, storage: AsyncMemoryStorage) -> None:
        self.storage = storage

    async def add(self, kind: str, **values: Any) -> str:
        return await self.storage.add(kind, **values)

    async def edit(self, kind: str, id_: str, **values: Any) -> None:
        await self.edit_row(kind, await self._key(kind, id_), **values)

    async def edit_row(self, kind: str, key: str, **values: Any) -> None:
        await self.storage.edit(kind, key, **values)

    async def remove(self, kind: str, id_: str) -> None:
        await self.remove_row(kind, await self._key(kind, id_))

    async def remove_row(self, kind: str, key: str) -> None:
        await self.storage.remove(kind, key)

    async def keys(self, kind: str, organization_id: str = "default") -> Mapping[str, bool]:
        rows = await self.storage.rows(kind, organization_id=organization_id)
        return {row["key"]: row["deleted_on_server"] for row in rows}

    async def _key(self, kind: str, id_: str) -> str:
        return next(row["key"] for row in await self.storage.rows(kind) if row["id"] == id_)


async def rows_of(here: AsyncHere, kind: str, organization_id: str = "default") -> dict[str, StoredRecord]:
    """The rows by their own names, as the storage shows them to the engine."""
    keys = await here.keys(kind, organization_id)
    async with here.storage.transaction() as work:
        return dict(await work.local_records(Scope(organization_id, kind), list(keys)))


async def row_of(here: AsyncHere, kind: str, id_: str) -> StoredRecord | None:
    """The one row with an Ascora id; None if there is none."""
    found = [row for row in (await rows_of(here, kind)).values() if row.id == id_]
    assert len(found) < 2
    return found[0] if found else None


async def value_of(here: AsyncHere, kind: str, id_: str, name: str) -> Any:
    """What stands in a field of the row with an Ascora id."""
    row = await row_of(here, kind, id_)
    assert row is not None
    assert row.local is not None
    return row.local[name]


async def notes_of(here: AsyncHere, kind: str, organization_id: str = "default") -> dict[str, dict[str, Any]]:
    """All that the engine remembers of a kind but how far it has come, by the notes' classes."""
    scope = Scope(organization_id, kind)
    found: dict[str, dict[str, Any]] = {}
    async with here.storage.transaction() as work:
        for note_class in NOTES:
            if note_class is not Checkpoint:
                keys = await work.note_keys(scope, note_class, after=None, limit=10_000)
                found[note_class.shelf] = dict(await work.notes(scope, note_class, keys))
    return found


async def snapshot(here: AsyncHere, kinds: tuple[str, ...] = ALL) -> list[Any]:
    """All that is kept of some kinds: rows, notes, and what was told."""
    kept: list[Any] = []
    for kind in kinds:
        rows, notes = await rows_of(here, kind), await notes_of(here, kind)
        names = {*rows, *(row.id for row in rows.values() if row.id), *notes["agreed"], *notes["tombstone"]}
        async with here.storage.transaction() as work:
            told = list(await work.audit(Scope("default", kind), sorted(names)))
        kept.append((await here.keys(kind), rows, notes, told))
    return kept


async def assert_in_step(
    here: AsyncHere, sandbox: Any, kinds: tuple[str, ...] = ALL, organization_id: str = "default"
) -> None:
    """Both sides hold the same records and values, none of them twice."""
    for kind in kinds:
        marked = {key for key, is_marked in (await here.keys(kind, organization_id)).items() if is_marked}
        rows = [row for key, row in (await rows_of(here, kind, organization_id)).items() if key not in marked]
        there = {record["id"]: record for record in sandbox.records(kind)}
        assert sorted(str(row.id) for row in rows) == sorted(there)
        for row in rows:
            expected = _KINDS[kind].values_of(there[row.id])
            assert row.local is not None
            differing = [name for name in expected if not same(_blank(row.local[name]), _blank(expected[name]))]
            assert differing == [], (row, there[row.id])


async def assert_at_rest(
    engine: Any, here: AsyncHere, sandbox: Any, kinds: tuple[str, ...] = ALL, *, in_step: bool = True
) -> None:
    """Both sides are in step, nobody is at work, nothing waits, and one more sync writes nothing on either side."""
    if in_step:
        await assert_in_step(here, sandbox, kinds)
    before = await snapshot(here, kinds)
    records = [list(sandbox.records(kind)) for kind in kinds]
    received = len(sandbox.requests)
    for kind in kinds:
        report = await engine.sync(kind, complete=True)
        assert report.ok, str(report)
        assert report[kind].unchanged == report[kind].seen
        assert report[kind].pushed == report[kind].deleted == 0
        await assert_nothing_waits(here, kind)
    assert {request.method for request in sandbox.requests[received:]} == {"GET"}
    assert await snapshot(here, kinds) == before
    assert [list(sandbox.records(kind)) for kind in kinds] == records


async def assert_nothing_waits(here: AsyncHere, kind: str, organization_id: str = "default") -> None:
    """Nothing is on its way, aside or in dispute, and nobody has the lease."""
    notes = await notes_of(here, kind, organization_id)
    assert [notes[shelf] for shelf in ("outbox", "conflict", "failed")] == [{}, {}, {}]
    await assert_lease_is_free(here, kind, organization_id)


async def assert_lease_is_free(here: AsyncHere, kind: str, organization_id: str = "default") -> None:
    """Nobody has the lease."""
    scope = Scope(organization_id, kind)
    long_ago = Lease(owner="whoever looks", until=BEGINNING.replace(year=2000))
    async with here.storage.transaction() as work:
        assert await work.claim_lease(scope, long_ago, now=BEGINNING.replace(year=2000))
        await work.release_lease(scope, long_ago.owner)


def _blank(value: Any) -> Any:
    return None if value == {} else value


def _cells(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _cell(value) for name, value in values.items()}


def _cell(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        return dumps(value).decode("ascii")
    return str(value) if isinstance(value, Decimal) else value


def read_json(text: str | None) -> Any:
    """Read JSON as it stands in a cell, digit for digit."""
    return None if text is None else json.loads(text, parse_float=Decimal)
