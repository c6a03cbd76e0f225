# Generated from ../../_async/sync/kind_sync.py by tools/unasync; do not edit.
"""The sync of one kind: under one lease it is pulled, what was lost is settled, and what was edited here is pushed."""

from __future__ import annotations

import attrs

from ...sync.events import KindStarted
from ...sync.notes import OpenConflict
from .intake import Intake
from .lost import Lost
from .outbox import Outbox
from .payments import Payments
from .pull import Pull
from .push import Push
from .receipts import Receipts
from .worker import Worker


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


def sync_kind(worker: Worker, steps: Steps) -> None:
    """Sync one kind.

    Raises:
        LeaseHeldError: If another worker does this now.
        LeaseLostError: If another worker took over meanwhile.
        MassDeletionError: If so much is gone from one side that something must be wrong.
        AscoraApiError: If the server fails; what was committed stays, and the next sync goes on there.
        SyncError: If a person has to look whether the payment arrived for which this is done.
    """
    with worker.lease():
        intake = Intake(worker=worker)
        intake.begin()
        pull = Pull(worker=worker, intake=intake, complete=steps.complete)
        if steps.pull:
            pull.begin()
        worker.emit(KindStarted(kind=worker.kind.name, resumed_at=pull.resumed_at))
        if steps.pull:
            pull.run()
        if steps.pay and worker.abilities.pay:
            failures = Payments(worker=worker).settle(intake)
            if steps.paying in failures:
                raise failures[steps.paying]
        if steps.push:
            lost = Lost(worker=worker, intake=intake)
            looked_for = lost.settle(listed=pull.has_seen_everything)
            outbox = Outbox(
                worker=worker,
                has_pulled=steps.pull,
                looked_for=looked_for,
                unsure=lost.unsure,
                retrying=steps.retrying,
            )
            receipts = Receipts(worker=worker, intake=intake)
            Push(worker=worker, intake=intake, outbox=outbox, receipts=receipts).run()
        with worker.storage.transaction() as work:
            worker.note_unresolved(work.count_notes(worker.scope, OpenConflict))
