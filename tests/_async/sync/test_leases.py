"""One worker at a time, and what becomes of one that is taken for dead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone

import pytest

from ascora_sdk import AscoraApiError, AsyncAscoraClient, AsyncRuntime, Attempt, Hooks
from ascora_sdk.sandbox import Sandbox, Status
from ascora_sdk.sync import (
    AsyncSyncEngine,
    Checkpoint,
    LeaseHeldError,
    LeaseLostError,
    PagePulled,
    SyncEvent,
    to_json,
)

from ...sync.by_hand import add
from ...sync.database import Database
from ...sync.processes import credentials
from ...sync.wire import assert_same
from .failing import AsyncSlowStorage

LATER = "2999-01-01T00:00:00.000000Z"


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 1, tzinfo=timezone.utc)

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def pass_by(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=60, jobs=5, invoices=5) as sandbox:
        yield sandbox


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def runtime(clock: Clock) -> AsyncRuntime:
    return AsyncRuntime(monotonic=clock.monotonic, now=clock.now)


@pytest.fixture
def hold(database: Database) -> Callable[..., None]:
    """Let somebody else have a lease."""

    def hold(kind: str = "customer", until: str = LATER, organization_id: str = "default") -> None:
        statement = (
            "INSERT INTO ascora_sync_checkpoints (organization_id, kind, lease_owner, lease_until) VALUES (?, ?, ?, ?)"
        )
        database.run(statement, organization_id, kind, "somebody", until)

    return hold


async def test_a_second_worker_is_told_and_changes_nothing(
    engine: AsyncSyncEngine, storage, sandbox: Sandbox, database: Database, hold
) -> None:
    hold()
    with pytest.raises(LeaseHeldError, match=re.escape("syncs the customer records of organization 'default'")):
        await engine.pull("customer")
    assert not sandbox.requests
    assert database.checkpoint("customer")["lease_owner"] == "somebody"
    assert database.count("ascora_customers") == 0


async def test_a_worker_that_was_turned_away_does_not_say_how_the_sync_went(
    engine: AsyncSyncEngine, database: Database
) -> None:
    await engine.pull("customer")
    database.run("UPDATE ascora_sync_checkpoints SET lease_owner = 'somebody', lease_until = ?", LATER)
    before = database.run("SELECT sync_status, last_sync_at FROM ascora_integrations")
    with pytest.raises(LeaseHeldError):
        await engine.pull("customer")
    assert database.run("SELECT sync_status, last_sync_at FROM ascora_integrations") == before


async def test_a_kind_or_an_organization_does_not_disturb_another(
    make_engine, engine: AsyncSyncEngine, database: Database, hold
) -> None:
    hold("job")
    hold("customer", organization_id="other")
    assert (await engine.pull("customer"))["customer"].created == 60
    assert (await engine.pull("invoice"))["invoice"].created == 5
    with pytest.raises(LeaseHeldError):
        await engine.pull("job")
    with pytest.raises(LeaseHeldError):
        await make_engine(organization_id="other").pull("customer")


async def test_the_lease_is_free_after_a_success(engine: AsyncSyncEngine, database: Database) -> None:
    await engine.pull()
    assert database.column("SELECT lease_owner FROM ascora_sync_checkpoints") == [None] * 3
    assert database.column("SELECT sync_status FROM ascora_integrations") == ["success"]


async def test_the_lease_is_free_after_a_failure(engine: AsyncSyncEngine, sandbox: Sandbox, database: Database) -> None:
    sandbox.fault("GET /customers", Status(500), after=2)
    with pytest.raises(AscoraApiError):
        await engine.pull()
    assert database.column("SELECT lease_owner FROM ascora_sync_checkpoints") == [None]
    assert database.column("SELECT sync_status FROM ascora_integrations") == ["error"]
    assert (await engine.pull()).ok
    assert database.column("SELECT sync_status FROM ascora_integrations") == ["success"]


async def test_a_dead_workers_lease_runs_out(
    make_engine, runtime: AsyncRuntime, clock: Clock, database: Database, hold
) -> None:
    hold(until="2026-01-01T00:01:00.000000Z")
    engine = make_engine(runtime=runtime)
    clock.pass_by(59.999)
    with pytest.raises(LeaseHeldError):
        await engine.pull("customer")
    clock.pass_by(0.001)
    assert (await engine.pull("customer"))["customer"].created == 60


async def test_a_lease_lasts_as_long_as_was_asked_for(
    make_engine, runtime: AsyncRuntime, clock: Clock, database: Database
) -> None:
    seen: list[str] = []

    def tell(event: SyncEvent) -> None:
        if isinstance(event, PagePulled):
            seen.append(database.checkpoint("customer")["lease_until"])
            clock.pass_by(5)

    await make_engine(runtime=runtime, lease_seconds=30, on_event=tell).pull("customer")
    assert seen[:3] == [f"2026-01-01T00:00:{second}.000000Z" for second in (30, 35, 40)]


async def test_a_lease_is_renewed_while_nothing_changes(
    make_engine, engine: AsyncSyncEngine, runtime: AsyncRuntime, clock: Clock, database: Database
) -> None:
    await engine.pull("customer")
    left: list[float] = []

    def tell(event: SyncEvent) -> None:
        if isinstance(event, PagePulled):
            until = database.checkpoint("customer")["lease_until"]
            left.append((datetime.fromisoformat(until.replace("Z", "+00:00")) - clock.now()).total_seconds())
            clock.pass_by(8)

    await make_engine(runtime=runtime, lease_seconds=30, on_event=tell).pull("customer", complete=True)
    assert len(left) == 6
    assert min(left) > 10


async def test_a_lease_is_renewed_while_records_are_sent(
    sandbox: Sandbox, storage, engine: AsyncSyncEngine, runtime: AsyncRuntime, clock: Clock, database: Database
) -> None:
    await engine.pull("customer")
    for number in range(8):
        add(database, "customer", first_name=f"New {number}")
    left: list[float] = []

    def take_time(attempt: Attempt) -> None:
        if attempt.method == "POST":
            until = database.checkpoint("customer")["lease_until"]
            left.append((datetime.fromisoformat(until.replace("Z", "+00:00")) - clock.now()).total_seconds())
            clock.pass_by(8)

    async with AsyncAscoraClient(**credentials(sandbox), hooks=[Hooks(before_attempt=take_time)]) as slow:
        await AsyncSyncEngine(slow, storage, runtime=runtime, lease_seconds=30, concurrency=1).push("customer")
    assert len(left) == 8
    assert min(left) > 10


async def test_a_worker_that_was_taken_for_dead_stops_and_doubles_nothing(
    make_engine, runtime: AsyncRuntime, clock: Clock, sandbox: Sandbox, database: Database
) -> None:
    def take_over(event: SyncEvent) -> None:
        if isinstance(event, PagePulled) and event.done == 20:
            database.run("UPDATE ascora_sync_checkpoints SET lease_owner = 'somebody', lease_until = ?", LATER)

    with pytest.raises(LeaseLostError, match="another worker took over the customer records"):
        await make_engine(on_event=take_over).pull("customer")
    assert len(database.records("customer")) == 20
    database.assert_whole("customer")
    assert (database.checkpoint("customer")["lease_owner"], database.offset("customer")) == ("somebody", 20)

    database.run("UPDATE ascora_sync_checkpoints SET lease_until = '2026-01-01T00:00:00.000000Z'")
    clock.pass_by(1)
    assert (await make_engine(runtime=runtime).pull("customer"))["customer"].created == 40
    assert_same(sandbox, "customer", database.records("customer"))
    database.assert_whole("customer")


async def test_a_worker_that_has_nothing_to_write_learns_at_the_end_that_it_was_taken_for_dead(
    make_engine, engine: AsyncSyncEngine, database: Database
) -> None:
    await engine.pull("customer")

    def take_over(event: SyncEvent) -> None:
        if isinstance(event, PagePulled) and event.done == 20:
            statement = "UPDATE ascora_sync_checkpoints SET lease_owner = 'somebody', lease_until = ?, cursor = ?"
            database.run(statement, LATER, to_json(Checkpoint(offset=30)))

    with pytest.raises(LeaseLostError):
        await make_engine(on_event=take_over).pull("customer", complete=True)
    assert (database.checkpoint("customer")["lease_owner"], database.offset("customer")) == ("somebody", 30)


async def test_two_workers_in_turn_where_the_first_was_only_slow(
    make_engine, storage, runtime: AsyncRuntime, clock: Clock, sandbox: Sandbox, database: Database
) -> None:
    quick = make_engine(runtime=runtime)

    async def overtake() -> None:
        clock.pass_by(301)
        assert (await quick.pull("customer"))["customer"].created == 30

    slow_storage = AsyncSlowStorage(storage, overtake, when=lambda: database.count("ascora_customers") == 30)
    slow = make_engine(runtime=runtime, storage=slow_storage)
    with pytest.raises(LeaseLostError):
        await slow.pull("customer")
    assert_same(sandbox, "customer", database.records("customer"))
    database.assert_whole("customer")
    assert (database.checkpoint("customer")["lease_owner"], database.offset("customer")) == (None, None)
