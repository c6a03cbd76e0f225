"""What was sent comes back: that is no edit of the server's, whether its answer says so or a later listing."""

from typing import Any, ClassVar

import attrs
import pytest

from ascora_sdk.codec import loads
from ascora_sdk.sync.audit import Decision
from ascora_sdk.sync.kinds import CUSTOMER
from ascora_sdk.sync.notes import Agreed, OpenConflict
from ascora_sdk.sync.outcome import Known, Outcome, pushed
from ascora_sdk.sync.reconcile import reconcile
from ascora_sdk.sync.records import RecordWrite
from ascora_sdk.sync.strategies import LocalWins, Manual, MergeFields, RemoteWins

from .samples import ADA, agreed, here, known, nobody, policy, shown, there, waiting

WAIT = MergeFields(fallback=Manual())
SETTLED = RecordWrite(key="row-1", id="c-1", values=None, settled=True)
UNSETTLED = attrs.evolve(SETTLED, settled=False)


def answered(
    local: dict[str, Any] | None, sent: dict[str, Any], remote: Any, strategy: Any = nobody, **rest: Any
) -> Outcome:
    """The server answered what it now has."""
    before = known(local, sent=sent, confirmed=True, **rest)
    return reconcile(CUSTOMER, before, remote, policy(strategy))


def listed(
    local: dict[str, Any] | None, sent: dict[str, Any], remote: Any, strategy: Any = nobody, **rest: Any
) -> Outcome:
    """The answer was lost; later the server shows this."""
    return reconcile(CUSTOMER, known(local, sent=sent, **rest), remote, policy(strategy))


def base(outcome: Outcome) -> dict[str, Any]:
    (note,) = (note for note in outcome.keep if isinstance(note, Agreed))
    return {name: value for name, value in loads(note.base).items() if value is not None}


class TestTheAnswer:
    def test_both_sides_agree(self) -> None:
        outcome = answered(here(phone="2"), {"phone": "2"}, there(phone="2"))
        assert outcome.write == SETTLED
        assert outcome.keep == (agreed({**ADA, "phone": "2"}),)

    def test_what_the_server_made_of_it_counts(self) -> None:
        outcome = answered(here(phone=" 2 "), {"phone": " 2 "}, there(phone="2"))
        assert outcome.write == attrs.evolve(SETTLED, values=here(phone="2"))

    def test_even_if_it_dropped_it(self) -> None:
        outcome = answered(here(phone="2"), {"phone": "2"}, there(phone=None))
        assert outcome.write == attrs.evolve(SETTLED, values=here(phone=None))

    def test_what_it_added_is_taken_over(self) -> None:
        outcome = answered(here(phone="2"), {"phone": "2"}, there(phone="2", state="QLD", new=1))
        assert outcome.write == attrs.evolve(
            SETTLED, values=here(phone="2", state="QLD", extra={"vip": True, "new": 1})
        )

    def test_an_edit_made_meanwhile_is_still_to_be_sent(self) -> None:
        outcome = answered(here(phone="4"), {"phone": "2"}, there(phone="2"))
        assert outcome.write == UNSETTLED
        assert base(outcome)["phone"] == "2"

    def test_also_if_the_server_made_something_else_of_what_was_sent(self) -> None:
        outcome = answered(here(phone="4"), {"phone": "two"}, there(phone="2"))
        assert outcome.write == UNSETTLED

    def test_an_edit_of_another_field_made_meanwhile_is_still_to_be_sent(self) -> None:
        outcome = answered(here(phone="2", email="a@b"), {"phone": "2"}, there(phone="2"))
        assert outcome.write == UNSETTLED

    def test_an_edit_taken_back_meanwhile_is_still_to_be_sent(self) -> None:
        outcome = answered(here(phone="1"), {"phone": "2"}, there(phone="2"))
        assert outcome.write == UNSETTLED

    def test_what_both_sides_edited_meanwhile_is_a_conflict_and_what_was_sent_is_none(self) -> None:
        outcome = answered(here(phone="2", email="x"), {"phone": "2"}, there(phone="2", email="y"), Manual())
        assert outcome.decision is Decision.CONFLICT
        # If the phone is edited now, that is an edit of this side alone.
        assert base(outcome) == {**ADA, "phone": "2"}

    def test_entries_go_whole_and_are_compared_one_by_one(self) -> None:
        sent = {"customFields": {"moisture": 8, "room": "hall"}}
        outcome = answered(
            here(custom_fields={"moisture": 8, "room": "attic"}),
            sent,
            there(customFields={**sent["customFields"], "by": "us"}),
        )
        assert outcome.write == attrs.evolve(
            UNSETTLED, values=here(custom_fields={"moisture": 8, "room": "attic", "by": "us"})
        )

    def test_an_entry_that_was_taken_out_stays_out(self) -> None:
        outcome = answered(
            here(custom_fields={"room": "hall"}),
            {"customFields": {"room": "hall"}},
            there(customFields={"room": "hall"}),
        )
        assert outcome.write == SETTLED

    def test_an_entry_that_the_server_does_not_let_go_comes_back(self) -> None:
        outcome = answered(here(custom_fields={"room": "hall"}), {"customFields": {"room": "hall"}}, there())
        assert outcome.write == attrs.evolve(SETTLED, values=here())

    def test_an_entry_that_was_sent_and_taken_out_meanwhile_is_still_to_be_taken_out(self) -> None:
        for value in (8, None):
            sent = {"customFields": {"moisture": value, "room": "hall"}}
            outcome = answered(here(custom_fields={"room": "hall"}), sent, there(**sent))
            assert outcome.write == UNSETTLED

    def test_an_unknown_field_that_was_edited_again_meanwhile_is_still_to_be_sent(self) -> None:
        outcome = answered(here(extra={"vip": "very"}), {"vip": False}, there(vip=False))
        assert outcome.write == UNSETTLED

    def test_an_entry_made_meanwhile_is_still_to_be_sent(self) -> None:
        sent = {"customFields": {"moisture": 8, "room": "hall"}}
        outcome = answered(here(custom_fields={**sent["customFields"], "new": 1}), sent, there(**sent))
        assert outcome.write == UNSETTLED

    @pytest.mark.parametrize("left", [{}, {"vip": None}], ids=["gone", "null"])
    def test_an_unknown_field_that_was_taken_out_is_settled_however_the_server_shows_it(self, left: Any) -> None:
        item = {**{name: value for name, value in ADA.items() if name != "vip"}, **left}
        outcome = answered(here(extra=None), {"vip": None}, shown(item))
        assert outcome.write == attrs.evolve(SETTLED, values=here(extra=left) if left else None)

    def test_an_unknown_field_that_was_not_sent_has_its_old_base(self) -> None:
        outcome = answered(here(phone="2", extra={"vip": False}), {"phone": "2"}, there(phone="2"))
        assert outcome.write == UNSETTLED
        assert base(outcome)["vip"] is True

    def test_a_field_that_was_not_sent_has_its_old_base(self) -> None:
        outcome = answered(here(phone="2", email="x"), {"phone": "2"}, there(phone="2", email="y"), RemoteWins())
        assert outcome.entry is not None
        assert outcome.entry.reason == "edited on both sides: email; email from remote, decided by RemoteWins"

    def test_that_it_was_pushed_is_said_with_the_values(self) -> None:
        outcome = answered(here(phone="2"), {"phone": "2"}, there(phone="2"))
        assert outcome.entry is not None
        assert outcome.entry.decision is Decision.PUSHED
        assert outcome.entry.fields == {"phone": {"base": "1", "local": "2", "remote": "2"}}

    def test_a_record_that_was_sent_counts_as_pushed_which_is_said_by_itself(self) -> None:
        for outcome in (answered(here(phone="2"), {"phone": "2"}, there(phone="2")), answered(here(), {}, there())):
            assert pushed(outcome) == attrs.evolve(outcome, decision=Decision.PUSHED, entry=None)

    def test_what_the_server_changed_beside_it_is_said_too(self) -> None:
        outcome = answered(here(phone="2"), {"phone": "2"}, there(phone="2", email="a@b"))
        assert outcome.decision is Decision.UPDATED
        assert pushed(outcome) == attrs.evolve(outcome, decision=Decision.PUSHED)

    @pytest.mark.parametrize("strategy", [RemoteWins(), Manual(), WAIT], ids=["resolved", "held", "waits"])
    def test_what_had_to_be_decided_beside_it_counts_as_such(self, strategy: Any) -> None:
        outcome = answered(here(phone="2", email="x"), {"phone": "2"}, there(phone="2", email="y"), strategy)
        assert outcome.decision in {Decision.RESOLVED, Decision.CONFLICT}
        assert pushed(outcome) == outcome


class TestAListing:
    def test_what_arrived_is_no_edit_of_the_servers(self) -> None:
        outcome = listed(here(phone="2"), {"phone": "2"}, there(phone="2"))
        assert outcome.write == SETTLED
        assert outcome.entry is not None
        assert outcome.entry.decision is Decision.PUSHED
        assert outcome.entry.reason == "edited here; the server has it"
        assert outcome.entry.fields == {"phone": {"base": "1", "local": "2", "remote": "2"}}

    def test_an_edit_made_since_is_still_to_be_sent_and_nothing_is_in_dispute(self) -> None:
        outcome = listed(here(phone="4"), {"phone": "2"}, there(phone="2"))
        assert outcome.write == UNSETTLED
        assert base(outcome)["phone"] == "2"

    def test_what_did_not_arrive_is_still_to_be_sent(self) -> None:
        outcome = listed(here(phone="2"), {"phone": "2"}, there(email="a@b"))
        assert outcome.write == attrs.evolve(UNSETTLED, values=here(phone="2", email="a@b"))
        assert outcome.decision is Decision.UPDATED

    def test_what_arrived_did_so_beside_what_did_not(self) -> None:
        outcome = listed(here(email="x", phone="4"), {"email": "x", "phone": "2"}, there(email="y", phone="2"), WAIT)
        assert base(outcome) == {**ADA, "phone": "2"}
        assert [note.fields for note in outcome.keep if isinstance(note, OpenConflict)] == [("email",)]

    def test_if_somebody_else_changed_it_since_nobody_knows_and_it_is_a_conflict(self) -> None:
        outcome = listed(here(phone="2"), {"phone": "2"}, there(phone="3"), RemoteWins())
        assert outcome.decision is Decision.RESOLVED

    def test_what_somebody_else_changed_beside_it_is_an_edit_of_the_servers(self) -> None:
        outcome = listed(here(phone="2"), {"phone": "2"}, there(phone="2", email="a@b"))
        assert outcome.decision is Decision.UPDATED
        assert outcome.entry is not None
        assert outcome.entry.fields == {
            "phone": {"base": "1", "local": "2", "remote": "2"},
            "email": {"base": None, "local": None, "remote": "a@b"},
        }

    def test_an_entry_that_was_sent_as_it_was_can_have_been_changed_since(self) -> None:
        sent = {"customFields": {"moisture": 8, "room": "hall"}}
        outcome = listed(
            here(custom_fields=sent["customFields"]), sent, there(customFields={"moisture": 8, "room": "attic"})
        )
        assert outcome.write == attrs.evolve(SETTLED, values=here(custom_fields={"moisture": 8, "room": "attic"}))

    def test_an_unknown_field_that_was_taken_out_and_is_null_there_is_settled(self) -> None:
        outcome = listed(here(extra=None), {"vip": None}, there(vip=None))
        assert outcome.write == attrs.evolve(SETTLED, values=here(extra={"vip": None}))

    def test_an_unknown_field_set_to_null_arrived_too(self) -> None:
        outcome = listed(here(extra={"vip": None}), {"vip": None}, there(vip=None))
        assert outcome.write == SETTLED


class TestAFieldThatWaits:
    """Its entry goes along with the others of its field, as the server has it, and is still to be decided."""

    REMOTE = there(customFields={"moisture": 9, "room": "hall"})
    LOCAL = here(custom_fields={"moisture": 8, "room": "attic"})
    SENT: ClassVar[dict[str, Any]] = {"customFields": {"moisture": 9, "room": "attic"}}

    @pytest.mark.parametrize("is_confirmed", [True, False], ids=["answered", "listed"])
    def test_its_entry_is_not_decided_by_being_sent(self, is_confirmed: bool) -> None:
        conflict = waiting("custom_fields.moisture", remote=self.REMOTE)
        before = known(self.LOCAL, sent=self.SENT, confirmed=is_confirmed, conflict=conflict)
        outcome = reconcile(CUSTOMER, before, there(**self.SENT), policy(WAIT))
        assert outcome.write == UNSETTLED
        assert base(outcome)["customFields"] == {"moisture": 7, "room": "attic"}
        (note,) = (note for note in outcome.keep if isinstance(note, OpenConflict))
        assert note.fields == ("custom_fields.moisture",)
        assert outcome.drop == ()


class TestARowThatWasDeletedMeanwhile:
    @pytest.mark.parametrize("is_confirmed", [True, False], ids=["answered", "listed"])
    @pytest.mark.parametrize(
        ("sent", "item"),
        [({"phone": "2"}, {"phone": "2"}), ({"vip": None}, {"vip": None}), ({"phone": None}, {"phone": None})],
        ids=["a value", "an unknown field", "null"],
    )
    def test_what_was_sent_is_no_reason_to_bring_it_back(
        self, is_confirmed: bool, sent: dict[str, Any], item: dict[str, Any]
    ) -> None:
        before = known(None, sent=sent, confirmed=is_confirmed)
        outcome = reconcile(CUSTOMER, before, there(**item), policy(nobody))
        assert outcome == Outcome(keep=(agreed({**ADA, **item}),))

    def test_nor_is_what_the_server_made_of_it(self) -> None:
        outcome = answered(None, {"phone": " 2 "}, there(phone="2"))
        assert outcome == Outcome(keep=(agreed({**ADA, "phone": "2"}),))

    def test_but_an_edit_of_somebody_else_is(self) -> None:
        outcome = answered(None, {"phone": "2"}, there(phone="2", email="a@b"), RemoteWins())
        assert outcome.write == RecordWrite(key=None, id="c-1", values=here(phone="2", email="a@b"))


class TestANewRecord:
    def test_what_was_sent_is_agreed_and_what_the_server_added_is_taken_over(self) -> None:
        local = {"first_name": "Ada", "phone": None, "custom_fields": {"room": "hall"}, "extra": None}
        sent = {"firstName": "Ada", "customFields": {"room": "hall"}}
        item = {"id": "c-9", **sent, "customFields": {"room": "hall", "external_reference": "r-1"}, "state": "QLD"}
        before = Known(id="c-9", stored=known(local).stored, sent=sent, confirmed=True)
        outcome = reconcile(CUSTOMER, before, shown(item), policy(nobody))
        assert outcome.write == RecordWrite(key="row-1", id="c-9", values=here(item), settled=True)

    def test_what_was_edited_while_it_was_made_is_still_to_be_sent(self) -> None:
        sent = {"firstName": "Ada"}
        before = Known(id="c-9", stored=known({"first_name": "Eve"}).stored, sent=sent, confirmed=True)
        outcome = reconcile(CUSTOMER, before, shown({"id": "c-9", **sent}), policy(nobody))
        assert outcome.write == RecordWrite(key="row-1", id="c-9", values=None, settled=False)

    def test_what_was_not_sent_and_stands_on_both_sides_is_in_dispute(self) -> None:
        sent = {"firstName": "Ada"}
        before = Known(id="c-9", stored=known({"first_name": "Ada", "state": "NSW"}).stored, sent=sent, confirmed=True)
        outcome = reconcile(CUSTOMER, before, shown({"id": "c-9", **sent, "state": "QLD"}), policy(LocalWins()))
        assert outcome.decision is Decision.RESOLVED
        assert outcome.write == RecordWrite(key="row-1", id="c-9", values=None, settled=False)
