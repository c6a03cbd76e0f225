"""Proofs of the audit trail."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import attrs

from ....sync.audit import AuditEntry, Decision
from ....sync.records import RecordWrite, Scope
from ..samples import NAMES, same_values
from .base import NOON, AsyncProofs

FIELDS: Final[dict[str, Any]] = {
    "phone": {"base": None, "local": "07 3000 0001", "remote": ""},
    "custom_fields.a b": {"base": True, "local": 1, "remote": Decimal("0.30")},
    "notes": {"base": "a\x00b", "local": "\ud83d", "remote": ["Zoë", {"x": None}]},
}


class AsyncAuditProofs(AsyncProofs):
    """What was decided is on record for good, in order."""

    async def test_each_decision_is_on_record_with_all_it_was_taken_from(self) -> None:
        """Reason and values come back as they were, and the storage says when it was."""
        scope = await self.scope_of()
        entries = [
            AuditEntry(id="c-1", key="k-1", decision=decision, reason=f"Zoë's {decision}, 100 %", fields=FIELDS)
            for decision in Decision
        ]
        await self.tell(scope, *entries)
        found = await self.trail(scope, "c-1")
        assert [attrs.evolve(each, at=None, fields=None) for each in found] == [
            attrs.evolve(each, fields=None) for each in entries
        ]
        assert all(same_values(each.fields, FIELDS) for each in found)
        assert all(each.at is not None and each.at.utcoffset() is not None for each in found)

    async def test_an_entry_may_say_little(self) -> None:
        """Without an id, without a key, a reason or values, and not mixed up with empty ones."""
        scope = await self.scope_of()
        entries = [
            AuditEntry(id="c-1", decision=Decision.CREATED),
            AuditEntry(id="c-1", decision=Decision.UPDATED, reason="", fields={}),
            AuditEntry(id=None, key="c-1", decision=Decision.FAILED, reason="refused"),
        ]
        await self.tell(scope, *entries)
        assert [attrs.evolve(each, at=None) for each in await self.trail(scope, "c-1")] == entries

    async def test_entries_come_in_the_order_in_which_they_were_appended(self) -> None:
        """Within a transaction and over many, whatever the clock says."""
        scope = await self.scope_of()
        for start in range(0, 60, 20):
            numbers = range(start, start + 20)
            await self.tell(
                scope, *(AuditEntry(id="c-1", decision=Decision.UPDATED, reason=str(number)) for number in numbers)
            )
        assert [each.reason for each in await self.trail(scope, "c-1")] == [str(number) for number in range(60)]

    async def test_a_record_is_found_by_its_id_and_by_its_key(self) -> None:
        """Each entry once, even where both are the same text, and no entry of another record."""
        scope = await self.scope_of()
        await self.tell(
            scope,
            AuditEntry(id=None, key="k-1", decision=Decision.PUSHED, reason="made"),
            AuditEntry(id="c-1", key="k-1", decision=Decision.UPDATED, reason="both"),
            AuditEntry(id="c-1", key="c-1", decision=Decision.UPDATED, reason="same"),
            AuditEntry(id="c-2", key="k-2", decision=Decision.UPDATED, reason="another"),
        )
        assert [each.reason for each in await self.trail(scope, "k-1")] == ["made", "both"]
        assert [each.reason for each in await self.trail(scope, "c-1")] == ["both", "same"]
        assert [each.reason for each in await self.trail(scope, "k-2")] == ["another"]
        assert not await self.trail(scope, "c-3")

    async def test_a_story_is_told_by_all_names_at_once(self) -> None:
        """In the order in which it happened, whichever name each entry has, and each entry once."""
        scope = await self.scope_of()
        await self.tell(scope, AuditEntry(id=None, key="k-1", decision=Decision.FAILED, reason="refused"))
        await self.tell(scope, AuditEntry(id="c-1", decision=Decision.PUSHED, reason="taken"))
        await self.tell(scope, AuditEntry(id="c-1", key="k-1", decision=Decision.UPDATED, reason="both"))
        await self.tell(scope, AuditEntry(id=None, key="k-1", decision=Decision.DELETED, reason="gone"))
        async with self.storage.transaction() as work:
            for names in (["c-1", "k-1", "c-9"], ["k-1", "c-1"]):
                found = await work.audit(scope, names)
                assert [each.reason for each in found] == ["refused", "taken", "both", "gone"]
            assert not await work.audit(scope, [])

    async def test_records_whose_names_look_alike_have_trails_of_their_own(self) -> None:
        """A name is text of any form."""
        scope = await self.scope_of()
        await self.tell(scope, *(AuditEntry(id=name, decision=Decision.CREATED) for name in NAMES))
        for name in NAMES:
            assert [each.id for each in await self.trail(scope, name)] == [name]

    async def test_trails_of_organizations_and_kinds_are_apart(self) -> None:
        """Nobody reads another organization's trail, nor a job's under a customer's id."""
        scope = await self.scope_of()
        scopes = [scope, await self.scope_of(), *(attrs.evolve(scope, kind=kind.name) for kind in self.kinds[1:])]
        for number, each in enumerate(scopes):
            await self.tell(each, AuditEntry(id="c-1", key="k-1", decision=Decision.CREATED, reason=str(number)))
        for number, each in enumerate(scopes):
            for name in ("c-1", "k-1"):
                assert [entry.reason for entry in await self.trail(each, name)] == [str(number)]

    async def test_what_is_on_record_never_changes(self) -> None:
        """It outlasts its row, and the same once more is one entry more."""
        scope = await self.scope_of()
        key = await self.new_row(scope)
        entry = AuditEntry(id="c-1", key=key, decision=Decision.UPDATED, reason="first", fields=FIELDS)
        await self.tell(scope, entry)
        first = await self.trail(scope, key)
        assert [each.reason for each in first] == ["first"]
        await self.write(scope, RecordWrite(key=key, id="c-1", values=self.sample(scope, 2)))
        await self.write(scope, RecordWrite(key=key, id="c-1", delete=True))
        await self.tell(scope, entry, attrs.evolve(entry, decision=Decision.DELETED, reason="second", fields=None))
        found = await self.trail(scope, key)
        assert found[:1] == first
        assert [each.reason for each in found] == ["first", "first", "second"]

    async def test_it_is_noted_when_an_organization_was_synced(self) -> None:
        """Whether that went well or not, for one that is known and for one that is not yet."""
        scope = await self.scope_of()
        for ok in (False, True, True):
            async with self.storage.transaction() as work:
                await work.mark_synced(scope.organization_id, ok=ok, now=NOON)

    async def tell(self, scope: Scope, *entries: AuditEntry) -> None:
        """Append to the trail in a transaction of its own."""
        async with self.storage.transaction() as work:
            await work.append_audit(scope, entries)

    async def trail(self, scope: Scope, name: str) -> list[AuditEntry]:
        """Read a record's trail."""
        async with self.storage.transaction() as work:
            return [*await work.audit(scope, [name])]
