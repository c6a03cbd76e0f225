"""Values taken apart into what is merged one by one: plain fields, and the entries of fields that have keys.

A field whose value is an object, such as custom fields, is merged key by key: `custom_fields` with `moisture` in it is
the leaf `custom_fields.moisture`. So is a list of objects that a kind says has keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

Leaves: TypeAlias = dict[str, Any]
"""Values by leaf; a leaf that is not there has no value, which is something else than null within a keyed field."""


class Missing:
    """No value at all, where null would be one."""

    def __repr__(self) -> str:
        """Say what it is."""
        return "MISSING"


MISSING: Final = Missing()


def take_apart(values: Mapping[str, Any], keyed: Mapping[str, str | None]) -> Leaves:
    """Take values apart into leaves.

    Args:
        values: Values by field.
        keyed: The fields that are merged key by key; each with the name of the key in its entries if it is a list, or
            None if it is an object.

    Example:
        >>> take_apart({"phone": None, "custom_fields": {"moisture": 7}}, {"custom_fields": None})
        {'phone': None, 'custom_fields.moisture': 7}
    """
    leaves: Leaves = {}
    for name, value in values.items():
        entries = entries_of(value, keyed[name]) if name in keyed else None
        if entries is None:
            leaves[name] = value
        else:
            leaves.update((f"{name}.{key}", entry) for key, entry in entries.items())
    return leaves


def put_together(leaves: Mapping[str, Any], keyed: Mapping[str, str | None]) -> dict[str, Any]:
    """Put leaves together again; a keyed field without an entry is None.

    Example:
        >>> put_together({"phone": None, "custom_fields.moisture": 7}, {"custom_fields": None})
        {'phone': None, 'custom_fields': {'moisture': 7}}
    """
    values: dict[str, Any] = {}
    entries: dict[str, dict[str, Any]] = {name: {} for name in keyed}
    for leaf, value in leaves.items():
        name = field_of(leaf)
        if name == leaf:
            values[name] = value
        else:
            entries[name][leaf.removeprefix(f"{name}.")] = value
    for name, found in entries.items():
        if name not in values:
            values[name] = (found if keyed[name] is None else list(found.values())) or None
    return values


def field_of(leaf: str) -> str:
    """Give the field that a leaf belongs to.

    Example:
        >>> field_of("custom_fields.moisture"), field_of("phone")
        ('custom_fields', 'phone')
    """
    return leaf.partition(".")[0]


def same(one: Any, other: Any) -> bool:
    """Compare JSON values; to Python true is 1, to JSON it is not.

    Example:
        >>> from decimal import Decimal
        >>> same(True, 1), same([1], [Decimal("1.0")]), same(None, MISSING)
        (False, True, False)
    """
    # By a stack of its own: a server may nest more deeply than Python can go.
    rest = [(one, other)]
    while rest:
        one, other = rest.pop()
        if isinstance(one, dict) and isinstance(other, dict):
            if one.keys() != other.keys():
                return False
            rest += ((value, other[name]) for name, value in one.items())
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                return False
            rest += zip(one, other, strict=True)
        elif isinstance(one, bool) is not isinstance(other, bool) or one != other:
            return False
    return True


def is_blank(value: Any) -> bool:
    """Tell whether a value says nothing: none at all, null, or empty; 0 and false say something.

    Example:
        >>> is_blank(None), is_blank(""), is_blank(0)
        (True, True, False)
    """
    return value is MISSING or value is None or value in ("", [], {})


def entries_of(value: Any, key: str | None) -> dict[str, Any] | None:
    """Give the entries by key of a field that is merged key by key.

    Args:
        value: The field's value.
        key: The name of the key in its entries if it is a list, or None if it is an object.

    Returns:
        The entries; none for null; None if the value has another form, so that it is one leaf.

    Example:
        >>> entries_of([{"fieldName": "Moisture", "value": 7}], "fieldName")
        {'Moisture': {'fieldName': 'Moisture', 'value': 7}}
        >>> entries_of(None, None), entries_of("dry", None)
        ({}, None)
    """
    if value is None:
        return {}
    if key is None:
        return dict(value) if isinstance(value, dict) else None
    if not isinstance(value, list):
        return None
    entries: dict[Any, Any] = {entry.get(key): entry for entry in value if isinstance(entry, dict)}
    names_all = len(entries) == len(value) and all(isinstance(name, str) for name in entries)
    return entries if names_all else None
