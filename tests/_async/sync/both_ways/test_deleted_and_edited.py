"""One side deleted what the other one edited: that is a conflict too, and who wins is on both sides afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from ascora_sdk.sandbox import Sandbox
from ascora_sdk.sync import (
    AsyncSyncEngine,
    Conflict,
    LocalWins,
    Manual,
    MergeFields,
    NewestWins,
    RemoteWins,
    Resolution,
)

from ..here import AsyncHere, assert_at_rest, notes_of, row_of, rows_of, value_of

CUSTOMER = ("customer",)


def keep_what_was_edited(conflict: Conflict) -> Any:
    return "remote" if conflict.local is None else "local"


STRATEGIES: dict[str, tuple[Any, str]] = {
    "default": (None, "remote"),
    "RemoteWins": (RemoteWins(), "remote"),
    "LocalWins": (LocalWins(), "local"),
    "NewestWins": (NewestWins(), "remote"),
    "NewestWins, missing": (NewestWins(missing="local"), "local"),
    "MergeFields": (MergeFields(fallback=LocalWins()), "local"),
    "function": (keep_what_was_edited, "edited"),
}
by_strategy = pytest.mark.parametrize(("strategy", "winner"), STRATEGIES.values(), ids=STRATEGIES)


async def delete_here_and_edit_there(engine: AsyncSyncEngine, here: AsyncHere, sandbox: Sandbox) -> Any:
    await engine.sync("customer")
    await here.remove("customer", "c-1")
    sandbox.edit("customer", "c-1", phone="remote")
    return await engine.sync("customer")


async def edit_here_and_delete_there(engine: AsyncSyncEngine, here: AsyncHere, sandbox: Sandbox) -> Any:
    await engine.sync("customer")
    await here.edit("customer", "c-1", phone="local")
    sandbox.remove("customer", "c-1")
    return await engine.sync("customer")


def ids(sandbox: Sandbox) -> list[str]:
    return [record["id"] for record in sandbox.records("customer")]


@by_strategy
async def test_deleted_here_and_edited_there(
    make_engine, here: AsyncHere, sandbox: Sandbox, strategy: Any, winner: str
) -> None:
    engine = make_engine(strategy=strategy)
    report = await delete_here_and_edit_there(engine, here, sandbox)
    assert (report["customer"].unresolved, report.ok) == (0, True)
    if winner == "local":
        assert "c-1" not in ids(sandbox)
        assert await row_of(here, "customer", "c-1") is None
    else:
        assert await value_of(here, "customer", "c-1", "phone") == "remote"
    told = [entry.reason or "" for entry in await engine.explain("customer", "c-1") if entry.decision == "resolved"]
    assert len(told) == 1
    assert told[0].startswith("deleted here, edited on the server")
    await assert_at_rest(engine, here, sandbox, CUSTOMER)


@by_strategy
async def test_edited_here_and_deleted_there(
    make_engine, here: AsyncHere, sandbox: Sandbox, strategy: Any, winner: str
) -> None:
    engine = make_engine(strategy=strategy, deletions="delete")
    report = await edit_here_and_delete_there(engine, here, sandbox)
    assert (report["customer"].unresolved, report.ok) == (0, True)
    assert "c-1" not in ids(sandbox)
    made = [record for record in sandbox.records("customer") if record.get("phone") == "local"]
    if winner == "remote":
        assert made == []
        assert await row_of(here, "customer", "c-1") is None
    else:
        # It is made anew on the server, once, and is the same row here.
        (record,) = made
        assert await value_of(here, "customer", record["id"], "phone") == "local"
        sandbox.assert_received("POST /customers", times=1)
    told = [entry.reason or "" for entry in await engine.explain("customer", "c-1") if entry.decision == "resolved"]
    assert len(told) == 1
    assert told[0].startswith("edited here, deleted on the server")
    await assert_at_rest(engine, here, sandbox, CUSTOMER)


@pytest.mark.parametrize("decision", ["local", "remote", "merge", Resolution.local(), Resolution.remote()], ids=str)
async def test_deleted_here_and_edited_there_waits_until_somebody_decides(
    make_engine, here: AsyncHere, sandbox: Sandbox, decision: Any
) -> None:
    engine = make_engine(strategy=Manual())
    report = await delete_here_and_edit_there(engine, here, sandbox)
    assert (report["customer"].conflicts, report["customer"].unresolved, report.ok) == (1, 1, False)
    for _ in range(2):
        (conflict,) = await engine.conflicts()
        assert str(conflict) == "customer:c-1: deleted here, edited on the server"
        assert (conflict.local, conflict.fields, conflict.key) == (None, {}, None)
        assert conflict.remote is not None
        assert conflict.remote["phone"] == "remote"
        assert (await engine.sync("customer", complete=True))["customer"].conflicts == 0
        assert sandbox.get("customer", "c-1")["phone"] == "remote"
    sandbox.assert_nothing_received("DELETE *")
    with pytest.raises(ValueError, match="not in dispute: phone"):
        await engine.resolve(conflict.id, {"phone": "x"})
    await engine.resolve(conflict.id, decision)
    assert await engine.conflicts() == []
    assert (await engine.sync("customer")).ok
    keeps_it = decision not in ("local", Resolution.local())
    assert ("c-1" in ids(sandbox)) == keeps_it
    assert (await row_of(here, "customer", "c-1") is not None) == keeps_it
    await assert_at_rest(engine, here, sandbox, CUSTOMER)


@pytest.mark.parametrize("decision", ["local", "remote", "merge"])
async def test_edited_here_and_deleted_there_waits_until_somebody_decides(
    make_engine, here: AsyncHere, sandbox: Sandbox, decision: Any
) -> None:
    engine = make_engine(strategy=Manual(), deletions="delete")
    report = await edit_here_and_delete_there(engine, here, sandbox)
    assert (report["customer"].conflicts, report["customer"].unresolved, report.ok) == (1, 1, False)
    for _ in range(2):
        (conflict,) = await engine.conflicts()
        assert str(conflict) == "customer:c-1: edited here, deleted on the server"
        assert (conflict.remote, conflict.fields) == (None, {})
        assert conflict.local is not None
        assert conflict.local["phone"] == "local"
        assert (await engine.sync("customer", complete=True))["customer"].conflicts == 0
        assert await value_of(here, "customer", "c-1", "phone") == "local"
    sandbox.assert_nothing_received("POST *")
    await engine.resolve(conflict.id, decision)
    assert await engine.conflicts() == []
    assert (await engine.sync("customer")).ok
    made = [record for record in sandbox.records("customer") if record.get("phone") == "local"]
    assert len(made) == (decision != "remote")
    await assert_at_rest(engine, here, sandbox, CUSTOMER)


async def test_a_dispute_ends_when_the_servers_edit_is_taken_back(
    make_engine, here: AsyncHere, sandbox: Sandbox
) -> None:
    engine = make_engine(strategy=Manual())
    before = sandbox.get("customer", "c-1").get("phone")
    await delete_here_and_edit_there(engine, here, sandbox)
    sandbox.edit("customer", "c-1", phone=before)
    assert (await engine.sync("customer")).ok
    assert "c-1" not in ids(sandbox)
    assert await engine.conflicts() == []
    await assert_at_rest(engine, here, sandbox, CUSTOMER)


async def test_a_dispute_ends_when_the_edit_here_is_taken_back(make_engine, here: AsyncHere, sandbox: Sandbox) -> None:
    engine = make_engine(strategy=Manual(), deletions="delete")
    before = sandbox.get("customer", "c-1").get("phone")
    await edit_here_and_delete_there(engine, here, sandbox)
    await here.edit("customer", "c-1", phone=before)
    assert (await engine.sync("customer")).ok
    assert await row_of(here, "customer", "c-1") is None
    assert await engine.conflicts() == []
    await assert_at_rest(engine, here, sandbox, CUSTOMER)


@pytest.mark.parametrize("strategy", [RemoteWins(), LocalWins(), Manual()], ids=repr)
@pytest.mark.parametrize("deletions", ["mark", "delete", "keep"])
async def test_what_both_sides_deleted_is_no_conflict(
    make_engine, here: AsyncHere, sandbox: Sandbox, strategy: Any, deletions: str
) -> None:
    engine = make_engine(strategy=strategy, deletions=deletions)
    await engine.sync("customer")
    await here.remove("customer", "c-1")
    sandbox.remove("customer", "c-1")
    report = await engine.sync("customer")
    assert (report["customer"].conflicts, report.ok) == (0, True)
    sandbox.assert_nothing_received("DELETE *")
    assert "c-1" not in (await notes_of(here, "customer"))["agreed"]
    await assert_at_rest(engine, here, sandbox, CUSTOMER)


@pytest.mark.parametrize("strategy", [RemoteWins(), LocalWins(), Manual()], ids=repr)
async def test_a_deletion_here_of_what_nobody_edited_needs_no_decision(
    make_engine, here: AsyncHere, sandbox: Sandbox, strategy: Any
) -> None:
    engine = make_engine(strategy=strategy)
    await engine.sync("customer")
    await here.remove("customer", "c-1")
    # Only the time stamp moves: that is no edit.
    sandbox.edit("customer", "c-1")
    report = await engine.sync("customer")
    assert (report["customer"].conflicts, report["customer"].pushed, report.ok) == (0, 1, True)
    assert "c-1" not in ids(sandbox)
    await assert_at_rest(engine, here, sandbox, CUSTOMER)


async def test_what_is_edited_there_between_the_look_and_the_deletion_is_seen(
    make_engine, here: AsyncHere, sandbox: Sandbox
) -> None:
    """The deletion is found before the edit is listed: the object is read once more before it is deleted."""
    engine = make_engine(strategy=Manual())
    await engine.sync("customer")
    await here.remove("customer", "c-1")
    sandbox.edit("customer", "c-1", phone="remote")
    report = await engine.push("customer")
    assert (report["customer"].pushed, report["customer"].unresolved) == (0, 1)
    assert sandbox.get("customer", "c-1")["phone"] == "remote"


async def test_a_row_that_was_kept_after_its_deletion_there_may_be_edited_and_is_made_anew(
    make_engine, here: AsyncHere, sandbox: Sandbox
) -> None:
    engine = make_engine(strategy=LocalWins(), deletions="mark")
    await engine.sync("customer")
    sandbox.remove("customer", "c-1")
    assert (await engine.sync("customer"))["customer"].deleted == 1
    await here.edit("customer", "c-1", phone="local")
    assert (await engine.sync("customer")).ok
    (made,) = (record for record in sandbox.records("customer") if record.get("phone") == "local")
    assert len(await rows_of(here, "customer")) == 7
    assert not any((await here.keys("customer")).values())
    assert await value_of(here, "customer", made["id"], "phone") == "local"
    await assert_at_rest(engine, here, sandbox, CUSTOMER)
