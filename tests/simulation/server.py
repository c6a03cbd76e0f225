"""The simulated server: objects in memory, and what people do to them there."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

import attrs

from ascora_sdk.codec import canonical
from ascora_sdk.errors import AscoraApiError
from ascora_sdk.sync import Kind

from .clock import Clock
from .failures import refused
from .ledger import Ledger, Side
from .profile import Habits
from .shapes import Shape
from .trace import Trace

WRITING = frozenset({"create", "update", "delete", "pay"})


@attrs.frozen
class Page:
    """A page of a listing."""

    items: list[Any]
    total: int
    has_more: bool

    @property
    def received(self) -> int:
        return len(self.items)


@attrs.define
class Shelf:
    """The objects of one kind, by id, in the order in which they were made."""

    things: dict[str, dict[str, Any]] = attrs.field(factory=dict)
    answers: dict[str, dict[str, Any]] = attrs.field(factory=dict)


class Server:
    """Keeps objects, and answers as the API does; it knows nothing of faults on the way."""

    def __init__(
        self, shapes: tuple[Shape, ...], habits: Habits, clock: Clock, ledger: Ledger, trace: Trace, chance: Random
    ) -> None:
        self.shapes = {shape.name: shape for shape in shapes}
        self.shelves = {shape.name: Shelf() for shape in shapes}
        self.writes = 0
        self._habits = habits
        self._clock = clock
        self._ledger = ledger
        self._trace = trace
        self._chance = chance
        self._made = 0
        self._by_marker: dict[tuple[str, str], list[str]] = {}
        self._shown: dict[tuple[str, str, str], dict[str, Any]] = {}
        self._replaced: dict[tuple[str, str], dict[str, Any]] = {}
        self._backup: dict[str, Shelf] | None = None
        self.engine_changes: list[tuple[int, str, str]] = []
        self.restored: set[tuple[str, str]] = set()
        self._edited: set[tuple[str, str]] = set()

    # What the engine asks for.

    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Page:
        """Answer a page as everything stands now."""
        limit = min(limit, self._habits.most_in_page)
        if not self._habits.any_offset and offset:
            limit = next(size for size in range(limit, 0, -1) if offset % size == 0)
        things = self._listed(kind, since)
        shown = things[offset : offset + limit]
        for one in shown:
            self._replaced.pop((kind.name, kind.id_of(one)), None)
        return Page([copy.deepcopy(one) for one in shown], len(things), offset + limit < len(things))

    def get(self, kind: Kind, id_: str, *, who: str) -> dict[str, Any] | None:
        """Answer one object, and remember who has seen it so."""
        found = self.shelves[kind.name].things.get(id_)
        if found is not None:
            self._shown[who, kind.name, id_] = found
            self._replaced.pop((kind.name, id_), None)
        return copy.deepcopy(found)

    def create(self, kind: Kind, item: Mapping[str, Any], key: str, *, accuse: Any) -> dict[str, Any]:
        """Make an object, or answer again what was answered under its key."""
        shape, shelf = self.shapes[kind.name], self.shelves[kind.name]
        if self._habits.honours_keys and key in shelf.answers:
            return copy.deepcopy(shelf.answers[key])
        self._check(shape, item, whole=True)
        marker = item.get(shape.wire(shape.marker))
        mine = self._by_marker.setdefault((kind.name, str(marker)), [])
        if not self.is_taken_for_two(kind, marker) and any(id_ in shelf.things for id_ in mine):
            accuse("NO_DUPLICATE", f"{kind.name} {marker} is made again, and is there already: {', '.join(mine)}")
        id_ = self._new_id(kind)
        mine.append(id_)
        thing = self._stamped(shape, {kind.id_name: id_, **self._as_kept(shape, item)}, new=True)
        shelf.things[id_] = thing
        shelf.answers[key] = thing
        self._note_change(kind, id_)
        return copy.deepcopy(thing)

    def update(self, kind: Kind, id_: str, changes: Mapping[str, Any], *, who: str) -> dict[str, Any] | None:
        """Change some fields of an object."""
        shape, shelf = self.shapes[kind.name], self.shelves[kind.name]
        thing = shelf.things.get(id_)
        if thing is None:
            return None
        self._check(shape, changes, whole=False)
        changed = {**thing, **self._as_kept(shape, changes)}
        self._note_races(shape, id_, thing, changed, who)
        self._note_replaced(shape, id_, thing, changed)
        shelf.things[id_] = self._stamped(shape, changed)
        self._note_change(kind, id_)
        return copy.deepcopy(shelf.things[id_])

    def delete(self, kind: Kind, id_: str, *, who: str) -> bool:
        """Delete an object; say whether it was there."""
        thing = self.shelves[kind.name].things.pop(id_, None)
        if thing is None:
            return False
        self._note_races(self.shapes[kind.name], id_, thing, {}, who)
        self._note_change(kind, id_)
        return True

    # What people do there.

    def add(self, kind: Kind, item: Mapping[str, Any]) -> str:
        """Make an object by hand."""
        shape = self.shapes[kind.name]
        id_ = self._new_id(kind)
        self.shelves[kind.name].things[id_] = self._stamped(shape, {kind.id_name: id_, **item}, new=True)
        self._by_marker[kind.name, str(item[shape.wire(shape.marker)])] = [id_]
        values = {leaf: shape.read_item(item, leaf) for leaf in shape.leaves}
        self._ledger.made(kind.name, Side.THERE, id_, {leaf: one for leaf, one in values.items() if one is not None})
        return id_

    def is_taken_for_two(self, kind: Kind, marker: Any) -> bool:
        """Say whether what was made under a marker was not known again once, so that there are two rows of it."""
        return not all(self.can_be_found(kind, id_) for id_ in self._by_marker.get((kind.name, str(marker)), ()))

    def can_be_found(self, kind: Kind, id_: str) -> bool:
        """Say whether it can be told that an object is the one that a create made whose answer was lost.

        Without a reference nobody can if it is not as it was sent.
        """
        if (kind.name, id_) in self.restored:
            return False
        has_reference = kind.reference is not None and "." in kind.reference
        return has_reference or not (self._habits.tidies or (kind.name, id_) in self._edited)

    def edit(self, kind: Kind, id_: str, leaf: str, value: Any, *, counts: bool = True) -> None:
        """Edit a leaf of an object by hand."""
        shape, things = self.shapes[kind.name], self.shelves[kind.name].things
        before = shape.read_item(things[id_], leaf)
        things[id_] = self._stamped(shape, shape.changed_item(things[id_], leaf, value))
        self._edited.add((kind.name, id_))
        self._ledger.edited(kind.name, Side.THERE, id_, leaf, before, value, counts=counts)
        replaced = self._replaced.get((kind.name, id_), {})
        if leaf in replaced and replaced[leaf] == value:
            self._trace(f"server: {kind.name} {id_}: {leaf} is as if nothing had been sent")
            self._ledger.raced(kind.name, id_, leaf, value)

    def spoil(self, kind: Kind, id_: str, *, well: bool) -> None:
        """Give an object a field that no model has in this form, or take it away again."""
        shape, things = self.shapes[kind.name], self.shelves[kind.name].things
        healed = {name: value for name, value in things[id_].items() if name != shape.spoilt}
        things[id_] = self._stamped(shape, healed if well else {**healed, shape.spoilt: [1]})

    def touch(self, kind: Kind, id_: str) -> None:
        """Save an object as it is."""
        things = self.shelves[kind.name].things
        things[id_] = self._stamped(self.shapes[kind.name], things[id_])

    def remove(self, kind: Kind, id_: str) -> None:
        """Delete an object by hand."""
        shape = self.shapes[kind.name]
        thing = self.shelves[kind.name].things.pop(id_)
        self._ledger.removed(kind.name, Side.THERE, id_, {leaf: shape.read_item(thing, leaf) for leaf in shape.leaves})

    def back_up(self) -> None:
        """Keep a copy of everything; only the ids that were given are not in it."""
        self._backup = {
            name: Shelf(things=dict(shelf.things), answers=dict(shelf.answers)) for name, shelf in self.shelves.items()
        }

    def restore(self) -> bool:
        """Go back to the copy, if there is one: to the ledger these are edits made by hand."""
        if self._backup is None:
            return False
        for name, shelf in self.shelves.items():
            self._restore(self.shapes[name], shelf, self._backup[name])
        return True

    def _restore(self, shape: Shape, shelf: Shelf, kept: Shelf) -> None:
        for id_, thing in shelf.things.items():
            if id_ not in kept.things:
                values = {leaf: shape.read_item(thing, leaf) for leaf in shape.leaves}
                self._ledger.removed(shape.name, Side.THERE, id_, values, by_hand=False)
                self.restored.add((shape.name, id_))
        for id_, thing in kept.things.items():
            if id_ not in shelf.things:
                self._ledger.returned(shape.name, id_)
                self.restored.add((shape.name, id_))
                continue
            for leaf in shape.leaves:
                before, value = shape.read_item(shelf.things[id_], leaf), shape.read_item(thing, leaf)
                self._ledger.edited(shape.name, Side.THERE, id_, leaf, before, value, counts=False)
            if thing != shelf.things[id_]:
                self.restored.add((shape.name, id_))
        shelf.things, shelf.answers = dict(kept.things), dict(kept.answers)

    # What stands there.

    def things(self, kind: str) -> dict[str, dict[str, Any]]:
        """Give the objects of a kind, by id; nobody may change one."""
        return self.shelves[kind].things

    def state(self) -> str:
        """Give everything that is there as text."""
        return canonical({name: shelf.things for name, shelf in self.shelves.items()})

    def is_readable(self, kind: str, id_: str) -> bool:
        """Say whether an object has the form that its model says."""
        return self.shapes[kind].spoilt not in self.shelves[kind].things[id_]

    def _listed(self, kind: Kind, since: datetime | None) -> list[dict[str, Any]]:
        things = list(self.shelves[kind.name].things.values())
        if since is not None and self._habits.honours_since:
            changed = [one for one in things if (moment := kind.modified(one)) is None or moment >= since]
            return sorted(changed, key=lambda one: (str(one.get("updatedAt")), str(one[kind.id_name])))
        if self._habits.lists_by_text:
            things.sort(key=lambda one: str(one[kind.id_name]))
        return things

    def _new_id(self, kind: Kind) -> str:
        self._made += 1
        return f"{kind.name.rpartition('_')[2][0]}-{self._made}"

    def _stamped(self, shape: Shape, thing: Mapping[str, Any], *, new: bool = False) -> dict[str, Any]:
        stamped = dict(thing)
        names = shape.kind.wire_names.values()
        if "updatedAt" in names:
            moment = self._clock.server_now() - timedelta(seconds=self._chance.random() * self._habits.lateness)
            grain = self._habits.grain
            moment = moment.fromtimestamp(moment.timestamp() // grain * grain, moment.tzinfo)
            text = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            stamped["updatedAt"] = text
            if new:
                stamped["createdAt"] = text
        if new and "jobNumber" in names:
            stamped["jobNumber"] = f"N{self._made}"
        return stamped

    def _as_kept(self, shape: Shape, item: Mapping[str, Any]) -> dict[str, Any]:
        if not self._habits.tidies:
            return copy.deepcopy(dict(item))
        tidied = {shape.wire(name) for name in shape.texts[:2]}
        return {
            name: value.strip().lower() if name in tidied and isinstance(value, str) else copy.deepcopy(value)
            for name, value in item.items()
        }

    def _check(self, shape: Shape, item: Mapping[str, Any], *, whole: bool) -> None:
        for name in shape.required:
            wire = shape.wire(name)
            if (whole or wire in item) and item.get(wire) is None:
                raise refused(f"{wire} is required")
        if any(isinstance(value, str) and "refuse" in value for value in item.values()):
            raise refused("the server does not like it")

    def _note_change(self, kind: Kind, id_: str) -> None:
        self.writes += 1
        self.engine_changes.append((self._ledger.next_number(), kind.name, id_))

    def _note_replaced(self, shape: Shape, id_: str, thing: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
        """Remember what the engine replaced: until it sees the object again, who puts that back takes back its edit."""
        replaced = self._replaced.setdefault((shape.name, id_), {})
        for leaf in shape.leaves:
            before = shape.read_item(thing, leaf)
            if before != shape.read_item(changed, leaf):
                replaced.setdefault(leaf, before)

    def _note_races(
        self, shape: Shape, id_: str, thing: Mapping[str, Any], changed: Mapping[str, Any], who: str
    ) -> None:
        seen = self._shown.get((who, shape.name, id_), thing)
        for leaf in shape.leaves:
            value = shape.read_item(thing, leaf)
            if shape.read_item(seen, leaf) != value and shape.read_item(changed, leaf) != value:
                self._trace(f"server: {shape.name} {id_}: {leaf} {value!r} came between look and sending")
                self._ledger.raced(shape.name, id_, leaf, value)


def unexpected(message: str) -> AscoraApiError:
    """Make the error of a call that the API has not."""
    return AscoraApiError(message, attempts=0)
