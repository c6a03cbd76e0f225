# Generated from ../../../_async/sync/both_ways/test_deciding.py by tools/unasync; do not edit.
"""What both sides edited waits until somebody decides, and then both sides hold what was decided."""

from __future__ import annotations

from typing import Any

import pytest

from ascora_sdk.sandbox import Sandbox
from ascora_sdk.sync import (
    MISSING,
    SyncEngine,
    Conflict,
    ConflictFound,
    Dispute,
    LocalWins,
    Manual,
    MergeFields,
    NewestWins,
    RemoteWins,
    Resolution,
)

from ..here import Here, assert_at_rest, assert_nothing_waits, row_of, value_of

BASE = {"phone": "base", "email": "base", "notes": "base", "customFields": {"dog": "base", "cat": "base"}}
CUSTOMER = ("customer",)


@pytest.fixture
def engine(make_engine) -> SyncEngine:
    """The fields in dispute wait alone."""
    return make_engine(strategy=MergeFields(fallback=Manual()))


def disputed(engine: SyncEngine, here: Here, sandbox: Sandbox) -> Conflict:
    """Let both sides edit a phone and a custom field to different ends, and a field each to its own."""
    sandbox.edit("customer", "c-1", **BASE)
    engine.sync("customer")
    here.edit("customer", "c-1", phone="local", notes="local", custom_fields={"dog": "local", "cat": "base"})
    sandbox.edit("customer", "c-1", phone="remote", email="remote", customFields={"dog": "remote", "cat": "remote"})
    report = engine.sync("customer")
    assert (report["customer"].conflicts, report["customer"].unresolved, report.ok) == (1, 1, False)
    (conflict,) = engine.conflicts()
    return conflict


def both(here: Here, sandbox: Sandbox, name: str) -> tuple[Any, Any]:
    """A field's value on both sides; of a custom field if it is none of the kind's own."""
    there = sandbox.get("customer", "c-1")
    if name in {"dog", "cat"}:
        return (value_of(here, "customer", "c-1", "custom_fields")).get(name), there["customFields"].get(name)
    return value_of(here, "customer", "c-1", name), there[name]


def test_the_fields_in_dispute_wait_and_the_others_go_their_way(
    engine: SyncEngine, here: Here, sandbox: Sandbox
) -> None:
    conflict = disputed(engine, here, sandbox)
    assert (conflict.id, conflict.kind, conflict.record_id) == ("customer:c-1", "customer", "c-1")
    assert conflict.fields == {
        "phone": Dispute("base", "local", "remote"),
        "custom_fields.dog": Dispute("base", "local", "remote"),
    }
    assert str(conflict) == "customer:c-1: edited on both sides: phone, custom_fields.dog"
    assert conflict.local is not None
    assert conflict.remote is not None
    assert [side["phone"] for side in (conflict.base, conflict.local, conflict.remote)] == ["base", "local", "remote"]
    for _ in range(2):
        assert both(here, sandbox, "phone") == ("local", "remote")
        assert both(here, sandbox, "dog") == ("local", "remote")
        assert both(here, sandbox, "email") == ("remote", "remote")
        assert both(here, sandbox, "cat") == ("remote", "remote")
        assert both(here, sandbox, "notes") == ("local", "local")
        received = len(sandbox.requests)
        report = engine.sync("customer", complete=True)
        assert (report["customer"].conflicts, report["customer"].unresolved, report.ok) == (0, 1, False)
        assert {request.method for request in sandbox.requests[received:]} == {"GET"}


@pytest.mark.parametrize(
    ("decision", "phone", "dog"),
    [
        ("local", "local", "local"),
        ("remote", "remote", "remote"),
        ({"phone": "new", "custom_fields.dog": "new"}, "new", "new"),
        ({"phone": None, "custom_fields.dog": {"a": [1]}}, None, {"a": [1]}),
        ({"phone": "remote", "custom_fields.dog": MISSING}, "remote", None),
        (Resolution.local(by="Ada"), "local", "local"),
        (Resolution.remote(), "remote", "remote"),
        (Resolution.each({"phone": "local", "custom_fields.dog": "remote"}), "local", "remote"),
        (Resolution.each({"phone": "remote"}, values={"custom_fields.dog": 7}), "remote", 7),
    ],
    ids=["local", "remote", "values", "hard values", "none", "by Ada", "Resolution.remote", "each", "each and values"],
)
def test_what_is_decided_is_on_both_sides_after_the_next_sync(
    engine: SyncEngine, here: Here, sandbox: Sandbox, decision: Any, phone: Any, dog: Any
) -> None:
    conflict = disputed(engine, here, sandbox)
    received = len(sandbox.requests)
    engine.resolve(conflict.id, decision)
    assert len(sandbox.requests) == received
    assert engine.conflicts() == []
    assert (engine.sync("customer")).ok
    assert both(here, sandbox, "phone") == (phone, phone)
    assert both(here, sandbox, "dog") == (dog, dog)
    assert both(here, sandbox, "notes") == ("local", "local")
    assert both(here, sandbox, "email") == ("remote", "remote")
    assert_at_rest(engine, here, sandbox, CUSTOMER)


def test_a_decision_may_leave_some_fields_open(
    engine: SyncEngine, here: Here, sandbox: Sandbox
) -> None:
    conflict = disputed(engine, here, sandbox)
    engine.resolve(conflict.id, {"phone": "decided"})
    (left,) = engine.conflicts("customer")
    assert left.fields == {"custom_fields.dog": Dispute("base", "local", "remote")}
    report = engine.sync("customer")
    assert (report["customer"].pushed, report["customer"].unresolved) == (1, 1)
    assert both(here, sandbox, "phone") == ("decided", "decided")
    assert both(here, sandbox, "dog") == ("local", "remote")
    engine.resolve(left.id, "local")
    engine.sync("customer")
    assert both(here, sandbox, "dog") == ("local", "local")
    assert_at_rest(engine, here, sandbox, CUSTOMER)


@pytest.mark.parametrize("newer", ["here", "there"])
def test_merging_fills_blanks_and_else_takes_the_newer_side(
    engine: SyncEngine, here: Here, sandbox: Sandbox, newer: str
) -> None:
    sandbox.edit("customer", "c-1", **BASE)
    engine.sync("customer")
    here.edit("customer", "c-1", phone=None, email="local", notes="local")
    stamp = "2999-01-01T00:00:00Z" if newer == "there" else "2020-01-01T00:00:00Z"
    sandbox.edit("customer", "c-1", phone="remote", email="", notes="remote", updatedAt=stamp)
    engine.sync("customer", complete=True)
    engine.resolve("customer:c-1", "merge")
    assert (engine.sync("customer", complete=True)).ok
    assert both(here, sandbox, "phone") == ("remote", "remote")
    assert both(here, sandbox, "email") == ("local", "local")
    winner = "remote" if newer == "there" else "local"
    assert both(here, sandbox, "notes") == (winner, winner)


@pytest.mark.parametrize("decision", ["local", "remote"])
def test_a_record_that_waits_as_a_whole_is_touched_on_neither_side(
    make_engine, here: Here, sandbox: Sandbox, decision: str
) -> None:
    engine = make_engine(strategy=Manual())
    sandbox.edit("customer", "c-1", **BASE)
    engine.sync("customer")
    here.edit("customer", "c-1", phone="local", notes="local")
    there = sandbox.edit("customer", "c-1", phone="remote", email="remote")
    for _ in range(3):
        report = engine.sync("customer")
        assert (report["customer"].unresolved, report.ok) == (1, False)
        assert sandbox.get("customer", "c-1") == there
        row = row_of(here, "customer", "c-1")
        assert row is not None
        assert row.local is not None
        assert (row.local["phone"], row.local["notes"], row.local["email"]) == ("local", "local", "base")
    sandbox.assert_nothing_received("PUT *")
    engine.resolve("customer:c-1", decision)
    assert (engine.sync("customer")).ok
    assert both(here, sandbox, "phone") == (decision, decision)
    # What one side alone edited is never in dispute, whoever wins.
    assert both(here, sandbox, "notes") == ("local", "local")
    assert both(here, sandbox, "email") == ("remote", "remote")
    assert_at_rest(engine, here, sandbox, CUSTOMER)


def test_an_edit_made_after_the_decision_is_an_edit_like_any_other(
    engine: SyncEngine, here: Here, sandbox: Sandbox
) -> None:
    conflict = disputed(engine, here, sandbox)
    engine.resolve(conflict.id, "local")
    here.edit("customer", "c-1", phone="later")
    assert (engine.sync("customer")).ok
    assert both(here, sandbox, "phone") == ("later", "later")
    assert_at_rest(engine, here, sandbox, CUSTOMER)


def test_what_the_server_says_after_the_decision_is_disputed_anew(
    engine: SyncEngine, here: Here, sandbox: Sandbox
) -> None:
    conflict = disputed(engine, here, sandbox)
    engine.resolve(conflict.id, "local")
    sandbox.edit("customer", "c-1", phone="newer")
    report = engine.sync("customer")
    assert (report["customer"].conflicts, report["customer"].unresolved) == (1, 1)
    (again,) = engine.conflicts()
    assert again.fields == {"phone": Dispute("remote", "local", "newer")}
    assert both(here, sandbox, "dog") == ("local", "local")


def test_a_decision_that_makes_no_sense_changes_nothing(
    engine: SyncEngine, here: Here, sandbox: Sandbox
) -> None:
    conflict = disputed(engine, here, sandbox)
    refused: list[tuple[str, Any, type[Exception], str]] = [
        ("customer:c-2", "local", KeyError, "customer:c-2"),
        ("job:j-1", "local", KeyError, "job:j-1"),
        ("supplier:s-1", "local", KeyError, "supplier:s-1"),
        ("c-1", "local", KeyError, "c-1"),
        (conflict.id, {"email": "x"}, ValueError, "not in dispute: email"),
        (conflict.id, Resolution.each({"custom_fields": "local"}), ValueError, "not in dispute: custom_fields;"),
        (conflict.id, "newest", TypeError, "'newest'"),
        (conflict.id, None, TypeError, "None"),
    ]
    for conflict_id, decision, error, match in refused:
        with pytest.raises(error, match=match):
            engine.resolve(conflict_id, decision)
    (left,) = engine.conflicts()
    assert left.fields == conflict.fields
    with pytest.raises(ValueError, match="there is no kind 'supplier'"):
        engine.conflicts("supplier")


def test_conflicts_are_listed_kind_by_kind_and_told_while_they_are_found(
    make_engine, here: Here, sandbox: Sandbox
) -> None:
    events: list[Any] = []
    engine = make_engine(strategy=Manual(), on_event=events.append)
    engine.sync()
    for kind, id_, name, wire in [
        ("customer", "c-2", "phone", "phone"),
        ("job", "j-1", "description", "description"),
        ("customer", "c-1", "phone", "phone"),
    ]:
        here.edit(kind, id_, **{name: "local"})
        sandbox.edit(kind, id_, **{wire: "remote"})
    engine.sync()
    assert [conflict.id for conflict in engine.conflicts()] == ["customer:c-1", "customer:c-2", "job:j-1"]
    assert [conflict.id for conflict in engine.conflicts("job")] == ["job:j-1"]
    assert engine.conflicts("invoice") == []
    found = [event for event in events if isinstance(event, ConflictFound)]
    assert sorted((event.kind, event.id) for event in found) == [
        ("customer", "c-1"),
        ("customer", "c-2"),
        ("job", "j-1"),
    ]
    for conflict in engine.conflicts():
        engine.resolve(conflict.id, "remote")
    assert (engine.sync()).ok
    assert_at_rest(engine, here, sandbox)


def longer(conflict: Conflict) -> dict[str, Any]:
    """Take the longer of two texts."""
    return {name: max(one.local, one.remote, key=len) for name, one in conflict.fields.items()}


@pytest.mark.parametrize(
    ("strategy", "phone", "dog"),
    [
        (None, "remote", "remote"),
        (RemoteWins(), "remote", "remote"),
        (LocalWins(), "local", "local"),
        (NewestWins(), "remote", "remote"),
        (MergeFields(fallback=LocalWins()), "local", "local"),
        (MergeFields(fields={"custom_fields": LocalWins()}), "remote", "local"),
        (MergeFields(fields={"custom_fields.dog": LocalWins(), "custom_fields": RemoteWins()}), "remote", "local"),
        ({"customer": LocalWins(), "*": RemoteWins()}, "local", "local"),
        ({"job": LocalWins(), "*": RemoteWins()}, "remote", "remote"),
        (longer, "remote", "remote"),
        (lambda _conflict: "local", "local", "local"),
        (lambda _conflict: Resolution.each({"phone": "local"}, values={"custom_fields.dog": "new"}), "local", "new"),
    ],
    ids=[
        *("default", "RemoteWins", "LocalWins", "NewestWins", "MergeFields", "by field", "by entry", "by kind"),
        *("by another kind", "function", "local in short", "function of fields"),
    ],
)
def test_a_strategy_decides_and_both_sides_agree(
    make_engine, here: Here, sandbox: Sandbox, strategy: Any, phone: Any, dog: Any
) -> None:
    engine = make_engine(strategy=strategy)
    sandbox.edit("customer", "c-1", **BASE)
    engine.sync("customer")
    here.edit("customer", "c-1", phone="local", notes="local", custom_fields={"dog": "local", "cat": "base"})
    sandbox.edit("customer", "c-1", phone="remote", email="remote", customFields={"dog": "remote", "cat": "remote"})
    report = engine.sync("customer")
    assert (report["customer"].conflicts, report["customer"].unresolved, report.ok) == (1, 0, True)
    assert both(here, sandbox, "phone") == (phone, phone)
    assert both(here, sandbox, "dog") == (dog, dog)
    assert both(here, sandbox, "cat") == ("remote", "remote")
    assert both(here, sandbox, "notes") == ("local", "local")
    told = [entry for entry in engine.explain("customer", "c-1") if entry.decision == "resolved"]
    assert [(entry.fields or {})["phone"] for entry in told] == [{"base": "base", "local": "local", "remote": "remote"}]
    assert_at_rest(engine, here, sandbox, CUSTOMER)


@pytest.mark.parametrize(
    "strategy", [lambda _: None, lambda _: "neither", lambda _: {"email": 1}], ids=["none", "word", "field"]
)
def test_a_strategy_that_makes_no_sense_stops_the_sync_before_anything_is_written(
    make_engine, here: Here, sandbox: Sandbox, strategy: Any
) -> None:
    engine = make_engine(strategy=strategy)
    engine.sync("customer")
    here.edit("customer", "c-1", phone="local")
    sandbox.edit("customer", "c-1", phone="remote")
    with pytest.raises((TypeError, ValueError), match="customer:c-1"):
        engine.sync("customer")
    assert both(here, sandbox, "phone") == ("local", "remote")
    assert (make_engine(strategy=LocalWins()).sync("customer")).ok
    assert both(here, sandbox, "phone") == ("local", "local")
    assert_nothing_waits(here, "customer")
