"""What is done with one record once the server has shown it, or shown that it is gone. A pure decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..codec import dumps
from .audit import AuditEntry, Decision
from .comparing import conflict_of, differing, leaves_of, put, sides_merged
from .conflict import Resolution, Side, resolution_of
from .deletions import gone_here, gone_there
from .incoming import RemoteRecord
from .kinds import Kind
from .leaves import MISSING, Leaves, put_together, same
from .merge import Merge
from .notes import Agreed, Note, OpenConflict, Tombstone
from .outcome import Known, Outcome, Policy, held, key_of, new_here, open_conflict, said
from .records import RecordWrite


def reconcile(kind: Kind, known: Known, remote: RemoteRecord | None, policy: Policy) -> Outcome:
    """Decide what becomes of a record.

    What one side alone edited is taken over; what both edited to different ends is for the strategy to decide.

    Args:
        kind: The record's kind.
        known: What is known here of it.
        remote: The record as the server has it; None if it is gone there.
        policy: By what is decided.

    Returns:
        What to write, to remember and to say.
    """
    if remote is None:
        return gone_there(kind, known, policy)
    if known.local is not None:
        return _on_both_sides(kind, known, known.local, remote, policy)
    if known.agreed is None:
        return new_here(kind, remote, Decision.CREATED)
    return gone_here(kind, known, remote, policy)


def _on_both_sides(kind: Kind, known: Known, local: Mapping[str, Any], remote: RemoteRecord, policy: Policy) -> Outcome:
    incoming = kind.values_of(remote.item)
    merged = sides_merged(kind, known, local, incoming)
    leaves, resolution, waiting = merged.leaves, None, set[str]()
    if merged.disputes:
        conflict = conflict_of(kind, known, remote)
        resolution = resolution_of(policy.strategy(conflict), conflict, by="strategy")
        if resolution.holds:
            return held(known, remote, policy, conflict)
        leaves, waiting = _resolved(merged, resolution)
    there = leaves_of(kind, incoming)
    base = _agreed_leaves(kind, known, there, waiting)
    values = put_together(leaves, kind.all_keyed)
    unsettled = differing(kind, leaves, base)
    changed = not same(values, dict(local))
    marked = known.tombstone is not None
    keep: list[Note] = [Agreed(key=known.id, base=_base_text(kind, remote, base, waiting), digest=remote.digest)]
    if waiting:
        keep.append(open_conflict(known, remote, policy, tuple(sorted(waiting)), holds=False))
    entry = _entry(kind, known, local, incoming, merged, resolution, waiting)
    decision = entry.decision if entry else Decision.UPDATED if changed else None
    return Outcome(
        decision=decision,
        # Written even if nothing changed: the row may have been edited to just what the server has.
        write=RecordWrite(key=key_of(known), id=known.id, values=values if changed else None, settled=not unsettled),
        keep=tuple(keep),
        drop=(*((Tombstone,) if marked else ()), *(() if waiting or known.conflict is None else (OpenConflict,))),
        entry=entry,
    )


def _resolved(merged: Merge, resolution: Resolution) -> tuple[Leaves, set[str]]:
    leaves, waiting = dict(merged.leaves), set[str]()
    for leaf, dispute in merged.disputes.items():
        if leaf in resolution.values:
            put(leaves, leaf, resolution.values[leaf])
        elif (side := resolution.side(leaf)) is Side.REMOTE:
            put(leaves, leaf, dispute.remote)
        elif side is Side.NEITHER:
            waiting.add(leaf)
    return leaves, waiting


def _agreed_leaves(kind: Kind, known: Known, there: Leaves, waiting: set[str]) -> Leaves:
    base = dict(there)
    if waiting:
        before = leaves_of(kind, kind.values_of(known.base))
        for leaf in waiting:
            put(base, leaf, before.get(leaf, MISSING))
    return base


def _base_text(kind: Kind, remote: RemoteRecord, base: Leaves, waiting: set[str]) -> str:
    if not waiting:
        return remote.as_json()
    return dumps(kind.item_of(put_together(base, kind.all_keyed))).decode("ascii")


def _entry(
    kind: Kind,
    known: Known,
    local: Mapping[str, Any],
    incoming: Mapping[str, Any],
    merged: Merge,
    resolution: Resolution | None,
    waiting: set[str],
) -> AuditEntry | None:
    base, here, there = (leaves_of(kind, values) for values in (kind.values_of(known.base), local, incoming))
    told = [leaf for leaf in {**there, **base} if not same(there.get(leaf, MISSING), base.get(leaf, MISSING))]
    fields = {
        leaf: {"base": base.get(leaf), "local": here.get(leaf), "remote": there.get(leaf)}
        for leaf in dict.fromkeys([*told, *merged.disputes])
    }
    if waiting:
        if known.conflict is not None and set(known.conflict.fields) == waiting:
            return None
        reason = f"edited on both sides: {', '.join(sorted(waiting))}"
        return said(known, Decision.CONFLICT, reason, fields)
    if resolution is not None:
        reason = f"edited on both sides: {', '.join(merged.disputes)}; {_who(resolution, merged)}"
        return said(known, Decision.RESOLVED, reason, fields)
    if known.conflict is not None:
        return said(known, Decision.RESOLVED, "both sides came to agree", fields)
    return said(known, Decision.UPDATED, None, fields) if told else None


def _who(resolution: Resolution, merged: Merge) -> str:
    sides = {leaf: "new value" if leaf in resolution.values else str(resolution.side(leaf)) for leaf in merged.disputes}
    return f"{', '.join(f'{leaf} from {side}' for leaf, side in sides.items())}, decided by {resolution.by}"
