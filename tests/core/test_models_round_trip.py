"""What a model holds goes out and comes back as it was, through plain values and through JSON text."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk import UNSET, Customer, Invoice, InvoiceItem, Job
from ascora_sdk.codec import decode, dumps, encode, loads

from .contract import OBJECTS, every_field, field_ids
from .samples import TEXT, full_value
from .strategies import few, models, same

any_model = st.sampled_from(list(OBJECTS)).flatmap(models)


def digits(value: Any) -> Any:
    """Show a value with all that `==` does not see: digits, offsets, the type of each value."""
    if attrs.has(type(value)):
        return {field.name: digits(getattr(value, field.name)) for field in attrs.fields(type(value))}
    if isinstance(value, dict):
        return {name: digits(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(digits, value))
    if isinstance(value, datetime):
        return type(value), value.isoformat()
    return type(value), str(value)


@few
@given(any_model)
def test_decode_reads_what_encode_wrote(model: Any) -> None:
    again = decode(type(model), encode(model))
    assert again == model
    assert digits(again) == digits(model)


@few
@given(any_model)
def test_json_text_carries_all_of_it(model: Any) -> None:
    again = decode(type(model), loads(dumps(encode(model))))
    assert again == model
    assert digits(again) == digits(model)


@few
@given(any_model)
def test_encode_gives_nothing_but_what_json_has(model: Any) -> None:
    def check(value: Any) -> None:
        assert type(value) in {dict, list, str, int, bool, Decimal, type(None)}
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(inner)

    check(encode(model))


@few
@given(any_model)
def test_encoding_leaves_the_model_as_it_was(model: Any) -> None:
    before = digits(model)
    encode(model)
    assert digits(model) == before


@pytest.mark.parametrize("model", OBJECTS)
def test_the_model_has_the_contracts_fields_and_no_other(model: type[Any]) -> None:
    assert [field.name for field in attrs.fields(model)] == [*(field.name for field in OBJECTS[model]), "extra"]


@pytest.mark.parametrize("model", OBJECTS)
def test_the_wires_object_survives_a_round_trip(model: type[Any]) -> None:
    item = loads(TEXT[model])
    assert same(loads(dumps(encode(decode(model, item)))), item)


@pytest.mark.parametrize("model", OBJECTS)
def test_unknown_fields_are_kept_beside_every_known_one(model: type[Any]) -> None:
    known = {field.wire: full_value(field.kind) for field in OBJECTS[model]}
    unknown = {"newField": [{"deep": Decimal("1.50")}], "extra": "by that very name", "": None, "job_title": 1}
    decoded = decode(model, {**known, **unknown})
    assert decoded.extra == unknown
    assert same(loads(dumps(encode(decoded))), {**known, **unknown})


@pytest.mark.parametrize(("model", "field"), list(every_field()), ids=field_ids)
def test_each_wire_name_reaches_its_own_field(model: type[Any], field: Any) -> None:
    known = {other.wire: full_value(other.kind) for other in OBJECTS[model] if other.required}
    with_it = decode(model, {**known, field.wire: full_value(field.kind)})
    assert getattr(with_it, field.name) is not UNSET
    assert same(loads(dumps(encode(with_it)))[field.wire], full_value(field.kind))
    assert not with_it.extra


@pytest.mark.parametrize(("model", "field"), [case for case in every_field() if not case[1].required], ids=field_ids)
def test_absent_and_null_are_told_apart(model: type[Any], field: Any) -> None:
    known = {other.wire: full_value(other.kind) for other in OBJECTS[model] if other.required}
    absent, null = decode(model, known), decode(model, {**known, field.wire: None})
    assert getattr(absent, field.name) is UNSET
    assert getattr(null, field.name) is None
    assert field.wire not in encode(absent)
    assert encode(null)[field.wire] is None


def test_decoding_does_not_change_what_was_parsed() -> None:
    item = {"id": "c-1", "vip": True, "customFields": {"a": 1}}
    decode(Customer, item)
    assert item == {"id": "c-1", "vip": True, "customFields": {"a": 1}}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-02-17", date(2026, 2, 17)),
        ("2026-02-17T21:09:20", datetime(2026, 2, 17, 21, 9, 20)),  # noqa: DTZ001 - the wire gives no offset
        ("2026-02-17T21:09:20Z", datetime(2026, 2, 17, 21, 9, 20, tzinfo=timezone.utc)),
        ("2026-02-17T00:00:00+10:00", datetime(2026, 2, 17, tzinfo=timezone(timedelta(hours=10)))),
    ],
)
def test_a_day_and_a_moment_stay_what_they_were(text: str, value: date) -> None:
    job = decode(Job, {"id": "j", "jobTitle": "t", "customerId": "c", "status": "s", "scheduledDate": text})
    assert job.scheduled_date == value
    assert type(job.scheduled_date) is type(value)
    assert encode(job)["scheduledDate"] == text


def test_items_are_a_tuple_of_models() -> None:
    invoice = decode(Invoice, loads(TEXT[Invoice]))
    assert invoice.items == (decode(InvoiceItem, loads(TEXT[InvoiceItem])),)


@pytest.mark.parametrize("model", OBJECTS)
def test_a_model_cannot_be_changed_and_shows_what_it_has(model: type[Any]) -> None:
    decoded = decode(model, loads(TEXT[model]))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        decoded.extra = {}
    shown = repr(decoded)
    assert shown.startswith(f"{model.__name__}(")
    assert "UNSET" not in shown
    assert "extra" not in shown


@pytest.mark.parametrize("value", [UNSET, [UNSET], {"a": UNSET}], ids=["as a value", "in a list", "in a mapping"])
def test_the_mark_of_absence_is_never_sent_as_text(value: Any) -> None:
    for made in (Customer(id="c-1", extra={"x": value}), Customer(id="c-1", custom_fields={"x": value})):
        try:
            sent = dumps(encode(made))
        except TypeError:
            continue
        assert b"UNSET" not in sent


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), b"x", {1, 2}, object(), 1j], ids=["float", "nan", "bytes", "set", "object", "complex"]
)
def test_what_has_no_exact_form_on_the_wire_is_refused_with_its_path(value: Any) -> None:
    with pytest.raises(TypeError, match=r"^vip\.list\[1\]"):
        encode(Customer(id="c-1", extra={"vip": {"list": [1, value]}}))


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_a_number_that_is_none_is_refused_with_its_path(text: str) -> None:
    with pytest.raises(ValueError, match=r"^total"):
        encode(InvoiceItem(description="Fan", quantity=Decimal(1), unit_price=Decimal(1), total=Decimal(text)))


def test_unknown_fields_keep_the_wires_order() -> None:
    names = [f"x{number}" for number in range(20)]
    assert list(decode(Customer, {"id": "c-1", **dict.fromkeys(names)}).extra) == names
