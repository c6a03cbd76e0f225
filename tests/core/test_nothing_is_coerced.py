"""A value of the wrong type is refused under its path, and its text is not repeated."""

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk import Customer, Invoice
from ascora_sdk.codec import DecodeError, decode, decode_each, loads

from .contract import OBJECTS, Field, every_field, field_ids
from .samples import TEXT, full_value
from .strategies import few, json_values, near_objects

WRONG: dict[str, Any] = {
    "null": None,
    "true": True,
    "false": False,
    "a whole number": 7,
    "a number": Decimal("1.9"),
    "a float": 1.9,
    "nan": float("nan"),
    "a string": "12.50",
    "false as a string": "false",
    "an empty string": "",
    "an array": ["x"],
    "an empty array": [],
    "an object": {"a": 1},
    "an empty object": {},
    "bytes": b"x",
    "a tuple": (),
}
FITTING = {
    "text": {"a string", "false as a string", "an empty string"},
    "enum": {"a string", "false as a string", "an empty string"},
    "number": {"a whole number", "a number"},
    "moment": set[str](),
    "day": set[str](),
    "object": {"an object", "an empty object"},
    "items": {"an empty array"},
}


def misfits() -> list[Any]:
    return [
        pytest.param(model, field, value, id=f"{model.__name__}.{field.wire}-{label}")
        for model, field in every_field()
        for label, value in WRONG.items()
        if label not in FITTING[field.kind] | (set() if field.required else {"null"})
    ]


def fits() -> list[Any]:
    return [
        pytest.param(model, field, WRONG[label], id=f"{model.__name__}.{field.wire}-{label}")
        for model, field in every_field()
        for label in sorted(FITTING[field.kind])
    ]


def complete(model: type[Any]) -> dict[str, Any]:
    return {field.wire: full_value(field.kind) for field in OBJECTS[model]}


@pytest.mark.parametrize(("model", "field", "value"), misfits())
def test_a_value_of_the_wrong_type_is_refused_under_its_path(model: type[Any], field: Field, value: Any) -> None:
    with pytest.raises(DecodeError) as caught:
        decode(model, {**complete(model), field.wire: value})
    assert re.match(rf"{field.wire}(\[0\])?: \w", str(caught.value))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("model", "field", "value"), fits())
def test_a_value_of_the_right_type_is_taken_as_it_is(model: type[Any], field: Field, value: Any) -> None:
    taken = getattr(decode(model, {**complete(model), field.wire: value}), field.name)
    assert (list(taken) if field.kind == "items" else taken) == value


@pytest.mark.parametrize(
    ("model", "field"), [(model, field) for model, field in every_field() if field.required], ids=field_ids
)
def test_a_field_that_must_be_there_is_missed(model: type[Any], field: Field) -> None:
    item = complete(model)
    del item[field.wire]
    with pytest.raises(DecodeError, match=f"^{field.wire}: missing$"):
        decode(model, item)


@pytest.mark.parametrize("model", OBJECTS)
@pytest.mark.parametrize("item", [None, True, 7, Decimal("1.9"), "x", [], [{}]], ids=repr)
def test_what_is_no_object_is_refused(model: type[Any], item: Any) -> None:
    with pytest.raises(DecodeError, match=r"^expected an object, got "):
        decode(model, item)


def test_the_path_leads_into_the_items() -> None:
    item = loads(TEXT[Invoice])
    item["items"].append({**item["items"][0], "unitPrice": "12.50"})
    with pytest.raises(DecodeError, match=r"^items\[1\]\.unitPrice: expected a number, got a string$"):
        decode(Invoice, item)


def test_every_wrong_path_is_named() -> None:
    item = {**loads(TEXT[Invoice]), "totalAmount": "0.30", "items": [{"description": None}], "dueDate": 7}
    with pytest.raises(DecodeError) as caught:
        decode(Invoice, item)
    for path in ("totalAmount: ", "dueDate: ", "items[0].description: ", "items[0].quantity: missing"):
        assert path in str(caught.value)


@pytest.mark.parametrize(
    "date",
    [
        "2026-0x-17",
        "2026-02-30",
        "20260217",
        "17/02/2026",
        "2026-02-17T25:00:00Z",
        "SECRET-not",
        "2026-0x-17T21:09:20Z",
    ],
)
def test_a_wrong_date_is_refused_and_not_repeated(date: str) -> None:
    with pytest.raises(DecodeError, match=r"^invoiceDate: ") as caught:
        decode(Invoice, {**loads(TEXT[Invoice]), "invoiceDate": date})
    assert date not in str(caught.value)


@few
@given(st.sampled_from(list(OBJECTS)).flatmap(lambda model: st.tuples(st.just(model), near_objects(model))))
def test_anything_under_the_known_names_is_a_model_or_one_line_that_names_a_path(case: Any) -> None:
    model, item = case
    try:
        decode(model, item)
    except DecodeError as error:
        assert str(error).isprintable() and ": " in str(error)  # noqa: PT017, PT018 - a model is as good an end


@few
@given(st.lists(st.just({"id": "c-1"}) | json_values))
def test_a_lenient_reading_sorts_each_item_to_its_side(items: list[Any]) -> None:
    good, bad = decode_each(Customer, items)
    wrong = {}
    for index, item in enumerate(items):
        try:
            decode(Customer, item)
        except DecodeError as error:
            wrong[index] = str(error)
    assert {each.index: each.reason for each in bad} == wrong
    assert all(each.item is items[each.index] for each in bad)
    assert list(good) == [decode(Customer, item) for index, item in enumerate(items) if index not in wrong]


def test_a_lenient_reading_hands_out_the_bad_beside_the_good_in_order() -> None:
    items = [{"id": "c-1"}, {"id": 7, "note": "raw"}, {"id": "c-3"}, None, {"id": "c-5", "phone": 5}]
    good, bad = decode_each(Customer, items)
    assert [customer.id for customer in good] == ["c-1", "c-3"]
    assert [(each.index, each.item, each.reason) for each in bad] == [
        (1, {"id": 7, "note": "raw"}, "id: expected a string, got a whole number"),
        (3, None, "expected an object, got null"),
        (4, {"id": "c-5", "phone": 5}, "phone: expected a string, got a whole number"),
    ]
    assert "raw" not in repr(bad[0])
