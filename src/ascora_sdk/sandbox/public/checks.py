"""What the contract refuses in a body."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, cast

from ..instants import parse_instant
from ..validation import Errors, InvalidError
from .bodies import Body
from .contract import Field, Fields, Type

_MONEY_DECIMALS = 2
_MOST_DIGITS = 15  # before the point and after it; sums of more lose cents, and longer ones end in errors


def checked(body: Body, values: Mapping[str, Any], *, is_update: bool = False) -> dict[str, Any]:
    """Check what a POST brings.

    Args:
        body: what the contract says of it.
        values: what came.
        is_update: whether fields that are not named stay as they are.

    Returns:
        The values, without those that are the server's to give.

    Raises:
        InvalidError: naming every field that is wrong.
    """
    errors: Errors = {}
    for name, text in _problems(body.fields, values, is_open=body.is_open, is_update=is_update):
        errors.setdefault(name, []).append(text)
    if body.named_by and not is_update and all(is_blank(values.get(name)) for name in body.named_by):
        for name in body.named_by:
            errors.setdefault(name, []).append(f"is required, or another of {', '.join(body.named_by)}")
    if errors:
        raise InvalidError(errors)
    return {
        name: value for name, value in values.items() if name not in body.fields or not body.fields[name].server_given
    }


def check_types(fields: Fields, values: Mapping[str, Any]) -> None:
    """Check what a control puts into a record: types and closed lists; fields that the contract doesn't know pass.

    Raises:
        InvalidError: naming every field that is wrong.
    """
    errors = {name: [text] for name, text in _problems(fields, values, is_open=True, is_update=True)}
    if errors:
        raise InvalidError(errors)


def is_blank(value: object) -> bool:
    """Tell whether a value says nothing: null, or a text of blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


def _problems(
    fields: Fields, values: Mapping[str, Any], prefix: str = "", *, is_open: bool, is_update: bool
) -> Iterator[tuple[str, str]]:
    if not is_open:
        yield from ((prefix + name, "is not known here") for name in values if name not in fields)
    for name, field in fields.items():
        if field.server_given or (is_update and name not in values):
            continue
        value = values.get(name)
        if field.required and is_blank(value):
            yield prefix + name, "is required"
        elif value is None:
            continue
        elif field.type is Type.OBJECT:
            # A reference may come out of an answer, with more in it than the contract asks for.
            yield from _object_problems(field, prefix + name, value, is_open=True)
        elif field.type is Type.OBJECTS:
            yield from _list_problems(field, prefix + name, value, is_open=is_open)
        elif (text := _CHECKS[field.type](field, value)) is not None:
            yield prefix + name, text


def _object_problems(field: Field, name: str, value: object, *, is_open: bool) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict):
        yield name, "must be an object"
    elif field.fields is not None:
        inner = cast("dict[str, Any]", value)
        yield from _problems(field.fields, inner, f"{name}.", is_open=is_open, is_update=False)


def _list_problems(field: Field, name: str, value: object, *, is_open: bool) -> Iterator[tuple[str, str]]:
    if not isinstance(value, list):
        yield name, "must be a list"
        return
    for index, item in enumerate(cast("list[object]", value)):
        yield from _object_problems(field, f"{name}[{index}]", item, is_open=is_open)


def _text(field: Field, value: object) -> str | None:
    if not isinstance(value, str):
        return "must be text"
    if field.choices and value not in field.choices:
        return f"must be one of {', '.join(field.choices)}"
    return None


def _number(_field: Field, value: object) -> str | None:
    if not isinstance(value, (int, Decimal)) or isinstance(value, bool):
        return "must be a number"
    number = Decimal(value)
    is_of_use = number.is_finite() and (not number or abs(number.adjusted()) <= _MOST_DIGITS)
    return None if is_of_use else "must be a number of a size that somebody could mean"


def _whole(_field: Field, value: object) -> str | None:
    return None if isinstance(value, int) and not isinstance(value, bool) else "must be a whole number"


def _money(field: Field, value: object) -> str | None:
    problem = _number(field, value)
    if problem is None and round(Decimal(str(value)), _MONEY_DECIMALS) != value:
        return f"must have at most {_MONEY_DECIMALS} decimals"
    return problem


def _flag(_field: Field, value: object) -> str | None:
    return None if isinstance(value, bool) else "must be true or false"


def _date(_field: Field, value: object) -> str | None:
    if not isinstance(value, str):
        return "must be text"
    try:
        parse_instant(value)
    except ValueError:
        return "must be an ISO 8601 date"
    return None


def _texts(_field: Field, value: object) -> str | None:
    is_one = isinstance(value, list) and all(isinstance(item, str) for item in cast("list[object]", value))
    return None if is_one else "must be a list of texts"


def _any(_field: Field, _value: object) -> str | None:
    return None


_CHECKS: Mapping[Type, Callable[[Field, object], str | None]] = {
    Type.TEXT: _text,
    Type.NUMBER: _number,
    Type.WHOLE: _whole,
    Type.MONEY: _money,
    Type.FLAG: _flag,
    Type.DATE: _date,
    Type.TEXTS: _texts,
    Type.ANY: _any,
}
