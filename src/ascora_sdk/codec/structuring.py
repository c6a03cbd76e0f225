"""From parsed JSON to models, by cattrs: one converter that is quick, and one that tells where a value went wrong."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Literal, Union, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from ..models import OpenEnum, Unset
from . import scalars
from .naming import wire_name

EXTRA = "extra"
_SCALARS: dict[Any, scalars.Hook] = {
    str: scalars.text,
    int: scalars.whole_number,
    bool: scalars.truth,
    Decimal: scalars.number,
    datetime: scalars.moment,
}
_MAYBE: dict[scalars.Hook, scalars.Hook] = {scalars.text: scalars.maybe_text, scalars.moment: scalars.maybe_moment}


@cache
def structure_hook(model: Hashable, *, explaining: bool = False) -> scalars.Hook:
    """Give the hook that makes a `model` of a parsed JSON object.

    Args:
        model: The model's class.
        explaining: Whether the hook, when it fails, has cattrs' notes of every path that is wrong; it is slower.

    Returns:
        A function of the object and the model.
    """
    return _converter(detailed_validation=explaining).get_structure_hook(model)


@lru_cache(maxsize=2)
def _converter(*, detailed_validation: bool) -> Converter:
    converter = Converter(detailed_validation=detailed_validation)
    converter.register_structure_hook_factory(attrs.has, lambda model: _model_hook(model, converter))
    return converter


def _model_hook(model: type[Any], converter: Converter) -> scalars.Hook:
    attrs.resolve_types(model)
    fields = [field for field in attrs.fields(model) if field.name != EXTRA]
    overrides: dict[str, Any] = {
        field.name: override(rename=wire_name(field.name), struct_hook=_hook(field.type, converter)) for field in fields
    }
    make = make_dict_structure_fn(model, converter, **overrides)
    known = frozenset(wire_name(field.name) for field in fields)

    def structure(item: Any, _: Any) -> Any:
        if item.__class__ is not dict:
            raise scalars.WrongTypeError("an object", item)
        if item.keys() <= known:
            return make(item, model)
        # No known field is called "extra" on the wire, so that name is free to hand the unknown ones over in.
        values = item.copy()
        extra = {name: values.pop(name) for name in item.keys() - known}
        values[EXTRA] = extra
        return make(values, model)

    return structure


def _hook(type_: Any, converter: Converter) -> scalars.Hook:
    """Choose the hook for a field's type; given to cattrs by name, since it would pass an enum off as its base, str."""
    if type_ in _SCALARS:
        return _SCALARS[type_]
    if get_origin(type_) is Mapping:
        return scalars.json_object
    if get_origin(type_) is tuple:
        return _array_hook(get_args(type_)[0], converter)
    # `X | Y` has an origin of its own until Python 3.14 makes one of the two.
    if get_origin(type_) in {Union, type(int | str)}:
        return _union_hook(get_args(type_), converter)
    if issubclass(type_, OpenEnum):
        return scalars.open_enum(type_)
    return converter.get_structure_hook(type_)


def _array_hook(item_type: Any, converter: Converter) -> scalars.Hook:
    as_list = converter.get_structure_hook(list[item_type])

    def structure(items: Any, _: Any) -> tuple[Any, ...]:
        if items.__class__ is not list:
            raise scalars.WrongTypeError("an array", items)
        return tuple(as_list(items, None))

    return structure


def _union_hook(members: tuple[Any, ...], converter: Converter) -> scalars.Hook:
    """Handle the two unions that models have: of a date with a date-time, and of anything with null and absence."""
    values = [member for member in members if member not in {type(None), Literal[Unset.UNSET]}]
    inner: scalars.Hook = scalars.day_or_moment if set(values) == {date, datetime} else _hook(values[0], converter)
    if type(None) not in members:
        return inner
    return _MAYBE.get(inner) or (lambda value, _: None if value is None else inner(value, _))
