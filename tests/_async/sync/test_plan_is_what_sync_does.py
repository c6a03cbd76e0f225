"""Random edits on both sides; a plan; a sync: record by record the sync does what the plan said, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascora_sdk.concurrency.awaiting import AsyncRuntime
from ascora_sdk.sync import (
    CUSTOMER,
    JOB,
    Abilities,
    AsyncSyncEngine,
    ConflictFound,
    Effect,
    LocalWins,
    Manual,
    MassDeletionError,
    MergeFields,
    NewestWins,
    RecordFailed,
    RecordSkipped,
    RemoteWins,
    SyncEvent,
    SyncPlan,
    SyncReport,
)

from .desks import AsyncDesk, Row, memory_desk, sqlite_desk
from .small_remote import AsyncSmallRemote, Clock

KINDS = {kind.name: kind for kind in (CUSTOMER, JOB)}
COUNTED = ("created", "updated", "unchanged", "deleted", "pushed", "conflicts", "failed", "skipped", "unresolved")
# What the small server sets by itself whenever something is sent.
BY_SERVER = {"updated_at", "created_at", "custom_fields"}
REQUIRED = {"customer": {"first_name": "Ada"}, "job": {"job_title": "Dry", "customer_id": "c-1", "status": "pending"}}
FIELDS = {"customer": ("phone", "notes", "custom_fields"), "job": ("description", "priority", "customer_id")}

TEXTS = st.sampled_from([None, "", "a", "b"])
# A NUL is more than a database holds, and a number no phone.
THERE_ALONE = st.sampled_from(["a", "b", None, "nul\0", 5])
CUSTOM = st.sampled_from([None, {"dog": True}, {"dog": False}, {"cat": "x"}])
KIND = st.sampled_from(["customer", "customer", "job"])
STRATEGIES = st.sampled_from(
    [RemoteWins(), LocalWins(), NewestWins(), Manual(), MergeFields(), MergeFields(fallback=Manual())]
)
ABILITIES = st.sampled_from(
    [
        Abilities(),
        Abilities(delete=False),
        Abilities(update=False, delete=False),
        Abilities(create=False),
        Abilities(get=False, updated_since=False),
    ]
)


@attrs.frozen
class Step:
    """Somebody's edit: on which side, what, of which record, and to what."""

    here: bool
    what: str
    kind: str
    which: int
    field: int
    value: Any


def steps() -> st.SearchStrategy[list[Step]]:
    def one(here: bool) -> st.SearchStrategy[Step]:
        return st.builds(
            Step,
            st.just(here),
            st.sampled_from(["add", "edit", "edit", "edit", "remove"]),
            KIND,
            st.integers(0, 5),
            st.integers(0, 2),
            TEXTS if here else THERE_ALONE,
        )

    return st.lists(st.booleans().flatmap(one), max_size=8)


class World:
    """Both sides, and an engine between them."""

    def __init__(self, desk: AsyncDesk, strategy: Any, deletions: Any, can: Abilities, most_gone: float) -> None:
        self.clock = Clock()
        self.desk = desk
        self.remote = AsyncSmallRemote(self.clock, can)
        self.events: list[SyncEvent] = []
        self.engine = AsyncSyncEngine(
            self.remote,
            desk.storage,
            strategy=strategy,
            deletions=deletions,
            most_gone=most_gone,
            page_size=3,
            concurrency=2,
            on_event=self.events.append,
            runtime=AsyncRuntime(now=self.clock.now),
        )

    async def carry_out(self, step: Step) -> None:
        await (self._here(step) if step.here else self._there(step))

    async def _here(self, step: Step) -> None:
        rows = await self.desk.rows(step.kind)
        name = FIELDS[step.kind][step.field]
        if step.what == "add" or not rows:
            value = await self._new_customer(step) if name == "customer_id" else step.value
            fields = {} if name == "custom_fields" else {name: value}
            await self.desk.add(step.kind, **{**REQUIRED[step.kind], **fields})
            return
        key = sorted(rows)[step.which % len(rows)]
        if step.what == "remove":
            await self.desk.remove(step.kind, key)
        elif name == "custom_fields":
            await self.desk.edit(step.kind, key, notes=step.value)
        else:
            await self.desk.edit(step.kind, key, **{name: step.value or "c-2" if name == "customer_id" else step.value})

    async def _new_customer(self, step: Step) -> str:
        """Name a row made here, by its own name, so that a job refers to it."""
        new = sorted(key for key, row in (await self.desk.rows("customer")).items() if row.id is None)
        return new[step.which % len(new)] if new else "c-1"

    async def _there(self, step: Step) -> None:
        kind, items = KINDS[step.kind], sorted(self.remote.items[step.kind])
        name = kind.wire_names[FIELDS[step.kind][step.field]]
        value = {"dog": step.value} if name == "customFields" else step.value
        value = "c-3" if name == "customerId" and not isinstance(value, str) else value
        required = {kind.wire_names[field]: text for field, text in REQUIRED[step.kind].items()}
        if step.what == "add" or not items:
            id_ = f"{step.kind[:1]}-{step.which}-{self.clock.tick().minute}"
            self.remote.put(step.kind, id_, **{**required, name: value})
        elif step.what == "remove":
            self.remote.take(step.kind, items[step.which % len(items)])
        else:
            self.remote.put(step.kind, items[step.which % len(items)], **{name: value})

    async def rows(self) -> dict[str, dict[str, Row]]:
        return {kind: await self.desk.rows(kind) for kind in KINDS}


@attrs.frozen
class Done:
    """What a sync really did, seen from outside."""

    before: Mapping[str, Mapping[str, Row]]
    after: Mapping[str, Mapping[str, Row]]
    there_before: Mapping[str, Mapping[str, Any]]
    there_after: Mapping[str, Mapping[str, Any]]
    events: list[SyncEvent]

    def real_id(self, kind: str, made_up: Any) -> Any:
        """Give what stands where a plan has made an id up."""
        if isinstance(made_up, str) and made_up.startswith("new:"):
            row = self.after[kind].get(made_up.removeprefix("new:"))
            return made_up if row is None else row.id
        return made_up

    def here(self, kind: str) -> dict[tuple[str, str], Any]:
        before, after = self.before[kind], self.after[kind]
        found: dict[tuple[str, str], Any] = {}
        for key in before.keys() - after.keys():
            found["delete here", key] = {}
        for key, row in after.items():
            if key not in before:
                new = leaves(kind, row.values)
                found["create here", str(row.id)] = {name: value for name, value in new.items() if value is not None}
                continue
            if row.marked and not before[key].marked:
                found["mark deleted here", key] = {}
            changes = changed(leaves(kind, before[key].values), leaves(kind, row.values))
            if row.id != before[key].id:
                changes["id"] = row.id
            if changes:
                found["update here", key] = changes
        return found

    def there(self, kind: str) -> dict[tuple[str, str], Any]:
        before, after = self.there_before[kind], self.there_after[kind]
        keys = {row.id: key for key, row in self.after[kind].items()}
        found: dict[tuple[str, str], Any] = {}
        for id_ in before.keys() - after.keys():
            found["delete there", id_] = {}
        for id_, item in after.items():
            new = leaves(kind, KINDS[kind].values_of(item))
            if id_ not in before:
                found["create there", keys[id_]] = {
                    name: value for name, value in new.items() if value is not None and name not in BY_SERVER
                }
            elif changes := changed(leaves(kind, KINDS[kind].values_of(before[id_])), new):
                found["update there", id_] = {name: value for name, value in changes.items() if name != "updated_at"}
        return found


def leaves(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in {"custom_fields", "extra"}:
            entries = {key: entry for key, entry in (value or {}).items() if key != "external_reference"}
            found.update({f"{name}.{key}": entry for key, entry in entries.items()})
        else:
            found[name] = value
    return found


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {name: new.get(name) for name in {**old, **new} if old.get(name) != new.get(name)}


def planned(plan: SyncPlan, done: Done, kind: str) -> dict[tuple[str, str], Any]:
    """Give what a plan says in the form in which it is seen from outside."""
    found: dict[tuple[str, str], Any] = {}
    for one in plan.actions:
        if one.kind == kind and one.effect not in UNDONE:
            name = one.id if one.effect in BY_ID else one.key
            assert (str(one.effect), name) not in found, f"{one} is planned twice"
            values = {field: done.real_id("customer", change.new) for field, change in one.fields.items()}
            found[str(one.effect), str(name)] = {
                field: done.real_id(kind, value) if field == "id" else value
                for field, value in values.items()
                if not (value is None and one.effect in MADE) and not field.endswith(".external_reference")
            }
    return found


UNDONE = {Effect.CONFLICT, Effect.FAIL, Effect.SKIP, Effect.SETTLE}
BY_ID = {Effect.CREATE_HERE, Effect.UPDATE_THERE, Effect.DELETE_THERE}
MADE = {Effect.CREATE_HERE, Effect.CREATE_THERE}


def foreseeable(done: Done, kind: str, real: dict[tuple[str, str], Any]) -> dict[tuple[str, str], Any]:
    """Leave out what nobody can know before: what the server makes of a record that it is sent, when it comes back."""
    sent = {done.after[kind][key].id for what, key in real if what == "create there"}
    sent |= {id_ for what, id_ in real if what == "update there"}
    kept: dict[tuple[str, str], Any] = {}
    for (what, name), fields in real.items():
        if what != "update here" or done.after[kind][name].id not in sent:
            kept[what, name] = fields
        elif ("create there", name) not in real:
            told = {field: value for field, value in fields.items() if field not in BY_SERVER}
            kept.update({(what, name): told} if told else {})
    return kept


def undone(plan: SyncPlan) -> set[tuple[str, str, str | None]]:
    """What a plan says that would not be done, and why."""
    return {
        (str(one.effect), str(one.id or one.key), one.reason)
        for one in plan.actions
        if one.effect in UNDONE - {Effect.SETTLE}
    }


def told(events: list[SyncEvent]) -> set[tuple[str, str, str | None]]:
    """What a sync told that it did not do, and why."""
    found: set[tuple[str, str, str | None]] = set()
    for event in events:
        if isinstance(event, RecordFailed):
            found.add(("fail", event.id, event.error))
        elif isinstance(event, RecordSkipped):
            found.add(("skip", event.id, event.reason))
        elif isinstance(event, ConflictFound):
            found.add(("conflict", event.id, event.reason))
    return found


def counts(report: SyncReport) -> dict[str, dict[str, int]]:
    return {kind: {name: getattr(one, name) for name in COUNTED} for kind, one in report.items()}


async def plan_and_sync(world: World) -> None:
    """Plan, and see that nothing was touched; sync, and see that it did just that."""
    before, there_before = await world.rows(), world.remote.state()
    everything, changes = await world.desk.everything(), list(world.remote.changes)
    world.events.clear()
    refused = None
    try:
        plan = await world.engine.plan()
    except MassDeletionError as error:
        refused = str(error)
    assert await world.desk.everything() == everything
    assert (world.remote.state(), world.remote.changes) == (there_before, changes)
    assert world.events == []
    if refused is not None:
        with pytest.raises(MassDeletionError) as caught:
            await world.engine.sync()
        assert str(caught.value) == refused
        return
    report = await world.engine.sync()
    done = Done(before, await world.rows(), there_before, world.remote.state(), world.events)
    for kind in KINDS:
        real = {**done.here(kind), **done.there(kind)}
        said = planned(plan, done, kind)
        assert foreseeable(done, kind, said) == foreseeable(done, kind, real)
    assert undone(plan) == told(done.events)
    assert counts(plan.report) == counts(report)
    if plan.is_empty:
        assert world.remote.changes == changes
    after = await world.engine.plan()
    assert not [one for one in after.actions if one.effect not in UNDONE], str(after)


@attrs.frozen
class Story:
    """What happens before each of three syncs, and how the engine is set."""

    chapters: tuple[list[Step], list[Step], list[Step]]
    strategy: Any
    deletions: Any
    can: Abilities
    most_gone: float


STORIES = st.builds(
    Story,
    st.tuples(steps(), steps(), steps()),
    STRATEGIES,
    st.sampled_from(["mark", "delete", "keep"]),
    ABILITIES,
    st.sampled_from([0.2, 1.0]),
)


async def tell(story: Story, desk: AsyncDesk) -> None:
    world = World(desk, story.strategy, story.deletions, story.can, story.most_gone)
    for number in range(1, 4):
        world.remote.put("customer", f"c-{number}", firstName="Ada", customFields={"dog": True})
    world.remote.put("job", "j-1", jobTitle="Dry", customerId="c-1", status="pending")
    for chapter in story.chapters:
        for step in chapter:
            await world.carry_out(step)
        await plan_and_sync(world)


@settings(max_examples=60)
@given(story=STORIES)
async def test_a_sync_does_what_the_plan_said_in_memory(story: Story) -> None:
    async with memory_desk() as desk:
        await tell(story, desk)


@settings(max_examples=12)
@given(story=STORIES)
async def test_a_sync_does_what_the_plan_said_on_sqlite(story: Story) -> None:
    async with sqlite_desk() as desk:
        await tell(story, desk)
