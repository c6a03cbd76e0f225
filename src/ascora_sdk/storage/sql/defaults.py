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


_MILLISECONDS = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"

_SQL: dict[tuple[type[FunctionElement[Any]], str], str] = {
    (new_row_id, POSTGRESQL): "gen_random_uuid()",
    (new_row_id, SQLITE): (
        f"printf('%08x-%04x-7%03x-%04x-%04x%08x', {_MILLISECONDS} >> 16, {_MILLISECONDS} & 65535, random() & 4095, "
        "32768 | (random() & 16383), random() & 65535, random() & 4294967295)"
    ),
    # now() would be the transaction's start, and so the same for everything that one transaction writes.
    (current_moment, POSTGRESQL): "clock_timestamp()",
    # Three zeros, since SQLite's clock has milliseconds and the column's text has microseconds.
    (current_moment, SQLITE): "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')",
}


def _register(function: type[FunctionElement[Any]], dialect: str, sql: str) -> None:
    def written(_element: Any, _compiler: Any, **_options: Any) -> str:
        return sql

    compiles(function, dialect)(written)


for (_function, _dialect), _text in _SQL.items():
    _register(_function, _dialect, _text)
