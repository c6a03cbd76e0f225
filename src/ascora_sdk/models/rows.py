"""Rows for tables: the same columns in each, and in each column one kind of values, as pandas and polars want them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

_MOST_DIGITS: Final = 38
"""Digits of a number that a column of decimals can hold, in polars and in Arrow."""

_DEEPEST: Final = 50
"""Levels of nested values that are looked into: a server may nest more deeply than Python can go."""

Rows = list[dict[str, Any]]


def even_rows(rows: Sequence[Mapping[str, Any]]) -> Rows:
    """Give rows the same columns, and each column values of one kind.

    A library that looks at the first rows to learn what a table is like would drop a column that begins later, and
    round a price that has more decimals than those it saw. What no column can hold side by side, such as a date and a
    time, becomes text: nothing is invented and nothing is lost.

    Args:
        rows: The rows, by column; a column may be missing from some.

    Returns:
        The rows with all columns in each, in the order in which they first appear; None where a row has no value.

    Example:
        >>> even_rows([{"id": 1, "cost": Decimal("1.5")}, {"id": "x", "cost": Decimal("1.55"), "vip": True}])
        [{'id': '1', 'cost': Decimal('1.50'), 'vip': None}, {'id': 'x', 'cost': Decimal('1.55'), 'vip': True}]
    """
    return _even_rows(rows, _DEEPEST)


def plain_rows(items: Iterable[Any]) -> Rows:
    """Give models as rows, each as it is."""
    return [item.to_dict() for item in items]


def _even_rows(rows: Sequence[Mapping[str, Any]], depth: int) -> Rows:
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = [_even([row.get(name) for row in rows], depth) for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)] or [{} for _ in rows]


def _even(values: list[Any], depth: int) -> list[Any]:
    kinds = {_kind(value) for value in values if value is not None}
    if len(kinds) > 1:
        return [None if value is None else _text(value) for value in values]
    kind = kinds.pop() if kinds else None
    if kind is Decimal:
        return _with_the_same_places(values)
    there = [value for value in values if value is not None]
    if kind is dict and depth:
        rows = iter(_even_rows(there, depth - 1))
        return [None if value is None else next(rows) for value in values]
    if kind is list and depth:
        items = iter(_even([item for value in there for item in value], depth - 1))
        return [None if value is None else [next(items) for _ in value] for value in values]
    return values


def _kind(value: Any) -> Any:
    if isinstance(value, datetime):
        return datetime, value.tzinfo is None
    # Whole numbers can stand in a column of decimals; a bool, which is an int too, is a kind of its own.
    return Decimal if type(value) is int else type(value)


def _with_the_same_places(values: list[Any]) -> list[Any]:
    numbers = [Decimal(value) for value in values if value is not None]
    if all(type(value) is not Decimal for value in values) or not all(number.is_finite() for number in numbers):
        return values
    places = max(0, *(-int(number.as_tuple().exponent) for number in numbers))
    if places + max(number.adjusted() + 1 for number in numbers) > _MOST_DIGITS:
        return values
    return [None if value is None else Decimal(f"{Decimal(value):.{places}f}") for value in values]


def _text(value: Any) -> str:
    if isinstance(value, (str, Decimal)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat().replace("+00:00", "Z")
    return json.dumps(value, default=str, ensure_ascii=False)
