"""What a host is told while a pull runs, and the report at its end."""

from __future__ import annotations

import re

import pytest

from ascora_sdk import AscoraApiError
from ascora_sdk.sandbox import Sandbox, Status
from ascora_sdk.sync import (
    KindFinished,
    KindStarted,
    PagePulled,
    RecordFailed,
    SyncEvent,
    SyncFinished,
    SyncStarted,
)

from ...client.faults import AtOffset
from ...sync.database import Database


def _names(events: list[SyncEvent]) -> list[str]:
    return [type(event).__name__ for event in events]


async def test_a_pull_that_goes_well_is_told_from_its_start_to_its_end(make_engine) -> None:
    events: list[SyncEvent] = []
    report = await make_engine(on_event=events.append, organization_id="acme").pull()
    pages = {"customer": [10, 20, 25], "job": [10, 12], "invoice": [10, 12]}
    assert events[0] == SyncStarted(organization_id="acme", kinds=("customer", "job", "invoice"))
    assert events[-1] == SyncFinished(report=report)
    assert [event for event in events if isinstance(event, KindStarted)] == [
        KindStarted(kind=kind, resumed_at=0) for kind in pages
    ]
    for kind, done in pages.items():
        told = [event for event in events if isinstance(event, PagePulled) and event.kind == kind]
        assert [(event.done, event.total, event.report.created) for event in told] == [
            (count, done[-1], count) for count in done
        ]
    assert [event.report for event in events if isinstance(event, KindFinished)] == list(report.values())
    expected = ["SyncStarted"]
    for done in pages.values():
        expected += ["KindStarted", *["PagePulled"] * len(done), "KindFinished"]
    assert _names(events) == [*expected, "SyncFinished"]


async def test_a_failure_is_told_and_so_is_where_the_next_pull_goes_on(make_engine, sandbox: Sandbox) -> None:
    events: list[SyncEvent] = []
    engine = make_engine(on_event=events.append)
    sandbox.fault("GET /customers", AtOffset(19, Status(500)), times=None)
    with pytest.raises(AscoraApiError) as caught:
        await engine.pull()
    assert _names(events) == ["SyncStarted", "KindStarted", "PagePulled", "PagePulled", "KindFinished", "SyncFinished"]
    finished = events[-1]
    assert isinstance(finished, SyncFinished)
    assert list(finished.report) == ["customer"]
    assert finished.report["customer"].error == str(caught.value)
    assert finished.report["customer"].created == 20
    assert not finished.report.ok
    assert f"customer: {caught.value}" in str(finished.report)

    events.clear()
    report = await engine.pull("customer")
    assert events[1:3] == [
        KindStarted(kind="customer", resumed_at=20),
        PagePulled(kind="customer", done=25, total=25, report=events[2].report),
    ]
    assert (report["customer"].created, report["customer"].seen) == (5, 5)


async def test_a_record_that_was_put_aside_is_told_each_time(make_engine, sandbox: Sandbox, database: Database) -> None:
    events: list[SyncEvent] = []
    sandbox.plant("customer", {"id": "bad", "phone": 5})
    for _ in range(2):
        events.clear()
        await make_engine(on_event=events.append).pull("customer", complete=True)
        assert [event for event in events if isinstance(event, RecordFailed)] == [
            RecordFailed(kind="customer", id="bad", error="phone: expected a string, got a whole number")
        ]
    assert database.failures()["pull:bad"]["attempts"] == 1


async def test_what_is_told_is_committed_already(make_engine, database: Database) -> None:
    seen: list[tuple[int, int]] = []

    def tell(event: SyncEvent) -> None:
        if isinstance(event, PagePulled):
            seen.append((event.done, database.count("ascora_customers")))

    await make_engine(on_event=tell).pull("customer")
    assert seen == [(10, 10), (20, 20), (25, 25)]


async def test_the_report_prints_as_a_table(make_engine, sandbox: Sandbox) -> None:
    sandbox.plant("job", {"id": "bad"})
    report = await make_engine().pull()
    head, *rows, verdict = str(report).splitlines()
    names = [
        "kind",
        "created",
        "updated",
        "unchanged",
        "deleted",
        "pushed",
        "conflicts",
        "failed",
        "skipped",
        "seconds",
    ]
    assert head.split() == names
    assert [row.split()[:-1] for row in rows] == [
        ["customer", "25", "0", "0", "0", "0", "0", "0", "0"],
        ["job", "12", "0", "0", "0", "0", "0", "1", "0"],
        ["invoice", "12", "0", "0", "0", "0", "0", "0", "0"],
    ]
    assert len({len(row) for row in (head, *rows)}) == 1
    assert re.fullmatch(r"not ok, \d+\.\d s", verdict)


async def test_no_secret_and_no_record_is_in_what_is_told_of_a_failure(make_engine, sandbox: Sandbox) -> None:
    events: list[SyncEvent] = []
    sandbox.plant("customer", {"id": "bad", "phone": 5, "notes": "of a private kind"})
    sandbox.fault("GET /customers", Status(500), after=2)
    with pytest.raises(AscoraApiError):
        await make_engine(on_event=events.append).pull("customer")
    assert sandbox.api_token not in repr(events)
    assert "private" not in repr(events)
