"""What somebody does at a SQL prompt: plain statements, and nothing of ours."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, text


def run(engine: Engine, statement: str, **values: Any) -> list[dict[str, Any]]:
    """Run a statement in a transaction of its own; give the rows that it selected."""
    with engine.begin() as connection:
        result = connection.execute(text(statement), values)
        return [dict(row) for row in result.mappings()] if result.returns_rows else []


def value(engine: Engine, statement: str, **values: Any) -> Any:
    """Give the one value that a statement selects."""
    (row,) = run(engine, statement, **values)
    (found,) = row.values()
    return found
