"""The quiet after the storm: what must hold once nobody edits and nothing fails any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ascora_sdk.sync import AuditEntry, FailedRecord, OpenConflict, Tombstone

from .ledger import Edit, Side, Story, later, overwritten
from .shapes import NOTHING, Shape, plainly, scalars
from .stock import Row
from .world import World


@attrs.define(kw_only=True)
class KindEnding:
    """The end of the records of one kind."""

    world: World
    shape: Shape
    rows: dict[str, Row]
    by_id: dict[str, Row]
    things: Mapping[str, Mapping[str, Any]]
    conflicts: Mapping[str, OpenConflict]
    failed: Mapping[str, FailedRecord]
    tombstones: Mapping[str, Tombstone]

    @classmethod
    def of(cls, world: World, shape: Shape) -> KindEnding:
        """Look at everything."""
        rows = world.stock.rows(shape.name)
        return cls(
            world=world,
            shape=shape,
            rows=rows,
            by_id={row.id: row for row in rows.values() if row.id is not None},
            things=world.server.things(shape.name),
            conflicts=world.stock.notes(shape.name, OpenConflict),
            failed=world.stock.notes(shape.name, FailedRecord),
            tombstones=world.stock.notes(shape.name, Tombstone),
        )

    def check(self) -> None:
        """Hold the engine to what it promises."""
        for id_, thing in self.things.items():
            self._check_thing(id_, thing)
        for row in self.rows.values():
            if row.id is None:
                self._check_unsent(row)
            elif row.id not in self.things:
                self._check_gone(row)
        self._check_doubles()
        for kind, story in self.world.ledger.stories():
            if kind == self.shape.name:
                self._check_story(story)
        self._check_trail()

    # Both sides hold the same.

    def _check_thing(self, id_: str, thing: Mapping[str, Any]) -> None:
        row = self.by_id.get(id_)
        if id_ in self.conflicts and self.conflicts[id_].holds:
            return
        if f"pull:{id_}" in self.failed:
            if self.world.server.is_readable(self.shape.name, id_):
                self._accuse("CONVERGED", f"{id_} is put aside, and can be read: {self.failed[f'pull:{id_}'].error}")
            return
        if row is None:
            if f"unsendable:gone:{id_}" not in self.failed and f"push:gone:{id_}" not in self.failed:
                self._accuse("CONVERGED", f"{id_} is on the server, and there is no row")
            return
        if row.deleted_on_server:
            self._accuse("CONVERGED", f"{id_} is on the server, and its row is marked as deleted there")
        self._check_equal(id_, row, thing)

    def _check_equal(self, id_: str, row: Row, thing: Mapping[str, Any]) -> None:
        if {f"push:{row.key}", f"unsendable:{row.key}"} & self.failed.keys():
            return
        if self._waits_for_parent(row):
            return
        waiting = self.conflicts[id_].fields if id_ in self.conflicts else ()
        incoming = self.shape.kind.values_of(thing)
        for field in sorted(self.shape.kind.editable):
            one, other = _tidy(row.values.get(field)), _tidy(incoming.get(field))
            waits = any(leaf.partition(".")[0] == field for leaf in waiting)
            if one != other and not waits:
                self._accuse("CONVERGED", f"{id_} (#{row.key}): {field} is {one!r} here and {other!r} there")

    def _waits_for_parent(self, row: Row) -> bool:
        """Say whether a row refers to one here that has no Ascora id yet, for which it waits."""
        if self.shape.parent is None:
            return False
        field = self.shape.parent.partition(".")[0]
        value = row.values.get(field)
        value = value.get("id") if isinstance(value, Mapping) else value
        parents = self.world.stock.rows(self.world.profile.shapes[0].name)
        return value in parents and parents[value].id is None

    def _check_unsent(self, row: Row) -> None:
        is_on_record = {f"push:{row.key}", f"unsendable:{row.key}"} & self.failed.keys()
        if not is_on_record and not self._waits_for_parent(row):
            self._accuse("CONVERGED", f"#{row.key} never came to the server, and nothing says why")

    def _check_gone(self, row: Row) -> None:
        """See that a row whose object was deleted is treated by the policy."""
        if row.id in self.conflicts:
            return
        policy = self.world.profile.deletions
        if policy == "delete":
            self._accuse("CONVERGED", f"{row.id} is gone from the server, and #{row.key} is still here")
        elif row.deleted_on_server is not (policy == "mark"):
            self._accuse("CONVERGED", f"{row.id} is gone from the server, and #{row.key} is not treated by {policy!r}")

    def _check_doubles(self) -> None:
        seen: dict[Any, Row] = {}
        for row in self.rows.values():
            for name in (row.id, row.values.get(self.shape.marker)):
                if name is None:
                    continue
                both = [seen[name], row] if name in seen else []
                if both and all(map(self._is_known_again, both)):
                    self._accuse("NO_DUPLICATE", f"#{seen[name].key} and #{row.key} are both {name}")
                seen[name] = row

    def _is_known_again(self, row: Row) -> bool:
        """Say whether a row ought to be known as the one of its object, and is not on record as something else."""
        marker = row.values.get(self.shape.marker)
        if f"push:{row.key}" in self.failed or self.world.server.is_taken_for_two(self.shape.kind, marker):
            return False
        return row.id is None or self.world.server.can_be_found(self.shape.kind, row.id)

    # No edit is lost.

    def _check_story(self, story: Story) -> None:
        trail = self.world.stock.story(self.shape.name, frozenset({*story.keys, *story.ids}))
        for edit in story.edits:
            if edit.counts and not overwritten(story, edit) and not self._is_kept(story, edit, trail):
                self._accuse(
                    "NO_LOST_EDIT",
                    f"{story}: {edit.leaf} = {edit.value!r}, edited {edit.side}, is neither kept nor told",
                )
        self._check_deletion(story, trail)

    def _is_kept(self, story: Story, edit: Edit, trail: list[AuditEntry]) -> bool:
        here = [_plain_row(self.shape, self.rows[key], edit.leaf) for key in story.keys if key in self.rows]
        there = [plainly(self.shape.read_item(self.things[id_], edit.leaf)) for id_ in story.ids if id_ in self.things]
        if edit.value == NOTHING:
            return self._is_cleared(story, edit, trail)
        if edit.value in here and (edit.value in there or self._is_held(story, edit, Side.HERE)):
            return True
        if edit.value in there and self._is_held(story, edit, Side.THERE):
            return True
        return is_told(edit.leaf, edit.value, trail)

    def _is_cleared(self, story: Story, edit: Edit, trail: list[AuditEntry]) -> bool:
        """Say whether a value that somebody took away is not back on both sides, or it is told why."""
        both = [(self.by_id[id_], self.things[id_]) for id_ in story.ids if id_ in self.by_id and id_ in self.things]
        read_row, read_thing = self.shape.read_row, self.shape.read_item
        held = [
            {plainly(read_row(row.values, edit.leaf)), plainly(read_thing(thing, edit.leaf))} for row, thing in both
        ]
        back = {edit.before} in held and {NOTHING} not in held
        return not back or any(True for _ in later(story, edit)) or is_told(edit.leaf, edit.before, trail)

    def _is_held(self, story: Story, edit: Edit, side: Side) -> bool:
        """Say whether a value that stands on one side alone is on record as such."""
        if any(id_ in self.conflicts or f"pull:{id_}" in self.failed for id_ in story.ids):
            return True
        if side is Side.THERE:
            return any(f"unsendable:gone:{id_}" in self.failed for id_ in story.ids)
        if any(key in self.rows and self._waits_for_parent(self.rows[key]) for key in story.keys):
            return True
        names = [f"{stage}:{key}" for key in story.keys for stage in ("push", "unsendable")]
        if any(name in self.failed for name in names):
            return True
        # What was deleted on the server, and kept here by the policy, is here.
        return any(
            key in self.rows and (self.rows[key].id in self.tombstones or self.rows[key].id is None)
            for key in story.keys
        )

    def _check_deletion(self, story: Story, trail: list[AuditEntry]) -> None:
        """See that a record which somebody deleted is not simply there again."""
        if not story.gone or not story.gone[-1].by_hand:
            return
        gone = story.gone[-1]
        if story.returned:
            return
        alive = [id_ for id_ in story.ids if id_ in self.things]
        rows = [key for key in story.keys if key in self.rows and not self.rows[key].deleted_on_server]
        newest = max(story.keys, key=_by_age, default="")
        if any(_by_age(key) < _by_age(newest) for key in rows):
            # It was taken for two records, and one of the two rows was deleted.
            return
        if gone.side is Side.HERE and alive and any(row for row in rows):
            told = {"resolved", "conflict"} & {str(entry.decision) for entry in trail}
            if not told and gone.number > self._first_seen(story):
                self._accuse("NO_LOST_EDIT", f"{story} was deleted here, and is back without a word")

    @staticmethod
    def _first_seen(story: Story) -> int:
        return min((edit.number for edit in story.edits), default=0)

    # The trail tells of all that was done there.

    def _check_trail(self) -> None:
        for number, kind, id_ in self.world.server.engine_changes:
            if kind != self.shape.name or (kind, id_) in self.world.server.restored:
                continue
            story = self.world.ledger.story(kind, Side.THERE, id_)
            told = max((self.world.told.get((kind, name), 0) for name in {*story.keys, *story.ids}), default=0)
            # What somebody deleted before its answer came back was never seen by the engine.
            if told < number and not any(gone.number > number and gone.side is Side.THERE for gone in story.gone):
                self._accuse("AUDIT_COMPLETE", f"{id_} was changed on the server, and no audit entry tells of it")

    def _accuse(self, invariant: str, message: str) -> None:
        self.world.accuse(invariant, f"{self.shape.name} {message}")


def is_told(leaf: str, value: str, trail: list[AuditEntry]) -> bool:
    """Say whether the trail names a value that had to give way."""
    field = leaf.partition(".")[0]
    for entry in trail:
        for name, values in (entry.fields or {}).items():
            if name not in {leaf, field} or not isinstance(values, Mapping):
                continue
            told = {side: {plainly(one) for one in scalars(values.get(side))} for side in ("base", "local", "remote")}
            if entry.decision == "pushed":
                # What was sent says nothing of what gave way to it; what was found there instead does.
                if value in told["remote"]:
                    return True
            elif entry.decision == "updated":
                if value in told["local"] | told["base"] and value not in told["remote"]:
                    return True
            elif any(value in one for one in told.values()):
                return True
    return False


def _by_age(key: str) -> tuple[int, str]:
    return len(key), key


def _plain_row(shape: Shape, row: Row, leaf: str) -> str:
    return plainly(shape.read_row(row.values, leaf))


def _tidy(value: Any) -> Any:
    """Take an empty object or list for none: there is no edit in it; nor is there in the order of entries by key."""
    if isinstance(value, (list, tuple)) and all(isinstance(one, Mapping) for one in value):
        value = sorted(value, key=repr)
    return value or None if isinstance(value, (Mapping, list, tuple)) else value
