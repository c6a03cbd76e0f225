"""A plan is data and a table that stays readable, however long it is and whatever stands in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ascora_sdk.sync import Effect, FieldChange, KindReport, PlannedAction, SyncPlan, SyncReport
from ascora_sdk.sync.plan import MOST_SHOWN


def plan(*actions: PlannedAction, unresolved: int = 0) -> SyncPlan:
    report = SyncReport(kinds=(KindReport(kind="customer", unresolved=unresolved),), duration=0.0)
    return SyncPlan(actions=actions, report=report)


def action(effect: Effect, id_: str | None = "c-1", **fields: Any) -> PlannedAction:
    changes = {name: FieldChange(*pair) for name, pair in fields.items()}
    return PlannedAction(kind="customer", effect=effect, id=id_, key="7", fields=changes)


def test_it_prints_counts_and_then_each_action() -> None:
    shown = plan(
        action(Effect.UPDATE_HERE, phone=("1", "2"), notes=(None, "x")),
        action(Effect.UPDATE_HERE, "c-22", estimated_cost=(Decimal("1.50"), None)),
        action(Effect.CREATE_THERE, None, first_name=(None, "Ada")),
        PlannedAction(kind="job", effect=Effect.DELETE_HERE, id="j-1", reason="deleted on the server"),
        PlannedAction(kind="job", effect=Effect.CONFLICT, id="j-2", fields={"notes": FieldChange("a", "b")}),
        unresolved=1200,
    )
    assert str(shown).splitlines() == [
        "customer  update here   2",
        "customer  create there  1",
        "job       delete here   1",
        "job       conflict      1",
        "",
        "customer  update here   c-1      phone: '1' -> '2', notes: None -> 'x'",
        "customer  update here   c-22     estimated_cost: 1.50 -> None",
        "customer  create there  (new) 7  first_name: 'Ada'",
        "job       delete here   j-1      (deleted on the server)",
        "job       conflict      j-2      notes: 'a' here, 'b' there",
        "",
        "Conflicts that wait for somebody to decide: 1,200.",
        "This is a plan: nothing was written.",
    ]
    assert str(shown.actions[0]) == "customer  update here  c-1  phone: '1' -> '2', notes: None -> 'x'"


def test_a_long_one_is_cut_and_says_so() -> None:
    long = plan(*(action(Effect.CREATE_HERE, f"c-{number}", phone=(None, "1")) for number in range(10_000)))
    lines = str(long).splitlines()
    assert lines[0] == "customer  create here  10,000"
    assert len(lines) == 1 + 1 + MOST_SHOWN + 1 + 2
    assert lines[-2:] == [
        "And 9,950 more, which are in .actions and .to_dicts().",
        "This is a plan: nothing was written.",
    ]
    assert long._repr_html_().count("<tr>") == 1 + MOST_SHOWN
    assert len(long.to_dicts()) == 10_000


def test_long_values_and_many_fields_are_cut() -> None:
    many = {f"field_{number}": (None, "x" * 1000) for number in range(10)}
    shown = action(Effect.CREATE_THERE, None, **many).changes
    assert shown.startswith(f"field_0: '{'x' * 47}…, field_1:")
    assert shown.endswith(", and 4 more")
    assert len(shown) < 500


def test_what_stands_in_a_record_breaks_no_table() -> None:
    bad = plan(action(Effect.UPDATE_HERE, notes=("two\nlines\x1b[31m", "<script>\ud800")))
    assert "notes: 'two\\nlines\\x1b[31m' -> '<script>\\ud800'" in str(bad).splitlines()[2]
    assert str(bad).encode()
    assert "<script>" not in bad._repr_html_()


def test_it_gives_rows_of_the_same_columns_for_a_data_frame() -> None:
    rows = plan(
        action(Effect.UPDATE_THERE, phone=("1", "2"), notes=(None, "x")),
        PlannedAction(kind="job", effect=Effect.SKIP, key="9", reason="it waits"),
    ).to_dicts()
    assert rows == [
        {
            "kind": "customer",
            "effect": "update there",
            "id": "c-1",
            "key": "7",
            "fields": "phone, notes",
            "changes": "phone: '1' -> '2', notes: None -> 'x'",
            "reason": None,
        },
        {"kind": "job", "effect": "skip", "id": None, "key": "9", "fields": "", "changes": "", "reason": "it waits"},
    ]


@pytest.mark.parametrize("effect", Effect)
def test_one_with_any_action_is_not_empty(effect: Effect) -> None:
    assert not plan(action(effect)).is_empty
    assert plan(action(effect)).counts == {"customer": {effect: 1}}
    assert str(effect) in str(plan(action(effect)))


def test_one_without_an_action_is_empty_and_says_so() -> None:
    assert plan().is_empty
    assert plan().counts == {}
    assert plan().to_dicts() == []
    assert str(plan()).splitlines()[0] == "There is nothing to do: both sides are in step."
    assert "There is nothing to do" in plan()._repr_html_()
