"""What is done with a record that one side deleted. A pure decision."""

from __future__ import annotations

from typing import Final

from .audit import Decision
from .comparing import conflict_of, differing, leaves_of
from .conflict import Side, resolution_of
from .incoming import RemoteRecord
from .kinds import Kind
from .notes import Agreed, OpenConflict, Tombstone
from .outcome import Deletions, Known, Outcome, Policy, held, key_of, new_here, open_conflict, said, tombstone_of
from .records import RecordWrite

_ALL: Final = (Agreed, Tombstone, OpenConflict)


def gone_here(kind: Kind, known: Known, remote: RemoteRecord, policy: Policy) -> Outcome:
    before, now = leaves_of(kind, kind.values_of(known.base)), leaves_of(kind, kind.values_of(remote.item))
    agreed = Agreed(key=known.id, base=remote.as_json(), digest=remote.digest)
    if not differing(kind, before, now):
        return Outcome(keep=(agreed,))
    conflict = conflict_of(kind, known, remote)
    resolution = resolution_of(policy.strategy(conflict), conflict, by="strategy")
    reason = f"deleted here, edited on the server; {resolution.rest} counts, decided by {resolution.by}"
    if resolution.rest is Side.REMOTE:
        return new_here(kind, remote, Decision.RESOLVED, reason)
    if resolution.rest is Side.LOCAL:
        entry = said(known, Decision.RESOLVED, reason, None)
        return Outcome(decision=Decision.RESOLVED, keep=(agreed,), drop=(OpenConflict,), entry=entry)
    return held(known, remote, policy, conflict)


def gone_there(kind: Kind, known: Known, policy: Policy) -> Outcome:
    if known.local is None:
        entry = said(known, Decision.DELETED, "deleted on both sides", None)
        return Outcome(decision=Decision.DELETED, drop=_ALL, entry=entry)
    before, here = leaves_of(kind, kind.values_of(known.base)), leaves_of(kind, known.local)
    if not differing(kind, before, here):
        return _deleted(known, policy, Decision.DELETED, f"deleted on the server; by policy: {policy.deletions}")
    conflict = conflict_of(kind, known, None)
    resolution = resolution_of(policy.strategy(conflict), conflict, by="strategy")
    reason = f"edited here, deleted on the server; {resolution.rest} counts, decided by {resolution.by}"
    if resolution.rest is Side.REMOTE:
        return _deleted(known, policy, Decision.RESOLVED, reason)
    if resolution.rest is Side.LOCAL:
        # Without its id it is a row made here, which the next push makes anew on the server.
        write = RecordWrite(key=key_of(known), id=None, settled=False)
        entry = said(known, Decision.RESOLVED, reason, None)
        return Outcome(decision=Decision.RESOLVED, write=write, drop=_ALL, entry=entry)
    if known.conflict is not None and known.conflict.remote is None:
        return Outcome()
    return Outcome(
        decision=Decision.CONFLICT,
        write=RecordWrite(key=key_of(known), id=known.id, settled=False, deleted_on_server=True),
        keep=(tombstone_of(known, policy), open_conflict(known, None, policy, (), holds=True)),
        drop=(Agreed,),
        entry=said(known, Decision.CONFLICT, str(conflict), None),
    )


def _deleted(known: Known, policy: Policy, decision: Decision, reason: str) -> Outcome:
    entry = said(known, decision, reason, None)
    if policy.deletions is Deletions.DELETE:
        write = RecordWrite(key=key_of(known), id=known.id, delete=True)
        return Outcome(decision=decision, write=write, drop=_ALL, entry=entry)
    write = RecordWrite(key=key_of(known), id=known.id, deleted_on_server=policy.deletions is Deletions.MARK)
    return Outcome(
        decision=decision, write=write, keep=(tombstone_of(known, policy),), drop=(Agreed, OpenConflict), entry=entry
    )
