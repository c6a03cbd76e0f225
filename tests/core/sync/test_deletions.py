"""A record that one side deleted: left alone by the other, it goes; edited there, it is a conflict."""

from typing import Any

import pytest

from ascora_sdk.sync.audit import AuditEntry, Decision
from ascora_sdk.sync.conflict import Conflict, Resolution
from ascora_sdk.sync.kinds import CUSTOMER
from ascora_sdk.sync.notes import Agreed, OpenConflict, Tombstone
from ascora_sdk.sync.outcome import Deletions, Known, Outcome
from ascora_sdk.sync.reconcile import reconcile
from ascora_sdk.sync.records import RecordWrite
from ascora_sdk.sync.strategies import FillBlanks, LocalWins, Manual, MergeFields, NewestWins, RemoteWins

from .samples import ADA, LATER, NOON, agreed, here, known, nobody, policy, row, there, tombstone, waiting

ALL = (Agreed, Tombstone, OpenConflict)
EDITED = there(phone="2")
EDITED_HERE = here(phone="2")
each_policy = pytest.mark.parametrize("deletions", Deletions, ids=str)

WAITS: dict[str, Any] = {
    "nobody": Manual(),
    "nobody, field by field": MergeFields(fallback=Manual()),
    "no field": lambda conflict: {},
    "neither": lambda conflict: Resolution.each(),
}
each_that_waits = pytest.mark.parametrize("strategy", WAITS.values(), ids=WAITS)


def deleted_here(remote: Any, strategy: Any = nobody, **fields: Any) -> Outcome:
    return reconcile(CUSTOMER, known(stored=row(None), **fields), remote, policy(strategy))


def deleted_there(
    local: dict[str, Any], strategy: Any = nobody, deletions: Deletions = Deletions.MARK, **fields: Any
) -> Outcome:
    return reconcile(CUSTOMER, known(local, **fields), None, policy(strategy, deletions))


def said(decision: Decision, reason: str, fields: Any = None) -> dict[str, Any]:
    """What an outcome with a row says of it."""
    return {
        "decision": decision,
        "entry": AuditEntry(id="c-1", key="row-1", decision=decision, reason=reason, fields=fields),
    }


def said_of_none(decision: Decision, reason: str, fields: Any = None) -> dict[str, Any]:
    """What an outcome says of a record without a row."""
    return {"decision": decision, "entry": AuditEntry(id="c-1", decision=decision, reason=reason, fields=fields)}


class TestHere:
    @pytest.mark.parametrize("item", [{}, {"updatedAt": LATER.isoformat()}], ids=["as it was", "a later time"])
    def test_nobody_edited_it_there_so_it_is_left_to_be_sent(self, item: dict[str, Any]) -> None:
        assert deleted_here(there(**item)) == Outcome(keep=(agreed({**ADA, **item}),))

    def test_edited_there_the_strategy_is_asked(self) -> None:
        seen: list[Conflict] = []

        def watch(conflict: Conflict) -> str:
            seen.append(conflict)
            return "local"

        deleted_here(EDITED, watch)
        (conflict,) = seen
        assert (conflict.key, conflict.base, conflict.local, conflict.remote) == (None, here(), None, here(phone="2"))
        assert (conflict.fields, conflict.local_modified, conflict.remote_modified) == ({}, None, NOON)

    @pytest.mark.parametrize("strategy", [RemoteWins(), MergeFields(), NewestWins(), FillBlanks()], ids=repr)
    def test_if_the_server_is_right_it_is_here_again(self, strategy: Any) -> None:
        outcome = deleted_here(EDITED, strategy)
        assert outcome.write == RecordWrite(key=None, id="c-1", values=here(phone="2"), settled=True)
        assert outcome.keep == (agreed(EDITED.item),)
        assert outcome.decision is Decision.RESOLVED
        assert outcome.entry is not None
        assert (outcome.entry.reason or "").startswith("deleted here, edited on the server; remote counts, decided by ")

    def test_if_the_deletion_is_right_it_is_left_to_be_sent(self) -> None:
        assert deleted_here(EDITED, LocalWins()) == Outcome(
            keep=(agreed(EDITED.item),),
            drop=(OpenConflict,),
            **said_of_none(
                Decision.RESOLVED,
                "deleted here, edited on the server; local counts, decided by LocalWins",
                {"phone": {"base": "1", "remote": "2"}},
            ),
        )

    @each_that_waits
    def test_if_nobody_decides_it_waits(self, strategy: Any) -> None:
        outcome = deleted_here(EDITED, strategy)
        assert outcome.write is None
        note, conflict = outcome.keep
        assert isinstance(note, Agreed)
        assert note.digest == EDITED.digest
        assert conflict == OpenConflict(
            key="c-1", remote=EDITED.as_json(), digest=EDITED.digest, fields=(), holds=True, at=LATER
        )
        assert (
            outcome.entry
            == said_of_none(Decision.CONFLICT, "customer:c-1: deleted here, edited on the server")["entry"]
        )
        # It is still in dispute at the next look.
        assert deleted_here(EDITED, Manual(), base=None, agreed=note, conflict=conflict) == Outcome()

    def test_if_the_server_takes_its_edit_back_it_waits_no_longer(self) -> None:
        conflict = waiting(remote=EDITED, holds=True)
        assert deleted_here(there(), conflict=conflict) == Outcome(
            keep=(agreed(),),
            drop=(OpenConflict,),
            **said_of_none(Decision.RESOLVED, "deleted here; no longer edited on the server"),
        )

    def test_decided_for_the_server_the_conflict_is_over(self) -> None:
        outcome = deleted_here(EDITED, RemoteWins(), conflict=waiting(remote=EDITED, holds=True))
        assert outcome.drop == (OpenConflict,)

    def test_without_a_row_ever_it_is_a_new_one(self) -> None:
        assert reconcile(CUSTOMER, known(), EDITED, policy(LocalWins())).decision is Decision.RESOLVED
        assert reconcile(CUSTOMER, Known(id="c-1"), EDITED, policy()).decision is Decision.CREATED


class TestThere:
    REASON = "deleted on the server; by policy: "

    @pytest.mark.parametrize(("deletions", "is_marked"), [(Deletions.MARK, True), (Deletions.KEEP, False)], ids=str)
    def test_nobody_edited_it_here_so_it_is_marked_or_kept(self, deletions: Deletions, is_marked: bool) -> None:
        assert deleted_there(here(), deletions=deletions) == Outcome(
            write=RecordWrite(key="row-1", id="c-1", values=None, settled=True, deleted_on_server=is_marked),
            keep=(Tombstone(key="c-1", base=agreed().base, at=LATER),),
            drop=(Agreed, OpenConflict),
            **said(Decision.DELETED, f"{self.REASON}{deletions}"),
        )

    def test_or_deleted(self) -> None:
        assert deleted_there(here(), deletions=Deletions.DELETE) == Outcome(
            write=RecordWrite(key="row-1", id="c-1", delete=True),
            drop=ALL,
            **said(Decision.DELETED, f"{self.REASON}delete"),
        )

    def test_what_the_server_alone_sets_is_no_edit(self) -> None:
        assert deleted_there(here(updated_at="yesterday")).decision is Decision.DELETED

    @pytest.mark.parametrize(("deletions", "is_marked"), [(Deletions.MARK, True), (Deletions.KEEP, False)], ids=str)
    def test_that_it_is_gone_is_said_once(self, deletions: Deletions, is_marked: bool) -> None:
        outcome = deleted_there(here(), deletions=deletions, base=None, tombstone=tombstone())
        assert outcome == Outcome(write=RecordWrite(key="row-1", id="c-1", deleted_on_server=is_marked))

    def test_a_policy_to_delete_counts_for_what_was_marked_before(self) -> None:
        outcome = deleted_there(here(), deletions=Deletions.DELETE, base=None, tombstone=tombstone())
        assert outcome.write == RecordWrite(key="row-1", id="c-1", delete=True)
        assert outcome.decision is Decision.DELETED

    def test_since_when_it_is_gone_is_remembered(self) -> None:
        conflict = waiting(remote=None, holds=True)
        outcome = deleted_there(here(), base=None, tombstone=tombstone(), conflict=conflict)
        assert outcome.keep == (tombstone(),)
        assert outcome.drop == (Agreed, OpenConflict)
        assert outcome.decision is Decision.DELETED

    @each_policy
    @pytest.mark.parametrize("strategy", [RemoteWins(), MergeFields(), NewestWins()], ids=repr)
    def test_edited_here_it_goes_by_the_policy_if_the_server_is_right(
        self, strategy: Any, deletions: Deletions
    ) -> None:
        outcome = deleted_there(EDITED_HERE, strategy, deletions)
        assert outcome.write == deleted_there(here(), nobody, deletions).write
        assert outcome.decision is Decision.RESOLVED
        assert outcome.entry is not None
        assert (outcome.entry.reason or "").startswith("edited here, deleted on the server; remote counts, decided by ")
        assert outcome.entry.fields == {"phone": {"base": "1", "local": "2"}}

    @each_policy
    @pytest.mark.parametrize("strategy", [LocalWins(), FillBlanks(), lambda conflict: "local"], ids=["L", "F", "f"])
    def test_edited_here_it_is_made_anew_if_the_edit_is_right(self, strategy: Any, deletions: Deletions) -> None:
        outcome = deleted_there(EDITED_HERE, strategy, deletions)
        assert outcome.write == RecordWrite(key="row-1", id=None, values=None, settled=False)
        assert outcome.keep == ()
        assert outcome.drop == ALL
        assert outcome.decision is Decision.RESOLVED
        assert outcome.entry is not None
        assert outcome.entry.decision is Decision.RESOLVED
        assert (outcome.entry.reason or "").startswith("edited here, deleted on the server; local counts, decided by ")

    @each_policy
    @each_that_waits
    def test_edited_here_it_waits_if_nobody_decides(self, strategy: Any, deletions: Deletions) -> None:
        outcome = deleted_there(EDITED_HERE, strategy, deletions)
        conflict = OpenConflict(key="c-1", remote=None, digest="", fields=(), holds=True, at=LATER)
        is_marked = deletions is not Deletions.KEEP
        assert outcome == Outcome(
            write=RecordWrite(key="row-1", id="c-1", settled=False, deleted_on_server=is_marked),
            keep=(Tombstone(key="c-1", base=agreed().base, at=LATER), conflict),
            drop=(Agreed,),
            **said(Decision.CONFLICT, "customer:c-1: edited here, deleted on the server"),
        )
        again = deleted_there(EDITED_HERE, strategy, deletions, base=None, tombstone=tombstone(), conflict=conflict)
        assert again == Outcome()

    def test_a_field_that_waited_before_waits_with_the_whole_record_since_then(self) -> None:
        outcome = deleted_there(EDITED_HERE, Manual(), conflict=waiting("phone", remote=there(phone="3")))
        (conflict,) = (note for note in outcome.keep if isinstance(note, OpenConflict))
        assert conflict == waiting(remote=None, holds=True)
        assert outcome.decision is Decision.CONFLICT

    def test_the_strategy_is_shown_that_it_is_gone(self) -> None:
        seen: list[Conflict] = []

        def watch(conflict: Conflict) -> str:
            seen.append(conflict)
            return "remote"

        reconcile(CUSTOMER, known(stored=row(EDITED_HERE, modified=NOON)), None, policy(watch))
        (conflict,) = seen
        assert (conflict.key, conflict.base, conflict.local) == ("row-1", here(), EDITED_HERE)
        assert (conflict.remote, conflict.fields) == (None, {})
        assert (conflict.local_modified, conflict.remote_modified) == (NOON, None)


@each_policy
def test_deleted_on_both_sides_there_is_nothing_left_to_remember(deletions: Deletions) -> None:
    outcome = reconcile(CUSTOMER, known(stored=row(None)), None, policy(nobody, deletions))
    assert outcome == Outcome(drop=ALL, **said_of_none(Decision.DELETED, "deleted on both sides"))
