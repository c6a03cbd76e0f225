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
from .worker import AsyncWorker

MOST_ATTEMPTS: Final = 3
"""How often a record is tried that is put aside, unless it is edited."""


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
                due = [one for one in failed if one.stage is not Stage.UNSENDABLE and one.attempts < MOST_ATTEMPTS]
                tried = [attrs.evolve(one, attempts=one.attempts + 1) for one in due]
                await work.keep(worker.scope, tried)
                await worker.hold(work)
            intake = AsyncIntake(worker=worker)
            await intake.begin()
            await self._read([one for one in due if one.stage is Stage.PULL], intake)
            await self._send([one for one in due if one.stage is Stage.PUSH], intake)

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

    async def _send(self, failed: Sequence[FailedRecord], intake: AsyncIntake) -> None:
        if not failed:
            return
        looked_for = await AsyncLost(worker=self.worker, intake=intake).settle(listed=False)
        lost = AsyncLost(worker=self.worker, intake=intake)
        looked_for = await lost.settle(listed=False)
        names = frozenset(one.name for one in failed)
        outbox = AsyncOutbox(worker=self.worker, looked_for=looked_for, retrying=names)
        await AsyncPush(worker=self.worker, intake=intake, outbox=outbox).run()
