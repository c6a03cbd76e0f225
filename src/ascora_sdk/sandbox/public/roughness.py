"""Data as it really comes: what is untidy about a generated record, decided by its number.

Each record takes two turns out of eight, so that any eight successive records show everything, and any 64 each pair.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum
from typing import Any, cast

Record = dict[str, Any]


class Turn(IntEnum):
    """One way of being untidy."""

    TIDY = 0
    TRAILING_BLANKS = 1
    EMPTY_FOR_NULL = 2
    NULL_OBJECTS = 3
    NUMBERS_AS_TEXT = 4
    NUL = 5
    LONE_SURROGATE = 6
    UNKNOWN_FIELDS = 7


# Texts that others refer to or choose by; a customer's or a job type's name has blanks behind it in Ascora too.
_EXACT = frozenset(
    {
        "pricingMethod",
        "quoteStatusText",
        "type",
        "invoiceLineType",
        "emailAddress",
        "trackingNumber",
        "invoiceNumber",
        "partNumber",
        "jobNumber",
        "quoteNumber",
        "customerNumber",
        "supplierNumber",
        "businessNumber",
    }
)
_OBJECTS = frozenset(
    {
        "jobType",
        "siteContact",
        "billingCustomer",
        "billingContact",
        "customerType",
        "leadSource",
        "assignedUser",
        "customFields",
        "childQuotes",
    }
)
_NUMBERS_THAT_STAY = frozenset(["jobStatus", "invoiceDueDaysType", "displayOrder", "categoryNumber"])
_OFFSETS = (None, timedelta(0), timedelta(hours=10))
_DIGITS = 8  # 0 to 7 of them
_UNTIDY_TEXT = {Turn.NUL: "\x00", Turn.LONE_SURROGATE: "\ud83d"}


def tidied(record: Record) -> Record:
    """Write the dates of a record as the wire does, in UTC; nothing else changes."""
    return cast("Record", _walk(record, "", lambda _name, value: _written(value, timedelta(0), 0)))


def roughened(record: Record, n: int, *, prose: str) -> Record:
    """Make a record as untidy as its number says.

    Args:
        record: what is clean, with dates as `datetime`.
        n: its number, with the seed in it.
        prose: the field, wherever it is, where texts that no database takes stand.

    Returns:
        A new record.
    """
    turns = {Turn(n % len(Turn)), Turn(n // len(Turn) % len(Turn))}
    untidy = "".join(text for turn, text in _UNTIDY_TEXT.items() if turn in turns)
    dates = 0

    def touch(name: str, value: object) -> object:
        nonlocal dates
        if isinstance(value, datetime):
            form = 7 * n + dates  # neither the number of offsets nor of digits divides 7: all 24 forms come round
            dates += 1
            return _written(value, _OFFSETS[form % len(_OFFSETS)], form % _DIGITS)
        touched = _touched(name, value, turns)
        return f"{touched or ''}{untidy}" if untidy and name == prose else touched

    rough = cast("Record", _walk(record, "", touch))
    if Turn.UNKNOWN_FIELDS in turns:
        rough |= {"legacyReference": f"L{n}", "portal": {"isVisible": n % 2 == 0, "tags": ["wet", None]}}
    return rough


def _touched(name: str, value: object, turns: set[Turn]) -> object:
    if name in _OBJECTS:
        return None if Turn.NULL_OBJECTS in turns else value
    if name == "jobStatusText" and Turn.NULL_OBJECTS in turns:
        return None
    if value is None:
        return "" if Turn.EMPTY_FOR_NULL in turns else None
    if isinstance(value, str):
        is_exact = name in _EXACT or name.lower().endswith("id")
        return f"{value}  " if Turn.TRAILING_BLANKS in turns and not is_exact else value
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool) and name not in _NUMBERS_THAT_STAY:
        return str(value) if Turn.NUMBERS_AS_TEXT in turns else value
    return value


def _walk(value: object, name: str, touch: Callable[[str, object], object]) -> object:
    touched = touch(name, value)
    if isinstance(touched, dict):
        return {key: _walk(inner, key, touch) for key, inner in cast("Record", touched).items()}
    if isinstance(touched, list):
        # An element goes by no name of its own; only what it holds does.
        return [_walk(inner, "", touch) for inner in cast("list[object]", touched)]
    return touched


def _written(value: object, offset: timedelta | None, digits: int) -> object:
    if not isinstance(value, datetime):
        return value
    local = value.astimezone(timezone(offset or timedelta(0)))
    text = local.isoformat()[:19]
    if digits:
        text += f".{local.microsecond:06}7"[: 1 + digits]
    if offset is None:
        return text
    return f"{text}{local.isoformat()[-6:]}" if offset else f"{text}Z"
