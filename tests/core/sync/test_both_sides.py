"""Whatever is edited, lost or deleted on either side: both come to hold the same, and nothing is written after that."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import attrs
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk.sync.audit import Decision
from ascora_sdk.sync.kinds import CUSTOMER, Kind
from ascora_sdk.sync.leaves import same
from ascora_sdk.sync.notes import Agreed, OpenConflict, Tombstone
from ascora_sdk.sync.outcome import Deletions
from ascora_sdk.sync.public_kinds import PUBLIC_CUSTOMER
from ascora_sdk.sync.strategies import FillBlanks, LocalWins, Manual, MergeFields, NewestWins, RemoteWins

from ..strategies import many
from .samples import ADA, nobody, policy
from .world import Server, World

SIMPLE = [RemoteWins(), LocalWins(), Manual(), NewestWins(missing="local"), FillBlanks()]
STRATEGIES = [
    *SIMPLE,
    MergeFields(),
    MergeFields(fallback=Manual()),
    MergeFields(fallback=Manual(), fields={"phone": LocalWins(), "custom_fields.moisture": RemoteWins()}),
    lambda conflict: dict.fromkeys(conflict.fields, "agreed on") or "local",
]


def trims(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in item.items()}


def keeps_no_nulls(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if value is not None}


def drops_phones(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, **dict.fromkeys(item.keys() & {"phone", "phoneNumber"})}


def adds(item: dict[str, Any]) -> dict[str, Any]:
    fields = item.get("customFields")
    return {"state": "QLD", **item, "customFields": {"room": "hall", **fields} if isinstance(fields, dict) else fields}


SERVERS: Mapping[str, Server] = {
    "plain": dict,
    "trims": trims,
    "keeps no nulls": keeps_no_nulls,
    "drops phones": drops_phones,
    "adds": adds,
}

PHONES = [None, "1", "2", " 3 ", "", "\0"]
FIELDS = [None, {}, {"moisture": 7, "room": "hall"}, {"moisture": 8}, {"room": "attic"}, {"moisture": True}, "dry"]
EXTRA = [None, {"vip": True}, {"vip": None}, {"vip": False, "new": 1}]
ENTRIES = [None, [], "dry", [{"fieldName": "moisture", "value": 7}], [{"value": 7}]]
ENTRIES += [[{"fieldName": "room", "value": "hall"}, {"fieldName": "moisture", "value": value}] for value in (8, True)]


@attrs.frozen
class Words:
    """What is edited of a kind: by the model's names, with the values of its custom fields."""

    kind: Kind
    first: Mapping[str, Any]
    texts: tuple[str, ...]
    fields: list[Any]

    def here(self) -> st.SearchStrategy[dict[str, Any]]:
        few_texts = st.dictionaries(st.sampled_from(self.texts), st.sampled_from(PHONES))
        others = {"custom_fields": st.sampled_from(self.fields), "extra": st.sampled_from(EXTRA)}
        if self.kind.modified_field:
            others[self.kind.modified_field] = st.just("yesterday")
        return few_texts | st.fixed_dictionaries({}, optional=others)

    def there(self) -> st.SearchStrategy[dict[str, Any]]:
        names = [self.kind.wire_names[name] for name in self.texts]
        few_texts = st.dictionaries(st.sampled_from(names), st.sampled_from(PHONES))
        others = {"customFields": st.sampled_from(self.fields), "vip": st.sampled_from([None, True, False])}
        return few_texts | st.fixed_dictionaries({}, optional=others)


ROUGH = {"customerId": "c-1", "phoneNumber": "1", "customFields": [{"fieldName": "moisture", "value": 7}], "vip": True}
KINDS = [
    Words(CUSTOMER, ADA, ("phone", "first_name"), FIELDS),
    Words(PUBLIC_CUSTOMER, ROUGH, ("phone_number", "customer_name"), ENTRIES),
]

Step: TypeAlias = tuple[str, Any]
syncs = st.tuples(st.sampled_from(["pull", "push", "push, the answer is lost", "sync"]), st.none())
deletions = st.tuples(st.sampled_from(["delete here", "delete there"]), st.none())
decisions = st.tuples(st.just("resolve"), st.sampled_from(["local", "remote"]))


@st.composite
def lives(draw: st.DrawFn) -> tuple[World, list[Step]]:
    """Make a world, and what happens in it."""
    words = draw(st.sampled_from(KINDS))
    chosen = policy(draw(st.sampled_from(STRATEGIES)), draw(st.sampled_from(Deletions)))
    server = draw(st.sampled_from(list(SERVERS.values())))
    edits = st.tuples(st.just("edit here"), words.here()) | st.tuples(st.just("edit there"), words.there())
    story = draw(st.lists(edits | syncs | deletions | decisions, max_size=10))
    return World(policy=chosen, kind=words.kind, first=words.first, server=server), story


def live(world: World, story: list[Step]) -> World:
    world.sync()
    for name, detail in story:
        STEPS[name](world, detail)
    return world


def edit_there(world: World, changes: dict[str, Any]) -> None:
    # What was deleted there comes back while it is known to be gone, and not before.
    if world.object is not None or Tombstone in world.notes:
        world.edit_there(**changes)
        world.pull()


def lose_an_answer(world: World, _: None) -> None:
    world.pull()
    world.push(is_lost=True)


def resolve(world: World, side: str) -> None:
    if OpenConflict in world.notes:
        world.resolve(side)


STEPS: Mapping[str, Callable[[World, Any], None]] = {
    "edit here": lambda world, changes: world.edit_here(**changes),
    "edit there": edit_there,
    "pull": lambda world, _: world.pull(),
    "push": lambda world, _: world.push(),
    "sync": lambda world, _: world.sync(),
    "push, the answer is lost": lose_an_answer,
    "delete here": lambda world, _: world.delete_here(),
    "delete there": lambda world, _: world.delete_there(),
    "resolve": resolve,
}


def settle(world: World) -> None:
    for _ in range(3):
        world.sync()


@many
@given(lives())
def test_after_a_few_quiet_syncs_both_sides_hold_the_same_or_somebody_has_to_decide(
    life: tuple[World, list[Step]],
) -> None:
    world = live(*life)
    settle(world)
    if OpenConflict in world.notes:
        assert world.trail
    elif Tombstone in world.notes:
        assert world.object is None
        assert world.is_marked is (world.local is not None and world.policy.deletions is not Deletions.KEEP)
    else:
        assert world.agrees(), (world.local, world.object)
        assert not world.is_marked


@many
@given(lives())
def test_a_further_sync_writes_nothing_on_either_side_and_says_nothing(life: tuple[World, list[Step]]) -> None:
    world = live(*life)
    settle(world)
    before = world.snapshot()
    world.sync()
    assert world.snapshot() == before


@many
@given(lives())
def test_a_second_look_at_the_same_object_changes_nothing(life: tuple[World, list[Step]]) -> None:
    world = live(*life)
    look_again(world)
    before = world.snapshot()
    look_again(world)
    assert world.snapshot() == before


def look_again(world: World) -> None:
    """See the object as if it had changed, although it has not."""
    if Agreed in world.notes:
        world.notes[Agreed] = attrs.evolve(world.notes[Agreed], digest="another")
    world.pull()


ROUNDS = st.lists(
    st.fixed_dictionaries(
        {
            "phone": st.sampled_from(PHONES),
            "moisture": st.sampled_from([7, 8, None, True]),
            "first_name": st.sampled_from(PHONES),
            "room": st.sampled_from(["hall", "attic", None]),
            "is_lost": st.booleans(),
        }
    ),
    max_size=5,
)


@many
@given(ROUNDS, st.sampled_from([dict, keeps_no_nulls]))
def test_what_one_side_alone_edits_reaches_the_other_whatever_answers_are_lost_and_nobody_has_to_decide(
    rounds: list[dict[str, Any]], server: Server
) -> None:
    world = World(policy=policy(nobody), server=server)
    world.sync()
    last = {"phone": "1", "moisture": 7, "first_name": "Ada", "room": "hall"}
    for last in rounds:
        assert world.local is not None
        assert world.object is not None
        fields_here, fields_there = world.local["custom_fields"] or {}, world.object["customFields"] or {}
        world.edit_here(phone=last["phone"], custom_fields={**fields_here, "moisture": last["moisture"]})
        world.edit_there(firstName=last["first_name"], customFields={**fields_there, "room": last["room"]})
        world.pull()
        world.push(is_lost=last["is_lost"])
    settle(world)
    for values in (world.local or {}, world.values_there() or {}):
        assert same([values["phone"], values["first_name"]], [last["phone"], last["first_name"]])
        assert same(values["custom_fields"], {"moisture": last["moisture"], "room": last["room"]})
    assert not [entry for entry in world.trail if entry.decision in {Decision.CONFLICT, Decision.RESOLVED}]
