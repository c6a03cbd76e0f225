# Generated from ../../_async/sync/outbox.py by tools/unasync; do not edit.
"""The outbox: what was edited here, found by comparing with what was agreed, is written down before it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from ...codec import canonical
from ...sync.drafting import Draft, Drafting, Take, Wait, draft
from ...sync.incoming import digest_of
from ...sync.notes import Agreed, FailedRecord, OpenConflict, OutboxEntry, Stage, Tombstone
from ...sync.outcome import Known, Outcome
from ...sync.outgoing import content_digest
from ...sync.records import StoredRecord
from .links import find_links
from .protocols import UnitOfWork
from .worker import Worker

_MOST_UNANSWERED: Final = 3


@attrs.define(kw_only=True)
class Prepared:
    """What some edited records come to.

    Attributes:
        entries: What is to be sent; what got no answer before comes last, so that it holds nothing else up.
        resting: Creates that got no answer too often; should one have arrived after all, it is known by its entry.
        agreed: What both sides last agreed on, by id.
        unmet: Rows on which nobody ever agreed, each with its id: what the server has is to be taken in first.
        outcomes: What was decided without sending anything, by the record's name.
        failures: What is put aside.
        waiting: Records that wait for the id of another one.
        unsure: Records made here of which nobody can tell yet whether the server has them.
    """

    entries: list[OutboxEntry] = attrs.field(factory=list)
    resting: list[OutboxEntry] = attrs.field(factory=list)
    agreed: Mapping[str, Agreed] = attrs.field(factory=dict)
    unmet: dict[str, str] = attrs.field(factory=dict)
    outcomes: dict[str, Outcome] = attrs.field(factory=dict)
    failures: list[FailedRecord] = attrs.field(factory=list)
    waiting: list[StoredRecord] = attrs.field(factory=list)
    unsure: list[StoredRecord] = attrs.field(factory=list)


@attrs.define(kw_only=True)
class Outbox:
    """Fills the outbox; its worker has the lease.

    Attributes:
        has_pulled: Whether what is new on the server was just taken in.
        looked_for: Creates whose answer was lost and whose object is not on the server, by the row's key: they are
            sent again under the same reference.
        unsure: Rows whose create was lost, and nobody can tell yet whether it arrived.
        retrying: Names of rows to try again although they failed before and nobody edited them.
    """

    worker: Worker
    has_pulled: bool = False
    looked_for: dict[str, OutboxEntry] = attrs.field(factory=dict)
    unsure: frozenset[str] = frozenset()
    retrying: frozenset[str] = frozenset()

    def prepare(self, work: UnitOfWork, edited: Sequence[StoredRecord]) -> Prepared:
        """Decide what to send of some records, and write it down.

        Args:
            work: The transaction; what is to be sent must not be sent before it is committed.
            edited: Records that somebody may have edited here.
        """
        scope = self.worker.scope
        ids = [one.id for one in edited if one.id is not None]
        prepared = Prepared(agreed=work.notes(scope, Agreed, ids))
        tombstones = work.notes(scope, Tombstone, ids)
        conflicts = work.notes(scope, OpenConflict, ids)
        names = [one.name for one in edited]
        failed = work.notes(scope, FailedRecord, [*failure_keys(names), *(f"{Stage.PULL}:{id_}" for id_ in ids)])
        by = Drafting(
            organization_id=scope.organization_id,
            abilities=self.worker.abilities,
            policy=self.worker.policy(),
            links=find_links(work, scope.organization_id, self.worker.kind, edited),
        )
        for name, stored in zip(names, edited, strict=True):
            id_ = stored.id or ""
            known = Known(
                id=id_,
                stored=stored,
                agreed=prepared.agreed.get(id_),
                tombstone=tombstones.get(id_),
                conflict=conflicts.get(id_),
            )
            if name in self.unsure:
                prepared.unsure.append(stored)
                continue
            drafted = self._again(name, draft(self.worker.kind, known, by, reference=self._reference(name)))
            if isinstance(drafted, Wait):
                prepared.waiting.append(stored)
            if isinstance(drafted, OutboxEntry) and self._may_have_come_late(name, drafted, failed):
                prepared.unsure.append(stored)
                continue
            self._sort(prepared, name, drafted, failed)
        prepared.entries.sort(key=lambda one: f"{Stage.UNANSWERED}:{one.key}" in failed)
        self._write(work, prepared)
        return prepared

    def _again(self, name: str, drafted: Draft) -> Draft:
        """Send what was lost again as it was, under its key, unless it was edited since."""
        before = self.looked_for.get(name)
        if before is None or not isinstance(drafted, OutboxEntry) or before.payload != drafted.payload:
            return drafted
        return attrs.evolve(before, problem=None)

    def _may_have_come_late(self, name: str, drafted: OutboxEntry, failed: Mapping[str, FailedRecord]) -> bool:
        """Say whether a create rests that is to be sent since its row was edited, and nobody looked for it."""
        lost = self.looked_for.get(name)
        if lost is None or lost.problem is None or self.has_pulled or name in self.retrying:
            return False
        return self._before(name, content_digest(self.worker.kind, drafted), failed) is None

    def _sort(self, prepared: Prepared, name: str, drafted: object, failed: Mapping[str, FailedRecord]) -> None:
        if isinstance(drafted, OutboxEntry) and f"{Stage.PULL}:{drafted.id}" in failed:
            # What the server has could not be taken in, so that nothing can be merged with it.
            prepared.failures.append(failed[f"{Stage.PULL}:{drafted.id}"])
        elif isinstance(drafted, OutboxEntry):
            before = self._before(name, content_digest(self.worker.kind, drafted), failed)
            if before is None:
                prepared.entries.append(drafted)
                return
            prepared.failures.append(before)
            lost = self.looked_for.get(name)
            if lost is not None and lost.problem is None:
                prepared.resting.append(attrs.evolve(lost, problem=before.error))
        elif isinstance(drafted, Outcome):
            prepared.outcomes[name] = drafted
        elif isinstance(drafted, FailedRecord):
            prepared.failures.append(drafted)
        elif isinstance(drafted, Take):
            before = self._before(name, digest_of(canonical(drafted.id)), failed)
            if before is None:
                prepared.unmet[name] = drafted.id
            else:
                prepared.failures.append(before)

    def _before(self, name: str, digest: str, failed: Mapping[str, FailedRecord]) -> FailedRecord | None:
        """Say why just this is not tried again until somebody edits it or says so; None if it is."""
        if name in self.retrying:
            return None
        refused, unanswered = failed.get(f"{Stage.PUSH}:{name}"), failed.get(f"{Stage.UNANSWERED}:{name}")
        if unanswered is not None and unanswered.attempts < _MOST_UNANSWERED:
            unanswered = None
        return next((one for one in (refused, unanswered) if one is not None and one.digest == digest), None)

    def _write(self, work: UnitOfWork, prepared: Prepared) -> None:
        worker = self.worker
        by_id = {one.entry.id or name if one.entry else name: one for name, one in prepared.outcomes.items()}
        rejected = worker.apply(work, by_id, keep=[*prepared.entries, *prepared.resting])
        prepared.outcomes = {name: one for name, one in by_id.items() if name not in rejected}
        new = worker.put_aside(work, prepared.failures)
        if prepared.entries or prepared.resting or prepared.outcomes or new:
            worker.hold(work)

    def _reference(self, name: str) -> str:
        entry = self.looked_for.get(name)
        if entry is not None and entry.reference is not None:
            return entry.reference
        return f"{int(self.worker.runtime.random() * 2**53):014x}{int(self.worker.runtime.random() * 2**53):014x}"


def failure_keys(names: Iterable[str]) -> list[str]:
    """Give the keys under which rows are put aside by a push."""
    return [f"{stage}:{name}" for name in names for stage in Stage if stage is not Stage.PULL]
