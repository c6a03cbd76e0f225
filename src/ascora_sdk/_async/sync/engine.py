"""The sync engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from datetime import timedelta
from typing import Any, Literal

import attrs

from ...concurrency.awaiting import ASYNC_CONCURRENCY, AsyncRuntime
from ...sync.audit import AuditEntry
from ...sync.conflict import Conflict, Resolution
from ...sync.errors import LeaseHeldError, LeaseLostError
from ...sync.events import KindFinished, SyncEvent, SyncFinished, SyncStarted
from ...sync.kinds import Kind
from ...sync.outcome import Deletions
from ...sync.report import KindReport, SyncReport
from ...sync.strategies import ConflictStrategy, MergeFields, strategy_for
from ...sync.traffic import Traffic
from .deciding import AsyncDecisions
from .kind_sync import Steps, sync_kind
from .protocols import AsyncRemote, AsyncStorage, AsyncSupportsRemote, AsyncSupportsTraffic
from .retrying import AsyncRetries
from .worker import AsyncWorker, SyncSettings


class AsyncSyncEngine:
    """Keeps a storage and Ascora in step, both ways, without losing an edit.

    What one side alone edited goes to the other; what both edited is for the strategy to decide, and both values stay on
    record. Each page is one transaction; a sync that died goes on where it stopped, and nothing is sent twice. An edit
    is found by comparing, so that those made by plain SQL count.

    Example:
        ```python
        storage = AsyncSqlStorage("sqlite:///ascora.db")
        await storage.migrate()
        report = await AsyncSyncEngine(client, storage).sync()
        print(report)
        ```
    """

    def __init__(
        self,
        source: AsyncSupportsRemote | AsyncRemote,
        storage: AsyncStorage,
        *,
        organization_id: str = "default",
        kinds: Sequence[Kind] | None = None,
        remotes: Mapping[str, AsyncRemote] | None = None,
        strategy: ConflictStrategy | Mapping[str, ConflictStrategy] | None = None,
        deletions: Deletions | Literal["mark", "delete", "keep"] = "mark",
        most_gone: float = 0.2,
        overlap: timedelta = timedelta(minutes=10),
        complete_every: timedelta = timedelta(days=1),
        page_size: int = 100,
        concurrency: int = ASYNC_CONCURRENCY,
        lease_seconds: float = 60.0,
        on_event: Callable[[SyncEvent], object] | None = None,
        runtime: AsyncRuntime | None = None,
    ) -> None:
        """Make an engine; nothing is read or written yet.

        Args:
            source: The client, or any remote.
            storage: Where the records are kept.
            organization_id: The host's own id for whose records they are; text of any form.
            kinds: The kinds of records, in the order in which they are synced; by default those that the remote has.
            remotes: Remotes of their own, by the kind's name, for kinds that the source does not have.
            strategy: Who is right where both sides edited the same field: one for all kinds, or by the kind's name,
                with `*` for the others. By default the fields are merged, and where both edited one the server wins.
            deletions: What becomes of a row whose record was deleted on the server: it is marked, deleted, or kept as
                it is.
            most_gone: Which part of the known records may be gone from one side at once, from 0 to 1; if it is more,
                nothing is deleted on the other, and the sync fails.
            overlap: How far behind the newest change an incremental pull begins, since changes turn up late.
            complete_every: How long incremental pulls may do before a complete one catches what they missed.
            page_size: Records to ask for in a page, and to send at a time.
            concurrency: Requests under way at once.
            lease_seconds: How long a worker that says nothing is taken to be alive; a dead one's place is free then.
            on_event: Told what happens while it happens. An error that it raises stops the sync between two pages.
            runtime: Clocks, sleep and chance, for tests.

        Raises:
            ValueError: If the organization's id is empty, a number is out of its range, or a kind has no strategy.
        """
        if not organization_id:
            raise ValueError("organization_id is empty; give the id by which you know the organization")
        if page_size < 1 or concurrency < 1 or not lease_seconds > 0:
            raise ValueError("page_size, concurrency and lease_seconds must be more than 0")
        if not 0 <= most_gone <= 1:
            raise ValueError(f"most_gone is a part, from 0 to 1, not {most_gone!r}")
        self._remote = source.as_remote() if isinstance(source, AsyncSupportsRemote) else source
        self._remotes = remotes or {}
        self._storage = storage
        self._organization_id = organization_id
        self._kinds = {kind.name: kind for kind in (self._remote.kinds if kinds is None else kinds)}
        self._strategies = {name: strategy_for(strategy or MergeFields(), name) for name in self._kinds}
        self._settings = SyncSettings(
            page_size=page_size,
            concurrency=concurrency,
            lease_seconds=lease_seconds,
            deletions=Deletions(deletions),
            most_gone=most_gone,
            overlap=overlap,
            complete_every=complete_every,
        )
        self._emit: Callable[[SyncEvent], object] = on_event or (lambda _: None)
        self._runtime = runtime or AsyncRuntime()

    async def sync(self, kind: str | None = None, *, complete: bool = False) -> SyncReport:
        """Bring both sides in step: pull, resolve, push.

        Args:
            kind: The kind's name, such as "customer"; all kinds by default, one after the other.
            complete: Whether to read everything that is on the server, and not what changed alone.

        Returns:
            What was done, by kind. It is not `ok` if a record was put aside or a conflict waits for somebody.

        Raises:
            AscoraApiError: Or a subclass, if the server fails. What was committed stays, and the next sync goes on
                there.
            LeaseHeldError: If another worker syncs the same records now.
            MassDeletionError: If so much is gone from one side that something must be wrong.
            ValueError: If there is no such kind.

        Example:
            ```python
            report = await engine.sync()
            print(report["customer"].pushed, report.ok)
            ```
        """
        return await self._run(kind, Steps(complete=complete))

    async def pull(self, kind: str | None = None, *, complete: bool = False) -> SyncReport:
        """Bring what is new on the server into the storage, and send nothing.

        Args:
            kind: The kind's name; all kinds by default.
            complete: Whether to read everything that is on the server, and not what changed alone.

        Returns:
            What was done, as `sync` does.

        Raises:
            AscoraApiError: As `sync` does, and so with `LeaseHeldError`, `MassDeletionError` and `ValueError`.

        Example:
            ```python
            report = await engine.pull("customer")
            print(report["customer"].updated)
            ```
        """
        return await self._run(kind, Steps(push=False, complete=complete))

    async def push(self, kind: str | None = None) -> SyncReport:
        """Send what was made, edited or deleted here; of the server's side only what stands in its way is read.

        Args:
            kind: The kind's name; all kinds by default.

        Returns:
            What was done, as `sync` does.

        Raises:
            AscoraApiError: As `sync` does, and so with `LeaseHeldError`, `MassDeletionError` and `ValueError`.

        Example:
            ```python
            report = await engine.push("job")
            print(report["job"].pushed)
            ```
        """
        return await self._run(kind, Steps(pull=False))

    async def conflicts(self, kind: str | None = None) -> list[Conflict]:
        """List the conflicts that wait for somebody to decide.

        Args:
            kind: The kind's name; all kinds by default.

        Returns:
            The conflicts, each with its fields' values on both sides, in the order of the records' ids.

        Raises:
            ValueError: If there is no such kind.

        Example:
            ```python
            for conflict in await engine.conflicts():
                print(conflict.id, conflict.fields)
            ```
        """
        return [one for kind_ in self._chosen(kind) for one in await self._decisions(kind_).open()]

    async def resolve(
        self, conflict_id: str, decision: Literal["local", "remote", "merge"] | Mapping[str, Any] | Resolution
    ) -> None:
        """Decide a conflict; what follows for the server is sent by the next sync.

        Args:
            conflict_id: The conflict's id, such as "customer:c-1".
            decision: Whose values count: "local" or "remote"; "merge", by which a value counts where the other side
                has none, and else the newer side's; values by field, as the wire carries them; or a `Resolution`.
                Fields that it leaves open go on waiting.

        Raises:
            KeyError: If no such conflict waits.
            ValueError: If the decision names a field that is not in dispute.

        Example:
            ```python
            await engine.resolve("customer:c-1", {"phone": "(07) 5550 0000"})
            ```
        """
        kind, _, record_id = conflict_id.partition(":")
        if kind not in self._kinds:
            raise KeyError(conflict_id)
        await self._decisions(self._kinds[kind]).decide(record_id, decision)

    async def retry_failed(self, kind: str | None = None) -> SyncReport:
        """Try the records again that were put aside; each at most 3 times, until it is edited.

        Args:
            kind: The kind's name; all kinds by default.

        Returns:
            What was done, as `sync` does; `failed` counts those that failed again.

        Raises:
            AscoraApiError: As `sync` does, and so with `LeaseHeldError` and `ValueError`.

        Example:
            ```python
            report = await engine.retry_failed()
            ```
        """
        return await self._run(kind, None)

    async def explain(self, kind: str, name: str) -> list[AuditEntry]:
        """Tell a record's story: every decision on it, in order.

        Args:
            kind: The kind's name.
            name: The record's Ascora id, or the storage's own name for its row.

        Returns:
            The audit entries, the first one first; empty if nothing is known of it.

        Raises:
            ValueError: If there is no such kind.

        Example:
            ```python
            for entry in await engine.explain("customer", "c-1"):
                print(entry.at, entry.decision, entry.reason)
            ```
        """
        (chosen,) = self._chosen(kind)
        return await self._decisions(chosen).story(name)

    async def _run(self, kind: str | None, steps: Steps | None) -> SyncReport:
        kinds = self._chosen(kind)
        started = self._runtime.monotonic()
        self._emit(SyncStarted(organization_id=self._organization_id, kinds=tuple(one.name for one in kinds)))
        reports: list[KindReport] = []
        turned_away = False
        try:
            for one in kinds:
                await self._run_one(one, steps, reports)
        except (LeaseHeldError, LeaseLostError):
            turned_away = True
            raise
        finally:
            report = SyncReport(kinds=tuple(reports), duration=self._runtime.monotonic() - started)
            # How the sync goes is for the worker to say that has the lease.
            if reports and not turned_away:
                await self._mark_synced(report)
            self._emit(SyncFinished(report=report))
        return report

    async def _mark_synced(self, report: SyncReport) -> None:
        failed = any(one.error is not None for one in report.kinds)
        # If the storage is what failed, that is said already and is what counts.
        with suppress(Exception) if failed else nullcontext():
            async with self._storage.transaction() as work:
                await work.mark_synced(self._organization_id, ok=report.ok, now=self._runtime.now())

    async def _run_one(self, kind: Kind, steps: Steps | None, reports: list[KindReport]) -> None:
        started, before = self._runtime.monotonic(), self._traffic(kind)
        worker = self._worker(kind)
        error: str | None = None
        try:
            await (AsyncRetries(worker=worker).run() if steps is None else sync_kind(worker, steps))
        except BaseException as failure:
            error = str(failure) or type(failure).__name__
            raise
        finally:
            used = self._traffic(kind) - before
            report = attrs.evolve(
                worker.report,
                error=error,
                duration=self._runtime.monotonic() - started,
                requests=used.requests,
                bytes_sent=used.bytes_sent,
                bytes_received=used.bytes_received,
            )
            reports.append(report)
            self._emit(KindFinished(report=report))

    def _worker(self, kind: Kind) -> AsyncWorker:
        return AsyncWorker(
            remote=self._remotes.get(kind.name, self._remote),
            storage=self._storage,
            runtime=self._runtime,
            organization_id=self._organization_id,
            kind=kind,
            strategy=self._strategies[kind.name],
            owner=f"{int(self._runtime.random() * 2**53):014x}",
            settings=self._settings,
            emit=self._emit,
            report=KindReport(kind=kind.name),
        )

    def _decisions(self, kind: Kind) -> AsyncDecisions:
        return AsyncDecisions(worker=self._worker(kind))

    def _traffic(self, kind: Kind) -> Traffic:
        remote = self._remotes.get(kind.name, self._remote)
        return remote.traffic if isinstance(remote, AsyncSupportsTraffic) else Traffic()

    def _chosen(self, kind: str | None) -> list[Kind]:
        if kind is None:
            return list(self._kinds.values())
        if kind not in self._kinds:
            raise ValueError(f"there is no kind {kind!r}; the kinds are {', '.join(self._kinds)}")
        return [self._kinds[kind]]
