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
from .intake import Intake
from .lost import Lost
from .notebook import all_notes
from .outbox import Outbox
from .push import Push
from .receipts import Receipts
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
                work.keep(worker.scope, [attrs.evolve(one, attempts=one.attempts + 1) for one in bad])
                worker.hold(work)
            unsent = frozenset(one.name for one in [*bad, *unanswered] if one.stage is not Stage.PULL)
            intake = Intake(worker=worker, retrying=unsent)
            intake.begin()
            self._read([one for one in bad if one.stage is Stage.PULL], intake)
            if unsent:
                self._send(intake)

    def _read(self, failed: Sequence[FailedRecord], intake: Intake) -> None:
        """Look at what the server has now; what has no id, or cannot be asked for, as it was then."""
        worker = self.worker
        for one in failed:
            item = loads(one.payload)
            if one.id is not None and worker.abilities.get:
                item = worker.remote.get(worker.kind, one.id, last=item)
            with worker.storage.transaction() as work:
                if item is None:
                    work.drop(worker.scope, FailedRecord, [one.key])
                    worker.hold(work)
                    continue
                records, failures = identify(worker.kind, [item])
                agreed = work.notes(worker.scope, Agreed, list(records))
                outcomes, refused = intake.take(work, list(records.values()), agreed)
                worker.put_aside(work, [*failures, *refused])
                worker.hold(work)
            worker.count(list(outcomes.values()), [*failures, *refused])

    def _send(self, intake: Intake) -> None:
        worker, lost = self.worker, Lost(worker=self.worker, intake=intake)
        looked_for = lost.settle(listed=False)
        outbox = Outbox(worker=worker, looked_for=looked_for, unsure=lost.unsure, retrying=intake.retrying)
        receipts = Receipts(worker=worker, intake=intake)
        Push(worker=worker, intake=intake, outbox=outbox, receipts=receipts).run()
