"""The answer of a create was lost: is an object that turns up later the one that it made?"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk.codec import dumps, loads
from ascora_sdk.sync.kinds import CUSTOMER, INVOICE, JOB
from ascora_sdk.sync.outgoing import is_same_object, new_object
from ascora_sdk.sync.public_kinds import PUBLIC_CUSTOMER

from ..strategies import many
from .samples import create


class TestTheSameObject:
    """The answer of a create was lost, and an object turns up that nobody here knows."""

    SENT: Mapping[str, Any] = {
        "customerName": "Ada Lovelace",
        "phoneNumber": "07 3000 0001",
        "streetLatitude": Decimal("-27.47"),
        "onHold": False,
        "leadSource": {"id": "s-1", "name": "Web"},
        "customFields": [{"fieldName": "Insurer", "fieldValue": "Suncorp"}],
        "emailAddress": "",
        "companyName": None,
    }

    def is_same(self, **changes: Any) -> bool:
        item = {"customerId": "c-9", "customerNumber": "17", **self.SENT, **changes}
        return is_same_object(PUBLIC_CUSTOMER, create(self.SENT), item)

    def test_all_that_was_sent_is_in_it(self) -> None:
        assert self.is_same()

    @pytest.mark.parametrize(
        "changes",
        [
            {"streetState": "QLD"},
            {"emailAddress": "a@b", "companyName": "Acme"},
            {"streetLatitude": "-27.4700"},
            {"streetLatitude": Decimal("-27.470")},
            {"customerName": "Ada Lovelace "},
            {"customerName": "ada lovelace"},
            {"leadSource": {"id": "s-1", "name": "The web"}},
            {"customFields": [{"fieldName": "Room", "fieldValue": ""}, {**SENT["customFields"][0], "fieldId": "f-1"}]},
        ],
        ids=repr,
    )
    def test_what_the_server_added_or_wrote_in_another_form_makes_no_difference(self, changes: dict[str, Any]) -> None:
        assert self.is_same(**changes)

    @pytest.mark.parametrize(
        "changes",
        [
            {"customerName": "Ada Byron"},
            {"phoneNumber": "07 3000 0002"},
            {"phoneNumber": None},
            {"phoneNumber": ""},
            {"streetLatitude": "-27.48"},
            {"streetLatitude": "south"},
            {"onHold": True},
            {"onHold": 0},
            {"leadSource": {"id": "s-2", "name": "Web"}},
            {"leadSource": "Web"},
            {"customFields": [{"fieldName": "Insurer", "fieldValue": "Allianz"}]},
            {"customFields": [{"fieldName": "Insurer"}]},
            {"customFields": [{"fieldName": "Room", "fieldValue": "hall"}]},
            {"customFields": []},
            {"customFields": "Suncorp"},
        ],
        ids=repr,
    )
    def test_whatever_is_missing_or_other_is_another_object(self, changes: dict[str, Any]) -> None:
        assert not self.is_same(**changes)

    def test_two_who_share_a_name_are_not_the_same(self) -> None:
        entry = create(self.SENT)
        assert not is_same_object(PUBLIC_CUSTOMER, entry, {"customerId": "c-9", "customerName": "Ada Lovelace"})

    def test_nothing_was_sent_so_nothing_is_the_same(self) -> None:
        entry = create({"customerName": "", "customFields": []})
        assert not is_same_object(PUBLIC_CUSTOMER, entry, {"customerId": "c-9", "customerName": ""})

    def test_unknown_fields_count_too(self) -> None:
        entry = create({"customerName": "Ada", "vip": 1})
        assert is_same_object(PUBLIC_CUSTOMER, entry, {"customerName": "Ada", "vip": "1"})
        assert not is_same_object(PUBLIC_CUSTOMER, entry, {"customerName": "Ada", "vip": 2})

    def test_the_reference_alone_tells_where_there_is_one(self) -> None:
        item, reference = new_object(CUSTOMER, {"first_name": "Ada"}, "r-1")
        entry = create(item, reference)
        assert is_same_object(CUSTOMER, entry, {"id": "c-9", "customFields": {"external_reference": "r-1"}})
        assert not is_same_object(CUSTOMER, entry, {**item, "id": "c-9", "customFields": {"external_reference": "r-2"}})
        assert not is_same_object(CUSTOMER, entry, {**item, "id": "c-9", "customFields": "r-1"})
        assert not is_same_object(CUSTOMER, entry, {**item, "id": "c-9", "customFields": None})

    def test_if_it_could_carry_none_what_was_sent_tells(self) -> None:
        entry = create({"firstName": "Ada", "customFields": "dry"})
        assert is_same_object(CUSTOMER, entry, {"id": "c-9", "firstName": "Ada", "customFields": "dry"})
        assert not is_same_object(CUSTOMER, entry, {"id": "c-9", "firstName": "Ada", "customFields": "wet"})

    def test_a_number_that_people_give_may_be_given_twice(self) -> None:
        entry = create({"invoiceNumber": "INV-1", "customerId": "c-1"}, "INV-1")
        assert is_same_object(INVOICE, entry, {"id": "i-9", "invoiceNumber": "INV-1", "customerId": "c-1"})
        assert not is_same_object(INVOICE, entry, {"id": "i-9", "invoiceNumber": "INV-1", "customerId": "c-2"})

    LINES = ({"description": "Fan", "quantity": 1}, {"description": "Pump", "quantity": 2})

    @pytest.mark.parametrize(
        ("lines", "is_same"),
        [
            ([{**LINES[0], "total": "9.00"}, {**LINES[1], "quantity": "2.0"}], True),
            (list(LINES[:1]), False),
            ([*LINES, {}], False),
            (list(reversed(LINES)), False),
            ([{**LINES[0], "quantity": 3}, LINES[1]], False),
            ([{"description": "Fan"}, LINES[1]], False),
        ],
        ids=["more in each", "one fewer", "one more", "another order", "another value", "a value less"],
    )
    def test_lists_are_compared_line_by_line(self, lines: list[Any], is_same: bool) -> None:
        entry = create({"items": list(self.LINES)})
        assert is_same_object(INVOICE, entry, {"id": "i-9", "items": lines}) is is_same


ALIKE: dict[str, tuple[Any, Any]] = {
    "a number as text": (Decimal("88.5"), "88.50"),
    "a whole number as text": (3, " 3 "),
    "text as a number": ("88.50", Decimal("88.5")),
    "blanks around it": ("Ada", " Ada "),
    "another case": ("ada@example.com", "Ada@Example.com"),
    "a day with a time": ("2026-02-17", "2026-02-17T00:00:00"),
    "a day with a time of Greenwich": ("2026-02-17", "2026-02-17T00:00:00Z"),
    "another way to write Greenwich": ("2026-02-17T12:00:00Z", "2026-02-17T12:00:00.000+00:00"),
    "the same moment elsewhere": ("2026-02-17T12:00:00Z", "2026-02-17T22:00:00+10:00"),
    "an offset less": ("2026-02-17T12:00:00+10:00", "2026-02-17T12:00:00"),
    "a part of a second": ("2026-02-17T12:00:00Z", "2026-02-17T12:00:00.9Z"),
    "a blank within": ("2026-02-17 12:00", " 2026-02-17T12:00:00 "),
    "an object without what is blank": ({"id": "a", "name": ""}, {"id": "a"}),
    "an object by its id": ({"id": "a", "name": "x"}, {"id": "a", "name": "y"}),
    "an object with more": ({"name": "x"}, {"id": "a", "name": "x"}),
}
UNLIKE: dict[str, tuple[Any, Any]] = {
    "another number": (Decimal("88.5"), "88.05"),
    "another text": ("Ada", "Eve"),
    "another day": ("2026-02-17", "2026-02-18"),
    "a day and no day": ("2026-02-17", "soon"),
    "no day and a day": ("soon", "2026-02-17"),
    "a day and nothing": ("2026-02-17", None),
    "another second": ("2026-02-17T12:00:00Z", "2026-02-17T12:00:01Z"),
    "another hour of the same day": ("2026-02-17", "2026-02-17T12:00:00Z"),
    "another moment of the same clock": ("2026-02-17T12:00:00Z", "2026-02-17T12:00:00+10:00"),
    "true and 1": (True, 1),
    "true and its text": (True, "true"),
    "1 and true": (1, True),
    "no numbers, of two kinds": ("NaN", "sNaN"),
    "two that are no numbers": ("snan1", "sNaN2"),
    "infinities in other words": ("Infinity", "inf"),
    "a text and no text": ("Ada", None),
    "a text and a list": ("a", ["a"]),
    "an object and a text": ({"name": "x"}, "x"),
    "a text and an object": ("x", {"name": "x"}),
    "an object with another id": ({"id": "a", "name": "x"}, {"id": "b", "name": "x"}),
    "an object of another name": ({"name": "x"}, {"name": "y"}),
    "an object without its id, of another name": ({"id": "a", "name": "x"}, {"name": "y"}),
    "an object of which the id alone was sent, without one": ({"id": "a"}, {"name": "x"}),
}


def compared(one: Any, other: Any) -> bool:
    entry = create({"billingCustomer": one})
    return is_same_object(PUBLIC_CUSTOMER, entry, {"billingCustomer": other})


@pytest.mark.parametrize(("one", "other"), ALIKE.values(), ids=ALIKE)
def test_alike(one: Any, other: Any) -> None:
    assert compared(one, other)


@pytest.mark.parametrize(("one", "other"), UNLIKE.values(), ids=UNLIKE)
def test_not_alike(one: Any, other: Any) -> None:
    assert not compared(one, other)


VALUES = st.sampled_from(["1", 1, True, Decimal("1.0"), {"vip": 1}, {"vip": None, "a": 1}, [1, "x"], ["", None]])
OBJECTS = st.dictionaries(st.sampled_from(["vip", "new"]), VALUES, min_size=1)
ROWS = st.fixed_dictionaries(
    {"email": VALUES}, optional={"phone": VALUES, "description": VALUES, "custom_fields": OBJECTS, "extra": OBJECTS}
)


@many
@given(ROWS)
def test_what_comes_back_as_it_was_sent_is_the_same(local: dict[str, Any]) -> None:
    for kind in (CUSTOMER, JOB, INVOICE):
        item, reference = new_object(kind, {**local, "notes": "x", "status": "new"}, "r-1")
        assert is_same_object(kind, create(item, reference), {"id": "x-1", **loads(dumps(item))})
