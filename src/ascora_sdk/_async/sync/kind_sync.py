"""The sync of one kind: under one lease it is pulled, what was lost is settled, and what was edited here is pushed."""

from __future__ import annotations

import attrs

from ...sync.events import KindStarted
from ...sync.notes import OpenConflict
from .intake import AsyncIntake
from .lost import AsyncLost
from .outbox import AsyncOutbox
from .payments import AsyncPayments
from .pull import AsyncPull
from .push import AsyncPush
from .receipts import AsyncReceipts
from .worker import AsyncWorker


@attrs.frozen(kw_only=True)
class Steps:
    """What a sync does.

    Attributes:
        pull: Whether it pulls.
        push: Whether it pushes.
        pay: Whether it sends the payments that wait.
        paying: The key of the payment for which this is done; if it is not recorded, that is an error.
        complete: Whether it pulls everything, and not what changed alone.
        retrying: Names of rows to send again although the server refused them before.
    """

    pull: bool = True
    push: bool = True
    pay: bool = True
    paying: str | None = None
    complete: bool = False
    retrying: frozenset[str] = frozenset()


async def sync_kind(worker: AsyncWorker, steps: Steps) -> None:
    """Sync one kind.

    Raises:
        LeaseHeldError: If another worker does this now.
        LeaseLostError: If another worker took over meanwhile.
        MassDeletionError: If so much is gone from one side that something must be wrong.
        AscoraApiError: If the server fails; what was committed stays, and the next sync goes on there.
        SyncError: If a person has to look whether the payment arrived for which this is done.
    """
    async with worker.lease():
        intake = AsyncIntake(worker=worker)
        await intake.begin()
        pull = AsyncPull(worker=worker, intake=intake, complete=steps.complete)
        if steps.pull:
            await pull.begin()
        worker.emit(KindStarted(kind=worker.kind.name, resumed_at=pull.resumed_at))
        if steps.pull:
            await pull.run()
        if steps.pay and worker.abilities.pay:
            failures = await AsyncPayments(worker=worker).settle(intake)
            if steps.paying in failures:
                raise failures[steps.paying]
        if steps.push:
            lost = AsyncLost(worker=worker, intake=intake)
            looked_for = await lost.settle(listed=pull.has_seen_everything)
            outbox = AsyncOutbox(
                worker=worker,
                has_pulled=steps.pull,
                looked_for=looked_for,
                unsure=lost.unsure,
                retrying=steps.retrying,
            )
            receipts = AsyncReceipts(worker=worker, intake=intake)
            await AsyncPush(worker=worker, intake=intake, outbox=outbox, receipts=receipts).run()
        async with worker.storage.transaction() as work:
            worker.note_unresolved(await work.count_notes(worker.scope, OpenConflict))
