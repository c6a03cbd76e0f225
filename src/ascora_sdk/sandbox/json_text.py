"""JSON text to values and back, every digit of a number kept."""

from __future__ import annotations

from typing import Any

import simplejson

_UTF8 = simplejson.JSONEncoder(use_decimal=True, separators=(",", ":"), ensure_ascii=False)
_ASCII = simplejson.JSONEncoder(use_decimal=True, separators=(",", ":"))


def parse(text: bytes) -> Any:
    """Read UTF-8 JSON; numbers with a point or an exponent become `Decimal`.

    Raises:
        ValueError: if the text isn't JSON in UTF-8 (NaN and Infinity are not JSON).
        RecursionError: if it is nested too deep.
    """
    return simplejson.loads(text.decode(), use_decimal=True)


def render(value: Any) -> bytes:
    r"""Write compact JSON in UTF-8; text that UTF-8 cannot hold (lone surrogates) as `\u` escapes."""
    try:
        return _UTF8.encode(value).encode()
    except UnicodeEncodeError:
        return _ASCII.encode(value).encode()
