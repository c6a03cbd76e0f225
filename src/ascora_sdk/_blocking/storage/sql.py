# Generated from ../../_async/storage/sql.py by tools/unasync; do not edit.
"""The storage on a SQL database: SQLite, or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Any

from sqlalchemy import URL
from sqlalchemy import Connection, Engine, create_engine
from typing_extensions import Self

from ...errors import MissingExtraError
from ...storage.sql import leases, logs, records
from ...storage.sql import notes as shelves
from ...storage.sql.asking import scope_parameters
from ...storage.sql.connecting import BLOCKING_SQLITE_DRIVER, missing_driver, prepare, url_with_driver
from ...storage.sql.limits import unstorable
from ...storage.sql.migrate import downgrade, pending, upgrade
from ...storage.sql.record_tables import record_table
from ...storage.sql.tables import forget_organization
from ...sync.audit import AuditEntry
from ...sync.errors import StorageNotReadyError
from ...sync.notes import N, Note
from ...sync.records import Lease, RecordWrite, Rejected, Scope, StoredRecord


class SqlStorage:
    """Keeps records in the contract's tables on SQLite or PostgreSQL (contract: What storage keeps).

    Money is exact in both: on SQLite, whose numbers are floats, it is text. A value that a column cannot hold puts its
    record aside; nothing is rounded.

    Example:
        ```python
        storage = SqlStorage("sqlite:///ascora.db")
        storage.migrate()
        ```
    """

    def __init__(self, database: str | URL | Engine) -> None:
        """Open a storage; nothing is read or written yet.

        Args:
            database: The database's URL, such as `sqlite:///ascora.db`, or an engine of your own, which you dispose of
                yourself.
        """
        self._owned: Engine | None = None
        if isinstance(database, Engine):
            self._engine = database
        else:
            self._engine = self._owned = _opened(url_with_driver(database, BLOCKING_SQLITE_DRIVER))
        prepare(self._engine)
        self._is_ready = False

    def migrate(self) -> None:
        """Bring the database's tables up to date; where nothing is lacking, do nothing.

        Example:
            ```python
            storage.migrate()
            ```
        """
        with self._engine.begin() as connection:
            _run(connection, upgrade)

    def drop(self) -> None:
        """Take the tables away, with everything that is in them."""
        self._is_ready = False
        with self._engine.begin() as connection:
            _run(connection, downgrade)

    def forget(self, organization_id: str) -> None:
        """Delete everything that is kept of an organization.

        Args:
            organization_id: The host's own id for it.
        """
        with self._engine.begin() as connection:
            for statement in forget_organization(organization_id):
                connection.execute(statement)

    @contextmanager
    def transaction(self) -> Iterator[SqlUnitOfWork]:
        """Begin a transaction: committed at the end of the block, rolled back if it is left by an error.

        Raises:
            StorageNotReadyError: If the database's tables are not up to date.
        """
        with self._engine.begin() as connection:
            if not self._is_ready and _run(connection, pending):
                raise StorageNotReadyError("the database's tables are missing or old; call storage.migrate() first")
            self._is_ready = True
            yield SqlUnitOfWork(connection)

    def close(self) -> None:
        """Close the connections, but not those of an engine that was handed in."""
        if self._owned is not None:
            self._owned.dispose()

    def __enter__(self) -> Self:
        """Give the storage itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the storage."""
        self.close()


class SqlUnitOfWork:
    """One transaction of a SQL storage; see `UnitOfWork` for what each method promises."""

    def __init__(self, connection: Connection) -> None:
        """Work on a connection whose transaction the storage began."""
        self._connection = connection
        self._dialect = connection.dialect.name
        self._integrations: dict[str, Any] = {}

    def records(self, scope: Scope, ids: Sequence[str]) -> Mapping[str, StoredRecord]:
        """Read rows by their Ascora ids, and lock them until the transaction ends."""
        found = self._rows(records.records_by_id(scope.kind, self._dialect), scope, of_ids=list(ids))
        read = (records.stored_record(scope.kind, row) for row in found)
        return {record.id: record for record in read if record.id is not None}

    def local_records(self, scope: Scope, keys: Sequence[str]) -> Mapping[str, StoredRecord]:
        """Read rows by their own ids, and lock them until the transaction ends."""
        wanted = records.row_keys(keys, self._dialect)
        found = self._rows(records.records_by_key(scope.kind, self._dialect), scope, of_ids=wanted)
        read = (records.stored_record(scope.kind, row) for row in found)
        return {record.key: record for record in read if record.key is not None}

    def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        """Read what somebody may have made, edited or deleted here since it was last settled."""
        place, _, name = ("row", "", "") if after is None else after.partition(":")
        found: list[StoredRecord] = []
        if place == "row":
            statement = records.edited_rows(scope.kind, self._dialect, goes_on=after is not None)
            rows = self._rows(statement, scope, of_after=name, of_limit=limit)
            found = [records.stored_record(scope.kind, row) for row in rows]
            name = ""
        if len(found) < limit:
            statement = records.gone_rows(scope.kind, self._dialect)
            gone = self._rows(statement, scope, of_after=name, of_limit=limit - len(found))
            found.extend(records.gone_record(row[0]) for row in gone)
        return found

    def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        """Write rows."""
        kept = record_table(scope.kind)
        problems = [None if one.delete else unstorable(kept, one) for one in writes]
        storable = [one for one, problem in zip(writes, problems, strict=True) if problem is None]
        misplaced = iter(records.misplaced(storable, *self._places(scope, storable)))
        reasons = [next(misplaced) if problem is None else problem for problem in problems]
        judged = list(zip(writes, reasons, strict=True))
        for statement, parameters in records.writing(scope, [one for one, why in judged if why is None], self._dialect):
            self._connection.execute(statement, parameters)
        return [Rejected(write=one, reason=why) for one, why in judged if why is not None]

    def _places(self, scope: Scope, writes: Sequence[RecordWrite]) -> tuple[set[str], dict[str, str]]:
        """Give those of the writes' rows that are there, and the rows that have their Ascora ids."""
        keys = records.row_keys([one.key for one in writes if one.key is not None], self._dialect)
        ids = [one.id for one in writes if one.id is not None and not one.delete]
        there = self._rows(records.names_by_key(scope.kind, self._dialect), scope, of_ids=keys) if keys else ()
        holders = self._rows(records.names_by_id(scope.kind, self._dialect), scope, of_ids=ids) if ids else ()
        return {row[0] for row in there}, {row[0]: row[1] for row in holders}

    def notes(self, scope: Scope, note_class: type[N], keys: Sequence[str]) -> Mapping[str, N]:
        """Read notes of a class."""
        shelf = note_class.shelf
        found = self._rows(shelves.notes_by_key(shelf, self._dialect), scope, of_ids=list(keys))
        read: Iterator[N] = (shelves.read_note(shelf, row) for row in found)
        return {note.key: note for note in read}

    def note_keys(self, scope: Scope, note_class: type[Note], *, after: str | None, limit: int) -> Sequence[str]:
        """List the keys of a class of notes, in an order that does not change, from the first one after a key on."""
        statement = shelves.note_keys(note_class.shelf, goes_on=after is not None)
        return [row[0] for row in self._rows(statement, scope, of_after=after, of_limit=limit)]

    def count_notes(self, scope: Scope, note_class: type[Note]) -> int:
        """Count the notes of a class."""
        count: int = (self._execute(shelves.count_notes(note_class.shelf), scope)).scalar_one()
        return count

    def keep(self, scope: Scope, notes: Sequence[Note]) -> None:
        """Keep notes, each in place of the one with its class and key if there is one; each key once."""
        for statement, rows in shelves.keeping(scope, notes, self._dialect):
            self._connection.execute(statement, rows)

    def drop(self, scope: Scope, note_class: type[Note], keys: Sequence[str]) -> None:
        """Drop notes of a class; keys without one are passed over."""
        self._execute(shelves.drop_notes(note_class.shelf, self._dialect), scope, of_ids=list(keys))

    def claim_lease(self, scope: Scope, lease: Lease, *, now: datetime) -> bool:
        """Take the lease on a scope, if it is free, has run out, or is the owner's already."""
        row = {
            "organization_id": scope.organization_id,
            "kind": scope.kind,
            "lease_owner": lease.owner,
            "lease_until": lease.until,
            "now": now,
        }
        return (self._connection.execute(leases.claim_lease(self._dialect), row)).rowcount == 1

    def renew_lease(self, scope: Scope, lease: Lease) -> bool:
        """Let the lease run on, if its owner still has it; lock it until the transaction ends."""
        parameters = scope_parameters(scope, of_owner=lease.owner, lease_until=lease.until)
        return (self._connection.execute(leases.RENEW_LEASE, parameters)).rowcount == 1

    def release_lease(self, scope: Scope, owner: str) -> None:
        """Give the lease back, if the owner still has it."""
        self._execute(leases.RELEASE_LEASE, scope, of_owner=owner)

    def append_audit(self, scope: Scope, entries: Sequence[AuditEntry]) -> None:
        """Append to the audit trail; what is in it never changes."""
        if entries:
            integration = self._integration(scope.organization_id)
            for statement, parameters in logs.appending(integration, scope, entries, self._dialect):
                self._connection.execute(statement, parameters)

    def audit(self, scope: Scope, names: Sequence[str]) -> Sequence[AuditEntry]:
        """Read what was decided of a record, in the order in which it was appended."""
        return [logs.audit_entry(row) for row in self._rows(logs.audit(self._dialect), scope, of_ids=names)]

    def mark_synced(self, organization_id: str, *, ok: bool, now: datetime) -> None:
        """Note when the organization was last synced, and whether that went well."""
        row = {
            "of_integration": self._integration(organization_id),
            "last_sync_at": now,
            "sync_status": "success" if ok else "error",
        }
        self._connection.execute(logs.MARK_SYNCED, row)

    def _rows(self, statement: Any, scope: Scope, **more: Any) -> Sequence[Sequence[Any]]:
        rows: Sequence[Sequence[Any]] = (self._execute(statement, scope, **more)).all()
        return rows

    def _execute(self, statement: Any, scope: Scope, **more: Any) -> Any:
        return self._connection.execute(statement, scope_parameters(scope, **more))

    def _integration(self, organization_id: str) -> Any:
        """Find the organization's integration, or make one, to which the audit trail belongs."""
        if organization_id not in self._integrations:
            parameters = {"organization_id": organization_id}
            found = (self._connection.execute(logs.INTEGRATION, parameters)).scalar_one_or_none()
            if found is None:
                self._connection.execute(logs.add_integration(self._dialect), parameters)
                found = (self._connection.execute(logs.INTEGRATION, parameters)).scalar_one()
            self._integrations[organization_id] = found
        return self._integrations[organization_id]


def _opened(url: URL) -> Engine:
    try:
        return create_engine(url)
    except ModuleNotFoundError as error:
        raise MissingExtraError(missing_driver(url, error.name), name=error.name) from None


def _run(connection: Connection, work: Any) -> Any:
    return work(connection)
