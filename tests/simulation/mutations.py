"""The engine broken in one place at a time, to see that the simulator notices, and by which promise.

Once the engine draws its dice in another order, a fault may show at other seeds:
`python -m tests.simulation.mutations NAME` finds some.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, TypeAlias

import attrs
import pytest

from ascora_sdk._async.storage.memory import AsyncMemoryUnitOfWork
from ascora_sdk._async.sync import gone, intake, lost, outbox, pull, push, sending, worker
from ascora_sdk._blocking.storage.sql import SqlUnitOfWork
from ascora_sdk._blocking.sync import worker as blocking_worker
from ascora_sdk.storage.memory import Book, Library
from ascora_sdk.sync import (
    Abilities,
    AuditEntry,
    Decision,
    FailedRecord,
    Kind,
    Lease,
    Note,
    OutboxEntry,
    Scope,
    comparing,
)
from ascora_sdk.sync import reconcile as reconciling
from ascora_sdk.sync.incoming import RemoteRecord
from ascora_sdk.sync.leaves import Leaves
from ascora_sdk.sync.merge import Merge
from ascora_sdk.sync.outcome import Known, Outcome, Policy
from ascora_sdk.sync.records import RecordWrite, StoredRecord

from .failures import BrokenError
from .simulation import simulate

Break: TypeAlias = "Callable[[pytest.MonkeyPatch], None]"
"""Breaks the engine until the patch is undone."""


@attrs.frozen
class Mutation:
    """A fault in the engine.

    Attributes:
        breaks: Puts it there.
        invariant: The promise that is broken by it.
        seeds: Some seeds at which that is seen.
    """

    breaks: Break
    invariant: str
    seeds: tuple[int, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.breaks.__name__

    def noticed(self, seed: int) -> str | None:
        """Run the simulation of a seed with the fault, and say which promise is seen to be broken."""
        with pytest.MonkeyPatch.context() as patch:
            self.breaks(patch)
            broken = simulate(seed).broken
        return broken.invariant if isinstance(broken, BrokenError) else None


MUTATIONS: list[Mutation] = []
"""All of them."""


def breaks(invariant: str, *seeds: int) -> Callable[[Break], Break]:
    """Say which promise a fault breaks, and some seeds at which that is seen."""

    def add(one: Break) -> Break:
        MUTATIONS.append(Mutation(one, invariant, seeds))
        return one

    return add


# What was sent, and got no answer.


@breaks("NO_DUPLICATE", 1, 22, 62)
def a_lost_create_is_not_known_again(patch: pytest.MonkeyPatch) -> None:
    def is_same_object(kind: Kind, entry: OutboxEntry, item: Mapping[str, Any]) -> bool:
        return False

    patch.setattr(intake, "is_same_object", is_same_object)


@breaks("NO_DUPLICATE", 33, 76, 99)
def a_lost_create_is_not_looked_for(patch: pytest.MonkeyPatch) -> None:
    async def settle(self: lost.AsyncLost, *, listed: bool) -> dict[str, OutboxEntry]:
        return {}

    patch.setattr(lost.AsyncLost, "settle", settle)


@breaks("NO_DUPLICATE", 1, 8, 22)
def nothing_is_written_down_before_it_is_sent(patch: pytest.MonkeyPatch) -> None:
    kept = AsyncMemoryUnitOfWork.keep

    async def keep(self: AsyncMemoryUnitOfWork, scope: Scope, notes: Sequence[Note]) -> None:
        await kept(self, scope, [one for one in notes if not isinstance(one, OutboxEntry)])

    patch.setattr(AsyncMemoryUnitOfWork, "keep", keep)


@breaks("NO_DUPLICATE", 29, 38, 51)
def doubt_is_taken_for_a_no(patch: pytest.MonkeyPatch) -> None:
    told = sending.fate_of

    def fate_of(error: Any, entry: OutboxEntry) -> sending.Fate:
        fate = told(error, entry)
        return sending.Fate.NOT_SENT if fate is sending.Fate.UNKNOWN else fate

    patch.setattr(sending, "fate_of", fate_of)


# Edits.


@breaks("NO_LOST_EDIT", 0, 2, 3)
def a_pull_overlooks_what_was_edited_here(patch: pytest.MonkeyPatch) -> None:
    decided = intake.reconcile

    def reconcile(kind: Kind, known: Known, remote: RemoteRecord | None, policy: Policy) -> Outcome:
        stored = known.stored
        if stored is not None and known.agreed is not None:
            stored = attrs.evolve(stored, local=kind.values_of(known.base))
        return decided(kind, attrs.evolve(known, stored=stored), remote, policy)

    patch.setattr(intake, "reconcile", reconcile)


@breaks("NO_LOST_EDIT", 3, 4, 42)
def a_merge_takes_the_servers_side_and_finds_no_dispute(patch: pytest.MonkeyPatch) -> None:
    def merge(base: Leaves, local: Leaves, remote: Leaves, editable: frozenset[str]) -> Merge:
        return Merge(leaves=dict(remote), disputes={})

    patch.setattr(comparing, "merge", merge)


@breaks("NO_LOST_EDIT", 0, 2, 4)
def a_push_does_not_look_before_it_sends(patch: pytest.MonkeyPatch) -> None:
    sent = push.send

    async def send(remote: Any, kind: Kind, entry: OutboxEntry, agreed: Any) -> sending.Sent:
        return await sent(remote, kind, entry, None)

    patch.setattr(push, "send", send)


@breaks("NO_LOST_EDIT", 0, 2, 3)
def the_trail_does_not_name_values(patch: pytest.MonkeyPatch) -> None:
    told = Book.tell

    def tell(self: Book, entry: AuditEntry) -> None:
        told(self, attrs.evolve(entry, fields=None))

    patch.setattr(Book, "tell", tell)


@breaks("NO_LOST_EDIT", 10, 95, 132)
def the_trail_in_sql_is_thrown_away(patch: pytest.MonkeyPatch) -> None:
    def append_audit(self: SqlUnitOfWork, scope: Scope, entries: Sequence[AuditEntry]) -> None:
        pass

    patch.setattr(SqlUnitOfWork, "append_audit", append_audit)


# What is told.


@breaks("AUDIT_COMPLETE", 0, 2, 3)
def decisions_are_not_told(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(worker.AsyncWorker, "apply", _applying_without_entries(lambda _: True))


@breaks("AUDIT_COMPLETE", 11, 23, 25)
def what_was_sent_is_not_told(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        worker.AsyncWorker, "apply", _applying_without_entries(lambda outcome: outcome.decision is Decision.PUSHED)
    )


@breaks("AUDIT_COMPLETE", 7, 10, 15)
def decisions_are_not_told_in_sql(patch: pytest.MonkeyPatch) -> None:
    applied = blocking_worker.Worker.apply

    def apply(self: Any, work: Any, outcomes: Mapping[str, Outcome], **more: Any) -> dict[str, str]:
        return applied(self, work, {id_: attrs.evolve(one, entry=None) for id_, one in outcomes.items()}, **more)

    patch.setattr(blocking_worker.Worker, "apply", apply)


def _applying_without_entries(which: Callable[[Outcome], bool]) -> Any:
    applied = worker.AsyncWorker.apply

    async def apply(
        self: worker.AsyncWorker, work: Any, outcomes: Mapping[str, Outcome], **more: Any
    ) -> dict[str, str]:
        silent = {id_: attrs.evolve(one, entry=None) if which(one) else one for id_, one in outcomes.items()}
        return await applied(self, work, silent, **more)

    return apply


# The lease.


@breaks("NO_STUCK_LEASE", 0, 1, 2)
def a_lease_is_not_given_back(patch: pytest.MonkeyPatch) -> None:
    async def release_lease(self: AsyncMemoryUnitOfWork, scope: Scope, owner: str) -> None:
        pass

    patch.setattr(AsyncMemoryUnitOfWork, "release_lease", release_lease)


@breaks("NO_STUCK_LEASE", 7, 10, 15)
def a_lease_in_sql_is_not_given_back(patch: pytest.MonkeyPatch) -> None:
    def release_lease(self: SqlUnitOfWork, scope: Scope, owner: str) -> None:
        pass

    patch.setattr(SqlUnitOfWork, "release_lease", release_lease)


@breaks("NO_STUCK_LEASE", 0, 1, 14)
def a_dead_workers_lease_never_ends(patch: pytest.MonkeyPatch) -> None:
    claimed = AsyncMemoryUnitOfWork.claim_lease

    async def claim_lease(self: AsyncMemoryUnitOfWork, scope: Scope, lease: Lease, *, now: datetime) -> bool:
        return await claimed(self, scope, lease, now=datetime.min.replace(tzinfo=timezone.utc))

    patch.setattr(AsyncMemoryUnitOfWork, "claim_lease", claim_lease)


# Both sides hold the same.


@breaks("CONVERGED", 3, 4, 8)
def what_is_gone_from_the_server_is_not_missed(patch: pytest.MonkeyPatch) -> None:
    async def run(self: gone.AsyncGone) -> bool:
        return True

    patch.setattr(gone.AsyncGone, "run", run)


@breaks("CONVERGED", 3, 4, 8)
def what_was_deleted_here_is_not_missed(patch: pytest.MonkeyPatch) -> None:
    found = Book.edited

    def edited(self: Book, after: str | None, limit: int) -> list[StoredRecord]:
        return [one for one in found(self, after, limit) if one.key is not None]

    patch.setattr(Book, "edited", edited)


@breaks("CONVERGED", 43, 55, 72)
def the_tombstone_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    decided = reconciling.gone_there

    def gone_there(kind: Kind, known: Known, policy: Policy) -> Outcome:
        return attrs.evolve(decided(kind, known, policy), keep=())

    patch.setattr(reconciling, "gone_there", gone_there)


@breaks("CONVERGED", 0, 4, 5)
def a_row_counts_as_settled_before_it_is(patch: pytest.MonkeyPatch) -> None:
    written = Library.write

    def write(self: Library, scope: Scope, one: RecordWrite) -> str | None:
        return written(self, scope, attrs.evolve(one, settled=True))

    patch.setattr(Library, "write", write)


@breaks("CONVERGED", 0, 2, 3)
def what_is_put_aside_is_told_by_each_sync(patch: pytest.MonkeyPatch) -> None:
    put = worker.AsyncWorker.put_aside

    async def put_aside(
        self: worker.AsyncWorker, work: Any, failures: Sequence[FailedRecord]
    ) -> Sequence[FailedRecord]:
        await work.drop(self.scope, FailedRecord, [one.key for one in failures])
        return await put(self, work, failures)

    patch.setattr(worker.AsyncWorker, "put_aside", put_aside)


# A sync with nothing to do.


@breaks("QUIET", 0, 1, 2)
def each_sync_says_that_it_was_there(patch: pytest.MonkeyPatch) -> None:
    async def say(one: pull.AsyncPull) -> None:
        async with one.worker.storage.transaction() as work:
            said = AuditEntry(id="anything", decision=Decision.SKIPPED, reason="there was a sync")
            await work.append_audit(one.worker.scope, [said])

    patch.setattr(pull.AsyncPull, "run", _running_on(say))


@breaks("QUIET", 0, 1, 2)
def each_sync_saves_what_the_server_has_as_it_is(patch: pytest.MonkeyPatch) -> None:
    async def save(one: pull.AsyncPull) -> None:
        remote, kind = one.worker.remote, one.worker.kind
        if one.worker.abilities.update:
            page = await remote.list_page(kind, limit=1, offset=0, since=None)
            for item in page.items:
                await remote.update(kind, item[kind.id_name], {})

    patch.setattr(pull.AsyncPull, "run", _running_on(save))


def _running_on(then: Callable[[pull.AsyncPull], Any]) -> Any:
    """Do something after each pull but the complete ones, which would else never come to rest."""
    pulled = pull.AsyncPull.run

    async def run(self: pull.AsyncPull) -> None:
        await pulled(self)
        if not self.complete:
            await then(self)

    return run


# What is sent.


@breaks("NOTHING_SENT_THAT_CANNOT_BE", 0, 2, 3)
def nobody_asks_what_the_server_can_do(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(worker.AsyncWorker, "abilities", Abilities(updated_since=False, any_offset=False))


@breaks("NOTHING_SENT_THAT_CANNOT_BE", 0, 4, 11)
def our_own_names_of_rows_are_sent(patch: pytest.MonkeyPatch) -> None:
    async def find_links(*_: Any) -> dict[tuple[str, str], str | None]:
        return {}

    patch.setattr(outbox, "find_links", find_links)


@breaks("NO_UNEXPECTED_ERROR", 11, 28, 44)
def a_record_that_is_refused_stops_all_others(patch: pytest.MonkeyPatch) -> None:
    told = sending.fate_of

    def fate_of(error: Any, entry: OutboxEntry) -> sending.Fate:
        return sending.Fate.NOT_SENT if error.status_code == 400 else told(error, entry)

    patch.setattr(sending, "fate_of", fate_of)


if __name__ == "__main__":
    for mutation in MUTATIONS:
        if mutation.name in sys.argv[1:]:
            found = [seed for seed in range(200) if mutation.noticed(seed) == mutation.invariant]
            print(f"{mutation.name}: {', '.join(map(str, found)) or 'at none of 200 seeds'}")
