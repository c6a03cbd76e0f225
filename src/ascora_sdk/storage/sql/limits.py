"""What the columns can hold; what they cannot is refused, and never rounded or cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any, Final

from ...codec import dumps
from .tables import RecordTable
from .types import Money, StoredValueError, Unreadable

_SUSPICIOUS: Final = re.compile(r"\\u(?:0000|d[89a-f])|[0-9]E[+-]?[0-9]{4}")
_MOST_DIGITS: Final = 16_000


def unstorable(kept: RecordTable, values: Mapping[str, Any], base: str) -> str | None:
    """Find a value that its column cannot hold.

    Args:
        kept: The record's table.
        values: The record's values by the names of the model's fields.
        base: The record as ASCII JSON text.

    Returns:
        What is wrong, in one line that names the field; None if all can be held.
    """
    # What no text column holds can be seen in the JSON; what is in the values alone came from the columns.
    suspects = kept.columns if _SUSPICIOUS.search(base) else kept.money
    for name in suspects:
        if values[name] is not None and (problem := _problem(kept.columns[name].type, values[name])):
            return f"{name}: {problem}"
    return None


def unreadable(kept: RecordTable, values: Mapping[str, Any]) -> str | None:
    """Find a value that plain SQL wrote into a column and that no record can have.

    Args:
        kept: The record's table.
        values: What the columns gave, by the names of the model's fields.

    Returns:
        What is wrong, in one line that names the field; None if all can be read.
    """
    for name, value in values.items():
        if isinstance(value, (Unreadable, bytes)):
            return f"{name}: what was written here by hand cannot be read"
    for name in kept.money:
        if values[name] is not None and (problem := _problem(kept.columns[name].type, values[name])):
            return f"{name}: {problem}"
    return None


def _problem(type_: Any, value: Any) -> str | None:
    if isinstance(type_, Money):
        try:
            type_.fit(value)
        except StoredValueError as error:
            return str(error)
        return None
    return next(filter(None, map(_scalar_problem, _scalars(value))), None)


def tellable(fields: Any) -> Any:
    """Give what is told in the audit trail in a form that every database holds.

    Returns:
        The fields themselves; or, if a value in them is one that a database cannot hold, their JSON as one text.
    """
    text = dumps(fields).decode("ascii")
    return text if _SUSPICIOUS.search(text) else fields


def _scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from value
        yield from chain.from_iterable(map(_scalars, value.values()))
    elif isinstance(value, list):
        yield from chain.from_iterable(map(_scalars, value))
    else:
        yield value


def _scalar_problem(value: Any) -> str | None:
    if isinstance(value, Decimal) and abs(value.adjusted()) > _MOST_DIGITS:
        return "it holds a number of more digits than a database's number can have"
    return _text_problem(value) if isinstance(value, str) else None


def _text_problem(text: str) -> str | None:
    if "\0" in text:
        return "it holds a NUL character, which a database's text cannot"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "it holds half a surrogate pair, which is no character"
    return None
