"""What the contract refuses in an object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, cast

from .contract import DECIMALS, INVOICE_ITEM, Field, Fields, Type
from .instants import parse_instant

Errors = dict[str, list[str]]


class InvalidError(ValueError):
    """Something was given that the contract refuses; `errors` says what, field by field."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        """Keep the errors; the message lists them."""
        super().__init__("; ".join(f"{name} {text}" for name, texts in errors.items() for text in texts))
        self.errors = dict(errors)


def check_new(fields: Fields, values: Mapping[str, Any]) -> None:
    """Check a whole object; what the server gives (ids, time stamps, defaults) may be missing.

    Raises:
        InvalidError: naming every field that is wrong.
    """
    _raise_any(_problems(fields, values))


def check_changes(fields: Fields, values: Mapping[str, Any]) -> None:
    """Check the named fields alone; null clears an optional one.

    Raises:
        InvalidError: naming every field that is wrong.
    """
    _raise_any(_problems({name: fields[name] for name in values if name in fields}, values))


def _raise_any(problems: Iterator[tuple[str, str]]) -> None:
    errors: Errors = {}
    for name, text in problems:
        errors.setdefault(name, []).append(text)
    if errors:
        raise InvalidError(errors)


def _problems(fields: Fields, values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, field in fields.items():
        if field.server_given:
            continue
        value = values.get(name)
        if value is None:
            defaulted = field.default is not None and name not in values
            if field.required and not defaulted:
                yield prefix + name, "is required"
        elif field.type is Type.ITEMS:
            yield from _item_problems(prefix + name, value)
        elif (text := _CHECKS[field.type](field, value)) is not None:
            yield prefix + name, text


def _item_problems(name: str, value: object) -> Iterator[tuple[str, str]]:
    if not isinstance(value, list):
        yield name, "must be a list"
        return
    for index, item in enumerate(cast("list[object]", value)):
        if isinstance(item, dict):
            yield from _problems(INVOICE_ITEM, cast("dict[str, Any]", item), f"{name}[{index}].")
        else:
            yield f"{name}[{index}]", "must be an object"


def _text(field: Field, value: object) -> str | None:
    if not isinstance(value, str):
        return "must be text"
    if field.choices and value not in field.choices:
        return f"must be one of {', '.join(field.choices)}"
    return "must not be empty" if field.filled and not value else None


def _number(_field: Field, value: object) -> str | None:
    return None if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else "must be a number"


def _money(field: Field, value: object) -> str | None:
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int):
            return "must be a finite number"
        allowed = DECIMALS[field.type]
        return None if -exponent <= allowed else f"must have at most {allowed} decimals"
    return _number(field, value)


def _date(_field: Field, value: object) -> str | None:
    if not isinstance(value, str):
        return "must be text"
    try:
        parse_instant(value)
    except ValueError:
        return "must be an ISO 8601 date"
    return None


def _object(_field: Field, value: object) -> str | None:
    return None if isinstance(value, dict) else "must be an object"


_CHECKS: Mapping[Type, Callable[[Field, object], str | None]] = {
    Type.TEXT: _text,
    Type.NUMBER: _number,
    Type.TOTAL: _money,
    Type.UNIT_PRICE: _money,
    Type.DATE: _date,
    Type.OBJECT: _object,
}
