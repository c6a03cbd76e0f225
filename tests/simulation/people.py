"""People at work on both sides, who know nothing of the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random
from typing import Any

import attrs

from .ledger import Ledger, Side
from .profile import Profile
from .server import Server
from .shapes import Shape
from .stock import Row, Stock
from .trace import Trace


@attrs.define(kw_only=True)
class People:
    """Edits records at random, and notes each edit in the ledger."""

    profile: Profile
    chance: Random
    server: Server
    stock: Stock
    ledger: Ledger
    trace: Trace
    _given: int = 0
    _past: dict[tuple[str, str], list[Any]] = attrs.field(factory=dict)

    def begin(self) -> None:
        """Fill the server, and put some rows here."""
        for shape in self.profile.shapes:
            for _ in range(self.chance.choice((0, 1, 3, 6, 9))):
                self.add_there(shape)
            for _ in range(self.chance.choice((0, 0, 1, 2))):
                self.add_here(shape)

    def work(self, *, here: bool = True) -> None:
        """Do something, anywhere; not here if a transaction is under way."""
        shape = self.chance.choice(self.profile.shapes)
        if here and self.chance.random() < 0.3:
            self._both(shape)
        elif here and self.chance.random() < 0.5:
            self._one_of(shape, self._here)
        else:
            self._one_of(shape, self._there)

    def correct(self) -> None:
        """Give what the server refuses a value that it takes."""
        for shape in self.profile.shapes:
            for row in self.stock.rows(shape.name).values():
                for leaf in shape.leaves:
                    now = self.stock.rows(shape.name)[row.key]
                    value = shape.read_row(now.values, leaf)
                    if isinstance(value, str) and "refuse" in value:
                        self._edit_here(shape, now, leaf, self._fresh(shape, leaf, good=True))

    def _one_of(self, shape: Shape, choices: Callable[[], Mapping[Callable[[Shape], None], int]]) -> None:
        works = choices()
        (work,) = self.chance.choices(list(works), list(works.values()))
        work(shape)

    def _here(self) -> Mapping[Callable[[Shape], None], int]:
        return {self.add_here: 3, self._change_here: 8, self._remove_here: 2, self._touch_here: 1, self._move_here: 1}

    def _there(self) -> Mapping[Callable[[Shape], None], int]:
        return {
            self.add_there: 3,
            self._change_there: 8,
            self._remove_there: 2,
            self._touch_there: 1,
            self._spoil_there: 1,
        }

    # Both sides at once.

    def _both(self, shape: Shape) -> None:
        """Edit a record on both sides: the same field, or not; or delete it on one of them."""
        things = self.server.things(shape.name)
        rows = [row for row in self._free_rows(shape) if row.id in things]
        if not rows:
            return
        row = self.chance.choice(rows)
        leaf = self.chance.choice(shape.leaves)
        roll = self.chance.random()
        if roll < 0.1:
            self._remove_row(shape, row)
        else:
            self._edit_here(shape, row, leaf, self._fresh(shape, leaf))
        if 0.1 < roll < 0.2:
            self._remove_thing(shape, str(row.id))
        else:
            other = self.chance.choice((leaf, leaf, self.chance.choice(shape.leaves)))
            self._edit_there(shape, str(row.id), other, self._fresh(shape, other))

    # Here.

    def add_here(self, shape: Shape) -> None:
        """Make a row."""
        values = self._new(shape, parent=self._parent_here(shape))
        key = self.stock.add(shape.name, values)
        self.trace(f"here:   {shape.name} #{key} is made: {_brief(values)}")
        told = {leaf: value for leaf in shape.leaves if (value := shape.read_row(values, leaf)) is not None}
        self.ledger.made(shape.name, Side.HERE, key, told)

    def _change_here(self, shape: Shape) -> None:
        if row := self._some_row(shape):
            for _ in range(self.chance.choice((1, 1, 2))):
                leaf = self.chance.choice(shape.leaves)
                row = self.stock.rows(shape.name)[row.key]
                self._edit_here(shape, row, leaf, self._value(shape, leaf, row.key))

    def _remove_here(self, shape: Shape) -> None:
        if row := self._some_row(shape):
            self._remove_row(shape, row)

    def _touch_here(self, shape: Shape) -> None:
        if row := self._some_row(shape):
            self.trace(f"here:   {shape.name} #{row.key} is saved as it is")
            self.stock.edit(shape.name, row.key, {})

    def _move_here(self, shape: Shape) -> None:
        """Let a row refer to another customer."""
        row, parent = self._some_row(shape), self._parent_here(shape)
        if row is None or parent is None or shape.parent is None:
            return
        field, _, inner = shape.parent.partition(".")
        self.trace(f"here:   {shape.name} #{row.key} ({row.id}): {shape.parent} becomes {parent!r}")
        self.stock.edit(shape.name, row.key, {field: {"id": parent} if inner else parent})

    def _remove_row(self, shape: Shape, row: Row) -> None:
        self.trace(f"here:   {shape.name} #{row.key} ({row.id}) is deleted")
        values = {leaf: shape.read_row(row.values, leaf) for leaf in shape.leaves}
        self.stock.remove(shape.name, row.key)
        self.ledger.removed(shape.name, Side.HERE, row.key, values)

    def _edit_here(self, shape: Shape, row: Row, leaf: str, fresh: tuple[Any, bool]) -> None:
        value, counts = fresh
        before = shape.read_row(row.values, leaf)
        self.trace(f"here:   {shape.name} #{row.key} ({row.id}): {leaf} {before!r} becomes {value!r}")
        self.stock.edit(shape.name, row.key, shape.changed_row(row.values, leaf, value))
        self.ledger.edited(shape.name, Side.HERE, row.key, leaf, before, value, counts=counts)

    def _some_row(self, shape: Shape) -> Row | None:
        rows = self._free_rows(shape)
        return self.chance.choice(rows) if rows else None

    def _free_rows(self, shape: Shape) -> list[Row]:
        locked = self.stock.locked or ()
        return [row for key, row in self.stock.rows(shape.name).items() if (shape.name, key) not in locked]

    def _parent_here(self, shape: Shape) -> str | None:
        """Choose a customer: by its Ascora id, or, as long as it has none, by its row's key."""
        if shape.parent is None:
            return None
        rows = self._free_rows(self.profile.shapes[0])
        row = self.chance.choice(rows) if rows else None
        return "c-0" if row is None else row.id or row.key

    # There.

    def add_there(self, shape: Shape) -> None:
        """Make an object."""
        parents = list(self.server.things(self.profile.shapes[0].name))
        values = self._new(shape, parent=self.chance.choice(parents or ["c-0"]))
        item = shape.kind.item_of(values)
        id_ = self.server.add(shape.kind, item)
        self.trace(f"server: {shape.name} {id_} is made: {_brief(values)}")

    def _change_there(self, shape: Shape) -> None:
        if id_ := self._some_id(shape):
            for _ in range(self.chance.choice((1, 1, 2))):
                leaf = self.chance.choice(shape.leaves)
                self._edit_there(shape, id_, leaf, self._value(shape, leaf, id_))

    def _remove_there(self, shape: Shape) -> None:
        if id_ := self._some_id(shape):
            self._remove_thing(shape, id_)

    def _remove_thing(self, shape: Shape, id_: str) -> None:
        self.trace(f"server: {shape.name} {id_} is deleted")
        self.server.remove(shape.kind, id_)

    def _touch_there(self, shape: Shape) -> None:
        if id_ := self._some_id(shape):
            self.trace(f"server: {shape.name} {id_} is saved as it is")
            self.server.touch(shape.kind, id_)

    def _spoil_there(self, shape: Shape) -> None:
        if id_ := self._some_id(shape):
            well = not self.server.is_readable(shape.name, id_)
            self.trace(f"server: {shape.name} {id_} is {'as it should be again' if well else 'none that can be read'}")
            self.server.spoil(shape.kind, id_, well=well)

    def _edit_there(self, shape: Shape, id_: str, leaf: str, fresh: tuple[Any, bool]) -> None:
        value, counts = fresh
        before = shape.read_item(self.server.things(shape.name)[id_], leaf)
        self.trace(f"server: {shape.name} {id_}: {leaf} {before!r} becomes {value!r}")
        self.server.edit(shape.kind, id_, leaf, value, counts=counts)

    def _some_id(self, shape: Shape) -> str | None:
        ids = list(self.server.things(shape.name))
        return self.chance.choice(ids) if ids else None

    # Values.

    def _new(self, shape: Shape, *, parent: str | None) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, value in shape.required.items():
            values[name] = value if value is not None else None
        for leaf in shape.leaves:
            if leaf in shape.required or self.chance.random() < 0.6:
                values.update(shape.changed_row(values, leaf, self._fresh(shape, leaf)[0]))
        if shape.parent is not None:
            field, _, inner = shape.parent.partition(".")
            values[field] = {"id": parent} if inner else parent
        self._given += 1
        values[shape.marker] = f"made-{self._given}"
        return values

    def _value(self, shape: Shape, leaf: str, name: str) -> tuple[Any, bool]:
        """Choose a value for a field: mostly one that nobody ever gave, sometimes none, or one from before."""
        roll = self.chance.random()
        past = self._past.setdefault((name, leaf), [])
        if roll < 0.1 and leaf not in shape.required:
            return None, True
        if roll < 0.2 and past:
            return self.chance.choice(past), False
        fresh = self._fresh(shape, leaf)
        past.append(fresh[0])
        return fresh

    def _fresh(self, shape: Shape, leaf: str, *, good: bool = False) -> tuple[Any, bool]:
        """Make a value that nobody ever gave."""
        self._given += 1
        if leaf in shape.money:
            # As the wire carries it: what has no decimals is an int.
            return Decimal(f"{self._given}.25") if self.chance.random() < 0.8 else self._given, True
        text = f"v{self._given}"
        roll = self.chance.random()
        if self.profile.refusals and roll < 0.1 and not good:
            text = f"refuse{self._given}"
        elif roll < 0.15:
            text = f" {text.upper()} "
        elif roll < 0.2:
            text = f"{text} é \U0001f3e0"
        elif roll < 0.25 and shape.kind.is_rough:
            text = f"{text}\\u0000\\ud800"
        return text, True


def _brief(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in values.items() if value is not None)
