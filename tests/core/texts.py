"""The texts in a JSON value, and whether any database holds them."""

from typing import Any


def texts_in(value: Any) -> list[str]:
    """Every text, names included."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [*value, *(text for entry in value.values() for text in texts_in(entry))]
    return [text for entry in value for text in texts_in(entry)] if isinstance(value, list) else []


def is_storable(value: Any) -> bool:
    """Whether no text in it has a NUL or half of a surrogate pair."""
    return not any(char == "\0" or "\ud800" <= char <= "\udfff" for text in texts_in(value) for char in text)
