"""What is gone from the server: seen on a complete listing alone, and looked for once more before it is believed."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ...sync.errors import MassDeletionError
from ...sync.incoming import RemoteRecord, remote_record
from ...sync.notes import Agreed
from ...sync.records import Scope
from .intake import AsyncIntake
from .listing import AsyncListing
from .notebook import note_keys
from .protocols import AsyncUnitOfWork
from .reading import AsyncReader
from .worker import AsyncWorker

_AT_ONCE = 50


@attrs.define(kw_only=True)
class AsyncGone:
    """Finds out what is gone from the server after a complete listing, and takes it in.

    Attributes:
        reader: By which what was not listed is looked for once more.
    """

    worker: AsyncWorker
    intake: AsyncIntake
    listing: AsyncListing
    reader: AsyncReader

    async def run(self) -> bool:
        """See what was not listed.

        Returns:
            Whether all that was not listed is gone; if not, the listing had holes.

        Raises:
            MassDeletionError: If it is so much that something must be wrong; nothing is deleted then.
            AscoraApiError: If it cannot be looked for.
        """
        missing, known = await self._missing()
        if not self.worker.kind.is_queue:
            refuse_mass_deletion(self.worker, len(missing), known, "the server's listing")
        alive = 0
        for begin in range(0, len(missing), _AT_ONCE):
            alive += await self._take(missing[begin : begin + _AT_ONCE])
        return not alive

    async def _missing(self) -> tuple[list[str], int]:
        async with self.worker.storage.transaction() as work:
            missing = await not_listed(work, self.worker.scope, self.listing)
            return missing, await work.count_notes(self.worker.scope, Agreed)

    async def _take(self, ids: Sequence[str]) -> int:
        """Take in what is gone, and what is not; count the latter, and what may be there."""
        worker = self.worker
        async with worker.storage.transaction() as work:
            agreed = await work.notes(worker.scope, Agreed, ids)
        alive: list[RemoteRecord] = []
        gone = list(agreed)
        if worker.abilities.get:
            read = {id_: await self.reader.read(id_, last=one.base, digest=one.digest) for id_, one in agreed.items()}
            alive = [remote_record(id_, one.item) for id_, one in read.items() if one.item is not None]
            gone = [id_ for id_, one in read.items() if one.is_gone]
        may_be_there = len(agreed) - len(gone)
        async with worker.storage.transaction() as work:
            changed = [one for one in alive if one.digest != agreed[one.id].digest]
            outcomes = await self.intake.take_gone(work, gone) if gone else {}
            others, failures = await self.intake.take(work, changed, agreed)
            await worker.put_aside(work, failures)
            await worker.hold(work)
        worker.count([*outcomes.values(), *others.values()], failures)
        return may_be_there


async def not_listed(work: AsyncUnitOfWork, scope: Scope, listing: AsyncListing) -> list[str]:
    """Name the records that both sides agreed on and that a listing did not show."""
    missing: list[str] = []
    async for keys in note_keys(work, scope, Agreed):
        missing += [key for key in keys if key not in listing.seen]
    return missing


def refuse_mass_deletion(worker: AsyncWorker, gone: int, known: int, where: str) -> None:
    """Refuse to believe that so much is gone at once.

    Raises:
        MassDeletionError: If it is more than the settings allow; a single record may always go.
    """
    most = worker.settings.most_gone
    if most < 1 and gone > 1 and gone > known * most:
        raise MassDeletionError(
            f"{gone} of {known} {worker.kind.name} records are gone from {where}, over "
            f"{most:.0%}: nothing was deleted. If it is meant, sync once with most_gone=1"
        )
