"""What SqlStorage asks of the database: statements made once, and the rows that go into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Delete,
    Insert,
    Text,
    Update,
    any_,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal_column,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from ...sync.records import AuditEntry, Decision, FailedRecord, RecordWrite, Scope
from .defaults import current_moment
from .limits import tellable
from .tables import RECORD_TABLES, RecordTable, integrations, sync_checkpoints, sync_failures, sync_logs, sync_records
from .types import POSTGRESQL, JsonValue

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


@cache
def digests(dialect: str) -> Any:
    """Select the digests of those ids that are known."""
    return _agreed(dialect, sync_records.c.digest)


@cache
def bases(dialect: str) -> Any:
    """Select what both sides agreed on."""
    return _agreed(dialect, sync_records.c.base)


CHECKPOINT: Final = select(sync_checkpoints.c.cursor).where(
    sync_checkpoints.c.organization_id == bindparam("organization_id"), sync_checkpoints.c.kind == bindparam("kind")
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

_PULL: Final[Mapping[str, Any]] = {
    "sync_type": literal_column("'pull'"),
    "source": literal_column("'ascora'"),
    "target": literal_column("'local'"),
}


@cache
def append_creations(kind: str, dialect: str) -> Insert:
    """Append to the audit trail that records were created, of which there is nothing else to say.

    A first pull says it of every record; so it is said of a page at once, from the records themselves.
    """
    kept = record_table(kind)
    created = select(
        bindparam("integration_id", type_=sync_logs.c.integration_id.type),
        *_PULL.values(),
        literal_column(f"'{kind}'"),
        cast(kept.table.c.id, Text),
        kept.ascora_id,
        literal_column(f"'{_STATUSES[Decision.CREATED]}'"),
    ).where(
        kept.table.c.organization_id == bindparam("organization_id"),
        _is_one_of(kept.ascora_id, dialect),
    )
    names = ["integration_id", *_PULL, "resource_type", "resource_id", "ascora_resource_id", "status"]
    # Without this SQLAlchemy would make the rows' ids in Python if it could, and ask for them if not.
    return insert(sync_logs).from_select(names, created, include_defaults=False)


@cache
def append_audit(kind: str) -> Insert:
    """Append to the audit trail what was decided of records."""
    kept = record_table(kind)
    row_id = select(cast(kept.table.c.id, Text)).where(
        kept.table.c.organization_id == bindparam("of_organization"), kept.ascora_id == bindparam("of_ascora_id")
    )
    return insert(sync_logs).values(**_PULL, resource_id=row_id.scalar_subquery())


@cache
def add_integration(dialect: str) -> Any:
    """Insert an organization's integration, unless another worker has just done so."""
    return _INSERTS[dialect](integrations).on_conflict_do_nothing()


@cache
def failures(dialect: str) -> Any:
    """Select the digests of those records that are put aside already."""
    return select(sync_failures.c.record_key, sync_failures.c.digest).where(
        sync_failures.c.organization_id == bindparam("organization_id"),
        sync_failures.c.kind == bindparam("kind"),
        _is_one_of(sync_failures.c.record_key, dialect),
    )


@cache
def forget_failures(dialect: str) -> Delete:
    """Forget all records put aside but those of some keys."""
    return delete(sync_failures).where(
        sync_failures.c.organization_id == bindparam("organization_id"),
        sync_failures.c.kind == bindparam("kind"),
        not_(_is_one_of(sync_failures.c.record_key, dialect)),
    )


@cache
def locked_records(kind: str, dialect: str) -> Any:
    """Select a kind's records by their Ascora ids, and lock them."""
    kept = record_table(kind)
    columns = [column.label(f"field_{name}") for name, column in kept.columns.items()]
    return (
        select(kept.ascora_id.label("ascora_id"), *columns)
        .where(
            kept.table.c.organization_id == bindparam("organization_id"),
            _is_one_of(kept.ascora_id, dialect),
        )
        .with_for_update()
    )


@cache
def insert_records(kind: str) -> Insert:
    """Insert records of a kind."""
    kept = record_table(kind)
    return insert(kept.table).values({kept.synced_at: current_moment()})


@cache
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


@cache
def upsert_agreed(dialect: str) -> Any:
    """Insert or update what both sides agreed on."""
    statement = _INSERTS[dialect](sync_records)
    return statement.on_conflict_do_update(
        index_elements=[sync_records.c.organization_id, sync_records.c.kind, sync_records.c.ascora_id],
        set_={"base": statement.excluded.base, "digest": statement.excluded.digest},
    )


@cache
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


@cache
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
    ).execution_options(preserve_rowcount=True)


def record_rows(scope: Scope, writes: Sequence[RecordWrite]) -> list[dict[str, Any]]:
    """Give the rows to insert, or to update with, for records."""
    kept = record_table(scope.kind)
    renamed = [(name, column.name) for name, column in kept.columns.items() if name != column.name]
    rows: list[dict[str, Any]] = []
    for write in writes:
        if write.values is not None:
            row = {**write.values, **_key(scope, write, kept)}
            row.update([(column, row.pop(name)) for name, column in renamed])
            rows.append(row)
    return rows


def agreed_rows(scope: Scope, writes: Sequence[RecordWrite]) -> list[dict[str, Any]]:
    """Give the rows for what both sides agreed on."""
    return [
        {
            "organization_id": scope.organization_id,
            "kind": scope.kind,
            "ascora_id": write.id,
            "base": write.base,
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
            "payload": failure.payload,
        }
        for failure in failures
    ]


def audit_rows(integration_id: Any, scope: Scope, entries: Sequence[AuditEntry]) -> list[dict[str, Any]]:
    """Give the rows for the audit trail."""
    return [
        {
            "integration_id": integration_id,
            "of_organization": scope.organization_id,
            "of_ascora_id": entry.id,
            "resource_type": scope.kind,
            "ascora_resource_id": entry.id,
            "status": _STATUSES[entry.decision],
            "error_message": entry.reason,
            "response_data": {"decision": entry.decision.value, "fields": tellable(entry.fields)},
        }
        for entry in entries
    ]


def _agreed(dialect: str, column: Column[str]) -> Any:
    return select(sync_records.c.ascora_id, column).where(
        sync_records.c.organization_id == bindparam("organization_id"),
        sync_records.c.kind == bindparam("kind"),
        _is_one_of(sync_records.c.ascora_id, dialect),
    )


def _is_one_of(column: Column[str], dialect: str) -> ColumnElement[bool]:
    """Ask whether a column is one of the parameter `ids`, which is one parameter however many they are."""
    if dialect == POSTGRESQL:
        return column == any_(bindparam("ids", type_=postgresql.ARRAY(Text)))
    ids = func.json_each(bindparam("ids", type_=JsonValue()))
    return column.in_(select(literal_column("value")).select_from(ids))


def _key(scope: Scope, write: RecordWrite, kept: RecordTable) -> dict[str, Any]:
    if write.is_new:
        return {"organization_id": scope.organization_id, kept.ascora_id.name: write.id}
    return {"of_organization": scope.organization_id, "of_ascora_id": write.id}
