"""What is to be done about a row that somebody may have edited: send it, decide it, put it aside, or wait."""

from collections.abc import Mapping
from typing import Any

import pytest

from ascora_sdk.codec import canonical, dumps, loads
from ascora_sdk.sync.abilities import Abilities
from ascora_sdk.sync.audit import AuditEntry, Decision
from ascora_sdk.sync.drafting import Draft, Nothing, Take, Wait, draft, linked, references
from ascora_sdk.sync.incoming import digest_of
from ascora_sdk.sync.kinds import CUSTOMER, INVOICE, JOB, Kind
from ascora_sdk.sync.notes import Action, FailedRecord, OpenConflict, OutboxEntry
from ascora_sdk.sync.outcome import Known, Outcome
from ascora_sdk.sync.outgoing import idempotency_key
from ascora_sdk.sync.public_kinds import PUBLIC_CUSTOMER, PUBLIC_JOB
from ascora_sdk.sync.records import RecordWrite, StoredRecord
from ascora_sdk.sync.strategies import LocalWins, Manual, MergeFields, RemoteWins

from .samples import ADA, LATER, agreed, drafting, here, known, policy, row, there, tombstone, waiting

WAIT = MergeFields(fallback=Manual())


def drafted(known_: Known, kind: Kind = CUSTOMER, **by: Any) -> Draft:
    return draft(kind, known_, drafting(**by), reference="r-1")


def entry(action: Action, payload: Mapping[str, Any], *, key: str = "row-1", **fields: Any) -> OutboxEntry:
    """An entry of the outbox, with all that goes without saying."""
    whole: dict[str, Any] = {
        "key": key,
        "action": action,
        "id": "c-1",
        "payload": dumps(payload).decode(),
        "idempotency_key": idempotency_key("acme", CUSTOMER, key, payload),
        "at": LATER,
    }
    return OutboxEntry(**{**whole, **fields})


def aside(key: str, error: str, payload: Mapping[str, Any], **fields: Any) -> FailedRecord:
    """What is put aside, with all that goes without saying."""
    text = canonical(payload)
    return FailedRecord(
        **{"key": key, "id": "c-1", "digest": digest_of(text), "error": error, "payload": text, **fields}
    )


class TestEdited:
    def test_the_changed_fields_are_sent(self) -> None:
        assert drafted(known(here(phone="2", email="a@b"))) == entry(Action.UPDATE, {"email": "a@b", "phone": "2"})

    def test_what_is_cleared_is_sent_as_null(self) -> None:
        assert drafted(known(here(phone=None))) == entry(Action.UPDATE, {"phone": None})

    def test_if_nothing_differs_the_row_is_settled(self) -> None:
        assert drafted(known(here())) == Outcome(write=RecordWrite(key="row-1", id="c-1", values=None, settled=True))

    def test_what_the_server_alone_sets_is_put_back_and_said(self) -> None:
        assert drafted(known(here(updated_at="yesterday"))) == Outcome(
            decision=Decision.UPDATED,
            write=RecordWrite(key="row-1", id="c-1", values=here(), settled=True),
            entry=AuditEntry(
                id="c-1",
                key="row-1",
                decision=Decision.UPDATED,
                reason="edited here, but the server alone sets it",
                fields={"updated_at": {"base": ADA["updatedAt"], "local": "yesterday", "remote": ADA["updatedAt"]}},
            ),
        )

    def test_but_a_field_that_the_storage_has_not_is_not_put_there(self) -> None:
        local = {name: value for name, value in here().items() if name != "updated_at"}
        assert drafted(known(local)) == Outcome(write=RecordWrite(key="row-1", id="c-1"))

    def test_a_text_in_another_form_of_the_same_is_written_in_the_one_form(self) -> None:
        first = {"customerId": "c-1", "customerName": "Ada\0"}
        local = here(first, kind=PUBLIC_CUSTOMER)
        known_ = Known(
            id="c-1", stored=row({**local, "customer_name": "Ada\0"}), agreed=agreed(first, kind=PUBLIC_CUSTOMER)
        )
        assert drafted(known_, PUBLIC_CUSTOMER) == Outcome(
            write=RecordWrite(key="row-1", id="c-1", values={**local, "customer_name": r"Ada\u0000"})
        )

    def test_where_the_server_changes_nothing_it_is_put_aside_as_such(self) -> None:
        by = {"abilities": Abilities(update=False)}
        assert drafted(known(here(phone="2", email="a@b")), **by) == aside(
            "unsendable:row-1",
            "edited here (email, phone); the server cannot change a customer",
            {"email": "a@b", "phone": "2"},
        )

    def test_a_row_that_cannot_be_read_is_put_aside(self) -> None:
        unread = known(stored=row(here(phone="2"), problem="phone: not text"))
        assert drafted(unread) == aside("push:row-1", "phone: not text", {"problem": "phone: not text"})

    @pytest.mark.parametrize("extra", ["x", [], 7, False], ids=repr)
    def test_so_is_one_whose_unknown_fields_are_no_object(self, extra: Any) -> None:
        problem = "extra: expected an object with the fields that the model does not know, or null"
        assert drafted(known(here(extra=extra))) == aside("push:row-1", problem, {"problem": problem})
        assert drafted(Known(id="", stored=StoredRecord(key="row-1", id=None, local={"extra": extra}))) == aside(
            "push:row-1", problem, {"problem": problem}, id=None
        )

    def test_an_id_on_which_nobody_ever_agreed_is_taken_in_first(self) -> None:
        assert drafted(known(here(phone="2"), base=None)) == Take("c-1")


class TestMadeHere:
    ROW = StoredRecord(key="row-1", id=None, local={"first_name": "Ada", "phone": None})

    def test_it_is_created_with_a_reference(self) -> None:
        payload = {"firstName": "Ada", "customFields": {"external_reference": "r-1"}}
        assert drafted(Known(id="", stored=self.ROW)) == entry(Action.CREATE, payload, id=None, reference="r-1")

    def test_where_there_is_no_place_for_a_reference_without(self) -> None:
        made = StoredRecord(key="row-1", id=None, local={"customer_name": "Ada"})
        created = drafted(Known(id="", stored=made), PUBLIC_CUSTOMER)
        assert isinstance(created, OutboxEntry)
        assert (loads(created.payload), created.reference) == ({"customerName": "Ada"}, None)

    def test_where_the_server_takes_none_it_is_put_aside_by_its_content(self) -> None:
        by = {"abilities": Abilities(create=False)}
        assert drafted(Known(id="", stored=self.ROW), **by) == aside(
            "unsendable:row-1", "made here; the server takes no new customer", {"firstName": "Ada"}, id=None
        )


class TestDeletedHere:
    def test_it_is_deleted(self) -> None:
        assert drafted(known(stored=row(None))) == entry(Action.DELETE, {}, key="gone:c-1")
        assert drafted(known()) == entry(Action.DELETE, {}, key="gone:c-1")

    def test_where_the_server_deletes_nothing_it_is_put_aside_as_such(self) -> None:
        by = {"abilities": Abilities(delete=False)}
        assert drafted(known(stored=row(None)), **by) == aside(
            "unsendable:gone:c-1", "deleted here; the server cannot delete a customer", {}
        )

    def test_it_is_not_sent_while_nobody_has_decided(self) -> None:
        conflict = waiting(remote=there(phone="2"), holds=True)
        assert drafted(known(stored=row(None), conflict=conflict), policy=policy(Manual())) == Nothing()

    def test_what_the_strategy_decides_by_now_is_done(self) -> None:
        conflict = waiting(remote=there(phone="2"), holds=True)
        decided = drafted(known(stored=row(None), conflict=conflict), policy=policy(RemoteWins()))
        assert isinstance(decided, Outcome)
        assert decided.write == RecordWrite(key=None, id="c-1", values=here(phone="2"))

    def test_deleted_there_too_it_is_over(self) -> None:
        both = known(stored=row(None), base=None, tombstone=tombstone(), conflict=waiting(remote=None, holds=True))
        decided = drafted(both)
        assert isinstance(decided, Outcome)
        assert decided.decision is Decision.DELETED


class TestDeletedThere:
    def test_edited_since_it_is_a_conflict(self) -> None:
        decided = drafted(known(here(phone="2"), base=None, tombstone=tombstone()), policy=policy(Manual()))
        assert isinstance(decided, Outcome)
        assert decided.decision is Decision.CONFLICT

    def test_edited_and_taken_back_it_is_as_it_was(self) -> None:
        settled = drafted(known(here(), base=None, tombstone=tombstone()))
        assert settled == Outcome(write=RecordWrite(key="row-1", id="c-1", deleted_on_server=True))


class TestInDispute:
    def fields_wait(self, local: dict[str, Any], strategy: Any = WAIT) -> Draft:
        """Draft while the phone and the moisture wait, which the server has as 3 and as 9."""
        shown = there(phone="3", customFields={"moisture": 9, "room": "hall"})
        conflict = waiting("phone", "custom_fields.moisture", remote=shown)
        return drafted(known(local, conflict=conflict), policy=policy(strategy))

    def test_what_waits_is_not_sent_and_the_rest_is(self) -> None:
        sent = self.fields_wait(here(phone="2", email="a@b", custom_fields={"moisture": 8, "room": "hall"}))
        assert sent == entry(Action.UPDATE, {"email": "a@b"})

    def test_an_entry_that_waits_goes_along_as_the_server_has_it(self) -> None:
        sent = self.fields_wait(here(phone="2", custom_fields={"moisture": 8, "room": "attic"}))
        assert sent == entry(Action.UPDATE, {"customFields": {"moisture": 9, "room": "attic"}})

    def test_if_nothing_else_was_edited_nothing_is_sent(self) -> None:
        assert self.fields_wait(here(phone="2", custom_fields={"moisture": 8, "room": "hall"})) == Nothing()

    def test_an_edit_that_ends_it_ends_it(self) -> None:
        ended = self.fields_wait(here(phone="3", custom_fields={"moisture": 9, "room": "hall"}))
        assert isinstance(ended, Outcome)
        assert (ended.decision, ended.drop) == (Decision.RESOLVED, (OpenConflict,))

    def test_a_strategy_that_decides_by_now_is_heeded(self) -> None:
        decided = self.fields_wait(here(phone="2", custom_fields={"moisture": 8, "room": "hall"}), LocalWins())
        assert isinstance(decided, Outcome)
        assert (decided.decision, decided.drop) == (Decision.RESOLVED, (OpenConflict,))

    def test_if_the_whole_record_waits_nothing_of_it_is_sent(self) -> None:
        conflict = waiting("phone", remote=there(phone="3"), holds=True)
        held = known(here(phone="2", email="a@b"), conflict=conflict)
        assert drafted(held, policy=policy(Manual())) == Nothing()

    def test_also_if_its_fields_came_to_agree_until_that_is_settled(self) -> None:
        conflict = waiting("phone", remote=there(phone="3"), holds=True)
        ended = drafted(known(here(phone="3", email="a@b"), conflict=conflict))
        assert isinstance(ended, Outcome)
        assert ended.decision is Decision.RESOLVED
        assert ended.write == RecordWrite(key="row-1", id="c-1", settled=False)


class TestReferences:
    LINKS: Mapping[tuple[str, str], str | None] = {("customer", "row-7"): "c-7", ("customer", "row-8"): None}
    FIRST: Mapping[str, Any] = {"id": "j-1", "jobTitle": "Dry", "customerId": "c-7"}

    def job(self, customer: Any) -> Known:
        stored = StoredRecord(key="row-1", id="j-1", local=here(self.FIRST, kind=JOB, customer_id=customer))
        return Known(id="j-1", stored=stored, agreed=agreed(self.FIRST, kind=JOB))

    def test_a_row_that_has_its_id_is_sent_by_it(self) -> None:
        made = StoredRecord(key="row-1", id=None, local={"job_title": "Dry", "customer_id": "row-7"})
        sent = drafted(Known(id="", stored=made), JOB, links=self.LINKS)
        assert isinstance(sent, OutboxEntry)
        assert loads(sent.payload)["customerId"] == "c-7"

    def test_for_one_that_has_none_yet_it_waits(self) -> None:
        assert drafted(self.job("row-8"), JOB, links=self.LINKS) == Wait()

    def test_if_nothing_else_differs_the_id_alone_is_written(self) -> None:
        assert drafted(self.job("row-7"), JOB, links=self.LINKS) == Outcome(
            write=RecordWrite(key="row-1", id="j-1", values=here(self.FIRST, kind=JOB))
        )

    def test_what_names_no_row_is_left_as_it_is(self) -> None:
        assert linked(JOB, {"customer_id": "c-9"}, self.LINKS) == {"customer_id": "c-9"}
        assert linked(JOB, {"customer_id": None}, self.LINKS) == {"customer_id": None}

    def test_each_reference_is_replaced_for_itself(self) -> None:
        links = {("customer", "row-1"): "c-1", ("job", "row-1"): "j-1"}
        values = {"customer_id": "row-1", "job_id": "row-1", "notes": "row-1"}
        assert linked(INVOICE, values, links) == {"customer_id": "c-1", "job_id": "j-1", "notes": "row-1"}
        assert linked(INVOICE, {"customer_id": "row-9", "job_id": "row-1"}, links) == {
            "customer_id": "row-9",
            "job_id": "j-1",
        }

    def test_a_reference_in_an_object_is_replaced_there(self) -> None:
        links = {("public_customer", "row-1"): "c-1", ("public_customer", "row-2"): "c-2"}
        values = {"site_customer": {"id": "row-1", "name": "Ada"}, "billing_customer": {"id": "row-2"}}
        assert linked(PUBLIC_JOB, values, links) == {
            "site_customer": {"id": "c-1", "name": "Ada"},
            "billing_customer": {"id": "c-2"},
        }
        assert values["site_customer"] == {"id": "row-1", "name": "Ada"}

    def test_two_references_in_one_object_are_both_replaced(self) -> None:
        kind = Kind(
            name="visit", model=JOB.model, references={"job_address.id": "site", "job_address.owner": "customer"}
        )
        links = {("site", "row-1"): "s-1", ("customer", "row-7"): "c-7"}
        assert linked(kind, {"job_address": {"id": "row-1", "owner": "row-7"}}, links) == {
            "job_address": {"id": "s-1", "owner": "c-7"}
        }

    def test_what_a_record_refers_to(self) -> None:
        values = {"site_customer": {"id": "row-1"}, "billing_customer": {"id": 7}}
        assert list(references(PUBLIC_JOB, values)) == [("site_customer.id", "public_customer", "row-1")]
        assert list(references(PUBLIC_JOB, {"site_customer": "row-1", "billing_customer": None})) == []
        assert list(references(JOB, {"customer_id": "c-1"})) == [("customer_id", "customer", "c-1")]


@pytest.mark.parametrize("name", ["acme", "other"])
def test_the_organization_is_part_of_the_idempotency_key(name: str) -> None:
    sent = drafted(known(here(phone="2")), organization_id=name)
    assert isinstance(sent, OutboxEntry)
    assert sent.idempotency_key == idempotency_key(name, CUSTOMER, "row-1", {"phone": "2"})
