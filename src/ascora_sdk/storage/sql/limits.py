"""What the columns can hold; what they cannot is refused, and never rounded or cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any, Final

from ...codec import dumps
from ...sync.records import RecordWrite
from .record_tables import RecordTable
from .types import Money, StoredValueError, Unreadable

_HARD: Final = re.compile("[\0\ud800-\udfff]")
_HALF: Final = re.compile("[\ud800-\udfff]")
_SUSPICIOUS: Final = re.compile(r"\\u(?:0000|d[89a-f])|[0-9]E[+-]?[0-9]{4}")
_MONEY: Final = Money()
_MOST_DIGITS: Final = 16_000


def unstorable(kept: RecordTable, write: RecordWrite) -> str | None:
    """Find a value that its column cannot hold.

    Args:
        kept: The record's table.
        write: What is to be written.

    Returns:
        What is wrong, in one line that names the field; None if all can be held.
    """
    if write.id is not None and (problem := _text_problem(write.id)):
        return f"id: {problem}"
    if write.values is None:
        return None
    if kept.is_shared:
        return _first_problem(write.values, write.values)
    return _missing(kept, write.values) or _ill_text(kept, write.values) or _other_problem(kept, write.values)


def unreadable(kept: RecordTable, values: Mapping[str, Any] | None) -> str | None:
    """Find a value that plain SQL wrote into a column and that no record can have.

    Args:
        kept: The record's table.
        values: What the columns gave, by the names of the model's fields; None if they had not even the form for it.

    Returns:
        What is wrong, in one line that names the field; None if all can be read.
    """
    if values is None:
        return "fields: what was written here by hand cannot be read"
    for name, value in values.items():
        if isinstance(value, (Unreadable, bytes)) or (isinstance(value, str) and _is_no_text(value)):
            return f"{name}: what was written here by hand cannot be read"
    return _money_problem(kept, values)


def tellable(fields: Mapping[str, Any]) -> Mapping[str, Any] | str:
    """Give what is told in the audit trail in a form that every database holds.

    Returns:
        The fields themselves; or, if a value in them is one that a database cannot hold, their JSON as one text.
    """
    text = dumps(fields).decode("ascii")
    return text if _SUSPICIOUS.search(text) else fields


def is_text(value: str) -> bool:
    """Say whether a database can hold a text."""
    return _text_problem(value) is None


def _missing(kept: RecordTable, values: Mapping[str, Any]) -> str | None:
    return next(
        (f"{name}: there is none, and a row must have one" for name in kept.required if values[name] is None), None
    )


def _ill_text(kept: RecordTable, values: Mapping[str, Any]) -> str | None:
    # Of all texts at once, since of nearly every record there is nothing to say.
    texts = [values[name] for name in kept.texts if values[name] is not None]
    try:
        if _text_problem("".join(texts)) is None:
            return None
    except TypeError:
        pass
    return _first_problem({name: values[name] for name in kept.texts}, values, text_alone=True)


def _other_problem(kept: RecordTable, values: Mapping[str, Any]) -> str | None:
    json = {name: values[name] for name in kept.json if values[name] is not None}
    return _money_problem(kept, values) or (_first_problem(json, values) if json else None)


def _money_problem(kept: RecordTable, values: Mapping[str, Any]) -> str | None:
    for name in kept.money:
        if values[name] is not None:
            try:
                _MONEY.fit(values[name])
            except StoredValueError as error:
                return f"{name}: {error}"
    return None


def _first_problem(some: Mapping[str, Any], values: Mapping[str, Any], *, text_alone: bool = False) -> str | None:
    for name in some:
        value = values[name]
        if text_alone and not isinstance(value, (str, type(None))):
            return f"{name}: a text is wanted here, not {type(value).__name__}"
        for problem in filter(None, map(_scalar_problem, chain([name], _scalars(value)))):
            return f"{name.encode('unicode_escape').decode('ascii')}: {problem}"
    return None


def _scalars(value: Any) -> Iterator[Any]:
    # Not by calling itself: what the server nests may be deeper than Python goes.
    rest = [value]
    while rest:
        one = rest.pop()
        if isinstance(one, Mapping):
            yield from one
            rest += one.values()
        elif isinstance(one, (list, tuple)):
            rest += one
        else:
            yield one


def _scalar_problem(value: Any) -> str | None:
    if isinstance(value, Decimal):
        return _number_problem(value)
    return _text_problem(value) if isinstance(value, str) else None


def _number_problem(number: Decimal) -> str | None:
    if not number.is_finite():
        return "it holds a number that is not finite"
    if abs(number.adjusted()) > _MOST_DIGITS:
        return "it holds a number of more digits than a database's number can have"
    return None


def _is_no_text(value: str) -> bool:
    return not value.isascii() and _HALF.search(value) is not None


def _text_problem(text: str) -> str | None:
    if text.isascii():
        return "it holds a NUL character, which a database's text cannot" if "\0" in text else None
    found = _HARD.search(text)
    if found is None:
        return None
    if found[0] == "\0":
        return "it holds a NUL character, which a database's text cannot"
    return "it holds half a surrogate pair, which is no character"
