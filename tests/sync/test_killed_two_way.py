"""(e) A process that syncs both ways is killed at one request after the other: nothing is lost, doubled or stuck."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from ascora_sdk import AscoraClient, Runtime
from ascora_sdk.sandbox import Fault, Sandbox
from ascora_sdk.sandbox.exchange import Exchange
from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import SyncEngine

from .by_hand import add, assert_in_step
from .database import Database
from .nursery import Nursery, nursery
from .processes import credentials
from .syncer import pay

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes that begin at once need fork")

PAYMENT = "receipt-1"
EVERY = 2
LEASE_SECONDS = 300


class Killing(Fault):
    """Kills a process at its n-th request, half of the time after the work is done, and answers nobody any more."""

    def __init__(self, nursery: Nursery, at: int) -> None:
        self._nursery = nursery
        self._left = at
        self._is_done = at % 4 == 1
        self.received = 0

    async def strike(self, exchange: Exchange) -> None:
        self._left -= 1
        self.received += 1
        if self._left > 0:
            await exchange.send(exchange.answer)
            return
        while self._nursery.child is None:
            await exchange.connection.pause(0.005)
        if self._is_done:
            _ = exchange.answer
        os.kill(self._nursery.child, signal.SIGKILL)
        await exchange.connection.wait_for_end()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=10, jobs=10, invoices=4, honours_idempotency_key=False) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def before(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Database:
    """A database that is in step with the sandbox as it begins."""
    database = Database(tmp_path_factory.mktemp("before") / "ascora.db")
    with SqlStorage(database.url) as storage, AscoraClient(**credentials(sandbox)) as client:
        storage.migrate()
        assert SyncEngine(client, storage).sync().ok
    return database


def _edit_both_sides(sandbox: Sandbox, database: Database) -> None:
    """Make, edit and delete what is still to reach the other side."""
    ada = add(database, "customer", first_name="Zebedee")
    add(database, "job", job_title="Ada's cellar", customer_id=ada, status="pending")
    database.edit("customer", "c-1", phone="ours")
    database.edit("job", "j-1", description="ours")
    database.delete("job", "j-10")
    sandbox.edit("customer", "c-1", email="theirs")
    sandbox.edit("customer", "c-2", phone="theirs")
    sandbox.remove("customer", "c-10")
    sandbox.add("customer", id="c-new", firstName="Grace")


def _go_on(sandbox: Sandbox, database: Database) -> None:
    """Sync in this process, once the dead one's lease has run out."""

    def later() -> datetime:
        return datetime.now(timezone.utc) + timedelta(seconds=LEASE_SECONDS + 1)

    with AscoraClient(**credentials(sandbox)) as client, SqlStorage(database.url) as storage:
        engine = SyncEngine(client, storage, runtime=Runtime(now=later))
        assert engine.sync().ok
        pay(engine, PAYMENT)
        # What was made while the payment's invoice was locked, or waits for an id, has come by now.
        assert engine.sync().ok
        report = engine.sync()
        assert report.ok
        assert [done.pushed + done.created + done.updated for done in report.values()] == [0, 0, 0]


def _assert_all_is_well(sandbox: Sandbox, database: Database) -> None:
    customers = {record["id"]: record for record in sandbox.records("customer")}
    jobs = {record["id"]: record for record in sandbox.records("job")}
    (ada,) = [id_ for id_, record in customers.items() if record.get("firstName") == "Zebedee"]
    (job,) = [record for record in jobs.values() if record["jobTitle"] == "Ada's cellar"]
    assert job["customerId"] == ada
    assert (customers["c-1"]["phone"], customers["c-1"]["email"]) == ("ours", "theirs")
    assert customers["c-2"]["phone"] == "theirs"
    assert jobs["j-1"]["description"] == "ours"
    assert "j-10" not in jobs
    assert (len(customers), len(jobs)) == (11, 10)
    assert len(sandbox.payments("i-1")) == 1
    gone = "SELECT ascora_customer_id FROM ascora_customers WHERE ascora_deleted_at IS NOT NULL"
    assert database.column(gone) == ["c-10"]
    database.delete("customer", "c-10")
    assert_in_step(sandbox, database)
    assert database.failures() == {}
    assert database.column("SELECT sync_status FROM ascora_integrations") == ["success"]


def test_a_sync_that_is_killed_at_one_request_after_the_other(
    sandbox: Sandbox, before: Database, tmp_path: Path
) -> None:
    with nursery() as processes:
        at, is_killed = 1, True
        while is_killed:
            sandbox.reset()
            database = Database(tmp_path / f"{at}.db")
            shutil.copyfile(before.path, database.path)
            _edit_both_sides(sandbox, database)
            killing = Killing(processes, at)
            sandbox.fault("*", killing, times=None)
            processes.start(sandbox, database, payment=PAYMENT, page_size=4, concurrency=1)
            processes.wait()
            is_killed = processes.ended == -signal.SIGKILL
            assert is_killed or processes.ended == 0, at
            sandbox.clear_faults()
            print(f"request {at}: {processes.ended}")
            _go_on(sandbox, database)
            _assert_all_is_well(sandbox, database)
            at += EVERY
    assert killing.received > 15
