"""Proofs of finding what somebody made, edited or deleted here."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from ....sync.kinds import Kind
from ....sync.notes import Agreed
from ....sync.records import RecordWrite
from ..samples import NAMES, same_values
from .base import AsyncProofs, agreed, only


class AsyncEditedProofs(AsyncProofs):
    """No edit is lost: whatever was made, edited or deleted here is found until it is settled."""

    async def test_a_row_made_here_is_found(self, kind: Kind) -> None:
        """It has a key, no id, and the values that it was made with; it is found until it has an id."""
        scope = await self.scope_of(kind)
        await self.new_row(scope)
        made = await self.made_here(scope, number=5)
        assert made.id is None
        assert made.problem is None
        assert same_values(made.local, self.sample(scope, 5))
        await self.assert_row(scope, made.key, None, self.sample(scope, 5))
        await self.write(scope, RecordWrite(key=made.key, id=None))
        assert await self.is_edited(scope, made.key), "a row without an id is always to be looked at"

    async def test_an_edit_past_the_engine_is_found(self, kind: Kind) -> None:
        """An edit by the host's own program needs no word to the engine."""
        scope = await self.scope_of(kind)
        key = await self.new_row(scope)
        field = self.text_field(kind)
        for value in ("edited", "", "edited again"):
            await self.edit_row(self.storage, scope, key, {field: value})
            found = only(await self.all_edited(scope), lambda each: each.key == key)
            assert found.id == "c-1"
            assert same_values(found.local, self.sample(scope, 1, **{field: value}))
            assert await self.by_key(scope, key) == found
            await self.write(scope, RecordWrite(key=key, id="c-1"))

    async def test_an_edit_of_any_field_is_found(self, kind: Kind) -> None:
        """Each field that both sides may edit is watched."""
        scope = await self.scope_of(kind)
        others = self.sample(scope, 2)
        for name in sorted(kind.editable):
            key = await self.new_row(scope, id_=f"c-{name}")
            await self.edit_row(self.storage, scope, key, {name: others[name]})
            if others[name] != self.sample(scope, 1)[name]:
                assert await self.is_edited(scope, key), f"an edit of {name} was not found"

    async def test_an_edit_right_after_settling_is_found(self) -> None:
        """However soon it comes: no clock is too coarse for it."""
        scope = await self.scope_of()
        key = await self.new_row(scope)
        field = self.text_field(self.kinds[0])
        for number in range(25):
            await self.write(scope, RecordWrite(key=key, id="c-1"))
            await self.edit_row(self.storage, scope, key, {field: f"edit {number}"})
            assert await self.is_edited(scope, key), f"edit {number} was not found"

    async def test_a_deletion_past_the_engine_is_found(self, kind: Kind) -> None:
        """A record on which both sides agreed, and whose row is gone, is found by its id until its note is dropped."""
        scope = await self.scope_of(kind)
        key = await self.new_row(scope)
        await self.new_row(scope, "c-2", number=2)
        await self.delete_row(self.storage, scope, key)
        gone = only(await self.all_edited(scope), lambda each: each.key is None)
        assert (gone.id, gone.local) == ("c-1", None)
        assert await self.by_id(scope, "c-1") is None
        async with self.storage.transaction() as work:
            await work.drop(scope, Agreed, ["c-1"])
        assert not [each for each in await self.all_edited(scope) if each.key is None]

    async def test_an_agreed_record_that_lost_its_row_is_found(self) -> None:
        """Also where the engine's own write took the row or its id away, or there never was one."""
        scope = await self.scope_of()
        first, second = await self.new_row(scope), await self.new_row(scope, "c-2", number=2)
        await self.write(scope, RecordWrite(key=first, id="c-1", delete=True))
        await self.write(scope, RecordWrite(key=second, id=None))
        await self.keep(scope, agreed("c-3"))
        assert {each.id for each in await self.all_edited(scope) if each.key is None} == {"c-1", "c-2", "c-3"}
        await self.write(scope, RecordWrite(key=second, id="c-2"))
        assert {each.id for each in await self.all_edited(scope) if each.key is None} == {"c-1", "c-3"}

    async def test_an_unsettled_write_is_found(self, kind: Kind) -> None:
        """What was written unsettled is found, with values and without, new or not."""
        scope = await self.scope_of(kind)
        key, other = await self.new_row(scope), await self.new_row(scope, "c-2", number=2)
        new = RecordWrite(key=None, id="c-3", values=self.sample(scope, 3), settled=False)
        await self.write(
            scope,
            RecordWrite(key=key, id="c-1", settled=False),
            RecordWrite(key=other, id="c-2", values=self.sample(scope, 4), settled=False),
            new,
        )
        assert {"c-1", "c-2", "c-3"} <= {each.id for each in await self.all_edited(scope)}

    async def test_an_edit_stays_found_through_an_unsettled_write(self, kind: Kind) -> None:
        """Only a settled write settles."""
        scope = await self.scope_of(kind)
        key = await self.new_row(scope)
        await self.edit_row(self.storage, scope, key, {self.text_field(kind): "edited"})
        await self.write(scope, RecordWrite(key=key, id="c-1", values=self.sample(scope, 3), settled=False))
        assert await self.is_edited(scope, key)
        await self.write(scope, RecordWrite(key=key, id="c-1", settled=False))
        assert await self.is_edited(scope, key)

    async def test_an_edit_of_a_marked_row_is_found(self) -> None:
        """A row that was deleted on the server may still be edited."""
        scope = await self.scope_of()
        key = await self.new_row(scope)
        await self.write(scope, RecordWrite(key=key, id="c-1", deleted_on_server=True))
        await self.edit_row(self.storage, scope, key, {self.text_field(self.kinds[0]): "edited"})
        assert await self.is_edited(scope, key)

    async def test_what_is_settled_is_not_found_again(self, kind: Kind) -> None:
        """A settled row costs the next sync nothing, until somebody edits it."""
        if not self.knows_edited:
            pytest.skip("this storage gives settled rows too: knows_edited is False")
        scope = await self.scope_of(kind)
        key, other = await self.new_row(scope), await self.new_row(scope, "c-2", number=2)
        assert await self.all_edited(scope) == []
        field = self.text_field(kind)
        await self.edit_row(self.storage, scope, key, {field: "edited"})
        assert [each.key for each in await self.all_edited(scope)] == [key]
        await self.write(scope, RecordWrite(key=key, id="c-1"))
        assert await self.all_edited(scope) == []
        await self.write(scope, RecordWrite(key=other, id="c-2", settled=False))
        await self.write(scope, RecordWrite(key=other, id="c-2", values=self.sample(scope, 9)))
        assert await self.all_edited(scope) == []

    async def test_edits_are_found_by_their_own_organization_and_kind(self) -> None:
        """One organization's edits, and one kind's, are nobody else's."""
        scope, others = await self.scope_of(), await self.scope_of()
        key, theirs = await self.new_row(scope), await self.new_row(others)
        await self.edit_row(self.storage, scope, key, {self.text_field(self.kinds[0]): "edited"})
        await self.delete_row(self.storage, others, theirs)
        assert {each.edit_key for each in await self.all_edited(scope) if each.id == "c-1"} == {f"row:{key}"}
        assert [each.edit_key for each in await self.all_edited(others)] == ["gone:c-1"]

    async def test_pages_of_edits_leave_none_out(self) -> None:
        """Page by page every row and every deletion is found, each once, whatever its key or id looks like."""
        scope = await self.scope_of()
        writes = [RecordWrite(key=None, id=f"w {id_}", values=self.sample(scope, n), settled=False) for n, id_ in
                  enumerate(NAMES)]  # fmt: skip
        assert not await self.write(scope, *writes)
        await self.keep(scope, *(agreed(f"g {id_}") for id_ in NAMES))
        for number in range(11):
            await self.make_row(self.storage, scope, self.sample(scope, 100 + number))
        for limit in (1, 7, 1_000):
            found = await self.all_edited(scope, limit=limit)
            assert {each.id for each in found if each.key is None} == {f"g {id_}" for id_ in NAMES}
            assert {each.id for each in found if each.key is not None} == {None, *(f"w {id_}" for id_ in NAMES)}
            assert len(found) == 2 * len(NAMES) + 11

    async def test_pages_go_on_where_they_were_while_edits_are_settled(self) -> None:
        """The one after which a page begins may be settled, deleted or gone by then, and new ones may have come."""
        scope = await self.scope_of()
        for number in range(6):
            await self.new_row(scope, f"c-{number}", number=number)
            await self.keep(scope, agreed(f"gone {number}"))
        keys = [*await self.rows(self.storage, scope)]
        for key in keys:
            await self.edit_row(self.storage, scope, key, {self.text_field(self.kinds[0]): "edited"})
        found: list[str] = []
        after: str | None = None
        while True:
            async with self.storage.transaction() as work:
                page = await work.edited(scope, after=after, limit=2)
                rows = [each for each in page if each.key is not None]
                await work.write(
                    scope, [RecordWrite(key=each.key, id=each.id, delete=not index) for index, each in enumerate(rows)]
                )
                await work.drop(scope, Agreed, [str(each.id) for each in page])
            if not page:
                break
            found += [each.edit_key for each in page]
            after = page[-1].edit_key
        assert {*found} >= {*(f"row:{key}" for key in keys), *(f"gone:gone {number}" for number in range(6))}
        assert len({*found}) == len(found)

    async def test_it_is_known_when_a_row_was_edited(self, kind: Kind) -> None:
        """An edited row tells a time with an offset, and a later edit no earlier one."""
        if not self.knows_modified:
            pytest.skip("this storage does not know when a row was edited: knows_modified is False")
        scope = await self.scope_of(kind)
        key = await self.new_row(scope)
        made = await self.made_here(scope, number=2)
        assert made.modified is not None
        times = [made.modified]
        for value in ("one", "two"):
            await self.edit_row(self.storage, scope, key, {self.text_field(kind): value})
            stored = await self.by_key(scope, key)
            assert stored is not None
            assert stored.modified is not None
            times.append(stored.modified)
        assert all(time.utcoffset() is not None for time in times)
        # A storage may tell the time of a transaction's begin, to the second.
        assert all(later - earlier > -timedelta(seconds=2) for earlier, later in pairwise(times))
