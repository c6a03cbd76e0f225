"""What people did, edit by edit: the plain model that the engine is held to.

Each edit gives a field a value that no other edit gives. An edit may vanish only because somebody who saw its value put
another in its place; else it must stand on both sides in the end, or on record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

import attrs

from .shapes import NOTHING, plainly


class Side(str, Enum):
    """Where something was done."""

    HERE = "here"
    THERE = "there"

    def __str__(self) -> str:
        return self.value


@attrs.frozen(kw_only=True)
class Edit:
    """A field that somebody edited.

    Attributes:
        number: In which order.
        side: Where.
        leaf: Which field.
        before: What stood there.
        value: What stands there now.
        counts: Whether it must not be lost: not if the value stood there at some time before.
    """

    number: int
    side: Side
    leaf: str
    before: str
    value: str
    counts: bool


@attrs.frozen(kw_only=True)
class Gone:
    """A record that somebody deleted.

    Attributes:
        number: In which order.
        side: Where.
        values: What stood in it.
        by_hand: Whether somebody meant it, and it was no restored backup.
    """

    number: int
    side: Side
    values: Mapping[str, str]
    by_hand: bool


@attrs.define
class Story:
    """All that was done to one record, whatever it is called.

    Attributes:
        keys: What its rows are called.
        ids: Its Ascora ids.
        edits: The edits, in order.
        gone: The deletions, in order.
        returned: When it came back on the server from a backup.
        raced: Values of fields that were overwritten on the server between the engine's look and its sending.
    """

    keys: set[str] = attrs.field(factory=set)
    ids: set[str] = attrs.field(factory=set)
    edits: list[Edit] = attrs.field(factory=list)
    gone: list[Gone] = attrs.field(factory=list)
    returned: list[int] = attrs.field(factory=list)
    raced: set[tuple[str, str]] = attrs.field(factory=set)

    def __str__(self) -> str:
        return "/".join([*(f"#{key}" for key in sorted(self.keys)), *sorted(self.ids)])


class Ledger:
    """Keeps the stories of all records."""

    def __init__(self) -> None:
        self._stories: dict[tuple[str, Side, str], Story] = {}
        self._number = 0

    def next_number(self) -> int:
        """Count what happens."""
        self._number += 1
        return self._number

    def story(self, kind: str, side: Side, name: str) -> Story:
        """Give a record's story, by what it is called on one side."""
        place = (kind, side, name)
        if place not in self._stories:
            story = self._stories[place] = Story()
            (story.keys if side is Side.HERE else story.ids).add(name)
        return self._stories[place]

    def stories(self) -> Iterator[tuple[str, Story]]:
        """Go through all stories, with the kind's name."""
        seen: set[int] = set()
        for (kind, _, _), story in self._stories.items():
            if id(story) not in seen:
                seen.add(id(story))
                yield kind, story

    def link(self, kind: str, key: str, id_: str) -> None:
        """Learn that a row and an object are one record."""
        here, there = self.story(kind, Side.HERE, key), self.story(kind, Side.THERE, id_)
        if here is there:
            return
        here.keys |= there.keys
        here.ids |= there.ids
        here.edits = sorted([*here.edits, *there.edits], key=lambda one: one.number)
        here.gone = sorted([*here.gone, *there.gone], key=lambda one: one.number)
        here.returned = sorted([*here.returned, *there.returned])
        here.raced |= there.raced
        for side, names in ((Side.HERE, here.keys), (Side.THERE, here.ids)):
            for name in names:
                self._stories[kind, side, name] = here

    def edited(
        self, kind: str, side: Side, name: str, leaf: str, before: Any, value: Any, *, counts: bool = True
    ) -> None:
        """Note an edit."""
        told, now = plainly(before), plainly(value)
        edit = Edit(number=self.next_number(), side=side, leaf=leaf, before=told, value=now, counts=counts)
        if told != now:
            self.story(kind, side, name).edits.append(edit)

    def made(self, kind: str, side: Side, name: str, values: Mapping[str, Any]) -> None:
        """Note a new record, with the leaves that have a value."""
        self.story(kind, side, name)
        for leaf, value in values.items():
            self.edited(kind, side, name, leaf, None, value)

    def removed(self, kind: str, side: Side, name: str, values: Mapping[str, Any], *, by_hand: bool = True) -> None:
        """Note a deletion."""
        told = {leaf: plainly(value) for leaf, value in values.items()}
        gone = Gone(number=self.next_number(), side=side, values=told, by_hand=by_hand)
        self.story(kind, side, name).gone.append(gone)

    def returned(self, kind: str, id_: str) -> None:
        """Note that an object came back from a backup."""
        self.story(kind, Side.THERE, id_).returned.append(self.next_number())

    def raced(self, kind: str, id_: str, leaf: str, value: Any) -> None:
        """Note that the engine overwrote a value without having seen it, in the one way that cannot be helped."""
        self.story(kind, Side.THERE, id_).raced.add((leaf, plainly(value)))


def overwritten(story: Story, edit: Edit) -> bool:
    """Say whether somebody who saw an edit's value put another in its place."""
    if any(one.leaf == edit.leaf and one.before == edit.value and one.number > edit.number for one in story.edits):
        return True
    if any(one.values.get(edit.leaf, NOTHING) == edit.value and one.number > edit.number for one in story.gone):
        return True
    return (edit.leaf, edit.value) in story.raced


def later(story: Story, edit: Edit) -> Iterable[Edit]:
    """Go through the edits of the same field that came later."""
    return (one for one in story.edits if one.leaf == edit.leaf and one.number > edit.number)
