"""From parsed JSON to models: by cattrs, which tells where a value went wrong, and by a quick way for what is right."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from ..models import UNSET, OpenEnum, Unset
from ..models.record import EXTRA, is_loose
from . import scalars
from .naming import wire_name

_SCALARS: dict[Any, scalars.Hook] = {
    str: scalars.text,
    int: scalars.whole_number,
    bool: scalars.truth,
    Decimal: scalars.number,
    datetime: scalars.moment,
    Any: scalars.anything,
}
_LOOSE_SCALARS = {**_SCALARS, int: scalars.loose_whole_number, Decimal: scalars.loose_number}
_MAYBE: dict[scalars.Hook, scalars.Hook] = {
    scalars.text: scalars.maybe_text,
    scalars.moment: scalars.maybe_moment,
}
HookOf = Callable[[Any], scalars.Hook]


@attrs.frozen(kw_only=True)
class _Way:
    """How a model's fields are read: as strictly as it asks for, and nested ones by a way of their own.

    Attributes:
        loose: Whether the API is known to write numbers as text, and blank text for null.
        hook_of: Gives the hook of a nested model.
        array_of: Gives the hook of an array of some type.
    """

    loose: bool
    hook_of: HookOf
    array_of: HookOf

    @property
    def scalars(self) -> Mapping[Any, scalars.Hook]:
        """The hooks of the plain types."""
        return _LOOSE_SCALARS if self.loose else _SCALARS


@cache
def thorough_hook(model: Hashable) -> scalars.Hook:
    """Give the hook that makes a `model` of a parsed JSON object, or fails with notes of what is wrong where."""
    return _thorough().get_structure_hook(model)


@cache
def quick_hook(model: Hashable) -> scalars.Hook:
    """Give the hook that does the same for an object that is right, and just fails on any other.

    It is written out for each model, as attrs and cattrs write theirs, since decoding a listing is mostly calls of
    hooks: here a text, which nearly every field is, costs none. The fields go into their slots one by one: a model's
    `__init__` does no more than that, and takes twice as long over it.
    """
    fields, hooks = (
        _fields(model),
        _hooks(model, _Way(loose=is_loose(model), hook_of=quick_hook, array_of=_quick_array)),
    )
    names: dict[str, Any] = {
        "model": model,
        "new": object.__new__,
        **{f"set_{name}": getattr(model, name).__set__ for name in [*fields, EXTRA]},
        "known": frozenset(map(wire_name, fields)),
        "UNSET": UNSET,
        "wrong": scalars.WrongTypeError,
    }
    lines = ["def structure(item, _):", "    get = item.get"]
    for name, field in fields.items():
        hook = hooks[name]
        names[f"hook_{name}"] = hook
        value = f"get({wire_name(name)!r}, UNSET)" if field.default is UNSET else f"item[{wire_name(name)!r}]"
        lines.append(f"    {name} = {value}")
        if hook is scalars.text or hook is scalars.maybe_text:
            absent = f" and {name} is not None and {name} is not UNSET" if hook is scalars.maybe_text else ""
            lines.append(f"    if {name}.__class__ is not str{absent}: raise wrong('a string', {name})")
        else:
            lines.append(f"    if {name} is not UNSET: {name} = hook_{name}({name}, None)")
    lines += [
        "    extra = {} if known.issuperset(item) else {key: item[key] for key in item if key not in known}",
        "    made = new(model)",
        *(f"    set_{name}(made, {name})" for name in [*fields, EXTRA]),
        "    return made",
    ]
    exec("\n".join(lines), names)  # noqa: S102 - made of the models' own field names
    return names["structure"]  # type: ignore[no-any-return]


@cache
def field_hooks(model: Hashable) -> Mapping[str, scalars.Hook]:
    """Give the hook of each field that tells whether a value may be sent in it: strictly, however the model is read."""
    return _hooks(model, _Way(loose=False, hook_of=quick_hook, array_of=_quick_array))


@cache
def _thorough() -> Converter:
    converter = Converter(detailed_validation=True)
    converter.register_structure_hook_factory(attrs.has, _thorough_model)
    return converter


def _thorough_model(model: type[Any]) -> scalars.Hook:
    fields = _fields(model)
    hooks = _hooks(model, _Way(loose=is_loose(model), hook_of=thorough_hook, array_of=_thorough_array))
    overrides: dict[str, Any] = {
        name: override(rename=wire_name(name), struct_hook=hook) for name, hook in hooks.items()
    }
    make = make_dict_structure_fn(model, _thorough(), **overrides)
    known = frozenset(map(wire_name, fields))

    def structure(item: Any, _: Any) -> Any:
        if item.__class__ is not dict:
            raise scalars.WrongTypeError("an object", item)
        # No known field is called "extra" on the wire, so that name is free to hand the unknown ones over in.
        return make({**item, EXTRA: {name: item[name] for name in item if name not in known}}, model)

    return structure


def _fields(model: Any) -> dict[str, attrs.Attribute[Any]]:
    attrs.resolve_types(model)
    return {field.name: field for field in attrs.fields(model) if field.name != EXTRA}


def _hooks(model: Any, way: _Way) -> Mapping[str, scalars.Hook]:
    return {name: _hook(field.type, way) for name, field in _fields(model).items()}


def _hook(type_: Any, way: _Way) -> scalars.Hook:
    """Choose the hook for a field's type; left to itself, cattrs would pass an enum off as its base, str."""
    if type_ in way.scalars:
        return way.scalars[type_]
    if get_origin(type_) is Mapping:
        return scalars.json_object
    if get_origin(type_) is tuple:
        return way.array_of(get_args(type_)[0])
    # `X | Y` has an origin of its own until Python 3.14 makes one of the two.
    if get_origin(type_) in {Union, type(int | str)}:
        return _union_hook(get_args(type_), way)
    if issubclass(type_, OpenEnum):
        return scalars.open_enum(type_)
    return way.hook_of(type_)


def _union_hook(members: tuple[Any, ...], way: _Way) -> scalars.Hook:
    """Handle the two unions that models have: of a date with a date-time, and of anything with null and absence."""
    values = [member for member in members if member not in {type(None), Literal[Unset.UNSET]}]
    dates = set(values) == {date, datetime}
    inner: scalars.Hook = scalars.day_or_moment if dates else _hook(values[0], way)
    if type(None) not in members:
        return inner
    if way.loose and inner is not scalars.text:
        return scalars.blank_is_null(inner)
    return _MAYBE.get(inner) or (lambda value, _: None if value is None else inner(value, _))


def _quick_array(item_type: Any) -> scalars.Hook:
    def structure(items: Any, _: Any) -> tuple[Any, ...]:
        # Looked up when the first item comes, since a model may hold others of its own kind.
        hook = _SCALARS.get(item_type) or quick_hook(item_type)
        return tuple([hook(item, None) for item in _array(items)])

    return structure


def _thorough_array(item_type: Any) -> scalars.Hook:
    def structure(items: Any, _: Any) -> tuple[Any, ...]:
        return tuple(_thorough().get_structure_hook(list[item_type])(_array(items), None))

    return structure


def _array(items: Any) -> Any:
    if items.__class__ is not list:
        raise scalars.WrongTypeError("an array", items)
    return items
