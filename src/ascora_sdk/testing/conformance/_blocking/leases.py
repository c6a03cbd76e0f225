# Generated from ../_async/leases.py by tools/unasync; do not edit.
"""Proofs of the lease, by which one worker at a time works on a scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ....sync.records import Lease, Scope
from ..blocking import Meeting
from .base import Proofs, hours

if TYPE_CHECKING:
    from ....sync import Storage


class LeaseProofs(Proofs):
    """Exactly one worker has a lease, and whoever dies loses it."""

    def test_a_lease_has_one_owner(self) -> None:
        """While it runs nobody else gets it, and a refusal changes nothing."""
        scope = self.scope_of()
        assert self.claim(scope, "ours", until=2)
        assert not self.claim(scope, "theirs", until=9, at=1)
        assert not self.renew(scope, "theirs", until=9)
        assert self.claim(scope, "theirs", until=9, at=3), "a refused claim made the lease run longer"

    def test_a_lease_runs_out(self) -> None:
        """A worker that died stops nobody for longer than its lease."""
        scope = self.scope_of()
        assert self.claim(scope, "ours", until=1)
        assert not self.claim(scope, "theirs", until=3, at=0.999)
        assert self.claim(scope, "theirs", until=3, at=1.001)
        assert not self.claim(scope, "ours", until=5, at=2)

    def test_the_owner_may_claim_again(self) -> None:
        """It then runs as long as it was claimed for last."""
        scope = self.scope_of()
        assert self.claim(scope, "ours", until=1)
        assert self.claim(scope, "ours", until=3)
        assert not self.claim(scope, "theirs", until=9, at=2)

    def test_a_lease_is_renewed_by_its_owner_alone(self) -> None:
        """Then it runs on; also if it has run out and nobody has taken it."""
        scope = self.scope_of()
        assert not self.renew(scope, "ours", until=1), "there was no lease to be renewed"
        assert self.claim(scope, "ours", until=1)
        assert not self.renew(scope, "theirs", until=9)
        assert self.renew(scope, "ours", until=3)
        assert not self.claim(scope, "theirs", until=9, at=2)
        assert self.renew(scope, "ours", until=5)
        assert not self.claim(scope, "theirs", until=9, at=4)

    def test_a_lost_lease_is_not_renewed(self) -> None:
        """A worker that was thought dead is told so, and takes nothing back."""
        scope = self.scope_of()
        self.claim(scope, "ours", until=1)
        assert self.claim(scope, "theirs", until=3, at=2)
        assert not self.renew(scope, "ours", until=9)
        assert self.renew(scope, "theirs", until=4)
        assert self.claim(scope, "others", until=9, at=5), "what was refused made the lease run longer"

    def test_a_lease_is_released_by_its_owner_alone(self) -> None:
        """A worker that lost it does not take it from the next one; once released, it is free at once."""
        scope = self.scope_of()
        self.release(scope, "ours")
        assert self.claim(scope, "ours", until=5)
        self.release(scope, "theirs")
        assert not self.claim(scope, "theirs", until=5)
        self.release(scope, "ours")
        assert not self.renew(scope, "ours", until=5), "a released lease is nobody's"
        assert self.claim(scope, "theirs", until=5)
        self.release(scope, "ours")
        assert self.renew(scope, "theirs", until=5)

    def test_leases_of_organizations_and_kinds_are_apart(self) -> None:
        """Each organization's kinds have a worker each."""
        scope = self.scope_of()
        others = [self.scope_of(), *(attrs.evolve(scope, kind=kind.name) for kind in self.kinds[1:])]
        assert self.claim(scope, "ours", until=5)
        for other in others:
            assert self.claim(other, "theirs", until=5)
            self.release(other, "theirs")
        assert self.renew(scope, "ours", until=5)

    def test_of_two_that_claim_at_once_exactly_one_has_the_lease(self) -> None:
        """Both ask, one is told yes and the other no; none of them fails."""
        for _ in range(5):
            scope = self.scope_of()

            def claim(owner: str, others: Meeting, storage: Storage, scope: Scope = scope) -> bool:
                with storage.transaction() as work:
                    had = work.claim_lease(scope, Lease(owner=owner, until=hours(2)), now=hours(1))
                    others.wait()
                return had

            assert sorted(self.at_once(claim, "ours", "theirs")) == [False, True]

    def test_a_lease_that_is_renewed_is_not_taken_meanwhile(self) -> None:
        """Of the owner whose lease has run out and one who wants it, exactly one has it: it is locked once renewed."""
        for _ in range(5):
            scope = self.scope_of()
            self.claim(scope, "ours", until=0)

            def ask(owner: str, others: Meeting, storage: Storage, scope: Scope = scope) -> bool:
                lease = Lease(owner=owner, until=hours(3))
                with storage.transaction() as work:
                    if owner == "ours":
                        had = work.renew_lease(scope, lease)
                    else:
                        had = work.claim_lease(scope, lease, now=hours(1))
                    others.wait()
                return had

            assert sorted(self.at_once(ask, "ours", "theirs")) == [False, True]

    def claim(self, scope: Scope, owner: str, *, until: float, at: float = 0) -> bool:
        """Claim a lease in a transaction of its own."""
        with self.storage.transaction() as work:
            return work.claim_lease(scope, Lease(owner=owner, until=hours(until)), now=hours(at))

    def renew(self, scope: Scope, owner: str, *, until: float) -> bool:
        """Renew a lease in a transaction of its own."""
        with self.storage.transaction() as work:
            return work.renew_lease(scope, Lease(owner=owner, until=hours(until)))

    def release(self, scope: Scope, owner: str) -> None:
        """Release a lease in a transaction of its own."""
        with self.storage.transaction() as work:
            work.release_lease(scope, owner)
