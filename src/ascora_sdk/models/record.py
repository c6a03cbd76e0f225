"""How every model is made: slotted, frozen, keyword-only, and shown without its absent fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final, TypeVar

import attrs
from typing_extensions import dataclass_transform

from .open_enum import OpenEnum
from .table import html_table
from .unset import UNSET

T = TypeVar("T")

EXTRA: Final = "extra"
"""The field of every model that keeps what the model does not know."""

SERVER_SET: Final = "server_set"
MONEY_PLACES: Final = "money_places"


def given_by_server(*, default: Any = attrs.NOTHING) -> Any:
    """Declare a field that the server alone sets, so that a create or an update never sends it."""
    return attrs.field(default=default, metadata={SERVER_SET: True})


def money(*, places: int, default: Any = attrs.NOTHING) -> Any:
    """Declare a money field with the number of decimals that the contract allows it."""
    return attrs.field(default=default, metadata={MONEY_PLACES: places})


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field, given_by_server, money))
def record(cls: type[T]) -> type[T]:
    """Make a model class of `cls`, which derives from `Record`."""
    return attrs.frozen(kw_only=True, repr=False, unsafe_hash=False)(cls)


class Record:
    """What every model can do: show itself, as text or as a table, and give itself as a plain dict."""

    __slots__ = ()

    _loose: ClassVar[bool] = False

    def to_dict(self) -> dict[str, Any]:
        """Give the record as a row for pandas, polars or a spreadsheet.

        Returns:
            Every field by its name, absent ones as None and enumerations as text, then the unknown fields of `extra`
            by the wire's names; one that is called like a field gets `extra.` before it. What is nested is a dict or a
            list of your own, to change as you like.

        Example:
            >>> from ascora_sdk import InvoiceItem
            >>> InvoiceItem(description="Fan hire", quantity=3, unit_price=12, total=36, extra={"sku": "F1"}).to_dict()
            {'description': 'Fan hire', 'quantity': 3, 'unit_price': 12, 'total': 36, 'tax_rate': None, 'sku': 'F1'}
        """
        values = _values(self)
        extra = values.pop(EXTRA)
        unknown = {f"{EXTRA}.{name}" if name in values else name: value for name, value in extra.items()}
        return {name: _plain(value) for name, value in {**values, **unknown}.items()}

    def __repr__(self) -> str:
        """Show the fields that are set."""
        shown = (f"{name}={value!r}" for name, value in _set(self).items())
        return f"{type(self).__name__}({', '.join(shown)})"

    def _repr_html_(self) -> str:
        return html_table(type(self).__name__, ("field", "value"), list(_set(self).items()))


def is_loose(model: Any) -> bool:
    """Tell whether the API that gives a model is known to write numbers as text, and blank text for null."""
    return bool(getattr(model, "_loose", False))


def _values(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in attrs.fields(type(record))}


def _set(record: Any) -> dict[str, Any]:
    values = _values(record)
    if not values[EXTRA]:
        del values[EXTRA]
    return {name: value for name, value in values.items() if value is not UNSET}


def _plain(value: Any, depth: int = 50) -> Any:
    # No deeper than that: a server may nest more deeply than Python can go.
    if value is UNSET:
        return None
    if isinstance(value, OpenEnum):
        return value.value
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, Mapping) and depth:
        return {name: _plain(item, depth - 1) for name, item in value.items()}
    if isinstance(value, (list, tuple)) and depth:
        return [_plain(item, depth - 1) for item in value]
    return value


Extra = Mapping[str, Any]
"""Unknown fields by the wire's own names, with numbers as `int` or `Decimal`."""

CustomFields = Mapping[str, Any]
"""An account's own fields by name; any JSON value, numbers as `int` or `Decimal`."""
