"""Trying records again that were put aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from ...codec import loads
from ...sync.events import KindStarted
from ...sync.incoming import identify
from ...sync.notes import Agreed, FailedRecord, Stage
from .intake import AsyncIntake
from .lost import AsyncLost
from .notebook import all_notes
from .outbox import AsyncOutbox
from .push import AsyncPush
from .receipts import AsyncReceipts
from .worker import AsyncWorker

MOST_ATTEMPTS: Final = 3
"""How often a record is tried that is put aside, unless it is edited."""

_BAD: Final = frozenset({Stage.PULL, Stage.PUSH})


@attrs.frozen(kw_only=True)
class AsyncRetries:
    """Tries the records of one kind again that were put aside."""

    worker: AsyncWorker

    async def run(self) -> None:
        """Try them, under a lease.

        Raises:
            LeaseHeldError: If another worker syncs these records now.
            AscoraApiError: If the server fails.
        """
        worker = self.worker
        async with worker.lease():
            worker.emit(KindStarted(kind=worker.kind.name, resumed_at=0))
            async with worker.storage.transaction() as work:
                failed = await all_notes(work, worker.scope, FailedRecord)
                unanswered = [one for one in failed if one.stage is Stage.UNANSWERED]
                bad = [one for one in failed if one.stage in _BAD and one.attempts < MOST_ATTEMPTS]
                await work.keep(worker.scope, [attrs.evolve(one, attempts=one.attempts + 1) for one in bad])
                await worker.hold(work)
            unsent = frozenset(one.name for one in [*bad, *unanswered] if one.stage is not Stage.PULL)
            intake = AsyncIntake(worker=worker, retrying=unsent)
            await intake.begin()
            await self._read([one for one in bad if one.stage is Stage.PULL], intake)
            if unsent:
                await self._send(intake)

    async def _read(self, failed: Sequence[FailedRecord], intake: AsyncIntake) -> None:
        """Look at what the server has now; what has no id, or cannot be asked for, as it was then."""
        worker = self.worker
        for one in failed:
            item = loads(one.payload)
            if one.id is not None and worker.abilities.get:
                item = await worker.remote.get(worker.kind, one.id, last=item)
            async with worker.storage.transaction() as work:
                if item is None:
                    await work.drop(worker.scope, FailedRecord, [one.key])
                    await worker.hold(work)
                    continue
                records, failures = identify(worker.kind, [item])
                agreed = await work.notes(worker.scope, Agreed, list(records))
                outcomes, refused = await intake.take(work, list(records.values()), agreed)
                await worker.put_aside(work, [*failures, *refused])
                await worker.hold(work)
            worker.count(list(outcomes.values()), [*failures, *refused])

    async def _send(self, intake: AsyncIntake) -> None:
        worker, lost = self.worker, AsyncLost(worker=self.worker, intake=intake)
        looked_for = await lost.settle(listed=False)
        outbox = AsyncOutbox(worker=worker, looked_for=looked_for, unsure=lost.unsure, retrying=intake.retrying)
        receipts = AsyncReceipts(worker=worker, intake=intake)
        await AsyncPush(worker=worker, intake=intake, outbox=outbox, receipts=receipts).run()
