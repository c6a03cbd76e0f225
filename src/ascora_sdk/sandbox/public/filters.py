"""What the lists of the public API are filtered by, and how each filter reads its value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from ..instants import parse_instant
from ..validation import Errors, InvalidError
from .contract import CATEGORY_NUMBERS, QUOTE_FILTERS, SITE_BILLING_TYPES
from .roughness import Record

Test = Callable[[Record], bool]
Filter = Callable[[str, datetime], Test]
"""Takes a filter's value and the time, and gives a test of records; a ValueError says what the value must be."""

_A_DAY = len("2026-02-17")
_RECENTLY = timedelta(days=7)
_LAST_DAYS = "LAST-7-DAYS"


@dataclass(frozen=True)
class Query:
    """Which records: a test, and a key that is the same only for the same choice."""

    key: object
    test: Test


def read_query(filters: Mapping[str, Filter], params: Mapping[str, str], now: datetime) -> Query | None:
    """Read the filters of a listing.

    Args:
        filters: by their names in the contract.
        params: the query's values by names in lower case.
        now: the time.

    Returns:
        What they ask for, None for everything.

    Raises:
        InvalidError: naming every value that cannot be read.
    """
    errors: Errors = {}
    tests: list[Test] = []
    key: list[object] = []
    for name, make in filters.items():
        value = params.get(name.lower(), "").strip()
        if not value:
            continue
        try:
            tests.append(make(value, now))
        except ValueError as error:
            errors[name] = [str(error)]
        key.append((name, value, now if value == _LAST_DAYS else None))
    if errors:
        raise InvalidError(errors)
    return Query(tuple(key), lambda record: all(test(record) for test in tests)) if tests else None


def text_at(record: Record, path: str) -> str:
    """Give the text at a path such as `siteCustomer.name`, without blanks around it; empty if there is none."""
    value: Any = record
    for name in path.split("."):
        value = cast("Record", value).get(name) if isinstance(value, dict) else None
    return "" if value is None else str(value).strip()


def date_at(record: Record, field: str) -> datetime | None:
    """Give the date in a field, None if there is none that can be read."""
    try:
        return parse_instant(text_at(record, field))
    except ValueError:
        return None


def read_date(value: str) -> datetime:
    """Read a date of a query.

    Raises:
        ValueError: saying what it must be.
    """
    try:
        return parse_instant(value)
    except ValueError:
        raise ValueError("must be an ISO 8601 date") from None


def read_flag(value: str) -> bool:
    """Read a flag of a query.

    Raises:
        ValueError: saying what it must be.
    """
    return _chosen(value.lower(), ("true", "false")) == "true"


def containing(*paths: str) -> Filter:
    """Match a part of some texts, in any case."""

    def make(value: str, _now: datetime) -> Test:
        part = value.casefold()
        return lambda record: any(part in text_at(record, path).casefold() for path in paths)

    return make


def being(*paths: str) -> Filter:
    """Match one of some values whole, in any case."""

    def make(value: str, _now: datetime) -> Test:
        whole = value.casefold()
        return lambda record: any(text_at(record, path).casefold() == whole for path in paths)

    return make


def with_digits(*paths: str) -> Filter:
    """Match a part of some numbers by their digits alone."""

    def make(value: str, _now: datetime) -> Test:
        part = _digits(value)
        if not part:
            raise ValueError("must have digits")
        return lambda record: any(part in _digits(text_at(record, path)) for path in paths)

    return make


def being_true(test: Test) -> Filter:
    """Let true ask for what passes a test; false asks for nothing."""
    return lambda value, _now: test if read_flag(value) else _everything


def telling(field: str, *, wanted: bool) -> Filter:
    """Let true ask for records with a flag as wanted, and false for the others."""

    def make(value: str, _now: datetime) -> Test:
        flag = read_flag(value) is wanted
        return lambda record: record.get(field) is flag

    return make


def from_date(field: str) -> Filter:
    """Match dates from one on."""

    def make(value: str, _now: datetime) -> Test:
        start = read_date(value)
        return lambda record: (date := date_at(record, field)) is not None and date >= start

    return make


def to_date(field: str) -> Filter:
    """Match dates up to one, which counts to its end if it has no time."""

    def make(value: str, _now: datetime) -> Test:
        last = read_date(value)
        try:
            end = last + (timedelta(days=1) if len(value) == _A_DAY else timedelta.resolution)
        except OverflowError:
            raise ValueError("must be before the end of the calendar") from None
        return lambda record: (date := date_at(record, field)) is not None and date < end

    return make


def site_billing(value: str, _now: datetime) -> Test:
    """Match customers by whether another one is billed for them."""
    choice = _chosen(value, SITE_BILLING_TYPES)
    if choice == "All":
        return _everything
    return lambda record: bool(record.get("billingCustomer")) is (choice == "Site")


def category_number(value: str, _now: datetime) -> Test:
    """Match categories by their number."""
    number = _chosen(value, CATEGORY_NUMBERS)
    return lambda record: text_at(record, "categoryNumber") == number


def quote_status(value: str, now: datetime) -> Test:
    """Match quotes as the contract's list of filters says."""
    choice = _chosen(value, QUOTE_FILTERS)
    if choice == "ALL":
        return _everything
    if choice == _LAST_DAYS:
        since = now - _RECENTLY
        return lambda record: (date := date_at(record, "quotationDate")) is not None and since <= date <= now
    wanted = {"IN-PROGRESS", "SENT-TO-CUSTOMER"} if choice == "OPEN" else {choice}
    return lambda record: text_at(record, "quoteStatusText") in wanted


def _chosen(value: str, choices: Sequence[str]) -> str:
    if value not in choices:
        raise ValueError(f"must be one of {', '.join(choices)}")
    return value


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _everything(_record: Record) -> bool:
    return True
