"""What nobody has decided yet: a field that waits while all others flow, or the whole record."""

import pytest

from ascora_sdk.codec import loads
from ascora_sdk.sync.audit import Decision
from ascora_sdk.sync.conflict import Resolution
from ascora_sdk.sync.notes import Agreed, OpenConflict
from ascora_sdk.sync.outcome import Outcome
from ascora_sdk.sync.records import RecordWrite
from ascora_sdk.sync.strategies import LocalWins, Manual, MergeFields

from .meeting import base, meet, told, written
from .samples import ADA, LATER, NOON, here, nobody, shown, there, waiting

WAIT = MergeFields(fallback=Manual())


class TestAFieldWaits:
    REMOTE = there(phone="3", email="a@b")
    CONFLICT = waiting("phone", remote=REMOTE)

    def test_it_keeps_its_old_base_and_all_others_flow(self) -> None:
        outcome = meet(here(phone="2", first_name="Eve"), self.REMOTE, WAIT)
        assert written(outcome).values == here(phone="2", first_name="Eve", email="a@b")
        assert not written(outcome).settled
        assert base(outcome) == {**ADA, "email": "a@b"}
        note, conflict = outcome.keep
        assert isinstance(note, Agreed)
        assert note.digest == self.REMOTE.digest
        assert conflict == OpenConflict(
            key="c-1",
            remote=self.REMOTE.as_json(),
            digest=self.REMOTE.digest,
            fields=("phone",),
            holds=False,
            at=LATER,
        )
        assert outcome.drop == ()
        assert told(outcome).decision is Decision.CONFLICT
        assert told(outcome).reason == "edited on both sides: phone"
        assert told(outcome).fields == {
            "phone": {"base": "1", "local": "2", "remote": "3"},
            "email": {"base": None, "local": None, "remote": "a@b"},
        }

    def test_an_entry_that_was_new_on_both_sides_has_no_base_to_keep(self) -> None:
        outcome = meet(
            here(custom_fields={"new": 1}), there(customFields={"new": 2}), WAIT, base={**ADA, "customFields": None}
        )
        assert "customFields" not in base(outcome)

    def test_it_is_said_once(self) -> None:
        outcome = meet(
            here(phone="2", email="a@b"), self.REMOTE, WAIT, base={**ADA, "email": "a@b"}, conflict=self.CONFLICT
        )
        assert outcome.entry is None
        assert outcome.decision is None
        assert written(outcome) == RecordWrite(key="row-1", id="c-1", settled=False)
        assert [type(note) for note in outcome.keep] == [Agreed, OpenConflict]

    def test_since_when_it_waits_is_remembered(self) -> None:
        outcome = meet(here(phone="2"), there(phone="4"), WAIT, conflict=self.CONFLICT)
        (conflict,) = (note for note in outcome.keep if isinstance(note, OpenConflict))
        assert conflict.at == NOON
        assert loads(conflict.remote or "")["phone"] == "4"

    def test_while_it_waits_what_the_server_changed_beside_it_is_told(self) -> None:
        outcome = meet(here(phone="2"), there(phone="3", email="new"), WAIT, conflict=self.CONFLICT)
        assert told(outcome).decision is Decision.UPDATED
        assert told(outcome).reason is None
        assert told(outcome).fields == {"email": {"base": None, "local": None, "remote": "new"}}

    def test_while_it_waits_another_dispute_can_be_decided(self) -> None:
        strategy = MergeFields(fallback=Manual(), fields={"email": LocalWins()})
        outcome = meet(here(phone="2", email="x"), there(phone="3", email="y"), strategy, conflict=self.CONFLICT)
        assert told(outcome).decision is Decision.RESOLVED
        assert told(outcome).reason == "edited on both sides: email; email from local, decided by MergeFields"
        assert told(outcome).fields == {"email": {"base": None, "local": "x", "remote": "y"}}
        assert outcome.drop == ()

    def test_while_it_waits_another_field_can_come_to_wait_too(self) -> None:
        outcome = meet(here(phone="2", email="x"), there(phone="3", email="y"), WAIT, conflict=self.CONFLICT)
        assert told(outcome).decision is Decision.CONFLICT
        assert told(outcome).reason == "edited on both sides: email, phone"
        (conflict,) = (note for note in outcome.keep if isinstance(note, OpenConflict))
        assert conflict.fields == ("email", "phone")

    @pytest.mark.parametrize("phone", ["1", "3"], ids=["back to what it was", "to what the server has"])
    def test_it_ends_by_itself_when_an_edit_makes_both_sides_agree(self, phone: str) -> None:
        outcome = meet(here(phone=phone), there(phone="3"), nobody, conflict=self.CONFLICT)
        assert outcome.drop == (OpenConflict,)
        assert written(outcome).settled
        assert base(outcome)["phone"] == "3"
        assert told(outcome).decision is Decision.RESOLVED
        assert told(outcome).reason == "both sides came to agree"
        assert told(outcome).fields == {"phone": {"base": "1", "local": phone, "remote": "3"}}

    def test_it_ends_when_somebody_decides(self) -> None:
        outcome = meet(here(phone="2"), there(phone="3"), lambda _: Resolution.local(by="hand"), conflict=self.CONFLICT)
        assert outcome.drop == (OpenConflict,)
        assert told(outcome).reason == "edited on both sides: phone; phone from local, decided by hand"

    def test_it_still_waits_if_nobody_decides_on_it(self) -> None:
        outcome = meet(here(phone="2"), there(phone="3"), lambda _: Resolution.each(), conflict=self.CONFLICT)
        assert outcome.drop == ()
        assert outcome.entry is None


class TestTheWholeRecordWaits:
    REMOTE = there(phone="3", email="a@b")
    LOCAL = here(phone="2", first_name="Eve")

    def test_neither_side_is_touched_and_the_object_is_known_to_be_seen(self) -> None:
        outcome = meet(self.LOCAL, self.REMOTE, Manual())
        assert written(outcome) == RecordWrite(key="row-1", id="c-1", values=None, settled=False)
        assert base(outcome) == dict(ADA)
        note, conflict = outcome.keep
        assert isinstance(note, Agreed)
        assert note.digest == self.REMOTE.digest
        assert conflict == OpenConflict(
            key="c-1", remote=self.REMOTE.as_json(), digest=self.REMOTE.digest, fields=("phone",), holds=True, at=LATER
        )
        assert outcome.drop == ()
        assert told(outcome).decision is Decision.CONFLICT
        assert told(outcome).reason == "customer:c-1: edited on both sides: phone"
        assert told(outcome).fields == {"phone": {"base": "1", "local": "2", "remote": "3"}}

    def test_an_entry_that_is_not_there_is_told_as_null(self) -> None:
        outcome = meet(
            here(custom_fields={"moisture": 8}),
            there(customFields=None),
            Manual(),
            base={**ADA, "customFields": {"moisture": 7}},
        )
        assert told(outcome).fields == {"custom_fields.moisture": {"base": 7, "local": 8, "remote": None}}

    def test_it_is_said_once(self) -> None:
        conflict = waiting("phone", remote=self.REMOTE, holds=True)
        assert meet(self.LOCAL, self.REMOTE, Manual(), conflict=conflict) == Outcome()

    @pytest.mark.parametrize(
        "before",
        [
            waiting("phone", remote=there(phone="4"), holds=True),
            waiting("phone", "email", remote=REMOTE, holds=True),
            waiting("phone", remote=REMOTE, holds=False),
        ],
        ids=["the server has another value", "other fields waited", "the fields alone waited"],
    )
    def test_what_is_new_about_it_is_said_again(self, before: OpenConflict) -> None:
        outcome = meet(self.LOCAL, self.REMOTE, Manual(), conflict=before)
        assert outcome.decision is Decision.CONFLICT
        (conflict,) = (note for note in outcome.keep if isinstance(note, OpenConflict))
        assert conflict == waiting("phone", remote=self.REMOTE, holds=True)

    def test_a_record_on_which_nobody_ever_agreed_can_wait_too(self) -> None:
        outcome = meet({"phone": "2"}, shown({"id": "c-1", "phone": "3"}), Manual(), base=None)
        assert base(outcome) == {"id": "c-1"}
        assert told(outcome).fields == {"phone": {"base": None, "local": "2", "remote": "3"}}
