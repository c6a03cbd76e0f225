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
from .intake import AsyncIntake
from .lost import AsyncLost
from .notebook import all_notes
from .outbox import AsyncOutbox
from .protocols import AsyncUnitOfWork
from .push import AsyncPush
from .reading import AsyncReader, Read
from .receipts import AsyncReceipts
from .sending import is_refusal
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
            unsent = frozenset(one.name for one in [*bad, *unanswered] if one.stage is not Stage.PULL)
            intake = AsyncIntake(worker=worker, retrying=unsent)
            await intake.begin()
            await self._read([one for one in bad if one.stage is Stage.PULL], intake)
            if unsent:
                await self._send(intake)
                async with worker.storage.transaction() as work:
                    await self._count_tries(work, [one for one in bad if one.stage is Stage.PUSH])
                    await worker.hold(work)

    async def _read(self, failed: Sequence[FailedRecord], intake: AsyncIntake) -> None:
        """Look at what the server has now; what has no id, or cannot be asked for, as it was then."""
        worker, reader = self.worker, AsyncReader(worker=self.worker, retrying=True)
        for one in failed:
            read = Read(item=loads(one.payload))
            if one.id is not None and worker.abilities.get:
                read = await reader.read(one.id, last=one.payload, digest=one.digest)
            if read.error is not None and not is_refusal(read.error):
                # Nothing was learned of the record.
                continue
            async with worker.storage.transaction() as work:
                outcomes, failures = await self._take(work, one, read, intake)
                await self._count_tries(work, [one])
                await worker.hold(work)
            worker.count(outcomes, failures)

    async def _take(
        self, work: AsyncUnitOfWork, one: FailedRecord, read: Read, intake: AsyncIntake
    ) -> tuple[list[Outcome], list[FailedRecord]]:
        worker = self.worker
        if read.is_gone:
            await work.drop(worker.scope, FailedRecord, [one.key])
        if read.item is None:
            return [], []
        records, failures = identify(worker.kind, [read.item])
        agreed = await work.notes(worker.scope, Agreed, list(records))
        outcomes, refused = await intake.take(work, list(records.values()), agreed)
        failures += refused
        await worker.put_aside(work, failures)
        return list(outcomes.values()), failures

    async def _count_tries(self, work: AsyncUnitOfWork, tried: Sequence[FailedRecord]) -> None:
        """Count a try of what was tried and is put aside as before."""
        scope = self.worker.scope
        kept = await work.notes(scope, FailedRecord, [one.key for one in tried])
        same = [one for one in tried if one.key in kept and kept[one.key].digest == one.digest]
        if same:
            await work.keep(scope, [attrs.evolve(kept[one.key], attempts=one.attempts + 1) for one in same])

    async def _send(self, intake: AsyncIntake) -> None:
        worker, lost = self.worker, AsyncLost(worker=self.worker, intake=intake)
        looked_for = await lost.settle(listed=False)
        outbox = AsyncOutbox(worker=worker, looked_for=looked_for, unsure=lost.unsure, retrying=intake.retrying)
        receipts = AsyncReceipts(worker=worker, intake=intake)
        await AsyncPush(worker=worker, intake=intake, outbox=outbox, receipts=receipts).run()
