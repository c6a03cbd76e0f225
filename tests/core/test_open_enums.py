"""A value that we do not know is kept, and is like a known one in all but its name, on every Python alike."""

import copy
import gc
import json
import pickle
import weakref
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk import InvoiceStatus, JobPriority, JobStatus, OpenEnum, PaymentMethod
from ascora_sdk.codec import dumps

from .contract import KNOWN_VALUES
from .strategies import few, texts

ENUMS = [JobStatus, JobPriority, InvoiceStatus, PaymentMethod]
every_enum = pytest.mark.parametrize("enum", ENUMS)
VALUES = [
    *((enum, value) for enum in ENUMS for value in sorted(KNOWN_VALUES[enum])),
    *((enum, value) for enum in ENUMS for value in ("awaiting_parts", "", "PENDING", "name", "é\0\ud800")),
]
every_value = pytest.mark.parametrize(
    ("enum", "value"), VALUES, ids=lambda each: ascii(getattr(each, "__name__", each))
)


@every_enum
def test_its_members_are_the_contracts(enum: type[OpenEnum]) -> None:
    assert {member.value for member in enum} == KNOWN_VALUES[enum]
    assert all(member.name == member.value.upper() for member in enum)


@every_enum
def test_a_known_value_is_the_member_itself(enum: type[OpenEnum]) -> None:
    for member in enum:
        assert enum(member.value) is member
        assert enum(member) is member
        assert member.is_known


@every_value
def test_it_is_its_text_to_everyone(enum: type[OpenEnum], value: str) -> None:
    member = enum(value)
    assert type(member) is enum
    assert isinstance(member, str)
    assert member == value
    assert value == member
    assert hash(member) == hash(value)
    assert {value: 1}[member] == 1
    assert {member: 1}[value] == 1
    assert str(member) == value
    assert f"{member}" == value
    assert f"{member:>20}" == f"{value:>20}"
    assert "{}".format(member) == value  # noqa: UP032 - one way of formatting is as good as another
    assert "%s" % member == value  # noqa: UP031
    assert repr(member) == f"{enum.__name__}({value!r})"
    assert member.value == value
    assert type(member.value) is str
    assert type(str(member)) is str
    assert member.is_known is (value in KNOWN_VALUES[enum])


@every_value
def test_it_is_its_text_in_json(enum: type[OpenEnum], value: str) -> None:
    assert json.dumps({"status": enum(value)}) == json.dumps({"status": value})
    assert dumps(enum(value)) == dumps(value)


@every_value
def test_it_can_be_copied_and_pickled(enum: type[OpenEnum], value: str) -> None:
    member = enum(value)
    again = [pickle.loads(pickle.dumps(member, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]  # noqa: S301
    for each in (*again, copy.copy(member), copy.deepcopy(member), copy.deepcopy([member])[0]):
        assert each == member
        assert type(each) is enum
        assert (each.name, each.value, each.is_known) == (member.name, member.value, member.is_known)


@few
@given(st.sampled_from(ENUMS), texts)
def test_any_text_is_kept(enum: type[OpenEnum], value: str) -> None:
    assert enum(value) == value
    assert enum(value) == enum(value)
    assert enum(value).is_known is (value in KNOWN_VALUES[enum])


@every_enum
@pytest.mark.parametrize("value", [None, 1, 1.5, True, b"pending", ["pending"]], ids=repr)
def test_what_is_no_text_is_no_value(enum: type[OpenEnum], value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        enum(value)


@every_enum
def test_unknown_values_do_not_pile_up(enum: type[OpenEnum]) -> None:
    before = len(enum._value2member_map_), len(enum._member_map_), len(vars(enum))
    unknown = [weakref.ref(enum(f"unknown {number}")) for number in range(100)]
    gc.collect()
    assert [ref() for ref in unknown] == [None] * 100
    assert (len(enum._value2member_map_), len(enum._member_map_), len(vars(enum))) == before
    assert {member.value for member in enum} == KNOWN_VALUES[enum]


def test_another_enums_value_becomes_plain_text_of_this_one() -> None:
    status = JobStatus(InvoiceStatus.DRAFT)
    assert status == "draft"
    assert type(status.value) is str
    assert repr(status) == "JobStatus('draft')"
