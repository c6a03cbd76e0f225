"""JSON text to plain Python values and back, without a float on the way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
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
    except InvalidOperation:
        raise ValueError("a number with an exponent out of range") from None


def dumps(value: Any) -> bytes:
    """Write JSON; a `Decimal` keeps its digits, text is escaped to ASCII.

    Args:
        value: Mappings with text keys, lists, tuples, str, int, float, Decimal, bool and None, nested at will.

    Returns:
        The JSON text, without blanks between its tokens.

    Raises:
        TypeError: If JSON has no form for a value's type.
        ValueError: If a number is not finite or the nesting is too deep.

    Example:
        >>> from decimal import Decimal
        >>> dumps({"amount": Decimal("0.30")})
        b'{"amount":0.30}'
    """
    try:
        return _written(value).encode("ascii")
    except RecursionError:
        raise ValueError("nested too deeply for JSON") from None


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


def _decoded(text: bytes) -> str:
    return text.decode(json.detect_encoding(text), "surrogatepass")


def _written(value: Any) -> str:
    kind = value.__class__
    if kind is str:
        return _quote(value)
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return int.__repr__(value)
    if kind is Decimal or kind is float:
        return _number(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_key(name)}:{_written(item)}" for name, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_written, value)) + "]"
    if isinstance(value, str):
        return _quote(str(value))
    raise TypeError(f"JSON has no form for a {kind.__name__}; give text, a number, a list or a mapping")


def _key(name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError(f"a JSON object's names are text, not {type(name).__name__}")
    return _quote(str(name))


def _number(value: Decimal | float) -> str:
    if not (value.is_finite() if isinstance(value, Decimal) else isfinite(value)):
        raise ValueError(f"JSON has no form for {value}")
    return str(value) if isinstance(value, Decimal) else float.__repr__(value)


def _tagged(value: Any) -> dict[str, str]:
    # An object with an empty name, lest 1.5 and "1.5" be the same; digits count, so 1.5 and 1.50 are not.
    return {"": str(value)}


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant)
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_tagged, check_circular=False)
