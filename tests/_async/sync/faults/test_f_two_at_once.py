"""(f) Two syncs at once: one works, the other says so, and nothing is done twice."""

from __future__ import annotations

from typing import Any

import pytest

from ascora_sdk import AsyncAscoraClient
from ascora_sdk.concurrency.awaiting import AsyncWorkers
from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import AsyncSqlStorage
from ascora_sdk.sync import AsyncSyncEngine, LeaseHeldError

from ....client.faults import Held
from ....sync.by_hand import add, assert_in_step
from ....sync.database import Database
from ...waiting import until
from .test_a_crashes import PAYMENT


@pytest.mark.parametrize("route", ["GET /customers", "POST /customers", "PUT /customers/{id}"])
async def test_one_works_and_the_other_says_so(
    engine: AsyncSyncEngine,
    client: AsyncAscoraClient,
    sandbox: Sandbox,
    database: Database,
    storage: AsyncSqlStorage,
    route: str,
) -> None:
    add(database, "customer", first_name="Ada")
    database.edit("customer", "c-1", phone="07")
    sandbox.clear_requests()
    held = Held()
    sandbox.fault(route, held)
    engine = AsyncSyncEngine(client, storage, concurrency=1)
    workers: AsyncWorkers[Any] = AsyncWorkers(2)
    first = workers.start(engine.sync, "customer")
    try:
        await until(lambda: sandbox.received(route))
        async with AsyncSqlStorage(database.url) as another:
            second = AsyncSyncEngine(client, another)
            before = len(sandbox.requests)
            for run in (second.sync, second.pull, second.push, second.retry_failed):
                with pytest.raises(LeaseHeldError, match="another worker syncs the customer records"):
                    await run("customer")
            assert len(sandbox.requests) == before
            # Other records are nobody's yet.
            assert (await second.sync("job")).ok
            assert (await AsyncSyncEngine(client, another, organization_id="other").sync("customer")).ok
            held.let_go()
            assert (await first()).ok
            assert (await second.sync("customer")).ok
    finally:
        held.let_go()
        await workers.close()
    sandbox.assert_received("POST /customers", times=1)
    sandbox.assert_received("PUT *", times=1)
    database.run("DELETE FROM ascora_customers WHERE organization_id = 'other'")
    assert sandbox.count("customer") == 7
    assert_in_step(sandbox, database)


async def test_a_payment_during_a_sync_is_written_down_and_paid_once(
    engine: AsyncSyncEngine, client: AsyncAscoraClient, sandbox: Sandbox, storage: AsyncSqlStorage
) -> None:
    held = Held()
    sandbox.fault("GET /invoices", held)
    sandbox.clear_requests()
    workers: AsyncWorkers[Any] = AsyncWorkers(2)
    first = workers.start(engine.sync, "invoice")
    try:
        await until(lambda: sandbox.received("GET /invoices"))
        second = AsyncSyncEngine(client, storage)
        for _ in range(2):
            with pytest.raises(LeaseHeldError):
                await second.record_payment("i-1", **PAYMENT)
        held.let_go()
        await first()
    finally:
        held.let_go()
        await workers.close()
    for _ in range(2):
        await second.record_payment("i-1", **PAYMENT)
        await second.sync("invoice")
    assert len(sandbox.payments("i-1")) == 1
