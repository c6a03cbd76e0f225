# Generated from ../../../_async/sync/faults/test_f_two_at_once.py by tools/unasync; do not edit.
"""(f) Two syncs at once: one works, the other says so, and nothing is done twice."""

from __future__ import annotations

from typing import Any

import pytest

from ascora_sdk import AscoraClient
from ascora_sdk.concurrency.blocking import Workers
from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import SyncEngine, LeaseHeldError

from ....client.faults import Held
from ....sync.by_hand import add, assert_in_step
from ....sync.database import Database
from ...waiting import until
from .test_a_crashes import PAYMENT


@pytest.mark.parametrize("route", ["GET /customers", "POST /customers", "PUT /customers/{id}"])
def test_one_works_and_the_other_says_so(
    engine: SyncEngine,
    client: AscoraClient,
    sandbox: Sandbox,
    database: Database,
    storage: SqlStorage,
    route: str,
) -> None:
    add(database, "customer", first_name="Ada")
    database.edit("customer", "c-1", phone="07")
    sandbox.clear_requests()
    held = Held()
    sandbox.fault(route, held)
    engine = SyncEngine(client, storage, concurrency=1)
    workers: Workers[Any] = Workers(2)
    first = workers.start(engine.sync, "customer")
    try:
        until(lambda: sandbox.received(route))
        with SqlStorage(database.url) as another:
            second = SyncEngine(client, another)
            before = len(sandbox.requests)
            for run in (second.sync, second.pull, second.push, second.retry_failed):
                with pytest.raises(LeaseHeldError, match="another worker syncs the customer records"):
                    run("customer")
            assert len(sandbox.requests) == before
            # Other records are nobody's yet.
            assert (second.sync("job")).ok
            assert (SyncEngine(client, another, organization_id="other").sync("customer")).ok
            held.let_go()
            assert (first()).ok
            assert (second.sync("customer")).ok
    finally:
        held.let_go()
        workers.close()
    sandbox.assert_received("POST /customers", times=1)
    sandbox.assert_received("PUT *", times=1)
    database.run("DELETE FROM ascora_customers WHERE organization_id = 'other'")
    assert sandbox.count("customer") == 7
    assert_in_step(sandbox, database)


def test_a_payment_during_a_sync_is_written_down_and_paid_once(
    engine: SyncEngine, client: AscoraClient, sandbox: Sandbox, storage: SqlStorage
) -> None:
    held = Held()
    sandbox.fault("GET /invoices", held)
    sandbox.clear_requests()
    workers: Workers[Any] = Workers(2)
    first = workers.start(engine.sync, "invoice")
    try:
        until(lambda: sandbox.received("GET /invoices"))
        second = SyncEngine(client, storage)
        for _ in range(2):
            with pytest.raises(LeaseHeldError):
                second.record_payment("i-1", **PAYMENT)
        held.let_go()
        first()
    finally:
        held.let_go()
        workers.close()
    for _ in range(2):
        second.record_payment("i-1", **PAYMENT)
        second.sync("invoice")
    assert len(sandbox.payments("i-1")) == 1
