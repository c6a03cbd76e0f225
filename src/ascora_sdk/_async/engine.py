"""The sync engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress

import attrs

from ..concurrency.awaiting import ASYNC_CONCURRENCY, AsyncRuntime
from ..sync.errors import LeaseHeldError, LeaseLostError
from ..sync.events import KindFinished, SyncEvent, SyncFinished, SyncStarted
from ..sync.kinds import KINDS, Kind
from ..sync.report import KindReport, SyncReport
from .protocols import AsyncRemote, AsyncStorage, AsyncSupportsRemote
from .pull import AsyncPull, PullSettings


class AsyncSyncEngine:
    """Keeps a storage in step with Ascora; for now by pulling (two-way sync builds on the same records).

    A record that is as it was when last seen costs no write. An edit made here, by plain SQL too, is never overwritten:
    a field edited on one side is kept, one edited on both is a conflict that the report counts and the audit trail
    tells. Each page is one transaction; a pull that died goes on where it stopped.

    Example:
        ```python
        storage = AsyncSqlStorage("sqlite:///ascora.db")
        await storage.migrate()
        report = await AsyncSyncEngine(client, storage).pull()
        print(report)
        ```
    """

    def __init__(
        self,
        source: AsyncSupportsRemote | AsyncRemote,
        storage: AsyncStorage,
        *,
        organization_id: str = "default",
        kinds: Sequence[Kind] = KINDS,
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
            kinds: The kinds of records, in the order in which they are synced.
            page_size: Records to ask for in a page.
            concurrency: Pages under way at once.
            lease_seconds: How long a worker that says nothing is taken to be alive; a dead one's place is free then.
            on_event: Told what happens while it happens. An error that it raises stops the sync between two pages.
            runtime: Clocks, sleep and chance, for tests.

        Raises:
            ValueError: If the organization's id is empty, or a number is not more than 0.
        """
        if not organization_id:
            raise ValueError("organization_id is empty; give the id by which you know the organization")
        if page_size < 1 or concurrency < 1 or not lease_seconds > 0:
            raise ValueError("page_size, concurrency and lease_seconds must be more than 0")
        self._remote = source.as_remote() if isinstance(source, AsyncSupportsRemote) else source
        self._storage = storage
        self._organization_id = organization_id
        self._kinds = {kind.name: kind for kind in kinds}
        self._settings = PullSettings(page_size=page_size, concurrency=concurrency, lease_seconds=lease_seconds)
        self._emit: Callable[[SyncEvent], object] = on_event or (lambda _: None)
        self._runtime = runtime or AsyncRuntime()

    async def pull(self, kind: str | None = None) -> SyncReport:
        """Bring what is new on the server into the storage.

        Args:
            kind: The kind's name, such as "customer"; all kinds by default, one after the other.

        Returns:
            What was done, by kind. It is not `ok` if a record was put aside or is in dispute.

        Raises:
            AscoraApiError: Or a subclass, if the listing cannot be had to its end. What was committed stays, and the
                next pull goes on there.
            LeaseHeldError: If another worker pulls the same records now.
            ValueError: If there is no such kind.

        Example:
            ```python
            report = await engine.pull("customer")
            print(report["customer"].updated)
            ```
        """
        kinds = self._chosen(kind)
        started = self._runtime.monotonic()
        self._emit(SyncStarted(organization_id=self._organization_id, kinds=tuple(one.name for one in kinds)))
        reports: list[KindReport] = []
        turned_away = False
        try:
            for one in kinds:
                await self._pull_one(one, reports)
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

    async def _pull_one(self, kind: Kind, reports: list[KindReport]) -> None:
        started = self._runtime.monotonic()
        pull = AsyncPull(
            remote=self._remote,
            storage=self._storage,
            runtime=self._runtime,
            organization_id=self._organization_id,
            kind=kind,
            owner=f"{int(self._runtime.random() * 2**53):014x}",
            settings=self._settings,
            emit=self._emit,
            report=KindReport(kind=kind.name),
        )
        error: str | None = None
        try:
            await pull.run()
        except BaseException as failure:
            error = str(failure) or type(failure).__name__
            raise
        finally:
            duration = self._runtime.monotonic() - started
            reports.append(attrs.evolve(pull.report, error=error, duration=duration))
            self._emit(KindFinished(report=reports[-1]))

    def _chosen(self, kind: str | None) -> list[Kind]:
        if kind is None:
            return list(self._kinds.values())
        if kind not in self._kinds:
            raise ValueError(f"there is no kind {kind!r}; the kinds are {', '.join(self._kinds)}")
        return [self._kinds[kind]]
