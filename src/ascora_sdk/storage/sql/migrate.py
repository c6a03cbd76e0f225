"""Brings a database's tables up to date, or takes them away again.

Each function works on a connection that the caller has opened, in the transaction that is open on it; without one, in a
transaction of its own. On an async engine: `await connection.run_sync(upgrade)`.

Alembic's own commands go through `alembic.op` and `alembic.context`, which are one for the whole process: two
migrations at once, in two threads or two tasks, or ours called from within a host's, would write into each other's
database. So the scripts are run without them, and each is handed its operations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from .types import POSTGRESQL, SQLITE

VERSION_TABLE: Final = "ascora_alembic_version"
"""Where the database says how far it has come; a name of our own, since a host may have an Alembic of its own."""

_SCRIPTS: Final = Path(__file__).parent / "migrations"
# Any number will do that no other program takes for its lock; these are the letters "ascora".
_LOCK: Final = int.from_bytes(b"ascora", "big")

_Steps = Callable[[ScriptDirectory, "tuple[str, ...]"], Iterator[MigrationStep]]


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Make what a revision needs and the database lacks; where nothing is lacking, do nothing.

    Args:
        connection: A connection to SQLite or PostgreSQL.
        revision: How far to go.

    Raises:
        ValueError: If the database is another one.
        alembic.util.CommandError: If the database holds a revision that this version of the package does not know.
    """

    def steps(scripts: ScriptDirectory, heads: tuple[str, ...]) -> Iterator[MigrationStep]:
        wanted = scripts.iterate_revisions(revision, heads, implicit_base=True)
        for script in reversed(list(wanted)):
            yield MigrationStep.upgrade_from_script(scripts.revision_map, script)

    _run(connection, steps)


def downgrade(connection: Connection, revision: str = "base") -> None:
    """Take away what came after a revision: data, tables, triggers and all.

    Args:
        connection: A connection to SQLite or PostgreSQL.
        revision: How far to go back; all the way by default.

    Raises:
        ValueError: If the database is another one.
        alembic.util.CommandError: If the database holds a revision that this version of the package does not know.
    """

    def steps(scripts: ScriptDirectory, heads: tuple[str, ...]) -> Iterator[MigrationStep]:
        for script in scripts.iterate_revisions(heads, revision, select_for_downgrade=True):
            yield MigrationStep.downgrade_from_script(scripts.revision_map, script)

    with _transaction(connection):
        _run(connection, steps)
        if current(connection) is None:
            connection.execute(text(f"DROP TABLE IF EXISTS {VERSION_TABLE}"))


def current(connection: Connection) -> str | None:
    """Say which revision the database is at, or `None` if it holds no tables of ours."""
    return MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()


def pending(connection: Connection) -> bool:
    """Say whether `upgrade` has anything to do."""
    return current(connection) != ScriptDirectory(str(_SCRIPTS)).get_current_head()


def _run(connection: Connection, steps: _Steps) -> None:
    dialect = connection.dialect.name
    if dialect not in (SQLITE, POSTGRESQL):
        raise ValueError(f"the tables are made for SQLite and PostgreSQL, not for {dialect}")
    scripts = ScriptDirectory(str(_SCRIPTS))

    def wanted(heads: Any, _context: MigrationContext) -> Sequence[MigrationStep]:
        # A revision that this package does not know is refused in so many words.
        scripts.get_revisions(heads)
        return list(steps(scripts, heads))

    with _transaction(connection):
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "fn": wanted})
        context.run_migrations(op=Operations(context))


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
    with nullcontext() if connection.in_transaction() else connection.begin():
        _take_turns(connection)
        yield


def _take_turns(connection: Connection) -> None:
    """Let workers that start at the same moment migrate one after the other; the later ones find nothing to do."""
    if connection.dialect.name == POSTGRESQL:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    elif not _in_driver_transaction(connection):
        # Python's sqlite3 opens a transaction for data alone, so that tables would be made outside of any.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _in_driver_transaction(connection: Connection) -> bool:
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)
