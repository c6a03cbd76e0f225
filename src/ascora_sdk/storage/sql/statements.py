"""What SqlStorage asks of the database: statements made once, and the rows that go into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Insert, Select, Update, bindparam, delete, insert, literal_column, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ...codec import dumps
from ...sync.records import AuditEntry, Decision, FailedRecord, RecordWrite, Scope
from .defaults import current_moment
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

RELEASE_LEASE: Final = (
    update(sync_checkpoints)
    .where(
        sync_checkpoints.c.organization_id == bindparam("of_organization"),
        sync_checkpoints.c.kind == bindparam("of_kind"),
        sync_checkpoints.c.lease_owner == bindparam("of_owner"),
    )
    .values(lease_owner=None, lease_until=None)
)

SAVE_CHECKPOINT: Final = (
    update(sync_checkpoints)
    .where(
        sync_checkpoints.c.organization_id == bindparam("of_organization"),
        sync_checkpoints.c.kind == bindparam("of_kind"),
        sync_checkpoints.c.lease_owner == bindparam("of_owner"),
    )
    .values(cursor=bindparam("cursor"), lease_until=bindparam("lease_until"))
)

MARK_SYNCED: Final = (
    update(integrations)
    .where(integrations.c.id == bindparam("of_integration"))
    .values(last_sync_at=bindparam("last_sync_at"), sync_status=bindparam("sync_status"))
)

APPEND_AUDIT: Final = insert(sync_logs).values(
    sync_type=literal_column("'pull'"), source=literal_column("'ascora'"), target=literal_column("'local'")
)


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
    kept = record_table(kind)
    return insert(kept.table).values({kept.synced_at: current_moment()})


@lru_cache(maxsize=None)
def update_records(kind: str) -> Update:
    """Update records of a kind, all of their fields."""
    kept = record_table(kind)
    return (
        update(kept.table)
        .where(
            kept.table.c.organization_id == bindparam("of_organization"), kept.ascora_id == bindparam("of_ascora_id")
        )
        .values({kept.synced_at: current_moment(), **{one: bindparam(one.name) for one in kept.columns.values()}})
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


@lru_cache(maxsize=None)
def claim_lease(dialect: str) -> Any:
    """Take the lease, unless another's has not run out; it tells by the count of rows whether it was taken."""
    statement = _INSERTS[dialect](sync_checkpoints)
    held = sync_checkpoints.c
    return statement.on_conflict_do_update(
        index_elements=[held.organization_id, held.kind],
        set_={"lease_owner": statement.excluded.lease_owner, "lease_until": statement.excluded.lease_until},
        where=or_(
            held.lease_owner.is_(None),
            held.lease_owner == statement.excluded.lease_owner,
            held.lease_until <= bindparam("now", type_=held.lease_until.type),
        ),
    )


def record_rows(scope: Scope, writes: Sequence[RecordWrite]) -> list[dict[str, Any]]:
    """Give the rows to insert, or to update with, for records."""
    kept = record_table(scope.kind)
    names = [(name, column.name) for name, column in kept.columns.items()]
    return [
        {**_key(scope, write, kept), **{column: values[name] for name, column in names}}
        for write in writes
        if (values := write.values) is not None
    ]


def agreed_rows(scope: Scope, writes: Sequence[tuple[RecordWrite, str]]) -> list[dict[str, Any]]:
    """Give the rows for what both sides agreed on; each write comes with its base as JSON text."""
    return [
        {
            "organization_id": scope.organization_id,
            "kind": scope.kind,
            "ascora_id": write.id,
            "base": base,
            "digest": write.digest,
        }
        for write, base in writes
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


def audit_rows(integration_id: Any, scope: Scope, entries: Sequence[AuditEntry]) -> list[dict[str, Any]]:
    """Give the rows for the audit trail."""
    return [
        {
            "integration_id": integration_id,
            "resource_type": scope.kind,
            "ascora_resource_id": entry.id,
            "status": _STATUSES[entry.decision],
            "error_message": entry.reason,
            "response_data": {"decision": entry.decision.value, **({"fields": entry.fields} if entry.fields else {})},
        }
        for entry in entries
    ]


def _key(scope: Scope, write: RecordWrite, kept: RecordTable) -> dict[str, Any]:
    if write.is_new:
        return {"organization_id": scope.organization_id, kept.ascora_id.name: write.id}
    return {"of_organization": scope.organization_id, "of_ascora_id": write.id}
