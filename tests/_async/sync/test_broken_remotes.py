"""Each remote that is broken is caught, by the proof that is there for it and for the right reason."""

from __future__ import annotations

import pytest

from ascora_sdk import AscoraApiError
from ascora_sdk.sync import CUSTOMER, INVOICE

from . import broken_remotes as broken
from .remote_hosts import AsyncInstanceHost

LISTING = "test_a_complete_listing_has_every_record_once"
PAGE_FAULTS = "test_a_page_that_goes_wrong_is_an_error_and_never_an_empty_page"
CREATE_FAULTS = "test_a_create_that_goes_wrong_is_never_carried_out_twice"
PAY_FAULTS = "test_a_payment_that_goes_wrong_is_never_charged_twice"
SINCE = "test_since_leaves_out_nothing_that_was_modified_then_or_later"

CAUGHT: dict[type[broken.AsyncBroken], tuple[str, str]] = {
    broken.AsyncListsKindsBackwards: ("test_its_kinds_are_those_that_it_says", "customer"),
    broken.AsyncLosesARecord: (LISTING, "missing"),
    broken.AsyncBeginsAPageTooEarly: (LISTING, "than the total says"),
    broken.AsyncStopsEarly: (LISTING, "ends elsewhere"),
    broken.AsyncLosesDigits: (LISTING, "float"),
    broken.AsyncForgetsUnknownFields: (LISTING, "not as the server has them"),
    broken.AsyncBeginsPagesAtMultiples: ("test_a_page_may_begin_anywhere", "the page at 1 is another"),
    broken.AsyncListsByTimeOfChange: ("test_the_order_of_a_listing_does_not_change", "an edit moved a record"),
    broken.AsyncMixesUpPages: ("test_pages_may_be_asked_for_side_by_side", "taken for another"),
    broken.AsyncFailsBehindTheEnd: ("test_behind_the_end_there_is_nothing_and_no_error", "no such page"),
    broken.AsyncListsFromMemory: ("test_what_is_gone_is_not_listed", "not in"),
    broken.AsyncLeavesOutTheMomentItself: (SINCE, "left out"),
    broken.AsyncListsChangesByName: (SINCE, "order of modification"),
    broken.AsyncTakesAnyTimeForUtc: ("test_since_is_a_moment_in_whatever_zone_it_is_told", "assert"),
    broken.AsyncTakesAnErrorForTheEnd: (PAGE_FAULTS, "missing"),
    broken.AsyncTakesAnErrorForNone: (
        "test_an_object_that_cannot_be_had_is_an_error_and_never_none",
        "another, or none: refused",
    ),
    broken.AsyncFailsForWhatIsGone: ("test_an_object_that_is_gone_is_none", "there is none"),
    broken.AsyncGivesWhatWasThereLast: ("test_an_odd_id_leads_to_no_other_object", "no-such-object' leads to"),
    broken.AsyncCreatesAgain: (CREATE_FAULTS, "carried out 2 times"),
    broken.AsyncSaysThatNothingHappened: (CREATE_FAULTS, "says that it was not"),
    broken.AsyncAnswersWhatWasSent: ("test_a_new_object_is_made_once_and_answered", "not as the server has it"),
    broken.AsyncTakesTheSameForOne: ("test_two_new_objects_are_two", "!="),
    broken.AsyncTakesAnyId: ("test_what_the_server_sets_is_never_sent", "conformance-id"),
    broken.AsyncErasesUnknownFields: (
        "test_an_update_changes_the_fields_named_and_no_other",
        "not just the fields named",
    ),
    broken.AsyncLeavesNullsOut: ("test_null_clears_a_field", "not"),
    broken.AsyncMakesWhatIsNotThere: ("test_an_update_of_what_is_not_there_fails_and_makes_nothing", "DID NOT RAISE"),
    broken.AsyncPassesForDone: (
        "test_an_update_that_goes_wrong_is_done_or_says_that_it_may_not_be",
        "passes for done, and is not",
    ),
    broken.AsyncDeletesInVain: (
        "test_a_delete_that_goes_wrong_is_done_or_says_that_it_may_not_be",
        "passes for done, and is not",
    ),
    broken.AsyncFailsToDeleteTwice: ("test_a_deleted_object_is_gone_and_may_be_deleted_again", "there is none"),
    broken.AsyncPaysAgain: (PAY_FAULTS, "carried out 2 times"),
    broken.AsyncPaysTwice: ("test_a_payment_is_recorded_once", "== "),
    broken.AsyncDoesWhatItSaysItCannot: (
        "test_what_it_says_it_cannot_do_fails_and_does_nothing",
        "says that it cannot: delete",
    ),
    broken.AsyncCountsSuccessesAlone: ("test_it_counts_what_it_sends_and_receives", "not counted"),
}


@pytest.mark.parametrize("remote", CAUGHT, ids=lambda remote: remote.__name__)
def test_it_is_caught(remote: type[broken.AsyncBroken]) -> None:
    proof, reason = CAUGHT[remote]

    class AsyncHost(AsyncInstanceHost):
        wrap = remote

    asked = (
        {} if proof == "test_its_kinds_are_those_that_it_says" else {"kind": INVOICE if "pay" in proof else CUSTOMER}
    )
    failures = (AssertionError, AscoraApiError, pytest.fail.Exception)
    with pytest.raises(failures, match=reason):
        getattr(AsyncHost(), proof)(**asked)


def test_none_of_the_broken_is_forgotten() -> None:
    assert {one for one in vars(broken).values() if isinstance(one, type) and broken.AsyncBroken in one.__bases__} == {
        *CAUGHT
    }


def test_each_proof_catches_something() -> None:
    proofs = {name for name in dir(AsyncInstanceHost) if name.startswith("test")}
    assert proofs - {proof for proof, _ in CAUGHT.values()} == {"test_an_object_is_given_as_the_server_has_it"}
