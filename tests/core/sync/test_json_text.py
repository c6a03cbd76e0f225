"""Whatever a storage has to keep goes through JSON text and comes back as it was, digit for digit."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk.codec import loads
from ascora_sdk.sync.audit import AuditEntry, Decision
from ascora_sdk.sync.json_text import from_json, to_json
from ascora_sdk.sync.notes import NOTES, Action, Checkpoint, FailedRecord, Note, OpenConflict, OutboxEntry, Stage
from ascora_sdk.sync.records import Lease, StoredRecord

from ..strategies import few, json_objects, json_values, offsets, same, texts
from .samples import NOON

whole_offsets = offsets.filter(lambda zone: zone.utcoffset(None) % timedelta(minutes=1) == timedelta())
moments = st.datetimes(timezones=st.just(timezone.utc) | whole_offsets)
maybe_texts = st.none() | texts
FIELDS: Mapping[str, st.SearchStrategy[Any]] = {
    "str": texts,
    "str | None": maybe_texts,
    "int": st.integers(-(10**12), 10**12),
    "int | None": st.none() | st.integers(-(10**12), 10**12),
    "bool": st.booleans(),
    "datetime": moments,
    "datetime | None": st.none() | moments,
    "tuple[str, ...]": st.lists(texts).map(tuple),
    "Action": st.sampled_from(Action),
    "Decision": st.sampled_from(Decision),
    "Mapping[str, Any] | None": st.none() | json_objects,
}
KEPT = (*NOTES, AuditEntry, Lease)
each_class = pytest.mark.parametrize("kept", KEPT, ids=lambda one: one.__name__)


def instances(kept: type[Any]) -> st.SearchStrategy[Any]:
    """Anything at all in each of its fields, by what it says that it holds."""
    return st.builds(kept, **{field.name: FIELDS[str(field.type)] for field in attrs.fields(kept)})


@each_class
@few
@given(data=st.data())
def test_it_comes_back_as_it_was(kept: type[Any], data: st.DataObject) -> None:
    value = data.draw(instances(kept))
    text = to_json(value)
    assert text.isascii()
    back = from_json(text, kept)
    assert back == value
    assert type(back) is kept
    for field in attrs.fields(kept):
        assert type(getattr(back, field.name)) is type(getattr(value, field.name)), field.name


@few
@given(json_values)
def test_values_come_back_as_they_were(value: Any) -> None:
    assert same(from_json(to_json(value)), value)


@each_class
def test_it_is_an_object_with_a_name_for_each_field(kept: type[Any]) -> None:
    values = {
        "str": "x",
        "int": 1,
        "bool": True,
        "datetime": NOON,
        "tuple[str, ...]": ("a", "b"),
        "Action": Action.PAY,
        "Decision": Decision.PUSHED,
    }
    names = {field.name: values.get(str(field.type)) for field in attrs.fields(kept)}
    written = loads(to_json(kept(**names)))
    assert list(written) == list(names)
    assert all(
        written[name] == (value.isoformat() if isinstance(value, datetime) else value) or isinstance(value, tuple)
        for name, value in names.items()
    )


def test_a_note_of_an_earlier_release_may_lack_a_field_that_is_not_needed() -> None:
    assert from_json("{}", Checkpoint) == Checkpoint()
    assert from_json('{"key":"pull","offset":7}', Checkpoint).offset == 7


def test_money_keeps_its_digits() -> None:
    entry = AuditEntry(id="i-1", decision=Decision.PUSHED, fields={"total": {"local": Decimal("0.30")}})
    assert str(from_json(to_json(entry), AuditEntry).fields["total"]["local"]) == "0.30"


def test_every_class_of_notes_has_a_shelf_of_its_own() -> None:
    assert len({note.shelf for note in NOTES}) == len(NOTES)
    assert all(issubclass(note, Note) for note in NOTES)


def test_what_is_put_aside_knows_its_stage_and_its_name_there() -> None:
    failure = FailedRecord(key="push:row:1", digest="0f", error="x", payload="{}")
    assert (failure.stage, failure.name) == (Stage.PUSH, "row:1")
    assert [str(stage) for stage in Stage] == ["pull", "push", "unsendable", "unanswered"]
    assert [str(action) for action in Action] == ["create", "update", "delete", "pay"]


def test_no_repr_shows_what_a_record_holds() -> None:
    secret = '{"notes":"secret"}'
    notes = [
        FailedRecord(key="pull:c-1", digest="0f", error="x", payload=secret),
        OpenConflict(key="c-1", remote=secret, digest="0f", fields=(), holds=True, at=NOON),
        OutboxEntry(key="1", action=Action.PAY, id="i", payload=secret, idempotency_key="k", at=NOON),
    ]
    assert not [note for note in notes if "secret" in repr(note)]


def test_rows_come_before_what_has_none_in_the_order_of_what_was_edited() -> None:
    here, gone = StoredRecord(key="1", id="c-1", local={}), StoredRecord(key=None, id="c-1", local=None)
    assert (here.edit_key, gone.edit_key) == ("row:1", "gone:c-1")
