"""Models and the keyword arguments of create and update to plain values that JSON can carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

import attrs

from ..models import UNSET
from ..models.record import EXTRA, SERVER_SET
from .dates import format_date
from .naming import wire_name
from .scalars import Hook
from .structuring import field_hooks


def encode(model: Any) -> dict[str, Any]:
    """Turn a model into the object that the wire carries.

    Args:
        model: A model, such as a `Customer`.

    Returns:
        The object under the wire's names: absent fields left out, `None` as null, unknown fields of `extra` included,
        numbers as `Decimal`, dates as text.

    Raises:
        TypeError: If a value has no form on the wire; a float for money, say.
        ValueError: If a number is not finite, or `extra` holds a field that the model knows.

    Example:
        >>> from ascora_sdk import Customer
        >>> encode(Customer(id="c-1", phone=None, extra={"vip": True}))
        {'vip': True, 'id': 'c-1', 'phone': None}
    """
    return encode_fields(type(model), fields_of(model))


def encode_fields(model: type[Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Turn named fields of a model into the object that the wire carries.

    Args:
        model: The model's class, which says which names there are.
        fields: Values by the names of the model's fields; `extra` holds further ones by the wire's names.

    Returns:
        As `encode` does, of the fields named alone.

    Raises:
        TypeError: If the model has no field of a name, or a value has no form on the wire.
        ValueError: As `encode` does.

    Example:
        >>> from ascora_sdk import Customer
        >>> encode_fields(Customer, {"first_name": "Ada", "phone": None})
        {'firstName': 'Ada', 'phone': None}
    """
    known = field_names(model)  # type: ignore[arg-type]  # a class is hashable
    for name in fields:
        if name not in known:
            raise TypeError(_unknown_field(model, name, known))
    extra = fields.get(EXTRA) or {}
    _refuse_known(model, extra, known)
    return {**{name: _plain(value, name) for name, value in extra.items()}, **dict(_named(model, fields, known))}


def fields_of(source: Any) -> dict[str, Any]:
    """Read the fields that a model, a mapping or a like object has set, by the names of the model's fields.

    Example:
        >>> from ascora_sdk import Customer
        >>> fields_of(Customer(id="c-1", email=None))
        {'id': 'c-1', 'email': None, 'extra': {}}
    """
    if isinstance(source, Mapping):
        return dict(source)
    if not attrs.has(type(source)):
        raise TypeError(f"give a model, a mapping or keyword arguments, not {type(source).__name__}")
    values = ((field.name, getattr(source, field.name)) for field in attrs.fields(type(source)))
    return {name: value for name, value in values if value is not UNSET}


def set_by_server(model: type[Any]) -> frozenset[str]:
    """Name the fields that the server alone sets: the id and the times of creation and change."""
    return frozenset(field.name for field in attrs.fields(model) if field.metadata.get(SERVER_SET))


@cache
def field_names(model: Any) -> Mapping[str, str]:
    """Give the wire's name for each of a model's fields; `extra`, which has none, stands for itself."""
    return {field.name: wire_name(field.name) for field in attrs.fields(model)}


def _named(model: Any, fields: Mapping[str, Any], known: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    hooks = field_hooks(model)
    for name, value in fields.items():
        if name != EXTRA and value is not UNSET:
            plain = _plain(value, known[name])
            _refuse_wrong_type(known[name], plain, hooks[name])
            yield known[name], plain


def _refuse_wrong_type(wire: str, plain: Any, hook: Hook) -> None:
    """Refuse what the server would refuse, or would read as something else: true for money, a number for a name."""
    try:
        hook(plain, None)
    except (ValueError, KeyError) as error:
        problem = str(error) if isinstance(error, ValueError) else f"an item lacks {error}"
    except AttributeError:
        # What the quick way meets where an object belongs and something else stands.
        problem = "expected an object, or several"
    else:
        return
    raise TypeError(f"{wire}: {problem}")


def _plain(value: Any, path: str) -> Any:  # noqa: C901 - one line for each kind of value
    if value is UNSET:
        raise TypeError(f"{path}: UNSET stands for a whole field that is absent; leave the name out instead")
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{path}: {value} is not a number that JSON can carry")
        return value
    if isinstance(value, float):
        raise TypeError(f"{path}: a float has no exact digits; give Decimal({str(value)!r}) instead")
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Mapping):
        return {name: _plain(item, f"{path}.{name}") for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, f"{path}[{index}]") for index, item in enumerate(value)]
    if attrs.has(type(value)):
        return encode(value)
    raise TypeError(f"{path}: {type(value).__name__} has no form on the wire")


def _refuse_known(model: type[Any], extra: Any, known: Mapping[str, str]) -> None:
    if not isinstance(extra, Mapping):
        raise TypeError(f"extra: give a mapping of the wire's names to values, not {type(extra).__name__}")
    for name, wire in known.items():
        if wire in extra and name != EXTRA:
            raise ValueError(f"extra: {wire!r} is a known field of {model.__name__}; give it as {name!r}")


def _unknown_field(model: type[Any], name: str, known: Mapping[str, str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else "give a field that the SDK does not know in extra={...}."
    return f"{model.__name__} has no field {name!r}; {hint}"
