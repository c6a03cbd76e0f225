"""What the statements have in common: the scope that they keep to, and parameters that hold many values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from ...sync.records import Scope
from .types import POSTGRESQL, TextList

_IDS: Final = bindparam("of_ids", type_=TextList())
_PLUS: Final[custom_op[str]] = custom_op("+")
_INSERTS: Final[Mapping[str, Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_or_else(table: Table, dialect: str) -> Any:
    """Begin an INSERT that says what to do where the row is there already."""
    return _INSERTS[dialect](table)


def scope_parameters(scope: Scope, **more: Any) -> dict[str, Any]:
    """Give the parameters that `in_scope` asks for, and more; a statement's own columns never have such names."""
    return {"of_organization": scope.organization_id, "of_kind": scope.kind, **more}


def in_scope(table: Table) -> Sequence[ColumnElement[bool]]:
    """Ask for rows of one organization, and where a table holds many kinds, of one kind."""
    return _of_scope(table, lambda column: column)


def is_one_of(column: ColumnElement[str], dialect: str) -> ColumnElement[bool]:
    """Ask whether a column is one of the parameter `of_ids`, which is one parameter however many they are."""
    if dialect == POSTGRESQL:
        return column == any_(_IDS)
    return column.in_(select(literal_column("value")).select_from(func.json_each(_IDS)))


def of_rows(table: Table, dialect: str) -> Sequence[ColumnElement[bool]]:
    """Ask for rows of the scope whose own ids are in the parameter `of_ids`, a list of their texts."""
    if dialect == POSTGRESQL:
        return [*in_scope(table), table.c.id == any_(cast(_IDS, postgresql.ARRAY(Uuid)))]
    # SQLite would look through all rows of the organization rather than find these by their ids. What has a plus before
    # it is of no use for an index, and so it does not.
    scope = _of_scope(table, lambda column: UnaryExpression(column, operator=_PLUS))
    return [*scope, is_one_of(type_coerce(table.c.id, Text()), dialect)]


def ids_in_order(dialect: str) -> Any:
    """Give the parameter `of_ids` as rows: `value`, and `key` by which they are in their order."""
    if dialect == POSTGRESQL:
        return func.unnest(_IDS).table_valued("value", with_ordinality="key").render_derived()
    return func.json_each(_IDS).table_valued("value", "key")


def as_key(column: Column[Any]) -> ColumnElement[str]:
    """Give a row's own id as text."""
    return cast(column, Text)


def _of_scope(table: Table, shown: Callable[[Column[str]], ColumnElement[str]]) -> Sequence[ColumnElement[bool]]:
    found = [shown(table.c.organization_id) == bindparam("of_organization")]
    return [*found, shown(table.c.kind) == bindparam("of_kind")] if "kind" in table.c else found
