"""The storage on a SQL database: SQLite, or PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from types import TracebackType
from typing import Any

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from typing_extensions import Self

from ...errors import MissingExtraError
from ...storage.sql import leases, logs, records
from ...storage.sql import notes as shelves
from ...storage.sql.asking import scope_parameters
from ...storage.sql.connecting import ASYNC_SQLITE_DRIVER, missing_driver, prepare, url_with_driver
from ...storage.sql.limits import unstorable
from ...storage.sql.migrate import downgrade, pending, upgrade
from ...storage.sql.record_tables import record_table
from ...storage.sql.tables import forget_organization
from ...sync.audit import AuditEntry
from ...sync.errors import StorageNotReadyError
from ...sync.notes import N, Note
from ...sync.records import Lease, RecordWrite, Rejected, Scope, StoredRecord


class AsyncSqlStorage:
    """Keeps records in the contract's tables on SQLite or PostgreSQL (contract: What storage keeps).

    Money is exact in both: on SQLite, whose numbers are floats, it is text. A value that a column cannot hold puts its
    record aside; nothing is rounded.

    Example:
        ```python
        storage = AsyncSqlStorage("sqlite:///ascora.db")
        await storage.migrate()
        ```
    """

    def __init__(self, database: str | URL | AsyncEngine) -> None:
        """Open a storage; nothing is read or written yet.

        Args:
            database: The database's URL, such as `sqlite:///ascora.db`, or an engine of your own, which you dispose of
                yourself.
        """
        self._owned: AsyncEngine | None = None
        if isinstance(database, AsyncEngine):
            self._engine = database
        else:
            self._engine = self._owned = _opened(url_with_driver(database, ASYNC_SQLITE_DRIVER))
        prepare(self._engine)
        self._is_ready = False

    async def migrate(self) -> None:
        """Bring the database's tables up to date; where nothing is lacking, do nothing.

        Example:
            ```python
            await storage.migrate()
            ```
        """
        async with self._engine.begin() as connection:
            await _run(connection, upgrade)

    async def drop(self) -> None:
        """Take the tables away, with everything that is in them."""
        self._is_ready = False
        async with self._engine.begin() as connection:
            await _run(connection, downgrade)

    async def forget(self, organization_id: str) -> None:
        """Delete everything that is kept of an organization.

        Args:
            organization_id: The host's own id for it.
        """
        async with self._engine.begin() as connection:
            for statement in forget_organization(organization_id):
                await connection.execute(statement)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSqlUnitOfWork]:
        """Begin a transaction: committed at the end of the block, rolled back if it is left by an error.

        Raises:
            StorageNotReadyError: If the database's tables are not up to date.
        """
        async with self._engine.begin() as connection:
            if not self._is_ready and await _run(connection, pending):
                raise StorageNotReadyError("the database's tables are missing or old; call storage.migrate() first")
            self._is_ready = True
            yield AsyncSqlUnitOfWork(connection)

    async def close(self) -> None:
        """Close the connections, but not those of an engine that was handed in."""
        if self._owned is not None:
            await self._owned.dispose()

    async def __aenter__(self) -> Self:
        """Give the storage itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the storage."""
        await self.close()


class AsyncSqlUnitOfWork:
    """One transaction of a SQL storage; see `AsyncUnitOfWork` for what each method promises."""

    def __init__(self, connection: AsyncConnection) -> None:
        """Work on a connection whose transaction the storage began."""
        self._connection = connection
        self._dialect = connection.dialect.name
        self._integrations: dict[str, Any] = {}

    async def records(self, scope: Scope, ids: Sequence[str]) -> Mapping[str, StoredRecord]:
        """Read rows by their Ascora ids, and lock them until the transaction ends."""
        found = await self._rows(records.records_by_id(scope.kind, self._dialect), scope, of_ids=list(ids))
        read = (records.stored_record(scope.kind, row) for row in found)
        return {record.id: record for record in read if record.id is not None}

    async def local_records(self, scope: Scope, keys: Sequence[str]) -> Mapping[str, StoredRecord]:
        """Read rows by their own ids, and lock them until the transaction ends."""
        wanted = records.row_keys(keys, self._dialect)
        found = await self._rows(records.records_by_key(scope.kind, self._dialect), scope, of_ids=wanted)
        read = (records.stored_record(scope.kind, row) for row in found)
        return {record.key: record for record in read if record.key is not None}

    async def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        """Read what somebody may have made, edited or deleted here since it was last settled."""
        place, _, name = ("row", "", "") if after is None else after.partition(":")
        found: list[StoredRecord] = []
        if place == "row":
            statement = records.edited_rows(scope.kind, self._dialect, goes_on=after is not None)
            rows = await self._rows(statement, scope, of_after=name, of_limit=limit)
            found = [records.stored_record(scope.kind, row) for row in rows]
            name = ""
        if len(found) < limit:
            statement = records.gone_rows(scope.kind, self._dialect)
            gone = await self._rows(statement, scope, of_after=name, of_limit=limit - len(found))
            found.extend(records.gone_record(row[0]) for row in gone)
        return found

    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        """Write rows."""
        kept = record_table(scope.kind)
        problems = [None if one.delete else unstorable(kept, one) for one in writes]
        storable = [one for one, problem in zip(writes, problems, strict=True) if problem is None]
        misplaced = iter(records.misplaced(storable, *await self._places(scope, storable)))
        reasons = [next(misplaced) if problem is None else problem for problem in problems]
        judged = list(zip(writes, reasons, strict=True))
        for statement, parameters in records.writing(scope, [one for one, why in judged if why is None], self._dialect):
            await self._connection.execute(statement, parameters)
        return [Rejected(write=one, reason=why) for one, why in judged if why is not None]

    async def _places(self, scope: Scope, writes: Sequence[RecordWrite]) -> tuple[set[str], dict[str, str]]:
        """Give those of the writes' rows that are there, and the rows that have their Ascora ids."""
        keys = records.row_keys([one.key for one in writes if one.key is not None], self._dialect)
        ids = [one.id for one in writes if one.id is not None and not one.delete]
        there = await self._rows(records.names_by_key(scope.kind, self._dialect), scope, of_ids=keys) if keys else ()
        holders = await self._rows(records.names_by_id(scope.kind, self._dialect), scope, of_ids=ids) if ids else ()
        return {row[0] for row in there}, {row[0]: row[1] for row in holders}

    async def notes(self, scope: Scope, note_class: type[N], keys: Sequence[str]) -> Mapping[str, N]:
        """Read notes of a class."""
        shelf = note_class.shelf
        found = await self._rows(shelves.notes_by_key(shelf, self._dialect), scope, of_ids=list(keys))
        read: Iterator[N] = (shelves.read_note(shelf, row) for row in found)
        return {note.key: note for note in read}

    async def note_keys(self, scope: Scope, note_class: type[Note], *, after: str | None, limit: int) -> Sequence[str]:
        """List the keys of a class of notes, in an order that does not change, from the first one after a key on."""
        statement = shelves.note_keys(note_class.shelf, goes_on=after is not None)
        return [row[0] for row in await self._rows(statement, scope, of_after=after, of_limit=limit)]

    async def count_notes(self, scope: Scope, note_class: type[Note]) -> int:
        """Count the notes of a class."""
        count: int = (await self._execute(shelves.count_notes(note_class.shelf), scope)).scalar_one()
        return count

    async def keep(self, scope: Scope, notes: Sequence[Note]) -> None:
        """Keep notes, each in place of the one with its class and key if there is one; each key once."""
        for statement, rows in shelves.keeping(scope, notes, self._dialect):
            await self._connection.execute(statement, rows)

    async def drop(self, scope: Scope, note_class: type[Note], keys: Sequence[str]) -> None:
        """Drop notes of a class; keys without one are passed over."""
        await self._execute(shelves.drop_notes(note_class.shelf, self._dialect), scope, of_ids=list(keys))

    async def claim_lease(self, scope: Scope, lease: Lease, *, now: datetime) -> bool:
        """Take the lease on a scope, if it is free, has run out, or is the owner's already."""
        row = {
            "organization_id": scope.organization_id,
            "kind": scope.kind,
            "lease_owner": lease.owner,
            "lease_until": lease.until,
            "now": now,
        }
        return (await self._connection.execute(leases.claim_lease(self._dialect), row)).rowcount == 1

    async def renew_lease(self, scope: Scope, lease: Lease) -> bool:
        """Let the lease run on, if its owner still has it; lock it until the transaction ends."""
        parameters = scope_parameters(scope, of_owner=lease.owner, lease_until=lease.until)
        return (await self._connection.execute(leases.RENEW_LEASE, parameters)).rowcount == 1

    async def release_lease(self, scope: Scope, owner: str) -> None:
        """Give the lease back, if the owner still has it."""
        await self._execute(leases.RELEASE_LEASE, scope, of_owner=owner)

    async def append_audit(self, scope: Scope, entries: Sequence[AuditEntry]) -> None:
        """Append to the audit trail; what is in it never changes."""
        if entries:
            integration = await self._integration(scope.organization_id)
            for statement, parameters in logs.appending(integration, scope, entries, self._dialect):
                await self._connection.execute(statement, parameters)

    async def audit(self, scope: Scope, names: Sequence[str]) -> Sequence[AuditEntry]:
        """Read what was decided of a record, in the order in which it was appended."""
        return [logs.audit_entry(row) for row in await self._rows(logs.audit(self._dialect), scope, of_ids=names)]

    async def mark_synced(self, organization_id: str, *, ok: bool, now: datetime) -> None:
        """Note when the organization was last synced, and whether that went well."""
        row = {
            "of_integration": await self._integration(organization_id),
            "last_sync_at": now,
            "sync_status": "success" if ok else "error",
        }
        await self._connection.execute(logs.MARK_SYNCED, row)

    async def _rows(self, statement: Any, scope: Scope, **more: Any) -> Sequence[Sequence[Any]]:
        rows: Sequence[Sequence[Any]] = (await self._execute(statement, scope, **more)).all()
        return rows

    async def _execute(self, statement: Any, scope: Scope, **more: Any) -> Any:
        return await self._connection.execute(statement, scope_parameters(scope, **more))

    async def _integration(self, organization_id: str) -> Any:
        """Find the organization's integration, or make one, to which the audit trail belongs."""
        if organization_id not in self._integrations:
            parameters = {"organization_id": organization_id}
            found = (await self._connection.execute(logs.INTEGRATION, parameters)).scalar_one_or_none()
            if found is None:
                await self._connection.execute(logs.add_integration(self._dialect), parameters)
                found = (await self._connection.execute(logs.INTEGRATION, parameters)).scalar_one()
            self._integrations[organization_id] = found
        return self._integrations[organization_id]


def _opened(url: URL) -> AsyncEngine:
    try:
        return create_async_engine(url)
    except ModuleNotFoundError as error:
        raise MissingExtraError(missing_driver(url, error.name), name=error.name) from None


async def _run(connection: AsyncConnection, work: Any) -> Any:
    if True:  # ASYNC
        return await connection.run_sync(work)
    return work(connection)
