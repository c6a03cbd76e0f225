"""One simulation: all that follows from a seed."""

from __future__ import annotations

import asyncio
from random import Random
from typing import Any

import attrs

from ascora_sdk.storage import AsyncMemoryStorage

from .clock import Clock
from .ending import KindEnding
from .failures import BrokenError
from .ledger import Ledger
from .people import People
from .profile import Profile, draw
from .server import Server
from .stock import MemoryStock, Stock, state
from .stock_sql import database
from .trace import Trace
from .workers import Make, Workers, on_memory, on_sql, resolve_some
from .world import LEASE_SECONDS, World

_MOST_ROUNDS = 10


@attrs.frozen(kw_only=True)
class Ended:
    """How a simulation ended.

    Attributes:
        seed: Its seed.
        trace: What happened.
        broken: The promise that was broken; None if none was.
    """

    seed: int
    trace: list[str]
    broken: BaseException | None


def simulate(seed: int) -> Ended:
    """Run the simulation of a seed."""
    chance = Random(seed)
    profile = draw(chance)
    trace = Trace()
    trace(f"seed {seed}\n{profile}")
    broken: BaseException | None = None
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda _loop, _context: None)
    try:
        loop.run_until_complete(_run(profile, chance, trace))
    except BrokenError as error:
        broken = error
    finally:
        loop.close()
    return Ended(seed=seed, trace=trace.lines, broken=broken)


def run_one(seed: int) -> tuple[int, str | None]:
    """Run the simulation of a seed, and give it with what was broken."""
    try:
        broken = simulate(seed).broken
    except Exception as error:  # noqa: BLE001 - a fault of the simulator is told like the others
        return seed, f"SIMULATOR: {type(error).__name__}: {error}"
    return seed, None if broken is None else str(broken)


async def _run(profile: Profile, chance: Random, trace: Trace) -> None:
    clock = Clock()
    if profile.on_sql:
        with database(clock, chance) as stock:
            await _play(_world(profile, chance, trace, clock, stock), on_sql(stock))
    else:
        storage = AsyncMemoryStorage(now=clock.now)
        await _play(_world(profile, chance, trace, clock, MemoryStock(storage, clock.now)), on_memory(storage))


def _world(profile: Profile, chance: Random, trace: Trace, clock: Clock, stock: Stock) -> World:
    ledger = Ledger()
    server = Server(profile.shapes, profile.habits, clock, ledger, trace, chance)
    people = People(profile=profile, chance=chance, server=server, stock=stock, ledger=ledger, trace=trace)
    return World(
        profile=profile,
        chance=chance,
        clock=clock,
        trace=trace,
        ledger=ledger,
        server=server,
        stock=stock,
        people=people,
    )


async def _play(world: World, make: Make) -> None:
    workers = Workers(world=world, make=make)
    world.people.begin()
    for _ in range(world.profile.rounds):
        for _ in range(world.chance.randint(0, 4)):
            world.people.work()
        await workers.run(world.profile.workers)
        world.check()
        world.wait()
    await _come_to_rest(world, workers)
    for shape in world.profile.shapes:
        KindEnding.of(world, shape).check()
    world.check()
    await _stay_at_rest(world, workers)
    world.check()


async def _come_to_rest(world: World, workers: Workers) -> None:
    world.trace("quiet:  nobody edits and nothing fails any more")
    world.is_quiet = True
    ends = [end for shape in world.profile.shapes if (end := world.stock.lease_ends(shape.name)) is not None]
    wait = max([(end - world.clock.now()).total_seconds() for end in ends], default=0.0)
    world.clock.pass_by(max(wait, 0.0) + 1.0)
    if world.profile.corrects:
        world.people.correct()
    kinds = tuple(shape.name for shape in world.profile.shapes)
    for number in range(_MOST_ROUNDS):
        before, writes = everything(world, kinds), world.server.writes
        body = workers.body(may_die=False)
        engine = workers.engine(body, most_gone=1)
        world.trace(f"{body.name}: quiet round {number}")
        await _calmly(world, engine.sync(complete=True), "sync")
        await _calmly(world, engine.retry_failed(), "retry_failed")
        if world.profile.resolves:
            await _calmly(world, resolve_some(engine, world, body, all_of_them=True), "resolve")
        world.check()
        after = everything(world, kinds)
        if (after, world.server.writes) == (before, writes):
            return
        world.clock.pass_by(LEASE_SECONDS)
    world.accuse("CONVERGED", f"in round {_MOST_ROUNDS} still changes {_difference(before, after)}")


async def _stay_at_rest(world: World, workers: Workers) -> None:
    kinds = tuple(shape.name for shape in world.profile.shapes)
    before, writes = everything(world, kinds), world.server.writes
    body = workers.body(may_die=False)
    engine = workers.engine(body)
    for complete in (False, True):
        world.clock.pass_by(5.0)
        await _calmly(world, engine.sync(complete=complete), "sync")
        if world.server.writes != writes:
            world.accuse("QUIET", "a sync with nothing to do wrote on the server")
        after = everything(world, kinds)
        if after != before:
            world.accuse("QUIET", f"a sync with nothing to do changed {_difference(before, after)}")


async def _calmly(world: World, work: Any, name: str) -> None:
    try:
        await work
    except BrokenError:
        raise
    except Exception as error:  # noqa: BLE001 - nothing fails any more
        invariant = "NO_STUCK_LEASE" if "Lease" in type(error).__name__ else "NO_UNEXPECTED_ERROR"
        world.accuse(invariant, f"{name} in the quiet: {type(error).__name__}: {error}")
        world.broken[-1].__cause__ = error


def everything(world: World, kinds: tuple[str, ...]) -> Any:
    """Give all that may not change in the quiet."""
    return {"server": world.server.state(), **state(world.stock, kinds)}


def _difference(before: Any, after: Any) -> str:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in {**before, **after}:
            if before.get(name) != after.get(name):
                return f"{name}: {_difference(before.get(name), after.get(name))}"
    return f"{before} to {after}"
