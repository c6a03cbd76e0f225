"""Proofs that what goes in comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ....models.record import EXTRA
from ....sync.kinds import Kind
from ....sync.records import RecordWrite
from ..samples import (
    AMOUNTS,
    DATES,
    HARD_NESTED,
    HARD_TEXTS,
    NESTED,
    TEXTS,
    fields_of,
    optional_fields,
    same_values,
)
from .base import AsyncProofs


class AsyncValueProofs(AsyncProofs):
    """A value comes back as it went in, or its row is rejected; it is never changed."""

    async def test_ordinary_values_come_back(self, kind: Kind) -> None:
        """A record in which every field has a value is held."""
        scope = await self.scope_of(kind)
        key = await self.new_row(scope)
        await self.assert_row(scope, key, "c-1", self.sample(scope, 1))

    async def test_no_value_stays_no_value(self, kind: Kind) -> None:
        """None comes back as None, and not as empty text or zero."""
        await self.assert_kept(kind, [*kind.wire_names, EXTRA], [None])
        scope = await self.scope_of(kind)
        blank = {**self.sample(scope, 1), **dict.fromkeys(optional_fields(kind))}
        assert not await self.write(scope, RecordWrite(key=None, id="c-1", values=blank))
        stored = await self.by_id(scope, "c-1")
        assert stored is not None
        await self.assert_row(scope, stored.key, "c-1", blank)

    async def test_texts_come_back_letter_by_letter(self, kind: Kind) -> None:
        """Blanks, empty text, every script, and what looks like SQL, JSON or a number."""
        await self.assert_kept(kind, fields_of(kind, str), TEXTS)

    async def test_amounts_come_back_digit_for_digit(self, kind: Kind) -> None:
        """No amount is rounded, and none goes through a float."""
        await self.assert_kept(kind, fields_of(kind, Decimal), AMOUNTS)

    async def test_times_come_back_as_the_text_that_they_are(self, kind: Kind) -> None:
        """A time keeps its form, its offset and its fractions; what is no time is text as well."""
        await self.assert_kept(kind, fields_of(kind, date), DATES)

    async def test_nested_values_come_back_whole(self, kind: Kind) -> None:
        """True stays true and 1 stays 1; null is not absent; digits, empty names and empty lists stay."""
        names = [*fields_of(kind, Mapping)]
        await self.assert_kept(kind, names, NESTED)
        await self.assert_kept(kind, [EXTRA], NESTED[1:])

    async def test_what_cannot_be_held_is_rejected_and_named(self, kind: Kind) -> None:
        """Of such a row nothing is written, and the reason names the field; all others of the batch are written."""
        await self.assert_kept(kind, [self.text_field(kind)], HARD_TEXTS)
        await self.assert_kept(kind, [*fields_of(kind, Mapping), EXTRA], HARD_NESTED)
        await self.assert_kept(kind, fields_of(kind, Decimal), ["soon", True, [1]])
        await self.assert_kept(kind, [self.text_field(kind)], [7, True, Decimal("0.30"), ["a"], {"a": 1}])

    async def test_a_rejected_write_leaves_the_row_as_it_was(self, kind: Kind) -> None:
        """Neither its values nor its id nor its mark is touched."""
        scope = await self.scope_of(kind)
        key = await self.new_row(scope)
        field = self.text_field(kind)
        for hard in (*HARD_TEXTS, ["a"]):
            values = self.sample(scope, 2, **{field: hard})
            if await self.write(scope, RecordWrite(key=key, id="c-2", values=values, deleted_on_server=True)):
                await self.assert_row(scope, key, "c-1", self.sample(scope, 1))
                assert await self.rows(self.storage, scope) == {key: False}
            else:
                await self.assert_row(scope, key, "c-2", values)
                assert not await self.write(scope, RecordWrite(key=key, id="c-1", values=self.sample(scope, 1)))

    async def test_what_a_caller_does_with_values_changes_no_row(self, kind: Kind) -> None:
        """A row is changed by `write` alone: not through what was given to it, nor through what was read."""
        scope = await self.scope_of(kind)
        values = self.sample(scope, 1)
        values[EXTRA] = {"list": [1]}
        async with self.storage.transaction() as work:
            assert not await work.write(scope, [RecordWrite(key=None, id="c-1", values=values)])
            values[EXTRA]["list"].append(2)
        stored = await self.by_id(scope, "c-1")
        assert stored is not None
        assert stored.local is not None
        stored.local[EXTRA]["list"].append(3)
        await self.assert_row(scope, stored.key, "c-1", {**values, EXTRA: {"list": [1]}})

    async def assert_kept(self, kind: Kind, fields: Iterable[str], values: Sequence[Any]) -> None:
        """Check that each value in each field comes back as it went in, or that its row is rejected for that field."""
        scope = await self.scope_of(kind)
        tried = {f"{name} {n}": (name, value) for name in fields for n, value in enumerate(values)}
        writes = {
            id_: RecordWrite(key=None, id=id_, values=self.sample(scope, number, **{name: value}))
            for number, (id_, (name, value)) in enumerate(tried.items())
        }
        rejected = await self.write(scope, *writes.values())
        reasons = {str(each.write.id): each.reason for each in rejected}
        async with self.storage.transaction() as work:
            found = await work.records(scope, [*writes])
        for id_, (name, value) in tried.items():
            if id_ in reasons:
                assert id_ not in found, f"{id_}: rejected, and written all the same"
                assert name in reasons[id_], f"the reason names no field {name}: {reasons[id_]}"
                assert "\n" not in reasons[id_], f"the reason is more than one line: {reasons[id_]!r}"
                continue
            assert id_ in found, f"{id_}: neither rejected nor written: {value!r}"
            assert found[id_].problem is None
            assert same_values(found[id_].local, writes[id_].values or {}), f"{name} was changed: {value!r}"

    async def test_what_cannot_be_read_is_told_and_stops_no_other(self, kind: Kind) -> None:
        """A row that plain SQL spoilt says what is wrong with it, in one line that names the field."""
        scope = await self.scope_of(kind)
        key, other = await self.new_row(scope), await self.new_row(scope, "c-2", number=2)
        field = await self.spoil_row(self.storage, scope, key)
        if field is None:
            pytest.skip("nothing can be put into a row that cannot be read")
        async with self.storage.transaction() as work:
            found = await work.records(scope, ["c-1", "c-2"])
        assert field in (found["c-1"].problem or ""), "the problem is not told, or names no field"
        assert "\n" not in (found["c-1"].problem or "")
        await self.assert_row(scope, other, "c-2", self.sample(scope, 2))
        assert await self.is_edited(scope, key)
