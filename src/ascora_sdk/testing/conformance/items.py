"""Objects as the wire carries them."""

from __future__ import annotations

from typing import Any

from ...models.record import EXTRA
from ...sync.kinds import Kind
from .samples import values_of


def item_of(kind: Kind, number: int) -> dict[str, Any]:
    """Make up a new object with every field that one may have.

    Args:
        kind: Of which kind.
        number: Other numbers make other objects.
    """
    takes = kind.editable if kind.create_only is None else kind.create_only
    values = values_of(kind, number)
    return kind.item_of({name: values[name] for name in takes & kind.wire_names.keys() - {EXTRA}})


def has_float(value: Any) -> bool:
    """Tell whether a JSON value holds a number that has lost its digits."""
    if isinstance(value, dict):
        return any(map(has_float, value.values()))
    return any(map(has_float, value)) if isinstance(value, list) else isinstance(value, float)
