"""What a JSON value looks like: its keys and types, and no value, so that it can be shown to anybody."""

from __future__ import annotations

from typing import Any, Final

from .scalars import json_type

_MOST_KEYS: Final = 40
_DEEPEST: Final = 4
_LONGEST_KEY: Final = 40


def shape(value: Any, *, depth: int = 0) -> str:
    """Describe a parsed JSON value by keys and types.

    Args:
        value: What `loads` gave.
        depth: How deep it lies already.

    Returns:
        One line; an array is described by its first item, and what lies deep by its type.

    Example:
        >>> shape({"success": True, "results": [{"name": "Ada", "age": 36}], "next": None})
        '{success: true or false, results: [{name: a string, age: a whole number}], next: null}'
    """
    if depth < _DEEPEST and isinstance(value, dict):
        shown = [f"{field_name(key)}: {shape(item, depth=depth + 1)}" for key, item in list(value.items())[:_MOST_KEYS]]
        return f"{{{', '.join(shown)}{', …' if len(value) > _MOST_KEYS else ''}}}"
    if depth < _DEEPEST and isinstance(value, list):
        return f"[{shape(value[0], depth=depth + 1)}]" if value else "[]"
    return json_type(value)


def field_name(key: str) -> str:
    """Give a key if it looks like the name of a field; what no field is called may be about somebody."""
    is_name = key.isascii() and key.replace("_", "").isalnum() and not key.isdigit() and len(key) <= _LONGEST_KEY
    return key if is_name else "(a key)"
