"""Values to be kept: one ordinary record of any kind, and what is hard to keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import attrs

from ...codec import wire_name
from ...models import OpenEnum
from ...models.record import EXTRA, Record
from ...sync.kinds import Kind
from ...sync.leaves import same

MOMENT: Final = "2026-02-17T21:09:20.313Z"
DAY: Final = "2026-02-17"

TEXTS: Final = (
    "", " ", "  two blanks before and behind  ", "\ttab and line\r\nand line\n", "NULL", "null", "true", "0", "007",
    "1e5", "O'Brien; DROP TABLE clients; --", '"quoted" \\ and %s and {} and :name and ?', "Zoë Łukasz 北京 Ω", "é",
    "e\u0301", "\U0001f469\u200d\U0001f527 \U0001d518", "\u202eright to left", "\u00a0\u2028\ufeff", "x" * 5_000,
    "{}", "[]", MOMENT,
)  # fmt: skip
"""Texts that a storage may be tempted to make something else of."""

HARD_TEXTS: Final = ("a\x00b", "\x00", "\ud83d", "\udc00 low", r"\u0000", "\ufffe\uffff", "x" * 200_000)
"""Texts that many a database has no place for."""

AMOUNTS: Final = (
    0, 7, -3, Decimal("0.30"), Decimal("0.1"), Decimal("19.99"), Decimal("-0.01"), Decimal("1234567.89"),
    Decimal("9999999999.99"), Decimal("0.005"), Decimal("123456789012345678901234.56"), Decimal("1E+3"), 10**30,
)  # fmt: skip
"""Amounts that are no longer the same once they have been a float, or were rounded."""

DATES: Final = (
    DAY, MOMENT, "2026-02-17T21:09:20Z", "2026-02-17T21:09:20.3Z", "2026-02-17T21:09:20.313000Z", "2026-02-17T21:09:20",
    "2026-02-17T21:09:20.313+10:00", "2026-02-17T21:09:20.123456789Z", "2024-02-29", "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z", "17/02/2026", "soon", "",
)  # fmt: skip
"""Times in every form in which they come; each is the text that it is."""

NESTED: Final[tuple[Any, ...]] = (
    {},
    {"moisture": 7, "dry": True, "wet": False, "insurer": None, "claim": ""},
    {"one": 1, "true": True, "zero": 0, "false": False, "text": "1"},
    {"amount": Decimal("0.30"), "large": 10**20, "small": Decimal("0.000000000000000000001")},
    {"deep": {"list": [1, [2, [3, {"x": None}]], "", {}, []]}, "empty": [], "none": {}},
    {"": "no name", "a.b": 1, "Zoë 北京": "é", "e\u0301": 2, 'it\'s "quoted"': [True, 1, "1"]},
)
"""Objects in which true and 1, null and absent, text and number must stay apart."""

HARD_NESTED: Final[tuple[Any, ...]] = (
    {"nul": "a\x00b"}, {"half": "\ud83d"}, {"\x00": 1}, {"large": Decimal("1E+400")}, {"long": "x" * 200_000},
)  # fmt: skip
"""Objects that many a database has no place for."""

NAMES: Final = (
    "c-1", "C-1", "c-1 ", " c-1", "c-10", "c_1", "c%1", "1", "01", "1.0", "é", "e\u0301", "it's", 'a"b', "a:b", "row:1",
    "gone:1", "北京", "~", "{}", "None", "x" * 200,
)  # fmt: skip
"""Ids and keys that a storage may take for one another, or for something else."""


def values_of(kind: Kind, number: int) -> dict[str, Any]:
    """Make up the values of an ordinary record, in which every field has one.

    Args:
        kind: Of which kind.
        number: Other numbers make other values.
    """
    item = {kind.id_name: "", **_item(kind.model, number, skip={kind.id_field})}
    return {**kind.values_of(item), EXTRA: {"surveyed": True, "score": Decimal("7.50"), "seen": number}}


def fields_of(kind: Kind, wanted: type[Any]) -> Iterator[str]:
    """Name a kind's fields that hold values of a type: `str`, `Decimal`, `date`, `Mapping`."""
    model: Any = kind.model
    for name, type_ in _types(model).items():
        if name in kind.wire_names and type_ in (wanted, *((datetime,) if wanted is date else ())):
            yield name


def optional_fields(kind: Kind) -> Iterator[str]:
    """Name the fields of which the contract says that they may have no value."""
    for each in attrs.fields(kind.model):
        if each.default is not attrs.NOTHING and each.name != kind.id_field:
            yield each.name


def same_values(found: Mapping[str, Any] | None, written: Mapping[str, Any]) -> bool:
    """Tell whether values are those that were written, none of them a float on the way; unlike fields are printed."""
    if found is None:
        return False
    unlike = [
        name
        for name in {**written, **found}
        if name not in found or not same(found[name], written.get(name)) or _has_float(found[name])
    ]
    for name in unlike:
        print(f"{name}: written {written.get(name)!r}, read {found.get(name, 'nothing')!r}")  # noqa: T201 - pytest shows it
    return not unlike


def _item(model: Any, number: int, skip: set[str]) -> dict[str, Any]:
    types = _types(model)
    names = [each.name for each in attrs.fields(model) if each.name not in {EXTRA, *skip}]
    return {wire_name(name): _value(types[name], name, number) for name in names}


@cache
def _types(model: Any) -> Mapping[str, Any]:
    return {name: _type_of(hint) for name, hint in get_type_hints(model).items()}


def _value(type_: Any, name: str, number: int) -> Any:
    ready = {
        Decimal: Decimal(number) + Decimal("0.30"),
        int: number,
        bool: number % 2 == 0,
        datetime: MOMENT,
        date: DAY,
        Mapping: {"moisture": number, "insurer": "Suncorp"},
    }
    if type_ in ready:
        return ready[type_]
    if get_origin(type_) is tuple:
        return [_value(_type_of(get_args(type_)[0]), name, number)]
    if isinstance(type_, type) and issubclass(type_, OpenEnum):
        return next(iter(type_)).value
    if isinstance(type_, type) and issubclass(type_, Record):
        return _item(type_, number, skip=set())
    return f"ada.{number}@example.com" if "email" in name else f"{name} {number}"


def _type_of(hint: Any) -> Any:
    """Give the type of what a field holds when it holds something; `str` if anything may stand there."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _type_of(get_args(hint)[0])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return Mapping
    return str if hint is Any else hint


def _has_float(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_float, value.values()))
    return any(map(_has_float, value)) if isinstance(value, list) else isinstance(value, float)
