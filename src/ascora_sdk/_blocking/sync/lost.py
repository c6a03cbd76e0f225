# Generated from ../../_async/sync/lost.py by tools/unasync; do not edit.
"""What an earlier sync sent without learning of the answer: looked for on the server before anything is sent again."""

from __future__ import annotations

from contextlib import closing
from typing import Final

import attrs

from ...codec import loads
from ...sync.incoming import identify, remote_record
from ...sync.notes import Action, Agreed, FailedRecord, OutboxEntry, Stage
from ...sync.outgoing import is_same_object
from .gone import not_listed
from .intake import Intake
from .listing import Listing
from .notebook import all_notes
from .reading import Reader
from .worker import Worker

_MOST_READS: Final = 3


@attrs.define(kw_only=True)
class Lost:
    """Settles what nobody knows the fate of; its worker has the lease.

    Attributes:
        unsure: The creates, by the row's key, of which nobody can tell whether they arrived: the server's listing
            shifted too much while they were looked for, or has holes.
    """

    worker: Worker
    intake: Intake
    unsure: frozenset[str] = frozenset()
    _unread: set[str] = attrs.field(factory=set)

    def settle(self, *, listed: bool) -> dict[str, OutboxEntry]:
        """Find out what became of it.

        Args:
            listed: Whether everything on the server has just been taken in, so that a create that is still open did
                not arrive.

        Returns:
            The creates that did not arrive, by the row's key.

        Raises:
            AscoraApiError: If it cannot be looked for; nothing is sent then.
        """
        reader = Reader(worker=self.worker)
        for entry in self.intake.unanswered:
            self._settle_update(entry, reader)
        if self.intake.creates and not listed and not self._look_for_creates():
            self.unsure = frozenset(one.key for one in self.intake.creates)
        again = self._forget_rest()
        return {key: one for key, one in again.items() if key not in self.unsure}

    def _settle_update(self, entry: OutboxEntry, reader: Reader) -> None:
        worker, id_ = self.worker, entry.id or ""
        with worker.storage.transaction() as work:
            agreed = work.notes(worker.scope, Agreed, [id_])
        if id_ not in agreed or not worker.abilities.get:
            return
        read = reader.read(id_, last=agreed[id_].base, digest=agreed[id_].digest)
        if read.item is None:
            if read.error is not None:
                self._unread.add(entry.key)
            return
        record = remote_record(id_, read.item)
        changed = [record] if record.digest != agreed[id_].digest else []
        with worker.storage.transaction() as work:
            outcomes, failures = self.intake.take(work, changed, agreed)
            worker.put_aside(work, failures)
            if not changed:
                work.drop(worker.scope, FailedRecord, [f"{Stage.PULL}:{id_}"])
            worker.hold(work)
        worker.count(list(outcomes.values()), failures)

    def _look_for_creates(self) -> bool:
        """Go through everything on the server, since no filter is certain to be heeded.

        Returns:
            Whether it is certain that those which were not found did not arrive.
        """
        for _ in range(_MOST_READS):
            listing = self.worker.listing(None)
            self._look_through(listing)
            if not self.intake.creates or self._shows_all(listing):
                return True
        return False

    def _shows_all(self, listing: Listing) -> bool:
        """Say whether a listing that was read has no holes: what is known and is not in it must be gone."""
        worker = self.worker
        if not listing.is_whole or not (worker.abilities.any_offset or listing.is_consistent()):
            return False
        with worker.storage.transaction() as work:
            missing = not_listed(work, worker.scope, listing)
            agreed = work.notes(worker.scope, Agreed, missing)
        if not worker.abilities.get:
            return not missing
        reader = Reader(worker=worker)
        for id_, note in agreed.items():
            if not (reader.look(id_, loads(note.base))).is_gone:
                return False
        return True

    def _look_through(self, listing: Listing) -> None:
        worker = self.worker
        with closing(listing.pages()) as pages:
            for page in pages:
                records, _ = identify(worker.kind, page.items)
                alike = [
                    record
                    for record in records.values()
                    if any(is_same_object(worker.kind, entry, record.item) for entry in self.intake.creates)
                ]
                if not alike:
                    continue
                with worker.storage.transaction() as work:
                    agreed = work.notes(worker.scope, Agreed, [one.id for one in alike])
                    new = [one for one in alike if one.id not in agreed]
                    outcomes, failures = self.intake.take(work, new, agreed)
                    worker.put_aside(work, failures)
                    worker.hold(work)
                worker.count(list(outcomes.values()), failures)
                if not self.intake.creates:
                    return

    def _forget_rest(self) -> dict[str, OutboxEntry]:
        """Drop what is settled.

        Creates of rows that are still here stay, to be sent again under the same reference; and so do those of which
        nobody can tell: should the row be gone, the object is to be deleted once it is found.
        """
        worker = self.worker
        with worker.storage.transaction() as work:
            entries = [one for one in all_notes(work, worker.scope, OutboxEntry) if one.action is not Action.PAY]
            if not entries:
                return {}
            creates = {one.key: one for one in entries if one.action is Action.CREATE}
            rows = work.local_records(worker.scope, list(creates))
            again = {key: one for key, one in creates.items() if key in rows and rows[key].id is None}
            open_still = again.keys() | self.unsure | self._unread
            work.drop(worker.scope, OutboxEntry, [one.key for one in entries if one.key not in open_still])
            worker.hold(work)
        return again
