# Generated from ../_async/pull.py by tools/unasync; do not edit.
"""The pull of one kind: the server's listing, page after page, into the storage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from datetime import timedelta
from typing import Final

import attrs

from ..concurrency.blocking import Runtime
from ..sync.errors import LeaseHeldError, LeaseLostError
from ..sync.events import KindStarted, PagePulled, RecordFailed, SyncEvent
from ..sync.incoming import RemoteRecord, check, identify, put_aside
from ..sync.kinds import Kind
from ..sync.reconcile import Reconciled, reconcile
from ..sync.records import AuditEntry, Checkpoint, Decision, FailedRecord, Lease, Scope
from ..sync.report import KindReport
from .paging import walk_pages
from .protocols import Remote, Storage, UnitOfWork, RemotePage

_COUNTED: Final = {Decision.CREATED: "created", Decision.UPDATED: "updated", Decision.CONFLICT: "conflicts"}


@attrs.frozen(kw_only=True)
class PullSettings:
    """How a pull goes about it.

    Attributes:
        page_size: Records to ask for in a page.
        concurrency: Pages under way at once.
        lease_seconds: How long a worker that says nothing is taken to be alive.
    """

    page_size: int
    concurrency: int
    lease_seconds: float


@attrs.define(kw_only=True)
class Pull:
    """The pull of one kind, as far as it has come.

    Attributes:
        report: What has been done so far, and is committed.
    """

    remote: Remote
    storage: Storage
    runtime: Runtime
    organization_id: str
    kind: Kind
    owner: str
    settings: PullSettings
    emit: Callable[[SyncEvent], object]
    report: KindReport
    _lease_renewed: float = 0.0
    _aside: set[str] = attrs.field(factory=set)

    def run(self) -> None:
        """Pull the whole listing, from where an earlier pull stopped if it did not come to its end.

        Raises:
            LeaseHeldError: If another worker does this now.
            LeaseLostError: If another worker took over meanwhile.
            AscoraApiError: If a page cannot be had; what was committed stays, and the next pull goes on there.
        """
        begin = self._begin()
        try:
            self.emit(KindStarted(kind=self.kind.name, resumed_at=begin))
            walk = walk_pages(
                self._fetch, page_size=self.settings.page_size, concurrency=self.settings.concurrency, offset=begin
            )
            with closing(walk) as pages:
                for offset, page in pages:
                    self._store(offset, page)
            self._finish(whole=begin == 0)
        except BaseException:
            # The storage itself may be what failed; then the lease runs out by itself.
            with suppress(Exception):
                with self.storage.transaction() as work:
                    work.release_lease(self._scope, self.owner)
            raise

    @property
    def _scope(self) -> Scope:
        return Scope(self.organization_id, self.kind.name)

    def _fetch(self, limit: int, offset: int) -> RemotePage:
        return self.remote.list_page(self.kind.name, limit=limit, offset=offset)

    def _begin(self) -> int:
        with self.storage.transaction() as work:
            if not work.claim_lease(self._scope, self._lease(), now=self.runtime.now()):
                raise LeaseHeldError(
                    f"another worker pulls the {self.kind.name} records of organization {self.organization_id!r}; "
                    f"wait for it, or if it died, try again in {self.settings.lease_seconds:.0f} s"
                )
            checkpoint = work.checkpoint(self._scope)
        return checkpoint.offset if checkpoint else 0

    def _store(self, offset: int, page: RemotePage) -> None:
        """Bring one page into the storage, in one transaction."""
        records, failures = identify(page.items)
        done = offset + page.received
        with self.storage.transaction() as work:
            digests = work.digests(self._scope, list(records))
            fresh = [record for record in records.values() if digests.get(record.id) != record.digest]
            decided, refused = self._decide(work, fresh, digests) if fresh else ([], [])
            failures += refused
            new_failures = work.put_aside(self._scope, failures) if failures else ()
            entries = [one.entry for one in decided if one.entry] + [_failure_entry(one) for one in new_failures]
            if entries:
                work.append_audit(self._scope, entries)
            if any(one.write for one in decided) or new_failures or self._lease_is_due():
                self._save(work, Checkpoint(offset=done))
        self._count(len(records) - len(fresh), decided, failures)
        self.emit(PagePulled(kind=self.kind.name, done=done, total=page.total, report=self.report))

    def _decide(
        self, work: UnitOfWork, fresh: Sequence[RemoteRecord], seen: Mapping[str, str]
    ) -> tuple[list[Reconciled], list[FailedRecord]]:
        """Decide on each record that is not as last seen, and write what was decided."""
        good, failures = check(self.kind, fresh)
        stored = work.records(self._scope, [record.id for record in good], known=seen)
        decided: dict[str, Reconciled] = {}
        for record in good:
            kept = stored.get(record.id)
            if kept is not None and kept.problem is not None:
                failures.append(put_aside(record, kept.problem))
            else:
                decided[record.id] = reconcile(self.kind, record, kept, seen=seen.get(record.id))
        by_id = {record.id: record for record in good}
        for rejected in work.write(self._scope, [one.write for one in decided.values() if one.write]):
            del decided[rejected.id]
            failures.append(put_aside(by_id[rejected.id], rejected.reason))
        return list(decided.values()), failures

    def _count(self, unchanged: int, decided: Sequence[Reconciled], failures: Sequence[FailedRecord]) -> None:
        counts = {"unchanged": unchanged, "failed": len(failures)}
        for one in decided:
            name = _COUNTED[one.entry.decision] if one.entry else "unchanged"
            counts[name] = counts.get(name, 0) + 1
        sums = {name: getattr(self.report, name) + count for name, count in counts.items()}
        self.report = attrs.evolve(self.report, **sums)
        for failure in failures:
            self._aside.add(failure.key)
            self.emit(RecordFailed(kind=self.kind.name, id=failure.key, error=failure.error))

    def _save(self, work: UnitOfWork, checkpoint: Checkpoint | None) -> None:
        if not work.save_checkpoint(self._scope, checkpoint, self._lease()):
            raise LeaseLostError(
                f"another worker took over the {self.kind.name} records of organization {self.organization_id!r}; "
                "what was under way is undone"
            )

    def _lease(self) -> Lease:
        self._lease_renewed = self.runtime.monotonic()
        return Lease(owner=self.owner, until=self.runtime.now() + timedelta(seconds=self.settings.lease_seconds))

    def _lease_is_due(self) -> bool:
        return self.runtime.monotonic() - self._lease_renewed > self.settings.lease_seconds / 3

    def _finish(self, *, whole: bool) -> None:
        with self.storage.transaction() as work:
            self._save(work, None)
            if whole:
                work.keep_aside(self._scope, sorted(self._aside))
            work.release_lease(self._scope, self.owner)


def _failure_entry(failure: FailedRecord) -> AuditEntry:
    return AuditEntry(id=failure.key, decision=Decision.FAILED, reason=failure.error)
