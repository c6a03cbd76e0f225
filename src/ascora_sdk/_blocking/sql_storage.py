# Generated from ../_async/sql_storage.py by tools/unasync; do not edit.
"""The storage on a SQL database: SQLite, or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Collection, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Any

from sqlalchemy import URL
from sqlalchemy import Connection, Engine, create_engine
from typing_extensions import Self

from ..errors import MissingExtraError
from ..storage.sql import statements
from ..storage.sql.connecting import BLOCKING_SQLITE_DRIVER, missing_driver, prepare, url_with_driver
from ..storage.sql.limits import unreadable, unstorable
from ..storage.sql.migrate import downgrade, pending, upgrade
from ..storage.sql.tables import forget_organization
from ..sync.errors import StorageNotReadyError
from ..sync.records import (
    AuditEntry,
    Checkpoint,
    Decision,
    FailedRecord,
    Lease,
    RecordWrite,
    Rejected,
    Scope,
    StoredRecord,
)


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

    def claim_lease(self, scope: Scope, lease: Lease, *, now: datetime) -> bool:
        """Take the lease on a scope, if it is free, has run out, or is the owner's already."""
        row = {**_scoped(scope), "lease_owner": lease.owner, "lease_until": lease.until, "now": now}
        return (self._connection.execute(statements.claim_lease(self._dialect), row)).rowcount == 1

    def release_lease(self, scope: Scope, owner: str) -> None:
        """Give the lease back, if the owner still has it."""
        self._connection.execute(statements.RELEASE_LEASE, {**_of(scope), "of_owner": owner})

    def checkpoint(self, scope: Scope) -> Checkpoint | None:
        """Read how far a pull that did not come to its end had come."""
        cursor = (self._connection.execute(statements.CHECKPOINT, _scoped(scope))).scalar_one_or_none()
        return None if cursor is None else Checkpoint(offset=cursor["offset"])

    def save_checkpoint(self, scope: Scope, checkpoint: Checkpoint | None, lease: Lease) -> bool:
        """Keep how far the pull has come, and renew the lease, if the owner still has it."""
        cursor = None if checkpoint is None else {"offset": checkpoint.offset}
        row = {**_of(scope), "of_owner": lease.owner, "cursor": cursor, "lease_until": lease.until}
        return (self._connection.execute(statements.SAVE_CHECKPOINT, row)).rowcount == 1

    def digests(self, scope: Scope, ids: Sequence[str]) -> Mapping[str, str]:
        """Give the digests of the remote objects as last seen, of those ids that are known."""
        rows = self._connection.execute(statements.digests(self._dialect), _scoped(scope, ids=ids))
        return _pairs(rows)

    def records(self, scope: Scope, ids: Sequence[str], *, known: Collection[str]) -> Mapping[str, StoredRecord]:
        """Read records, and lock them until the transaction ends."""
        kept = statements.record_table(scope.kind)
        select = statements.locked_records(scope.kind, self._dialect)
        rows = self._connection.execute(select, _scoped(scope, ids=ids))
        locals_ = {row[0]: dict(zip(kept.columns, row[1:], strict=True)) for row in rows}
        bases = self._bases(scope, [id_ for id_ in ids if id_ in known])
        problems = {id_: unreadable(kept, values) for id_, values in locals_.items()}
        return {
            id_: StoredRecord(id=id_, base=bases.get(id_), local=locals_.get(id_), problem=problems.get(id_))
            for id_ in bases.keys() | locals_.keys()
        }

    def _bases(self, scope: Scope, ids: Sequence[str]) -> Mapping[str, str]:
        if not ids:
            return {}
        rows = self._connection.execute(statements.bases(self._dialect), _scoped(scope, ids=ids))
        return _pairs(rows)

    def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        """Write records, with what both sides agreed on."""
        kept = statements.record_table(scope.kind)
        good: list[RecordWrite] = []
        rejected: list[Rejected] = []
        for one in writes:
            problem = None if one.values is None else unstorable(kept, one.values, one.base)
            if problem is None:
                good.append(one)
            else:
                rejected.append(Rejected(id=one.id, reason=problem))
        new_rows = statements.record_rows(scope, [one for one in good if one.is_new])
        changed_rows = statements.record_rows(scope, [one for one in good if not one.is_new])
        self._execute(statements.insert_records(scope.kind), new_rows)
        self._execute(statements.update_records(scope.kind), changed_rows)
        self._execute(statements.upsert_agreed(self._dialect), statements.agreed_rows(scope, good))
        return rejected

    def put_aside(self, scope: Scope, failures: Sequence[FailedRecord]) -> Sequence[FailedRecord]:
        """Keep records that failed; one that is kept already with the same digest stays as it is."""
        parameters = {**_scoped(scope), "ids": [failure.key for failure in failures]}
        rows = self._connection.execute(statements.failures(self._dialect), parameters)
        kept = _pairs(rows)
        new = [failure for failure in failures if kept.get(failure.key) != failure.digest]
        self._execute(statements.upsert_failures(self._dialect), statements.failure_rows(scope, new))
        return new

    def keep_aside(self, scope: Scope, keys: Sequence[str]) -> None:
        """Forget all records put aside but those of these keys."""
        self._connection.execute(statements.forget_failures(self._dialect), {**_scoped(scope), "ids": keys})

    def mark_synced(self, organization_id: str, *, ok: bool, now: datetime) -> None:
        """Note when the organization was last synced, and whether that went well."""
        row = {
            "of_integration": self._integration(organization_id),
            "last_sync_at": now,
            "sync_status": "success" if ok else "error",
        }
        self._connection.execute(statements.MARK_SYNCED, row)

    def append_audit(self, scope: Scope, entries: Sequence[AuditEntry]) -> None:
        """Append to the audit trail."""
        integration = self._integration(scope.organization_id)
        created = [entry.id for entry in entries if entry.decision is Decision.CREATED]
        if created:
            parameters = {"integration_id": integration, "organization_id": scope.organization_id, "ids": created}
            self._connection.execute(statements.append_creations(scope.kind, self._dialect), parameters)
        others = [entry for entry in entries if entry.decision is not Decision.CREATED]
        self._execute(statements.append_audit(scope.kind), statements.audit_rows(integration, scope, others))

    def _execute(self, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(statement, rows)

    def _integration(self, organization_id: str) -> Any:
        """Find the organization's integration, or make one, to which the audit trail belongs."""
        parameters = {"organization_id": organization_id}
        found = (self._connection.execute(statements.INTEGRATION, parameters)).scalar_one_or_none()
        if found is not None:
            return found
        self._connection.execute(statements.add_integration(self._dialect), parameters)
        return (self._connection.execute(statements.INTEGRATION, parameters)).scalar_one()


def _opened(url: URL) -> Engine:
    try:
        return create_engine(url)
    except ModuleNotFoundError as error:
        raise MissingExtraError(missing_driver(url, error.name), name=error.name) from None


def _run(connection: Connection, work: Any) -> Any:
    return work(connection)


def _pairs(rows: Any) -> dict[str, str]:
    return {row[0]: row[1] for row in rows}


def _scoped(scope: Scope, **more: Any) -> dict[str, Any]:
    return {"organization_id": scope.organization_id, "kind": scope.kind, **more}


def _of(scope: Scope) -> dict[str, Any]:
    # An UPDATE's own columns have their names as parameters already.
    return {"of_organization": scope.organization_id, "of_kind": scope.kind}
