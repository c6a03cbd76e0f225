"""What becomes of a record that both sides have: the row to write, the base to remember, and what is said of it."""

from decimal import Decimal
from typing import Any

import pytest

from ascora_sdk.sync.audit import AuditEntry, Decision
from ascora_sdk.sync.conflict import Conflict
from ascora_sdk.sync.kinds import CUSTOMER
from ascora_sdk.sync.leaves import MISSING
from ascora_sdk.sync.merge import Dispute
from ascora_sdk.sync.notes import Agreed, OpenConflict, Tombstone
from ascora_sdk.sync.outcome import Known, Outcome
from ascora_sdk.sync.public_kinds import PUBLIC_CUSTOMER
from ascora_sdk.sync.reconcile import reconcile
from ascora_sdk.sync.records import RecordWrite
from ascora_sdk.sync.strategies import LocalWins, Manual, MergeFields, RemoteWins

from .meeting import base, meet, told, written
from .samples import ADA, LATER, NOON, agreed, here, known, nobody, policy, row, shown, there, tombstone, waiting


class TestOneSideEdited:
    def test_there(self) -> None:
        outcome = meet(here(), there(phone="2"))
        assert written(outcome) == RecordWrite(key="row-1", id="c-1", values=here(phone="2"), settled=True)
        assert outcome.keep == (agreed({**ADA, "phone": "2"}),)
        assert outcome.drop == ()
        assert told(outcome).decision is Decision.UPDATED
        assert told(outcome).reason is None
        assert told(outcome).fields == {"phone": {"base": "1", "local": "1", "remote": "2"}}

    def test_here_so_that_it_is_still_to_be_sent(self) -> None:
        outcome = meet(here(phone="2"), there())
        assert written(outcome) == RecordWrite(key="row-1", id="c-1", values=None, settled=False)
        assert outcome.keep == (agreed(),)
        assert outcome.entry is None
        assert outcome.decision is None

    def test_each_another_field(self) -> None:
        outcome = meet(here(phone="2"), there(firstName="Eve"))
        assert written(outcome).values == here(phone="2", first_name="Eve")
        assert not written(outcome).settled
        assert base(outcome) == {**ADA, "firstName": "Eve"}
        assert told(outcome).fields == {"first_name": {"base": "Ada", "local": "Ada", "remote": "Eve"}}

    def test_each_another_entry_of_a_field(self) -> None:
        outcome = meet(
            here(custom_fields={"moisture": 7, "room": "attic"}), there(customFields={"moisture": 8, "room": "hall"})
        )
        values = written(outcome).values
        assert values is not None
        assert values["custom_fields"] == {"moisture": 8, "room": "attic"}
        assert base(outcome)["customFields"] == {"moisture": 8, "room": "hall"}

    def test_each_another_unknown_field(self) -> None:
        outcome = meet(here(extra={"vip": False}), there(new="x"))
        values = written(outcome).values
        assert values is not None
        assert values["extra"] == {"vip": False, "new": "x"}

    def test_both_to_the_same_end(self) -> None:
        outcome = meet(here(phone="2"), there(phone="2"))
        assert written(outcome) == RecordWrite(key="row-1", id="c-1", values=None, settled=True)
        assert base(outcome) == {**ADA, "phone": "2"}
        assert told(outcome).decision is Decision.UPDATED

    def test_neither_but_for_the_look_of_it(self) -> None:
        reordered = shown({**dict(reversed(ADA.items())), "email": None})
        outcome = meet(here(), reordered)
        assert outcome == Outcome(
            write=RecordWrite(key="row-1", id="c-1", settled=True),
            keep=(Agreed(key="c-1", base=reordered.as_json(), digest=reordered.digest),),
        )

    def test_what_the_server_alone_sets_is_the_servers(self) -> None:
        outcome = meet(here(updated_at="yesterday"), there())
        assert written(outcome).values == here()
        assert written(outcome).settled
        assert told(outcome).fields == {
            "updated_at": {"base": ADA["updatedAt"], "local": "yesterday", "remote": ADA["updatedAt"]}
        }

    def test_null_and_no_entries_are_the_same(self) -> None:
        first = {**ADA, "customFields": {}}
        outcome = meet(here(first, custom_fields=None, extra={}), shown({**first, "vip": None}), base={"id": "c-1"})
        assert written(outcome).settled
        assert meet(here(first), shown(first), base=first).write == RecordWrite(key="row-1", id="c-1")

    def test_an_entry_that_is_null_is_not_the_same_as_none(self) -> None:
        outcome = meet(here(custom_fields={"moisture": None, "room": "hall"}), there())
        assert not written(outcome).settled

    @pytest.mark.parametrize(("before", "now"), [(1, True), (True, 1), (Decimal("1.0"), True)], ids=repr)
    def test_true_is_not_one(self, before: Any, now: Any) -> None:
        first = {**ADA, "customFields": {"flag": before}}
        edited_here = meet(here(first, custom_fields={"flag": now}), shown(first), base=first)
        assert not written(edited_here).settled
        edited_there = meet(here(first), shown({**first, "customFields": {"flag": now}}), base=first)
        assert written(edited_there).values == here(first, custom_fields={"flag": now})

    def test_a_number_with_more_digits_is_the_same_number(self) -> None:
        first = {**ADA, "customFields": {"cost": Decimal("1.5")}}
        again = shown({**first, "customFields": {"cost": Decimal("1.50")}})
        outcome = meet(here(first), again, base=first)
        assert outcome == Outcome(
            write=RecordWrite(key="row-1", id="c-1", settled=True),
            keep=(Agreed(key="c-1", base=again.as_json(), digest=again.digest),),
        )
        assert "1.50" in again.as_json()

    def test_a_field_that_the_storage_does_not_give_has_no_value(self) -> None:
        outcome = meet({"first_name": "Ada"}, there(), base={"id": "c-1", "firstName": "Ada"})
        assert written(outcome).values == here()
        nothing_new = meet({"first_name": "Ada"}, shown({"id": "c-1", "firstName": "Ada"}), base={"id": "c-1"})
        assert written(nothing_new).values is None

    def test_entries_in_another_order_are_written_in_the_servers_and_nobody_edited_anything(self) -> None:
        moisture, room = {"fieldName": "moisture", "value": 7}, {"fieldName": "room", "value": "hall"}
        first = {"customerId": "c-1", "customFields": [moisture, room]}
        turned = shown({"customerId": "c-1", "customFields": [room, moisture]}, PUBLIC_CUSTOMER)
        local = here(first, kind=PUBLIC_CUSTOMER)
        outcome = reconcile(
            PUBLIC_CUSTOMER,
            Known(id="c-1", stored=row(local), agreed=agreed(first, kind=PUBLIC_CUSTOMER)),
            turned,
            policy(),
        )
        values = written(outcome).values
        assert values is not None
        assert values["custom_fields"] == [room, moisture]
        assert outcome.decision is None


class TestBothEdited:
    LOCAL = here(phone="2", first_name="Eve")
    REMOTE = there(phone="3", email="a@b")

    def test_the_strategy_is_shown_all_that_it_needs(self) -> None:
        seen: list[Conflict] = []

        def watch(conflict: Conflict) -> str:
            seen.append(conflict)
            return "remote"

        stored = row(self.LOCAL, modified=NOON)
        reconcile(CUSTOMER, known(stored=stored), there(phone="3", updatedAt=LATER.isoformat()), policy(watch))
        assert seen == [
            Conflict(
                id="customer:c-1",
                kind="customer",
                record_id="c-1",
                key="row-1",
                base=here(),
                local=self.LOCAL,
                remote=here(phone="3", updated_at=LATER.isoformat()),
                fields={"phone": Dispute("1", "2", "3")},
                local_modified=NOON,
                remote_modified=LATER,
            )
        ]

    def test_the_server_is_right(self) -> None:
        outcome = meet(self.LOCAL, self.REMOTE, RemoteWins())
        assert written(outcome).values == here(phone="3", first_name="Eve", email="a@b")
        assert not written(outcome).settled
        assert base(outcome) == {**ADA, "phone": "3", "email": "a@b"}
        assert told(outcome).decision is Decision.RESOLVED
        assert told(outcome).reason == "edited on both sides: phone; phone from remote, decided by RemoteWins"
        assert told(outcome).fields == {
            "phone": {"base": "1", "local": "2", "remote": "3"},
            "email": {"base": None, "local": None, "remote": "a@b"},
        }

    def test_this_side_is_right_and_sends_what_stands_here(self) -> None:
        outcome = meet(here(phone="2"), there(phone="3"), LocalWins())
        assert written(outcome) == RecordWrite(key="row-1", id="c-1", values=None, settled=False)
        assert base(outcome) == {**ADA, "phone": "3"}
        assert told(outcome).reason == "edited on both sides: phone; phone from local, decided by LocalWins"

    def test_a_value_of_its_own_goes_to_both_sides(self) -> None:
        outcome = meet(here(phone="2"), there(phone="3"), lambda conflict: {"phone": "4"})
        assert written(outcome) == RecordWrite(key="row-1", id="c-1", values=here(phone="4"), settled=False)
        assert base(outcome)["phone"] == "3"
        assert told(outcome).reason == "edited on both sides: phone; phone with a new value, decided by <lambda>"
        assert told(outcome).fields == {"phone": {"base": "1", "local": "2", "remote": "3"}}

    def test_a_value_that_is_the_servers_has_nothing_to_be_sent(self) -> None:
        outcome = meet(here(phone="2"), there(phone="3"), lambda conflict: {"phone": "3"})
        assert written(outcome).settled

    def test_an_entry_can_be_taken_out_by_a_decision(self) -> None:
        outcome = meet(
            here(custom_fields={"moisture": 8}),
            there(customFields={"moisture": 9}),
            lambda conflict: {"custom_fields.moisture": MISSING},
        )
        assert written(outcome).values == here(custom_fields=None)
        assert base(outcome)["customFields"] == {"moisture": 9}

    def test_an_entry_that_was_taken_out_there_is_taken_out_if_the_server_is_right(self) -> None:
        outcome = meet(
            here(custom_fields={"moisture": 8, "room": "hall"}), there(customFields={"room": "hall"}), RemoteWins()
        )
        assert written(outcome).values == here(custom_fields={"room": "hall"})
        assert written(outcome).settled
        assert told(outcome).fields == {"custom_fields.moisture": {"base": 7, "local": 8, "remote": None}}

    def test_each_field_by_itself(self) -> None:
        strategy = MergeFields(fallback=Manual(), fields={"phone": LocalWins(), "email": RemoteWins()})
        outcome = meet(
            here(phone="2", email="x", first_name="Eve"), there(phone="3", email="y", firstName="Ida"), strategy
        )
        assert written(outcome) == RecordWrite(
            key="row-1", id="c-1", values=here(phone="2", email="y", first_name="Eve"), settled=False
        )
        assert base(outcome) == {**ADA, "phone": "3", "email": "y"}
        assert told(outcome).decision is Decision.CONFLICT
        assert told(outcome).reason == (
            "edited on both sides: first_name, email, phone; first_name waits, email from remote, phone from local, "
            "decided by MergeFields"
        )

    def test_a_field_with_keys_that_became_a_text_on_one_side_is_in_dispute_as_one(self) -> None:
        outcome = meet(here(custom_fields={"moisture": 8, "room": "hall"}), there(customFields="dry"), LocalWins())
        assert written(outcome).values is None
        assert not written(outcome).settled
        assert told(outcome).fields == {
            "custom_fields": {
                "base": ADA["customFields"],
                "local": {"moisture": 8, "room": "hall"},
                "remote": "dry",
            }
        }

    def test_a_strategy_that_decides_nothing_is_told_so(self) -> None:
        with pytest.raises(TypeError, match="customer:c-1: a resolution is 'local'"):
            meet(self.LOCAL, self.REMOTE, lambda conflict: None)
        with pytest.raises(ValueError, match="not in dispute: email"):
            meet(self.LOCAL, self.REMOTE, lambda conflict: {"email": "x"})


class TestNobodyEverAgreed:
    def test_a_new_object_becomes_a_row(self) -> None:
        outcome = reconcile(CUSTOMER, Known(id="c-1"), there(), policy())
        assert outcome == Outcome(
            decision=Decision.CREATED,
            write=RecordWrite(key=None, id="c-1", values=here()),
            keep=(agreed(),),
            entry=AuditEntry(id="c-1", decision=Decision.CREATED),
        )

    def test_what_stands_here_was_meant_and_what_is_empty_here_is_filled(self) -> None:
        outcome = meet({"first_name": "Ada", "email": "x"}, there(email="y"), LocalWins(), base=None)
        values = written(outcome).values
        assert values is not None
        assert (values["email"], values["phone"], values["custom_fields"]) == ("x", "1", ADA["customFields"])
        assert not written(outcome).settled
        assert told(outcome).reason == "edited on both sides: email; email from local, decided by LocalWins"


class TestItIsThereAgain:
    def test_the_mark_is_taken_off_and_it_is_said(self) -> None:
        outcome = meet(here(), there(), nobody, base=None, tombstone=tombstone())
        assert written(outcome) == RecordWrite(key="row-1", id="c-1", values=None, settled=True)
        assert outcome.keep == (agreed(),)
        assert outcome.drop == (Tombstone,)
        assert told(outcome).decision is Decision.UPDATED
        assert told(outcome).reason == "on the server again"

    def test_what_was_edited_meanwhile_is_merged_from_where_both_sides_were(self) -> None:
        outcome = meet(here(phone="2"), there(email="a@b"), nobody, base=None, tombstone=tombstone())
        assert written(outcome).values == here(phone="2", email="a@b")
        assert not written(outcome).settled
        assert told(outcome).fields == {"email": {"base": None, "local": None, "remote": "a@b"}}

    def test_what_both_edited_meanwhile_is_a_conflict_and_the_mark_goes_all_the_same(self) -> None:
        for strategy in (Manual(), MergeFields(fallback=Manual())):
            outcome = meet(here(phone="2"), there(phone="3"), strategy, base=None, tombstone=tombstone())
            assert outcome.decision is Decision.CONFLICT
            assert outcome.drop == (Tombstone,)
            assert base(outcome) == dict(ADA)

    def test_that_it_was_edited_here_and_deleted_there_needs_no_decision_any_more(self) -> None:
        outcome = meet(
            here(phone="2"),
            there(),
            nobody,
            base=None,
            tombstone=tombstone(),
            conflict=waiting(remote=None, holds=True),
        )
        assert outcome.drop == (Tombstone, OpenConflict)
        assert not written(outcome).settled
        assert told(outcome).decision is Decision.RESOLVED

    def test_of_a_row_that_was_deleted_meanwhile_there_is_a_new_one(self) -> None:
        gone = Known(id="c-1", tombstone=tombstone(), conflict=waiting(remote=None, holds=True))
        outcome = reconcile(CUSTOMER, gone, there(), policy())
        assert outcome.decision is Decision.CREATED
        assert outcome.drop == (Tombstone, OpenConflict)
