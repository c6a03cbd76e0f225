"""What a seed decides before anything happens: who there is, how the server is, how often what goes wrong."""

from __future__ import annotations

from random import Random
from typing import Any

import attrs

from ascora_sdk.sync import (
    Abilities,
    Conflict,
    ConflictStrategy,
    LocalWins,
    Manual,
    MergeFields,
    NewestWins,
    RemoteWins,
    Resolution,
)

from .shapes import INSTANCE, PUBLIC, Shape

FULL = Abilities()
_PUBLIC_ABILITIES = {
    "public_customer": Abilities(delete=False, updated_since=False, any_offset=False),
    "public_job": Abilities(update=False, delete=False, updated_since=False, any_offset=False),
}


@attrs.frozen(kw_only=True)
class Habits:
    """How the server is.

    Attributes:
        honours_since: Whether it heeds `since`.
        honours_keys: Whether it knows a create again by its idempotency key.
        any_offset: Whether its pages may begin anywhere.
        most_in_page: How many objects it gives in a page.
        lists_by_text: Whether ids are in the order of their text, so that new ones come in between.
        tidies: Whether it strips blanks and writes small letters in some fields.
        grain: To how many seconds its times are exact.
        lateness: By how many seconds a change may turn up late, with a time that is past by then.
    """

    honours_since: bool
    honours_keys: bool
    any_offset: bool
    most_in_page: int
    lists_by_text: bool
    tidies: bool
    grain: float
    lateness: float


@attrs.frozen(kw_only=True)
class Profile:
    """What holds for a whole simulation.

    Attributes:
        shapes: The kinds of records.
        abilities: What the server can do, by kind.
        habits: How the server is.
        on_sql: Whether the storage is a SQL database, and the engine the blocking one.
        workers: How many workers there are at once.
        rounds: How often they are let loose.
        strategy_name: What the strategy is called.
        strategy: Who is right in a conflict.
        deletions: What becomes of what is deleted on the server.
        page_size: Records that the engine asks for in a page.
        concurrency: Requests that it has under way at once.
        slowness: Seconds that a request takes at the most.
        meddling: How probable an edit is at each await.
        faults: How probable a failure is at each request.
        crashes: How probable it is that a worker dies.
        refusals: Whether some values are refused by the server for ever.
        corrects: Whether somebody corrects these in the end.
        resolves: Whether somebody decides conflicts in the end.
        jumps: Whether clocks are set, workers hang, and the server is restored from backups.
        blanks: How probable it is that a page of a listing says that there is nothing at all.
        breakdowns: How probable it is at each transaction that the storage fails.
    """

    shapes: tuple[Shape, ...]
    abilities: dict[str, Abilities]
    habits: Habits
    on_sql: bool
    workers: int
    rounds: int
    strategy_name: str
    strategy: ConflictStrategy
    deletions: str
    page_size: int
    concurrency: int
    slowness: float
    meddling: float
    faults: float
    crashes: float
    refusals: bool
    corrects: bool
    resolves: bool
    jumps: bool
    blanks: float
    breakdowns: float

    def __str__(self) -> str:
        told = attrs.asdict(self, recurse=False)
        told["shapes"] = [shape.name for shape in self.shapes]
        told["habits"] = attrs.asdict(self.habits)
        del told["strategy"], told["abilities"]
        return "\n".join(f"  {name}: {value}" for name, value in told.items())


def draw(chance: Random) -> Profile:
    """Draw a profile."""
    is_public = chance.random() < 0.25
    shapes = PUBLIC if is_public else INSTANCE[: chance.choice((1, 2, 2, 3))]
    abilities = {shape.name: _PUBLIC_ABILITIES.get(shape.name, FULL) for shape in shapes}
    if not is_public and chance.random() < 0.15:
        lame = Abilities(update=chance.random() < 0.5, delete=chance.random() < 0.5, create=chance.random() < 0.7)
        abilities[chance.choice(shapes).name] = lame
    on_sql = chance.random() < 0.05
    strategy_name = chance.choice(sorted(_STRATEGIES))
    calm = chance.random() < 0.15
    return Profile(
        shapes=shapes,
        abilities=abilities,
        habits=_habits(chance, is_public=is_public),
        on_sql=on_sql,
        workers=1 if on_sql else chance.choice((1, 1, 1, 2, 3)),
        rounds=chance.randint(2, 6),
        strategy_name=strategy_name,
        strategy=_STRATEGIES[strategy_name],
        deletions=chance.choice(("mark", "delete", "keep")),
        page_size=chance.choice((1, 2, 3, 5, 100)),
        concurrency=1 if on_sql else chance.choice((1, 2, 4)),
        slowness=chance.choice((0.2, 1.0, 5.0, 15.0)),
        meddling=0.0 if calm else chance.choice((0.0, 0.01, 0.05, 0.15)),
        faults=0.0 if calm else chance.choice((0.0, 0.02, 0.1, 0.3)),
        crashes=0.0 if calm else chance.choice((0.0, 0.3, 0.7)),
        refusals=chance.random() < 0.2,
        corrects=chance.random() < 0.5,
        resolves=chance.random() < 0.6,
        jumps=chance.random() < 0.3,
        blanks=0.02 if chance.random() < 0.1 else 0.0,
        breakdowns=0.01 if chance.random() < 0.2 else 0.0,
    )


def _habits(chance: Random, *, is_public: bool) -> Habits:
    return Habits(
        honours_since=not is_public and chance.random() < 0.7,
        honours_keys=chance.random() < 0.5,
        any_offset=not is_public,
        most_in_page=chance.choice((1, 2, 3, 100, 100)),
        lists_by_text=chance.random() < 0.5,
        tidies=chance.random() < 0.2,
        grain=chance.choice((0.001, 1.0, 60.0)),
        lateness=chance.choice((0.0, 0.0, 300.0)),
    )


def by_digit(conflict: Conflict) -> Any:
    """Decide by a conflict's own digits, now so and now so, and now by a value of its own."""
    number = sum(map(ord, conflict.record_id))
    if number % 3 or not conflict.fields:
        return "local" if number % 3 == 1 else "remote"
    both = {leaf: (one.local, one.remote) for leaf, one in conflict.fields.items()}
    texts = {leaf: values for leaf, values in both.items() if all(isinstance(value, str) for value in values)}
    sides = {leaf: "remote" for leaf in both if leaf not in texts}
    return Resolution.each(sides, values={leaf: "+".join(values) for leaf, values in texts.items()}, by="by_digit")


def by_field(conflict: Conflict) -> Resolution:
    """Decide some fields, and let others wait."""
    if not conflict.fields:
        return Resolution.remote(by="by_field")
    return Resolution.each({leaf: "local" for leaf in conflict.fields if len(leaf) % 2}, by="by_field")


_STRATEGIES: dict[str, ConflictStrategy] = {
    "MergeFields(RemoteWins)": MergeFields(),
    "MergeFields(Manual)": MergeFields(fallback=Manual()),
    "MergeFields(some fields)": MergeFields(
        fallback=NewestWins(), fields={"phone": LocalWins(), "custom_fields": Manual()}
    ),
    "LocalWins": LocalWins(),
    "RemoteWins": RemoteWins(),
    "NewestWins": NewestWins(),
    "NewestWins(local)": NewestWins(equal="local", missing="local"),
    "Manual": Manual(),
    "by_digit": by_digit,
    "by_field": by_field,
}
