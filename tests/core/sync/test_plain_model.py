"""Base, local and remote of every kind against a plain model that was written down on its own, field by field."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk.codec import canonical, loads
from ascora_sdk.sync.audit import Decision
from ascora_sdk.sync.conflict import Conflict
from ascora_sdk.sync.kinds import KINDS, Kind
from ascora_sdk.sync.notes import Agreed, OpenConflict
from ascora_sdk.sync.outcome import Known, Outcome
from ascora_sdk.sync.reconcile import reconcile
from ascora_sdk.sync.records import StoredRecord
from ascora_sdk.sync.strategies import LocalWins, Manual, MergeFields, RemoteWins

from ..contract import OBJECTS
from ..strategies import few, many
from .samples import agreed, policy, shown

CHOICES: Mapping[str, list[Any]] = {
    "text": [None, "a", "b"],
    "enum": [None, "pending", "new"],
    "number": [None, Decimal("1.50"), 2],
    "day": [None, "2026-02-17", "2026-03-17"],
    "moment": [None, "2026-02-17T21:09:20Z", "2026-03-17T21:09:20Z"],
    "object": [None, {"a": 1}, {"a": 2}, {"a": 2, "b": [Decimal("1.50")]}],
    "items": [None, [], [{"description": "Fan", "quantity": 1}]],
}
UNKNOWN = st.dictionaries(st.sampled_from(["vip", "new", ""]), st.sampled_from([None, True, Decimal("1.5"), "x"]))
NOTHING = "nothing"
WAIT = MergeFields(fallback=Manual())


@attrs.frozen
class Case:
    kind: Kind
    base: dict[str, Any]
    local: dict[str, Any]
    remote: dict[str, Any]


def fields_of(kind: Kind) -> dict[str, Any]:
    return {field.name: field for field in OBJECTS[kind.model] if field.name != "id"}


@st.composite
def items(draw: st.DrawFn, kind: Kind, like: dict[str, Any] | None = None) -> dict[str, Any]:
    """Make an object of the wire, near another: what is empty is null or absent."""
    item: dict[str, Any] = {"id": "x-1"}
    for field in fields_of(kind).values():
        value = (like or {}).get(field.wire)
        if like is None or draw(st.integers(0, 3)) == 0:
            value = draw(st.sampled_from(CHOICES[field.kind]))
        if value is not None or draw(st.booleans()):
            item[field.wire] = value
    return {**item, **draw(UNKNOWN)}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    kind = draw(st.sampled_from(KINDS))
    base = draw(items(kind))
    remote = draw(items(kind, base))
    return Case(kind, base, draw(items(kind, draw(st.sampled_from([base, remote])))), remote)


def flat(kind: Kind, item: dict[str, Any]) -> dict[str, Any]:
    """Give an object's values one by one, custom fields and unknown ones among them; those that are not there too."""
    fields = {field.wire for field in fields_of(kind).values()} | {"id"}
    values: dict[str, Any] = {}
    for name, field in fields_of(kind).items():
        if name == "custom_fields":
            values.update((f"custom_fields.{key}", value) for key, value in (item.get(field.wire) or {}).items())
        else:
            values[name] = item.get(field.wire)
    values.update((f"extra.{name}", value) for name, value in item.items() if name not in fields)
    return values


def expected(case: Case) -> dict[str, tuple[Any, str]]:
    """Say of each value what is to stand here, and whose edit it is."""
    base, local, remote = (flat(case.kind, item) for item in (case.base, case.local, case.remote))
    server_set = {name for name, field in fields_of(case.kind).items() if field.server_set}
    found: dict[str, tuple[Any, str]] = {}
    for name in {**base, **local, **remote}:
        before, here, there = (side.get(name, NOTHING) for side in (base, local, remote))
        if name in server_set or here in (there, before):
            found[name] = (there, "theirs")
        else:
            found[name] = (here, "ours" if there == before else "disputed")
    return found


def result(case: Case, strategy: Any) -> Outcome:
    stored = StoredRecord(key="row-1", id="x-1", local=case.kind.values_of(case.local))
    known = Known(id="x-1", stored=stored, agreed=agreed(case.base, kind=case.kind))
    return reconcile(case.kind, known, shown(case.remote, case.kind), policy(strategy))


def standing(case: Case, outcome: Outcome) -> dict[str, Any]:
    """Give what stands here afterwards, one by one."""
    assert outcome.write is not None
    values = case.kind.values_of(case.local) if outcome.write.values is None else outcome.write.values
    return flat(case.kind, case.kind.item_of(values))


def agreed_on(case: Case, outcome: Outcome) -> dict[str, Any]:
    (note,) = (note for note in outcome.keep if isinstance(note, Agreed))
    assert note.digest == shown(case.remote, case.kind).digest
    return flat(case.kind, loads(note.base))


def present(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value != NOTHING}


@many
@given(cases())
def test_what_stands_here_and_what_is_agreed_on_while_disputes_wait(case: Case) -> None:
    plain, outcome = expected(case), result(case, WAIT)
    assert standing(case, outcome) == present({name: value for name, (value, _) in plain.items()})
    base, remote = flat(case.kind, case.base), flat(case.kind, case.remote)
    assert agreed_on(case, outcome) == present(
        {name: (base if whose == "disputed" else remote).get(name, NOTHING) for name, (_, whose) in plain.items()}
    )
    assert outcome.write is not None
    assert outcome.write.settled is all(whose == "theirs" for _, whose in plain.values())


@many
@given(cases(), st.sampled_from(["local", "remote"]))
def test_what_stands_here_and_what_is_agreed_on_once_a_side_is_right(case: Case, side: Any) -> None:
    plain, remote = expected(case), flat(case.kind, case.remote)
    strategy = LocalWins() if side == "local" else RemoteWins()
    outcome = result(case, strategy)
    right = {
        name: remote.get(name, NOTHING) if side == "remote" and whose == "disputed" else value
        for name, (value, whose) in plain.items()
    }
    assert standing(case, outcome) == present(right)
    assert agreed_on(case, outcome) == remote


@many
@given(cases())
def test_a_conflict_is_declared_where_both_sides_edited_and_nowhere_else(case: Case) -> None:
    asked: list[Conflict] = []

    def watch(conflict: Conflict) -> Any:
        asked.append(conflict)
        return WAIT(conflict)

    disputed = {name for name, (_, whose) in expected(case).items() if whose == "disputed"}
    outcome = result(case, watch)
    assert [set(conflict.fields) for conflict in asked] == ([disputed] if disputed else [])
    assert (outcome.decision is Decision.CONFLICT) is bool(disputed)
    waiting = [note for note in outcome.keep if isinstance(note, OpenConflict)]
    assert [set(note.fields) for note in waiting] == ([disputed] if disputed else [])


@few
@given(cases())
def test_the_trail_has_all_three_values_of_what_changed_here_or_is_in_dispute(case: Case) -> None:
    outcome = result(case, WAIT)
    base, local, remote = (flat(case.kind, item) for item in (case.base, case.local, case.remote))
    told = {name for name in {**base, **remote} if base.get(name, NOTHING) != remote.get(name, NOTHING)}
    told |= {name for name, (value, whose) in expected(case).items() if value != local.get(name, NOTHING)}
    assert (outcome.entry is None) is not told
    if outcome.entry is not None:
        assert outcome.entry.fields == {
            name: {"base": base.get(name), "local": local.get(name), "remote": remote.get(name)} for name in told
        }


@few
@given(cases(), st.sampled_from([WAIT, Manual(), LocalWins(), RemoteWins()]))
def test_nothing_that_was_handed_in_is_changed(case: Case, strategy: Any) -> None:
    before = canonical([case.base, case.local, case.remote])
    result(case, strategy)
    assert canonical([case.base, case.local, case.remote]) == before


@few
@given(cases())
def test_while_the_whole_record_waits_nothing_moves(case: Case) -> None:
    disputed = any(whose == "disputed" for _, whose in expected(case).values())
    outcome = result(case, Manual())
    if disputed:
        assert outcome.write is not None
        assert outcome.write.values is None
        assert agreed_on(case, outcome) == flat(case.kind, case.base)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_every_field_of_the_contract_is_a_field_of_the_kind(kind: Kind) -> None:
    assert fields_of(kind).keys() == kind.wire_names.keys()
