"""Workers that live for a while: what they do with the engine, and how they end."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import attrs

from ascora_sdk.concurrency.awaiting import AsyncRuntime
from ascora_sdk.concurrency.blocking import Runtime
from ascora_sdk.errors import AscoraApiError
from ascora_sdk.storage import AsyncMemoryStorage
from ascora_sdk.sync import (
    AsyncSyncEngine,
    Conflict,
    LeaseHeldError,
    LeaseLostError,
    MassDeletionError,
    SyncEngine,
)

from .failures import BreakdownError, KilledError, ListenerError
from .line import AsyncSimulatedRemote, Line, SimulatedRemote
from .stock import ORGANIZATION
from .stock_sql import SqlStock
from .watched import AsyncWatchedStorage
from .watched_sql import Awaited, WatchedStorage
from .world import LEASE_SECONDS, Body, World

WORKS = ("sync", "sync", "sync", "sync one", "complete", "pull", "push", "retry", "resolve")

_EXPECTED = (AscoraApiError, LeaseHeldError, LeaseLostError, MassDeletionError, ListenerError, BreakdownError)


Make: TypeAlias = "Callable[[World, Body, Mapping[str, Any]], Any]"
"""Makes an engine in a worker's process, with some settings."""


@attrs.define(kw_only=True)
class Workers:
    """Lets workers loose.

    Attributes:
        world: What all share.
        make: Makes their engines.
    """

    world: World
    make: Make
    _count: int = 0

    async def run(self, count: int) -> None:
        """Let some workers live at once, each to its end."""
        tasks = [asyncio.ensure_future(self._live()) for _ in range(count)]
        if count and self.world.chance.random() < 0.1 and not self.world.is_quiet:
            await self._cancel(self.world.chance.choice(tasks))
        await asyncio.gather(*tasks)

    async def _cancel(self, task: asyncio.Task[None]) -> None:
        for _ in range(self.world.chance.randint(1, 200)):
            await asyncio.sleep(0)
        task.cancel()

    async def _live(self) -> None:
        world, chance = self.world, self.world.chance
        body = self.body(may_die=True)
        engine = self.engine(body)
        world.trace(f"{body.name}: begins, {'dies at ' + str(body.dies_at) if body.dies_at else 'will not die'}")
        for _ in range(chance.randint(1, 3)):
            if not await self._survives(engine, body, chance.choice(WORKS)):
                break
        if body.is_dead and world.profile.on_sql:
            # What a dead process had open is closed at once; a cursor of ours is so once nobody knows it.
            gc.collect()

    async def _survives(self, engine: Any, body: Body, work: str) -> bool:
        world = self.world
        try:
            await self._do(engine, body, work)
        except _EXPECTED as error:
            world.trace(f"{body.name}: {work} ends with {type(error).__name__}: {str(error)[:100]}")
        except KilledError:
            return False
        except asyncio.CancelledError:
            world.trace(f"{body.name}: cancelled")
            return False
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody should have to meet it
            if not body.is_dead:
                world.accuse("NO_UNEXPECTED_ERROR", f"{work}: {type(error).__name__}: {error}")
                world.broken[-1].__cause__ = error
            return False
        return True

    async def _do(self, engine: Any, body: Body, work: str) -> None:
        world = self.world
        world.trace(f"{body.name}: {work} …")
        if work == "sync one":
            await engine.sync(world.chance.choice(world.profile.shapes).name)
        elif work == "complete":
            await engine.sync(complete=True)
        elif work == "retry":
            await engine.retry_failed()
        elif work == "resolve":
            await resolve_some(engine, world, body)
        else:
            report = await getattr(engine, work)()
            world.trace(f"{body.name}: {work} is done{'' if report.ok else ', not ok'}")

    def body(self, *, may_die: bool) -> Body:
        """Make a process, which may be doomed."""
        self._count += 1
        chance = self.world.chance
        dies = may_die and chance.random() < self.world.profile.crashes
        return Body(name=f"w{self._count}", dies_at=chance.randint(1, 150) if dies else None)

    def engine(self, body: Body, **options: Any) -> Any:
        """Make an engine in a process."""
        world, profile = self.world, self.world.profile
        settings = {
            "organization_id": ORGANIZATION,
            "strategy": profile.strategy,
            "deletions": profile.deletions,
            "page_size": profile.page_size,
            "concurrency": profile.concurrency,
            "lease_seconds": LEASE_SECONDS,
            "on_event": Listener(world, body),
        }
        return self.make(world, body, {**settings, **options})


def on_memory(storage: AsyncMemoryStorage) -> Make:
    """Make async engines on a storage in memory."""

    def make(world: World, body: Body, settings: Mapping[str, Any]) -> AsyncSyncEngine:
        async def sleep(seconds: float) -> None:
            world.clock.pass_by(seconds)

        runtime = AsyncRuntime(
            monotonic=world.clock.monotonic, now=world.clock.now, sleep=sleep, random=world.chance.random
        )
        remote = AsyncSimulatedRemote(Line(world=world, body=body))
        return AsyncSyncEngine(remote, AsyncWatchedStorage(storage, world, body), runtime=runtime, **settings)

    return make


def on_sql(stock: SqlStock) -> Make:
    """Make blocking engines on a database."""

    def make(world: World, body: Body, settings: Mapping[str, Any]) -> Awaited:
        clock = world.clock
        runtime = Runtime(monotonic=clock.monotonic, now=clock.now, sleep=clock.pass_by, random=world.chance.random)
        remote = SimulatedRemote(Line(world=world, body=body))
        return Awaited(SyncEngine(remote, WatchedStorage(stock, world, body), runtime=runtime, **settings))

    return make


@attrs.define
class Listener:
    """Somebody who is told of a sync's progress, and sometimes fails."""

    world: World
    body: Body

    def __call__(self, event: object) -> None:
        if not self.world.is_quiet and not self.body.is_dead and self.world.chance.random() < 0.001:
            raise ListenerError(type(event).__name__)


async def resolve_some(engine: Any, world: World, body: Body, *, all_of_them: bool = False) -> None:
    """Decide conflicts by hand."""
    for conflict in await engine.conflicts():
        if not all_of_them and world.chance.random() < 0.3:
            continue
        decision = decided(conflict, world)
        world.trace(f"{body.name}: resolves {conflict.id} ({', '.join(conflict.fields)}): {decision!r}")
        try:
            await engine.resolve(conflict.id, decision)
        except KeyError:
            world.trace(f"{body.name}: {conflict.id} waits no more")


def decided(conflict: Conflict, world: World) -> Any:
    """Draw a decision."""
    return world.chance.choice(("local", "remote", "merge"))
