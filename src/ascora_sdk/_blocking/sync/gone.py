# Generated from ../../_async/sync/gone.py by tools/unasync; do not edit.
"""What is gone from the server: seen on a complete listing alone, and looked for once more before it is believed."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ...sync.errors import MassDeletionError
from ...sync.incoming import RemoteRecord, remote_record
from ...sync.notes import Agreed
from ...sync.records import Scope
from .intake import Intake
from .listing import Listing
from .notebook import note_keys
from .protocols import UnitOfWork
from .reading import Reader
from .worker import Worker

_AT_ONCE = 50


@attrs.define(kw_only=True)
class Gone:
    """Finds out what is gone from the server after a complete listing, and takes it in.

    Attributes:
        reader: By which what was not listed is looked for once more.
    """

    worker: Worker
    intake: Intake
    listing: Listing
    reader: Reader

    def run(self) -> bool:
        """See what was not listed.

        Returns:
            Whether all that was not listed is gone; if not, the listing had holes.

        Raises:
            MassDeletionError: If it is so much that something must be wrong; nothing is deleted then.
            AscoraApiError: If it cannot be looked for.
        """
        missing, known = self._missing()
        if not self.worker.kind.is_queue:
            refuse_mass_deletion(self.worker, len(missing), known, "the server's listing")
        alive = 0
        for begin in range(0, len(missing), _AT_ONCE):
            alive += self._take(missing[begin : begin + _AT_ONCE])
        return not alive

    def _missing(self) -> tuple[list[str], int]:
        with self.worker.storage.transaction() as work:
            missing = not_listed(work, self.worker.scope, self.listing)
            return missing, work.count_notes(self.worker.scope, Agreed)

    def _take(self, ids: Sequence[str]) -> int:
        """Take in what is gone, and what is not; count the latter, and what may be there."""
        worker = self.worker
        with worker.storage.transaction() as work:
            agreed = work.notes(worker.scope, Agreed, ids)
        alive: list[RemoteRecord] = []
        gone = list(agreed)
        if worker.abilities.get:
            read = {id_: self.reader.read(id_, last=one.base, digest=one.digest) for id_, one in agreed.items()}
            alive = [remote_record(id_, one.item) for id_, one in read.items() if one.item is not None]
            gone = [id_ for id_, one in read.items() if one.is_gone]
        may_be_there = len(agreed) - len(gone)
        with worker.storage.transaction() as work:
            changed = [one for one in alive if one.digest != agreed[one.id].digest]
            outcomes = self.intake.take_gone(work, gone) if gone else {}
            others, failures = self.intake.take(work, changed, agreed)
            worker.put_aside(work, failures)
            worker.hold(work)
        worker.count([*outcomes.values(), *others.values()], failures)
        return may_be_there


def not_listed(work: UnitOfWork, scope: Scope, listing: Listing) -> list[str]:
    """Name the records that both sides agreed on and that a listing did not show."""
    missing: list[str] = []
    for keys in note_keys(work, scope, Agreed):
        missing += [key for key in keys if key not in listing.seen]
    return missing


def refuse_mass_deletion(worker: Worker, gone: int, known: int, where: str) -> None:
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
