"""What SqlStorage makes of the database that it is given."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy import event, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import AsyncSqlStorage
from ascora_sdk.sync import AsyncSyncEngine, Checkpoint, Lease, PagePulled, Scope, SyncEvent

from ...sync.database import TABLES, Database
from ...sync.wire import assert_same

SCOPE = Scope("default", "customer")
FULL = 2
NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)


@pytest.fixture
async def own_engine(database: Database) -> AsyncIterator[AsyncEngine]:
    driver = "sqlite"
    if True:  # ASYNC
        driver = "sqlite+aiosqlite"
    engine = create_async_engine(make_url(database.url).set(drivername=driver))
    yield engine
    await engine.dispose()


async def test_an_engine_of_ones_own_is_used_and_not_disposed_of(
    own_engine: AsyncEngine, client, sandbox: Sandbox, database: Database
) -> None:
    disposed: list[object] = []
    plain = own_engine
    if True:  # ASYNC
        plain = own_engine.sync_engine
    event.listen(plain, "engine_disposed", disposed.append)
    async with AsyncSqlStorage(own_engine) as storage:
        await storage.migrate()
        assert (await AsyncSyncEngine(client, storage).pull()).ok
    assert disposed == []
    async with own_engine.connect() as connection:
        found = await connection.execute(text("SELECT count(*) FROM ascora_customers"))
        assert found.scalar_one() == sandbox.count("customer")


async def test_an_engine_that_begins_its_transactions_itself_is_usable(
    own_engine: AsyncEngine, client, sandbox: Sandbox, database: Database
) -> None:
    plain = own_engine
    if True:  # ASYNC
        plain = own_engine.sync_engine

    def on_connect(connection, _record) -> None:
        connection.isolation_level = None

    def on_begin(connection) -> None:
        connection.exec_driver_sql("BEGIN")

    event.listen(plain, "connect", on_connect)
    event.listen(plain, "begin", on_begin)
    storage = AsyncSqlStorage(own_engine)
    await storage.migrate()
    assert (await AsyncSyncEngine(client, storage).pull()).ok
    assert_same(sandbox, "customer", database.records("customer"))


async def test_two_storages_may_share_an_engine(own_engine: AsyncEngine, client) -> None:
    first, second = AsyncSqlStorage(own_engine), AsyncSqlStorage(own_engine)
    await first.migrate()
    assert (await AsyncSyncEngine(client, first).pull("customer")).ok
    assert (await AsyncSyncEngine(client, second).pull("job")).ok


async def test_a_url_object_and_a_url_with_its_driver_are_taken_too(client, tmp_path: Path) -> None:
    named = "sqlite+pysqlite:///"
    if True:  # ASYNC
        named = "sqlite+aiosqlite:///"
    for number, url in enumerate((make_url(f"sqlite:///{tmp_path}/0.db"), f"{named}{tmp_path}/1.db")):
        async with AsyncSqlStorage(url) as storage:
            await storage.migrate()
            assert (await AsyncSyncEngine(client, storage).pull("customer")).ok
        assert Database(tmp_path / f"{number}.db").count("ascora_customers") == 25


async def test_a_database_in_memory_will_do(client) -> None:
    async with AsyncSqlStorage("sqlite://") as storage:
        await storage.migrate()
        engine = AsyncSyncEngine(client, storage)
        assert (await engine.pull())["customer"].created == 25
        assert (await engine.pull(complete=True))["customer"].unchanged == 25


async def test_a_storage_closed_and_opened_again_knows_everything(
    engine: AsyncSyncEngine, client, storage: AsyncSqlStorage, database: Database
) -> None:
    await engine.pull()
    await storage.close()
    async with AsyncSqlStorage(database.url) as again:
        report = await AsyncSyncEngine(client, again).pull()
    assert all(done.unchanged == done.seen for done in report.values())


async def test_readers_do_not_wait_and_see_whole_pages_only(make_engine, sandbox: Sandbox, database: Database) -> None:
    seen: list[int] = []
    with closing(sqlite3.connect(database.path, timeout=0)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM ascora_customers").fetchone() == (0,)

        def look(told: SyncEvent) -> None:
            if isinstance(told, PagePulled):
                with closing(sqlite3.connect(database.path, timeout=0)) as other:
                    seen.extend(other.execute("SELECT count(*) FROM ascora_customers").fetchone())

        await make_engine(on_event=look).pull("customer")
        assert reader.execute("SELECT count(*) FROM ascora_customers").fetchone() == (0,)
    assert seen == [10, 20, 25]


async def test_an_edit_by_sql_waits_for_no_pull_and_no_pull_for_it(
    make_engine, sandbox: Sandbox, database: Database
) -> None:
    def edit(told: SyncEvent) -> None:
        if isinstance(told, PagePulled) and told.done == 10:
            database.edit("customer", "c-1", phone="local")

    await make_engine(on_event=edit).pull("customer")
    sandbox.edit("customer", "c-1", email="remote")
    await make_engine().pull("customer")
    row = database.records("customer")["c-1"]
    assert (row["phone"], row["email"]) == ("local", "remote")


async def _claim_and_fail(storage: AsyncSqlStorage) -> None:
    async with storage.transaction() as work:
        assert await work.claim_lease(SCOPE, Lease(owner="me", until=NOON), now=NOON)
        await work.mark_synced("default", ok=True, now=NOON)
        raise KeyError("left")


async def test_what_a_transaction_did_is_undone_when_it_is_left_by_an_error(
    storage: AsyncSqlStorage, database: Database
) -> None:
    tables = (*TABLES.values(), "ascora_sync_checkpoints", "ascora_integrations")
    before = database.dump(tables)
    with pytest.raises(KeyError, match="left"):
        await _claim_and_fail(storage)
    assert database.dump(tables) == before


async def test_what_is_committed_is_on_the_disk(own_engine: AsyncEngine) -> None:
    # What is about to be sent is written down first, and that must survive a power cut.
    AsyncSqlStorage(own_engine)
    async with own_engine.connect() as connection:
        assert (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar_one() == "wal"
        assert (await connection.exec_driver_sql("PRAGMA synchronous")).scalar_one() == FULL


async def test_a_checkpoint_has_one_key(storage: AsyncSqlStorage) -> None:
    async with storage.transaction() as work:
        with pytest.raises(ValueError, match="the key of a checkpoint is 'pull', not 'push'"):
            await work.keep(SCOPE, [Checkpoint(key="push")])


async def test_forgetting_an_organization_takes_all_that_is_known_of_it(
    engine: AsyncSyncEngine, make_engine, storage: AsyncSqlStorage, database: Database
) -> None:
    await make_engine(organization_id="other").pull()
    tables = database.column("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'ascora_%'")
    before = database.dump(tables)
    await engine.pull()
    database.run("DELETE FROM ascora_customers WHERE organization_id = 'default' AND ascora_customer_id = 'c-1'")
    assert database.dump(tables) != before
    await storage.forget("default")
    assert database.dump(tables) == before


async def test_the_password_of_a_database_is_in_no_representation() -> None:
    pytest.importorskip("psycopg")
    for url in ("postgresql+psycopg://ada:hush@localhost/x", make_url("postgresql+psycopg://ada:hush@localhost/x")):
        async with AsyncSqlStorage(url) as storage:
            assert "hush" not in repr(storage)
