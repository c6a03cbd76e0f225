"""A storage of a host's own, on two tables: its clients, and one for what the sync engine remembers of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from ascora_sdk.storage import EngineMemory
from ascora_sdk.sync import CUSTOMER, RecordWrite, Rejected, Scope, StoredRecord, from_json, to_json, to_plain

TABLES = """
CREATE TABLE IF NOT EXISTS clients (
    number INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, ascora_id TEXT,
    given_name TEXT, family_name TEXT, mail TEXT, phone TEXT,
    other TEXT NOT NULL DEFAULT '{}', -- what else Ascora knows of a customer, as JSON
    left_ascora INTEGER NOT NULL DEFAULT 0,
    state TEXT AS (json_array(given_name, family_name, mail, phone, other)),
    agreed TEXT, -- the state on which both sides agreed last
    UNIQUE (tenant, ascora_id)
);
CREATE INDEX IF NOT EXISTS edited_clients ON clients (tenant, number) WHERE agreed IS NOT state;
CREATE TABLE IF NOT EXISTS ascora_memory (
    tenant TEXT, kind TEXT, shelf TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (tenant, kind, shelf, key)
);
"""
COLUMNS = {"first_name": "given_name", "last_name": "family_name", "email": "mail", "phone": "phone"}


class ClientStorage:
    """Keeps Ascora's customers among the clients of a program that has a SQLite file."""

    def __init__(self, path: Path) -> None:
        """Open the file, and make what tables are missing."""
        self._path = path
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(TABLES)

    @contextmanager
    def transaction(self) -> Iterator[ClientWork]:
        """Begin a transaction, before which the others have ended, so that nobody else writes what it has read."""
        with closing(sqlite3.connect(self._path, isolation_level=None)) as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            yield ClientWork(connection)


class ClientWork(EngineMemory):
    """One transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Work on a connection."""
        self._sql = connection.execute

    def records(self, scope: Scope, ids: Sequence[str]) -> Mapping[str, StoredRecord]:
        """Read clients by their Ascora ids."""
        found = self._clients(scope, "ascora_id IN (SELECT value FROM json_each(?))", json.dumps(ids))
        return {str(each.id): each for each in found}

    def local_records(self, scope: Scope, keys: Sequence[str]) -> Mapping[str, StoredRecord]:
        """Read clients by their numbers."""
        found = self._clients(scope, "number IN (SELECT value FROM json_each(?))", json.dumps(keys))
        return {str(each.key): each for each in found}

    def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        """Read the clients that are not as agreed, and then the customers whose client is gone."""
        part, _, last = (after or "row:0").partition(":")
        found: list[StoredRecord] = []
        if part == "row":
            found = self._clients(scope, "agreed IS NOT state AND number > ? ORDER BY number LIMIT ?", last, limit)
            last = ""
        gone = self._sql(
            "SELECT key FROM ascora_memory AS note WHERE tenant = ? AND kind = ? AND shelf = 'agreed' AND key > ? AND "
            "NOT EXISTS (SELECT 1 FROM clients WHERE tenant = note.tenant AND ascora_id = key) ORDER BY key LIMIT ?",
            (scope.organization_id, scope.kind, last, limit - len(found)),
        )
        return [*found, *(StoredRecord(key=None, id=id_, local=None) for (id_,) in gone)]

    def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        """Write clients; a column holds text, or its row is rejected."""
        rejected = []
        for write in writes:
            if problem := _problem(write):
                rejected.append(Rejected(write=write, reason=problem))
            else:
                self._write(scope, write)
        return rejected

    def _write(self, scope: Scope, write: RecordWrite) -> None:
        number = write.key or self._sql("INSERT INTO clients (tenant) VALUES (?)", (scope.organization_id,)).lastrowid
        row = (number, scope.organization_id)
        if write.delete:
            self._sql("DELETE FROM clients WHERE number = ? AND tenant = ?", row)
            return
        if write.values is not None:
            other = to_json({name: value for name, value in write.values.items() if name not in COLUMNS})
            own = ", ".join(f"{column} = ?" for column in COLUMNS.values())
            cells = (*map(write.values.get, COLUMNS), other)
            self._sql(f"UPDATE clients SET {own}, other = ? WHERE number = ? AND tenant = ?", (*cells, *row))
        mark = "UPDATE clients SET ascora_id = ?, left_ascora = ?, agreed = iif(?, state, NULL) "
        settled = write.settled and write.id is not None
        self._sql(mark + "WHERE number = ? AND tenant = ?", (write.id, write.deleted_on_server, settled, *row))

    def _clients(self, scope: Scope, condition: str, *values: Any) -> list[StoredRecord]:
        columns = ", ".join(["number", "ascora_id", "other", *COLUMNS.values()])
        clients = f"SELECT {columns} FROM clients WHERE tenant = ? AND {condition}"
        found = []
        for number, id_, other, *cells in self._sql(clients, (scope.organization_id, *values)):
            local = {**CUSTOMER.values_of({}), **from_json(other), **dict(zip(COLUMNS, cells, strict=True))}
            found.append(StoredRecord(key=str(number), id=id_, local=local))
        return found

    def texts(self, scope: Scope, shelf: str, keys: Sequence[str]) -> Mapping[str, str]:
        """Read what the engine remembers, by keys."""
        among = "key IN (SELECT value FROM json_each(?))"
        return dict(self._memory("SELECT key, body", scope, shelf, among, json.dumps(keys)))

    def text_keys(self, scope: Scope, shelf: str, *, after: str | None, limit: int) -> Sequence[str]:
        """List keys."""
        rows = self._memory("SELECT key", scope, shelf, "key > ? ORDER BY key LIMIT ?", after or "", limit)
        return [key for (key,) in rows]

    def count_texts(self, scope: Scope, shelf: str) -> int:
        """Count keys."""
        return int(self._memory("SELECT count(*)", scope, shelf, "true").fetchone()[0])

    def put_texts(self, scope: Scope, shelf: str, texts: Mapping[str, str]) -> None:
        """Remember."""
        for key, body in texts.items():
            row = (scope.organization_id, scope.kind, shelf, key, body)
            self._sql("INSERT OR REPLACE INTO ascora_memory VALUES (?, ?, ?, ?, ?)", row)

    def drop_texts(self, scope: Scope, shelf: str, keys: Sequence[str]) -> None:
        """Forget."""
        self._memory("DELETE", scope, shelf, "key IN (SELECT value FROM json_each(?))", json.dumps(keys))

    def _memory(self, do: str, scope: Scope, shelf: str, condition: str, *values: Any) -> sqlite3.Cursor:
        statement = f"{do} FROM ascora_memory WHERE tenant = ? AND kind = ? AND shelf = ? AND {condition}"
        return self._sql(statement, (scope.organization_id, scope.kind, shelf, *values))


def _problem(write: RecordWrite) -> str | None:
    for name in COLUMNS:
        value = (write.values or {}).get(name)
        if value is not None and (not isinstance(value, str) or to_plain(value) != value):
            return f"{name}: the column holds text without NUL and broken surrogates, not {value!r:.40}"
    return None
