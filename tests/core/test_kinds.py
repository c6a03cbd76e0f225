"""The kinds of records: an object taken apart into values, and put together again."""

from datetime import datetime, timedelta, timezone
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk.sandbox.contract import RESOURCES
from ascora_sdk.sandbox.public.bodies import CUSTOMER_BODY, JOB_BODY
from ascora_sdk.sandbox.public.contract import KINDS as PUBLIC_CONTRACT
from ascora_sdk.sync.kinds import CUSTOMER, INVOICE, JOB, KINDS, Kind
from ascora_sdk.sync.public_kinds import INVOICE_TO_SEND, PUBLIC_CUSTOMER, PUBLIC_JOB, PUBLIC_KINDS

from .strategies import few, json_values, texts
from .texts import is_storable

EVERY = (*KINDS, *PUBLIC_KINDS)
each_kind = pytest.mark.parametrize("kind", EVERY, ids=[kind.name for kind in EVERY])


def items(kind: Kind) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with anything at all in any of the kind's fields, and in unknown ones, some called like our own."""
    names = st.sampled_from([kind.id_name, *kind.wire_names.values()])
    unknown = texts | st.sampled_from(["extra", "first_name", "custom_fields", "vip"])
    return st.dictionaries(names | unknown, json_values, max_size=6)


@each_kind
@given(data=st.data())
@few
def test_an_object_is_put_together_as_it_was_but_for_its_id(kind: Kind, data: st.DataObject) -> None:
    item = data.draw(items(kind))
    whole = {**dict.fromkeys(kind.wire_names.values()), **item}
    whole.pop(kind.id_name, None)
    assert kind.item_of(kind.values_of(item)) == whole


@each_kind
@given(data=st.data())
@few
def test_values_go_by_the_models_names_and_those_of_a_rough_kind_can_be_stored(kind: Kind, data: st.DataObject) -> None:
    values = kind.values_of(data.draw(items(kind)))
    fields = {field.name for field in attrs.fields(kind.model)}
    assert values.keys() == fields - {kind.id_field}
    assert values["extra"] is None or values["extra"]
    assert is_storable(values) or not kind.is_rough


@each_kind
def test_the_changed_fields_alone_are_put_together(kind: Kind) -> None:
    name, wire = next(iter(kind.wire_names.items()))
    assert kind.item_of({name: None}) == {wire: None}
    assert kind.item_of({}) == {}
    assert kind.item_of({"extra": {"vip": True}, name: "x"}) == {wire: "x", "vip": True}


@each_kind
@pytest.mark.parametrize("item", [None, 7, "c-1", [], ["id"]])
def test_what_is_no_object_has_no_id(kind: Kind, item: Any) -> None:
    assert kind.id_of(item) is None
    assert kind.id_of({kind.id_name: "x", "other": "y"}) == "x"


@each_kind
def test_its_references_lead_to_a_kind_that_comes_before_it(kind: Kind) -> None:
    names = [each.name for each in EVERY]
    for field, name in kind.references.items():
        assert names.index(name) < names.index(kind.name)
        assert field.partition(".")[0] in kind.editable


@each_kind
def test_what_the_server_sets_is_not_edited_and_what_is_created_can_be(kind: Kind) -> None:
    assert kind.id_field not in kind.editable
    assert "extra" in kind.editable
    assert not kind.editable & {"created_at", "updated_at", *kind.read_only}
    assert kind.editable - {"extra"} <= kind.wire_names.keys()
    assert (kind.create_only or set()) <= kind.editable


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_a_kind_of_the_instance_api_has_the_contracts_fields(kind: Kind) -> None:
    fields = next(resource.fields for resource in RESOURCES.values() if resource.kind == kind.name)
    assert {kind.id_name, *kind.wire_names.values()} == set(fields)
    given_by_server = {name for name, field in fields.items() if field.server_given}
    assert given_by_server == set(fields) - {kind.wire_names[name] for name in kind.editable - {"extra"}}


@pytest.mark.parametrize(
    ("kind", "name"),
    [(PUBLIC_CUSTOMER, "customer"), (PUBLIC_JOB, "job"), (INVOICE_TO_SEND, "invoice_to_send")],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_kind_of_the_public_api_has_the_contracts_fields(kind: Kind, name: str) -> None:
    assert {kind.id_name, *kind.wire_names.values()} == set(PUBLIC_CONTRACT[name].fields)
    assert kind.id_name == PUBLIC_CONTRACT[name].id


def test_of_a_job_is_created_what_the_public_api_takes_and_of_a_customer_all_that_can_be_edited() -> None:
    assert PUBLIC_JOB.create_only is not None
    assert {PUBLIC_JOB.wire_names[name] for name in PUBLIC_JOB.create_only} == set(JOB_BODY.fields)
    assert PUBLIC_CUSTOMER.create_only is None
    taken = {name for name, field in CUSTOMER_BODY.fields.items() if not field.server_given} - {"customerId"}
    assert {PUBLIC_CUSTOMER.wire_names[name] for name in PUBLIC_CUSTOMER.editable - {"extra"}} == taken


UTC_NOON = datetime(2026, 2, 17, 12, tzinfo=timezone.utc)
TIMES = {
    "2026-02-17T12:00:00Z": UTC_NOON,
    " 2026-02-17T12:00:00Z ": UTC_NOON,
    "2026-02-17T12:00:00": UTC_NOON,
    "2026-02-17T22:00:00+10:00": UTC_NOON,
    "2026-02-17T12:00:00.1234567Z": UTC_NOON + timedelta(microseconds=123456),
    "2026-02-17": UTC_NOON.replace(hour=0),
    "yesterday": None,
    "": None,
    None: None,
    7: None,
}


@pytest.mark.parametrize("kind", [CUSTOMER, JOB, INVOICE], ids=lambda kind: kind.name)
@pytest.mark.parametrize("text", TIMES, ids=repr)
def test_the_time_of_a_change_is_read_in_every_form_and_is_always_aware(kind: Kind, text: Any) -> None:
    assert kind.modified({"updatedAt": text}) == TIMES[text]


@pytest.mark.parametrize("kind", PUBLIC_KINDS, ids=[kind.name for kind in PUBLIC_KINDS])
def test_the_public_api_tells_no_time_of_a_change(kind: Kind) -> None:
    assert kind.modified({"updatedAt": "2026-02-17T12:00:00Z", "dateCreated": "2026-02-17T12:00:00Z"}) is None
