"""Proofs of what the engine remembers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta, timezone
from typing import Final

import attrs

from ....sync.notes import (
    NOTES,
    Action,
    Agreed,
    Checkpoint,
    FailedRecord,
    Note,
    OpenConflict,
    OutboxEntry,
    Tombstone,
)
from ..samples import NAMES
from .base import NOON, AsyncProofs, agreed

_MOMENT: Final = NOON.replace(microsecond=123457)
_ELSEWHERE: Final = _MOMENT.astimezone(timezone(timedelta(hours=9, minutes=30)))
_PAYLOAD: Final = r'{"text":"\u0000 \ud800 \\ \" Zo\u00eb %s :name","amount":0.30,"none":null}'

FULL: Final[Sequence[Note]] = (
    Agreed(key="c-1", base=_PAYLOAD, digest="0f"),
    Tombstone(key="c-1", base=_PAYLOAD, at=_MOMENT),
    *(
        OutboxEntry(
            key=action.value,
            action=action,
            id="c-1",
            payload=_PAYLOAD,
            idempotency_key="i-1",
            reference="r-1",
            at=_ELSEWHERE,
            problem="the answer was lost",
        )
        for action in Action
    ),
    OpenConflict(
        key="c-1", remote=_PAYLOAD, digest="0f", fields=("phone", "custom_fields.a b"), holds=True, at=_MOMENT
    ),
    FailedRecord(key="pull:c-1", id="c-1", digest="0f", error="Zoë's phone: too long", payload=_PAYLOAD, attempts=3),
    Checkpoint(
        offset=150, last_ids=("c-1", "c,2", '"'), since=_MOMENT, newest=_ELSEWHERE, complete_at=_MOMENT, surplus=-2
    ),
)
"""A note of each class with something in every field."""

BARE: Final[Sequence[Note]] = (
    Agreed(key="", base="", digest=""),
    Tombstone(key="", base="", at=NOON),
    OutboxEntry(key="", action=Action.CREATE, id=None, payload="", idempotency_key="", at=NOON),
    OpenConflict(key="", remote=None, digest="", fields=(), holds=False, at=NOON),
    FailedRecord(key="", digest="", error="", payload=""),
    Checkpoint(),
)
"""A note of each class with as little as can be."""


class AsyncNoteProofs(AsyncProofs):
    """A note is kept whole, found by its class and key, and in nobody's way."""

    async def test_notes_of_every_class_come_back_whole(self) -> None:
        """Every field is as it was: texts, times to the microsecond, counts, lists, and what is None."""
        for notes in (FULL, BARE):
            scope = await self.scope_of()
            await self.keep(scope, *notes)
            for note in notes:
                assert await self.note(scope, type(note), note.key) == note

    async def test_large_notes_come_back_whole(self) -> None:
        """A record may be long."""
        scope = await self.scope_of()
        long = attrs.evolve(agreed("c-1"), base="x" * 1_000_000)
        await self.keep(scope, long)
        assert await self.note(scope, Agreed, "c-1") == long

    async def test_a_note_is_replaced_by_the_next_with_its_key(self) -> None:
        """All of it: what was there and is not named any more is gone, and there is still one."""
        scope = await self.scope_of()
        for full in FULL:
            bare = next(attrs.evolve(each, key=full.key) for each in BARE if type(each) is type(full))
            await self.keep(scope, full)
            await self.keep(scope, bare)
            assert await self.note(scope, type(full), full.key) == bare
            assert (await self.all_keys(scope, type(full))).count(full.key) == 1

    async def test_the_same_key_in_every_class_is_a_note_of_its_own(self) -> None:
        """What is kept, dropped and counted is of one class alone."""
        scope = await self.scope_of()
        key = Checkpoint().key
        notes = [attrs.evolve(each, key=key) for each in BARE]
        await self.keep(scope, *notes)
        for note in notes:
            async with self.storage.transaction() as work:
                assert await work.count_notes(scope, type(note)) == 1
                await work.drop(scope, type(note), [key])
                assert not await work.notes(scope, type(note), [key])
                assert await work.count_notes(scope, type(note)) == 0
                assert not await work.note_keys(scope, type(note), after=None, limit=5)
        for note in notes:
            await self.keep(scope, note)
            assert await self.note(scope, type(note), key) == note

    async def test_dropped_notes_are_gone_and_unknown_keys_passed_over(self) -> None:
        """A key without a note stops no other from being dropped, or from being read."""
        scope = await self.scope_of()
        await self.keep(scope, *map(agreed, NAMES))
        async with self.storage.transaction() as work:
            await work.drop(scope, Agreed, ["not there", NAMES[0], "nor this", NAMES[2]])
            assert {*await work.notes(scope, Agreed, [*NAMES, "not there"])} == {*NAMES} - {NAMES[0], NAMES[2]}
            await work.drop(scope, Agreed, [])
        assert {*await self.all_keys(scope, Agreed)} == {*NAMES} - {NAMES[0], NAMES[2]}

    async def test_keys_that_look_alike_are_apart(self) -> None:
        """A note's key is text of any form."""
        scope = await self.scope_of()
        notes = [agreed(name, digest=str(number)) for number, name in enumerate(NAMES)]
        await self.keep(scope, *notes)
        async with self.storage.transaction() as work:
            assert await work.notes(scope, Agreed, NAMES) == {note.key: note for note in notes}

    async def test_pages_of_keys_leave_none_out(self) -> None:
        """All keys come, each once, in the same order each time, and the one to go on after may be gone."""
        scope = await self.scope_of()
        await self.keep(scope, *map(agreed, NAMES))
        whole = await self.all_keys(scope, Agreed, limit=1_000)
        assert {*whole} == {*NAMES}
        for limit in (1, 5):
            assert await self.all_keys(scope, Agreed, limit=limit) == whole
        async with self.storage.transaction() as work:
            await work.drop(scope, Agreed, whole[1:4])
            assert [*await work.note_keys(scope, Agreed, after=whole[3], limit=1_000)] == whole[4:]
            assert [*await work.note_keys(scope, Agreed, after=whole[1], limit=2)] == whole[4:6]
            assert not await work.note_keys(scope, Agreed, after=whole[-1], limit=5)

    async def test_notes_are_counted(self) -> None:
        """One that replaces another counts once."""
        scope = await self.scope_of()
        async with self.storage.transaction() as work:
            assert [await work.count_notes(scope, note_class) for note_class in NOTES] == [0] * len(NOTES)
            await work.keep(scope, [*map(agreed, NAMES)])
            await work.keep(scope, [agreed(NAMES[0], digest="1"), agreed("new")])
            assert await work.count_notes(scope, Agreed) == len(NAMES) + 1

    async def test_many_notes_are_kept_and_dropped_at_once(self) -> None:
        """No limit of a statement's arguments is met."""
        scope = await self.scope_of()
        keys = [f"c-{number}" for number in range(1_500)]
        async with self.storage.transaction() as work:
            await work.keep(scope, [*map(agreed, keys)])
            assert len(await work.notes(scope, Agreed, keys)) == len(keys)
            await work.drop(scope, Agreed, keys[1:])
            assert [*await work.note_keys(scope, Agreed, after=None, limit=10)] == keys[:1]

    async def test_notes_of_organizations_and_kinds_are_apart(self) -> None:
        """The same key in another organization, or for another kind, is another note."""
        scope = await self.scope_of()
        scopes = [scope, await self.scope_of(), *(attrs.evolve(scope, kind=kind.name) for kind in self.kinds[1:])]
        for number, each in enumerate(scopes):
            await self.keep(each, agreed("c-1", digest=str(number)), agreed(f"only {number}"))
        for number, each in enumerate(scopes):
            assert (await self.note(each, Agreed, "c-1")).digest == str(number)
            assert {*await self.all_keys(each, Agreed)} == {"c-1", f"only {number}"}
        async with self.storage.transaction() as work:
            await work.drop(scopes[0], Agreed, ["c-1", "only 0", "only 1"])
        for each in scopes[1:]:
            assert len(await self.all_keys(each, Agreed)) == 2
