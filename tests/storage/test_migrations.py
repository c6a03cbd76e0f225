"""The migrations: up, down, beside a host's own tables, and the same schema as the declaration in `tables`."""

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

import ascora_sdk
from ascora_sdk.storage.sql import migrate
from ascora_sdk.storage.sql.record_tables import RECORD_TABLES
from ascora_sdk.storage.sql.tables import metadata

HEAD = "0002"
HOST_TABLE = "CREATE TABLE alembic_version (version_num TEXT NOT NULL)"
HOST_ROW = "INSERT INTO alembic_version VALUES ('the-hosts-own')"
TOUCHED = {table.name for table in metadata.tables.values() if "updated_at" in table.c}
ALL_OBJECTS = {
    "sqlite": "SELECT type || ' ' || name FROM sqlite_master",
    "postgresql": """
        SELECT 'relation ' || relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace
        UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
          WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal
        UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
    """,
}


def objects(connection: Connection) -> set[str]:
    return set(connection.execute(text(ALL_OBJECTS[connection.dialect.name])).scalars())


def schema(connection: Connection) -> dict[str, Any]:
    """Read all that the database tells of its tables, in a form that can be compared."""
    look = inspect(connection)
    return {
        table: {
            "columns": {c["name"]: (str(c["type"]), c["nullable"], c["default"]) for c in look.get_columns(table)},
            "key": look.get_pk_constraint(table),
            "unique": _by_name(look.get_unique_constraints(table)),
            "checks": _by_name(look.get_check_constraints(table)),
            "indexes": _by_name(look.get_indexes(table)),
            "references": _by_name(look.get_foreign_keys(table)),
        }
        for table in look.get_table_names()
        if table.startswith("ascora_") and table != migrate.VERSION_TABLE
    }


def _by_name(items: list[Any]) -> dict[str, str]:
    # As text, since some of the options that come with an index are expressions, which do not compare.
    return {item["name"]: repr({name: _plain(item[name]) for name in sorted(item)}) for item in items}


def _plain(value: Any) -> Any:
    return {name: str(item) for name, item in sorted(value.items())} if isinstance(value, dict) else value


def test_up_down_and_up_again(engine: Engine) -> None:
    for _ in range(2):
        with engine.begin() as connection:
            assert migrate.current(connection) is None
            assert migrate.pending(connection)
            migrate.upgrade(connection)
        with engine.begin() as connection:
            assert migrate.current(connection) == HEAD
            assert not migrate.pending(connection)
            assert set(inspect(connection).get_table_names()) == {*metadata.tables, migrate.VERSION_TABLE}
            migrate.downgrade(connection)
        with engine.begin() as connection:
            assert objects(connection) == set()


def test_what_is_done_is_not_done_again(engine: Engine) -> None:
    with engine.begin() as connection:
        migrate.upgrade(connection)
        connection.execute(text("INSERT INTO ascora_customers (organization_id) VALUES ('o')"))
        before = objects(connection)
        migrate.upgrade(connection)
        assert objects(connection) == before
        assert connection.execute(text("SELECT count(*) FROM ascora_customers")).scalar() == 1
    with engine.begin() as connection:
        migrate.downgrade(connection)
        migrate.downgrade(connection)
        assert objects(connection) == set()


def test_a_host_keeps_its_tables_and_its_own_alembic(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text(HOST_TABLE))
        connection.execute(text(HOST_ROW))
        before = objects(connection)
        migrate.upgrade(connection)
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == ["the-hosts-own"]
        migrate.downgrade(connection)
        assert objects(connection) == before
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == ["the-hosts-own"]


def test_the_callers_transaction_is_used(engine: Engine) -> None:
    with engine.connect() as connection:
        with connection.begin() as transaction:
            migrate.upgrade(connection)
            transaction.rollback()
        assert objects(connection) == set()
        connection.rollback()
        with connection.begin():
            migrate.upgrade(connection)
        with connection.begin() as transaction:
            migrate.downgrade(connection)
            transaction.rollback()
        assert migrate.current(connection) == HEAD


def test_without_a_transaction_it_is_one_of_its_own(engine: Engine) -> None:
    with engine.connect() as connection:
        migrate.upgrade(connection)
        assert not connection.in_transaction()
    with engine.connect() as connection:
        assert migrate.current(connection) == HEAD


def test_a_migration_that_fails_leaves_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        # The last but one table to be made: most of the work is done when it turns out to be there.
        connection.execute(text("CREATE TABLE ascora_sync_checkpoints (mine INTEGER)"))
        before = objects(connection)
    with engine.connect() as connection:
        with pytest.raises(Exception, match="already exists"):
            migrate.upgrade(connection)
        assert objects(connection) == before


def test_workers_that_start_together_take_turns(engine: Engine) -> None:
    def start(_worker: int) -> None:
        with engine.begin() as connection:
            migrate.upgrade(connection)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(start, range(4)))
    with engine.begin() as connection:
        assert migrate.current(connection) == HEAD


def test_it_runs_inside_a_migration_of_the_host(engine: Engine) -> None:
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)) as op:
        migrate.upgrade(op.get_bind())
        op.execute(HOST_TABLE)
        assert {"ascora_jobs", "alembic_version"} <= set(inspect(connection).get_table_names())


def test_two_databases_at_once_in_one_event_loop(tmp_path: Path) -> None:
    async def bring_up(name: str) -> str | None:
        engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/{name}.db")
        async with engine.begin() as connection:
            await connection.run_sync(migrate.upgrade)
        async with engine.begin() as connection:
            revision = await connection.run_sync(migrate.current)
        await engine.dispose()
        return revision

    async def both() -> tuple[str | None, str | None]:
        return await asyncio.gather(bring_up("one"), bring_up("other"))

    assert tuple(asyncio.run(both())) == (HEAD, HEAD)


def test_the_migrated_schema_is_the_declared_one(engine: Engine) -> None:
    with engine.begin() as connection:
        migrate.upgrade(connection)
        options = {"version_table": migrate.VERSION_TABLE, "compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        migrated = schema(connection)
        migrate.downgrade(connection)
    with engine.begin() as connection:
        metadata.create_all(connection)
        assert migrated == schema(connection)


def test_every_table_with_an_updated_at_has_its_trigger(engine: Engine) -> None:
    with engine.begin() as connection:
        migrate.upgrade(connection)
        triggers = {name for name in objects(connection) if name.startswith("trigger")}
    tables_of_own_alone = {f"ascora_sync_{name}" for name in ("logs", "records", "tombstones", "outbox", "conflicts")}
    assert {*metadata.tables} - TOUCHED == tables_of_own_alone
    assert {name for name in triggers if name.endswith("_touch")} == {f"trigger {table}_touch" for table in TOUCHED}


def test_every_table_of_records_notes_what_goes(engine: Engine) -> None:
    with engine.begin() as connection:
        migrate.upgrade(connection)
        triggers = {name for name in objects(connection) if name.startswith("trigger") and not name.endswith("_touch")}
    names = ["gone", "renamed", "emptied" if engine.dialect.name == "postgresql" else "replaced"]
    tables = [*(record.table.name for record in RECORD_TABLES.values()), "ascora_records"]
    assert triggers == {f"trigger {table}_{name}" for table in tables for name in names}


def test_a_revision_from_the_future_is_refused(sqlite_engine: Engine) -> None:
    with sqlite_engine.begin() as connection:
        migrate.upgrade(connection)
        connection.execute(text(f"UPDATE {migrate.VERSION_TABLE} SET version_num = '9999'"))
        with pytest.raises(CommandError, match="9999"):
            migrate.upgrade(connection)
        with pytest.raises(CommandError, match="9999"):
            migrate.downgrade(connection)


def test_another_database_is_refused() -> None:
    class Elsewhere:
        class dialect:  # noqa: N801 - stands for an attribute
            name = "mysql"

    with pytest.raises(ValueError, match="not for mysql"):
        migrate.upgrade(Elsewhere())  # type: ignore[arg-type]


VENDORED = """
import sys
from sqlalchemy import create_engine, inspect
from other._vendor.ascora_sdk.storage.sql import migrate, tables
engine = create_engine("sqlite:///vendored.db")
with engine.begin() as connection:
    migrate.upgrade(connection)
    found = set(inspect(connection).get_table_names())
    assert found == {*tables.metadata.tables, migrate.VERSION_TABLE}, found
    migrate.downgrade(connection)
engine.dispose()
assert not [name for name in sys.modules if name.partition(".")[0] == "ascora_sdk"]
print("fine")
"""


@pytest.fixture
def vendored(tmp_path: Path) -> Path:
    """A copy under another name, in a folder whose name would be special to a configuration file."""
    root = tmp_path / "100% of it: all"
    copy = root / "other" / "_vendor" / "ascora_sdk"
    copytree(Path(ascora_sdk.__file__).parent, copy, ignore=ignore_patterns("__pycache__", ".*"))
    for package in (copy.parent, copy.parent.parent):
        (package / "__init__.py").touch()
    return root


def test_a_vendored_copy_migrates(vendored: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", VENDORED]
    done = subprocess.run(command, cwd=vendored, check=False, capture_output=True, encoding="utf-8")
    assert (done.stdout, done.stderr) == ("fine\n", "")


def test_revisions_follow_one_another() -> None:
    folder = Path(migrate.__file__).parent / "migrations" / "versions"
    numbers = sorted(int(path.name[:4]) for path in folder.glob("[0-9]*.py"))
    assert numbers[0] == 1
    assert all(later == earlier + 1 for earlier, later in pairwise(numbers))


def test_an_engine_that_opens_its_own_transactions(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/auto.db", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        migrate.upgrade(connection)
    with engine.connect() as connection:
        assert migrate.current(connection) == HEAD
    engine.dispose()
