"""How every model is made: slotted, frozen, keyword-only, and shown without its absent fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

import attrs
from typing_extensions import dataclass_transform

from .unset import UNSET

T = TypeVar("T")

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
    """Make a model class of `cls`."""
    cls.__repr__ = _repr  # type: ignore[method-assign]
    return attrs.frozen(kw_only=True, repr=False, unsafe_hash=False)(cls)


def _repr(self: Any) -> str:
    values = {field.name: getattr(self, field.name) for field in attrs.fields(type(self))}
    if not values["extra"]:
        del values["extra"]
    shown = (f"{name}={value!r}" for name, value in values.items() if value is not UNSET)
    return f"{type(self).__name__}({', '.join(shown)})"


Extra = Mapping[str, Any]
"""Unknown fields by the wire's own names, with numbers as `int` or `Decimal`."""

CustomFields = Mapping[str, Any]
"""An account's own fields by name; any JSON value, numbers as `int` or `Decimal`."""
