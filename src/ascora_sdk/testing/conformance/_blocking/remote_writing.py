# Generated from ../_async/remote_writing.py by tools/unasync; do not edit.
"""Proofs of what a remote writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ....errors import AscoraApiError
from ....sync.kinds import Kind
from ....sync.leaves import same
from ..items import item_of
from .remote_base import RemoteProofs


class RemoteWritingProofs(RemoteProofs):
    """What a remote writes, and what it leaves alone."""

    def test_a_new_object_is_made_once_and_answered(self, kind: Kind) -> None:
        """With all that was sent, and as the server has it."""
        self.needs(kind, "create")
        before = self.there(kind)
        item = self.new_item(kind, 1)
        answer = self.remote.create(kind, item, idempotency_key="conformance-1")
        after = self.there(kind)
        assert set(after) - set(before) == {kind.id_of(answer)}, "not one object was made, and not the one answered"
        assert same(answer, after[kind.id_of(answer)]), "the answer is not as the server has it"
        lost = [name for name, value in item.items() if not _holds(answer.get(name), value)]
        assert not lost, f"of what was sent, {lost} did not arrive"

    def test_two_new_objects_are_two(self, kind: Kind) -> None:
        """Even if they hold the same, as long as their keys differ."""
        self.needs(kind, "create")
        item = self.new_item(kind, 1)
        one = self.remote.create(kind, item, idempotency_key="conformance-1")
        other = self.remote.create(kind, item, idempotency_key="conformance-2")
        assert kind.id_of(one) != kind.id_of(other)

    def test_what_the_server_sets_is_never_sent(self, kind: Kind) -> None:
        """Such a create fails, or the server gives its own values all the same."""
        self.needs(kind, "create")
        item = {**self.new_item(kind, 1), kind.id_name: "conformance-id"}
        before = self.there(kind)
        answer, error = self.outcome(self.remote.create, kind, item, idempotency_key="conformance-1")
        if error is None:
            assert kind.id_of(answer) != "conformance-id"
        else:
            assert not error.may_have_been_carried_out
            assert set(self.there(kind)) == set(before)

    def test_an_update_changes_the_fields_named_and_no_other(self, kind: Kind) -> None:
        """Not even those that nobody here knows."""
        self.needs(kind, "update")
        ids = self.plant_some(kind, 3)
        before = self.there(kind)
        changes = self.changes(kind, 41)
        answer = self.remote.update(kind, ids[1], changes)
        after = self.there(kind)
        assert set(after) == set(before), "an update made or took away objects"
        assert same(answer, after[ids[1]]), "the answer is not as the server has it"
        assert all(same(after[id_], before[id_]) for id_ in before if id_ != ids[1]), "another object was changed"
        set_by_server = {kind.wire_names[name] for name in kind.wire_names.keys() - kind.editable}
        found = _differing(before[ids[1]], after[ids[1]]) - set_by_server
        assert found == _differing(before[ids[1]], {**before[ids[1]], **changes}), "not just the fields named changed"

    def test_null_clears_a_field(self, kind: Kind) -> None:
        """And is sent, not left out."""
        self.needs(kind, "update")
        name = self.clearable(kind)
        if name is None:
            pytest.skip(f"every text of a {kind.name} has to be there")
        id_ = self.plant(kind, 1)
        value = item_of(kind, 1)[name]
        self.remote.update(kind, id_, {name: value})
        assert (self.there(kind))[id_].get(name) == value
        self.remote.update(kind, id_, {name: None})
        assert not (self.there(kind))[id_].get(name)

    def test_an_update_of_what_is_not_there_fails_and_makes_nothing(self, kind: Kind) -> None:
        """It would come back to life as another object."""
        self.needs(kind, "update")
        id_ = self.plant(kind, 1)
        self.remove(kind, id_)
        before = self.there(kind)
        with pytest.raises(AscoraApiError):
            self.remote.update(kind, id_, self.changes(kind, 2))
        assert set(self.there(kind)) == set(before)

    def test_a_deleted_object_is_gone_and_may_be_deleted_again(self, kind: Kind) -> None:
        """One that is not there is deleted already."""
        self.needs(kind, "delete")
        ids = self.plant_some(kind, 3)
        before = self.there(kind)
        self.remote.delete(kind, ids[1])
        assert set(before) - set(self.there(kind)) == {ids[1]}
        self.remote.delete(kind, ids[1])
        assert set(before) - set(self.there(kind)) == {ids[1]}

    def test_a_payment_is_recorded_once(self, kind: Kind) -> None:
        """And the object answered as the server has it then."""
        self.needs(kind, "pay")
        id_ = self.plant(kind, 1)
        before = self.payments(kind, id_)
        payment = self.new_payment(kind, id_)
        answer = self.remote.pay(kind, id_, payment, idempotency_key="conformance-1")
        assert self.payments(kind, id_) == before + 1
        assert same(answer, (self.there(kind))[id_])

    def test_what_it_says_it_cannot_do_fails_and_does_nothing(self, kind: Kind) -> None:
        """So that nothing passes for done if somebody tries all the same."""
        id_ = self.plant(kind, 1)
        before = self.there(kind)
        key, remote = "conformance-1", self.remote
        tries: dict[str, Callable[[], Any]] = {
            "create": lambda: remote.create(kind, item_of(kind, 1), idempotency_key=key),
            "update": lambda: remote.update(kind, id_, self.changes(kind, 41)),
            "delete": lambda: remote.delete(kind, id_),
            "pay": lambda: remote.pay(kind, id_, {"amount": 1}, idempotency_key=key),
            "get": lambda: remote.get(kind, id_, last=before[id_]),
        }
        for ability, attempt in tries.items():
            if getattr(remote.abilities(kind), ability):
                continue
            _, error = self.outcome(attempt)
            assert error is not None, f"it says that it cannot: {ability}"
            assert not error.may_have_been_carried_out, ability
            assert same(self.there(kind), before), ability


def _differing(one: Any, other: Any) -> set[str]:
    return {name for name in {*one, *other} if not same(one.get(name), other.get(name))}


def _holds(found: Any, sent: Any) -> bool:
    """Tell whether what came back holds what was sent; objects may come back with more in them."""
    if isinstance(sent, dict) and isinstance(found, dict):
        return any(_holds(found.get(name), value) for name, value in sent.items())
    return same(found, sent)
