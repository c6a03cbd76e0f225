"""What is done with a record that one side deleted. A pure decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .audit import Decision
from .comparing import conflict_of, edits, text_of, versions_of
from .conflict import Side
from .incoming import RemoteRecord
from .kinds import Kind
from .leaves import Leaves
from .notes import Agreed, OpenConflict, Tombstone
from .outcome import Deletions, Known, Outcome, Policy, held, key_of, new_here, open_conflict, said, tombstone_of
from .records import RecordWrite
from .strategies import decide

_ALL: Final = (Agreed, Tombstone, OpenConflict)


def gone_here(kind: Kind, known: Known, remote: RemoteRecord, policy: Policy) -> Outcome:
    """Decide what becomes of a record that was deleted here, and that the server has.

    If nobody edited it there since both sides last agreed, the deletion is left to be sent.
    """
    versions = versions_of(kind, known, remote)
    agreed = Agreed(key=known.id, base=remote.as_json(), digest=remote.digest)
    if not edits(kind, versions.base, versions.remote):
        if known.conflict is None:
            return Outcome(keep=(agreed,))
        return _deletion_counts(known, agreed, "deleted here; no longer edited on the server")
    conflict = conflict_of(kind, known, remote)
    resolution = decide(policy.strategy, conflict)
    reason = f"deleted here, edited on the server; {resolution.rest} counts, decided by {resolution.by}"
    if resolution.rest is Side.REMOTE:
        return new_here(kind, known, remote, Decision.RESOLVED, reason)
    if resolution.rest is Side.LOCAL:
        return _deletion_counts(known, agreed, reason, _edited(kind, versions.base, versions.remote, "remote"))
    return held(known, remote, policy, conflict, base=text_of(kind, known, versions.base))


def gone_there(kind: Kind, known: Known, policy: Policy) -> Outcome:
    """Decide what becomes of a record that is gone from the server."""
    if known.local is None:
        entry = said(known, Decision.DELETED, "deleted on both sides")
        return Outcome(decision=Decision.DELETED, drop=_ALL, entry=entry)
    versions = versions_of(kind, known, None)
    if not edits(kind, versions.base, versions.local):
        return _deleted_as_before(known, policy)
    conflict = conflict_of(kind, known, None)
    resolution = decide(policy.strategy, conflict)
    reason = f"edited here, deleted on the server; {resolution.rest} counts, decided by {resolution.by}"
    if resolution.rest is Side.REMOTE:
        return _deleted(known, policy, Decision.RESOLVED, reason, _edited(kind, versions.base, versions.local, "local"))
    if resolution.rest is Side.LOCAL:
        # Without its id it is a row made here, which the next push makes anew on the server.
        write = RecordWrite(key=key_of(known), id=None, settled=False)
        entry = said(known, Decision.RESOLVED, reason)
        return Outcome(decision=Decision.RESOLVED, write=write, drop=_ALL, entry=entry)
    if known.conflict is not None and known.conflict.remote is None:
        return Outcome()
    return Outcome(
        decision=Decision.CONFLICT,
        write=RecordWrite(key=key_of(known), id=known.id, settled=False, deleted_on_server=_marks(policy)),
        keep=(tombstone_of(known, policy), open_conflict(known, None, policy, (), holds=True)),
        drop=(Agreed,),
        entry=said(known, Decision.CONFLICT, str(conflict)),
    )


def _deletion_counts(known: Known, agreed: Agreed, reason: str, fields: Mapping[str, Any] | None = None) -> Outcome:
    entry = said(known, Decision.RESOLVED, reason, fields)
    return Outcome(decision=Decision.RESOLVED, keep=(agreed,), drop=(OpenConflict,), entry=entry)


def _edited(kind: Kind, base: Leaves, side: Leaves, name: str) -> dict[str, dict[str, Any]]:
    """Tell what one side edited of a record that the other deleted, since these values may now be nowhere else."""
    return {leaf: {"base": base.get(leaf), name: side.get(leaf)} for leaf in edits(kind, base, side)}


def _deleted_as_before(known: Known, policy: Policy) -> Outcome:
    outcome = _deleted(known, policy, Decision.DELETED, f"deleted on the server; by policy: {policy.deletions}")
    if known.tombstone is None or known.conflict is not None or policy.deletions is Deletions.DELETE:
        return outcome
    # It was said when it was seen; an edit since then has been taken back.
    return Outcome(write=outcome.write)


def _deleted(
    known: Known, policy: Policy, decision: Decision, reason: str, fields: Mapping[str, Any] | None = None
) -> Outcome:
    entry = said(known, decision, reason, fields)
    if policy.deletions is Deletions.DELETE:
        write = RecordWrite(key=key_of(known), id=known.id, delete=True)
        return Outcome(decision=decision, write=write, drop=_ALL, entry=entry)
    write = RecordWrite(key=key_of(known), id=known.id, deleted_on_server=_marks(policy))
    return Outcome(
        decision=decision, write=write, keep=(tombstone_of(known, policy),), drop=(Agreed, OpenConflict), entry=entry
    )


def _marks(policy: Policy) -> bool:
    return policy.deletions is not Deletions.KEEP
