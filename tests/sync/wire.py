"""What a row has to hold for a record of the server, worked out from the contract and the record alone."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ascora_sdk.sandbox import Sandbox
from ascora_sdk.sandbox.contract import RESOURCES, Type

FIELDS = {resource.kind: resource.fields for resource in RESOURCES.values()}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_OWN_NAMES = {"createdAt": "ascora_created_at", "updatedAt": "ascora_updated_at"}


def column_name(wire_name: str) -> str:
    """The column of a wire's field."""
    return _OWN_NAMES.get(wire_name) or re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", wire_name)


def number(value: Decimal | int) -> tuple[str, str]:
    """A JSON number by its digits, so that 0.30 is not 0.3."""
    return "number", str(value)


def digits(value: Any) -> Any:
    """A parsed JSON value, with each number by its digits."""
    if isinstance(value, Mapping):
        return {name: digits(item) for name, item in value.items()}
    if isinstance(value, list):
        return [digits(item) for item in value]
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return number(value)
    return value


def digits_of(text: str | None) -> Any:
    """The same of JSON text."""
    if text is None:
        return None
    return json.loads(text, parse_float=lambda number: ("number", number), parse_int=lambda number: ("number", number))


def expected_row(kind: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """What the columns that come from the wire hold, JSON by its digits."""
    fields = {name: field for name, field in FIELDS[kind].items() if name != "id"}
    row = {column_name(name): _cell(field.type, record.get(name)) for name, field in fields.items()}
    unknown = {name: value for name, value in record.items() if name not in FIELDS[kind]}
    return {**row, "extra": digits(unknown) or None}


def found_row(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The same columns of a row of the database, in the same form."""
    names = {column_name(name): field.type for name, field in FIELDS[kind].items() if name != "id"}
    found = {name: digits_of(row[name]) if _is_json(type_) else row[name] for name, type_ in names.items()}
    return {**found, "extra": digits_of(row["extra"])}


def assert_same(sandbox: Sandbox, kind: str, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Each record of the server is in the rows, field by field, and nothing else is."""
    records = {record["id"]: record for record in sandbox.records(kind)}
    assert rows.keys() == records.keys()
    for id_, record in records.items():
        assert found_row(kind, rows[id_]) == expected_row(kind, record), id_


def sorted_ids(sandbox: Sandbox, kind: str) -> list[str]:
    """The ids in the order in which a complete listing gives them."""
    return sorted(record["id"] for record in sandbox.records(kind))


def _is_json(type_: Type) -> bool:
    return type_ in {Type.OBJECT, Type.ITEMS}


def _cell(type_: Type, value: Any) -> Any:
    if value is None:
        return None
    if _is_json(type_):
        return digits(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
