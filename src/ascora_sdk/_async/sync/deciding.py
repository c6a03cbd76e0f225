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
from .protocols import AsyncUnitOfWork
from .worker import AsyncWorker


@attrs.frozen(kw_only=True)
class AsyncDecisions:
    """The conflicts of one kind; it takes no lease, since each decision is one transaction."""

    worker: AsyncWorker

    async def open(self) -> list[Conflict]:
        """List the conflicts that wait."""
        async with self.worker.storage.transaction() as work:
            notes = await all_notes(work, self.worker.scope, OpenConflict)
            known = await self._known(work, notes)
        return [conflict_of(self.worker.kind, known[one.key], _shown(one)) for one in notes]

    async def decide(self, id_: str, decision: Literal["local", "remote", "merge"] | Mapping[str, Any] | Any) -> None:
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
        async with worker.storage.transaction() as work:
            # The row is locked first: a sync may be about to settle the conflict, or to find another one.
            await work.records(scope, [id_])
            notes = await work.notes(scope, OpenConflict, [id_])
            if id_ not in notes:
                raise KeyError(f"{worker.kind.name}:{id_}")
            known = await self._known(work, list(notes.values()))
            outcome = reconcile(worker.kind, known[id_], _shown(notes[id_]), policy)
            rejected = await worker.apply(work, {id_: outcome})
            if rejected:
                raise ValueError(f"{worker.kind.name}:{id_}: {rejected[id_]}")

    async def story(self, name: str) -> list[AuditEntry]:
        """Tell every decision on a record, in order."""
        scope = self.worker.scope
        async with self.worker.storage.transaction() as work:
            rows = [*(await work.records(scope, [name])).values(), *(await work.local_records(scope, [name])).values()]
            names = {name, *(one.key for one in rows if one.key), *(one.id for one in rows if one.id)}
            return list(await work.audit(scope, sorted(names)))

    async def _known(self, work: AsyncUnitOfWork, notes: Sequence[OpenConflict]) -> dict[str, Known]:
        scope, ids = self.worker.scope, [one.key for one in notes]
        stored = await work.records(scope, ids)
        agreed = await work.notes(scope, Agreed, ids)
        tombstones = await work.notes(scope, Tombstone, ids)
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
