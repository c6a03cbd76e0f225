"""Several workers at once on one SQLite file."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from ascora_sdk import AscoraClient, AsyncAscoraClient
from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import AsyncSqlStorage, SqlStorage
from ascora_sdk.sync import AsyncSyncEngine, Manual, RecordPushed, SyncEngine, SyncEvent

from .database import TABLES, Database
from .processes import credentials, puller
from .wire import assert_same

COUNTS = {"customer": 300, "job": 400, "invoice": 350}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=300, jobs=400, invoices=350) as sandbox:
        yield sandbox


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(tmp_path / "ascora.db")
    with SqlStorage(database.url) as storage:
        storage.migrate()
    return database


def _assert_all_there(sandbox: Sandbox, database: Database, organization_id: str = "default") -> None:
    for kind in TABLES:
        assert_same(sandbox, kind, database.records(kind, organization_id))
        database.assert_whole(kind, organization_id)


def test_threads_that_share_a_storage_and_a_client(sandbox: Sandbox, database: Database) -> None:
    with AscoraClient(**credentials(sandbox)) as client, SqlStorage(database.url) as storage:
        engine = SyncEngine(client, storage, page_size=20)
        with ThreadPoolExecutor(3) as pool:
            for report in pool.map(engine.pull, TABLES):
                assert report.ok
    _assert_all_there(sandbox, database)


def test_threads_with_a_storage_of_their_own_each(sandbox: Sandbox, database: Database) -> None:
    def pull(organization_id: str) -> bool:
        with AscoraClient(**credentials(sandbox)) as client, SqlStorage(database.url) as storage:
            return SyncEngine(client, storage, organization_id=organization_id, page_size=50, concurrency=2).pull().ok

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(pull, "abcd"))
    for organization_id in "abcd":
        _assert_all_there(sandbox, database, organization_id)


async def test_tasks_that_share_a_storage_and_a_client(sandbox: Sandbox, database: Database) -> None:
    async with AsyncAscoraClient(**credentials(sandbox)) as client, AsyncSqlStorage(database.url) as storage:
        engine = AsyncSyncEngine(client, storage, page_size=20)
        reports = await asyncio.gather(*map(engine.pull, TABLES))
    assert all(report.ok for report in reports)
    _assert_all_there(sandbox, database)


async def test_a_task_that_is_cancelled_gives_its_lease_back(sandbox: Sandbox, database: Database) -> None:
    async with AsyncAscoraClient(**credentials(sandbox)) as client, AsyncSqlStorage(database.url) as storage:
        engine = AsyncSyncEngine(
            client,
            storage,
            page_size=10,
            on_event=lambda event: task.cancel() if getattr(event, "done", 0) == 50 else None,
        )
        task = asyncio.ensure_future(engine.pull("job"))
        with pytest.raises(asyncio.CancelledError):
            await task
        assert len(database.records("job")) == 50
        database.assert_whole("job")
        assert database.checkpoint("job")["lease_owner"] is None
        assert (await AsyncSyncEngine(client, storage).pull()).ok
    _assert_all_there(sandbox, database)


def test_who_decides_while_a_sync_pushes_is_heard(sandbox: Sandbox, database: Database) -> None:
    with AscoraClient(**credentials(sandbox)) as client, SqlStorage(database.url) as storage:
        other = SyncEngine(client, storage, strategy=Manual())
        other.sync("customer")
        database.delete("customer", "c-1")
        sandbox.edit("customer", "c-1", phone="theirs")
        assert other.sync("customer")["customer"].unresolved == 1
        database.edit("customer", "c-2", phone="ours")

        def decide(event: SyncEvent) -> None:
            if isinstance(event, RecordPushed):
                other.resolve("customer:c-1", "remote")

        SyncEngine(client, storage, strategy=Manual(), on_event=decide).sync("customer")
        assert sandbox.get("customer", "c-1")["phone"] == "theirs"
        assert database.field("customer", "c-1", "phone") == "theirs"
        assert sandbox.get("customer", "c-2")["phone"] == "ours"


def test_processes_for_a_kind_each(sandbox: Sandbox, database: Database) -> None:
    with ExitStack() as stack:
        children = {kind: stack.enter_context(puller(sandbox, database, kind=kind, page_size=20)) for kind in TABLES}
        for child in children.values():
            child.wait_until_ready()
        for child in children.values():
            child.go()
        for kind, child in children.items():
            assert child.result() == {kind: COUNTS[kind]}
    _assert_all_there(sandbox, database)


def test_processes_for_one_kind_do_its_work_once(sandbox: Sandbox, database: Database) -> None:
    with ExitStack() as stack:
        children = [stack.enter_context(puller(sandbox, database, kind="job", page_size=10)) for _ in range(3)]
        for child in children:
            child.wait_until_ready()
        for child in children:
            child.go()
        results = [child.result() for child in children]
    assert sum(result["job"] for result in results if result != "held") == COUNTS["job"]
    assert_same(sandbox, "job", database.records("job"))
    database.assert_whole("job")


def test_processes_that_migrate_at_the_same_moment(tmp_path: Path) -> None:
    database = Database(tmp_path / "new.db")

    def migrate(_: int) -> None:
        with SqlStorage(database.url) as storage:
            storage.migrate()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(migrate, range(6)))
    assert database.count("ascora_customers") == 0
