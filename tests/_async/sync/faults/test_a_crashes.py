"""(a) A create, an edit, a deletion or a payment by a process that dies: one object on the server, wherever it died."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from ascora_sdk import AsyncAscoraClient
from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import AsyncMemoryStorage
from ascora_sdk.sync import AsyncSyncEngine

from .crashing import AsyncCrashingStorage, Clock, CrashError

Do = Callable[[AsyncSyncEngine, AsyncMemoryStorage], Awaitable[Any]]
PAYMENT = {
    "amount": Decimal("0.10"),
    "payment_method": "cash",
    "payment_date": date(2026, 2, 17),
    "reference": "receipt-1",
}


async def key_of(storage: AsyncMemoryStorage, kind: str, id_: str) -> str:
    return next(row["key"] for row in await storage.rows(kind) if row["id"] == id_)


async def create(_engine: AsyncSyncEngine, storage: AsyncMemoryStorage) -> None:
    await storage.add("customer", first_name="Ada")


async def edit(_engine: AsyncSyncEngine, storage: AsyncMemoryStorage) -> None:
    await storage.edit("customer", await key_of(storage, "customer", "c-1"), phone="07")


async def delete(_engine: AsyncSyncEngine, storage: AsyncMemoryStorage) -> None:
    await storage.remove("customer", await key_of(storage, "customer", "c-5"))


async def crash_at_every_step(
    sandbox: Sandbox, client: AsyncAscoraClient, kind: str, prepare: Do, run: Do, prove: Callable[[], None]
) -> int:
    """Let a process die at one step after the other, and another one go on each time; give how many steps there are."""
    for at in count(1):
        sandbox.reset()
        clock, storage = Clock(), AsyncMemoryStorage()
        engine = AsyncSyncEngine(client, storage, runtime=clock.runtime)
        await engine.sync(kind)
        await prepare(engine, storage)
        crashing = AsyncSyncEngine(client, AsyncCrashingStorage(storage, at), runtime=clock.runtime)
        try:
            await run(crashing, storage)
        except CrashError:
            clock.pass_by(301)
        else:
            return at
        await run(engine, storage)
        assert (await engine.sync(kind)).ok, at
        prove()
        assert (await engine.sync(kind))[kind].pushed == 0, at
        prove()
    raise AssertionError


@pytest.mark.parametrize("action", [create, edit, delete])
async def test_what_was_done_by_a_process_that_died_is_done_once(
    client: AsyncAscoraClient, action: Do, sandbox: Sandbox
) -> None:
    def prove() -> None:
        records = {record["id"]: record for record in sandbox.records("customer")}
        made = [record for record in records.values() if record.get("firstName") == "Ada"]
        assert len(made) == (action is create)
        assert ("c-5" in records) == (action is not delete)
        assert (records["c-1"].get("phone") == "07") == (action is edit)
        assert len(records) == 6 + (action is create) - (action is delete)

    async def run(engine: AsyncSyncEngine, _storage: AsyncMemoryStorage) -> None:
        await engine.sync("customer")

    assert await crash_at_every_step(sandbox, client, "customer", action, run, prove) > 20


async def test_a_payment_by_a_process_that_died_is_paid_once(client: AsyncAscoraClient, sandbox: Sandbox) -> None:
    async def nothing(_engine: AsyncSyncEngine, _storage: AsyncMemoryStorage) -> None: ...

    async def run(engine: AsyncSyncEngine, _storage: AsyncMemoryStorage) -> None:
        await engine.record_payment("i-1", **PAYMENT)

    def prove() -> None:
        assert [payment["amount"] for payment in sandbox.payments("i-1")] == [Decimal("0.10")]

    assert await crash_at_every_step(sandbox, client, "invoice", nothing, run, prove) > 10
