"""Base, local, remote: what a pull does with one record. A pure decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from ..codec import dumps, loads
from ..models.record import EXTRA
from .incoming import RemoteRecord
from .kinds import Kind
from .records import AuditEntry, Decision, RecordWrite, StoredRecord

DISPUTED: Final = "?"
"""What follows a digest that is kept of a record in dispute."""


@attrs.frozen(kw_only=True)
class Reconciled:
    """What to write for a record, if anything, and what to say of it, if it was not said before."""

    write: RecordWrite | None
    entry: AuditEntry | None


def reconcile(kind: Kind, remote: RemoteRecord, stored: StoredRecord | None, *, seen: str | None = None) -> Reconciled:
    """Decide what a pull does with a record that is not as it was when last seen.

    A field that changed on the server alone is taken over; one that was edited here alone is kept; one that both sides
    edited to different ends is a conflict, and stays as it is on either side.

    Args:
        kind: The record's kind.
        remote: The record as the server has it.
        stored: What the storage has of it, or None.
        seen: The digest that was kept when it was last seen, or None.

    Returns:
        What to write, and the audit entry.
    """
    incoming = kind.values_of(remote.item)
    if stored is None:
        entry = AuditEntry(id=remote.id, decision=Decision.CREATED)
        return Reconciled(write=_write(remote, incoming, is_new=True), entry=entry)
    if stored.local is None:
        entry = AuditEntry(id=remote.id, decision=Decision.CONFLICT, reason="deleted here, changed on the server")
        return Reconciled(write=attrs.evolve(_write(remote, None), base=stored.base or "{}"), entry=entry)
    # What was never agreed on was, as it were, agreed to be empty: a value that stands here was meant.
    base_item = {} if stored.base is None else loads(stored.base)
    base = kind.values_of(base_item)
    kept, disputed = _kept_and_disputed(kind, base, stored.local, incoming)
    values = {**incoming, **{name: stored.local.get(name) for name in kept | disputed}}
    write = _write(remote, values)
    if disputed:
        # Not the plain digest: a dispute is looked at again each time, since an edit made here may have ended it.
        digest = remote.digest + DISPUTED
        if seen == digest:
            return Reconciled(write=None, entry=None)
        write = attrs.evolve(write, base=_with_old_base(kind, remote.item, base_item, disputed), digest=digest)
    return Reconciled(write=write, entry=_entry(remote, base, stored.local, incoming, disputed))


def _kept_and_disputed(
    kind: Kind, base: Mapping[str, Any], local: Mapping[str, Any], incoming: Mapping[str, Any]
) -> tuple[set[str], set[str]]:
    """Sort out the fields that were edited here: those to keep, and those that both sides edited to different ends."""
    # What nothing was ever agreed on is no edit of an unknown field: the server alone brought it.
    fields = kind.editable | {EXTRA} if base[EXTRA] is not None else kind.editable
    differing = {name for name in fields if not _same(local.get(name), incoming[name])}
    edited = {name for name in differing if not _same(local.get(name), base[name])}
    disputed = {name for name in edited if not _same(incoming[name], base[name])}
    return edited - disputed, disputed


def _same(one: Any, other: Any) -> bool:
    """Compare JSON values; to Python true is 1, to JSON it is not."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)


def _write(remote: RemoteRecord, values: Mapping[str, Any] | None, *, is_new: bool = False) -> RecordWrite:
    return RecordWrite(id=remote.id, values=values, base=remote.as_json(), digest=remote.digest, is_new=is_new)


def _with_old_base(kind: Kind, item: Mapping[str, Any], base: Mapping[str, Any], disputed: set[str]) -> str:
    """Move the base on to what the server has, but for disputed fields, on which nobody agreed."""
    wires = {kind.wire_names[name] for name in disputed - {EXTRA}}
    if EXTRA in disputed:
        wires |= (item.keys() | base.keys()) - {"id", *kind.wire_names.values()}
    moved = {name: value for name, value in item.items() if name not in wires}
    return dumps({**moved, **{name: base[name] for name in wires if name in base}}).decode("ascii")


def _entry(
    remote: RemoteRecord,
    base: Mapping[str, Any],
    local: Mapping[str, Any],
    incoming: Mapping[str, Any],
    disputed: set[str],
) -> AuditEntry | None:
    changed = [name for name, value in incoming.items() if not _same(value, base.get(name))]
    if not changed:
        return None
    fields = {name: {"base": base.get(name), "local": local.get(name), "remote": incoming[name]} for name in changed}
    if not disputed:
        return AuditEntry(id=remote.id, decision=Decision.UPDATED, fields=fields)
    reason = f"edited on both sides: {', '.join(sorted(disputed))}"
    return AuditEntry(id=remote.id, decision=Decision.CONFLICT, reason=reason, fields=fields)
