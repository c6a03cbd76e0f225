"""The database as any program sees it that knows nothing of us: by plain `sqlite3`."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

TABLES: Mapping[str, str] = {"customer": "ascora_customers", "job": "ascora_jobs", "invoice": "ascora_invoices"}
NOTE_TABLES = tuple(f"ascora_sync_{name}" for name in ("records", "failures", "tombstones", "outbox", "conflicts"))
RECORD_TABLES = (*TABLES.values(), "ascora_sync_logs", *NOTE_TABLES)


class Database:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"sqlite:///{path}"

    def run(self, statement: str, *values: Any) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(self.path, timeout=30, isolation_level=None)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(statement, values)]

    def value(self, statement: str, *values: Any) -> Any:
        rows = self.run(statement, *values)
        return next(iter(rows[0].values())) if rows else None

    def column(self, statement: str, *values: Any) -> list[Any]:
        return [next(iter(row.values())) for row in self.run(statement, *values)]

    def count(self, table: str) -> int:
        return self.value(f"SELECT count(*) FROM {table}")

    def records(self, kind: str, organization_id: str = "default") -> dict[str, dict[str, Any]]:
        """The rows of a kind's table by Ascora id."""
        table, id_ = TABLES[kind], f"ascora_{kind}_id"
        rows = self.run(f"SELECT * FROM {table} WHERE organization_id = ?", organization_id)
        assert len({row[id_] for row in rows}) == len(rows)
        return {row[id_]: row for row in rows}

    def field(self, kind: str, id_: str, name: str) -> Any:
        return self.value(f"SELECT {name} FROM {TABLES[kind]} WHERE ascora_{kind}_id = ?", id_)

    def key(self, kind: str, id_: str) -> str:
        """The row's own id."""
        return self.value(f"SELECT id FROM {TABLES[kind]} WHERE ascora_{kind}_id = ?", id_)

    def add(self, kind: str, *, organization_id: str = "default", **values: Any) -> str:
        """Make a row as somebody with a SQL prompt would, and give its own id."""
        names = ", ".join(("organization_id", *values))
        marks = ", ".join("?" * (len(values) + 1))
        made = f"INSERT INTO {TABLES[kind]} ({names}) VALUES ({marks}) RETURNING id"
        return self.value(made, organization_id, *values.values())

    def row(self, kind: str, key: str) -> dict[str, Any]:
        """The row with an id of its own; empty if it is gone."""
        rows = self.run(f"SELECT * FROM {TABLES[kind]} WHERE id = ?", key)
        return rows[0] if rows else {}

    def edit(self, kind: str, id_: str, **values: Any) -> None:
        """Edit a row as somebody with a SQL prompt would."""
        names = ", ".join(f"{name} = ?" for name in values)
        self.run(f"UPDATE {TABLES[kind]} SET {names} WHERE ascora_{kind}_id = ?", *values.values(), id_)

    def delete(self, kind: str, id_: str) -> None:
        self.run(f"DELETE FROM {TABLES[kind]} WHERE ascora_{kind}_id = ?", id_)

    def dump(self, tables: Sequence[str] = RECORD_TABLES) -> dict[str, list[tuple[Any, ...]]]:
        """Everything in some tables."""
        return {table: sorted(tuple(row.values()) for row in self.run(f"SELECT * FROM {table}")) for table in tables}

    def audit(self, id_: str | None = None) -> list[dict[str, Any]]:
        """The rows of the audit trail, or those of one record, in the order in which they were written."""
        chosen, values = ("", ()) if id_ is None else ("WHERE ascora_resource_id = ?", (id_,))
        return self.run(f"SELECT * FROM ascora_sync_logs {chosen} ORDER BY seq", *values)

    def decisions(self, id_: str) -> list[str]:
        """What was decided of a record, in order."""
        return [row["decision"] for row in self.audit(id_)]

    def failures(self) -> dict[str, dict[str, Any]]:
        """What is put aside, by the stage and its name there, as in `pull:c-1`."""
        return {row["record_key"]: row for row in self.run("SELECT * FROM ascora_sync_failures")}

    def state(self, kind: str, id_: str) -> dict[str, Any]:
        rows = self.run("SELECT * FROM ascora_sync_records WHERE kind = ? AND ascora_id = ?", kind, id_)
        return rows[0] if rows else {}

    def checkpoint(self, kind: str, organization_id: str = "default") -> dict[str, Any]:
        found = "SELECT * FROM ascora_sync_checkpoints WHERE kind = ? AND organization_id = ?"
        rows = self.run(found, kind, organization_id)
        return rows[0] if rows else {}

    def offset(self, kind: str, organization_id: str = "default") -> int | None:
        """How far a listing was read that did not come to its end; None if there is none."""
        cursor = self.checkpoint(kind, organization_id).get("cursor")
        return None if cursor is None else json.loads(cursor)["offset"]

    def watch(self) -> None:
        """Note each write to a table that holds records or what is told of them, from now on."""
        self.run("CREATE TABLE IF NOT EXISTS seen_writes (what TEXT)")
        for table in RECORD_TABLES:
            for event in ("INSERT", "UPDATE", "DELETE"):
                self.run(
                    f"CREATE TRIGGER watch_{table}_{event} AFTER {event} ON {table} "
                    f"BEGIN INSERT INTO seen_writes VALUES ('{event} {table}'); END"
                )

    def seen_writes(self) -> list[str]:
        return self.column("SELECT what FROM seen_writes")

    def assert_whole(self, kind: str, organization_id: str = "default") -> None:
        """Each record's row has its state and its first line in the audit trail; no state is without a row."""
        ids = sorted(self.records(kind, organization_id))
        scope = (kind, organization_id)
        states = "SELECT ascora_id FROM ascora_sync_records WHERE kind = ? AND organization_id = ? ORDER BY ascora_id"
        logs = (
            "SELECT ascora_resource_id FROM ascora_sync_logs JOIN ascora_integrations AS i ON i.id = integration_id "
            "WHERE resource_type = ? AND organization_id = ? AND decision = 'created' ORDER BY ascora_resource_id"
        )
        assert self.column(states, *scope) == ids
        assert self.column(logs, *scope) == ids
        assert self.column("PRAGMA integrity_check") == ["ok"]
