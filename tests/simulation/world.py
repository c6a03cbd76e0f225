"""What all share: the dice, the clocks, the two sides, and what is known to have gone wrong."""

from __future__ import annotations

from enum import Enum, auto
from random import Random
from typing import Any

import attrs

from .clock import Clock
from .failures import BrokenError, KilledError
from .ledger import Ledger
from .people import People
from .profile import Profile
from .server import Server
from .stock import Stock
from .trace import Trace

LEASE_SECONDS = 60.0


class Breakdown(Enum):
    """When a transaction's connection is lost."""

    BEFORE = auto()
    AFTER = auto()


@attrs.define(kw_only=True)
class Body:
    """A worker's process.

    Attributes:
        name: What it is called in the trace.
        dies_at: At which of its moments it dies; None if it does not.
        is_dead: Whether it is dead: nothing that it does from then on has any effect.
        moments: How many moments it has lived through.
        is_sending: How many requests that write it waits for the answers of.
        hangs: For how many of the others' turns it does nothing.
    """

    name: str
    dies_at: int | None = None
    is_dead: bool = False
    moments: int = 0
    is_sending: int = 0
    hangs: int = 0


@attrs.define(kw_only=True)
class World:
    """What all share.

    Attributes:
        is_quiet: Whether nobody edits, nothing fails and nobody dies any more.
        is_locked: Whether a transaction is under way, so that nobody here can write.
        told: When the audit trail last told of a record, by its kind and each of its names.
        broken: The promises that were broken.
    """

    profile: Profile
    chance: Random
    clock: Clock
    trace: Trace
    ledger: Ledger
    server: Server
    stock: Stock
    people: People
    is_quiet: bool = False
    is_locked: bool = False
    told: dict[tuple[str, str], int] = attrs.field(factory=dict)
    broken: list[BrokenError] = attrs.field(factory=list)

    def accuse(self, invariant: str, message: str) -> None:
        """Note a broken promise; the simulation ends with the first one."""
        self.trace(f"BROKEN  {invariant}: {message}")
        self.broken.append(BrokenError(invariant, message))

    def check(self) -> None:
        """End the simulation if a promise was broken."""
        if self.broken:
            raise self.broken[0]

    def moment(self, body: Body, what: str) -> None:
        """Live through a moment: a worker may die in it, people may work, and clocks may be set.

        Raises:
            KilledError: If the worker is dead.
        """
        if body.is_dead:
            raise KilledError(body.name)
        body.moments += 1
        self.clock.pass_by(0.005)
        if self.is_quiet:
            return
        if body.moments == body.dies_at:
            body.is_dead = True
            self.trace(f"{body.name}: killed at {what}")
            raise KilledError(body.name)
        if self.chance.random() < self.profile.meddling:
            self.people.work(here=not self.is_locked or self.stock.locked is not None)
        if self.profile.jumps and self.chance.random() < 0.01:
            self._upheaval()

    def hang(self, body: Body) -> None:
        """Let a worker hang, sometimes, for longer than its lease."""
        if not self.is_quiet and self.profile.jumps and self.chance.random() < 0.01:
            self.trace(f"clock:  {body.name} hangs")
            body.hangs = self.chance.randint(10, 300)
            self.clock.pass_by(LEASE_SECONDS * 1.1)

    def draw_breakdown(self) -> Breakdown | None:
        """Draw whether, and when, a transaction breaks down."""
        if self.is_quiet or self.chance.random() >= self.profile.breakdowns:
            return None
        breaks = self.chance.choice(tuple(Breakdown))
        self.trace(f"storage: the connection will be lost {breaks.name.lower()} the commit")
        return breaks

    def _upheaval(self) -> None:
        roll = self.chance.random()
        if roll < 0.3:
            seconds = self.chance.choice((-86400.0, -3600.0, -30.0, 30.0, 3600.0, 86400.0 * 40))
            self.trace(f"clock:  set by {seconds:+.0f} s")
            self.clock.set_by(seconds)
        elif roll < 0.7:
            self.trace("server: a backup is made")
            self.server.back_up()
        elif self.server.restore():
            self.trace("server: restored from the backup")

    def wait(self) -> None:
        """Let some time go by between two runs."""
        self.clock.pass_by(self.chance.choice((1.0, 30.0, 90.0, 90.0, 700.0, 7000.0, 90000.0)))


def told(values: Any) -> str:
    """Show a value in a line of the trace."""
    text = repr(values)
    return text if len(text) < 200 else f"{text[:200]}…"
