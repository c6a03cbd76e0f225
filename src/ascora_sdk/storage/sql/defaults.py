"""What the database itself fills in: a row's id and its times."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from .types import POSTGRESQL, SQLITE, RowId, UtcTimestamp


class new_row_id(FunctionElement[UUID]):  # noqa: N801 - SQL functions are written in lower case
    """A UUID, made by the database: on SQLite in the order of time, so that new rows lie side by side in its index."""

    inherit_cache = True
    type = RowId()


class current_moment(FunctionElement[datetime]):  # noqa: N801 - SQL functions are written in lower case
    """The moment at which the database looks at its clock, even within one transaction."""

    inherit_cache = True
    type = UtcTimestamp()


class this_moment(FunctionElement[datetime]):  # noqa: N801 - SQL functions are written in lower case
    """The moment at which a statement began: wherever it stands in the statement, it is the same."""

    inherit_cache = True
    type = UtcTimestamp()


class moment_after(FunctionElement[datetime]):  # noqa: N801 - SQL functions are written in lower case
    """The moment at which a statement began, or if the clock was set back, one just after a column's."""

    inherit_cache = True
    type = UtcTimestamp()


_MILLISECONDS = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
# Three zeros, since SQLite's clock has milliseconds and the column's text has microseconds.
_SQLITE_NOW = "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')"

_SQL: dict[tuple[type[FunctionElement[Any]], str], str] = {
    (new_row_id, POSTGRESQL): "gen_random_uuid()",
    (new_row_id, SQLITE): (
        f"printf('%08x-%04x-7%03x-%04x-%04x%08x', {_MILLISECONDS} >> 16, {_MILLISECONDS} & 65535, random() & 4095, "
        "32768 | (random() & 16383), random() & 65535, random() & 4294967295)"
    ),
    # now() would be the transaction's start, and so the same for everything that one transaction writes.
    (current_moment, POSTGRESQL): "clock_timestamp()",
    (current_moment, SQLITE): _SQLITE_NOW,
    (this_moment, POSTGRESQL): "statement_timestamp()",
    (this_moment, SQLITE): _SQLITE_NOW,
    (moment_after, POSTGRESQL): "greatest(statement_timestamp(), {0} + interval '1 microsecond')",
    (moment_after, SQLITE): (
        f"max({_SQLITE_NOW}, coalesce(strftime('%Y-%m-%dT%H:%M:%f000Z', {{0}}, '+0.001 seconds'), ''))"
    ),
}


def _register(function: type[FunctionElement[Any]], dialect: str, sql: str) -> None:
    def written(element: Any, compiler: Any, **options: Any) -> str:
        return sql.format(*(compiler.process(clause, **options) for clause in element.clauses))

    compiles(function, dialect)(written)


for (_function, _dialect), _text in _SQL.items():
    _register(_function, _dialect, _text)
