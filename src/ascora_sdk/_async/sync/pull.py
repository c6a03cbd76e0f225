"""The pull of one kind: what the server lists, page after page, into the storage."""

from __future__ import annotations

from contextlib import aclosing
from datetime import datetime, timedelta
from typing import Final

import attrs

from ...sync.events import PagePulled
from ...sync.incoming import identify
from ...sync.notes import Agreed, Checkpoint, FailedRecord, Stage
from .gone import AsyncGone
from .intake import AsyncIntake
from .listing import AsyncListing, ListedPage
from .notebook import note_keys
from .reading import AsyncReader
from .worker import AsyncWorker

_MOST_READS: Final = 3


@attrs.define(kw_only=True)
class AsyncPull:
    """The pull of one kind; its worker has the lease.

    Attributes:
        complete: Whether to read everything, and not what changed alone.
        has_seen_everything: Whether it has just read everything that is on the server.
    """

    worker: AsyncWorker
    intake: AsyncIntake
    complete: bool
    has_seen_everything: bool = False
    _checkpoint: Checkpoint = attrs.field(factory=Checkpoint)
    _aside: set[str] = attrs.field(factory=set)

    @property
    def resumed_at(self) -> int:
        """How many records of its listing an earlier pull, which did not come to its end, had done."""
        return self._checkpoint.offset or 0

    async def begin(self) -> None:
        """See how far an earlier pull came."""
        async with self.worker.storage.transaction() as work:
            kept = await work.notes(self.worker.scope, Checkpoint, [self._checkpoint.key])
        self._checkpoint = kept.get(self._checkpoint.key, self._checkpoint)
        if self.complete or self._checkpoint.offset is None:
            self._checkpoint = attrs.evolve(self._checkpoint, offset=None, last_ids=(), since=self._since())

    async def run(self) -> None:
        """Pull what is new, from where an earlier pull stopped if it did not come to its end.

        Raises:
            LeaseLostError: If another worker took over meanwhile.
            MassDeletionError: If so much is gone that something must be wrong.
            AscoraApiError: If a page cannot be had; what was committed stays, and the next pull goes on there.
        """
        if self._checkpoint.since is None or not await self._read_changes(self._checkpoint.since):
            await self._read_all()

    def _since(self) -> datetime | None:
        """Decide from when on to ask for changes; None to ask for everything."""
        kept, settings = self._checkpoint, self.worker.settings
        if self.complete or kept.newest is None or kept.complete_at is None or not self.worker.abilities.updated_since:
            return None
        age = self.worker.runtime.now() - kept.complete_at
        # A clock that was set back must not put the complete listing off for ever.
        return kept.newest - settings.overlap if timedelta(0) <= age < settings.complete_every else None

    async def _read_all(self) -> None:
        """Read a complete listing, and see what is gone from it."""
        started = self.worker.runtime.monotonic()
        reads = 0
        while True:
            reads += 1
            from_start = self.resumed_at == 0
            listing = await self._read(None)
            consistent = self.worker.abilities.any_offset or listing.is_consistent()
            if consistent or reads == _MOST_READS:
                break
        took = timedelta(seconds=self.worker.runtime.monotonic() - started)
        await self._finish_whole(listing, took, from_start=from_start and consistent)

    async def _read_changes(self, since: datetime) -> bool:
        """Read what changed; say whether as many records are known then as the server counts."""
        from_start = self.resumed_at == 0
        started = self.worker.runtime.monotonic()
        listing = await self._read(since)
        if listing.oldest is not None and listing.oldest < since:
            # The server left the question unread, and listed everything.
            took = timedelta(seconds=self.worker.runtime.monotonic() - started)
            await self._finish_whole(listing, took, from_start=from_start)
            return True
        await self._finish(attrs.evolve(self._checkpoint, newest=self._later(listing.newest)))
        counted = await self.worker.remote.list_page(self.worker.kind, limit=1, offset=0, since=None)
        async with self.worker.storage.transaction() as work:
            known = await work.count_notes(self.worker.scope, Agreed)
        return counted.total - known == self._checkpoint.surplus

    async def _finish_whole(self, listing: AsyncListing, took: timedelta, *, from_start: bool) -> None:
        """Come to the end of a complete listing; of one that was resumed nobody knows what went before."""
        if not (from_start and listing.is_whole):
            await self._finish(self._checkpoint)
            return
        reader = AsyncReader(worker=self.worker)
        gone = AsyncGone(worker=self.worker, intake=self.intake, listing=listing, reader=reader)
        self.has_seen_everything = await gone.run()
        self._aside |= reader.aside
        # What changed while the listing was read is asked for again: it may have changed behind the reader's back.
        newest = None if listing.newest is None else listing.newest - took
        done = attrs.evolve(
            self._checkpoint,
            newest=None if newest is None else min(newest, self.worker.runtime.now()),
            complete_at=self.worker.runtime.now(),
            surplus=await self._surplus(listing.total),
        )
        await self._finish(done, forget=True)

    async def _surplus(self, total: int) -> int:
        """Tell by how many the server counts more records than are known.

        It is no less than those that are put aside: what makes it less went away after it was listed, and is to be
        missed by the next sync.
        """
        scope, aside = self.worker.scope, [key.partition(":")[2] for key in self._aside]
        async with self.worker.storage.transaction() as work:
            known = await work.count_notes(scope, Agreed)
            known_aside = await work.notes(scope, Agreed, aside) if aside else {}
        return max(total - known, len(aside) - len(known_aside))

    async def _finish(self, checkpoint: Checkpoint, *, forget: bool = False) -> None:
        self._checkpoint = attrs.evolve(checkpoint, offset=None, last_ids=(), since=None)
        worker = self.worker
        async with worker.storage.transaction() as work:
            if forget:
                async for keys in note_keys(work, worker.scope, FailedRecord):
                    # What was put aside and is not so any more has since gone well, or gone away.
                    well = [key for key in keys if key.startswith(f"{Stage.PULL}:") and key not in self._aside]
                    await work.drop(worker.scope, FailedRecord, well)
            await work.keep(worker.scope, [self._checkpoint])
            await worker.hold(work)

    def _later(self, newest: datetime | None) -> datetime | None:
        """Move on to the newest change seen, but never past this machine's time: a year 2999 would hide all others."""
        before = self._checkpoint.newest
        if newest is None or before is None:
            return before
        return max(before, min(newest, self.worker.runtime.now()))

    async def _read(self, since: datetime | None) -> AsyncListing:
        listing = self.worker.listing(since)
        for id_ in self._checkpoint.last_ids:
            listing.seen.add(id_)
        async with aclosing(listing.pages(self.resumed_at)) as pages:
            async for page in pages:
                await self._store(page, listing)
        # Read to the end: if it is read again, then from the beginning.
        self._checkpoint = attrs.evolve(self._checkpoint, offset=None, last_ids=())
        return listing

    async def _store(self, page: ListedPage, listing: AsyncListing) -> None:
        """Bring one page into the storage, in one transaction."""
        worker = self.worker
        records, failures = identify(worker.kind, page.items)
        done = page.offset + page.received
        async with worker.storage.transaction() as work:
            agreed = await work.notes(worker.scope, Agreed, list(records))
            fresh = [one for one in records.values() if one.id not in agreed or agreed[one.id].digest != one.digest]
            outcomes, refused = await self.intake.take(work, fresh, agreed)
            failures += refused
            new = await worker.put_aside(work, failures)
            if outcomes or new or worker.lease_is_due():
                self._checkpoint = attrs.evolve(self._checkpoint, offset=done, last_ids=tuple(records))
                await work.keep(worker.scope, [self._checkpoint])
                await worker.hold(work)
        self._aside.update(one.key for one in failures)
        again = sum(one in listing.seen for one in records) - sum(one.id in listing.seen for one in fresh)
        worker.count(list(outcomes.values()), failures, unchanged=len(records) - len(fresh) - again)
        worker.emit(PagePulled(kind=worker.kind.name, done=done, total=page.total, report=worker.report))
