"""What an earlier sync sent without learning of the answer: looked for on the server before anything is sent again."""

from __future__ import annotations

from contextlib import aclosing

import attrs

from ...codec import loads
from ...sync.incoming import identify, remote_record
from ...sync.notes import Action, Agreed, OutboxEntry
from ...sync.outgoing import is_same_object
from .intake import AsyncIntake
from .notebook import all_notes
from .worker import AsyncWorker


@attrs.define(kw_only=True)
class AsyncLost:
    """Settles what nobody knows the fate of; its worker has the lease."""

    worker: AsyncWorker
    intake: AsyncIntake

    async def settle(self, *, listed: bool) -> dict[str, OutboxEntry]:
        """Find out what became of it.

        Args:
            listed: Whether everything on the server has just been taken in, so that a create that is still open did
                not arrive.

        Returns:
            The creates that did not arrive, by the row's key.

        Raises:
            AscoraApiError: If it cannot be looked for; nothing is sent then.
        """
        for entry in self.intake.unanswered:
            await self._settle_update(entry)
        if self.intake.creates and not listed:
            await self._look_for_creates()
        return await self._forget_rest()

    async def _settle_update(self, entry: OutboxEntry) -> None:
        worker, id_ = self.worker, entry.id or ""
        async with worker.storage.transaction() as work:
            agreed = await work.notes(worker.scope, Agreed, [id_])
        if id_ not in agreed or not worker.abilities.get:
            return
        item = await worker.remote.get(worker.kind, id_, last=loads(agreed[id_].base))
        if item is None:
            return
        record = remote_record(id_, item)
        if record.digest == agreed[id_].digest:
            return
        async with worker.storage.transaction() as work:
            outcomes, failures = await self.intake.take(work, [record], agreed)
            await worker.put_aside(work, failures)
            await worker.hold(work)
        worker.count(list(outcomes.values()), failures)

    async def _look_for_creates(self) -> None:
        """Go through everything on the server, since no filter is certain to be heeded."""
        worker = self.worker
        listing = worker.listing(None)
        async with aclosing(listing.pages()) as pages:
            async for page in pages:
                records, _ = identify(worker.kind, page.items)
                alike = [
                    record
                    for record in records.values()
                    if any(is_same_object(worker.kind, entry, record.item) for entry in self.intake.creates)
                ]
                if not alike:
                    continue
                async with worker.storage.transaction() as work:
                    agreed = await work.notes(worker.scope, Agreed, [one.id for one in alike])
                    new = [one for one in alike if one.id not in agreed]
                    outcomes, failures = await self.intake.take(work, new, agreed)
                    await worker.put_aside(work, failures)
                    await worker.hold(work)
                worker.count(list(outcomes.values()), failures)
                if not self.intake.creates:
                    return

    async def _forget_rest(self) -> dict[str, OutboxEntry]:
        """Drop what is settled; creates of rows that are still here stay, to be sent again under the same reference."""
        worker = self.worker
        async with worker.storage.transaction() as work:
            entries = [one for one in await all_notes(work, worker.scope, OutboxEntry) if one.action is not Action.PAY]
            if not entries:
                return {}
            creates = {one.key: one for one in entries if one.action is Action.CREATE}
            rows = await work.local_records(worker.scope, list(creates))
            again = {key: one for key, one in creates.items() if key in rows and rows[key].id is None}
            await work.drop(worker.scope, OutboxEntry, [one.key for one in entries if one.key not in again])
            await worker.hold(work)
        return again
