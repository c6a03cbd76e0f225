"""Parsed JSON to models: whole, or with the bad items handed out beside the good ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import repeat
from typing import Any, TypeVar

from cattrs import AttributeValidationNote, BaseValidationError, IterableValidationNote

from ..models import InvalidItem
from .naming import wire_name
from .structuring import quick_hook, thorough_hook

M = TypeVar("M")


class DecodeError(ValueError):
    """A value that has not the shape of its model; tells each path that is wrong, and no value."""


def decode(model: type[M], item: Any) -> M:
    """Make a model of a parsed JSON object.

    Args:
        model: The model's class.
        item: What `loads` gave.

    Returns:
        The model; what the object has and the model does not know is in its `extra`.

    Raises:
        DecodeError: If a known field is missing or of the wrong type; the message names the path of each.

    Example:
        >>> from ascora_sdk import Customer
        >>> decode(Customer, {"id": "c-1", "phone": 7})
        Traceback (most recent call last):
        ...
        ascora_sdk.codec.decode.DecodeError: phone: expected a string, got a whole number
    """
    hook: Callable[[Any, Any], M] = quick_hook(model)  # type: ignore[arg-type]  # a class is hashable
    # Whatever the quick way may meet, the thorough one says it properly.
    with suppress(Exception):
        return hook(item, model)
    return _thoroughly(model, item)


def decode_each(model: type[M], items: Sequence[Any]) -> tuple[tuple[M, ...], tuple[InvalidItem, ...]]:
    """Make models of the items that have the model's shape, and tell of those that have not.

    Returns:
        The models in the items' order, and the items that could not become one.

    Example:
        >>> from ascora_sdk import Customer
        >>> good, bad = decode_each(Customer, [{"id": "c-1"}, {"id": None}])
        >>> good[0].id, bad[0].index, bad[0].reason
        ('c-1', 1, 'id: expected a string, got null')
    """
    hook: Callable[[Any, Any], M] = quick_hook(model)  # type: ignore[arg-type]  # a class is hashable
    try:
        return tuple(map(hook, items, repeat(model))), ()
    except Exception:  # noqa: BLE001 - one item at least is bad: find out which, and why
        return _sorted_out(model, items)


def _sorted_out(model: type[M], items: Sequence[Any]) -> tuple[tuple[M, ...], tuple[InvalidItem, ...]]:
    good: list[M] = []
    bad: list[InvalidItem] = []
    for index, item in enumerate(items):
        try:
            good.append(decode(model, item))
        except DecodeError as error:
            bad.append(InvalidItem(index=index, item=item, reason=str(error)))
    return tuple(good), tuple(bad)


def _thoroughly(model: type[M], item: Any) -> M:
    hook: Callable[[Any, Any], M] = thorough_hook(model)  # type: ignore[arg-type]  # a class is hashable
    try:
        return hook(item, model)
    except Exception as error:  # noqa: BLE001 - every failure to structure is told as one
        reason = "; ".join(_reasons(error, ""))
    raise DecodeError(reason)


def _reasons(error: BaseException, path: str) -> Iterator[str]:
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from _reasons(inner, path + _step(inner))
    elif isinstance(error, KeyError):
        yield f"{path.lstrip('.')}: missing"
    else:
        yield f"{path.lstrip('.')}: {error}" if path else str(error)


def _step(error: BaseException) -> str:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return f".{wire_name(note.name)}"
        if isinstance(note, IterableValidationNote):
            return f"[{note.index}]"
    return ""
