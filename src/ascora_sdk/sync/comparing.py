"""The versions of one record, taken apart and compared: what is in dispute, and what was edited here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .conflict import Conflict
from .incoming import RemoteRecord
from .kinds import Kind
from .leaves import MISSING, Leaves, field_of, same, take_apart
from .merge import Dispute, Merge, merge
from .outcome import Known


def conflict_of(kind: Kind, known: Known, remote: RemoteRecord | None) -> Conflict:
    """Describe a record on which the sides do not agree, for a strategy or a person to decide."""
    base = kind.values_of(known.base)
    local, there = known.local, None if remote is None else kind.values_of(remote.item)
    disputes: Mapping[str, Dispute] = {}
    if local is not None and there is not None:
        disputes = sides_merged(kind, known, local, there).disputes
    return Conflict(
        id=f"{kind.name}:{known.id}",
        kind=kind.name,
        record_id=known.id,
        key=None if known.stored is None else known.stored.key,
        base=base,
        local=local,
        remote=there,
        fields=disputes,
        local_modified=None if known.stored is None else known.stored.modified,
        remote_modified=None if remote is None else kind.modified(remote.item),
    )


def sides_merged(kind: Kind, known: Known, local: Mapping[str, Any], incoming: Mapping[str, Any]) -> Merge:
    """Take from each side what it edited since both last agreed."""
    base = leaves_of(kind, kind.values_of(known.base))
    here, there = leaves_of(kind, local), leaves_of(kind, incoming)
    if known.sent is not None:
        _move_base(kind, known.sent, base, here, there, confirmed=known.confirmed)
    return merge(base, here, there, kind.editable)


def _move_base(
    kind: Kind, sent: Mapping[str, Any], base: Leaves, here: Leaves, there: Leaves, *, confirmed: bool
) -> None:
    """Move the base on to what was sent, where it arrived: our own push is no edit of the server's."""
    values = kind.values_of(sent)
    leaves = leaves_of(kind, values)
    named = {name for name, wire in kind.wire_names.items() if wire in sent}
    extra = {leaf for leaf in leaves if field_of(leaf) not in kind.wire_names}
    for leaf in {**leaves, **base, **there, **here}:
        if field_of(leaf) not in named and leaf not in extra:
            continue
        value, remote = leaves.get(leaf, MISSING), there.get(leaf, MISSING)
        if same(value, remote):
            put(base, leaf, remote)
        elif confirmed:
            # The server made something else of it: that counts, unless it was edited here again meanwhile.
            put(base, leaf, value if same(here.get(leaf, MISSING), value) else remote)


def leaves_of(kind: Kind, values: Mapping[str, Any]) -> Leaves:
    """Take a record's values apart; a field that is not there is None, but for keys of those that have keys."""
    return take_apart({**dict.fromkeys(kind.wire_names), **values}, kind.all_keyed)


def differing(kind: Kind, one: Leaves, other: Leaves) -> list[str]:
    """Name the leaves that both sides may edit and in which two sides differ."""
    leaves = {**one, **other}
    return [
        leaf
        for leaf in leaves
        if field_of(leaf) in kind.editable and not same(one.get(leaf, MISSING), other.get(leaf, MISSING))
    ]


def put(leaves: Leaves, leaf: str, value: Any) -> None:
    """Give a leaf a value, or none."""
    if value is MISSING:
        leaves.pop(leaf, None)
    else:
        leaves[leaf] = value
