"""JSON text: what is written is JSON to everyone, what is read comes back digit for digit, all else is refused."""

import json
from collections import OrderedDict
from decimal import Context, Decimal, localcontext
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk import JobStatus
from ascora_sdk.codec import canonical, dumps, loads

from .strategies import fractions, json_values, many, same, texts


@many
@given(json_values)
def test_any_value_comes_back_as_it_was(value: Any) -> None:
    assert same(loads(dumps(value)), value)


@many
@given(json_values)
def test_what_is_written_is_ascii_and_json_to_the_standard_parser(value: Any) -> None:
    text = dumps(value)
    assert text.isascii()
    parsed = json.loads(text, parse_float=Decimal)
    assert same(parsed, value)


@many
@given(st.binary(max_size=40) | st.text(max_size=40) | texts)
def test_any_text_is_parsed_or_refused(text: bytes | str) -> None:
    try:
        parsed = loads(text)
    except ValueError:
        return
    assert same(loads(dumps(parsed)), parsed)


@many
@given(fractions)
def test_a_number_with_a_fraction_or_an_exponent_keeps_its_digits(number: Decimal) -> None:
    parsed = loads(dumps([number]))[0]
    assert (type(parsed), str(parsed)) == (Decimal, str(number))


@pytest.mark.parametrize(
    "text", ["0.30", "371143.22", "1234567890123456789", "12.1250", "-0.00", "1E-7", "9999999999.9999999999"]
)
def test_digits_are_the_same_on_the_way_through(text: str) -> None:
    assert dumps(loads(text)) == text.encode()


def test_digits_do_not_depend_on_the_callers_decimal_context() -> None:
    with localcontext(Context(prec=3)):
        assert dumps(loads("[371143.22, 1234567890123456789.5]")) == b"[371143.22,1234567890123456789.5]"


def test_an_impossible_exponent_is_refused_whatever_the_callers_decimal_context() -> None:
    with localcontext(Context(traps=[])), pytest.raises(ValueError, match="exponent"):
        loads("[1e99999999999999999999]")


REFUSED_TEXTS = {
    "empty": "",
    "cut off": '{"a": [1, 2',
    "a web page": "<!doctype html><html></html>",
    "two values": "{} {}",
    "not a number": '{"a": NaN}',
    "infinity": "[Infinity]",
    "minus infinity": "[-Infinity]",
    "an impossible exponent": "1e99999999999999999999",
    "an endless integer": "9" * 100_000,
    "single quotes": "{'a': 1}",
    "a comma too many": "[1,]",
    "a leading zero": "[01]",
    "a comment": "[1] // one",
    "nested arrays": "[" * 100_000 + "]" * 100_000,
    "nested objects": '{"a":' * 100_000 + "1" + "}" * 100_000,
}


@pytest.mark.parametrize("text", REFUSED_TEXTS.values(), ids=REFUSED_TEXTS)
def test_what_is_no_json_is_refused(text: str) -> None:
    for form in (text, text.encode()):
        with pytest.raises(ValueError, match=r"."):
            loads(form)


@pytest.mark.parametrize("body", [b"\xff\xfe\xfa", b'"\xff"', b"\x00\x00", b"\x80"], ids=repr)
def test_bytes_that_are_no_text_are_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        loads(body)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32-be"])
def test_every_encoding_of_json_is_read(encoding: str) -> None:
    assert loads('{"name": "Zoë 😀"}'.encode(encoding)) == {"name": "Zoë 😀"}


REFUSED_VALUES: dict[str, tuple[Any, type[Exception]]] = {
    "float nan": (float("nan"), ValueError),
    "float infinity": (float("inf"), ValueError),
    "float minus infinity": (float("-inf"), ValueError),
    "decimal nan": (Decimal("NaN"), ValueError),
    "decimal signalling nan": (Decimal("sNaN"), ValueError),
    "decimal infinity": (Decimal("Infinity"), ValueError),
    "decimal minus infinity": (Decimal("-Infinity"), ValueError),
    "a whole number as a name": ({1: 2}, TypeError),
    "true as a name": ({True: 2}, TypeError),
    "null as a name": ({None: 2}, TypeError),
    "a float as a name": ({1.5: 2}, TypeError),
    "a tuple as a name": ({("a",): 2}, TypeError),
    "bytes": (b"x", TypeError),
    "bytes as a name": ({b"x": 1}, TypeError),
    "a set": ({1}, TypeError),
    "an object": (object(), TypeError),
    "a complex number": (1j, TypeError),
    "a generator": (iter([1]), TypeError),
}


@pytest.mark.parametrize(("value", "error"), REFUSED_VALUES.values(), ids=REFUSED_VALUES)
@pytest.mark.parametrize("wrap", [lambda value: value, lambda value: {"a": [1, value]}], ids=["bare", "inside"])
def test_what_json_has_no_form_for_is_refused(value: Any, error: type[Exception], wrap: Any) -> None:
    with pytest.raises(error):
        dumps(wrap(value))


def test_what_holds_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(ValueError, match="deep"):
        dumps(endless)


@pytest.mark.parametrize("depth", [100, 400, 800, 1500, 4000])
def test_what_could_be_read_can_be_written_again(depth: int) -> None:
    try:
        parsed = loads("[" * depth + "]" * depth)
    except ValueError:
        return
    dumps(parsed)
    canonical(parsed)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((1, "a"), b'[1,"a"]'),
        (OrderedDict(b=1, a=2), b'{"b":1,"a":2}'),
        (MappingProxyType({"a": 1}), b'{"a":1}'),
        (JobStatus.PENDING, b'"pending"'),
        (JobStatus("new"), b'"new"'),
        ({JobStatus.PENDING: 1}, b'{"pending":1}'),
        (1.5, b"1.5"),
        ("\0\ud800é", b'"\\u0000\\ud800\\u00e9"'),
        (Decimal("1E+2"), b"1E+2"),
    ],
)
def test_what_is_like_a_json_value_is_written_as_one(value: Any, text: bytes) -> None:
    assert dumps(value) == text
