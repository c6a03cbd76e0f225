"""What somebody does to the rows by hand, with SQL alone; and both sides compared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ascora_sdk.sandbox import Sandbox

from .database import TABLES, Database
from .wire import assert_same


def add(database: Database, kind: str, organization_id: str = "default", **values: Any) -> str:
    """Insert a row, and give its key."""
    names = ", ".join(["organization_id", *values])
    marks = ", ".join("?" * (len(values) + 1))
    insert = f"INSERT INTO {TABLES[kind]} ({names}) VALUES ({marks}) RETURNING id"
    return str(database.value(insert, organization_id, *values.values()))


def change(database: Database, kind: str, key: str, **values: Any) -> None:
    """Edit a row by its key, as long as it has no Ascora id yet."""
    names = ", ".join(f"{name} = ?" for name in values)
    database.run(f"UPDATE {TABLES[kind]} SET {names} WHERE id = ?", *values.values(), key)


def remove(database: Database, kind: str, key: str) -> None:
    """Delete a row by its key."""
    database.run(f"DELETE FROM {TABLES[kind]} WHERE id = ?", key)


def assert_in_step(sandbox: Sandbox, database: Database, kinds: Iterable[str] = TABLES) -> None:
    """Both sides hold the same records, field by field, and nobody holds a lease or waits for an answer."""
    for kind in kinds:
        assert_same(sandbox, kind, database.records(kind))
    assert database.column("SELECT lease_owner FROM ascora_sync_checkpoints WHERE lease_owner IS NOT NULL") == []
    assert database.count("ascora_sync_outbox") == 0
