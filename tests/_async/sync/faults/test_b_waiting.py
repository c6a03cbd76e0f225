"""(b) Retry-After is obeyed, and the back-off is exponential with jitter, whatever the engine is at."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime

import attrs
import pytest

from ascora_sdk import AsyncAscoraClient, RateLimitError
from ascora_sdk.sandbox import Sandbox, Status
from ascora_sdk.storage import AsyncMemoryStorage
from ascora_sdk.sync import AsyncSyncEngine

from ....client.clock import BEGINNING, AsyncFakeTime

CHANCES = (0.5, 0.25, 1.0)


@pytest.fixture
def clock() -> AsyncFakeTime:
    return AsyncFakeTime()


@pytest.fixture
def memory() -> AsyncMemoryStorage:
    return AsyncMemoryStorage()


@pytest.fixture
async def client(sandbox: Sandbox, clock: AsyncFakeTime) -> AsyncIterator[AsyncAscoraClient]:
    """A client that tries three times more, and never really waits."""
    chances = iter(CHANCES * 10)
    async with AsyncAscoraClient(
        api_url=sandbox.api_url,
        api_token=sandbox.api_token,
        company_code=sandbox.company_code,
        runtime=attrs.evolve(clock.runtime, random=lambda: next(chances)),
    ) as client:
        yield client


@pytest.fixture
async def engine(client: AsyncAscoraClient, memory: AsyncMemoryStorage) -> AsyncSyncEngine:
    """An engine that has an edit, a new row and a deletion to send."""
    engine = AsyncSyncEngine(client, memory, concurrency=1)
    assert (await engine.sync()).ok
    rows = {row["id"]: row["key"] for row in await memory.rows("customer")}
    await memory.edit("customer", rows["c-1"], phone="07")
    await memory.remove("customer", rows["c-6"])
    await memory.add("customer", first_name="Ada")
    return engine


def assert_sent_once(sandbox: Sandbox) -> None:
    assert sandbox.get("customer", "c-1")["phone"] == "07"
    assert [record["firstName"] for record in sandbox.records("customer")].count("Ada") == 1
    assert sandbox.count("customer") == 6


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("route", ["GET /customers", "PUT *", "POST *", "DELETE *"])
async def test_it_waits_as_long_as_the_server_asks_for(
    engine: AsyncSyncEngine, sandbox: Sandbox, clock: AsyncFakeTime, status: int, route: str
) -> None:
    in_seven_seconds = format_datetime(BEGINNING + timedelta(seconds=7 + 4), usegmt=True)
    sandbox.fault(route, Status(status, headers={"Retry-After": "4"}))
    sandbox.fault(route, Status(status, headers={"Retry-After": in_seven_seconds}))
    report = await engine.sync("customer")
    assert (report["customer"].pushed, report.ok) == (3, True)
    assert clock.sleeps == [4.0, 7.0]
    assert_sent_once(sandbox)


async def test_it_waits_ever_longer_and_by_chance_where_the_server_names_no_time(
    engine: AsyncSyncEngine, sandbox: Sandbox, clock: AsyncFakeTime
) -> None:
    sandbox.fault("GET /customers", Status(500), times=3)
    assert (await engine.sync("customer")).ok
    # From one second on, twice as much each time, and of that a part by chance.
    assert clock.sleeps == [1.0 * CHANCES[0], 2.0 * CHANCES[1], 4.0 * CHANCES[2]]
    assert_sent_once(sandbox)


async def test_an_edit_is_tried_again_likewise(engine: AsyncSyncEngine, sandbox: Sandbox, clock: AsyncFakeTime) -> None:
    sandbox.fault("PUT *", Status(502), times=2)
    assert (await engine.sync("customer")).ok
    assert clock.sleeps == [1.0 * CHANCES[0], 2.0 * CHANCES[1]]
    assert_sent_once(sandbox)


async def test_when_the_server_asks_for_more_time_than_there_are_tries_nothing_is_lost(
    engine: AsyncSyncEngine, sandbox: Sandbox, clock: AsyncFakeTime
) -> None:
    sandbox.fault("POST *", Status(429, headers={"Retry-After": "2"}), times=4)
    with pytest.raises(RateLimitError) as caught:
        await engine.sync("customer")
    assert caught.value.retry_after == 2.0
    assert clock.sleeps[:3] == [2.0, 2.0, 2.0]
    assert (await engine.sync("customer")).ok
    assert_sent_once(sandbox)
    assert (await engine.sync("customer"))["customer"].pushed == 0
