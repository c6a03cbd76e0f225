"""Bad records: each is put aside with what is wrong with it, and stops no other."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from ascora_sdk.sandbox import Sandbox, Status
from ascora_sdk.sync import AsyncSyncEngine

from ...sync.database import Database

JOB = {"jobTitle": "Dry out", "customerId": "c-1", "status": "pending"}

BAD: dict[str, tuple[str, dict[str, Any], str]] = {
    "a number for a text": ("customer", {"phone": 5}, "phone: expected a string, got a whole number"),
    "a list for an object": ("customer", {"customFields": [1]}, "customFields: "),
    "a NUL": ("customer", {"notes": "a\0b"}, "notes: it holds a NUL"),
    "a NUL within JSON": ("customer", {"customFields": {"a": ["\0"]}}, "custom_fields: it holds a NUL"),
    "a NUL in an unknown field": ("customer", {"nick": "\0"}, "extra: it holds a NUL"),
    "a NUL in a name": ("customer", {"ni\0ck": "x"}, "extra: it holds a NUL"),
    "half a surrogate pair": ("customer", {"notes": "a\ud800b"}, "notes: it holds half a surrogate pair"),
    "a wrong date": ("customer", {"createdAt": "yesterday"}, "createdAt: "),
    "three decimals": ("job", {**JOB, "estimatedCost": Decimal("12.345")}, "estimated_cost: 12.345 has more than 2"),
    "eleven digits": ("job", {**JOB, "actualCost": Decimal("12345678901.00")}, "actual_cost: 12345678901.00 has more"),
    "a huge exponent": ("job", {**JOB, "invoiceAmount": Decimal("1E+400")}, "invoice_amount: "),
    "a tiny amount": ("job", {**JOB, "invoiceAmount": Decimal("1E-400")}, "invoice_amount: "),
    "money as text": ("job", {**JOB, "estimatedCost": "12.50"}, "estimatedCost: "),
    "money that is true": ("job", {**JOB, "estimatedCost": True}, "estimatedCost: "),
    "a missing title": ("job", {"customerId": "c-1", "status": "pending"}, "jobTitle: missing"),
    "a title that is null": ("job", {**JOB, "jobTitle": None}, "jobTitle: expected a string, got null"),
    "a date that is none": ("job", {**JOB, "scheduledDate": "2026-02-30T10:00:00Z"}, "scheduledDate: "),
    "an item that is none": (
        "invoice",
        {
            "customerId": "c-1",
            "invoiceNumber": "1",
            "invoiceDate": "2026-01-01",
            "dueDate": "2026-01-01",
            "totalAmount": 1,
            "status": "paid",
            "items": [7],
        },
        "items[0]: ",
    ),
}

BAD_IDS = {
    "null": None,
    "a number": 5,
    "empty": "",
    "an object": {"a": 1},
    "with a NUL": "c-\0",
    "half a pair": "c-\ud800",
}


@pytest.mark.parametrize("name", BAD)
async def test_it_is_put_aside_and_the_others_come_through(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, name: str
) -> None:
    kind, fields, error = BAD[name]
    others = sandbox.count(kind)
    record = {"id": "bad", **fields}
    sandbox.plant(kind, record)
    report = await engine.pull(kind)
    assert (report[kind].created, report[kind].failed, report.ok) == (others, 1, False)
    assert "bad" not in database.records(kind)
    assert database.state(kind, "bad") == {}
    kept = database.failures()["pull:bad"]
    assert kept["error"].startswith(error)
    assert "\n" not in kept["error"]
    assert json.loads(kept["payload"], parse_float=Decimal) == record
    told = database.audit("bad")
    assert [(row["status"], row["error_message"]) for row in told] == [("failed", kept["error"])]


@pytest.mark.parametrize("name", BAD_IDS)
async def test_an_id_that_is_none_is_put_aside(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, name: str
) -> None:
    sandbox.plant("customer", {"id": BAD_IDS[name], "firstName": "Ada"})
    for _ in range(3):
        report = await engine.pull("customer", complete=True)
        assert (report["customer"].failed, report.ok) == (1, False)
    assert len(database.records("customer")) == 25
    (kept,) = database.failures().values()
    assert kept["error"].startswith("id: ")
    assert json.loads(kept["payload"])["firstName"] == "Ada"
    assert kept["attempts"] == 1


async def test_what_is_not_even_an_object_is_put_aside(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    body = '{"data":[42,null,"x",[1],{},true,{"id":"c-1","phone":"1"}],"total":7,"hasMore":false}'
    sandbox.fault("GET /customers", Status(200, body=body), times=2)
    for _ in range(2):
        report = await engine.pull("customer", complete=True)
        assert report["customer"].failed == 6
    assert list(database.records("customer")) == ["c-1"]
    assert sorted(row["payload"] for row in database.failures().values()) == ['"x"', "42", "[1]", "null", "true", "{}"]
    assert len([row for row in database.audit() if row["status"] == "failed"]) == 6


@pytest.mark.parametrize("depth", [100, 300, 600, 900])
async def test_one_that_is_nested_deeply_stops_nobody_else(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, depth: int
) -> None:
    nested = '{"a":' * depth + "1.50" + "}" * depth
    body = f'{{"data":[{{"id":"c-1"}},{{"id":"deep","customFields":{nested}}}],"total":2,"hasMore":false}}'
    sandbox.fault("GET /customers", Status(200, body=body), times=2)
    report = await engine.pull("customer")
    assert report["customer"].created + report["customer"].failed == 2
    assert "c-1" in database.records("customer")
    report = await engine.pull("customer", complete=True)
    assert report["customer"].unchanged + report["customer"].failed == 2


async def test_all_of_a_page_may_be_bad(engine: AsyncSyncEngine, sandbox: Sandbox, database: Database) -> None:
    for number in range(1, 26):
        sandbox.plant("customer", {**sandbox.get("customer", f"c-{number}"), "phone": number})
    report = await engine.pull("customer")
    assert (report["customer"].failed, report["customer"].created) == (25, 0)
    assert database.count("ascora_sync_failures") == 25


async def test_the_same_bad_record_again_writes_nothing(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.plant("customer", {"id": "bad", "phone": 5})
    sandbox.plant("customer", {"id": None, "phone": 6})
    sandbox.plant("job", {**JOB, "id": "bad", "estimatedCost": Decimal("0.001")})
    await engine.pull()
    database.watch()
    report = await engine.pull(complete=True)
    assert database.seen_writes() == []
    assert (report["customer"].failed, report["job"].failed, report.ok) == (2, 1, False)


async def test_another_version_of_a_bad_record_takes_the_place_of_the_former(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.plant("customer", {"id": "bad", "phone": 5})
    await engine.pull("customer")
    sandbox.plant("customer", {"id": "bad", "mobile": 6})
    await engine.pull("customer", complete=True)
    (kept,) = database.failures().values()
    assert (kept["error"], kept["attempts"]) == ("mobile: expected a string, got a whole number", 1)
    assert json.loads(kept["payload"]) == {"id": "bad", "mobile": 6}
    assert len(database.audit("bad")) == 2


async def test_once_mended_it_is_pulled_and_no_longer_aside(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.plant("customer", {"id": "bad", "phone": 5})
    sandbox.plant("customer", {"id": "worse", "phone": 5})
    await engine.pull("customer")
    sandbox.plant("customer", {"id": "bad", "phone": "5"})
    report = await engine.pull("customer", complete=True)
    assert (report["customer"].created, report["customer"].failed, report.ok) == (1, 1, False)
    assert database.failures().keys() == {"pull:worse"}
    sandbox.remove("customer", "worse")
    report = await engine.pull("customer", complete=True)
    assert report.ok
    assert database.failures() == {}
    assert database.field("customer", "bad", "phone") == "5"
    assert [row["status"] for row in database.audit("bad")] == ["failed", "success"]


async def test_a_good_record_that_turns_bad_keeps_its_row_and_its_edits(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    good = sandbox.edit("customer", "c-1", phone="base", email="base")
    await engine.pull("customer")
    database.edit("customer", "c-1", phone="local")
    sandbox.plant("customer", {**good, "email": 7})
    report = await engine.pull("customer", complete=True)
    assert (report["customer"].failed, report["customer"].unchanged) == (1, 24)
    row = database.records("customer")["c-1"]
    assert (row["phone"], row["email"]) == ("local", "base")
    sandbox.plant("customer", {**good, "email": "remote"})
    assert (await engine.pull("customer", complete=True)).ok
    row = database.records("customer")["c-1"]
    assert (row["phone"], row["email"]) == ("local", "remote")
    assert database.failures() == {}


async def test_a_good_record_that_turned_bad_and_back_is_no_longer_aside(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    await engine.pull("customer")
    good = sandbox.get("customer", "c-1")
    sandbox.plant("customer", {**good, "email": 7})
    await engine.pull("customer", complete=True)
    assert database.failures().keys() == {"pull:c-1"}
    sandbox.plant("customer", good)
    report = await engine.pull("customer", complete=True)
    assert (report["customer"].unchanged, report.ok) == (25, True)
    assert database.failures() == {}


async def test_one_that_was_put_aside_before_a_broken_pull_is_kept_by_the_one_that_goes_on(
    make_engine, engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.plant("customer", {"id": "a-bad", "phone": 5})
    sandbox.fault("GET /customers", Status(500), after=1)
    with pytest.raises(Exception, match="500"):
        await engine.pull("customer")
    await engine.pull("customer")
    assert database.failures().keys() == {"pull:a-bad"}


@pytest.mark.parametrize("amount", ["0.10", "10", "9999999999.99", "-0.01", "12.500", "1E+3", "0E-9"])
async def test_an_amount_that_fits_is_never_changed(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, amount: str
) -> None:
    sandbox.plant("job", {**JOB, "id": "j-x", "estimatedCost": Decimal(amount)})
    assert (await engine.pull("job")).ok
    stored = database.field("job", "j-x", "estimated_cost")
    assert Decimal(stored) == Decimal(amount)
    assert "E" not in stored
