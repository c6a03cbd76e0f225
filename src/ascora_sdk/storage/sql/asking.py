"""What the statements have in common: the scope that they keep to, and parameters that hold many values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    func,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite

from ...sync.records import Scope
from .types import POSTGRESQL, TextList

_IDS: Final = bindparam("of_ids", type_=TextList())
_INSERTS: Final[Mapping[str, Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_or_else(table: Table, dialect: str) -> Any:
    """Begin an INSERT that says what to do where the row is there already."""
    return _INSERTS[dialect](table)


def scope_parameters(scope: Scope, **more: Any) -> dict[str, Any]:
    """Give the parameters that `in_scope` asks for, and more; a statement's own columns never have such names."""
    return {"of_organization": scope.organization_id, "of_kind": scope.kind, **more}


def in_scope(table: Table) -> Sequence[ColumnElement[bool]]:
    """Ask for rows of one organization, and where a table holds many kinds, of one kind."""
    found = [table.c.organization_id == bindparam("of_organization")]
    return [*found, table.c.kind == bindparam("of_kind")] if "kind" in table.c else found


def is_one_of(column: ColumnElement[str], dialect: str) -> ColumnElement[bool]:
    """Ask whether a column is one of the parameter `of_ids`, which is one parameter however many they are."""
    if dialect == POSTGRESQL:
        return column == any_(_IDS)
    return column.in_(select(literal_column("value")).select_from(func.json_each(_IDS)))


def is_row_of(column: Column[Any], dialect: str) -> ColumnElement[bool]:
    """Ask whether a row's own id is one of the parameter `of_ids`, a list of their texts."""
    if dialect == POSTGRESQL:
        return column == any_(cast(_IDS, postgresql.ARRAY(Uuid)))
    return is_one_of(type_coerce(column, Text()), dialect)


def ids_in_order(dialect: str) -> Any:
    """Give the parameter `of_ids` as rows: `value`, and `key` by which they are in their order."""
    if dialect == POSTGRESQL:
        return func.unnest(_IDS).table_valued("value", with_ordinality="key").render_derived()
    return func.json_each(_IDS).table_valued("value", "key")


def as_key(column: Column[Any]) -> ColumnElement[str]:
    """Give a row's own id as text."""
    return cast(column, Text)
