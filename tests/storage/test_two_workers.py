"""Two at once on one database: who waits for whom, and that nothing is lost between them."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import CUSTOMER, Agreed, Checkpoint, Lease, RecordWrite, Scope, UnitOfWork

from .plain_sql import run

SCOPE = Scope("o", "customer")
NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
MINE = Lease(owner="me", until=NOON + timedelta(hours=1))
NEW = RecordWrite(key=None, id="c-1", values=CUSTOMER.values_of({}))
AGREED = Agreed(key="c-1", base="{}", digest="0f")
EDIT = "UPDATE ascora_customers SET phone = '1'"
DELETE = "DELETE FROM ascora_customers"
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query = :query"


@pytest.fixture
def storage(postgres_engine: Engine) -> Iterator[SqlStorage]:
    with SqlStorage(postgres_engine.url) as storage:
        storage.migrate()
        yield storage


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def key_of(work: UnitOfWork) -> str:
    key = work.records(SCOPE, ["c-1"])["c-1"].key
    assert key is not None
    return key


def edited(storage: SqlStorage) -> list[str | None]:
    with storage.transaction() as work:
        return [each.id for each in work.edited(SCOPE, after=None, limit=5)]


def start_waiting(engine: Engine, pool: ThreadPoolExecutor, statement: str) -> Future[object]:
    """Run a statement in a thread and return once it waits for a lock."""
    started = pool.submit(run, engine, statement)
    deadline = time.monotonic() + 30
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.execute(text(WAITING), {"query": statement}).scalar_one():
            assert not started.done()
            assert time.monotonic() < deadline
    return started


LOCKS: dict[str, tuple[Callable[[UnitOfWork], object], str]] = {
    "records": (lambda work: work.records(SCOPE, ["c-1"]), EDIT),
    "local_records": (lambda work: work.local_records(SCOPE, [key_of(work)]), EDIT),
    "write": (lambda work: work.write(SCOPE, [RecordWrite(key=key_of(work), id="c-1")]), EDIT),
    "claim_lease": (
        lambda work: work.claim_lease(SCOPE, MINE, now=NOON),
        "UPDATE ascora_sync_checkpoints SET lease_owner = NULL",
    ),
    "renew_lease": (
        lambda work: work.renew_lease(SCOPE, MINE),
        "UPDATE ascora_sync_checkpoints SET lease_owner = NULL",
    ),
}


@pytest.mark.parametrize("name", LOCKS)
def test_what_was_read_to_be_written_is_locked(storage: SqlStorage, postgres_engine: Engine, name: str) -> None:
    ask, statement = LOCKS[name]
    with storage.transaction() as work:
        assert not work.write(SCOPE, [NEW])
        assert work.claim_lease(SCOPE, MINE, now=NOON)

    def others_statement() -> None:
        with postgres_engine.begin() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '1ms'"))
            connection.execute(text(statement))

    with storage.transaction() as work:
        ask(work)
        with pytest.raises(OperationalError, match="lock timeout"):
            others_statement()
    others_statement()


def test_what_was_only_looked_at_is_not(storage: SqlStorage, postgres_engine: Engine) -> None:
    with storage.transaction() as work:
        assert not work.write(SCOPE, [NEW])
        work.keep(SCOPE, [AGREED])
    with storage.transaction() as work:
        work.edited(SCOPE, after=None, limit=5)
        work.notes(SCOPE, Agreed, ["c-1"])
        with postgres_engine.begin() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '1ms'"))
            connection.execute(text(EDIT))
            connection.execute(text(DELETE))
    assert edited(storage) == ["c-1"]


def test_an_edit_that_waited_for_the_engine_is_found(
    storage: SqlStorage, postgres_engine: Engine, pool: ThreadPoolExecutor
) -> None:
    with storage.transaction() as work:
        assert not work.write(SCOPE, [NEW])
    with storage.transaction() as work:
        key = key_of(work)
        waiting = start_waiting(postgres_engine, pool, EDIT)
        assert not work.write(SCOPE, [RecordWrite(key=key, id="c-1")])
    waiting.result()
    assert edited(storage) == ["c-1"]


def test_a_deletion_that_waited_for_the_engine_is_found(
    storage: SqlStorage, postgres_engine: Engine, pool: ThreadPoolExecutor
) -> None:
    with storage.transaction() as work:
        assert not work.write(SCOPE, [NEW])
    with storage.transaction() as work:
        key = key_of(work)
        waiting = start_waiting(postgres_engine, pool, DELETE)
        assert not work.write(SCOPE, [RecordWrite(key=key, id="c-1")])
        work.keep(SCOPE, [AGREED])
    waiting.result()
    assert edited(storage) == ["c-1"]
    with storage.transaction() as work:
        assert work.local_records(SCOPE, [key]) == {}


def test_a_deletion_that_the_engine_waited_for_is_found(
    storage: SqlStorage, postgres_engine: Engine, pool: ThreadPoolExecutor
) -> None:
    with storage.transaction() as work:
        assert not work.write(SCOPE, [NEW])
        work.keep(SCOPE, [AGREED])
        key = key_of(work)

    def settle() -> None:
        with storage.transaction() as work:
            # Without a look at the row first, which would wait for the other and then tell that it is gone.
            work.keep(SCOPE, [AGREED])
            (refused,) = work.write(SCOPE, [RecordWrite(key=key, id="c-1")])
            assert refused.reason == f"key: there is no row {key!r} any more"

    with postgres_engine.connect() as connection, connection.begin():
        connection.execute(text(DELETE))
        waiting = pool.submit(settle)
        wait_until_somebody_waits(connection, waiting)
    waiting.result()
    assert edited(storage) == ["c-1"]


def wait_until_somebody_waits(connection: Connection, waiting: Future[None]) -> None:
    deadline = time.monotonic() + 30
    query = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    while not connection.execute(query).scalar_one():
        connection.execute(text("SELECT pg_stat_clear_snapshot()"))
        assert not waiting.done()
        assert time.monotonic() < deadline


def test_of_two_who_claim_a_lease_at_once_one_has_it(storage: SqlStorage, pool: ThreadPoolExecutor) -> None:
    yours = Lease(owner="you", until=NOON + timedelta(hours=2))

    def claim() -> bool:
        with storage.transaction() as work:
            return work.claim_lease(SCOPE, yours, now=NOON)

    with storage.transaction() as work:
        assert work.claim_lease(SCOPE, MINE, now=NOON)
        waiting = pool.submit(claim)
        work.keep(SCOPE, [Checkpoint(offset=1)])
    assert waiting.result() is False
    with storage.transaction() as work:
        assert work.renew_lease(SCOPE, MINE)
        assert not work.renew_lease(SCOPE, yours)


def test_two_who_begin_at_once_make_one_integration(
    storage: SqlStorage, postgres_engine: Engine, pool: ThreadPoolExecutor
) -> None:
    def mark() -> None:
        with storage.transaction() as work:
            work.mark_synced("o", ok=True, now=NOON)

    with storage.transaction() as work:
        work.mark_synced("o", ok=False, now=NOON)
        waiting = pool.submit(mark)
    waiting.result()
    with storage.transaction() as work:
        work.mark_synced("o", ok=True, now=NOON)
    assert len(run(postgres_engine, "SELECT id FROM ascora_integrations")) == 1


def test_on_sqlite_a_transaction_is_the_one_writer_from_its_begin(tmp_path: Path) -> None:
    with SqlStorage(f"sqlite:///{tmp_path}/ascora.db") as storage:
        storage.migrate()
        with closing(sqlite3.connect(tmp_path / "ascora.db", timeout=0, isolation_level=None)) as other:
            with storage.transaction() as work:
                assert work.records(SCOPE, ["c-1"]) == {}
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    other.execute(EDIT)
                assert other.execute("SELECT count(*) FROM ascora_customers").fetchone() == (0,)
            other.execute(EDIT)
