# Generated from ../_async/remote_faults.py by tools/unasync; do not edit.
"""Proofs of what becomes of a remote's calls when something goes wrong on the way."""

from __future__ import annotations

import pytest

from ....errors import AscoraApiError
from ....sync import SupportsTraffic
from ....sync.kinds import Kind
from ....sync.leaves import same
from ..disturbances import Disturbance
from .remote_base import RemoteProofs, assert_same_items

_WHOLE = 1_000


class RemoteFaultProofs(RemoteProofs):
    """What becomes of a call that goes wrong: it fails, and says whether it may have been carried out."""

    def test_a_page_that_goes_wrong_is_an_error_and_never_an_empty_page(self, kind: Kind) -> None:
        """Or it is asked for again and comes; and the one after it comes in any case."""
        self.plant_some(kind)
        for _ in self.disturbances():
            found, error = self.outcome(self.listed, kind, limit=_WHOLE)
            if error is None:
                assert_same_items(found, self.there(kind), kind)
            assert_same_items(self.listed(kind, limit=_WHOLE), self.there(kind), kind)

    def test_an_object_that_cannot_be_had_is_an_error_and_never_none(self, kind: Kind) -> None:
        """For none means that it is gone."""
        self.needs(kind, "get")
        id_ = self.plant(kind, 1)
        last = self.by_listing(kind, id_)
        for how in self.disturbances():
            found, error = self.outcome(self.remote.get, kind, id_, last=last)
            assert error is not None or same(found, last), f"what came was another, or none: {how}"
            assert same(self.remote.get(kind, id_, last=last), last)

    def test_a_create_that_goes_wrong_is_never_carried_out_twice(self, kind: Kind) -> None:
        """And if it may have been carried out, its error says so: the engine looks before it creates again."""
        self.needs(kind, "create")
        number = 0
        for how in self.disturbances():
            number += 1
            # Whoever lets a request go wrong has to wait until the next one.
            item = self.new_item(kind, number)
            before = len(self.there(kind))
            _, error = self.outcome(self.remote.create, kind, item, idempotency_key=f"conformance-{number}")
            _check(len(self.there(kind)) - before, error, how)

    def test_a_payment_that_goes_wrong_is_never_charged_twice(self, kind: Kind) -> None:
        """And if it may have been recorded, its error says so."""
        self.needs(kind, "pay")
        id_ = self.plant(kind, 1)
        for how in self.disturbances():
            payment, key = self.new_payment(kind, id_), f"conformance-{how}"
            before = self.payments(kind, id_)
            _, error = self.outcome(self.remote.pay, kind, id_, payment, idempotency_key=key)
            _check(self.payments(kind, id_) - before, error, how)

    def test_an_update_that_goes_wrong_is_done_or_says_that_it_may_not_be(self, kind: Kind) -> None:
        """One that passes for done and is not would be lost."""
        self.needs(kind, "update")
        id_ = self.plant(kind, 1)
        number = 40
        for how in self.disturbances():
            number += 1
            changes = self.changes(kind, number)
            _, error = self.outcome(self.remote.update, kind, id_, changes)
            item = (self.there(kind))[id_]
            _check(int(all(same(item.get(name), value) for name, value in changes.items())), error, how)

    def test_a_delete_that_goes_wrong_is_done_or_says_that_it_may_not_be(self, kind: Kind) -> None:
        """Whatever came of it, it can be done again."""
        self.needs(kind, "delete")
        ids = iter(self.plant_some(kind, len(Disturbance)))
        for how in self.disturbances(has_body=False):
            id_ = next(ids)
            _, error = self.outcome(self.remote.delete, kind, id_)
            _check(int(id_ not in self.there(kind)), error, how)
            self.remote.delete(kind, id_)
            assert id_ not in self.there(kind)

    def test_it_counts_what_it_sends_and_receives(self, kind: Kind) -> None:
        """Every try, if it counts at all."""
        if not isinstance(self.remote, SupportsTraffic):
            pytest.skip("it counts nothing")
        self.plant(kind, 1)
        before = self.remote.traffic
        self.remote.list_page(kind, limit=1, offset=0, since=None)
        once = self.remote.traffic - before
        assert (once.requests, once.bytes_sent) == (1, 0)
        assert once.bytes_received > 0
        if self.disturb(Disturbance.FAILED):
            self.outcome(self.remote.list_page, kind, limit=1, offset=0, since=None)
            self.remote.list_page(kind, limit=1, offset=0, since=None)
            assert (self.remote.traffic - before).requests >= 3, "a try that failed was not counted"
        if self.remote.abilities(kind).create:
            sent = self.remote.traffic.bytes_sent
            self.remote.create(kind, self.new_item(kind, 1), idempotency_key="conformance-1")
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
