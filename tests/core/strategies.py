"""What Hypothesis makes of the contract: JSON, models, and the items of a listing."""

import json
from datetime import timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from ascora_sdk import UNSET, InvoiceItem

from .contract import ENUMS, OBJECTS, Field

# A machine that is busy makes values slowly, and that is no failure.
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
many = settings(few, max_examples=100)

# NUL and lone surrogates included. Two halves that happen to meet are one character in JSON: they meet here already.
texts = st.text(st.characters(), max_size=12).map(lambda text: str(json.loads(json.dumps(text))))

_huge = st.builds(
    lambda sign, digits, exponent: Decimal((sign, tuple(digits), exponent)),
    st.integers(0, 1),
    st.lists(st.integers(0, 9), min_size=1, max_size=25),
    st.integers(-(10**17), 10**17) | st.integers(-6, 3),
)
decimals = (_huge | st.decimals(allow_nan=False, allow_infinity=False, places=4)).map(
    # An integer has no sign at zero once it is read as one.
    lambda number: abs(number) if str(number) == "-0" else number
)
fractions = decimals.filter(lambda number: not str(number).lstrip("-").isdigit())
integers = st.integers(-(10**19), 10**19)

json_leaves = st.none() | st.booleans() | integers | fractions | texts
json_values = st.recursive(
    json_leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=10
)
json_objects = st.dictionaries(texts | st.just(""), json_values, max_size=4)

offsets = st.integers(-86399, 86399).map(lambda seconds: timezone(timedelta(seconds=seconds)))
moments = st.datetimes(timezones=st.none() | st.just(timezone.utc) | offsets)
days = st.dates() | moments


@cache
def models(model: type[Any]) -> st.SearchStrategy[Any]:
    """Any object of a model, with values, null or nothing in what is optional, and with unknown fields."""
    taken = {field.wire for field in OBJECTS[model]}
    extra = st.dictionaries(texts.filter(lambda name: name not in taken) | st.just("extra"), json_values, max_size=3)
    fields = {field.name: _values(model, field) for field in OBJECTS[model]}
    return st.builds(model, **fields, extra=extra)


def _values(model: type[Any], field: Field) -> st.SearchStrategy[Any]:
    kinds: dict[str, Any] = {
        "text": texts,
        "number": decimals,
        "moment": moments,
        "day": days,
        "object": st.dictionaries(texts, json_values, max_size=3),
    }
    if field.kind == "enum":
        values = st.sampled_from(list(ENUMS[model, field.name])) | texts.map(ENUMS[model, field.name])
    elif field.kind == "items":
        values = st.lists(models(InvoiceItem), max_size=3).map(tuple)
    else:
        values = kinds[field.kind]
    return values if field.required else st.just(UNSET) | st.none() | values


def near_objects(model: type[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects under the model's own names that hold anything at all."""
    near = st.one_of(json_values, st.just("2026-02-17"), st.just("2026-02-17T21:09:20.313Z"), fractions)
    names = [field.wire for field in OBJECTS[model]]
    required = {field.wire: near for field in OBJECTS[model] if field.required}
    optional = {name: near for name in names if name not in required}
    return st.fixed_dictionaries(required, optional=optional)


def same(one: Any, other: Any) -> bool:
    """Compare JSON values as JSON does: digit for digit, and true is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and str(one) == str(other)
