# Generated from ../_async/atomic.py by tools/unasync; do not edit.
"""Proofs that a transaction is whole: all of it is there afterwards, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from ....sync.audit import AuditEntry, Decision
from ....sync.notes import Agreed, Checkpoint
from ....sync.records import Lease, RecordWrite, Scope
from .base import NOON, Proofs, Failure, Interruption, agreed, hours

if TYPE_CHECKING:
    from ....sync import Storage, UnitOfWork


class AtomicProofs(Proofs):
    """A crash anywhere leaves nothing half done."""

    def test_all_that_a_transaction_did_is_there_afterwards(self) -> None:
        """Rows, notes, the lease and the trail, together, and as the same transaction saw them."""
        scope = self.scope_of()
        with self.storage.transaction() as work:
            self.do_everything(work, scope)
            assert {*work.records(scope, ["c-9"])} == {"c-9"}
            assert {*work.notes(scope, Agreed, ["c-9"])} == {"c-9"}
            assert len(work.audit(scope, ["c-9"])) == 1
        self.assert_everything_done(self.storage, scope)

    def test_it_is_there_for_one_who_opens_the_data_anew(self) -> None:
        """Another process, or this one after a restart, sees the same."""
        scope = self.scope_of()
        key = self.new_row(scope)
        edited = self.new_row(scope, "c-2", number=2)
        self.edit_row(self.storage, scope, edited, {self.text_field(self.kinds[0]): "edited"})
        with self.storage.transaction() as work:
            self.do_everything(work, scope)
        other = self.reopen(self.storage)
        if other is None:
            pytest.skip("this storage's data can be opened once only: it has no reopen")
        first, self.storage = self.storage, other
        try:
            self.assert_everything_done(other, scope)
            self.assert_row(scope, key, "c-1", self.sample(scope, 1))
            assert self.is_edited(scope, edited)
        finally:
            self.storage = first
            self.close_storage(other)

    def test_a_transaction_left_by_an_error_wrote_no_row(self) -> None:
        """Nor changed, marked, settled or deleted one; the error goes on to the caller."""
        scope = self.scope_of()
        keys = [self.new_row(scope, f"c-{number}", number=number) for number in range(4)]
        self.edit_row(self.storage, scope, keys[3], {self.text_field(self.kinds[0]): "edited"})
        before = [self.by_key(scope, key) for key in keys]
        found = self.all_edited(scope)
        with self.left_by(Failure) as work:
            work.write(
                scope,
                [
                    RecordWrite(key=None, id="c-9", values=self.sample(scope, 9)),
                    RecordWrite(key=keys[0], id="c-new", values=self.sample(scope, 7), settled=False),
                    RecordWrite(key=keys[1], id="c-1", deleted_on_server=True),
                    RecordWrite(key=keys[2], id="c-2", delete=True),
                    RecordWrite(key=keys[3], id="c-3"),
                ],
            )
        assert [self.by_key(scope, key) for key in keys] == before
        assert self.by_id(scope, "c-9") is None
        assert self.by_id(scope, "c-new") is None
        assert self.rows(self.storage, scope) == dict.fromkeys(keys, False)
        assert self.all_edited(scope) == found

    def test_a_transaction_left_by_an_error_kept_no_note(self) -> None:
        """Nor replaced or dropped one."""
        scope = self.scope_of()
        self.keep(scope, agreed("c-1", digest="old"), agreed("c-2"), Checkpoint(offset=50))
        with self.left_by(Failure) as work:
            work.keep(scope, [agreed("c-1", digest="new"), agreed("c-3"), Checkpoint(offset=100)])
            work.drop(scope, Agreed, ["c-2"])
        assert {*self.all_keys(scope, Agreed)} == {"c-1", "c-2"}
        assert (self.note(scope, Agreed, "c-1")).digest == "old"
        assert (self.note(scope, Checkpoint, "pull")).offset == 50
        with self.storage.transaction() as work:
            assert work.count_notes(scope, Agreed) == 2

    def test_a_transaction_left_by_an_error_took_no_lease(self) -> None:
        """Nor renewed or released one."""
        scope, other, third = self.scope_of(), self.scope_of(), self.scope_of()
        with self.storage.transaction() as work:
            work.claim_lease(other, Lease(owner="ours", until=hours(1)), now=NOON)
            work.claim_lease(third, Lease(owner="ours", until=hours(5)), now=NOON)
        with self.left_by(Failure) as work:
            assert work.claim_lease(scope, Lease(owner="ours", until=hours(5)), now=NOON)
            assert work.renew_lease(other, Lease(owner="ours", until=hours(5)))
            work.release_lease(third, "ours")
        with self.storage.transaction() as work:
            theirs = Lease(owner="theirs", until=hours(9))
            assert work.claim_lease(scope, theirs, now=NOON), "a claim that was rolled back holds"
            assert work.claim_lease(other, theirs, now=hours(2)), "a renewal that was rolled back holds"
            assert not work.claim_lease(third, theirs, now=NOON), "a release that was rolled back holds"

    def test_a_transaction_left_by_an_error_told_nothing(self) -> None:
        """The trail is as it was, and goes on behind what it was."""
        scope = self.scope_of()
        with self.storage.transaction() as work:
            work.append_audit(scope, [AuditEntry(id="c-1", decision=Decision.CREATED)])
        with self.left_by(Failure) as work:
            work.append_audit(scope, [AuditEntry(id="c-1", decision=Decision.UPDATED)])
            work.mark_synced(scope.organization_id, ok=True, now=NOON)
        with self.storage.transaction() as work:
            work.append_audit(scope, [AuditEntry(id="c-1", decision=Decision.DELETED)])
            found = work.audit(scope, ["c-1"])
        assert [each.decision for each in found] == [Decision.CREATED, Decision.DELETED]

    def test_a_transaction_that_is_stopped_leaves_nothing(self) -> None:
        """A signal or a cancelled task is no `Exception`; and the next transaction is free to begin."""
        for _ in range(3):
            scope = self.scope_of()
            with self.left_by(Interruption) as work:
                self.do_everything(work, scope)
            assert self.by_id(scope, "c-9") is None
            assert self.note(scope, Agreed, "c-9") is None
            with self.storage.transaction() as work:
                assert not work.audit(scope, ["c-9"])
                assert not work.renew_lease(scope, Lease(owner="ours", until=hours(9)))
                self.do_everything(work, scope)
            self.assert_everything_done(self.storage, scope)

    @contextmanager
    def left_by(self, error: type[BaseException]) -> Iterator[UnitOfWork]:
        """Give a transaction that is left by an error, which is not to be swallowed."""
        try:
            with self.storage.transaction() as work:
                yield work
                raise error  # noqa: TRY301 - what it is to be left by
        except error:
            return
        pytest.fail(f"a transaction swallowed {error.__name__}")

    def do_everything(self, work: UnitOfWork, scope: Scope) -> None:
        """Write a row, keep a note, take the lease and tell of it."""
        assert not work.write(scope, [RecordWrite(key=None, id="c-9", values=self.sample(scope, 9))])
        work.keep(scope, [agreed("c-9"), Checkpoint(offset=1)])
        assert work.claim_lease(scope, Lease(owner="ours", until=hours(2)), now=NOON)
        work.append_audit(scope, [AuditEntry(id="c-9", decision=Decision.CREATED)])
        work.mark_synced(scope.organization_id, ok=True, now=NOON)

    def assert_everything_done(self, storage: Storage, scope: Scope) -> None:
        """Check that all of it is there."""
        stored = self.by_id(scope, "c-9")
        assert stored is not None, "the row is not there"
        self.assert_row(scope, stored.key, "c-9", self.sample(scope, 9))
        with storage.transaction() as work:
            assert {*work.notes(scope, Agreed, ["c-9"])} == {"c-9"}, "the note is not there"
            assert {*work.notes(scope, Checkpoint, ["pull"])} == {"pull"}, "the checkpoint is not there"
            assert len(work.audit(scope, ["c-9"])) == 1, "the entry is not there"
            theirs = Lease(owner="theirs", until=hours(9))
            assert not work.claim_lease(scope, theirs, now=hours(1)), "the lease is not there"
            assert work.renew_lease(scope, Lease(owner="ours", until=hours(3))), "the lease is not there"
