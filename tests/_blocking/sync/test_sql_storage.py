# Generated from ../../_async/sync/test_sql_storage.py by tools/unasync; do not edit.
"""What SqlStorage makes of the database that it is given."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy import event, make_url, text
from sqlalchemy import Engine, create_engine

from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import SyncEngine, Checkpoint, Lease, PagePulled, Scope, SyncEvent

from ...sync.database import TABLES, Database
from ...sync.wire import assert_same

SCOPE = Scope("default", "customer")
FULL = 2
NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)


@pytest.fixture
def own_engine(database: Database) -> Iterator[Engine]:
    driver = "sqlite"
    engine = create_engine(make_url(database.url).set(drivername=driver))
    yield engine
    engine.dispose()


def test_an_engine_of_ones_own_is_used_and_not_disposed_of(
    own_engine: Engine, client, sandbox: Sandbox, database: Database
) -> None:
    disposed: list[object] = []
    plain = own_engine
    event.listen(plain, "engine_disposed", disposed.append)
    with SqlStorage(own_engine) as storage:
        storage.migrate()
        assert (SyncEngine(client, storage).pull()).ok
    assert disposed == []
    with own_engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM ascora_customers"))
        assert found.scalar_one() == sandbox.count("customer")


def test_an_engine_that_begins_its_transactions_itself_is_usable(
    own_engine: Engine, client, sandbox: Sandbox, database: Database
) -> None:
    plain = own_engine

    def on_connect(connection, _record) -> None:
        connection.isolation_level = None

    def on_begin(connection) -> None:
        connection.exec_driver_sql("BEGIN")

    event.listen(plain, "connect", on_connect)
    event.listen(plain, "begin", on_begin)
    storage = SqlStorage(own_engine)
    storage.migrate()
    assert (SyncEngine(client, storage).pull()).ok
    assert_same(sandbox, "customer", database.records("customer"))


def test_two_storages_may_share_an_engine(own_engine: Engine, client) -> None:
    first, second = SqlStorage(own_engine), SqlStorage(own_engine)
    first.migrate()
    assert (SyncEngine(client, first).pull("customer")).ok
    assert (SyncEngine(client, second).pull("job")).ok


def test_a_url_object_and_a_url_with_its_driver_are_taken_too(client, tmp_path: Path) -> None:
    named = "sqlite+pysqlite:///"
    for number, url in enumerate((make_url(f"sqlite:///{tmp_path}/0.db"), f"{named}{tmp_path}/1.db")):
        with SqlStorage(url) as storage:
            storage.migrate()
            assert (SyncEngine(client, storage).pull("customer")).ok
        assert Database(tmp_path / f"{number}.db").count("ascora_customers") == 25


def test_a_database_in_memory_will_do(client) -> None:
    with SqlStorage("sqlite://") as storage:
        storage.migrate()
        engine = SyncEngine(client, storage)
        assert (engine.pull())["customer"].created == 25
        assert (engine.pull(complete=True))["customer"].unchanged == 25


def test_a_storage_closed_and_opened_again_knows_everything(
    engine: SyncEngine, client, storage: SqlStorage, database: Database
) -> None:
    engine.pull()
    storage.close()
    with SqlStorage(database.url) as again:
        report = SyncEngine(client, again).pull()
    assert all(done.unchanged == done.seen for done in report.values())


def test_readers_do_not_wait_and_see_whole_pages_only(make_engine, sandbox: Sandbox, database: Database) -> None:
    seen: list[int] = []
    with closing(sqlite3.connect(database.path, timeout=0)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM ascora_customers").fetchone() == (0,)

        def look(told: SyncEvent) -> None:
            if isinstance(told, PagePulled):
                with closing(sqlite3.connect(database.path, timeout=0)) as other:
                    seen.extend(other.execute("SELECT count(*) FROM ascora_customers").fetchone())

        make_engine(on_event=look).pull("customer")
        assert reader.execute("SELECT count(*) FROM ascora_customers").fetchone() == (0,)
    assert seen == [10, 20, 25]


def test_an_edit_by_sql_waits_for_no_pull_and_no_pull_for_it(
    make_engine, sandbox: Sandbox, database: Database
) -> None:
    def edit(told: SyncEvent) -> None:
        if isinstance(told, PagePulled) and told.done == 10:
            database.edit("customer", "c-1", phone="local")

    make_engine(on_event=edit).pull("customer")
    sandbox.edit("customer", "c-1", email="remote")
    make_engine().pull("customer")
    row = database.records("customer")["c-1"]
    assert (row["phone"], row["email"]) == ("local", "remote")


def _claim_and_fail(storage: SqlStorage) -> None:
    with storage.transaction() as work:
        assert work.claim_lease(SCOPE, Lease(owner="me", until=NOON), now=NOON)
        work.mark_synced("default", ok=True, now=NOON)
        raise KeyError("left")


def test_what_a_transaction_did_is_undone_when_it_is_left_by_an_error(
    storage: SqlStorage, database: Database
) -> None:
    tables = (*TABLES.values(), "ascora_sync_checkpoints", "ascora_integrations")
    before = database.dump(tables)
    with pytest.raises(KeyError, match="left"):
        _claim_and_fail(storage)
    assert database.dump(tables) == before


def test_what_is_committed_is_on_the_disk(own_engine: Engine) -> None:
    # What is about to be sent is written down first, and that must survive a power cut.
    SqlStorage(own_engine)
    with own_engine.connect() as connection:
        assert (connection.exec_driver_sql("PRAGMA journal_mode")).scalar_one() == "wal"
        assert (connection.exec_driver_sql("PRAGMA synchronous")).scalar_one() == FULL


def test_a_checkpoint_has_one_key(storage: SqlStorage) -> None:
    with storage.transaction() as work:
        with pytest.raises(ValueError, match="the key of a checkpoint is 'pull', not 'push'"):
            work.keep(SCOPE, [Checkpoint(key="push")])


def test_forgetting_an_organization_takes_all_that_is_known_of_it(
    engine: SyncEngine, make_engine, storage: SqlStorage, database: Database
) -> None:
    make_engine(organization_id="other").pull()
    tables = database.column("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'ascora_%'")
    before = database.dump(tables)
    engine.pull()
    database.run("DELETE FROM ascora_customers WHERE organization_id = 'default' AND ascora_customer_id = 'c-1'")
    assert database.dump(tables) != before
    storage.forget("default")
    assert database.dump(tables) == before


def test_the_password_of_a_database_is_in_no_representation() -> None:
    pytest.importorskip("psycopg")
    for url in ("postgresql+psycopg://ada:hush@localhost/x", make_url("postgresql+psycopg://ada:hush@localhost/x")):
        with SqlStorage(url) as storage:
            assert "hush" not in repr(storage)
