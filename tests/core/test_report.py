"""A report is data, a verdict and a table."""

import attrs
import pytest

from ascora_sdk.sync import events
from ascora_sdk.sync.audit import Decision
from ascora_sdk.sync.report import COUNTS, KindReport, SyncReport

CUSTOMERS = KindReport(kind="customer", created=2, unchanged=100, duration=1.25)
JOBS = KindReport(kind="job", failed=1, conflicts=3, error="the lease was lost", duration=0.04)


def test_a_report_is_a_mapping_of_the_kinds_in_order() -> None:
    report = SyncReport(kinds=(CUSTOMERS, JOBS), duration=2.0)
    assert dict(report) == {"customer": CUSTOMERS, "job": JOBS}
    assert list(report) == ["customer", "job"]
    assert len(report) == 2
    assert "invoice" not in report
    with pytest.raises(KeyError, match="invoice"):
        report["invoice"]


@pytest.mark.parametrize(
    ("changes", "ok"),
    [
        ({}, True),
        ({"created": 1, "updated": 1, "deleted": 1, "pushed": 1, "skipped": 1}, True),
        ({"conflicts": 1}, True),
        ({"unresolved": 1}, False),
        ({"failed": 1}, False),
        ({"error": "no connection"}, False),
        ({"error": ""}, False),
    ],
)
def test_it_is_ok_if_nothing_was_put_aside_or_waits_for_somebody(changes: dict[str, int], ok: bool) -> None:
    kind = KindReport(kind="job", **changes)  # type: ignore[arg-type]
    assert kind.ok is ok
    assert SyncReport(kinds=(CUSTOMERS, kind), duration=0.0).ok is ok


def test_what_was_seen_is_what_the_server_listed() -> None:
    report = KindReport(kind="job", **dict.fromkeys(COUNTS, 1))  # type: ignore[arg-type]
    assert report.seen == len(COUNTS) - len({"deleted", "pushed"})


def test_it_prints_as_a_table_that_lines_up() -> None:
    head, first, second, error, verdict = str(SyncReport(kinds=(CUSTOMERS, JOBS), duration=2.0)).splitlines()
    assert head.split() == ["kind", *COUNTS, "seconds"]
    assert first.split() == ["customer", "2", "0", "100", "0", "0", "0", "0", "0", "1.2"]
    assert second.split() == ["job", "0", "0", "0", "0", "0", "3", "1", "0", "0.0"]
    assert len(head) == len(first) == len(second)
    assert error == "job: the lease was lost"
    assert verdict == "not ok, 2.0 s"


def test_a_report_of_nothing_can_be_printed() -> None:
    assert str(SyncReport(kinds=(), duration=0.0)).splitlines()[-1] == "ok, 0.0 s"


@pytest.mark.parametrize("decision", Decision)
def test_a_decision_is_its_plain_word(decision: Decision) -> None:
    assert str(decision) == f"{decision}" == decision.value == decision.name.lower()


def test_an_event_cannot_be_changed() -> None:
    event = events.RecordFailed(kind="job", id="j-1", error="bad")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        event.id = "j-2"  # type: ignore[misc]
