"""A process that pulls is killed at moments that nobody chose; nothing is lost and nothing doubled."""

import random
import secrets
import time
from contextlib import ExitStack
from pathlib import Path

from ascora_sdk import AscoraClient
from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import SyncEngine

from .database import TABLES, Database
from .processes import credentials, puller
from .wire import assert_same

KILLS = 12
KILLS_PER_DATABASE = 4
LEASE_SECONDS = 0.25
LONGEST_LIFE = 0.4


def test_a_pull_that_is_killed_again_and_again(tmp_path: Path) -> None:
    seed = secrets.randbits(32)
    print(f"seed: {seed}")
    dice = random.Random(seed)
    kills = number = 0
    with Sandbox(customers=1_500, jobs=1_000, invoices=500, default_latency=0.002) as sandbox:
        while kills < KILLS:
            number += 1
            database = Database(tmp_path / f"{number}.db")
            with SqlStorage(database.url) as storage:
                storage.migrate()
            kills += _kill_some(sandbox, database, dice, min(KILLS_PER_DATABASE, KILLS - kills))
            _assert_that_the_next_pull_completes(sandbox, database)


def _kill_some(sandbox: Sandbox, database: Database, dice: random.Random, kills: int) -> int:
    options = {"patient": True, "lease_seconds": LEASE_SECONDS, "page_size": 20}
    with ExitStack() as stack:
        # All at once, since it takes a process longer to start than to pull.
        children = [stack.enter_context(puller(sandbox, database, **options)) for _ in range(kills)]
        for kill, child in enumerate(children):
            child.wait_until_ready()
            child.go()
            time.sleep(dice.uniform(0, LONGEST_LIFE))
            is_over = child.process.poll() is not None
            child.process.kill()
            child.process.wait()
            _assert_consistent(sandbox, database)
            if is_over:
                return kill
    return kills


def _assert_consistent(sandbox: Sandbox, database: Database) -> None:
    for kind in TABLES:
        database.assert_whole(kind)
        there, offset = len(database.records(kind)), database.offset(kind)
        if offset is None:
            assert there in {0, sandbox.count(kind)}
        else:
            # It may lag behind in a pull that came to know the rest already; it never is beyond what is there.
            assert 0 < offset <= there
    print({kind: len(database.records(kind)) for kind in TABLES})


def _assert_that_the_next_pull_completes(sandbox: Sandbox, database: Database) -> None:
    there = {kind: len(database.records(kind)) for kind in TABLES}
    time.sleep(LEASE_SECONDS)
    with AscoraClient(**credentials(sandbox)) as client, SqlStorage(database.url) as storage:
        engine = SyncEngine(client, storage)
        report = engine.pull()
        assert report.ok
        for kind in TABLES:
            assert report[kind].created == sandbox.count(kind) - there[kind]
            assert_same(sandbox, kind, database.records(kind))
            database.assert_whole(kind)
        before = database.dump()
        again = engine.pull(complete=True)
        assert all(done.unchanged == sandbox.count(kind) for kind, done in again.items())
        assert database.dump() == before
    assert database.column("SELECT lease_owner FROM ascora_sync_checkpoints") == [None] * len(TABLES)
    assert database.column("SELECT sync_status FROM ascora_integrations") == ["success"]
