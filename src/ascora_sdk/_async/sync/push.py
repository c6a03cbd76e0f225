"""The push of one kind: what was made, edited or deleted here, to the server."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import aclosing
from typing import Final

import attrs

from ...codec import canonical
from ...concurrency.awaiting import AsyncWorkers
from ...errors import AscoraApiError
from ...sync.events import RecordPushed, RecordSkipped
from ...sync.incoming import RemoteRecord, digest_of, remote_record
from ...sync.json_text import to_json
from ...sync.notes import Agreed, FailedRecord, OpenConflict, OutboxEntry, Stage
from ...sync.outcome import Outcome
from ...sync.records import StoredRecord
from .gone import refuse_mass_deletion
from .intake import AsyncIntake
from .notebook import all_notes
from .outbox import AsyncOutbox, Prepared
from .protocols import AsyncUnitOfWork
from .receipts import AsyncReceipts
from .sending import Fate, Sent, is_refusal, send
from .worker import AsyncWorker

_MOST_ROUNDS: Final = 3
_MOST_UNKNOWN: Final = 3
_UNSURE: Final = "its create was lost, and the server's listing cannot be relied on just now to tell whether it arrived"
_UNMET: Final = "it has an id that no sync gave it, and the server cannot be asked what it has under that id"
_WAITS: Final = "it refers to a record that has no Ascora id yet"


@attrs.define(kw_only=True)
class AsyncPush:
    """The push of one kind; its worker has the lease, and what was lost earlier is settled."""

    worker: AsyncWorker
    intake: AsyncIntake
    outbox: AsyncOutbox
    receipts: AsyncReceipts
    _unsendable: set[str] = attrs.field(factory=set)
    _unknown: int = 0

    async def run(self) -> None:
        """Send what was made, edited or deleted here.

        Raises:
            LeaseLostError: If another worker took over meanwhile.
            MassDeletionError: If so much was deleted here that something must be wrong.
            AscoraApiError: If the server takes nothing now; what was not sent is sent next time.
        """
        scope, after = self.worker.scope, None
        deleted: list[StoredRecord] = []
        while True:
            async with self.worker.storage.transaction() as work:
                edited = await work.edited(scope, after=after, limit=self.worker.settings.page_size)
                prepared = await self._prepare(work, [one.key for one in edited if one.key is not None])
            await self._carry_out(prepared)
            if not edited:
                break
            after = edited[-1].edit_key
            deleted += [one for one in edited if one.key is None]
        await self._delete(deleted)
        await self._forget_failures()

    async def _delete(self, deleted: Sequence[StoredRecord]) -> None:
        worker, size = self.worker, self.worker.settings.page_size
        if deleted and worker.abilities.delete:
            ids = [one.id for one in deleted if one.id is not None]
            async with worker.storage.transaction() as work:
                known = await work.count_notes(worker.scope, Agreed)
                conflicts = await work.notes(worker.scope, OpenConflict, ids)
                failed = await work.notes(worker.scope, FailedRecord, [f"{Stage.PULL}:{id_}" for id_ in ids])
            waiting = {*conflicts, *(one.name for one in failed.values())}
            refuse_mass_deletion(worker, len(deleted) - len(waiting), known, "here")
        for begin in range(0, len(deleted), size):
            async with worker.storage.transaction() as work:
                gone = deleted[begin : begin + size]
                # Somebody may have decided meanwhile that one is to be here again.
                back = await work.records(worker.scope, [one.id for one in gone if one.id is not None])
                prepared = await self.outbox.prepare(work, [one for one in gone if one.id not in back])
            await self._carry_out(prepared)

    async def _carry_out(self, prepared: Prepared) -> None:
        """Send what was prepared; what turns out to have changed on the server is merged and prepared again."""
        for left in reversed(range(_MOST_ROUNDS)):
            self._count_prepared(prepared)
            again = _unsettled(prepared.outcomes.values())
            again += await self._send(prepared)
            again += await self._meet(prepared.unmet)
            if not (again and left):
                return
            prepared = await self._prepare_again(again)

    async def _prepare_again(self, names: Sequence[str]) -> Prepared:
        async with self.worker.storage.transaction() as work:
            return await self._prepare(work, names)

    async def _prepare(self, work: AsyncUnitOfWork, names: Sequence[str]) -> Prepared:
        # Read by their names, and so locked: what somebody edits right now is not to be settled unseen.
        rows = await work.local_records(self.worker.scope, names)
        return await self.outbox.prepare(work, [rows[name] for name in names if name in rows])

    async def _send(self, prepared: Prepared) -> list[str]:
        """Send what was written down, and write down what came of it; give the rows to look at again."""
        if not prepared.entries:
            return []
        worker = self.worker

        async def work_on(entry: OutboxEntry) -> Sent:
            return await send(worker.remote, worker.kind, entry, prepared.agreed.get(entry.id or ""))

        workers: AsyncWorkers[Sent] = AsyncWorkers(worker.settings.concurrency)
        sent: list[Sent] = []
        try:
            async with aclosing(workers.as_done(work_on, self._as_long_as_held(prepared.entries))) as results:
                sent += [one async for one in results]
        finally:
            await workers.close()
        again = await self.receipts.store(sent)
        for one in sent:
            if one.fate is Fate.DONE:
                id_ = one.entry.id or (one.record.id if one.record else "")
                worker.emit(RecordPushed(kind=worker.kind.name, id=id_, action=str(one.entry.action)))
        self._refuse_to_go_on(sent)
        return again

    async def _as_long_as_held(self, entries: Sequence[OutboxEntry]) -> AsyncGenerator[OutboxEntry, None]:
        """Give them as long as the lease is still this worker's: another one would send the rest as well."""
        worker = self.worker
        for entry in entries:
            if worker.lease_is_due():
                async with worker.storage.transaction() as work:
                    await worker.hold(work)
            yield entry

    def _refuse_to_go_on(self, sent: Sequence[Sent]) -> None:
        """Stop if the server takes nothing, or if one answer after the other is lost."""
        for one in sent:
            self._unknown = self._unknown + 1 if one.fate is Fate.UNKNOWN else 0
            if one.error is not None and (one.fate is Fate.NOT_SENT or self._unknown >= _MOST_UNKNOWN):
                raise one.error

    async def _meet(self, unmet: Mapping[str, str]) -> list[str]:
        """Take in what the server has of rows on which nobody ever agreed; give the rows to look at again."""
        worker = self.worker
        if not worker.abilities.get:
            worker.count([], skipped=[self._skipped(id_, name, _UNMET) for name, id_ in unmet.items()])
            return []
        if not unmet:
            return []
        found = {name: await self._look_up(name, id_) for name, id_ in unmet.items()}
        records = [one for one in found.values() if isinstance(one, RemoteRecord)]
        unknown = [one for one in found.values() if isinstance(one, FailedRecord)]
        async with worker.storage.transaction() as work:
            taken, failures = await self.intake.take(work, records, {})
            failures += unknown
            await worker.put_aside(work, failures)
            await worker.hold(work)
        worker.count(list(taken.values()), failures)
        return _unsettled(taken.values())

    async def _look_up(self, name: str, id_: str) -> RemoteRecord | FailedRecord:
        worker = self.worker
        try:
            item = await worker.remote.get(worker.kind, id_, last=None)
        except AscoraApiError as error:
            if not is_refusal(error):
                raise
            return _unknown_id(name, id_, str(error))
        if item is None:
            return _unknown_id(name, id_, f"the server has none with the id {id_!r}; without an id it is made there")
        return remote_record(id_, item)

    async def _forget_failures(self) -> None:
        """Forget what was put aside and is no more what stands here: somebody edited it since, or took it back."""
        worker = self.worker
        unsure = {f"{Stage.UNANSWERED}:{name}" for name in self.outbox.unsure}
        async with worker.storage.transaction() as work:
            failed = await all_notes(work, worker.scope, FailedRecord)
            told = worker.failing | self._unsendable | unsure
            stale = [one.key for one in failed if one.stage is not Stage.PULL and one.key not in told]
            if stale:
                await work.drop(worker.scope, FailedRecord, stale)
                await worker.hold(work)

    def _count_prepared(self, prepared: Prepared) -> None:
        decided = [one for one in prepared.outcomes.values() if one.decision is not None]
        unsendable = [one for one in prepared.failures if one.stage is Stage.UNSENDABLE]
        failed = [one for one in prepared.failures if one.stage is not Stage.UNSENDABLE]
        self._unsendable.update(one.key for one in unsendable)
        skipped = [self._skipped(one.id, one.row, one.error) for one in unsendable]
        skipped += [self._skipped(one.id, one.key, _WAITS) for one in prepared.waiting]
        skipped += [self._skipped(one.id, one.key, _UNSURE) for one in prepared.unsure]
        self.worker.count(decided, failed, skipped=skipped)

    def _skipped(self, id_: str | None, key: str | None, reason: str) -> RecordSkipped:
        return RecordSkipped(kind=self.worker.kind.name, id=id_ or key or "", reason=reason, key=key)


def _unknown_id(name: str, id_: str, error: str) -> FailedRecord:
    """Put a row aside whose id, which no sync gave it, is none of the server's."""
    digest = digest_of(canonical(id_))
    return FailedRecord(key=f"{Stage.PUSH}:{name}", id=id_, digest=digest, error=error, payload=to_json(id_))


def _unsettled(outcomes: Iterable[Outcome]) -> list[str]:
    """Name the rows of which something is to be sent after what was decided."""
    writes = (one.write for one in outcomes)
    return [one.key for one in writes if one is not None and one.key is not None and not one.settled]
