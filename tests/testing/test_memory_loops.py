"""The storage in memory on several event loops and threads."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from ascora_sdk.storage import AsyncMemoryStorage, MemoryStorage


def test_it_is_made_outside_of_a_loop_and_used_on_one_after_the_other() -> None:
    storage = AsyncMemoryStorage()

    async def work() -> None:
        await asyncio.gather(*(storage.add("customer", number=number) for number in range(5)))

    asyncio.run(work())
    asyncio.run(work())
    assert len(asyncio.run(storage.rows("customer"))) == 10


def test_a_task_that_is_cancelled_while_it_waits_or_works_lets_the_next_one_in() -> None:
    async def live() -> None:
        storage = AsyncMemoryStorage()
        inside, leave = asyncio.Event(), asyncio.Event()

        async def hold() -> None:
            async with storage.transaction():
                inside.set()
                await leave.wait()

        holding = asyncio.ensure_future(hold())
        await inside.wait()
        waiting = asyncio.ensure_future(storage.add("customer", first_name="Ada"))
        await asyncio.sleep(0)
        waiting.cancel()
        holding.cancel()
        await asyncio.wait({waiting, holding})
        await storage.add("customer", first_name="Grace")
        assert [row["first_name"] for row in await storage.rows("customer")] == ["Grace"]

    asyncio.run(live())


def test_threads_come_one_after_the_other() -> None:
    storage = MemoryStorage()
    inside, leave = Event(), Event()

    def hold() -> None:
        with storage.transaction():
            inside.set()
            assert leave.wait(10)

    with ThreadPoolExecutor(2) as threads:
        holding = threads.submit(hold)
        assert inside.wait(10)
        adding = threads.submit(storage.add, "customer", first_name="Ada")
        assert not adding.done()
        leave.set()
        holding.result()
        adding.result()
    assert len(storage.rows("customer")) == 1
