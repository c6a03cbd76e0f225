"""(f) Two processes that sync both ways at once: one works, the other says so, and nothing is sent twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ascora_sdk import AscoraClient
from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import SyncEngine

from .._blocking.waiting import until
from ..client.faults import Held
from .by_hand import add, assert_in_step
from .database import Database
from .nursery import nursery
from .processes import credentials

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes that begin at once need fork")


def test_one_process_works_and_the_other_says_so(tmp_path: Path) -> None:
    database = Database(tmp_path / "ascora.db")
    with Sandbox(customers=6, jobs=4, invoices=4) as sandbox, nursery() as one, nursery() as other:
        with SqlStorage(database.url) as storage, AscoraClient(**credentials(sandbox)) as client:
            storage.migrate()
            assert SyncEngine(client, storage).sync().ok
        add(database, "customer", first_name="Zebedee")
        database.edit("customer", "c-1", phone="07")
        held = Held()
        sandbox.fault("POST /customers", held)
        sandbox.clear_requests()
        one.start(sandbox, database, payment="receipt-1")
        until(lambda: sandbox.received("POST /customers"))
        other.start(sandbox, database, payment="receipt-1")
        other.wait()
        assert (other.result, other.ended) == ("held", 0)
        held.let_go()
        one.wait()
        assert (one.result, one.ended) == ({"customer": 2, "job": 0, "invoice": 0}, 0)
        other.start(sandbox, database, payment="receipt-1")
        other.wait()
        assert other.result == {"customer": 0, "job": 0, "invoice": 0}
        sandbox.assert_received("POST /customers", times=1)
        sandbox.assert_received("PUT *", times=1)
        assert len(sandbox.payments("i-1")) == 1
        with SqlStorage(database.url) as storage, AscoraClient(**credentials(sandbox)) as client:
            assert SyncEngine(client, storage).sync().ok
        assert_in_step(sandbox, database)
