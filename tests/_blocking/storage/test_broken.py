# Generated from ../../_async/storage/test_broken.py by tools/unasync; do not edit.
"""A storage that breaks a promise is caught, and by the proof of that very promise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

import pytest

from ascora_sdk.storage import MemoryStorage
from ascora_sdk.sync import JOB

from . import broken, broken_memory
from .broken import Broken, changing
from .test_conformance import TestMemory as Proofs

Make = Callable[[], MemoryStorage]


def spoilt(spoil: Callable[[Any], Any]) -> Make:
    return lambda: Broken(spoil)


BROKEN: Mapping[str, tuple[Make, str]] = {
    # Transactions
    "loses all that was committed": (broken.NeverCommits, "all_that_a_transaction_did_is_there_afterwards"),
    "keeps rows of a failed transaction": (broken.NotAtomic, "a_transaction_left_by_an_error_wrote_no_row"),
    "keeps notes of a failed transaction": (broken.NotAtomic, "a_transaction_left_by_an_error_kept_no_note"),
    "keeps leases of a failed transaction": (broken.NotAtomic, "a_transaction_left_by_an_error_took_no_lease"),
    "keeps the trail of a failed transaction": (broken.NotAtomic, "a_transaction_left_by_an_error_told_nothing"),
    "commits when it is stopped": (broken.RollsBackOnErrorsOnly, "a_transaction_that_is_stopped_leaves_nothing"),
    "swallows errors": (broken.SwallowsErrors, "a_transaction_left_by_an_error_wrote_no_row"),
    "locks no row": (broken.LocksNothing, "a_row_that_was_read_stays_until_the_transaction_ends"),
    # Rows
    "loses a write": (spoilt(broken.LosesAWrite), "many_rows_are_written_and_read_at_once"),
    "keeps old values": (spoilt(broken.KeepsOldValues), "new_values_take_the_place_of_the_old"),
    "clears values": (spoilt(broken.ClearsValues), "without_values_the_values_stay"),
    "marks nothing": (spoilt(broken.MarksNothing), "a_row_is_marked_as_deleted_on_the_server"),
    "marks for good": (spoilt(broken.MarksForGood), "a_row_is_marked_as_deleted_on_the_server"),
    "deletes nothing": (spoilt(broken.DeletesNothing), "a_deleted_row_is_gone"),
    "takes no id away": (spoilt(broken.NeverTakesAnIdAway), "an_id_is_taken_away_and_given_to_another_row"),
    "gives no id": (spoilt(broken.GivesNoId), "a_row_made_here_is_given_its_id"),
    "finds no row by its key": (spoilt(broken.ReadsNoKeys), "a_new_row_is_found_by_its_id_and_by_its_key"),
    "uses keys again": (spoilt(broken.UsesKeysAgain), "a_key_is_never_given_to_another_row"),
    "takes few arguments": (spoilt(broken.TakesFewArguments), "many_rows_are_written_and_read_at_once"),
    "takes few keys": (spoilt(broken.TakesFewArguments), "many_notes_are_kept_and_dropped_at_once"),
    "folds case": (spoilt(broken.FoldsCase), "ids_that_look_alike_are_apart"),
    "finds what was not asked for": (spoilt(broken.FoldsCase), "what_no_row_is_called_is_in_no_answer"),
    "mixes organizations up": (spoilt(broken.MixesOrganizationsUp), "organizations_with_the_same_ids_are_apart"),
    "lets others read by key": (
        spoilt(broken.ReachesOtherOrganizationsByKey),
        "another_organization_does_not_reach_a_row_by_its_key",
    ),
    "mixes kinds up": (spoilt(broken.MixesKindsUp), "kinds_with_the_same_ids_are_apart"),
    # Values
    "rounds money": (spoilt(changing(broken.rounded)), "amounts_come_back_digit_for_digit"),
    "turns money into floats": (spoilt(changing(broken.as_float)), "ordinary_values_come_back"),
    "takes true for 1": (spoilt(changing(broken.as_number)), "nested_values_come_back_whole"),
    "forgets nulls": (spoilt(changing(broken.without_nulls)), "nested_values_come_back_whole"),
    "trims text": (spoilt(changing(broken.trimmed)), "texts_come_back_letter_by_letter"),
    "cuts text": (spoilt(changing(broken.cut)), "texts_come_back_letter_by_letter"),
    "takes empty text for none": (spoilt(changing(broken.none_if_empty)), "texts_come_back_letter_by_letter"),
    "takes none for empty text": (spoilt(changing(broken.empty_if_none)), "no_value_stays_no_value"),
    "moves times": (spoilt(changing(broken.in_utc)), "times_come_back_as_the_text_that_they_are"),
    "leaves out what it cannot hold": (
        spoilt(changing(broken.without_nul)),
        "what_cannot_be_held_is_rejected_and_named",
    ),
    "rejects without a name": (spoilt(broken.RejectsWithoutAName), "what_cannot_be_held_is_rejected_and_named"),
    "rejects all for one": (spoilt(broken.RejectsAllForOne), "what_cannot_be_held_is_rejected_and_named"),
    "rejects and writes": (spoilt(broken.RejectsAndWrites), "what_cannot_be_held_is_rejected_and_named"),
    "rejects after the mark": (spoilt(broken.RejectsAfterMarking), "a_rejected_write_leaves_the_row_as_it_was"),
    "shares values with its caller": (
        spoilt(broken.SharesValues),
        "what_a_caller_does_with_values_changes_no_row",
    ),
    # Edits
    "forgets deletions": (spoilt(broken_memory.ForgetsDeletions), "a_deletion_past_the_engine_is_found"),
    "forgets deletions of its own": (
        spoilt(broken_memory.ForgetsOwnDeletions),
        "an_agreed_record_that_lost_its_row_is_found",
    ),
    "forgets new rows": (spoilt(broken_memory.ForgetsNewRows), "pages_of_edits_leave_none_out"),
    "forgets what was made here": (spoilt(broken_memory.ForgetsNewRows), "a_row_made_here_is_found"),
    "forgets marked rows": (spoilt(broken_memory.ForgetsMarkedRows), "an_edit_of_a_marked_row_is_found"),
    "forgets plain edits": (spoilt(broken_memory.ForgetsPlainEdits), "an_edit_past_the_engine_is_found"),
    "forgets unsettled writes": (spoilt(broken_memory.ForgetsUnsettledWrites), "an_unsettled_write_is_found"),
    "forgets edits by an unsettled write": (
        spoilt(broken_memory.ForgetsUnsettledWritesWithoutValues),
        "an_edit_stays_found_through_an_unsettled_write",
    ),
    "watches some fields": (spoilt(broken_memory.WatchesOneField), "an_edit_of_any_field_is_found"),
    "has a coarse clock": (spoilt(broken_memory.HasACoarseClock), "an_edit_right_after_settling_is_found"),
    "ignores settling": (spoilt(broken_memory.IgnoresSettling), "what_is_settled_is_not_found_again"),
    "counts edits to page": (
        spoilt(broken_memory.PagesByCounting),
        "pages_go_on_where_they_were_while_edits_are_settled",
    ),
    "leaves an edit out between pages": (spoilt(broken_memory.PagesLeaveOneOut), "pages_of_edits_leave_none_out"),
    "begins each page anew": (spoilt(broken_memory.PagesBeginAnew), "pages_of_edits_leave_none_out"),
    "gives more than a page": (spoilt(broken_memory.PagesAreTooLong), "pages_of_edits_leave_none_out"),
    "gives others' edits": (
        spoilt(broken_memory.GivesOthersEdits),
        "edits_are_found_by_their_own_organization_and_kind",
    ),
    "knows no time": (spoilt(broken_memory.KnowsNoTime), "it_is_known_when_a_row_was_edited"),
    # Notes
    "loses notes": (spoilt(broken_memory.LosesNotes), "notes_of_every_class_come_back_whole"),
    "loses a note's field": (spoilt(broken_memory.LosesAField), "notes_of_every_class_come_back_whole"),
    "loses microseconds": (spoilt(broken_memory.LosesMicroseconds), "notes_of_every_class_come_back_whole"),
    "cuts notes": (spoilt(broken_memory.CutsNotes), "large_notes_come_back_whole"),
    "keeps the first note": (spoilt(broken_memory.KeepsTheFirstNote), "a_note_is_replaced_by_the_next_with_its_key"),
    "drops notes of every class": (
        spoilt(broken_memory.DropsEveryClass),
        "the_same_key_in_every_class_is_a_note_of_its_own",
    ),
    "drops nothing if one is unknown": (
        spoilt(broken_memory.DropsNothingIfOneIsUnknown),
        "dropped_notes_are_gone_and_unknown_keys_passed_over",
    ),
    "leaves a key out between pages": (spoilt(broken_memory.NotePagesSkipOne), "pages_of_keys_leave_none_out"),
    "needs the last key": (spoilt(broken_memory.NotePagesNeedTheLastOne), "pages_of_keys_leave_none_out"),
    "counts what it kept": (spoilt(broken_memory.CountsWhatItKept), "notes_are_counted"),
    "folds case of keys": (spoilt(broken_memory.FoldsCaseOfKeys), "keys_that_look_alike_are_apart"),
    "shares notes": (spoilt(broken_memory.SharesNotes), "notes_of_organizations_and_kinds_are_apart"),
    # Leases
    "gives the lease to anybody": (spoilt(broken_memory.LeaseForAnybody), "a_lease_has_one_owner"),
    "has leases that never run out": (spoilt(broken_memory.LeaseNeverRunsOut), "a_lease_runs_out"),
    "lets nobody claim again": (spoilt(broken_memory.LeaseOnlyOnce), "the_owner_may_claim_again"),
    "renews what it refuses": (spoilt(broken_memory.RefusalRenews), "a_lease_has_one_owner"),
    "renews for anybody": (spoilt(broken_memory.RenewedByAnybody), "a_lost_lease_is_not_renewed"),
    "renews nothing": (spoilt(broken_memory.RenewsNothing), "a_lease_is_renewed_by_its_owner_alone"),
    "lets go of what has run out": (
        spoilt(broken_memory.NotRenewedOnceRunOut),
        "a_lease_is_renewed_by_its_owner_alone",
    ),
    "releases for anybody": (spoilt(broken_memory.ReleasedByAnybody), "a_lease_is_released_by_its_owner_alone"),
    "releases nothing": (spoilt(broken_memory.ReleasesNothing), "a_lease_is_released_by_its_owner_alone"),
    "has one lease for all": (
        spoilt(broken_memory.LeaseOfAllOrganizations),
        "leases_of_organizations_and_kinds_are_apart",
    ),
    "gives the lease to two": (
        broken.LeasesAtTheEnd,
        "of_two_that_claim_at_once_exactly_one_has_the_lease",
    ),
    "gives a renewed lease away": (broken.LeasesAtTheEnd, "a_lease_that_is_renewed_is_not_taken_meanwhile"),
    # The audit trail
    "overwrites the trail": (spoilt(broken_memory.OverwritesAudit), "what_is_on_record_never_changes"),
    "tells the trail backwards": (
        spoilt(broken_memory.AuditBackwards),
        "entries_come_in_the_order_in_which_they_were_appended",
    ),
    "tells name by name": (spoilt(broken_memory.AuditByNames), "a_story_is_told_by_all_names_at_once"),
    "finds the trail by id only": (
        spoilt(broken_memory.AuditByIdOnly),
        "a_record_is_found_by_its_id_and_by_its_key",
    ),
    "tells of others": (spoilt(broken_memory.AuditOfEverybody), "trails_of_organizations_and_kinds_are_apart"),
    "tells no values": (
        spoilt(broken_memory.AuditWithoutValues),
        "each_decision_is_on_record_with_all_it_was_taken_from",
    ),
    "tells nothing where little was said": (spoilt(broken_memory.AuditTakesEmptyForNone), "an_entry_may_say_little"),
    "folds case of names": (
        spoilt(broken_memory.AuditFoldsCase),
        "records_whose_names_look_alike_have_trails_of_their_own",
    ),
    "tells no time": (
        spoilt(broken_memory.AuditWithoutTime),
        "each_decision_is_on_record_with_all_it_was_taken_from",
    ),
    "forgets the trail with its row": (spoilt(broken_memory.AuditGoesWithItsRow), "what_is_on_record_never_changes"),
}


class Held(Proofs):
    """The proofs, held to one storage and outside of pytest's own collection."""

    __test__ = False
    # Of the kinds it has one with every type of value.
    kinds = (JOB, *(kind for kind in Proofs.kinds if kind is not JOB))
    make: Make

    def make_storage(self) -> MemoryStorage:
        return self.make()


def prove(make: Make, promise: str) -> None:
    held = Held()
    held.make = make
    proof = getattr(held, f"test_{promise}")
    proof(**({"kind": JOB} if "kind" in signature(proof).parameters else {}))


@pytest.mark.parametrize(("make", "promise"), BROKEN.values(), ids=BROKEN)
def test_a_broken_storage_is_caught(make: Make, promise: str) -> None:
    prove(MemoryStorage, promise)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        prove(make, promise)


@pytest.mark.parametrize("name", ["keeps old values", "forgets plain edits", "forgets deletions", "forgets new rows"])
def test_random_edits_on_both_sides_catch_it_too(name: str) -> None:
    make, _ = BROKEN[name]
    with pytest.raises(AssertionError):
        prove(make, "random_edits_on_both_sides_end_in_the_same")


@pytest.mark.parametrize("name", ["keeps old values", "swallows errors", "forgets deletions"])
def test_random_stories_catch_it_too(name: str) -> None:
    make, _ = BROKEN[name]
    with pytest.raises(AssertionError):
        prove(make, "random_work_leaves_what_a_few_dicts_would_hold")


def test_every_promise_has_a_storage_that_breaks_it() -> None:
    promises = {name.removeprefix("test_") for name in dir(Held) if name.startswith("test_")}
    assert promises - {promise for _, promise in BROKEN.values()} == {
        # Nothing of these can be broken in a storage in memory, or they are no more than that nothing fails.
        "it_is_there_for_one_who_opens_the_data_anew",
        "what_cannot_be_read_is_told_and_stops_no_other",
        "nothing_asked_for_is_nothing_done",
        "it_is_noted_when_an_organization_was_synced",
        # What breaks these is told above.
        "random_work_leaves_what_a_few_dicts_would_hold",
        "random_edits_on_both_sides_end_in_the_same",
    }
