# Generated from ../../../_async/sync/faults/test_a_crashes.py by tools/unasync; do not edit.
"""(a) A create, an edit, a deletion or a payment by a process that dies: one object on the server, wherever it died."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from ascora_sdk import AscoraClient
from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import MemoryStorage
from ascora_sdk.sync import SyncEngine

from .crashing import CrashingStorage, Clock, CrashError

Do = Callable[[SyncEngine, MemoryStorage], Any]
PAYMENT = {
    "amount": Decimal("0.10"),
    "payment_method": "cash",
    "payment_date": date(2026, 2, 17),
    "reference": "receipt-1",
}


def key_of(storage: MemoryStorage, kind: str, id_: str) -> str:
    return next(row["key"] for row in storage.rows(kind) if row["id"] == id_)


def create(_engine: SyncEngine, storage: MemoryStorage) -> None:
    storage.add("customer", first_name="Ada")


def edit(_engine: SyncEngine, storage: MemoryStorage) -> None:
    storage.edit("customer", key_of(storage, "customer", "c-1"), phone="07")


def delete(_engine: SyncEngine, storage: MemoryStorage) -> None:
    storage.remove("customer", key_of(storage, "customer", "c-5"))


def crash_at_every_step(
    sandbox: Sandbox, client: AscoraClient, kind: str, prepare: Do, run: Do, prove: Callable[[], None]
) -> int:
    """Let a process die at one step after the other, and another one go on each time; give how many steps there are."""
    for at in count(1):
        sandbox.reset()
        clock, storage = Clock(), MemoryStorage()
        engine = SyncEngine(client, storage, runtime=clock.runtime)
        engine.sync(kind)
        prepare(engine, storage)
        crashing = SyncEngine(client, CrashingStorage(storage, at), runtime=clock.runtime)
        try:
            run(crashing, storage)
        except CrashError:
            clock.pass_by(301)
        else:
            return at
        run(engine, storage)
        assert (engine.sync(kind)).ok, at
        prove()
        assert (engine.sync(kind))[kind].pushed == 0, at
        prove()
    raise AssertionError


@pytest.mark.parametrize("action", [create, edit, delete])
def test_what_was_done_by_a_process_that_died_is_done_once(
    client: AscoraClient, action: Do, sandbox: Sandbox
) -> None:
    def prove() -> None:
        records = {record["id"]: record for record in sandbox.records("customer")}
        made = [record for record in records.values() if record.get("firstName") == "Ada"]
        assert len(made) == (action is create)
        assert ("c-5" in records) == (action is not delete)
        assert (records["c-1"].get("phone") == "07") == (action is edit)
        assert len(records) == 6 + (action is create) - (action is delete)

    def run(engine: SyncEngine, _storage: MemoryStorage) -> None:
        engine.sync("customer")

    assert crash_at_every_step(sandbox, client, "customer", action, run, prove) > 20


def test_a_payment_by_a_process_that_died_is_paid_once(client: AscoraClient, sandbox: Sandbox) -> None:
    def nothing(_engine: SyncEngine, _storage: MemoryStorage) -> None: ...

    def run(engine: SyncEngine, _storage: MemoryStorage) -> None:
        engine.record_payment("i-1", **PAYMENT)

    def prove() -> None:
        assert [payment["amount"] for payment in sandbox.payments("i-1")] == [Decimal("0.10")]

    assert crash_at_every_step(sandbox, client, "invoice", nothing, run, prove) > 10
