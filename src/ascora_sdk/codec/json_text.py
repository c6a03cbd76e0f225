"""JSON text to plain Python values and back, without a float on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from itertools import chain
from json.encoder import encode_basestring_ascii as _quote
from math import isfinite
from typing import Any, NoReturn


def loads(text: bytes | str) -> Any:
    """Parse JSON; numbers with a fraction or an exponent become `Decimal`, digit for digit.

    Args:
        text: The JSON text; bytes as UTF-8 (or UTF-16/32, as JSON allows).

    Returns:
        dict, list, str, int, Decimal, bool or None.

    Raises:
        ValueError: If the text is not JSON: cut off, HTML, `NaN`, wrongly encoded, nested or numbered past all reason.

    Example:
        >>> loads('{"amount": 0.30}')
        {'amount': Decimal('0.30')}
    """
    try:
        return _DECODER.decode(text if isinstance(text, str) else _decoded(text))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def dumps(value: Any) -> bytes:
    """Write JSON; a `Decimal` keeps its digits, text is escaped to ASCII.

    Args:
        value: Mappings with text keys, lists, tuples, str, int, float, Decimal, bool and None, nested at will.

    Returns:
        The JSON text, without blanks between its tokens.

    Raises:
        TypeError: If JSON has no form for a value's type.
        ValueError: If a number is not finite.

    Example:
        >>> from decimal import Decimal
        >>> dumps({"amount": Decimal("0.30")})
        b'{"amount":0.30}'
    """
    return _written(value).encode("ascii")


NUMBER_TAG = '{"":'
"""What stands before a `Decimal` in a canonical form, and, but for an object with an empty name, nowhere else."""


def canonical(value: Any) -> str:
    """Write a parsed JSON value in its one canonical form, for a digest; fast, and not meant to be parsed again.

    Example:
        >>> canonical(loads('{"b": 1.50, "a": "x"}'))
        '{"a":"x","b":{"":"1.50"}}'
    """
    return _CANONICAL.encode(value)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = _NOT_A_NUMBER
    # A caller's decimal context may make a NaN of what is out of range instead of raising.
    if number.is_finite():
        return number
    raise ValueError("a number with an exponent out of range")


def _decoded(text: bytes) -> str:
    return text.decode(json.detect_encoding(text), "surrogatepass")


class _Written(str):
    """Text that is JSON already."""

    __slots__ = ()


def _written(value: Any) -> str:
    # By a stack of its own: whatever could be parsed can be written, however deep.
    parts: list[str] = []
    rest: list[Any] = [value]
    depth = 0
    while rest:
        item = rest.pop()
        if isinstance(item, _Written):
            parts.append(item)
            depth -= item in {"}", "]"}
            continue
        if isinstance(item, Mapping):
            rest.append(_Written("}"))
            rest += _opened("{", [[one, _Written(f",{_key(name)}:")] for name, one in item.items()])
        elif isinstance(item, (list, tuple)):
            rest.append(_Written("]"))
            rest += _opened("[", [[one, _Written(",")] for one in item])
        else:
            parts.append(_scalar(item))
            continue
        depth += 1
        if depth > _MOST_NESTED:
            raise ValueError("nested too deeply for JSON; does it hold itself?")
    return "".join(parts)


def _opened(bracket: str, entries: list[list[Any]]) -> Iterator[Any]:
    """Give the entries of an array or an object last first, as a stack takes them; the bracket in place of a comma."""
    if entries:
        entries[0][1] = _Written(bracket + entries[0][1][1:])
    else:
        entries = [[_Written(bracket)]]
    return chain.from_iterable(reversed(entries))


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _quote(str.__str__(value))
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, (Decimal, float)):
        return _number(value)
    raise TypeError(f"JSON has no form for a {type(value).__name__}; give text, a number, a list or a mapping")


def _key(name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError(f"a JSON object's names are text, not {type(name).__name__}")
    return _quote(str.__str__(name))


def _number(value: Decimal | float) -> str:
    if not (value.is_finite() if isinstance(value, Decimal) else isfinite(value)):
        raise ValueError(f"JSON has no form for {value}")
    return str(value) if isinstance(value, Decimal) else float.__repr__(value)


def _tagged(value: Any) -> dict[str, str]:
    # An object with an empty name, lest 1.5 and "1.5" be the same; digits count, so 1.5 and 1.50 are not.
    return {"": str(value)}


_MOST_NESTED = 100_000
_NOT_A_NUMBER = Decimal("NaN")
_DECODER = json.JSONDecoder(parse_float=_decimal, parse_constant=_refuse_constant)
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_tagged, check_circular=False)
