"""Money keeps every digit from JSON text to a model and back, and meets no float on the way."""

from collections.abc import Iterator
from decimal import Context, Decimal, localcontext
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk import Invoice, InvoiceItem, Job, Payment
from ascora_sdk.codec import decode, dumps, encode, loads

from .contract import OBJECTS, every_field, field_ids
from .samples import TEXT, full_value
from .strategies import few, same

AMOUNTS = ["0.30", "371143.22", "1234567890123456789", "-0.01", "9999999999.99", "12.1250", "0.0001", "0.00", "1E+2"]
MONEY = [(model, field) for model, field in every_field() if field.kind == "number"]


def values_in(value: Any) -> Iterator[Any]:
    yield value
    if attrs.has(type(value)):
        value = attrs.asdict(value, recurse=False)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    for item in inner:
        yield from values_in(item)


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize(("model", "field"), MONEY, ids=field_ids)
def test_an_amount_keeps_its_digits(model: type[Any], field: Any, amount: str) -> None:
    known = {other.wire: full_value(other.kind) for other in OBJECTS[model] if other.required}
    text = dumps({**known, field.wire: 0}).replace(f'"{field.wire}":0'.encode(), f'"{field.wire}":{amount}'.encode())
    decoded = decode(model, loads(text))
    assert str(getattr(decoded, field.name)) == amount
    assert same(loads(dumps(encode(decoded))), loads(text))


@few
@given(st.from_regex(r"-?(0|[1-9][0-9]{0,18})\.[0-9]{1,6}", fullmatch=True))
def test_any_amount_keeps_its_digits(amount: str) -> None:
    text = f'{{"invoiceId":"i","amount":{amount},"paymentMethod":"cash","paymentDate":"2026-02-17"}}'.encode()
    assert dumps(encode(decode(Payment, loads(text)))) == text


@pytest.mark.parametrize("model", [Invoice, InvoiceItem, Job, Payment])
def test_there_is_no_float_anywhere(model: type[Any]) -> None:
    parsed = loads(TEXT[model][:-1] + ',"unknown":[1.5,{"deep":2.50}]}')
    decoded = decode(model, parsed)
    walked = [*values_in(parsed), *values_in(decoded), *values_in(encode(decoded))]
    assert any(isinstance(value, Decimal) for value in walked)
    assert not [value for value in walked if isinstance(value, float)]


def test_a_narrow_decimal_context_rounds_nothing() -> None:
    with localcontext(Context(prec=2)):
        invoice = decode(Invoice, loads(TEXT[Invoice]))
        sent = dumps(encode(invoice))
    assert b'"unitPrice":12.1250' in sent
    assert b'"totalAmount":0.30' in sent


@pytest.mark.parametrize(("model", "field"), MONEY, ids=field_ids)
def test_a_float_is_refused_when_it_is_sent(model: type[Any], field: Any) -> None:
    good = decode(model, {other.wire: full_value(other.kind) for other in OBJECTS[model] if other.required})
    with pytest.raises(TypeError, match=rf"^{field.wire}: .*Decimal\('0.1'\)"):
        encode(attrs.evolve(good, **{field.name: 0.1}))
