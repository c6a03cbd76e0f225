# Generated from ../../_async/sync/runs.py by tools/unasync; do not edit.
"""Runs of the engine: kind after kind, each reported, and told of while it happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress

import attrs

from ...concurrency.blocking import Runtime
from ...sync.errors import LeaseHeldError, LeaseLostError
from ...sync.events import KindFinished, SyncEvent, SyncFinished, SyncStarted
from ...sync.kinds import Kind
from ...sync.report import KindReport, SyncReport
from ...sync.strategies import ConflictStrategy
from ...sync.traffic import Traffic
from .kind_sync import Steps, sync_kind
from .protocols import Remote, Storage, SupportsTraffic
from .retrying import Retries
from .worker import Worker, SyncSettings


@attrs.frozen(kw_only=True)
class Runs:
    """What an engine works with, and how it works through its kinds."""

    remotes: Mapping[str, Remote]
    storage: Storage
    organization_id: str
    kinds: Mapping[str, Kind]
    strategies: Mapping[str, ConflictStrategy]
    settings: SyncSettings
    emit: Callable[[SyncEvent], object]
    runtime: Runtime

    def run(self, kind: str | None, steps: Steps | None) -> SyncReport:
        """Sync some kinds, one after the other.

        Args:
            kind: The kind's name; all by default.
            steps: What to do; None to try again what was put aside.

        Returns:
            What was done.
        """
        kinds = self.chosen(kind)
        started = self.runtime.monotonic()
        self.emit(SyncStarted(organization_id=self.organization_id, kinds=tuple(one.name for one in kinds)))
        reports: list[KindReport] = []
        turned_away = False
        try:
            for one in kinds:
                self._run_one(one, steps, reports)
        except (LeaseHeldError, LeaseLostError):
            turned_away = True
            raise
        finally:
            report = SyncReport(kinds=tuple(reports), duration=self.runtime.monotonic() - started)
            # How the sync goes is for the worker to say that has the lease.
            if reports and not turned_away:
                self._mark_synced(report)
            self.emit(SyncFinished(report=report))
        return report

    def _mark_synced(self, report: SyncReport) -> None:
        failed = any(one.error is not None for one in report.kinds)
        # If the storage is what failed, that is said already and is what counts.
        with suppress(Exception) if failed else nullcontext():
            with self.storage.transaction() as work:
                work.mark_synced(self.organization_id, ok=report.ok, now=self.runtime.now())

    def _run_one(self, kind: Kind, steps: Steps | None, reports: list[KindReport]) -> None:
        started, before = self.runtime.monotonic(), self._traffic(kind)
        worker = self.worker(kind)
        error: str | None = None
        try:
            (Retries(worker=worker).run() if steps is None else sync_kind(worker, steps))
        except BaseException as failure:
            error = str(failure) or type(failure).__name__
            raise
        finally:
            used = self._traffic(kind) - before
            report = attrs.evolve(
                worker.report,
                error=error,
                duration=self.runtime.monotonic() - started,
                requests=used.requests,
                bytes_sent=used.bytes_sent,
                bytes_received=used.bytes_received,
            )
            reports.append(report)
            self.emit(KindFinished(report=report))

    def worker(self, kind: Kind) -> Worker:
        """Make a worker on a kind's records; it has no lease yet."""
        return Worker(
            remote=self.remotes[kind.name],
            storage=self.storage,
            runtime=self.runtime,
            organization_id=self.organization_id,
            kind=kind,
            strategy=self.strategies[kind.name],
            owner=f"{int(self.runtime.random() * 2**53):014x}",
            settings=self.settings,
            emit=self.emit,
            report=KindReport(kind=kind.name),
        )

    def _traffic(self, kind: Kind) -> Traffic:
        remote = self.remotes[kind.name]
        return remote.traffic if isinstance(remote, SupportsTraffic) else Traffic()

    def paid_kind(self) -> Kind:
        """Give the kind that takes payments.

        Raises:
            ValueError: If none does.
        """
        for name, kind in self.kinds.items():
            if self.remotes[name].abilities(kind).pay:
                return kind
        raise ValueError("none of the engine's kinds takes payments through its remote")

    def chosen(self, kind: str | None) -> list[Kind]:
        """Give the kinds of a name, or all.

        Raises:
            ValueError: If there is none of this name.
        """
        if kind is None:
            return list(self.kinds.values())
        if kind not in self.kinds:
            raise ValueError(f"there is no kind {kind!r}; the kinds are {', '.join(self.kinds)}")
        return [self.kinds[kind]]
