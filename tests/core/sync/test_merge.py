"""Base, local, remote: what one side alone edited reaches the other, and what both edited is in dispute."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk.sync.leaves import MISSING, Leaves, same
from ascora_sdk.sync.merge import Dispute, merge

from ..strategies import many

FIELDS = frozenset({"phone", "email", "custom_fields", "extra"})
NAMES = ("phone", "email", "custom_fields.moisture", "custom_fields.room", "extra.vip", "updated_at")
# Near one another, so that sides often agree: to JSON 1 is 1.0, and not true; null is not nothing, and not empty.
VALUES = st.sampled_from([None, True, 1, "1", "", "2", [], {"a": 1}])
versions = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=len(NAMES))
three = st.tuples(versions, versions, versions)


def of(leaves: Leaves, leaf: str) -> Any:
    return leaves.get(leaf, MISSING)


def alike(one: Any, other: Any) -> bool:
    return one is other or (MISSING not in (one, other) and same(one, other))


@many
@given(three)
def test_the_same_is_in_dispute_whichever_side_is_called_which(sides: tuple[Leaves, Leaves, Leaves]) -> None:
    base, local, remote = sides
    one, other = merge(base, local, remote, FIELDS), merge(base, remote, local, FIELDS)
    assert one.disputes.keys() == other.disputes.keys()
    for leaf, dispute in one.disputes.items():
        assert other.disputes[leaf] == Dispute(dispute.base, dispute.remote, dispute.local)
    editable = [leaf for leaf in NAMES if leaf != "updated_at" and leaf not in one.disputes]
    assert all(alike(of(one.leaves, leaf), of(other.leaves, leaf)) for leaf in editable)


@many
@given(three)
def test_what_one_side_alone_edited_reaches_the_other(sides: tuple[Leaves, Leaves, Leaves]) -> None:
    base, local, remote = sides
    merged = merge(base, local, remote, FIELDS)
    for leaf in NAMES[:-1]:
        before, here, there = of(base, leaf), of(local, leaf), of(remote, leaf)
        if alike(before, here):
            assert of(merged.leaves, leaf) is there
        elif alike(before, there):
            assert of(merged.leaves, leaf) is here
        assert (leaf in merged.disputes) is not (alike(before, here) or alike(before, there) or alike(here, there))


@many
@given(three)
def test_nothing_is_invented_and_nothing_disappears(sides: tuple[Leaves, Leaves, Leaves]) -> None:
    base, local, remote = sides
    merged = merge(base, local, remote, FIELDS)
    assert merged.leaves.keys() <= local.keys() | remote.keys()
    for leaf, value in merged.leaves.items():
        assert value is of(local, leaf) or value is of(remote, leaf)
    assert local.keys() & remote.keys() <= merged.leaves.keys()
    for leaf, dispute in merged.disputes.items():
        assert (dispute.base, dispute.local, dispute.remote) == (of(base, leaf), of(local, leaf), of(remote, leaf))
        assert of(merged.leaves, leaf) is dispute.local


@many
@given(versions, versions)
def test_the_same_edit_on_both_sides_is_no_dispute(base: Leaves, edited: Leaves) -> None:
    merged = merge(base, dict(edited), dict(edited), FIELDS)
    assert not merged.disputes
    assert merged.leaves == edited


@many
@given(versions, versions)
def test_a_side_that_edited_nothing_takes_what_the_other_has(base: Leaves, edited: Leaves) -> None:
    assert merge(base, base, edited, FIELDS).leaves == edited
    untouched = {leaf: value for leaf, value in edited.items() if leaf != "updated_at"}
    mine = {leaf: value for leaf, value in base.items() if leaf == "updated_at"}
    assert merge(base, edited, base, FIELDS).leaves == {**untouched, **mine}


@many
@given(three)
def test_nothing_that_was_handed_in_is_changed(sides: tuple[Leaves, Leaves, Leaves]) -> None:
    copies = [dict(side) for side in sides]
    merge(*sides, FIELDS)
    assert list(sides) == copies


CASES: dict[str, tuple[Any, Any, Any, Any, bool]] = {
    "edited here": (1, 2, 1, 2, False),
    "edited there": (1, 1, 2, 2, False),
    "edited on both sides to one end": (1, 2, 2, 2, False),
    "edited on both sides": (1, 2, 3, 2, True),
    "emptied here": (1, None, 1, None, False),
    "emptied there": (1, 1, None, None, False),
    "emptied here, edited there": (1, None, 2, None, True),
    "taken out here": (1, MISSING, 1, MISSING, False),
    "taken out there": (1, 1, MISSING, MISSING, False),
    "taken out here, edited there": (1, MISSING, 2, MISSING, True),
    "edited here, taken out there": (1, 2, MISSING, 2, True),
    "taken out on both sides": (1, MISSING, MISSING, MISSING, False),
    "new here": (MISSING, 1, MISSING, 1, False),
    "new there": (MISSING, MISSING, 1, 1, False),
    "new on both sides": (MISSING, 1, 2, 1, True),
    "emptied here, taken out there": (1, None, MISSING, None, True),
    "true here, where it was 1": (1, True, 1, True, False),
    "true there, where it was 1": (1, 1, True, True, False),
    "true here, 1 there": (None, True, 1, True, True),
}


@pytest.mark.parametrize(("before", "here", "there", "merged", "is_disputed"), CASES.values(), ids=CASES)
def test_an_entry_of_a_keyed_field(before: Any, here: Any, there: Any, merged: Any, is_disputed: bool) -> None:
    leaf = "custom_fields.moisture"
    sides = [{} if value is MISSING else {leaf: value} for value in (before, here, there)]
    result = merge(*sides, FIELDS)
    assert of(result.leaves, leaf) is merged
    assert result.disputes == ({leaf: Dispute(before, here, there)} if is_disputed else {})


def test_entries_of_one_field_are_merged_by_themselves() -> None:
    base = {"custom_fields.moisture": 1, "custom_fields.room": "hall"}
    result = merge(base, {**base, "custom_fields.moisture": 2}, {**base, "custom_fields.room": "attic"}, FIELDS)
    assert result.leaves == {"custom_fields.moisture": 2, "custom_fields.room": "attic"}
    assert not result.disputes


def test_of_what_the_server_alone_sets_its_own_value_counts() -> None:
    result = merge({"updated_at": 1}, {"updated_at": 2}, {"updated_at": 3}, FIELDS)
    assert result.leaves == {"updated_at": 3}
    assert not result.disputes


def test_the_servers_order_is_kept_and_what_is_new_here_comes_after_it() -> None:
    result = merge({}, {"phone": 1, "extra.b": 1, "extra.a": 2}, {"extra.a": 2, "phone": 1}, FIELDS)
    assert list(result.leaves) == ["extra.a", "phone", "extra.b"]
