"""The engine over the public API: one pass of listing, edits that cannot be sent, and text as Ascora has it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ascora_sdk.public import AsyncPublicClient
from ascora_sdk.sandbox import AnswerLost, PublicAccount, PublicControls, Sandbox, Status
from ascora_sdk.storage import AsyncSqlStorage
from ascora_sdk.sync import PUBLIC_CUSTOMER, PUBLIC_JOB, AsyncSyncEngine, Kind, from_plain

REMEMBERED = "ascora_records", "ascora_sync_records", "ascora_sync_logs", "ascora_sync_failures", "ascora_sync_outbox"
NAMES = {"public_customer": "customer", "public_job": "job"}


class Rows:
    """The rows, as a program of the host's own sees and edits them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def run(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._path)) as database, database:
            return database.execute(statement, values).fetchall()

    def fields(self, kind: Kind, id: str) -> dict[str, Any]:
        where = "kind = ? AND ascora_id = ?"
        ((fields,),) = self.run(f"SELECT fields FROM ascora_records WHERE {where}", kind.name, id)
        return dict(json.loads(fields))

    def edit(self, kind: Kind, id: str, field: str, value: Any) -> None:
        statement = "UPDATE ascora_records SET fields = json_set(fields, ?, json(?)) WHERE kind = ? AND ascora_id = ?"
        self.run(statement, f"$.{field}", json.dumps(value), kind.name, id)

    def make(self, kind: Kind, **fields: Any) -> str:
        statement = "INSERT INTO ascora_records (organization_id, kind, fields) VALUES ('default', ?, ?) RETURNING id"
        ((key,),) = self.run(statement, kind.name, json.dumps(fields))
        return str(key)

    def everything(self) -> list[Any]:
        return [self.run(f"SELECT * FROM {table} ORDER BY 1, 2") for table in REMEMBERED]


@pytest.fixture(params=["status", "success_false"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(public=PublicAccount(customers=25, jobs=30, invoices_to_send=4, failures=request.param)) as sandbox:
        yield sandbox


@pytest.fixture
def server(sandbox: Sandbox) -> PublicControls:
    return sandbox.public


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    return Rows(tmp_path / "public.db")


@pytest.fixture
async def engine(sandbox: Sandbox, tmp_path: Path, migrated: Path) -> AsyncIterator[AsyncSyncEngine]:
    """An engine whose client gives up at once, after its first sync."""
    shutil.copyfile(migrated, tmp_path / "public.db")
    async with (
        AsyncPublicClient(api_key=sandbox.public_api_key, api_url=sandbox.public_url, max_retries=0) as client,
        AsyncSqlStorage(f"sqlite:///{tmp_path / 'public.db'}") as storage,
    ):
        engine = AsyncSyncEngine(client, storage, page_size=10)
        report = await engine.sync()
        assert report.ok
        sandbox.public.clear_requests()
        yield engine


def first(server: PublicControls, kind: str) -> dict[str, Any]:
    return next(server.records(kind))


def posted(server: PublicControls) -> list[Any]:
    return [request.json() for request in server.received("POST *")]


async def test_every_record_comes_as_the_server_has_it(
    engine: AsyncSyncEngine, server: PublicControls, rows: Rows
) -> None:
    for kind in (PUBLIC_CUSTOMER, PUBLIC_JOB):
        for record in server.records(NAMES[kind.name]):
            shown = {name: value for name, value in record.items() if name != "assignedUser" or kind is PUBLIC_CUSTOMER}
            fields = from_plain(rows.fields(kind, record[kind.id_name]))
            extra = fields.pop("extra", None) or {}
            found = {**{kind.wire_names[name]: value for name, value in fields.items()}, **extra}
            there = {name: value for name, value in shown.items() if name != kind.id_name}
            assert {name: str(value) for name, value in found.items() if value is not None} == {
                name: str(json.loads(json.dumps(value, default=float)))
                for name, value in there.items()
                if value is not None
            }


async def test_a_sync_without_edits_is_one_pass_of_listing_that_writes_nothing(
    engine: AsyncSyncEngine, server: PublicControls, rows: Rows
) -> None:
    before = rows.everything()
    report = await engine.sync()
    assert [one.unchanged for one in report.values()] == [25, 30, 4]
    assert [one.requests for one in report.values()] == [3, 3, 1]
    assert {request.method for request in server.requests} == {"GET"}
    assert rows.everything() == before


async def test_a_customers_edit_is_sent_as_the_changed_field_alone(
    engine: AsyncSyncEngine, server: PublicControls, rows: Rows
) -> None:
    customer = first(server, "customer")
    rows.edit(PUBLIC_CUSTOMER, customer["customerId"], "phone_number", r"07 \u0000\ud83d \u005cu0000 ")
    report = await engine.sync()
    assert (report["public_customer"].pushed, report.ok) == (1, True)
    sent = {"customerId": customer["customerId"], "phoneNumber": "07 \0\ud83d \\u0000 "}
    assert posted(server) == [sent]
    assert server.get("customer", customer["customerId"]) == {**customer, **sent}
    report = await engine.sync()
    assert report["public_customer"].unchanged == 25
    assert len(posted(server)) == 1


async def test_a_jobs_edit_stays_on_record_and_is_not_tried_for_ever(
    engine: AsyncSyncEngine, server: PublicControls, rows: Rows
) -> None:
    job = first(server, "job")
    rows.edit(PUBLIC_JOB, job["jobId"], "job_name", "Dry the attic")
    for _ in range(3):
        report = await engine.sync()
        assert (report["public_job"].skipped, report["public_job"].pushed, report.ok) == (1, 0, True)
    server.assert_nothing_received("POST *")
    assert rows.fields(PUBLIC_JOB, job["jobId"])["job_name"] == "Dry the attic"
    story = await engine.explain("public_job", job["jobId"])
    assert [str(entry.decision) for entry in story] == ["created", "skipped"]
    assert story[-1].reason == "edited here (jobName); the server cannot change a public_job"


async def test_what_the_server_changes_in_such_a_job_still_comes(
    engine: AsyncSyncEngine, server: PublicControls, rows: Rows
) -> None:
    job = first(server, "job")
    rows.edit(PUBLIC_JOB, job["jobId"], "job_name", "Dry the attic")
    await engine.sync()
    server.edit("job", job["jobNumber"], suburb="Ascot")
    report = await engine.sync()
    assert (report["public_job"].updated, report["public_job"].skipped) == (1, 1)
    fields = rows.fields(PUBLIC_JOB, job["jobId"])
    assert (fields["job_name"], fields["suburb"]) == ("Dry the attic", "Ascot")


async def test_a_row_that_is_deleted_here_cannot_be_deleted_there(
    engine: AsyncSyncEngine, server: PublicControls, rows: Rows
) -> None:
    customer = first(server, "customer")
    rows.run("DELETE FROM ascora_records WHERE ascora_id = ?", customer["customerId"])
    for _ in range(2):
        report = await engine.sync()
        assert (report["public_customer"].skipped, report.ok) == (1, True)
    assert server.get("customer", customer["customerId"]) == customer
    assert {request.method for request in server.requests} == {"GET"}


async def test_a_new_job_waits_for_its_new_customer(
    engine: AsyncSyncEngine, server: PublicControls, rows: Rows
) -> None:
    key = rows.make(PUBLIC_CUSTOMER, customer_name="Ada Lovelace")
    rows.make(PUBLIC_JOB, job_name="Burst pipe", site_customer={"id": key}, job_status_text="New", suburb="Ascot")
    report = await engine.sync()
    assert (report["public_customer"].pushed, report["public_job"].pushed, report.ok) == (1, 1, True)
    *_, job = server.records("job")
    assert job["siteCustomer"]["name"] == "Ada Lovelace"
    assert posted(server)[1] == {
        "siteCustomer": {"id": job["siteCustomer"]["id"]},
        "jobName": "Burst pipe",
        "suburb": "Ascot",
    }
    fields = rows.fields(PUBLIC_JOB, job["jobId"])
    assert fields["site_customer"] == job["siteCustomer"]
    assert fields["job_number"] == job["jobNumber"]


async def test_a_new_record_that_cannot_be_sent_or_is_refused_stops_no_other(
    engine: AsyncSyncEngine, server: PublicControls, rows: Rows
) -> None:
    customer = first(server, "customer")
    rows.make(PUBLIC_CUSTOMER, email_address="nameless@example.com")
    rows.make(PUBLIC_CUSTOMER, customer_name="Ada Lovelace")
    rows.make(PUBLIC_JOB, job_name="At nobody's", site_customer={"id": "nobody"})
    rows.make(PUBLIC_JOB, job_name="Burst pipe", site_customer={"id": customer["customerId"]})
    report = await engine.sync()
    assert [(one.pushed, one.failed) for one in report.values()] == [(1, 1), (1, 1), (0, 0)]
    assert {record["jobName"] for record in server.records("job")} > {"Burst pipe"}
    sent = len(posted(server))
    report = await engine.sync()
    assert [(one.pushed, one.failed) for one in report.values()] == [(0, 1), (0, 1), (0, 0)]
    assert len(posted(server)) == sent


@pytest.mark.parametrize("how", ["drop", "error"])
async def test_a_create_whose_answer_is_lost_makes_one_record(
    engine: AsyncSyncEngine, server: PublicControls, rows: Rows, how: Any
) -> None:
    customer = first(server, "customer")
    server.fault("POST *", AnswerLost(how), times=2)
    rows.make(PUBLIC_CUSTOMER, customer_name="Ada Lovelace ", street_latitude=-27)
    rows.make(
        PUBLIC_JOB,
        job_name="Burst pipe",
        # The server knows the customer by another name, and the type without the blank.
        site_customer={"id": customer["customerId"], "name": "an older name"},
        job_type={"name": "Water "},
        completed_date="2026-02-17",
        custom_fields=[{"fieldName": "Insurer", "fieldValue": "Suncorp"}],
    )
    for _ in range(3):
        report = await engine.sync()
    assert report.ok
    assert (server.count("customer"), server.count("job")) == (26, 31)
    assert len(posted(server)) == 2


async def test_an_invoice_that_was_marked_as_sent_is_gone(
    engine: AsyncSyncEngine, server: PublicControls, rows: Rows
) -> None:
    invoice = first(server, "invoice_to_send")
    server.edit("invoice_to_send", invoice["id"], markedAsSent=True)
    report = await engine.sync()
    assert (report["invoice_to_send"].deleted, report["invoice_to_send"].unchanged) == (1, 3)
    gone = rows.run("SELECT ascora_id FROM ascora_records WHERE ascora_deleted_at IS NOT NULL")
    assert gone == [(invoice["id"],)]


@pytest.mark.parametrize("depth", [100, 400, 900])
async def test_one_that_is_nested_deeply_stops_nobody_else(
    engine: AsyncSyncEngine, server: PublicControls, depth: int
) -> None:
    rows = ",".join(json.dumps({"customerId": record["customerId"]}) for record in server.records("customer"))
    nested = '{"a":' * depth + '"\\u0000"' + "}" * depth
    body = (
        '{"success":true,"totalPages":1,"totalRecords":27,"results":['
        f'{{"customerId":"5f0e"}},{{"customerId":"5f0f","legacy":{nested}}},{rows}]}}'
    )
    server.fault("GET /Customers/Customers", Status(200, body=body))
    report = await engine.pull("public_customer")
    assert report["public_customer"].updated == 25
    assert report["public_customer"].created + report["public_customer"].failed == 2


async def test_a_row_with_an_id_of_somebodys_own_stops_nobody_else(
    engine: AsyncSyncEngine, server: PublicControls, rows: Rows
) -> None:
    statement = "INSERT INTO ascora_records (organization_id, kind, ascora_id, fields) VALUES ('default', ?, ?, ?)"
    for id_ in ("no id of a job", "../jobs"):
        rows.run(statement, PUBLIC_JOB.name, id_, json.dumps({"job_description": "Dry the cellar"}))
    customer = next(server.records("customer"))
    rows.make(PUBLIC_JOB, job_name="Dry the roof", site_customer={"id": customer["customerId"]})
    report = await engine.sync()
    assert (report["public_job"].pushed, report["public_job"].failed) == (1, 2)
    assert "Dry the roof" in [job["jobName"] for job in server.records("job")]
    ((told,),) = rows.run("SELECT error FROM ascora_sync_failures WHERE ascora_id = '../jobs'")
    assert "number" in told
    written = rows.everything()
    assert (await engine.sync())["public_job"].failed == 2
    assert rows.everything() == written
