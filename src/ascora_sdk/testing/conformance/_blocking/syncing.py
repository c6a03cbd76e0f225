# Generated from ../_async/syncing.py by tools/unasync; do not edit.
"""The proof that a storage can be synced: whatever is edited on either side, both end up with the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from ....concurrency.blocking import Runtime
from ....sync.kinds import Kind
from ....sync.leaves import same
from ....sync.records import Scope, StoredRecord
from ..blocking import on_examples
from .base import Proofs
from .memory_remote import MemoryRemote

if TYPE_CHECKING:
    from ....sync import SyncEngine
    from .. import stories


class SyncProofs(Proofs):
    """The engine over the storage, with a server in memory."""

    def test_random_edits_on_both_sides_end_in_the_same(self) -> None:
        """No edit is lost, both sides hold the same after a sync, and a further one writes nothing."""
        pytest.importorskip("hypothesis", reason="random stories need hypothesis: pip install hypothesis")
        from .. import stories

        kind = self.kinds[0]

        def live(story: list[stories.Scene]) -> None:
            meeting = _Meeting(self, kind, self.scope_of(kind))
            for scene in [*story, stories.Sync()]:
                if isinstance(scene, stories.Sync):
                    meeting.sync()
                elif isinstance(scene, (stories.Put, stories.Take)):
                    meeting.edit_there(scene)
                else:
                    meeting.edit_here(scene)

        on_examples(lambda prove: stories.played(prove, examples=self.examples), live)


class _Meeting:
    """One storage and one server, what was edited on which side since they last were the same, and what should be."""

    def __init__(self, proofs: Proofs, kind: Kind, scope: Scope) -> None:
        self.proofs = proofs
        self.kind = kind
        self.scope = scope
        self.field = proofs.text_field(kind)
        self.remote = MemoryRemote(kind)
        self.here: dict[str, str] = {}
        self.there: dict[str, str] = {}

    def edit_here(self, scene: stories.ByHand) -> None:
        """Make, edit or remove a row past the engine."""
        from .. import stories

        if isinstance(scene, stories.Make):
            self.proofs.make_row(self.proofs.storage, self.scope, self.proofs.sample(self.scope, scene.number))
            return
        rows = self._rows()
        if not rows:
            return
        row = rows[scene.row % len(rows)]
        if isinstance(scene, stories.Remove):
            self.proofs.delete_row(self.proofs.storage, self.scope, str(row.key))
        else:
            value = f"here {scene.number}"
            self.proofs.edit_row(self.proofs.storage, self.scope, str(row.key), {self.field: value})
            if row.id is not None and (row.local or {}).get(self.field) != value:
                self.here[row.id] = value

    def edit_there(self, scene: stories.Put | stories.Take) -> None:
        """Add, edit or delete an object on the server."""
        from .. import stories

        if isinstance(scene, stories.Take):
            self.remote.items.pop(scene.id, None)
        elif scene.id in self.remote.items:
            value = f"there {scene.number}"
            if self.remote.items[scene.id].get(self.kind.wire_names[self.field]) != value:
                self.there[scene.id] = value
            self.remote.put(scene.id, {self.kind.wire_names[self.field]: value})
        else:
            values = self.proofs.make_values(self.kind, scene.number)
            self.remote.put(scene.id, self.kind.item_of(values))

    def sync(self) -> None:
        """Sync, and look at both sides."""
        before = {row.id for row in self._rows()} & {*self.remote.items}
        report = self._engine().sync()
        assert report.ok, str(report)
        rows = {row.id: row for row in self._rows()}
        assert {*rows} == {*self.remote.items}, "the sides have not the same records"
        for id_, item in self.remote.items.items():
            there, here = self.kind.values_of(item), rows[id_].local or {}
            unlike = [name for name in self.kind.editable if not same(here.get(name), there.get(name))]
            assert not unlike, f"{unlike} of {id_} are not the same on both sides"
        for id_, value in {**self.here, **self.there}.items():
            # What was deleted on one side and edited on the other, the strategy decides.
            if id_ in before:
                assert (rows[id_].local or {}).get(self.field) == value, f"an edit of {id_} was lost"
        self.here, self.there = {}, {}
        self._assert_nothing_more_to_do()

    def _assert_nothing_more_to_do(self) -> None:
        changes = self.remote.changes
        report = self._engine().sync()
        written = [each for each in report.values() if each.created or each.updated or each.deleted or each.pushed]
        assert not written, f"a sync without an edit did something:\n{report}"
        assert self.remote.changes == changes, "a sync without an edit wrote to the server"

    def _engine(self) -> SyncEngine:
        from ....sync import SyncEngine

        return SyncEngine(
            self.remote,
            self.proofs.storage,
            organization_id=self.scope.organization_id,
            deletions="delete",
            most_gone=1,
            page_size=3,
            runtime=Runtime(now=self.remote.now),
        )

    def _rows(self) -> list[StoredRecord]:
        keys = [*self.proofs.rows(self.proofs.storage, self.scope)]
        with self.proofs.storage.transaction() as work:
            found = work.local_records(self.scope, keys)
        return [attrs.evolve(found[key]) for key in keys]
