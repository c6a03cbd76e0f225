"""The one worker on a kind's records: its lease, its transactions, and what it has done so far."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Final

import attrs

from ...concurrency.awaiting import AsyncRuntime
from ...sync.abilities import Abilities
from ...sync.audit import AuditEntry, Decision
from ...sync.errors import LeaseHeldError, LeaseLostError
from ...sync.events import ConflictFound, RecordFailed, RecordSkipped, SyncEvent
from ...sync.kinds import Kind
from ...sync.notes import FailedRecord, Note, Stage
from ...sync.outcome import Deletions, Outcome, Policy
from ...sync.records import Lease, RecordWrite, Scope
from ...sync.report import KindReport
from ...sync.strategies import ConflictStrategy
from .listing import AsyncListing
from .protocols import AsyncRemote, AsyncStorage, AsyncUnitOfWork, RemotePage

_COUNTED: Final = {
    Decision.CREATED: "created",
    Decision.UPDATED: "updated",
    Decision.PUSHED: "pushed",
    Decision.DELETED: "deleted",
    Decision.CONFLICT: "conflicts",
    Decision.RESOLVED: "conflicts",
    Decision.FAILED: "failed",
    Decision.SKIPPED: "skipped",
}


@attrs.frozen(kw_only=True)
class SyncSettings:
    """How a sync goes about it.

    Attributes:
        page_size: Records to ask for in a page, and to send at a time.
        concurrency: Requests under way at once.
        lease_seconds: How long a worker that says nothing is taken to be alive.
        deletions: What becomes of what was deleted on the server.
        most_gone: Which part of the known records may be gone at once, from 0 to 1.
        overlap: How far behind the newest change an incremental pull begins.
        complete_every: How long incremental pulls may do before a complete one.
    """

    page_size: int
    concurrency: int
    lease_seconds: float
    deletions: Deletions
    most_gone: float
    overlap: timedelta
    complete_every: timedelta


@attrs.define(kw_only=True)
class AsyncWorker:
    """The one worker on the records of a kind.

    Attributes:
        report: What has been done so far, and is committed.
        failing: The keys of the records that it put aside, or found to be put aside still.
    """

    remote: AsyncRemote
    storage: AsyncStorage
    runtime: AsyncRuntime
    organization_id: str
    kind: Kind
    strategy: ConflictStrategy
    owner: str
    settings: SyncSettings
    emit: Callable[[SyncEvent], object]
    report: KindReport
    failing: set[str] = attrs.field(factory=set)
    _lease_renewed: float = 0.0

    @property
    def scope(self) -> Scope:
        """Whose records of which kind."""
        return Scope(self.organization_id, self.kind.name)

    @property
    def abilities(self) -> Abilities:
        """What the other side can do."""
        return self.remote.abilities(self.kind)

    def policy(self) -> Policy:
        """Say by what is decided now."""
        return Policy(strategy=self.strategy, deletions=self.settings.deletions, now=self.runtime.now())

    def listing(self, since: datetime | None) -> AsyncListing:
        """Begin to list what the server has: everything, or what was modified since some time."""

        async def fetch(limit: int, offset: int) -> RemotePage:
            return await self.remote.list_page(self.kind, limit=limit, offset=offset, since=since)

        return AsyncListing(
            fetch=fetch,
            kind=self.kind,
            page_size=self.settings.page_size,
            concurrency=self.settings.concurrency,
            overlaps=self.abilities.any_offset,
        )

    @asynccontextmanager
    async def lease(self) -> AsyncIterator[None]:
        """Be the one worker for as long as the block lasts.

        Raises:
            LeaseHeldError: If another is.
        """
        async with self.storage.transaction() as work:
            if not await work.claim_lease(self.scope, self._lease(), now=self.runtime.now()):
                raise LeaseHeldError(
                    f"another worker syncs the {self.kind.name} records of organization {self.organization_id!r}; "
                    f"wait for it, or if it died, try again in {self.settings.lease_seconds:.0f} s"
                )
        try:
            yield
            await self._release()
        except BaseException:
            # The storage itself may be what failed, at the very end too; then the lease runs out by itself.
            with suppress(Exception):
                await self._release()
            raise

    async def _release(self) -> None:
        async with self.storage.transaction() as work:
            await work.release_lease(self.scope, self.owner)

    async def hold(self, work: AsyncUnitOfWork) -> None:
        """Make sure, in a transaction that writes, that the lease is still this worker's.

        Raises:
            LeaseLostError: If another took over.
        """
        if not await work.renew_lease(self.scope, self._lease()):
            raise LeaseLostError(
                f"another worker took over the {self.kind.name} records of organization {self.organization_id!r}; "
                "what was under way is undone"
            )

    @asynccontextmanager
    async def between_steps(self) -> AsyncIterator[AsyncUnitOfWork]:
        """Begin a transaction that no transaction of whoever has the lease comes within; the lease stays with them."""
        async with self.storage.transaction() as work:
            # Whether it is given or not, to ask for it locks it.
            is_given = await work.claim_lease(self.scope, self._lease(), now=self.runtime.now())
            yield work
            if is_given:
                await work.release_lease(self.scope, self.owner)

    def lease_is_due(self) -> bool:
        """Say whether it is time to renew the lease."""
        return self.runtime.monotonic() - self._lease_renewed > self.settings.lease_seconds / 3

    def _lease(self) -> Lease:
        self._lease_renewed = self.runtime.monotonic()
        return Lease(owner=self.owner, until=self.runtime.now() + timedelta(seconds=self.settings.lease_seconds))

    async def apply(
        self, work: AsyncUnitOfWork, outcomes: Mapping[str, Outcome], *, keep: Sequence[Note] = ()
    ) -> dict[str, str]:
        """Write what was decided of records, remember it and say it.

        Args:
            work: The transaction.
            outcomes: What was decided, by id.
            keep: Further notes to keep.

        Returns:
            Why a record could not be written, by id; of such a record nothing is remembered.
        """
        writes = {id_: one.write for id_, one in outcomes.items() if one.write is not None}
        rejected = await work.write(self.scope, list(writes.values())) if writes else ()
        reasons = _reasons(writes, {id(one.write): one.reason for one in rejected})
        good = {id_: one for id_, one in outcomes.items() if id_ not in reasons}
        notes = [*(note for one in good.values() for note in one.keep), *keep]
        if notes:
            await work.keep(self.scope, notes)
        drops: dict[type[Note], list[str]] = {}
        for id_, one in good.items():
            for note_class in one.drop:
                drops.setdefault(note_class, []).append(id_)
        for note_class, keys in drops.items():
            await work.drop(self.scope, note_class, keys)
        entries = [one.entry for one in good.values() if one.entry is not None]
        if entries:
            await work.append_audit(self.scope, entries)
        return reasons

    async def put_aside(self, work: AsyncUnitOfWork, failures: Sequence[FailedRecord]) -> Sequence[FailedRecord]:
        """Keep records that failed; one that is kept already with the same digest stays as it is.

        Returns:
            Those that were not kept already with the same digest.
        """
        if not failures:
            return ()
        kept = await work.notes(self.scope, FailedRecord, [one.key for one in failures])
        new = [one for one in failures if one.key not in kept or kept[one.key].digest != one.digest]
        if new:
            await work.keep(self.scope, new)
            await work.append_audit(self.scope, [_failure_entry(one) for one in new])
        return new

    def count(
        self,
        outcomes: Sequence[Outcome],
        failures: Sequence[FailedRecord] = (),
        *,
        unchanged: int = 0,
        skipped: Sequence[RecordSkipped] = (),
    ) -> None:
        """Add to the report what is committed, and tell of it; of a record that is put aside only once."""
        failures = [one for one in failures if one.key not in self.failing]
        self.failing.update(one.key for one in failures)
        counts = {"unchanged": unchanged, "failed": len(failures), "skipped": len(skipped)}
        for one in outcomes:
            name = "unchanged" if one.decision is None else _COUNTED[one.decision]
            counts[name] = counts.get(name, 0) + 1
        self.report = attrs.evolve(
            self.report, **{name: getattr(self.report, name) + more for name, more in counts.items()}
        )
        for one in outcomes:
            if one.decision is Decision.CONFLICT and one.entry is not None:
                reason = one.entry.reason or ""
                self.emit(ConflictFound(kind=self.kind.name, id=one.entry.id or "", reason=reason))
        for failure in failures:
            name = failure.id or failure.name
            self.emit(RecordFailed(kind=self.kind.name, id=name, error=failure.error, key=failure.row))
        for event in skipped:
            self.emit(event)

    def note_unresolved(self, count: int) -> None:
        """Report how many conflicts wait for somebody to decide."""
        self.report = attrs.evolve(self.report, unresolved=count)


def _reasons(writes: Mapping[str, RecordWrite], rejected: Mapping[int, str]) -> dict[str, str]:
    return {id_: rejected[id(write)] for id_, write in writes.items() if id(write) in rejected}


def _failure_entry(failure: FailedRecord) -> AuditEntry:
    decision = Decision.SKIPPED if failure.stage is Stage.UNSENDABLE else Decision.FAILED
    # Of what came without an id there is but the digest to call it by.
    key = failure.row if failure.id else failure.name
    return AuditEntry(id=failure.id, key=key, decision=decision, reason=failure.error)
