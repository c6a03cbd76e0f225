# Generated from ../../_async/sync/retrying.py by tools/unasync; do not edit.
"""Trying records again that were put aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from ...codec import loads
from ...sync.events import KindStarted
from ...sync.incoming import identify
from ...sync.notes import Agreed, FailedRecord, Stage
from ...sync.outcome import Outcome
from .intake import Intake
from .lost import Lost
from .notebook import all_notes
from .outbox import Outbox
from .protocols import UnitOfWork
from .push import Push
from .reading import Reader, Read
from .receipts import Receipts
from .sending import is_refusal
from .worker import Worker

MOST_ATTEMPTS: Final = 3
"""How often a record is tried that is put aside, unless it is edited."""

_BAD: Final = frozenset({Stage.PULL, Stage.PUSH})


@attrs.frozen(kw_only=True)
class Retries:
    """Tries the records of one kind again that were put aside."""

    worker: Worker

    def run(self) -> None:
        """Try them, under a lease.

        Raises:
            LeaseHeldError: If another worker syncs these records now.
            AscoraApiError: If the server fails.
        """
        worker = self.worker
        with worker.lease():
            worker.emit(KindStarted(kind=worker.kind.name, resumed_at=0))
            with worker.storage.transaction() as work:
                failed = all_notes(work, worker.scope, FailedRecord)
                unanswered = [one for one in failed if one.stage is Stage.UNANSWERED]
                bad = [one for one in failed if one.stage in _BAD and one.attempts < MOST_ATTEMPTS]
            unsent = frozenset(one.name for one in [*bad, *unanswered] if one.stage is not Stage.PULL)
            intake = Intake(worker=worker, retrying=unsent)
            intake.begin()
            self._read([one for one in bad if one.stage is Stage.PULL], intake)
            if unsent:
                self._send(intake)
                with worker.storage.transaction() as work:
                    self._count_tries(work, [one for one in bad if one.stage is Stage.PUSH])
                    worker.hold(work)

    def _read(self, failed: Sequence[FailedRecord], intake: Intake) -> None:
        """Look at what the server has now; what has no id, or cannot be asked for, as it was then."""
        worker, reader = self.worker, Reader(worker=self.worker, retrying=True)
        for one in failed:
            read = Read(item=loads(one.payload))
            if one.id is not None and worker.abilities.get:
                read = reader.read(one.id, last=one.payload, digest=one.digest)
            if read.error is not None and not is_refusal(read.error):
                # Nothing was learned of the record.
                continue
            with worker.storage.transaction() as work:
                outcomes, failures = self._take(work, one, read, intake)
                self._count_tries(work, [one])
                worker.hold(work)
            worker.count(outcomes, failures)

    def _take(
        self, work: UnitOfWork, one: FailedRecord, read: Read, intake: Intake
    ) -> tuple[list[Outcome], list[FailedRecord]]:
        worker = self.worker
        if read.is_gone:
            work.drop(worker.scope, FailedRecord, [one.key])
        if read.item is None:
            return [], []
        records, failures = identify(worker.kind, [read.item])
        agreed = work.notes(worker.scope, Agreed, list(records))
        outcomes, refused = intake.take(work, list(records.values()), agreed)
        failures += refused
        worker.put_aside(work, failures)
        return list(outcomes.values()), failures

    def _count_tries(self, work: UnitOfWork, tried: Sequence[FailedRecord]) -> None:
        """Count a try of what was tried and is put aside as before."""
        scope = self.worker.scope
        kept = work.notes(scope, FailedRecord, [one.key for one in tried])
        same = [one for one in tried if one.key in kept and kept[one.key].digest == one.digest]
        if same:
            work.keep(scope, [attrs.evolve(kept[one.key], attempts=one.attempts + 1) for one in same])

    def _send(self, intake: Intake) -> None:
        worker, lost = self.worker, Lost(worker=self.worker, intake=intake)
        looked_for = lost.settle(listed=False)
        outbox = Outbox(worker=worker, looked_for=looked_for, unsure=lost.unsure, retrying=intake.retrying)
        receipts = Receipts(worker=worker, intake=intake)
        Push(worker=worker, intake=intake, outbox=outbox, receipts=receipts).run()
