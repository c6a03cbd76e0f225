"""A page of a listing before anything is compared: values by field, digests, and who is put aside."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk.codec import canonical, decode, dumps, loads
from ascora_sdk.sync.incoming import RemoteRecord, check, digest_of, identify
from ascora_sdk.sync.kinds import CUSTOMER, INVOICE
from ascora_sdk.sync.public_kinds import PUBLIC_CUSTOMER

from ..strategies import few, json_objects, json_values, many, near_objects, same, texts


def digest(item: Any) -> str:
    return digest_of(canonical(item))


def shuffled(value: Any, turn: int) -> Any:
    if isinstance(value, dict):
        names = list(value)
        names = names[turn % len(names) :] + names[: turn % len(names)] if names else names
        return {name: shuffled(value[name], turn) for name in reversed(names)}
    return [shuffled(item, turn) for item in value] if isinstance(value, list) else value


def has_an_empty_name(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (isinstance(value, dict) and "" in value) or any(map(has_an_empty_name, inner))


@many
@given(json_objects, st.integers(0, 5))
def test_a_digest_does_not_depend_on_the_order_of_names(item: dict[str, Any], turn: int) -> None:
    assert digest(shuffled(item, turn)) == digest(item)
    assert digest(loads(dumps(item))) == digest(item)


@many
@given(json_values, json_values)
def test_two_values_share_a_digest_only_if_they_are_the_same(one: Any, other: Any) -> None:
    if not has_an_empty_name([one, other]):
        assert (digest(one) == digest(other)) is same(one, other)


DIFFERENT = {
    "a number": Decimal("1.5"),
    "its text": "1.5",
    "a digit more": Decimal("1.50"),
    "a whole number": 1,
    "a whole number with a point": Decimal("1.0"),
    "its text too": "1",
    "true": True,
    "true as text": "true",
    "null": None,
    "null as text": "null",
    "nothing": "",
    "an empty array": [],
    "an empty object": {},
    "in an array": [Decimal("1.5")],
    "its tag as text": '{"":"1.5"}',
    "nul": "\0",
    "half a character": "\ud800",
}


def test_what_differs_has_another_digest() -> None:
    digests = [digest({"value": value}) for value in DIFFERENT.values()] + [digest({})]
    assert len(set(digests)) == len(digests)


def records(*items: dict[str, Any]) -> list[RemoteRecord]:
    return [RemoteRecord(item["id"], item, canonical(item), digest(item)) for item in items]


@many
@given(json_objects)
def test_an_object_as_json_is_the_same_object(item: dict[str, Any]) -> None:
    (record,) = records({**item, "id": "x-1"})
    text = record.as_json()
    assert text.isascii()
    assert same(loads(text), record.item)


@pytest.mark.parametrize(
    "value",
    [
        Decimal("1.50"),
        {"": "1.50"},
        {"": Decimal("1.50")},
        {"": {"": "1.50"}},
        {"": "1.50", "b": 1},
        '{"":"1.50"}',
        '{"":',
        {'{"":': '{"":'},
        [{"": None}],
        {"a": {"": 1}, "b": "x"},
    ],
    ids=repr,
)
def test_the_mark_of_a_number_deceives_nobody(value: Any) -> None:
    (record,) = records({"id": "x-1", "value": value})
    assert same(loads(record.as_json()), record.item)


def can_be_an_id(value: Any) -> bool:
    """Tell whether every database can hold it: PostgreSQL has neither NUL nor half a surrogate pair."""
    return (
        isinstance(value, str)
        and bool(value)
        and not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in value)
    )


NAMELESS: dict[str, Any] = {
    "no id": {"firstName": "Ada"},
    "null": {"id": None},
    "empty": {"id": ""},
    "a number": {"id": 7},
    "true": {"id": True},
    "an array": {"id": ["c-1"]},
    "no object": "c-1",
    "nothing": None,
    "an array of ids": ["c-1"],
    "an empty object": {},
    "with a fraction": {"id": Decimal("1.5")},
    "nul": {"id": "c\0"},
    "half a character": {"id": "c\ud800"},
}


@pytest.mark.parametrize("item", NAMELESS.values(), ids=NAMELESS)
def test_what_has_no_id_is_put_aside_under_its_digest(item: Any) -> None:
    found, nameless = identify(CUSTOMER, [{"id": "c-1"}, item, {"id": "c-2"}])
    assert list(found) == ["c-1", "c-2"]
    (failed,) = nameless
    assert (failed.key, failed.id, failed.digest) == (f"pull:{digest(item)}", None, digest(item))
    assert failed.error == "id: expected a string that is not empty, with neither a NUL nor half a surrogate pair"
    assert same(loads(failed.payload), item)


@many
@given(st.lists(json_values | st.builds(lambda item, id_: {**item, "id": id_}, json_objects, texts), max_size=5))
def test_every_item_of_a_page_is_a_record_or_put_aside(items: list[Any]) -> None:
    found, nameless = identify(CUSTOMER, items)
    named = [item for item in items if isinstance(item, dict) and can_be_an_id(item.get("id"))]
    assert len(nameless) == len(items) - len(named)
    assert set(found) == {item["id"] for item in named}
    for id_, record in found.items():
        assert record.item is [item for item in named if item["id"] == id_][-1]
        assert (record.id, record.digest) == (id_, digest(record.item))


def test_a_kind_has_its_id_under_its_own_name() -> None:
    found, nameless = identify(PUBLIC_CUSTOMER, [{"customerId": "c-1"}, {"id": "c-2"}])
    assert list(found) == ["c-1"]
    assert nameless[0].error.startswith("customerId: expected a string")


def test_the_later_of_two_with_one_id_counts() -> None:
    found, nameless = identify(CUSTOMER, [{"id": "c-1", "phone": "1"}, {"id": "c-2"}, {"id": "c-1", "phone": "2"}])
    assert found["c-1"].item["phone"] == "2"
    assert (len(found), nameless) == (2, [])


@pytest.mark.parametrize("depth", [100, 800, 1500, 4000])
@pytest.mark.parametrize("bad", [{"id": "c-2"}, {}], ids=["with an id", "without an id"])
def test_a_record_that_is_nested_past_reason_stops_nobody_else(depth: int, bad: dict[str, Any]) -> None:
    try:
        bad = {**bad, "deep": loads("[" * depth + "1.5" + "]" * depth)}
    except ValueError:
        return
    found, nameless = identify(CUSTOMER, [{"id": "c-1"}, bad, {"id": "c-3"}])
    assert {"c-1", "c-3"} <= set(found)
    check(CUSTOMER, list(found.values()))
    for record in found.values():
        record.as_json()
    assert len(found) + len(nameless) == 3


def test_the_good_are_parted_from_the_bad() -> None:
    page = records({"id": "c-1"}, {"id": "c-2", "phone": 7}, {"id": "c-3"}, {"id": "c-4", "createdAt": "soon"})
    good, failed = check(CUSTOMER, page)
    assert [record.id for record in good] == ["c-1", "c-3"]
    assert [(each.key, each.id, each.digest, each.payload) for each in failed] == [
        (f"pull:{record.id}", record.id, record.digest, record.as_json()) for record in (page[1], page[3])
    ]
    assert failed[0].error == "phone: expected a string, got a whole number"
    assert failed[1].error.startswith("createdAt: ")


@few
@given(st.lists(near_objects(INVOICE.model), max_size=4))
def test_only_what_has_its_models_shape_is_good(items: list[dict[str, Any]]) -> None:
    page = records(*({**item, "id": f"i-{place}"} for place, item in enumerate(items)))
    good, failed = check(INVOICE, page)
    assert sorted([record.id for record in good] + [each.name for each in failed]) == [record.id for record in page]
    for record in good:
        decode(INVOICE.model, record.item)
    for each in failed:
        with pytest.raises(ValueError, match=r"."):
            decode(INVOICE.model, loads(each.payload))
