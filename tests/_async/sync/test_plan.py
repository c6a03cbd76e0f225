"""What a plan tells of a real account and a real file, and that neither is touched by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from ascora_sdk import AscoraApiError, AsyncAscoraClient
from ascora_sdk.public import AsyncPublicClient
from ascora_sdk.sandbox import AnswerLost, PublicAccount, Sandbox, Status
from ascora_sdk.storage import AsyncMemoryStorage, AsyncSqlStorage
from ascora_sdk.sync import (
    AsyncSyncEngine,
    Effect,
    FieldChange,
    Lease,
    LeaseHeldError,
    Manual,
    PlannedAction,
    Scope,
    SyncEvent,
    SyncPlan,
)

from ...sync.database import Database

MakeEngine = Callable[..., AsyncSyncEngine]


def told(plan: SyncPlan) -> dict[tuple[str, str], PlannedAction]:
    """The actions by effect and record."""
    found = {(str(one.effect), one.name): one for one in plan.actions}
    assert len(found) == len(plan.actions)
    return found


def insert(database: Database, table: str, **values: Any) -> str:
    names = ", ".join(["organization_id", *values])
    marks = ", ".join("?" * (len(values) + 1))
    return str(
        database.value(f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING id", "default", *values.values())
    )


def bytes_of(database: Database) -> list[bytes]:
    return [path.read_bytes() for path in sorted(database.path.parent.glob("ascora.db*")) if "shm" not in path.name]


@pytest.fixture
async def edited(engine: AsyncSyncEngine, sandbox: Sandbox, database: Database) -> dict[str, str]:
    """Both sides in step, and then each edited; the rows that were made here."""
    await engine.sync()
    database.edit("customer", "c-1", phone="here", mobile=None)
    database.edit("customer", "c-2", phone="here")
    database.delete("customer", "c-3")
    customer = insert(database, "ascora_customers", first_name="Ada", phone="1")
    job = insert(database, "ascora_jobs", job_title="Dry", customer_id=customer, status="pending")
    sandbox.edit("customer", "c-1", email="there@example.com")
    sandbox.edit("customer", "c-2", phone="there")
    sandbox.add("customer", id="c-new", firstName="Grace")
    sandbox.remove("invoice", "i-1")
    sandbox.clear_requests()
    return {"customer": customer, "job": job}


async def test_it_tells_what_would_be_done_record_by_record(
    engine: AsyncSyncEngine, edited: dict[str, str], sandbox: Sandbox
) -> None:
    plan = await engine.plan()
    there = sandbox.get("customer", "c-1")
    assert {(one.kind, str(one.effect), one.name) for one in plan.actions} == {
        ("customer", "create here", "c-new"),
        ("customer", "update here", "c-1"),
        ("customer", "update here", "c-2"),
        ("customer", "update there", "c-1"),
        ("customer", "create there", f"(new) {edited['customer']}"),
        ("customer", "delete there", "c-3"),
        ("job", "create there", f"(new) {edited['job']}"),
        ("invoice", "mark deleted here", "i-1"),
    }
    found = told(plan)
    assert found["update there", "c-1"].fields == {
        "phone": FieldChange(there["phone"], "here"),
        "mobile": FieldChange(there["mobile"], None),
    }
    assert list(found["update here", "c-1"].fields) == ["email", "updated_at"]
    assert found["update here", "c-2"].reason == (
        "edited on both sides: phone; phone from remote, decided by MergeFields"
    )
    assert found["update here", "c-2"].fields["phone"] == FieldChange("here", "there")
    new = found["create there", f"(new) {edited['customer']}"]
    assert (new.id, new.key, new.fields) == (
        None,
        edited["customer"],
        {"first_name": FieldChange(None, "Ada"), "phone": FieldChange(None, "1")},
    )
    job = found["create there", f"(new) {edited['job']}"]
    assert job.fields["customer_id"] == FieldChange(None, f"new:{edited['customer']}")
    assert found["create here", "c-new"].fields["first_name"] == FieldChange(None, "Grace")
    assert found["mark deleted here", "i-1"].reason == "deleted on the server; by policy: mark"


async def test_nothing_is_written_on_either_side(
    engine: AsyncSyncEngine, edited: dict[str, str], sandbox: Sandbox, database: Database
) -> None:
    as_it_was, there = (
        bytes_of(database),
        {kind: list(sandbox.records(kind)) for kind in ("customer", "job", "invoice")},
    )
    for complete in (False, True):
        assert not (await engine.plan(complete=complete)).is_empty
    assert bytes_of(database) == as_it_was
    assert {kind: list(sandbox.records(kind)) for kind in there} == there
    assert {request.method for request in sandbox.requests} == {"GET"}


async def test_a_first_plan_needs_nothing_but_the_tables(
    make_engine: MakeEngine, storage: AsyncSqlStorage, database: Database
) -> None:
    async with storage.transaction():
        pass
    as_it_was = bytes_of(database)
    plan = await make_engine(page_size=4).plan()
    assert plan.counts == {
        kind: {Effect.CREATE_HERE: count} for kind, count in {"customer": 25, "job": 12, "invoice": 12}.items()
    }
    assert bytes_of(database) == as_it_was
    assert (plan.report["customer"].created, plan.report["customer"].requests, plan.report.duration) == (25, 0, 0)


async def test_a_sync_right_after_does_it_and_then_there_is_nothing_to_do(
    engine: AsyncSyncEngine, edited: dict[str, str], sandbox: Sandbox, database: Database
) -> None:
    plan = await engine.plan()
    report = await engine.sync()
    assert [(one.created, one.updated, one.pushed, one.deleted, one.conflicts) for one in report.values()] == [
        (one.created, one.updated, one.pushed, one.deleted, one.conflicts) for one in plan.report.values()
    ]
    assert (sandbox.get("customer", "c-1")["phone"], sandbox.get("customer", "c-1")["mobile"]) == ("here", None)
    assert database.field("customer", "c-2", "phone") == "there"
    after = await engine.plan()
    assert after.is_empty
    assert str(after).splitlines() == [
        "There is nothing to do: both sides are in step.",
        "This is a plan: nothing was written.",
    ]


async def test_one_kind_alone_and_what_waits_for_another(engine: AsyncSyncEngine, edited: dict[str, str]) -> None:
    plan = await engine.plan("job")
    assert [(one.kind, one.effect, one.key, one.reason) for one in plan.actions] == [
        ("job", Effect.SKIP, edited["job"], "it refers to a record that has no Ascora id yet")
    ]
    assert plan.report["job"].skipped == 1
    with pytest.raises(ValueError, match="there is no kind 'van'"):
        await engine.plan("van")


async def test_a_conflict_is_told_with_both_values(
    make_engine: MakeEngine, edited: dict[str, str], database: Database
) -> None:
    engine = make_engine(strategy=Manual())
    conflict = told(await engine.plan())["conflict", "c-2"]
    assert conflict.fields == {"phone": FieldChange("here", "there")}
    assert conflict.changes == "phone: 'here' here, 'there' there"
    assert conflict.reason == "customer:c-2: edited on both sides: phone"
    await engine.sync()
    after = await engine.plan()
    assert after.is_empty
    assert "Conflicts that wait for somebody to decide: 1." in str(after).splitlines()


async def test_a_row_that_is_marked_already_is_not_marked_again(
    make_engine: MakeEngine, sandbox: Sandbox, database: Database
) -> None:
    engine = make_engine(strategy=Manual())
    await engine.sync("customer")
    sandbox.remove("customer", "c-1")
    assert [str(one.effect) for one in (await engine.plan("customer")).actions] == ["mark deleted here"]
    await engine.sync("customer")
    database.edit("customer", "c-1", phone="here")
    plan = await engine.plan("customer")
    assert [(str(one.effect), one.id) for one in plan.actions] == [("conflict", "c-1")]
    assert plan.actions[0].reason == "customer:c-1: edited here, deleted on the server"


async def test_what_cannot_be_kept_is_told_as_a_failure(engine: AsyncSyncEngine, sandbox: Sandbox) -> None:
    sandbox.plant("customer", {**sandbox.get("customer", "c-1"), "notes": "nul\0"})
    sandbox.plant("customer", {**sandbox.get("customer", "c-2"), "phone": 5})
    plan = await engine.plan("customer")
    failures = {one.id: one.reason for one in plan.actions if one.effect is Effect.FAIL}
    assert failures == {
        "c-1": "notes: it holds a NUL character, which a database's text cannot",
        "c-2": "phone: expected a string, got a whole number",
    }
    assert plan.counts["customer"] == {Effect.CREATE_HERE: 23, Effect.FAIL: 2}


async def test_what_the_server_refused_before_is_not_planned_again(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    await engine.sync("customer")
    database.edit("customer", "c-1", phone="here")
    sandbox.fault("PUT /customers/{id}", Status(422))
    assert (await engine.sync("customer"))["customer"].failed == 1
    (action,) = (await engine.plan("customer")).actions
    assert (action.effect, action.id) == (Effect.FAIL, "c-1")
    assert action.key == database.field("customer", "c-1", "id")


async def test_what_the_server_has_no_way_to_take_is_told_as_skipped() -> None:
    with Sandbox(public=PublicAccount(customers=5, jobs=5)) as sandbox:
        async with AsyncPublicClient(api_key=sandbox.public_api_key, api_url=sandbox.public_url) as client:
            storage = AsyncMemoryStorage()
            engine = AsyncSyncEngine(client, storage)
            await engine.sync()
            job, customer = (await storage.rows("public_job"))[0], (await storage.rows("public_customer"))[0]
            await storage.edit("public_job", job["key"], job_description="edited here")
            await storage.remove("public_customer", customer["key"])
            plan = await engine.plan()
    assert {(one.kind, one.effect, one.id, one.key, one.reason) for one in plan.actions} == {
        (
            "public_job",
            Effect.SKIP,
            job["id"],
            job["key"],
            "edited here (jobDescription); the server cannot change a public_job",
        ),
        (
            "public_customer",
            Effect.SKIP,
            customer["id"],
            None,
            "deleted here; the server cannot delete a public_customer",
        ),
    }


async def test_a_payment_that_waits_is_planned(
    engine: AsyncSyncEngine, sandbox: Sandbox, client: AsyncAscoraClient
) -> None:
    invoice = await client.invoices.create(
        customer_id="c-1",
        invoice_number="INV-1001",
        invoice_date=date(2026, 2, 1),
        due_date=date(2026, 3, 1),
        total_amount=Decimal(250),
        status="sent",
    )
    await engine.sync()
    sandbox.fault("POST /invoices/{id}/payments", Status(429))
    with pytest.raises(AscoraApiError):
        await engine.record_payment(
            invoice.id,
            amount=Decimal("99.90"),
            payment_method="cash",
            payment_date=date(2026, 2, 17),
            reference="receipt-17",
        )
    sandbox.clear_requests()
    plan = await engine.plan("invoice")
    paid = told(plan)["pay there", invoice.id]
    assert (paid.fields["paid_amount"].new, paid.reason) == (Decimal("99.90"), "payment 'receipt-17'")
    assert {request.method for request in sandbox.requests} == {"GET"}
    assert sandbox.payments(invoice.id) == []
    assert (await engine.sync("invoice"))["invoice"].pushed == plan.report["invoice"].pushed == 1
    assert len(sandbox.payments(invoice.id)) == 1


async def test_a_create_whose_answer_was_lost_is_not_planned_again(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    await engine.sync("customer")
    key = insert(database, "ascora_customers", first_name="Ada")
    sandbox.fault("POST /customers", AnswerLost())
    await engine.sync("customer")
    assert sandbox.count("customer") == 26
    (action,) = (await engine.plan("customer")).actions
    assert (action.effect, action.key, action.fields["id"].old) == (Effect.UPDATE_HERE, key, None)
    assert sandbox.get("customer", action.fields["id"].new)["firstName"] == "Ada"


async def test_it_takes_no_lease_and_is_not_held_up_by_one(
    engine: AsyncSyncEngine, edited: dict[str, str], storage: AsyncSqlStorage
) -> None:
    plan = await engine.plan("customer")
    now = datetime.now(timezone.utc)
    async with storage.transaction() as work:
        lease = Lease(owner="other", until=now + timedelta(hours=1))
        assert await work.claim_lease(Scope("default", "customer"), lease, now=now)
    assert (await engine.plan("customer")).actions == plan.actions
    with pytest.raises(LeaseHeldError):
        await engine.sync("customer")


async def test_nobody_is_told_that_something_happens(make_engine: MakeEngine, edited: dict[str, str]) -> None:
    events: list[SyncEvent] = []
    assert not (await make_engine(on_event=events.append).plan()).is_empty
    assert events == []


async def test_a_server_that_cannot_be_read_is_no_plan(engine: AsyncSyncEngine, sandbox: Sandbox) -> None:
    sandbox.fault("GET /jobs", Status(500))
    with pytest.raises(AscoraApiError):
        await engine.plan()
