"""Proofs of what becomes of a remote's calls when something goes wrong on the way."""

from __future__ import annotations

import pytest

from ....errors import AscoraApiError
from ....sync import AsyncSupportsTraffic
from ....sync.kinds import Kind
from ....sync.leaves import same
from ..disturbances import Disturbance
from .remote_base import AsyncRemoteProofs, assert_same_items

_WHOLE = 1_000


class AsyncRemoteFaultProofs(AsyncRemoteProofs):
    """What becomes of a call that goes wrong: it fails, and says whether it may have been carried out."""

    async def test_a_page_that_goes_wrong_is_an_error_and_never_an_empty_page(self, kind: Kind) -> None:
        """Or it is asked for again and comes; and the one after it comes in any case."""
        await self.plant_some(kind)
        async for _ in self.disturbances():
            found, error = await self.outcome(self.listed, kind, limit=_WHOLE)
            if error is None:
                assert_same_items(found, await self.there(kind), kind)
            assert_same_items(await self.listed(kind, limit=_WHOLE), await self.there(kind), kind)

    async def test_an_object_that_cannot_be_had_is_an_error_and_never_none(self, kind: Kind) -> None:
        """For none means that it is gone."""
        self.needs(kind, "get")
        id_ = await self.plant(kind, 1)
        last = await self.by_listing(kind, id_)
        async for how in self.disturbances():
            found, error = await self.outcome(self.remote.get, kind, id_, last=last)
            assert error is not None or same(found, last), f"what came was another, or none: {how}"
            assert same(await self.remote.get(kind, id_, last=last), last)

    async def test_a_create_that_goes_wrong_is_never_carried_out_twice(self, kind: Kind) -> None:
        """And if it may have been carried out, its error says so: the engine looks before it creates again."""
        self.needs(kind, "create")
        number = 0
        async for how in self.disturbances():
            number += 1
            # Whoever lets a request go wrong has to wait until the next one.
            item = await self.new_item(kind, number)
            before = len(await self.there(kind))
            _, error = await self.outcome(self.remote.create, kind, item, idempotency_key=f"conformance-{number}")
            _check(len(await self.there(kind)) - before, error, how)

    async def test_a_payment_that_goes_wrong_is_never_charged_twice(self, kind: Kind) -> None:
        """And if it may have been recorded, its error says so."""
        self.needs(kind, "pay")
        id_ = await self.plant(kind, 1)
        async for how in self.disturbances():
            payment, key = await self.new_payment(kind, id_), f"conformance-{how}"
            before = await self.payments(kind, id_)
            _, error = await self.outcome(self.remote.pay, kind, id_, payment, idempotency_key=key)
            _check(await self.payments(kind, id_) - before, error, how)

    async def test_an_update_that_goes_wrong_is_done_or_says_that_it_may_not_be(self, kind: Kind) -> None:
        """One that passes for done and is not would be lost."""
        self.needs(kind, "update")
        id_ = await self.plant(kind, 1)
        number = 40
        async for how in self.disturbances():
            number += 1
            changes = self.changes(kind, number)
            _, error = await self.outcome(self.remote.update, kind, id_, changes)
            item = (await self.there(kind))[id_]
            _check(int(all(same(item.get(name), value) for name, value in changes.items())), error, how)

    async def test_a_delete_that_goes_wrong_is_done_or_says_that_it_may_not_be(self, kind: Kind) -> None:
        """Whatever came of it, it can be done again."""
        self.needs(kind, "delete")
        ids = iter(await self.plant_some(kind, len(Disturbance)))
        async for how in self.disturbances(has_body=False):
            id_ = next(ids)
            _, error = await self.outcome(self.remote.delete, kind, id_)
            _check(int(id_ not in await self.there(kind)), error, how)
            await self.remote.delete(kind, id_)
            assert id_ not in await self.there(kind)

    async def test_it_counts_what_it_sends_and_receives(self, kind: Kind) -> None:
        """Every try, if it counts at all."""
        if not isinstance(self.remote, AsyncSupportsTraffic):
            pytest.skip("it counts nothing")
        await self.plant(kind, 1)
        before = self.remote.traffic
        await self.remote.list_page(kind, limit=1, offset=0, since=None)
        once = self.remote.traffic - before
        assert (once.requests, once.bytes_sent) == (1, 0)
        assert once.bytes_received > 0
        if await self.disturb(Disturbance.FAILED):
            await self.outcome(self.remote.list_page, kind, limit=1, offset=0, since=None)
            await self.remote.list_page(kind, limit=1, offset=0, since=None)
            assert (self.remote.traffic - before).requests >= 3, "a try that failed was not counted"
        if self.remote.abilities(kind).create:
            sent = self.remote.traffic.bytes_sent
            await self.remote.create(kind, await self.new_item(kind, 1), idempotency_key="conformance-1")
            assert self.remote.traffic.bytes_sent > sent


def _check(done: int, error: AscoraApiError | None, how: Disturbance) -> None:
    """Check that what was said of a write fits what came of it."""
    assert done <= 1, f"it was carried out {done} times: {how}"
    if error is None:
        assert done, f"it passes for done, and is not: {how}"
    elif done:
        assert error.may_have_been_carried_out, f"it was carried out, and the error says that it was not: {how}"
    elif how is Disturbance.REFUSED:
        assert not error.may_have_been_carried_out, "it was refused, and the error leaves that open"
