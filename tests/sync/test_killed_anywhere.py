"""A process that syncs both ways is killed at any of its steps; the next one does the rest, and nothing twice."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from ascora_sdk import AscoraClient, Runtime
from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import SyncEngine

from .by_hand import add, assert_in_step
from .database import TABLES, Database
from .mortal import OPTIONS
from .processes import credentials

KILLS = int(os.environ.get("ASCORA_TEST_KILLS", "20"))
"""At how many of the steps; at all of them takes minutes."""


class Mortal:
    """A process that lets others sync and die."""

    def __init__(self, process: "subprocess.Popen[str]", sandbox: Sandbox, database: Database, api: str) -> None:
        self._process = process
        self._order = {"url": database.url, "credentials": credentials(sandbox), "api": api}

    def sync(self, die_at: int | None) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({**self._order, "die_at": die_at}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def mortal(sandbox: Sandbox, database: Database, api: str) -> Iterator[Mortal]:
    command = [sys.executable, "-m", "tests.sync.mortal"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            yield Mortal(process, sandbox, database, api)
        finally:
            process.kill()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    # A server that knows no repetition by its key, so that what is sent twice is there twice.
    with Sandbox(customers=6, jobs=4, invoices=3, honours_idempotency_key=False) as sandbox:
        yield sandbox


@pytest.fixture
def beginning(sandbox: Sandbox, tmp_path: Path) -> Path:
    """A database in step with the server, but for what was since edited in it."""
    database = Database(tmp_path / "beginning.db")
    with SqlStorage(database.url) as storage, AscoraClient(**credentials(sandbox)) as client:
        storage.migrate()
        assert SyncEngine(client, storage).sync().ok
    customer = add(database, "customer", first_name="Ada", phone="07")
    job = add(database, "job", job_title="Dry out", customer_id=customer, status="pending")
    bill = {"invoice_number": "INV-7", "invoice_date": "2026-02-17", "due_date": "2026-03-17", "total_amount": "9.90"}
    add(database, "invoice", customer_id=customer, job_id=job, **bill, status="draft")
    for id_ in ("c-1", "c-2"):
        database.edit("customer", id_, phone=f"local {id_}", notes="local")
    database.delete("customer", "c-3")
    database.delete("invoice", "i-1")
    database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    return database.path


def assert_as_it_must_be(sandbox: Sandbox, database: Database) -> None:
    """Every edit of either side is on both, and what was made or deleted, was so once."""
    assert_in_step(sandbox, database)
    customers = {record["id"]: record for record in sandbox.records("customer")}
    (ada,) = (record for record in customers.values() if record.get("firstName") == "Ada")
    assert customers.keys() == {"c-1", "c-2", "c-4", "c-5", "c-6", ada["id"]}
    assert [(customers[id_]["phone"], customers[id_]["notes"]) for id_ in ("c-1", "c-2")] == [
        ("local c-1", "local"),
        ("local c-2", "local"),
    ]
    assert customers["c-2"]["email"] == "remote"
    jobs = {record["id"]: record for record in sandbox.records("job")}
    (dry_out,) = (record for record in jobs.values() if record["jobTitle"] == "Dry out")
    assert jobs.keys() == {"j-1", "j-3", "j-4", "j-new", dry_out["id"]}
    assert (dry_out["customerId"], jobs["j-1"]["description"]) == (ada["id"], "remote")
    invoices = {record["id"]: record for record in sandbox.records("invoice")}
    (bill,) = (record for record in invoices.values() if record["invoiceNumber"] == "INV-7")
    assert invoices.keys() == {"i-2", "i-3", bill["id"]}
    assert (bill["customerId"], bill["jobId"], str(bill["totalAmount"])) == (ada["id"], dry_out["id"], "9.90")


@pytest.mark.parametrize("api", ["blocking", "async"])
def test_whichever_step_it_is_killed_at(sandbox: Sandbox, beginning: Path, tmp_path: Path, api: str) -> None:
    database = Database(tmp_path / "mortal.db")
    with mortal(sandbox, database, api) as process:
        begin(sandbox, beginning, database)
        ended = process.sync(None)
        assert_as_it_must_be(sandbox, database)
        steps = range(1, ended["steps"] + 1)
        for die_at in random.Random(0).sample(steps, min(KILLS, len(steps))):
            begin(sandbox, beginning, database)
            assert process.sync(die_at) == {"steps": None, "died": True}
            assert_that_the_next_one_does_the_rest(sandbox, database, die_at)


def begin(sandbox: Sandbox, beginning: Path, database: Database) -> None:
    """Go back to the beginning on both sides, and edit some more on the server."""
    for suffix in ("-wal", "-shm"):
        database.path.with_name(database.path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(beginning, database.path)
    sandbox.reset()
    sandbox.edit("customer", "c-2", phone="remote", email="remote")
    sandbox.edit("job", "j-1", description="remote")
    sandbox.remove("job", "j-2")
    sandbox.add("job", id="j-new", jobTitle="New", customerId="c-1")


def assert_that_the_next_one_does_the_rest(sandbox: Sandbox, database: Database, die_at: int) -> None:
    assert database.column("PRAGMA integrity_check") == ["ok"], die_at
    # It comes once the lease of the one that died has run out.
    later = Runtime(now=lambda: datetime.now(timezone.utc) + timedelta(seconds=301))
    with AscoraClient(**credentials(sandbox), max_retries=0) as client, SqlStorage(database.url) as storage:
        engine = SyncEngine(client, storage, runtime=later, **OPTIONS)
        engine.sync()
        # A listing that was resumed tells no deletion.
        engine.sync(complete=True)
        assert_as_it_must_be(sandbox, database)
        before, received = database.dump(), len(sandbox.requests)
        report = engine.sync(complete=True)
    assert report.ok, die_at
    assert [report[kind].seen - report[kind].unchanged for kind in TABLES] == [0, 0, 0], die_at
    assert database.dump() == before, die_at
    assert {request.method for request in sandbox.requests[received:]} == {"GET"}, die_at
    assert database.count("ascora_sync_failures") == 0, die_at
