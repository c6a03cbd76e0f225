"""What one JSON value may become; nothing is coerced, a value of the wrong type is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar

from ..models import OpenEnum
from .dates import parse_date_or_datetime, parse_datetime

Hook: TypeAlias = Callable[[Any, Any], Any]
E = TypeVar("E", bound=OpenEnum)


_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})", re.ASCII)


class WrongTypeError(ValueError):
    """A JSON value that is not of the type that its field has; it tells of the value nothing but its type."""

    def __init__(self, expected: str, value: Any) -> None:
        """Tell what was expected, and of which JSON type the value is."""
        super().__init__(f"expected {expected}, got {json_type(value)}")


def json_type(value: Any) -> str:
    """Name a parsed JSON value's type in JSON's words.

    Example:
        >>> json_type(None), json_type([1])
        ('null', 'an array')
    """
    return _JSON_TYPES.get(type(value), type(value).__name__)


def text(value: Any, _: Any) -> str:
    """Take a JSON string."""
    if value.__class__ is str:
        return value
    raise WrongTypeError("a string", value)


def maybe_text(value: Any, _: Any) -> str | None:
    """Take a JSON string or null; written out for speed, since most fields of most models are of this kind."""
    if value.__class__ is str or value is None:
        return value
    raise WrongTypeError("a string", value)


def whole_number(value: Any, _: Any) -> int:
    """Take a JSON number without a fraction."""
    if value.__class__ is int:
        return value
    raise WrongTypeError("a whole number", value)


def truth(value: Any, _: Any) -> bool:
    """Take true or false."""
    if value.__class__ is bool:
        return value
    raise WrongTypeError("true or false", value)


def number(value: Any, _: Any) -> Decimal:
    """Take a JSON number as the Decimal of its own digits."""
    if value.__class__ is Decimal:
        return value
    if value.__class__ is int:
        return Decimal(value)
    raise WrongTypeError("a number", value)


def moment(value: Any, _: Any) -> datetime:
    """Take a JSON string that holds an ISO 8601 date-time."""
    if value.__class__ is str:
        return parse_datetime(value)
    raise WrongTypeError("an ISO 8601 date-time", value)


def maybe_moment(value: Any, _: Any) -> datetime | None:
    """Take null or an ISO 8601 date-time; written out for speed, since every record has two."""
    if value.__class__ is str:
        return parse_datetime(value)
    return None if value is None else moment(value, _)


def day_or_moment(value: Any, _: Any) -> date | datetime:
    """Take a JSON string that holds an ISO 8601 date or date-time."""
    if value.__class__ is str:
        return parse_date_or_datetime(value)
    raise WrongTypeError("an ISO 8601 date", value)


def loose_whole_number(value: Any, _: Any) -> int:
    """Take a JSON number without a fraction, or a string that holds one."""
    if value.__class__ is str and _WHOLE.fullmatch(value.strip()):
        return int(value)
    return whole_number(value, _)


def loose_number(value: Any, _: Any) -> Decimal:
    """Take a JSON number, or a string that holds one, as the Decimal of its own digits."""
    if value.__class__ is str and _NUMBER.fullmatch(value.strip()):
        return Decimal(value.strip())
    return number(value, _)


def blank_is_null(hook: Hook) -> Hook:
    """Make the hook that takes null, and text without anything in it, as null, and all else as `hook` does."""

    def filled(value: Any, _: Any) -> Any:
        return None if value is None or (value.__class__ is str and not value.strip()) else hook(value, _)

    return filled


def json_object(value: Any, _: Any) -> dict[str, Any]:
    """Take a JSON object as it is."""
    if value.__class__ is dict:
        return value
    raise WrongTypeError("an object", value)


def anything(value: Any, _: Any) -> Any:
    """Take any JSON value as it is."""
    return value


def open_enum(enum: type[E]) -> Hook:
    """Make the hook that takes a JSON string as a member of `enum`, known or not."""
    members: dict[Any, E] = {member.value: member for member in enum}

    def member(value: Any, _: Any) -> E:
        if value.__class__ is not str:
            raise WrongTypeError("a string", value)
        return members.get(value) or enum(value)

    return member


_JSON_TYPES = {
    type(None): "null",
    bool: "true or false",
    int: "a whole number",
    Decimal: "a number",
    str: "a string",
    list: "an array",
    dict: "an object",
}
