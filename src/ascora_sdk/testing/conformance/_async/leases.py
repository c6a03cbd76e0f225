"""Proofs of the lease, by which one worker at a time works on a scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ....sync.records import Lease, Scope
from ..awaiting import AsyncMeeting
from .base import AsyncProofs, hours

if TYPE_CHECKING:
    from ....sync import AsyncStorage


class AsyncLeaseProofs(AsyncProofs):
    """Exactly one worker has a lease, and whoever dies loses it."""

    async def test_a_lease_has_one_owner(self) -> None:
        """While it runs nobody else gets it, and a refusal changes nothing."""
        scope = await self.scope_of()
        assert await self.claim(scope, "ours", until=2)
        assert not await self.claim(scope, "theirs", until=9, at=1)
        assert not await self.renew(scope, "theirs", until=9)
        assert await self.claim(scope, "theirs", until=9, at=3), "a refused claim made the lease run longer"

    async def test_a_lease_runs_out(self) -> None:
        """A worker that died stops nobody for longer than its lease."""
        scope = await self.scope_of()
        assert await self.claim(scope, "ours", until=1)
        assert not await self.claim(scope, "theirs", until=3, at=0.999)
        assert await self.claim(scope, "theirs", until=3, at=1.001)
        assert not await self.claim(scope, "ours", until=5, at=2)

    async def test_the_owner_may_claim_again(self) -> None:
        """It then runs as long as it was claimed for last."""
        scope = await self.scope_of()
        assert await self.claim(scope, "ours", until=1)
        assert await self.claim(scope, "ours", until=3)
        assert not await self.claim(scope, "theirs", until=9, at=2)

    async def test_a_lease_is_renewed_by_its_owner_alone(self) -> None:
        """Then it runs on; also if it has run out and nobody has taken it."""
        scope = await self.scope_of()
        assert not await self.renew(scope, "ours", until=1), "there was no lease to be renewed"
        assert await self.claim(scope, "ours", until=1)
        assert not await self.renew(scope, "theirs", until=9)
        assert await self.renew(scope, "ours", until=3)
        assert not await self.claim(scope, "theirs", until=9, at=2)
        assert await self.renew(scope, "ours", until=5)
        assert not await self.claim(scope, "theirs", until=9, at=4)

    async def test_a_lost_lease_is_not_renewed(self) -> None:
        """A worker that was thought dead is told so, and takes nothing back."""
        scope = await self.scope_of()
        await self.claim(scope, "ours", until=1)
        assert await self.claim(scope, "theirs", until=3, at=2)
        assert not await self.renew(scope, "ours", until=9)
        assert await self.renew(scope, "theirs", until=4)
        assert await self.claim(scope, "others", until=9, at=5), "what was refused made the lease run longer"

    async def test_a_lease_is_released_by_its_owner_alone(self) -> None:
        """A worker that lost it does not take it from the next one; once released, it is free at once."""
        scope = await self.scope_of()
        await self.release(scope, "ours")
        assert await self.claim(scope, "ours", until=5)
        await self.release(scope, "theirs")
        assert not await self.claim(scope, "theirs", until=5)
        await self.release(scope, "ours")
        assert not await self.renew(scope, "ours", until=5), "a released lease is nobody's"
        assert await self.claim(scope, "theirs", until=5)
        await self.release(scope, "ours")
        assert await self.renew(scope, "theirs", until=5)

    async def test_leases_of_organizations_and_kinds_are_apart(self) -> None:
        """Each organization's kinds have a worker each."""
        scope = await self.scope_of()
        others = [await self.scope_of(), *(attrs.evolve(scope, kind=kind.name) for kind in self.kinds[1:])]
        assert await self.claim(scope, "ours", until=5)
        for other in others:
            assert await self.claim(other, "theirs", until=5)
            await self.release(other, "theirs")
        assert await self.renew(scope, "ours", until=5)

    async def test_of_two_that_claim_at_once_exactly_one_has_the_lease(self) -> None:
        """Both ask, one is told yes and the other no; none of them fails."""
        for _ in range(5):
            scope = await self.scope_of()

            async def claim(owner: str, others: AsyncMeeting, storage: AsyncStorage, scope: Scope = scope) -> bool:
                async with storage.transaction() as work:
                    had = await work.claim_lease(scope, Lease(owner=owner, until=hours(2)), now=hours(1))
                    await others.wait()
                return had

            assert sorted(await self.at_once(claim, "ours", "theirs")) == [False, True]

    async def test_a_lease_that_is_renewed_is_not_taken_meanwhile(self) -> None:
        """Of the owner whose lease has run out and one who wants it, exactly one has it: it is locked once renewed."""
        for _ in range(5):
            scope = await self.scope_of()
            await self.claim(scope, "ours", until=0)

            async def ask(owner: str, others: AsyncMeeting, storage: AsyncStorage, scope: Scope = scope) -> bool:
                lease = Lease(owner=owner, until=hours(3))
                async with storage.transaction() as work:
                    if owner == "ours":
                        had = await work.renew_lease(scope, lease)
                    else:
                        had = await work.claim_lease(scope, lease, now=hours(1))
                    await others.wait()
                return had

            assert sorted(await self.at_once(ask, "ours", "theirs")) == [False, True]

    async def claim(self, scope: Scope, owner: str, *, until: float, at: float = 0) -> bool:
        """Claim a lease in a transaction of its own."""
        async with self.storage.transaction() as work:
            return await work.claim_lease(scope, Lease(owner=owner, until=hours(until)), now=hours(at))

    async def renew(self, scope: Scope, owner: str, *, until: float) -> bool:
        """Renew a lease in a transaction of its own."""
        async with self.storage.transaction() as work:
            return await work.renew_lease(scope, Lease(owner=owner, until=hours(until)))

    async def release(self, scope: Scope, owner: str) -> None:
        """Release a lease in a transaction of its own."""
        async with self.storage.transaction() as work:
            await work.release_lease(scope, owner)
