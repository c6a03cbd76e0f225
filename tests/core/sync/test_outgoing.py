"""What is sent: the difference from what both sides agreed on, and no more."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk.codec import canonical
from ascora_sdk.sync.incoming import digest_of
from ascora_sdk.sync.kinds import CUSTOMER, INVOICE, JOB
from ascora_sdk.sync.leaves import same
from ascora_sdk.sync.outgoing import (
    changed_fields,
    content_digest,
    idempotency_key,
    new_object,
    sent_fields,
)
from ascora_sdk.sync.public_kinds import PUBLIC_CUSTOMER, PUBLIC_JOB

from ..strategies import many
from .samples import ADA, create, here


class TestTheDifference:
    def changes(self, *waiting: str, remote: Any = None, **local: Any) -> dict[str, Any]:
        return changed_fields(CUSTOMER, here(), here(**local), here() if remote is None else remote, waiting=waiting)

    def test_nothing_if_nothing_changed(self) -> None:
        assert self.changes() == {}
        assert self.changes(custom_fields={"room": "hall", "moisture": Decimal("7.0")}) == {}

    def test_the_changed_fields_by_the_wires_names(self) -> None:
        assert self.changes(first_name="Eve", phone=None) == {"firstName": "Eve", "phone": None}

    def test_what_the_server_alone_sets_is_never_sent(self) -> None:
        assert self.changes(updated_at="yesterday", created_at="yesterday") == {}

    def test_a_field_with_entries_goes_whole(self) -> None:
        edited = {"moisture": 7, "room": "attic"}
        assert self.changes(custom_fields=edited) == {"customFields": edited}

    def test_without_an_entry_left_it_is_null(self) -> None:
        assert self.changes(custom_fields={}) == {"customFields": None}
        assert self.changes(custom_fields=None) == {"customFields": None}

    def test_an_entry_that_is_null_is_not_one_that_is_not_there(self) -> None:
        assert self.changes(custom_fields={"moisture": None, "room": "hall"}) == {
            "customFields": {"moisture": None, "room": "hall"}
        }

    def test_a_text_where_entries_were_goes_as_it_is(self) -> None:
        assert self.changes(custom_fields="dry") == {"customFields": "dry"}

    def test_unknown_fields_go_one_by_one(self) -> None:
        assert self.changes(extra={"vip": True, "new": 1}) == {"new": 1}
        assert self.changes(extra={"vip": False}) == {"vip": False}
        assert self.changes(extra={"vip": True, "a.b": 1}) == {"a.b": 1}

    def test_an_unknown_field_that_was_taken_out_goes_as_null(self) -> None:
        assert self.changes(extra=None) == {"vip": None}

    def test_true_is_not_one(self) -> None:
        assert self.changes(extra={"vip": 1}) == {"vip": 1}

    def test_what_waits_is_not_sent(self) -> None:
        assert self.changes("phone", phone="2", email="a@b") == {"email": "a@b"}
        assert self.changes("extra.vip", extra={"vip": False, "new": 1}) == {"new": 1}
        assert self.changes("custom_fields.room", custom_fields={"moisture": 7, "room": "attic"}) == {}

    @pytest.mark.parametrize(
        ("there", "sent"),
        [({"moisture": 7, "room": "cellar"}, {"moisture": 8, "room": "cellar"}), ({"moisture": 7}, {"moisture": 8})],
        ids=["another value", "no value"],
    )
    def test_an_entry_that_waits_is_sent_as_the_server_has_it(self, there: Any, sent: Any) -> None:
        remote = here(custom_fields=there)
        local = {"moisture": 8, "room": "attic"}
        assert self.changes("custom_fields.room", remote=remote, custom_fields=local) == {"customFields": sent}

    def test_entries_of_a_list_go_as_a_list(self) -> None:
        moisture, room = {"fieldName": "moisture", "fieldValue": 7}, {"fieldName": "room", "fieldValue": "hall"}
        base = PUBLIC_CUSTOMER.values_of({"customFields": [moisture, room]})
        local = {**base, "custom_fields": [{**room, "fieldValue": "attic"}, moisture]}
        assert changed_fields(PUBLIC_CUSTOMER, base, local, base) == {
            "customFields": [{**room, "fieldValue": "attic"}, moisture]
        }
        assert changed_fields(PUBLIC_CUSTOMER, base, {**base, "custom_fields": [room, moisture]}, base) == {}

    def test_text_that_no_database_holds_goes_as_it_was(self) -> None:
        base = PUBLIC_CUSTOMER.values_of({})
        local = {**base, "customer_name": r"Ada\u0000"}
        assert changed_fields(PUBLIC_CUSTOMER, base, local, base) == {"customerName": "Ada\0"}


VALUES = st.sampled_from([None, "", "1", 1, True, Decimal("1.0")])
ROWS = st.fixed_dictionaries(
    {"phone": VALUES, "email": VALUES, "updated_at": VALUES},
    optional={
        "custom_fields": st.none() | st.dictionaries(st.sampled_from(["moisture", "room"]), VALUES, min_size=1),
        "extra": st.none() | st.dictionaries(st.sampled_from(["vip", "new"]), VALUES, min_size=1),
    },
)


@many
@given(ROWS, ROWS)
def test_the_difference_makes_the_one_of_the_other_and_names_nothing_that_is_the_same(
    base: dict[str, Any], local: dict[str, Any]
) -> None:
    item = CUSTOMER.item_of(base)
    changes = changed_fields(CUSTOMER, base, local, base)
    now = CUSTOMER.values_of({**item, **changes})
    for name in ("phone", "email", "custom_fields"):
        assert same(now[name], local.get(name))
        assert (CUSTOMER.wire_names[name] in changes) is not same(base.get(name), local.get(name))
    unknown = {name: value for name, value in (now["extra"] or {}).items() if value is not None}
    assert same(unknown, {name: value for name, value in (local.get("extra") or {}).items() if value is not None})
    assert "updatedAt" not in changes


class TestANewObject:
    def test_it_is_sent_without_what_is_empty_and_what_the_server_sets(self) -> None:
        local = {**here(), "phone": "", "email": None}
        item, reference = new_object(CUSTOMER, local, "r-1")
        assert item == {
            "firstName": "Ada",
            "phone": "",
            "customFields": {**ADA["customFields"], "external_reference": "r-1"},
            "vip": True,
        }
        assert reference == "r-1"

    def test_a_reference_of_its_own_stays(self) -> None:
        local = {"first_name": "Ada", "custom_fields": {"external_reference": "mine"}}
        assert new_object(CUSTOMER, local, "r-1") == (
            {"firstName": "Ada", "customFields": {"external_reference": "mine"}},
            "mine",
        )

    @pytest.mark.parametrize("own", [None, 7], ids=repr)
    def test_one_that_is_no_text_is_none(self, own: Any) -> None:
        item, reference = new_object(JOB, {"custom_fields": {"external_reference": own}}, "r-1")
        assert item == {"customFields": {"external_reference": own}}
        assert reference is None

    def test_where_custom_fields_have_no_entries_there_is_no_place_for_one(self) -> None:
        assert new_object(CUSTOMER, {"custom_fields": "dry"}, "r-1") == ({"customFields": "dry"}, None)

    def test_a_field_of_its_own_is_the_users_to_fill_in(self) -> None:
        assert new_object(INVOICE, {"invoice_number": "INV-1"}, "r-1") == ({"invoiceNumber": "INV-1"}, "INV-1")
        assert new_object(INVOICE, {"customer_id": "c-1"}, "r-1") == ({"customerId": "c-1"}, None)

    def test_a_kind_without_a_place_for_one_has_none(self) -> None:
        assert new_object(PUBLIC_CUSTOMER, {"customer_name": "Ada"}, "r-1") == ({"customerName": "Ada"}, None)

    def test_what_a_create_does_not_take_is_left_out(self) -> None:
        item, _ = new_object(PUBLIC_JOB, {"job_description": "Dry", "job_status_text": "New", "extra": {"a": 1}}, "r-1")
        assert item == {"jobDescription": "Dry"}


class TestWhatWasSentOfTheRow:
    def test_the_reference_that_the_engine_put_there_is_no_value_of_the_rows(self) -> None:
        item, reference = new_object(CUSTOMER, here(), "r-1")
        assert sent_fields(CUSTOMER, create(item, reference)) == {
            "firstName": "Ada",
            "phone": "1",
            "customFields": ADA["customFields"],
            "vip": True,
        }

    def test_custom_fields_that_are_there_for_it_alone_are_none(self) -> None:
        item, reference = new_object(CUSTOMER, {"first_name": "Ada"}, "r-1")
        assert sent_fields(CUSTOMER, create(item, reference)) == {"firstName": "Ada", "customFields": None}

    def test_all_that_was_sent_otherwise(self) -> None:
        payload = {"phone": None, "customFields": {"external_reference": 7}}
        assert sent_fields(CUSTOMER, create(payload)) == payload
        assert sent_fields(PUBLIC_CUSTOMER, create(payload, "r-1")) == payload
        # An invoice's number is the user's own, so that an edit of it made meanwhile is one.
        assert sent_fields(INVOICE, create({"invoiceNumber": "INV-1"}, "INV-1")) == {"invoiceNumber": "INV-1"}

    def test_its_digest_is_the_same_under_each_reference(self) -> None:
        digests = {
            content_digest(CUSTOMER, create(item, reference))
            for item, reference in (new_object(CUSTOMER, here(), name) for name in ("r-1", "r-2"))
        }
        assert digests == {
            digest_of(canonical({name: ADA[name] for name in ("firstName", "phone", "customFields", "vip")}))
        }


KEYS = [
    ("acme", CUSTOMER, "row-1", {"phone": "1"}),
    ("other", CUSTOMER, "row-1", {"phone": "1"}),
    ("acme", JOB, "row-1", {"phone": "1"}),
    ("acme", CUSTOMER, "row-2", {"phone": "1"}),
    ("acme", CUSTOMER, "row-1", {"phone": "2"}),
    ("acme", CUSTOMER, "row-1", {"phone": 1}),
    ("acme", CUSTOMER, "row-1", {}),
]


def test_another_row_or_content_has_another_idempotency_key() -> None:
    assert len({idempotency_key(*each) for each in KEYS}) == len(KEYS)


def test_the_same_row_and_content_have_the_same_idempotency_key_in_every_order_of_names() -> None:
    one = idempotency_key("acme", CUSTOMER, "row-1", {"phone": "1", "email": "a@b"})
    assert one == idempotency_key("acme", CUSTOMER, "row-1", {"email": "a@b", "phone": "1"})
    assert one == digest_of(canonical(["acme", "customer", "row-1", {"phone": "1", "email": "a@b"}]))
