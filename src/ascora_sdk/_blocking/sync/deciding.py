# Generated from ../../_async/sync/deciding.py by tools/unasync; do not edit.
"""Conflicts that wait for somebody, and a record's story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import attrs

from ...codec import loads
from ...sync.audit import AuditEntry
from ...sync.comparing import conflict_of
from ...sync.conflict import Conflict, Resolution, resolution_of
from ...sync.incoming import RemoteRecord, remote_record
from ...sync.notes import Agreed, OpenConflict, Tombstone
from ...sync.outcome import Known
from ...sync.reconcile import reconcile
from ...sync.strategies import FillBlanks
from .notebook import all_notes
from .protocols import UnitOfWork
from .worker import Worker


@attrs.frozen(kw_only=True)
class Decisions:
    """The conflicts of one kind; it takes no lease, since each decision is one transaction."""

    worker: Worker

    def open(self) -> list[Conflict]:
        """List the conflicts that wait."""
        with self.worker.storage.transaction() as work:
            notes = all_notes(work, self.worker.scope, OpenConflict)
            known = self._known(work, notes)
        return [conflict_of(self.worker.kind, known[one.key], _shown(one)) for one in notes]

    def decide(self, id_: str, decision: Literal["local", "remote", "merge"] | Mapping[str, Any] | Any) -> None:
        """Decide one.

        Raises:
            KeyError: If it does not wait.
            ValueError: If the decision names a field that is not in dispute, or the row cannot hold a value.
        """
        worker, scope = self.worker, self.worker.scope

        def decided(conflict: Conflict) -> Resolution:
            chosen = FillBlanks()(conflict) if decision == "merge" else decision
            return resolution_of(chosen, conflict, by="hand")

        policy = attrs.evolve(worker.policy(), strategy=decided)
        with worker.storage.transaction() as work:
            # The row is locked first: a sync may be about to settle the conflict, or to find another one.
            work.records(scope, [id_])
            notes = work.notes(scope, OpenConflict, [id_])
            if id_ not in notes:
                raise KeyError(f"{worker.kind.name}:{id_}")
            known = self._known(work, list(notes.values()))
            outcome = reconcile(worker.kind, known[id_], _shown(notes[id_]), policy)
            rejected = worker.apply(work, {id_: outcome})
            if rejected:
                raise ValueError(f"{worker.kind.name}:{id_}: {rejected[id_]}")

    def story(self, name: str) -> list[AuditEntry]:
        """Tell every decision on a record, in order."""
        scope = self.worker.scope
        with self.worker.storage.transaction() as work:
            rows = [*(work.records(scope, [name])).values(), *(work.local_records(scope, [name])).values()]
            names = {name, *(one.key for one in rows if one.key), *(one.id for one in rows if one.id)}
            return list(work.audit(scope, sorted(names)))

    def _known(self, work: UnitOfWork, notes: Sequence[OpenConflict]) -> dict[str, Known]:
        scope, ids = self.worker.scope, [one.key for one in notes]
        stored = work.records(scope, ids)
        agreed = work.notes(scope, Agreed, ids)
        tombstones = work.notes(scope, Tombstone, ids)
        return {
            one.key: Known(
                id=one.key,
                stored=stored.get(one.key),
                agreed=agreed.get(one.key),
                tombstone=tombstones.get(one.key),
                conflict=one,
            )
            for one in notes
        }


def _shown(note: OpenConflict) -> RemoteRecord | None:
    return None if note.remote is None else remote_record(note.key, loads(note.remote))
