"""Values taken apart into what is merged one by one, compared as JSON compares them."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk.sync.leaves import MISSING, entries_of, field_of, is_blank, put_together, same, take_apart

from ..strategies import json_values, many, texts

KEYED = {"custom_fields": None, "items": "name", "extra": None}

SAME: dict[str, tuple[Any, Any]] = {
    "a number and its whole form": (1, Decimal("1.0")),
    "digits that say nothing": (Decimal("1.50"), Decimal("1.5")),
    "lists of these": ([1, [2]], [Decimal("1.0"), [Decimal(2)]]),
    "objects in another order": ({"a": 1, "b": 2}, {"b": Decimal(2), "a": 1}),
    "true": (True, True),
    "null": (None, None),
    "nothing": (MISSING, MISSING),
    "no entries": ({}, {}),
}
DIFFERENT: dict[str, tuple[Any, Any]] = {
    "true and 1": (True, 1),
    "false and 0": (False, 0),
    "false and null": (False, None),
    "true and 1.0": (True, Decimal("1.0")),
    "true and 1 in a list": ([True], [1]),
    "true and 1 in an object": ({"a": True}, {"a": 1}),
    "a number and its text": (1, "1"),
    "null and nothing": (None, MISSING),
    "null and empty text": (None, ""),
    "null and no entries": (None, {}),
    "empty text and no entries": ("", []),
    "a list and an object": ([], {}),
    "a longer list": ([1], [1, 2]),
    "another order": ([1, 2], [2, 1]),
    "another name": ({"a": 1}, {"b": 1}),
    "a name more": ({"a": None}, {}),
    "another value": ({"a": 1, "b": 2}, {"a": 1, "b": 3}),
    "case": ("Ada", "ada"),
    "a blank behind": ("Ada ", "Ada"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_the_same(one: Any, other: Any) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_not_the_same(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert not same(other, one)


@many
@given(json_values, json_values)
def test_to_be_the_same_is_mutual_and_everything_is_the_same_as_itself(one: Any, other: Any) -> None:
    assert same(one, one)
    assert same(one, other) == same(other, one)


def nested(depth: int, end: Any) -> Any:
    value = end
    for _ in range(depth):
        value = [{"a": value}]
    return value


def test_values_may_be_nested_more_deeply_than_python_can_go() -> None:
    assert same(nested(5000, 1), nested(5000, Decimal("1.0")))
    assert not same(nested(5000, 1), nested(5000, True))


def test_the_answer_is_yes_or_no_and_nothing_else() -> None:
    assert same("", "") is True
    assert same("a", "") is False


KEYED_VALUES = st.fixed_dictionaries(
    {"phone": st.none() | texts},
    optional={
        "custom_fields": st.none() | st.dictionaries(texts, json_values, min_size=1, max_size=3) | texts,
        "items": st.none()
        | st.lists(texts, min_size=1, max_size=3, unique=True).map(lambda names: [{"name": name} for name in names])
        | texts,
        "extra": st.none() | st.dictionaries(texts, json_values, min_size=1, max_size=3),
    },
)


@many
@given(KEYED_VALUES)
def test_what_is_taken_apart_is_put_together_as_it_was(values: dict[str, Any]) -> None:
    assert put_together(take_apart(values, KEYED), KEYED) == {**dict.fromkeys(KEYED), **values}


def test_a_field_without_entries_is_null_when_it_is_put_together() -> None:
    assert put_together(take_apart({"custom_fields": {}, "items": []}, KEYED), KEYED) == dict.fromkeys(KEYED)


def test_entries_are_leaves_and_their_names_may_hold_anything() -> None:
    leaves = take_apart({"custom_fields": {"a.b": 1, "": 2}, "items": [{"name": "Fan", "size": 3}]}, KEYED)
    assert leaves == {"custom_fields.a.b": 1, "custom_fields.": 2, "items.Fan": {"name": "Fan", "size": 3}}
    assert {field_of(leaf) for leaf in leaves} == {"custom_fields", "items"}
    assert put_together(leaves, KEYED) == {
        "custom_fields": {"a.b": 1, "": 2},
        "items": [{"name": "Fan", "size": 3}],
        "extra": None,
    }


def test_a_field_that_has_no_keys_is_one_leaf_even_if_it_is_an_object() -> None:
    assert take_apart({"address": {"city": "Perth"}}, KEYED) == {"address": {"city": "Perth"}}


def test_what_has_not_the_form_for_entries_is_one_leaf_which_counts() -> None:
    assert take_apart({"custom_fields": "dry", "items": [7]}, KEYED) == {"custom_fields": "dry", "items": [7]}
    assert put_together({"custom_fields": "dry", "custom_fields.room": 1}, {"custom_fields": None}) == {
        "custom_fields": "dry"
    }


FORMS: dict[str, tuple[Any, str | None, dict[str, Any] | None]] = {
    "null, of an object": (None, None, {}),
    "null, of a list": (None, "name", {}),
    "an object": ({"a": 1}, None, {"a": 1}),
    "a list": ([{"name": "a"}, {"name": "b", "x": 1}], "name", {"a": {"name": "a"}, "b": {"name": "b", "x": 1}}),
    "an empty list": ([], "name", {}),
    "a list where an object belongs": ([{"name": "a"}], None, None),
    "an object where a list belongs": ({"a": 1}, "name", None),
    "text": ("a", None, None),
    "text where a list belongs": ("a", "name", None),
    "an entry that is no object": ([{"name": "a"}, "b"], "name", None),
    "an entry without a name": ([{"name": "a"}, {"x": 1}], "name", None),
    "an entry whose name is no text": ([{"name": 7}], "name", None),
    "two entries of one name": ([{"name": "a", "x": 1}, {"name": "a", "x": 2}], "name", None),
}


@pytest.mark.parametrize(("value", "key", "entries"), FORMS.values(), ids=FORMS)
def test_which_values_have_entries(value: Any, key: str | None, entries: dict[str, Any] | None) -> None:
    assert entries_of(value, key) == entries


def test_entries_are_copied_so_that_nobody_changes_what_was_handed_in() -> None:
    value = {"a": 1}
    entries_of(value, None).clear()  # type: ignore[union-attr]  # an object has entries
    assert value == {"a": 1}


@pytest.mark.parametrize("value", [MISSING, None, "", [], {}], ids=repr)
def test_what_is_blank(value: Any) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", [0, False, Decimal(0), " ", [None], {"a": None}, "0"], ids=repr)
def test_what_says_something(value: Any) -> None:
    assert not is_blank(value)


def test_nothing_says_that_it_is() -> None:
    assert repr(MISSING) == "MISSING"
