"""A sync that is cancelled, by Ctrl-C, a time limit or its task, leaves all consistent; the next one goes on there."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ascora_sdk import AscoraClient, AsyncAscoraClient, AsyncHttpxTransport, Request, Response
from ascora_sdk.sandbox import Latency, Sandbox
from ascora_sdk.storage import AsyncSqlStorage, SqlStorage
from ascora_sdk.sync import AsyncSyncEngine, SyncEngine

from .by_hand import add, assert_in_step
from .database import Database
from .processes import credentials

SCRIPT = Path(__file__).with_name("interrupted.py")
FOR_EVER = 60.0


class Stopping(AsyncHttpxTransport):
    """A transport that stops the work at one of its requests, before it is sent or after it was answered."""

    def __init__(self, at: int, stop: Callable[[], object], *, answered: bool) -> None:
        super().__init__()
        self._left = at
        self._stop = stop
        self._answered = answered

    async def send(self, request: Request) -> Response:
        self._left = left = self._left - 1
        if left or self._answered:
            response = await super().send(request)
        if not left:
            self._stop()
            await asyncio.sleep(0)
        return response


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    # A server that knows no repetition by its key, so that what is sent twice is there twice.
    with Sandbox(customers=12, jobs=4, invoices=4, honours_idempotency_key=False) as sandbox:
        yield sandbox


@pytest.fixture
def database(tmp_path: Path, sandbox: Sandbox) -> Database:
    """A database in step with the sandbox, and then edited, as the sandbox is."""
    database = Database(tmp_path / "ascora.db")
    with SqlStorage(database.url) as storage, AscoraClient(**credentials(sandbox)) as client:
        storage.migrate()
        assert SyncEngine(client, storage).sync().ok
    database.edit("customer", "c-1", phone="ours")
    database.delete("customer", "c-2")
    key = add(database, "customer", first_name="Nobody else")
    add(database, "job", job_title="Dry out", customer_id=key, status="pending")
    sandbox.edit("customer", "c-3", phone="theirs")
    sandbox.add("customer", id="c-100", firstName="Grace")
    sandbox.clear_requests()
    return database


def _assert_the_next_one_does_the_rest(sandbox: Sandbox, database: Database) -> None:
    assert database.column("SELECT lease_owner FROM ascora_sync_checkpoints WHERE lease_owner IS NOT NULL") == []
    with AscoraClient(**credentials(sandbox)) as client, SqlStorage(database.url) as storage:
        assert SyncEngine(client, storage).sync().ok
    assert_in_step(sandbox, database)
    assert database.field("customer", "c-1", "phone") == "ours"
    assert database.field("customer", "c-3", "phone") == "theirs"
    assert [one.get("firstName") for one in sandbox.records("customer")].count("Nobody else") == 1
    assert (sandbox.count("customer"), sandbox.count("job")) == (13, 5)


@pytest.mark.parametrize("answered", [False, True], ids=["before it is sent", "after it was answered"])
@pytest.mark.parametrize("at", range(1, 12))
async def test_a_task_that_is_cancelled_at_one_of_its_requests(
    sandbox: Sandbox, database: Database, at: int, answered: bool
) -> None:
    transport = Stopping(at, lambda: task.cancel(), answered=answered)  # noqa: PLW0108 - there is no task yet
    async with (
        AsyncAscoraClient(**credentials(sandbox), transport=transport) as client,
        AsyncSqlStorage(database.url) as storage,
    ):
        task = asyncio.ensure_future(AsyncSyncEngine(client, storage, page_size=5).sync())
        with pytest.raises(asyncio.CancelledError):
            await task
    await transport.close()
    _assert_the_next_one_does_the_rest(sandbox, database)


@pytest.mark.parametrize("route", ["GET /customers", "GET /customers/{id}", "PUT *", "POST *", "DELETE *"])
async def test_a_time_limit(sandbox: Sandbox, database: Database, route: str) -> None:
    sandbox.fault(route, Latency(FOR_EVER), times=None)
    async with AsyncAscoraClient(**credentials(sandbox)) as client, AsyncSqlStorage(database.url) as storage:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(AsyncSyncEngine(client, storage, page_size=5).sync(), 1.0)
    sandbox.clear_faults()
    _assert_the_next_one_does_the_rest(sandbox, database)


@pytest.mark.parametrize("api", ["blocking", "async"])
@pytest.mark.parametrize(
    ("route", "concurrency"), [("GET /customers", 1), ("GET /customers", 4), ("PUT *", 4), ("POST *", 4)]
)
def test_ctrl_c(sandbox: Sandbox, database: Database, api: str, route: str, concurrency: int) -> None:
    sandbox.fault(route, Latency(FOR_EVER), times=None)
    options = {"page_size": 5, "concurrency": concurrency}
    arguments = {"api": api, "url": database.url, "credentials": credentials(sandbox), "options": options}
    command = [sys.executable, str(SCRIPT), json.dumps(arguments)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as process:
        try:
            while not sandbox.received(route):
                assert process.poll() is None
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=FOR_EVER / 2)
        finally:
            process.kill()
    assert "KeyboardInterrupt" in told
    sandbox.clear_faults()
    _assert_the_next_one_does_the_rest(sandbox, database)
