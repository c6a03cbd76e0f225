"""Base, local, remote: what a pull does with one record. A pure decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..codec import dumps, loads
from .incoming import RemoteRecord
from .kinds import Kind
from .records import AuditEntry, Decision, RecordWrite, StoredRecord


@attrs.frozen(kw_only=True)
class Reconciled:
    """What to write for a record, and what to say of it; no entry if nothing but its digest is new."""

    write: RecordWrite
    entry: AuditEntry | None


def reconcile(kind: Kind, remote: RemoteRecord, stored: StoredRecord | None) -> Reconciled:
    """Decide what a pull does with a record that is not as it was when last seen.

    A field that changed on the server alone is taken over; one that was edited here alone is kept; one that both sides
    edited to different ends is a conflict, and stays as it is on either side.

    Args:
        kind: The record's kind.
        remote: The record as the server has it.
        stored: What the storage has of it, or None.

    Returns:
        What to write, and the audit entry.
    """
    incoming = kind.values_of(remote.item)
    if stored is None:
        entry = AuditEntry(id=remote.id, decision=Decision.CREATED)
        return Reconciled(write=_write(remote, incoming, is_new=True), entry=entry)
    if stored.local is None:
        entry = AuditEntry(id=remote.id, decision=Decision.CONFLICT, reason="deleted here, changed on the server")
        return Reconciled(write=_write(remote, None), entry=entry)
    base_item = None if stored.base is None else loads(stored.base)
    base = None if base_item is None else kind.values_of(base_item)
    kept, disputed = _kept_and_disputed(kind, base, stored.local, incoming)
    values = {**incoming, **{name: stored.local.get(name) for name in kept | disputed}}
    write = _write(remote, values)
    if disputed:
        write = attrs.evolve(write, base=_with_old_base(kind, remote.item, base_item or {}, disputed))
    return Reconciled(write=write, entry=_entry(remote, base or {}, stored.local, incoming, disputed))


def _kept_and_disputed(
    kind: Kind, base: Mapping[str, Any] | None, local: Mapping[str, Any], incoming: Mapping[str, Any]
) -> tuple[set[str], set[str]]:
    """Sort out the fields that were edited here: those to keep, and those that both sides edited to different ends."""
    differing = {name for name in kind.editable if local.get(name) != incoming[name]}
    if base is None:
        # Nothing was ever agreed on: a value that stands here was meant, an empty field was not.
        return set(), {name for name in differing if local.get(name) is not None}
    edited = {name for name in differing if local.get(name) != base[name]}
    disputed = {name for name in edited if incoming[name] != base[name]}
    return edited - disputed, disputed


def _write(remote: RemoteRecord, values: Mapping[str, Any] | None, *, is_new: bool = False) -> RecordWrite:
    return RecordWrite(id=remote.id, values=values, base=remote.as_json(), digest=remote.digest, is_new=is_new)


def _with_old_base(kind: Kind, item: Mapping[str, Any], base: Mapping[str, Any], disputed: set[str]) -> str:
    """Move the base on to what the server has, but for disputed fields, on which nobody agreed."""
    wires = {kind.wire_names[name] for name in disputed}
    moved = {name: value for name, value in item.items() if name not in wires}
    return dumps({**moved, **{name: base[name] for name in wires if name in base}}).decode("ascii")


def _entry(
    remote: RemoteRecord,
    base: Mapping[str, Any],
    local: Mapping[str, Any],
    incoming: Mapping[str, Any],
    disputed: set[str],
) -> AuditEntry | None:
    changed = [name for name, value in incoming.items() if value != base.get(name)]
    if not changed:
        return None
    fields = {name: {"base": base.get(name), "local": local.get(name), "remote": incoming[name]} for name in changed}
    if not disputed:
        return AuditEntry(id=remote.id, decision=Decision.UPDATED, fields=fields)
    reason = f"edited on both sides: {', '.join(sorted(disputed))}"
    return AuditEntry(id=remote.id, decision=Decision.CONFLICT, reason=reason, fields=fields)
