"""What the database itself fills in: a row's id and its times."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from .types import POSTGRESQL, SQLITE, RowId, UtcTimestamp


class new_row_id(FunctionElement[UUID]):  # noqa: N801 - SQL functions are written in lower case
    """A random UUID, made by the database."""

    inherit_cache = True
    type = RowId()


class current_moment(FunctionElement[datetime]):  # noqa: N801 - SQL functions are written in lower case
    """The moment at which the database looks at its clock, even within one transaction."""

    inherit_cache = True
    type = UtcTimestamp()


_SQL: dict[tuple[type[FunctionElement[Any]], str], str] = {
    (new_row_id, POSTGRESQL): "gen_random_uuid()",
    (new_row_id, SQLITE): (
        "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || "
        "substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))"
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
