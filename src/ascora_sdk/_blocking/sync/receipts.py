# Generated from ../../_async/sync/receipts.py by tools/unasync; do not edit.
"""What came of what was sent, written down in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from ...codec import dumps, loads
from ...sync.audit import AuditEntry, Decision
from ...sync.incoming import put_aside
from ...sync.kinds import Kind
from ...sync.notes import Action, Agreed, FailedRecord, OpenConflict, OutboxEntry, Stage, Tombstone
from ...sync.outcome import Known, Outcome, pushed
from ...sync.outgoing import content_digest
from ...sync.records import StoredRecord
from .intake import Intake
from .links import confirm, find_links
from .outbox import failure_keys
from .protocols import UnitOfWork
from .sending import Fate, Sent
from .worker import Worker


@attrs.define(kw_only=True)
class Receipts:
    """Writes down what came of what was sent; its worker has the lease.

    Attributes:
        is_answered: Whether the server has answered something that was sent, so that where it does not answer, that may
            lie in the record.
    """

    worker: Worker
    intake: Intake
    is_answered: bool = False

    def store(self, sent: Sequence[Sent]) -> list[str]:
        """Write it down.

        Returns:
            The rows that are to be looked at again, since the server's object was not as last seen.
        """
        worker, scope = self.worker, self.worker.scope
        by_fate = {fate: [one for one in sent if one.fate is fate] for fate in Fate}
        self.is_answered = self.is_answered or bool(by_fate[Fate.DONE] or by_fate[Fate.REFUSED])
        refused = [_failure(worker.kind, one, Stage.PUSH) for one in by_fate[Fate.REFUSED]]
        unanswered = [_failure(worker.kind, one, Stage.UNANSWERED) for one in by_fate[Fate.UNKNOWN]]
        with worker.storage.transaction() as work:
            # The rows first, which are locked so: somebody may be about to decide a conflict.
            rows = work.local_records(scope, [one.entry.key for one in sent])
            agreed = work.notes(scope, Agreed, [one.entry.id for one in sent if one.entry.id is not None])
            done, unkept = self._confirm(work, by_fate[Fate.DONE], rows, agreed)
            gone = self.intake.take_gone(work, [one.entry.id for one in by_fate[Fate.GONE] if one.entry.id])
            moved, failures = self._take_moved(work, by_fate[Fate.MOVED], agreed)
            worker.put_aside(work, [*failures, *refused])
            self._keep_unanswered(work, unanswered)
            settled = [one.entry.key for one in sent if one.fate is not Fate.UNKNOWN]
            work.drop(scope, OutboxEntry, settled)
            worker.hold(work)
        worker.count([*done, *gone.values(), *moved.values()], [*failures, *unkept, *refused, *unanswered])
        return [one.entry.key for one in sent if one.fate in {Fate.MOVED, Fate.GONE}]

    def _confirm(
        self,
        work: UnitOfWork,
        done: Sequence[Sent],
        rows: Mapping[str, StoredRecord],
        agreed: Mapping[str, Agreed],
    ) -> tuple[list[Outcome], list[FailedRecord]]:
        worker, scope = self.worker, self.worker.scope
        conflicts = work.notes(scope, OpenConflict, [one.entry.id for one in done if one.entry.id is not None])
        links = find_links(work, scope.organization_id, worker.kind, rows.values())
        outcomes: dict[str, Outcome] = {}
        names = {one.entry.key: one.entry.id or (one.record.id if one.record else "") for one in done}
        for one in done:
            id_, entry, record = names[one.entry.key], one.entry, one.record
            if record is None:
                said = AuditEntry(id=id_, decision=Decision.PUSHED, reason="deleted here")
                drop = (Agreed, OpenConflict, Tombstone)
                outcomes[id_] = Outcome(decision=Decision.PUSHED, drop=drop, entry=said)
            elif entry.action is Action.CREATE:
                outcomes[id_] = self.intake.adopt(work, entry, record, answered=True)
            else:
                known = Known(
                    id=id_,
                    stored=rows.get(entry.key),
                    agreed=agreed.get(id_),
                    conflict=conflicts.get(id_),
                    sent=loads(entry.payload),
                    confirmed=True,
                )
                outcome = confirm(worker.kind, known, record, worker.policy(), links)
                work.append_audit(scope, [_said(one, known)])
                outcomes[id_] = pushed(outcome)
        rejected = worker.apply(work, outcomes)
        unkept = self._keep_rejected(work, done, agreed, rejected)
        well = [key for key, id_ in names.items() if outcomes[id_].decision is not Decision.FAILED]
        work.drop(scope, FailedRecord, failure_keys(well))
        return list(outcomes.values()), unkept

    def _keep_rejected(
        self, work: UnitOfWork, done: Sequence[Sent], agreed: Mapping[str, Agreed], rejected: Mapping[str, str]
    ) -> list[FailedRecord]:
        """Remember what was sent, so that it is not sent again, although the row cannot hold what came back."""
        answered = {one.record.id: (one.entry, one.record) for one in done if one.record is not None}
        failures: list[FailedRecord] = []
        for id_, reason in rejected.items():
            entry, record = answered[id_]
            before = loads(agreed[id_].base) if id_ in agreed else record.item
            base = dumps({**before, **loads(entry.payload)}).decode("ascii")
            # With no digest it is looked at again each time, until the row can hold it.
            work.keep(self.worker.scope, [Agreed(key=id_, base=base, digest="")])
            failures.append(put_aside(record, reason))
        self.worker.put_aside(work, failures)
        return failures

    def _keep_unanswered(self, work: UnitOfWork, unanswered: Sequence[FailedRecord]) -> None:
        """Count the tries that got no answer although the server answers others."""
        scope = self.worker.scope
        tries = int(self.is_answered)
        new = self.worker.put_aside(work, [attrs.evolve(one, attempts=tries) for one in unanswered])
        again = [one.key for one in unanswered if one.key not in {other.key for other in new}]
        if tries and again:
            kept = work.notes(scope, FailedRecord, again)
            work.keep(scope, [attrs.evolve(one, attempts=one.attempts + tries) for one in kept.values()])

    def _take_moved(
        self, work: UnitOfWork, moved: Sequence[Sent], agreed: Mapping[str, Agreed]
    ) -> tuple[dict[str, Outcome], list[FailedRecord]]:
        records = [one.record for one in moved if one.record is not None]
        return self.intake.take(work, records, agreed)


def _said(sent: Sent, known: Known) -> AuditEntry:
    fields = {name: {"base": known.base.get(name), "local": value} for name, value in loads(sent.entry.payload).items()}
    return AuditEntry(
        id=sent.entry.id, key=sent.entry.key, decision=Decision.PUSHED, reason="edited here", fields=fields
    )


def _failure(kind: Kind, sent: Sent, stage: Stage) -> FailedRecord:
    entry = sent.entry
    return FailedRecord(
        key=f"{stage}:{entry.key}",
        id=entry.id,
        digest=content_digest(kind, entry),
        error=str(sent.error),
        payload=entry.payload,
    )
