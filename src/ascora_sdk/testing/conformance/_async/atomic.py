"""Proofs that a transaction is whole: all of it is there afterwards, or nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from ....sync.audit import AuditEntry, Decision
from ....sync.notes import Agreed, Checkpoint
from ....sync.records import Lease, RecordWrite, Scope
from .base import NOON, AsyncProofs, Failure, Interruption, agreed, hours

if TYPE_CHECKING:
    from ....sync import AsyncStorage, AsyncUnitOfWork


class AsyncAtomicProofs(AsyncProofs):
    """A crash anywhere leaves nothing half done."""

    async def test_all_that_a_transaction_did_is_there_afterwards(self) -> None:
        """Rows, notes, the lease and the trail, together, and as the same transaction saw them."""
        scope = await self.scope_of()
        async with self.storage.transaction() as work:
            await self.do_everything(work, scope)
            assert {*await work.records(scope, ["c-9"])} == {"c-9"}
            assert {*await work.notes(scope, Agreed, ["c-9"])} == {"c-9"}
            assert len(await work.audit(scope, ["c-9"])) == 1
        await self.assert_everything_done(self.storage, scope)

    async def test_it_is_there_for_one_who_opens_the_data_anew(self) -> None:
        """Another process, or this one after a restart, sees the same."""
        scope = await self.scope_of()
        key = await self.new_row(scope)
        edited = await self.new_row(scope, "c-2", number=2)
        await self.edit_row(self.storage, scope, edited, {self.text_field(self.kinds[0]): "edited"})
        async with self.storage.transaction() as work:
            await self.do_everything(work, scope)
        other = await self.reopen(self.storage)
        if other is None:
            pytest.skip("this storage's data can be opened once only: it has no reopen")
        first, self.storage = self.storage, other
        try:
            await self.assert_everything_done(other, scope)
            await self.assert_row(scope, key, "c-1", self.sample(scope, 1))
            assert await self.is_edited(scope, edited)
        finally:
            self.storage = first
            await self.close_storage(other)

    async def test_a_transaction_left_by_an_error_wrote_no_row(self) -> None:
        """Nor changed, marked, settled or deleted one; the error goes on to the caller."""
        scope = await self.scope_of()
        keys = [await self.new_row(scope, f"c-{number}", number=number) for number in range(4)]
        await self.edit_row(self.storage, scope, keys[3], {self.text_field(self.kinds[0]): "edited"})
        before = [await self.by_key(scope, key) for key in keys]
        found = await self.all_edited(scope)
        async with self.left_by(Failure) as work:
            await work.write(
                scope,
                [
                    RecordWrite(key=None, id="c-9", values=self.sample(scope, 9)),
                    RecordWrite(key=keys[0], id="c-new", values=self.sample(scope, 7), settled=False),
                    RecordWrite(key=keys[1], id="c-1", deleted_on_server=True),
                    RecordWrite(key=keys[2], id="c-2", delete=True),
                    RecordWrite(key=keys[3], id="c-3"),
                ],
            )
        assert [await self.by_key(scope, key) for key in keys] == before
        assert await self.by_id(scope, "c-9") is None
        assert await self.by_id(scope, "c-new") is None
        assert await self.rows(self.storage, scope) == dict.fromkeys(keys, False)
        assert await self.all_edited(scope) == found

    async def test_a_transaction_left_by_an_error_kept_no_note(self) -> None:
        """Nor replaced or dropped one."""
        scope = await self.scope_of()
        await self.keep(scope, agreed("c-1", digest="old"), agreed("c-2"), Checkpoint(offset=50))
        async with self.left_by(Failure) as work:
            await work.keep(scope, [agreed("c-1", digest="new"), agreed("c-3"), Checkpoint(offset=100)])
            await work.drop(scope, Agreed, ["c-2"])
        assert {*await self.all_keys(scope, Agreed)} == {"c-1", "c-2"}
        assert (await self.note(scope, Agreed, "c-1")).digest == "old"
        assert (await self.note(scope, Checkpoint, "pull")).offset == 50
        async with self.storage.transaction() as work:
            assert await work.count_notes(scope, Agreed) == 2

    async def test_a_transaction_left_by_an_error_took_no_lease(self) -> None:
        """Nor renewed or released one."""
        scope, other, third = await self.scope_of(), await self.scope_of(), await self.scope_of()
        async with self.storage.transaction() as work:
            await work.claim_lease(other, Lease(owner="ours", until=hours(1)), now=NOON)
            await work.claim_lease(third, Lease(owner="ours", until=hours(5)), now=NOON)
        async with self.left_by(Failure) as work:
            assert await work.claim_lease(scope, Lease(owner="ours", until=hours(5)), now=NOON)
            assert await work.renew_lease(other, Lease(owner="ours", until=hours(5)))
            await work.release_lease(third, "ours")
        async with self.storage.transaction() as work:
            theirs = Lease(owner="theirs", until=hours(9))
            assert await work.claim_lease(scope, theirs, now=NOON), "a claim that was rolled back holds"
            assert await work.claim_lease(other, theirs, now=hours(2)), "a renewal that was rolled back holds"
            assert not await work.claim_lease(third, theirs, now=NOON), "a release that was rolled back holds"

    async def test_a_transaction_left_by_an_error_told_nothing(self) -> None:
        """The trail is as it was, and goes on behind what it was."""
        scope = await self.scope_of()
        async with self.storage.transaction() as work:
            await work.append_audit(scope, [AuditEntry(id="c-1", decision=Decision.CREATED)])
        async with self.left_by(Failure) as work:
            await work.append_audit(scope, [AuditEntry(id="c-1", decision=Decision.UPDATED)])
            await work.mark_synced(scope.organization_id, ok=True, now=NOON)
        async with self.storage.transaction() as work:
            await work.append_audit(scope, [AuditEntry(id="c-1", decision=Decision.DELETED)])
            found = await work.audit(scope, ["c-1"])
        assert [each.decision for each in found] == [Decision.CREATED, Decision.DELETED]

    async def test_a_transaction_that_is_stopped_leaves_nothing(self) -> None:
        """A signal or a cancelled task is no `Exception`; and the next transaction is free to begin."""
        for _ in range(3):
            scope = await self.scope_of()
            async with self.left_by(Interruption) as work:
                await self.do_everything(work, scope)
            assert await self.by_id(scope, "c-9") is None
            assert await self.note(scope, Agreed, "c-9") is None
            async with self.storage.transaction() as work:
                assert not await work.audit(scope, ["c-9"])
                assert not await work.renew_lease(scope, Lease(owner="ours", until=hours(9)))
                await self.do_everything(work, scope)
            await self.assert_everything_done(self.storage, scope)

    @asynccontextmanager
    async def left_by(self, error: type[BaseException]) -> AsyncIterator[AsyncUnitOfWork]:
        """Give a transaction that is left by an error, which is not to be swallowed."""
        try:
            async with self.storage.transaction() as work:
                yield work
                raise error  # noqa: TRY301 - what it is to be left by
        except error:
            return
        pytest.fail(f"a transaction swallowed {error.__name__}")

    async def do_everything(self, work: AsyncUnitOfWork, scope: Scope) -> None:
        """Write a row, keep a note, take the lease and tell of it."""
        assert not await work.write(scope, [RecordWrite(key=None, id="c-9", values=self.sample(scope, 9))])
        await work.keep(scope, [agreed("c-9"), Checkpoint(offset=1)])
        assert await work.claim_lease(scope, Lease(owner="ours", until=hours(2)), now=NOON)
        await work.append_audit(scope, [AuditEntry(id="c-9", decision=Decision.CREATED)])
        await work.mark_synced(scope.organization_id, ok=True, now=NOON)

    async def assert_everything_done(self, storage: AsyncStorage, scope: Scope) -> None:
        """Check that all of it is there."""
        stored = await self.by_id(scope, "c-9")
        assert stored is not None, "the row is not there"
        await self.assert_row(scope, stored.key, "c-9", self.sample(scope, 9))
        async with storage.transaction() as work:
            assert {*await work.notes(scope, Agreed, ["c-9"])} == {"c-9"}, "the note is not there"
            assert {*await work.notes(scope, Checkpoint, ["pull"])} == {"pull"}, "the checkpoint is not there"
            assert len(await work.audit(scope, ["c-9"])) == 1, "the entry is not there"
            theirs = Lease(owner="theirs", until=hours(9))
            assert not await work.claim_lease(scope, theirs, now=hours(1)), "the lease is not there"
            assert await work.renew_lease(scope, Lease(owner="ours", until=hours(3))), "the lease is not there"
