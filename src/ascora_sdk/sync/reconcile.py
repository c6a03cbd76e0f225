"""What is done with one record once the server has shown it, or shown that it is gone. A pure decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from .audit import AuditEntry, Decision
from .comparing import Versions, conflict_of, differing, edits, leaves_of, merged, put, text_of, versions_of
from .conflict import Resolution, Side
from .deletions import gone_here, gone_there
from .incoming import RemoteRecord
from .kinds import Kind
from .leaves import MISSING, Leaves, field_of, put_together, same
from .merge import Dispute, Merge
from .notes import Agreed, Note, OpenConflict
from .outcome import Known, Outcome, Policy, held, key_of, new_here, open_conflict, said, settled_notes
from .records import RecordWrite
from .strategies import decide


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

    Raises:
        TypeError: If the strategy's decision is none.
        ValueError: If it names a field that is not in dispute.
    """
    if remote is None:
        return gone_there(kind, known, policy)
    if known.local is not None:
        return _on_both_sides(kind, known, known.local, remote, policy)
    if known.agreed is None:
        return new_here(kind, known, remote, Decision.CREATED)
    return gone_here(kind, known, remote, policy)


@attrs.frozen(kw_only=True)
class _Meeting:
    """What came of a record that is on both sides.

    Attributes:
        leaves: What is to stand here.
        disputes: What was in dispute.
        resolution: What was decided of it; None if there was no dispute.
        waiting: The leaves that nobody decided.
    """

    leaves: Leaves
    disputes: Mapping[str, Dispute]
    resolution: Resolution | None = None
    waiting: frozenset[str] = frozenset()


def _on_both_sides(kind: Kind, known: Known, local: Mapping[str, Any], remote: RemoteRecord, policy: Policy) -> Outcome:
    versions = versions_of(kind, known, remote)
    merge = merged(kind, versions)
    met = _Meeting(leaves=merge.leaves, disputes=merge.disputes)
    if merge.disputes:
        conflict = conflict_of(kind, known, remote)
        resolution = decide(policy.strategy, conflict)
        if resolution.holds:
            return held(known, remote, policy, conflict, base=text_of(kind, known, versions.base))
        met = _resolved(merge, resolution)
    base = dict(versions.remote)
    for leaf in met.waiting:
        put(base, leaf, versions.base.get(leaf, MISSING))
    values = put_together(met.leaves, kind.all_keyed)
    changed = not same(values, put_together(leaves_of(kind, local), kind.all_keyed))
    text = text_of(kind, known, base) if met.waiting else remote.as_json()
    keep: list[Note] = [Agreed(key=known.id, base=text, digest=remote.digest)]
    if met.waiting:
        keep.append(open_conflict(known, remote, policy, tuple(sorted(met.waiting)), holds=False))
    entry = _entry(kind, known, versions, met)
    return Outcome(
        decision=None if entry is None else entry.decision,
        # Written even if nothing changed: the row may have been edited to just what the server has.
        write=RecordWrite(
            key=key_of(known),
            id=known.id,
            values=values if changed else None,
            settled=not edits(kind, base, met.leaves),
        ),
        keep=tuple(keep),
        drop=tuple(one for one in settled_notes(known) if not (met.waiting and one is OpenConflict)),
        entry=entry,
    )


def _resolved(merge: Merge, resolution: Resolution) -> _Meeting:
    leaves, waiting = dict(merge.leaves), set[str]()
    for leaf, dispute in merge.disputes.items():
        if leaf in resolution.values:
            put(leaves, leaf, resolution.values[leaf])
        elif (side := resolution.side(leaf)) is Side.REMOTE:
            put(leaves, leaf, dispute.remote)
        elif side is Side.NEITHER:
            waiting.add(leaf)
    return _Meeting(leaves=leaves, disputes=merge.disputes, resolution=resolution, waiting=frozenset(waiting))


def _entry(kind: Kind, known: Known, versions: Versions, met: _Meeting) -> AuditEntry | None:
    """Say what is new; that some fields wait is said once."""
    known_to_wait = known.conflict is not None and met.waiting == set(known.conflict.fields)
    quiet = met.waiting if known_to_wait else frozenset[str]()
    disputes = [leaf for leaf in met.disputes if leaf not in quiet]
    taken = [*differing(versions.base, versions.remote), *differing(versions.local, met.leaves)]
    arrived = differing(versions.agreed, versions.base)
    fields = {leaf: _told(versions, leaf) for leaf in dict.fromkeys([*taken, *arrived, *disputes]) if leaf not in quiet}
    if met.resolution is not None and disputes:
        decision = Decision.CONFLICT if met.waiting - quiet else Decision.RESOLVED
        return said(known, decision, _reason(met.resolution, disputes, met.waiting), fields)
    if known.conflict is not None and not met.waiting:
        return said(known, Decision.RESOLVED, "both sides came to agree", fields)
    if known.tombstone is not None:
        return said(known, Decision.UPDATED, "on the server again", fields)
    if not fields:
        return None
    if all(leaf in arrived or _is_stamp(kind, known, leaf) for leaf in fields):
        return said(known, Decision.PUSHED, "edited here; the server has it", fields)
    return said(known, Decision.UPDATED, None, fields)


def _is_stamp(kind: Kind, known: Known, leaf: str) -> bool:
    """Say whether a leaf is what the server, or the engine, puts beside what was sent: that goes without saying."""
    return known.confirmed and (field_of(leaf) not in kind.editable or leaf == kind.reference)


def _told(versions: Versions, leaf: str) -> dict[str, Any]:
    return {
        "base": versions.agreed.get(leaf),
        "local": versions.local.get(leaf),
        "remote": versions.remote.get(leaf),
    }


def _reason(resolution: Resolution, disputes: list[str], waiting: frozenset[str]) -> str:
    reason = f"edited on both sides: {', '.join(disputes)}"
    if waiting.issuperset(disputes):
        return reason
    how = ", ".join(_how(resolution, leaf) for leaf in disputes)
    return f"{reason}; {how}, decided by {resolution.by}"


def _how(resolution: Resolution, leaf: str) -> str:
    if leaf in resolution.values:
        return f"{leaf} with a new value"
    side = resolution.side(leaf)
    return f"{leaf} waits" if side is Side.NEITHER else f"{leaf} from {side}"
