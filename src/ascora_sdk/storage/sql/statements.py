"""What SqlStorage asks of the database: statements made once, and the rows that go into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Delete, Insert, Select, Update, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ...codec import dumps
from ...sync.records import AuditEntry, Decision, FailedRecord, RecordWrite, Scope
from .tables import RECORD_TABLES, RecordTable, integrations, sync_checkpoints, sync_failures, sync_logs, sync_records

_INSERTS: Final[Mapping[str, Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_STATUSES: Final = {
    Decision.CREATED: "success",
    Decision.UPDATED: "success",
    Decision.CONFLICT: "pending",
    Decision.FAILED: "failed",
}


def record_table(kind: str) -> RecordTable:
    """Give the table of a kind.

    Raises:
        ValueError: If there is none.
    """
    if kind not in RECORD_TABLES:
        raise ValueError(f"SqlStorage has no table for {kind!r}; it has some for {', '.join(RECORD_TABLES)}")
    return RECORD_TABLES[kind]


DIGESTS: Final = select(sync_records.c.ascora_id, sync_records.c.digest).where(
    sync_records.c.organization_id == bindparam("organization_id"),
    sync_records.c.kind == bindparam("kind"),
    sync_records.c.ascora_id.in_(bindparam("ids", expanding=True)),
)

BASES: Final = DIGESTS.with_only_columns(sync_records.c.ascora_id, sync_records.c.base)

CHECKPOINT: Final = select(sync_checkpoints.c.cursor).where(
    sync_checkpoints.c.organization_id == bindparam("organization_id"), sync_checkpoints.c.kind == bindparam("kind")
)

FAILURES: Final = select(sync_failures.c.record_key, sync_failures.c.digest).where(
    sync_failures.c.organization_id == bindparam("organization_id"),
    sync_failures.c.kind == bindparam("kind"),
    sync_failures.c.record_key.in_(bindparam("keys", expanding=True)),
)

FORGET_FAILURES: Final = delete(sync_failures).where(
    sync_failures.c.organization_id == bindparam("organization_id"),
    sync_failures.c.kind == bindparam("kind"),
    sync_failures.c.record_key.not_in(bindparam("keys", expanding=True)),
)

INTEGRATION: Final = select(integrations.c.id).where(
    integrations.c.organization_id == bindparam("organization_id"), integrations.c.is_active
)

APPEND_AUDIT: Final = insert(sync_logs)


@lru_cache(maxsize=None)
def locked_records(kind: str) -> Select[Any]:
    """Select a kind's records by their Ascora ids, and lock them."""
    kept = record_table(kind)
    columns = [column.label(f"field_{name}") for name, column in kept.columns.items()]
    return (
        select(kept.ascora_id.label("ascora_id"), *columns)
        .where(
            kept.table.c.organization_id == bindparam("organization_id"),
            kept.ascora_id.in_(bindparam("ids", expanding=True)),
        )
        .with_for_update()
    )


@lru_cache(maxsize=None)
def insert_records(kind: str) -> Insert:
    """Insert records of a kind."""
    return insert(record_table(kind).table)


@lru_cache(maxsize=None)
def update_records(kind: str) -> Update:
    """Update records of a kind, all of their fields."""
    kept = record_table(kind)
    changed = [kept.synced_at, *kept.columns.values()]
    return (
        update(kept.table)
        .where(
            kept.table.c.organization_id == bindparam("of_organization"), kept.ascora_id == bindparam("of_ascora_id")
        )
        .values({column: bindparam(column.name) for column in changed})
    )


@lru_cache(maxsize=None)
def upsert_agreed(dialect: str) -> Any:
    """Insert or update what both sides agreed on."""
    statement = _INSERTS[dialect](sync_records)
    return statement.on_conflict_do_update(
        index_elements=[sync_records.c.organization_id, sync_records.c.kind, sync_records.c.ascora_id],
        set_={"base": statement.excluded.base, "digest": statement.excluded.digest},
    )


@lru_cache(maxsize=None)
def upsert_failures(dialect: str) -> Any:
    """Insert or update records put aside; one that failed before has failed once more."""
    statement = _INSERTS[dialect](sync_failures)
    return statement.on_conflict_do_update(
        index_elements=[sync_failures.c.organization_id, sync_failures.c.kind, sync_failures.c.record_key],
        set_={
            "digest": statement.excluded.digest,
            "error": statement.excluded.error,
            "payload": statement.excluded.payload,
            "attempts": sync_failures.c.attempts + 1,
        },
    )


def claim_lease(dialect: str, scope: Scope, owner: str, until: datetime, now: datetime) -> Any:
    """Take the lease, unless another's has not run out; it tells by the count of rows whether it was taken."""
    statement = _INSERTS[dialect](sync_checkpoints).values(
        organization_id=scope.organization_id, kind=scope.kind, lease_owner=owner, lease_until=until
    )
    held = sync_checkpoints.c
    return statement.on_conflict_do_update(
        index_elements=[held.organization_id, held.kind],
        set_={"lease_owner": owner, "lease_until": until},
        where=or_(held.lease_owner.is_(None), held.lease_owner == owner, held.lease_until <= now),
    )


def release_lease(scope: Scope, owner: str) -> Update:
    """Give the lease back, if the owner has it."""
    return _of_scope(update(sync_checkpoints), scope, sync_checkpoints.c.lease_owner == owner).values(
        lease_owner=None, lease_until=None
    )


def save_checkpoint(scope: Scope, cursor: Mapping[str, Any] | None) -> Update:
    """Keep how far a pull has come; the row is there, since whoever saves holds the lease."""
    return _of_scope(update(sync_checkpoints), scope).values(cursor=cursor)


def mark_synced(integration_id: Any, *, ok: bool, now: datetime) -> Update:
    """Note when an organization was last synced, and whether that went well."""
    status = "success" if ok else "error"
    return update(integrations).where(integrations.c.id == integration_id).values(last_sync_at=now, sync_status=status)


def forget_all_failures(scope: Scope) -> Delete:
    """Forget every record put aside."""
    failures = sync_failures.c
    return delete(sync_failures).where(failures.organization_id == scope.organization_id, failures.kind == scope.kind)


def record_rows(scope: Scope, writes: Sequence[RecordWrite], now: datetime) -> list[dict[str, Any]]:
    """Give the rows to insert, or to update with, for records."""
    kept = record_table(scope.kind)
    names = {name: column.name for name, column in kept.columns.items()}
    common = {kept.synced_at.name: now}
    return [
        {**_key(scope, write, kept), **common, **{names[name]: value for name, value in (write.values or {}).items()}}
        for write in writes
    ]


def agreed_rows(scope: Scope, writes: Sequence[RecordWrite]) -> list[dict[str, Any]]:
    """Give the rows for what both sides agreed on."""
    return [
        {
            "organization_id": scope.organization_id,
            "kind": scope.kind,
            "ascora_id": write.id,
            "base": dumps(write.base).decode("ascii"),
            "digest": write.digest,
        }
        for write in writes
    ]


def failure_rows(scope: Scope, failures: Sequence[FailedRecord]) -> list[dict[str, Any]]:
    """Give the rows for records put aside."""
    return [
        {
            "organization_id": scope.organization_id,
            "kind": scope.kind,
            "record_key": failure.key,
            "digest": failure.digest,
            "error": failure.error,
            "payload": dumps(failure.payload).decode("ascii"),
        }
        for failure in failures
    ]


def audit_rows(
    integration_id: Any, scope: Scope, entries: Sequence[AuditEntry], now: datetime
) -> list[dict[str, Any]]:
    """Give the rows for the audit trail."""
    return [
        {
            "integration_id": integration_id,
            "sync_type": "pull",
            "source": "ascora",
            "target": "local",
            "resource_type": scope.kind,
            "ascora_resource_id": entry.id,
            "status": _STATUSES[entry.decision],
            "error_message": entry.reason,
            "response_data": {"decision": entry.decision.value, **({"fields": entry.fields} if entry.fields else {})},
            "created_at": now,
        }
        for entry in entries
    ]


def _key(scope: Scope, write: RecordWrite, kept: RecordTable) -> dict[str, Any]:
    if write.is_new:
        return {"organization_id": scope.organization_id, kept.ascora_id.name: write.id}
    return {"of_organization": scope.organization_id, "of_ascora_id": write.id}


def _of_scope(statement: Update, scope: Scope, *conditions: Any) -> Update:
    table = sync_checkpoints.c
    return statement.where(table.organization_id == scope.organization_id, table.kind == scope.kind, *conditions)
