"""The statements about the audit trail, and about the integration that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Insert, Select, Text, bindparam, cast, func, insert, select, union, update

from ...codec import loads
from ...sync.audit import AuditEntry, Decision
from ...sync.records import Scope
from .asking import ids_in_order, in_scope, insert_or_else, is_one_of, scope_parameters
from .limits import tellable
from .record_tables import RecordTable, record_table
from .tables import integrations, sync_logs

_STATUSES: Final[Mapping[Decision, str]] = {
    Decision.CONFLICT: "pending",
    Decision.FAILED: "failed",
    Decision.SKIPPED: "skipped",
}
# From where to where a decision led; what is not here concerned both sides.
_PULLED: Final = {"sync_type": "pull", "source": "ascora", "target": "local"}
_PUSHED: Final = {"sync_type": "push", "source": "local", "target": "ascora"}
_BOTH: Final = {"sync_type": "sync", "source": None, "target": None}
_WAYS: Final[Mapping[Decision, Mapping[str, str | None]]] = {
    Decision.CREATED: _PULLED,
    Decision.UPDATED: _PULLED,
    Decision.PUSHED: _PUSHED,
    Decision.SKIPPED: _PUSHED,
}

_OF_KIND: Final = sync_logs.c.resource_type == bindparam("of_kind")

INTEGRATION: Final = (
    select(integrations.c.id)
    .where(integrations.c.organization_id == bindparam("organization_id"))
    # One that is switched off is the organization's still; the trail of one that was replaced goes on in the new one.
    .order_by(integrations.c.is_active.desc(), integrations.c.created_at.desc())
    .limit(1)
)

MARK_SYNCED: Final = (
    update(integrations)
    .where(integrations.c.id == bindparam("of_integration"))
    .values(last_sync_at=bindparam("last_sync_at"), sync_status=bindparam("sync_status"))
)


@cache
def audit(dialect: str) -> Any:
    """Select what was decided of a record, by its Ascora id or its row's, in the order in which it was appended."""
    told = sync_logs.c
    own = select(integrations.c.id).where(integrations.c.organization_id == bindparam("of_organization"))
    names = (told.ascora_resource_id, told.resource_id)
    # Each of the two by its own index: with an OR SQLite would go through all rows of the kind.
    found = union(*(select(told.seq).where(_OF_KIND, is_one_of(name, dialect)) for name in names))
    return (
        select(
            told.ascora_resource_id,
            told.resource_id,
            told.decision,
            told.error_message,
            told.response_data,
            told.created_at,
        )
        # A host may have rows of its own here, which tell no decision.
        .where(told.seq.in_(found), told.integration_id.in_(own), told.decision.is_not(None))
        .order_by(told.seq)
    )


@cache
def add_integration(dialect: str) -> Any:
    """Insert an organization's integration, unless another worker has just done so."""
    return insert_or_else(integrations, dialect).on_conflict_do_nothing()


def appending(
    integration_id: Any, scope: Scope, entries: Sequence[AuditEntry], dialect: str
) -> Iterator[tuple[Any, Any]]:
    """Give the statements that append to the audit trail, each with its parameters."""
    # A first pull says nothing but this of every record, so it is said of a whole page at once.
    for decision, group in groupby(entries, lambda entry: entry.decision if _is_plain(entry) else None):
        told = scope_parameters(scope, integration_id=integration_id, resource_type=scope.kind)
        if decision is None:
            yield _append(scope.kind), [{**told, **_entry_row(entry)} for entry in group]
        else:
            told.update(_decision_row(decision), of_ids=[entry.id for entry in group])
            yield _append_plain(scope.kind, dialect), told


@cache
def _append(kind: str) -> Insert:
    """Append entries; one that names no row is given that with the record's Ascora id, if there is one."""
    kept = record_table(kind)
    row = _row_id(kept).where(*in_scope(kept.table), kept.ascora_id == bindparam("of_id"))
    return insert(sync_logs).values(resource_id=func.coalesce(bindparam("of_key", type_=Text()), row.scalar_subquery()))


@cache
def _append_plain(kind: str, dialect: str) -> Insert:
    """Append one decision of many records, of which nothing else is told."""
    kept = record_table(kind)
    ids = ids_in_order(dialect)
    row = _row_id(kept).where(*in_scope(kept.table), kept.ascora_id == ids.c.value)
    names = ["integration_id", "resource_type", *_decision_row(Decision.CREATED)]
    columns = [bindparam(name, type_=sync_logs.c[name].type) for name in names]
    told = select(*columns, row.scalar_subquery(), ids.c.value).order_by(ids.c.key)
    # Without this SQLAlchemy would make the rows' ids in Python if it could, and ask for them if not.
    return insert(sync_logs).from_select([*names, "resource_id", "ascora_resource_id"], told, include_defaults=False)


def _row_id(kept: RecordTable) -> Select[Any]:
    return select(cast(kept.table.c.id, Text))


def _is_plain(entry: AuditEntry) -> bool:
    return entry.id is not None and entry.key is None and entry.reason is None and entry.fields is None


def _decision_row(decision: Decision) -> dict[str, Any]:
    status = _STATUSES.get(decision, "success")
    return {**_WAYS.get(decision, _BOTH), "status": status, "decision": decision.value}


def _entry_row(entry: AuditEntry) -> dict[str, Any]:
    return {
        **_decision_row(entry.decision),
        "of_key": entry.key,
        "of_id": entry.id,
        "ascora_resource_id": entry.id,
        "error_message": entry.reason,
        "response_data": None if entry.fields is None else {"fields": tellable(entry.fields)},
    }


def audit_entry(row: Sequence[Any]) -> AuditEntry:
    """Read a row of the audit trail."""
    id_, key, decision, reason, data, at = row
    fields = data.get("fields") if isinstance(data, dict) else None
    told = loads(fields) if isinstance(fields, str) else fields
    return AuditEntry(id=id_, key=key, decision=Decision(decision), reason=reason, fields=told, at=at)
