"""Base, local and remote against a plain model that was written down on its own, field by field."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk.codec import canonical, dumps, loads
from ascora_sdk.sync.incoming import RemoteRecord, digest_of
from ascora_sdk.sync.kinds import CUSTOMER, INVOICE, JOB, Kind
from ascora_sdk.sync.reconcile import Reconciled, reconcile
from ascora_sdk.sync.records import Decision, RecordWrite, StoredRecord

from .contract import OBJECTS
from .strategies import many

CHOICES: Mapping[str, list[Any]] = {
    "text": [None, "a", "b"],
    "enum": [None, "pending", "new"],
    "number": [None, Decimal("1.50"), 2],
    "day": [None, "2026-02-17", "2026-03-17"],
    "moment": [None, "2026-02-17T21:09:20Z", "2026-03-17T21:09:20Z"],
    "object": [None, {}, {"a": [Decimal("1.50")]}],
    "items": [None, [], [{"description": "Fan", "quantity": 1}]],
}
UNKNOWN = st.dictionaries(st.sampled_from(["vip", "new", ""]), st.sampled_from([None, True, Decimal("1.5"), "x"]))


@attrs.frozen
class Case:
    kind: Kind
    base: dict[str, Any] | None
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
def cases(draw: st.DrawFn, *, agreed: bool) -> Case:
    kind = draw(st.sampled_from([CUSTOMER, JOB, INVOICE]))
    base = draw(items(kind))
    remote = draw(items(kind, base))
    edited = draw(st.sampled_from([base, remote]))
    local = draw(items(kind, edited))
    values = {name: local.get(field.wire) for name, field in fields_of(kind).items()}
    extra = unknown_of(kind, draw(st.sampled_from([base, remote, local]))) or None
    return Case(kind, base if agreed else None, {**values, "extra": extra}, remote)


def unknown_of(kind: Kind, item: dict[str, Any]) -> dict[str, Any]:
    known = {field.wire for field in fields_of(kind).values()} | {"id"}
    return {name: value for name, value in item.items() if name not in known}


def remote_record(item: Mapping[str, Any]) -> RemoteRecord:
    text = canonical(item)
    return RemoteRecord(item["id"], item, text, digest_of(text))


def outcome(case: Case) -> Reconciled:
    base = None if case.base is None else dumps(case.base).decode()
    return reconcile(case.kind, remote_record(case.remote), StoredRecord(id="x-1", base=base, local=case.local))


def expected(base: Any, local: Any, remote: Any, *, editable: bool) -> tuple[Any, Any, bool]:
    """Give the value to stand here, the value agreed on, and whether there is a conflict."""
    here_edited, there_edited = editable and local != base, remote != base
    if not here_edited or local == remote:
        return remote, remote, False
    if not there_edited:
        return local, base, False
    return local, base, True


def by_plain_model(case: Case) -> tuple[dict[str, Any], dict[str, Any], set[str]]:
    values, agreed, disputed = {}, {}, set()
    for name, field in fields_of(case.kind).items():
        before = None if case.base is None else case.base.get(field.wire)
        values[name], agreed[name], conflict = expected(
            before, case.local[name], case.remote.get(field.wire), editable=not field.server_set
        )
        disputed |= {name} if conflict else set()
    before = unknown_of(case.kind, case.base or {}) or None
    remote = unknown_of(case.kind, case.remote) or None
    # Unknown fields that nothing was ever agreed on are the server's alone.
    values["extra"], agreed["extra"], conflict = expected(
        before, case.local["extra"], remote, editable=before is not None
    )
    disputed |= {"extra"} if conflict else set()
    return values, agreed, disputed


def written(result: Reconciled) -> RecordWrite:
    assert result.write is not None
    return result.write


def check_against_the_plain_model(case: Case) -> None:
    values, agreed, disputed = by_plain_model(case)
    write = written(outcome(case))
    assert write.values == values
    base = loads(write.base)
    assert {name: base.get(field.wire) for name, field in fields_of(case.kind).items()} == {
        name: value for name, value in agreed.items() if name != "extra"
    }
    assert (unknown_of(case.kind, base) or None) == agreed["extra"]
    assert (write.id, base["id"], write.is_new) == ("x-1", "x-1", False)
    # A dispute is looked at again: its digest is not the one that a listing gives.
    assert (write.digest == remote_record(case.remote).digest) is not bool(disputed)


@many
@given(cases(agreed=True))
def test_a_field_edited_on_one_side_wins_and_one_edited_on_both_stays(case: Case) -> None:
    check_against_the_plain_model(case)


@many
@given(cases(agreed=False))
def test_what_stands_here_stays_where_nothing_was_ever_agreed_on(case: Case) -> None:
    check_against_the_plain_model(case)


@many
@given(st.booleans().flatmap(lambda agreed: cases(agreed=agreed)))
def test_a_conflict_is_declared_where_both_sides_edited_and_nowhere_else(case: Case) -> None:
    *_, disputed = by_plain_model(case)
    entry = outcome(case).entry
    assert (entry is not None and entry.decision is Decision.CONFLICT) is bool(disputed)
    if disputed and entry is not None:
        assert entry.reason == f"edited on both sides: {', '.join(sorted(disputed))}"


@many
@given(st.booleans().flatmap(lambda agreed: cases(agreed=agreed)))
def test_the_trail_has_all_three_values_of_what_changed_and_of_what_is_in_dispute(case: Case) -> None:
    result = outcome(case)
    fields = fields_of(case.kind)
    incoming = {name: case.remote.get(field.wire) for name, field in fields.items()}
    incoming["extra"] = unknown_of(case.kind, case.remote) or None
    base = {name: (case.base or {}).get(field.wire) for name, field in fields.items()}
    base["extra"] = unknown_of(case.kind, case.base or {}) or None
    changed = {name for name, value in incoming.items() if value != base[name]}
    if result.entry is None:
        assert not changed
        return
    told = result.entry.fields or {}
    named = set((result.entry.reason or ": ").partition(": ")[2].split(", ")) - {""}
    assert set(told) >= changed | named
    for name, values in told.items():
        assert values == {"base": base[name], "local": case.local.get(name), "remote": incoming[name]}


@many
@given(cases(agreed=True))
def test_a_second_look_at_the_same_remote_changes_nothing(case: Case) -> None:
    first = written(outcome(case))
    stored = StoredRecord(id="x-1", base=first.base, local=first.values)
    again = written(reconcile(case.kind, remote_record(case.remote), stored))
    assert (again.values, loads(again.base), again.digest) == (first.values, loads(first.base), first.digest)


@many
@given(cases(agreed=True))
def test_a_dispute_that_was_told_of_is_not_told_of_again(case: Case) -> None:
    *_, disputed = by_plain_model(case)
    first = written(outcome(case))
    stored = StoredRecord(id="x-1", base=first.base, local=first.values)
    again = reconcile(case.kind, remote_record(case.remote), stored, seen=first.digest)
    assert (again.write is None) is bool(disputed)
    assert again.entry is None


@many
@given(cases(agreed=True))
def test_a_dispute_ends_when_both_sides_say_the_same(case: Case) -> None:
    first = written(outcome(case))
    stored = StoredRecord(id="x-1", base=first.base, local=case.kind.values_of(case.remote))
    ended = written(reconcile(case.kind, remote_record(case.remote), stored, seen=first.digest))
    assert loads(ended.base) == case.remote
    assert ended.digest == remote_record(case.remote).digest


@many
@given(cases(agreed=True))
def test_nothing_that_was_handed_in_is_changed(case: Case) -> None:
    before = canonical([case.base, case.local, case.remote])
    outcome(case)
    assert canonical([case.base, case.local, case.remote]) == before


@many
@given(st.sampled_from([CUSTOMER, JOB, INVOICE]).flatmap(lambda kind: st.tuples(st.just(kind), items(kind))))
def test_what_is_new_is_taken_over_whole(case: tuple[Kind, dict[str, Any]]) -> None:
    kind, item = case
    result = reconcile(kind, remote_record(item), None)
    write = written(result)
    assert write.values == kind.values_of(item)
    assert loads(write.base) == item
    assert write.is_new
    assert result.entry is not None
    assert (result.entry.id, result.entry.decision) == ("x-1", Decision.CREATED)


BASE = {"id": "c-1", "firstName": "Ada", "phone": "1", "vip": True}


def customer(base: dict[str, Any] | None, remote: dict[str, Any], **local: Any) -> Reconciled:
    values = {**CUSTOMER.values_of(base or {}), **local}
    text = None if base is None else dumps(base).decode()
    return reconcile(CUSTOMER, remote_record(remote), StoredRecord(id="c-1", base=text, local=values))


def test_edits_of_different_fields_meet() -> None:
    result = customer(BASE, {**BASE, "phone": "2"}, first_name="Eve")
    assert (written(result).values["first_name"], written(result).values["phone"]) == ("Eve", "2")
    assert loads(written(result).base) == {**BASE, "phone": "2"}
    assert result.entry is not None
    assert result.entry.decision is Decision.UPDATED


def test_a_conflict_leaves_both_sides_as_they_are() -> None:
    result = customer(BASE, {**BASE, "phone": "3"}, phone="2")
    assert written(result).values["phone"] == "2"
    assert loads(written(result).base)["phone"] == "1"
    assert result.entry is not None
    assert result.entry.decision is Decision.CONFLICT
    assert result.entry.fields == {"phone": {"base": "1", "local": "2", "remote": "3"}}


def test_both_sides_alike_is_no_conflict() -> None:
    result = customer(BASE, {**BASE, "phone": "2"}, phone="2")
    assert loads(written(result).base)["phone"] == "2"
    assert result.entry is not None
    assert result.entry.decision is Decision.UPDATED


def test_a_field_emptied_on_one_side_is_emptied() -> None:
    emptied_here = customer(BASE, {**BASE, "vip": False}, phone=None)
    assert written(emptied_here).values["phone"] is None
    emptied_there = customer(BASE, {"id": "c-1", "firstName": "Ada"})
    assert written(emptied_there).values["phone"] is None


@pytest.mark.parametrize(("here", "there"), [(None, "3"), ("2", None)])
def test_an_emptied_field_can_be_in_dispute(here: str | None, there: str | None) -> None:
    result = customer(BASE, {**BASE, "phone": there}, phone=here)
    assert result.entry is not None
    assert result.entry.decision is Decision.CONFLICT
    assert written(result).values["phone"] == here


def test_only_a_new_look_is_worth_no_entry() -> None:
    reordered = {"vip": True, "phone": "1", "firstName": "Ada", "id": "c-1", "email": None}
    result = customer(BASE, reordered)
    assert result.entry is None
    assert written(result).digest == remote_record(reordered).digest


@pytest.mark.parametrize(
    ("before", "here"), [(1, True), (True, 1), (0, False)], ids=["1 to true", "true to 1", "0 to false"]
)
def test_true_is_not_one(before: Any, here: Any) -> None:
    base = {**BASE, "customFields": {"flag": before}}
    result = customer(base, {**base, "phone": "2"}, custom_fields={"flag": here})
    assert written(result).values["custom_fields"]["flag"] is here


def deleted_here(remote: dict[str, Any]) -> Reconciled:
    stored = StoredRecord(id="c-1", base=dumps(BASE).decode(), local=None)
    return reconcile(CUSTOMER, remote_record(remote), stored)


def test_what_was_deleted_here_and_changed_there_is_a_conflict() -> None:
    result = deleted_here({**BASE, "phone": "2"})
    assert written(result).values is None
    assert not written(result).is_new
    assert result.entry is not None
    assert result.entry.decision is Decision.CONFLICT
    assert "deleted here" in (result.entry.reason or "")


def test_what_was_deleted_here_is_still_in_dispute_at_the_next_look() -> None:
    assert loads(written(deleted_here({**BASE, "phone": "2"})).base) == BASE


def test_a_storage_that_has_no_value_of_a_field_has_none() -> None:
    stored = StoredRecord(id="c-1", base=dumps({"id": "c-1"}).decode(), local={"first_name": None})
    result = reconcile(CUSTOMER, remote_record(BASE), stored)
    assert written(result).values == CUSTOMER.values_of(BASE)
