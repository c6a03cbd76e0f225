# Generated from ../../_async/storage/asking.py by tools/unasync; do not edit.
"""Shorthands: what is asked of a storage in a transaction of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import CUSTOMER, INVOICE, JOB, Agreed, AuditEntry, Note, RecordWrite, Rejected, Scope, StoredRecord

KINDS = {kind.name: kind for kind in (CUSTOMER, JOB, INVOICE)}
REQUIRED: Mapping[str, Mapping[str, Any]] = {
    "customer": {},
    "job": {"job_title": "Dry out", "customer_id": "c-1", "status": "pending"},
    "invoice": {
        "customer_id": "c-1",
        "invoice_number": "7",
        "invoice_date": "2026-02-17",
        "due_date": "2026-03-17",
        "total_amount": 1,
        "status": "draft",
    },
}


def values(kind: str = "customer", **some: Any) -> dict[str, Any]:
    """Give values for all of a kind's fields; of a kind without a table of its own, those that are given."""
    if kind not in KINDS:
        return some
    return {**KINDS[kind].values_of({}), **REQUIRED[kind], **some}


def write(storage: SqlStorage, scope: Scope, *writes: RecordWrite) -> Sequence[Rejected]:
    with storage.transaction() as work:
        return work.write(scope, writes)


def keep(storage: SqlStorage, scope: Scope, *notes: Note) -> None:
    with storage.transaction() as work:
        work.keep(scope, notes)


def agree(storage: SqlStorage, scope: Scope, *ids: str) -> None:
    keep(storage, scope, *(Agreed(key=id_, base="{}", digest="0f") for id_ in ids))


def row(storage: SqlStorage, scope: Scope, id_: str = "c-1", **some: Any) -> str:
    """Write a new row that is settled and agreed on, and give its key."""
    assert not write(storage, scope, RecordWrite(key=None, id=id_, values=values(scope.kind, **some)))
    agree(storage, scope, id_)
    key = (record(storage, scope, id_)).key
    assert key is not None
    return key


def record(storage: SqlStorage, scope: Scope, id_: str = "c-1") -> StoredRecord:
    with storage.transaction() as work:
        return (work.records(scope, [id_]))[id_]


def edited(storage: SqlStorage, scope: Scope) -> list[str]:
    """Give what was edited, in the order in which it is given: a row by its id, or its key; gone ones in brackets."""
    with storage.transaction() as work:
        found = work.edited(scope, after=None, limit=1000)
    return [f"({each.id})" if each.key is None else str(each.id or each.key) for each in found]


def trail(storage: SqlStorage, scope: Scope, *names: str) -> Sequence[AuditEntry]:
    with storage.transaction() as work:
        return work.audit(scope, names)
