"""Listing and searching: from query parameters to the rows of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from starlette.datastructures import QueryParams

from .contract import DEFAULT_LIMIT, Fields, Resource, Type
from .generator import Record
from .instants import parse_instant
from .validation import Errors, InvalidError

_MOST_DIGITS = 9
_UNFILTERED_TYPES = frozenset({Type.OBJECT, Type.ITEMS})


@dataclass(frozen=True)
class Query:
    """Which records, in which order; the default is all of them in the order of creation."""

    filters: tuple[tuple[str, frozenset[str]], ...] = ()
    updated_since: datetime | None = None
    search: str | None = None
    sort_by: str | None = None
    descending: bool = False


@dataclass(frozen=True)
class Page:
    """Which part of a listing."""

    limit: int
    offset: int


def read_page(params: QueryParams, max_page_size: int | None) -> Page:
    """Read `limit` and `offset`; a limit over the server's own is lowered without a word.

    Raises:
        InvalidError: if one isn't a whole number from 0 up.
    """
    errors: Errors = {}
    limit = _whole_number(params, "limit", DEFAULT_LIMIT, errors)
    offset = _whole_number(params, "offset", 0, errors)
    if errors:
        raise InvalidError(errors)
    return Page(limit if max_page_size is None else min(limit, max_page_size), offset)


def read_query(resource: Resource, params: QueryParams, *, honours_updated_since: bool) -> Query:
    """Read the filters and the order of a listing; parameters that name no field are left unread.

    Raises:
        InvalidError: if the order or `updated_since` cannot be understood.
    """
    errors: Errors = {}
    sort_by = params.get("sort_by")
    order = params.get("sort_order", "asc")
    if sort_by is not None and _wire_name(sort_by) not in resource.fields:
        errors["sort_by"] = ["must name a field"]
    if order not in {"asc", "desc"}:
        errors["sort_order"] = ["must be asc or desc"]
    query = Query(
        filters=tuple(_filters(resource.fields, params)),
        sort_by=None if sort_by is None else _wire_name(sort_by),
        descending=order == "desc",
    )
    since = params.get("updated_since") if honours_updated_since else None
    if since is not None:
        try:
            query = replace(query, updated_since=parse_instant(since))
        except ValueError:
            errors["updated_since"] = ["must be an ISO 8601 date"]
    if errors:
        raise InvalidError(errors)
    return query


def choose(resource: Resource, query: Query, rows: Iterator[tuple[int, Record]]) -> Iterable[int]:
    """Pick the rows that a query asks for, in its order."""
    tests = tuple(_tests(resource, query))
    found = ((row, record) for row, record in rows if all(test(record) for test in tests))
    if query.sort_by is None:
        chosen = [row for row, _ in found]
        return reversed(chosen) if query.descending else chosen
    name = query.sort_by
    is_date = resource.fields[name].type is Type.DATE
    keyed = [(_sort_key(record.get(name), is_date=is_date), str(record.get("id")), row) for row, record in found]
    keyed.sort(reverse=query.descending)
    return [row for _, _, row in keyed]


def _tests(resource: Resource, query: Query) -> Iterator[Callable[[Record], bool]]:
    for name, wanted in query.filters:
        yield partial(_has_any, name, wanted)
    if query.updated_since is not None:
        yield partial(_is_updated_since, query.updated_since)
    if query.search is not None:
        yield partial(_holds, query.search.casefold(), resource.searched)


def _has_any(name: str, wanted: frozenset[str], record: Record) -> bool:
    value = record.get(name)
    if isinstance(value, (int, Decimal)):
        return any(_number(text) == value for text in wanted)
    return value in wanted if isinstance(value, str) else False


def _is_updated_since(since: datetime, record: Record) -> bool:
    instant = _instant(record.get("updatedAt"))
    return instant is not None and instant >= since


def _holds(text: str, searched: tuple[str, ...], record: Record) -> bool:
    values = (record.get(name) for name in searched)
    return text in " ".join(str(value) for value in values if value is not None).casefold()


def _filters(fields: Fields, params: QueryParams) -> Iterator[tuple[str, frozenset[str]]]:
    for parameter in params:
        field = fields.get(_wire_name(parameter))
        if field is not None and field.type not in _UNFILTERED_TYPES:
            yield field.name, frozenset(params.getlist(parameter))


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _instant(value: object) -> datetime | None:
    try:
        return parse_instant(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _sort_key(value: object, *, is_date: bool) -> tuple[int, Any]:
    """Make any two JSON values comparable: dates, numbers, texts, then all else as text, and last what is missing."""
    instant = _instant(value) if is_date else None
    if instant is not None:
        return 0, instant
    if isinstance(value, (int, float, Decimal)):
        return 1, value
    if isinstance(value, str):
        return 2, value
    return (4, "") if value is None else (3, str(value))


def _wire_name(parameter: str) -> str:
    first, *others = parameter.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in others)


def _whole_number(params: QueryParams, name: str, default: int, errors: Errors) -> int:
    text = params.get(name)
    if text is None:
        return default
    if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
        return int(text)
    errors[name] = ["must be a whole number from 0 up"]
    return default
