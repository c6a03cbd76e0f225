"""The tables as a database keeps them: what it fills in, what it refuses, and what plain SQL does to them."""

import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import attrs
import pytest
from sqlalchemy import Connection, Engine, Table, insert, select, text, update
from sqlalchemy.exc import DataError, IntegrityError

from ascora_sdk.models import Customer, Invoice, Job
from ascora_sdk.storage.sql import migrate
from ascora_sdk.storage.sql.record_tables import RECORD_TABLES
from ascora_sdk.storage.sql.tables import (
    customers,
    forget_organization,
    integrations,
    invoices,
    jobs,
    metadata,
    records,
    sync_checkpoints,
    sync_conflicts,
    sync_failures,
    sync_logs,
    sync_outbox,
    sync_records,
    sync_schedules,
    sync_tombstones,
)

INVOICE = {
    "organization_id": "o",
    "customer_id": "c-1",
    "invoice_number": "7",
    "invoice_date": "2026-02-17",
    "due_date": "2026-03-17T00:00:00Z",
    "total_amount": Decimal("0.30"),
}
JOB = {"organization_id": "o", "job_title": "Dry out", "customer_id": "c-1"}
CUSTOMER = {"organization_id": "o"}
MINIMAL: list[tuple[Table, dict[str, Any]]] = [
    (integrations, {"organization_id": "o"}),
    (customers, CUSTOMER),
    (jobs, JOB),
    (invoices, INVOICE),
    (records, {"organization_id": "o", "kind": "supplier", "fields": {"name": "Timber"}}),
]
NOON = datetime(2026, 2, 17, 12, tzinfo=timezone.utc)
KEYED: list[tuple[Table, dict[str, Any]]] = [
    (sync_records, {"organization_id": "o", "kind": "job", "ascora_id": "j-1", "base": "{}", "digest": "d"}),
    (sync_checkpoints, {"organization_id": "o", "kind": "job"}),
    (
        sync_failures,
        {"organization_id": "o", "kind": "job", "record_key": "j-1", "digest": "d", "error": "e", "payload": "{}"},
    ),
    (sync_tombstones, {"organization_id": "o", "kind": "job", "ascora_id": "j-1", "base": "{}", "seen_at": NOON}),
    (
        sync_outbox,
        {
            "organization_id": "o",
            "kind": "job",
            "record_key": "k",
            "action": "create",
            "payload": "{}",
            "idempotency_key": "i",
            "written_at": NOON,
        },
    ),
    (
        sync_conflicts,
        {
            "organization_id": "o",
            "kind": "job",
            "ascora_id": "j-1",
            "digest": "d",
            "fields": ["phone"],
            "holds": False,
            "found_at": NOON,
        },
    ),
]
REFUSED: list[tuple[Table, dict[str, Any]]] = [
    (integrations, {"organization_id": "o", "sync_status": "bored"}),
    (jobs, {**JOB, "sync_direction": "sideways"}),
    (jobs, {**JOB, "job_title": None}),
    (jobs, {**JOB, "organization_id": None}),
    (sync_logs, {"sync_type": "pull", "status": "maybe"}),
    (sync_logs, {"sync_type": "pull", "status": "success", "integration_id": None}),
    (sync_logs, {"sync_type": "pull", "status": "success", "integration_id": uuid4()}),
    (sync_schedules, {"sync_interval": 59}),
    (sync_schedules, {"sync_interval": 3601}),
]


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        migrate.upgrade(connection)
        yield connection


def an_integration(connection: Connection, organization_id: str = "o") -> UUID:
    made = insert(integrations).values(organization_id=organization_id).returning(integrations.c.id)
    found: UUID = connection.execute(made).scalar_one()
    return found


def test_the_names_of_the_tables() -> None:
    assert {*metadata.tables} == {
        *("ascora_integrations", "ascora_customers", "ascora_jobs", "ascora_invoices", "ascora_records"),
        *("ascora_sync_logs", "ascora_sync_schedules"),
        *("ascora_sync_records", "ascora_sync_checkpoints", "ascora_sync_failures"),
        *("ascora_sync_tombstones", "ascora_sync_outbox", "ascora_sync_conflicts"),
    }


@pytest.mark.parametrize(("kind", "model"), [("customer", Customer), ("job", Job), ("invoice", Invoice)])
def test_each_field_of_a_model_has_a_column_of_its_own(kind: str, model: type[Any]) -> None:
    record = RECORD_TABLES[kind]
    assert {*record.columns} == {field.name for field in attrs.fields(model)} - {"id"}
    assert len({*record.columns.values()}) == len(record.columns)
    assert {record.ascora_id, record.synced_at, *record.columns.values()} <= {*record.table.c}
    assert record.ascora_id.name == f"ascora_{kind}_id"
    assert record.columns["created_at"].name == "ascora_created_at"


def test_a_field_that_a_model_requires_is_required(connection: Connection) -> None:
    for model, record in zip((Customer, Job, Invoice), RECORD_TABLES.values(), strict=True):
        required = {field.name for field in attrs.fields(model) if field.default is attrs.NOTHING} - {"id"}
        assert {name for name, column in record.columns.items() if not column.nullable} == required


@pytest.mark.parametrize(("table", "row"), MINIMAL, ids=lambda given: getattr(given, "name", ""))
def test_the_database_fills_in_id_and_times(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    before = datetime.now(timezone.utc)
    connection.execute(insert(table).values(row))
    connection.commit()
    found = connection.execute(select(table)).one()
    assert isinstance(found.id, UUID)
    assert found.id.variant == uuid4().variant
    assert found.id.version in {4, 7}
    slack = timedelta(seconds=1)
    assert before - slack < found.created_at <= found.updated_at < datetime.now(timezone.utc) + slack
    assert found.created_at.utcoffset() == timedelta(0)


def test_ids_made_by_the_database_differ_and_find_their_row(connection: Connection) -> None:
    connection.execute(insert(customers), [CUSTOMER] * 1000)
    ids = connection.execute(select(customers.c.id)).scalars().all()
    assert len({*ids}) == 1000
    form = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    texts = connection.execute(text("SELECT CAST(id AS TEXT) FROM ascora_customers")).scalars().all()
    assert all(form.fullmatch(found) for found in texts)
    assert {*map(str, ids)} == {*texts}
    assert connection.execute(select(customers.c.id).where(customers.c.id == ids[7])).scalar() == ids[7]
    assert connection.execute(select(customers.c.id).where(customers.c.id == texts[7])).scalar() == UUID(texts[7])


def test_defaults_of_what_is_not_named(connection: Connection) -> None:
    for table, row in MINIMAL:
        connection.execute(insert(table).values(row))
    integration = connection.execute(select(integrations)).one()
    assert (integration.is_active, integration.sync_status, integration.sync_settings) == (True, "idle", None)
    job = connection.execute(select(jobs)).one()
    assert (job.sync_direction, job.status, job.ascora_job_id, job.extra) == ("both", "pending", None, None)
    assert connection.execute(select(invoices.c.status)).scalar() == "draft"
    connection.execute(insert(sync_schedules).values(integration_id=integration.id))
    schedule = connection.execute(select(sync_schedules)).one()
    assert (schedule.sync_interval, schedule.is_active, schedule.next_run_at) == (300, True, None)
    connection.execute(insert(sync_logs).values(integration_id=integration.id, sync_type="pull", status="success"))
    assert connection.execute(select(sync_logs.c.retry_count)).scalar() == 0
    for table, row in KEYED:
        connection.execute(insert(table).values(row))
    assert connection.execute(select(sync_failures.c.attempts)).scalar() == 1


@pytest.mark.parametrize(("table", "row"), [*MINIMAL, *KEYED[1:3]], ids=lambda given: getattr(given, "name", ""))
def test_an_edit_by_plain_sql_is_seen(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    connection.execute(insert(table).values(row))
    connection.commit()
    edit = text(f"UPDATE {table.name} SET organization_id = 'other'")
    seen = [connection.execute(select(table.c.updated_at)).scalar_one()]
    for _ in range(5):
        # At once, and so within one tick of the database's clock: each is still later than the one before it.
        connection.execute(edit)
        seen.append(connection.execute(select(table.c.updated_at)).scalar_one())
    assert seen == sorted({*seen})
    assert seen[-1] - seen[0] < timedelta(minutes=5)
    assert connection.execute(select(table.c.created_at)).scalar_one() <= seen[0]


def test_an_edit_has_the_time_of_the_clock(connection: Connection) -> None:
    connection.execute(insert(customers).values(CUSTOMER))
    connection.commit()
    time.sleep(0.05)
    before = datetime.now(timezone.utc)
    connection.execute(text("UPDATE ascora_customers SET email = 'a@b.c'"))
    found = connection.execute(select(customers.c.updated_at)).scalar_one()
    assert before - timedelta(milliseconds=2) <= found <= datetime.now(timezone.utc) + timedelta(milliseconds=2)


def test_an_explicit_time_is_kept(connection: Connection) -> None:
    given = datetime(2020, 2, 29, 12, 30, 15, 123456, timezone.utc)
    connection.execute(insert(customers).values(**CUSTOMER, updated_at=given))
    assert connection.execute(select(customers.c.updated_at)).scalar() == given
    earlier = given - timedelta(days=1)
    connection.execute(update(customers).values(updated_at=earlier, email="a@b.c"))
    assert connection.execute(select(customers.c.updated_at)).scalar() == earlier


def test_an_edit_after_a_time_in_the_future_is_later_still(connection: Connection) -> None:
    given = datetime(2199, 12, 31, 23, 59, 59, 999999, timezone.utc)
    connection.execute(insert(customers).values(**CUSTOMER, updated_at=given))
    connection.execute(text("UPDATE ascora_customers SET email = 'a@b.c'"))
    found = connection.execute(select(customers.c.updated_at)).scalar_one()
    assert given < found < given + timedelta(seconds=1)


def test_the_trigger_touches_the_edited_row_alone(connection: Connection) -> None:
    given = datetime(2020, 1, 1, tzinfo=timezone.utc)
    rows = [{**CUSTOMER, "email": email, "updated_at": given} for email in ("a", "b")]
    connection.execute(insert(customers), rows)
    connection.execute(text("UPDATE ascora_customers SET phone = '1' WHERE email = 'a'"))
    times = {row.email: row.updated_at for row in connection.execute(select(customers))}
    assert times["a"] > given == times["b"]


def test_an_update_counts_its_own_rows(connection: Connection) -> None:
    connection.execute(insert(customers), [CUSTOMER] * 3)
    assert connection.execute(update(customers).values(email="a@b.c")).rowcount == 3


def test_the_trigger_ends_where_triggers_recurse(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as connection:
        migrate.upgrade(connection)
        connection.exec_driver_sql("PRAGMA recursive_triggers = ON")
        connection.execute(insert(customers).values(CUSTOMER))
        connection.execute(text("UPDATE ascora_customers SET updated_at = 'nonsense'"))
        connection.execute(text("UPDATE ascora_customers SET email = 'a@b.c'"))
        assert isinstance(connection.execute(select(customers.c.updated_at)).scalar(), datetime)


@pytest.mark.parametrize("kind", RECORD_TABLES)
def test_an_ascora_id_is_unique_in_its_organization(connection: Connection, kind: str) -> None:
    table, ascora_id = RECORD_TABLES[kind].table, RECORD_TABLES[kind].ascora_id
    row = dict(MINIMAL[[found for found, _ in MINIMAL].index(table)][1])
    # Rows made here have none yet, and there may be many.
    connection.execute(insert(table), [row, row])
    connection.execute(insert(table), [{**row, ascora_id.name: "1"}, {**row, ascora_id.name: "2"}])
    connection.execute(insert(table).values({**row, ascora_id.name: "1", "organization_id": "other"}))
    with pytest.raises(IntegrityError):
        connection.execute(insert(table).values({**row, ascora_id.name: "1"}))


@pytest.mark.parametrize(("table", "row"), KEYED, ids=lambda given: getattr(given, "name", ""))
def test_the_engines_rows_are_unique_by_their_key(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    connection.execute(insert(table).values(row))
    connection.execute(insert(table).values({**row, "organization_id": "other"}))
    connection.execute(insert(table).values({**row, "kind": "invoice"}))
    with pytest.raises(IntegrityError):
        connection.execute(insert(table).values(row))


def test_one_integration_of_an_organization_is_active(connection: Connection) -> None:
    connection.execute(insert(integrations), [{"organization_id": "o", "is_active": active} for active in (0, 0, 1)])
    an_integration(connection, "other")
    with pytest.raises(IntegrityError):
        an_integration(connection)


@pytest.mark.parametrize(("table", "row"), REFUSED, ids=lambda given: getattr(given, "name", ""))
def test_what_breaks_a_rule_is_refused(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    if "integration_id" in table.c:
        row = {"integration_id": an_integration(connection), **row}
    with pytest.raises(IntegrityError):
        connection.execute(insert(table).values(row))


@pytest.mark.parametrize("interval", [60, 3600])
def test_the_bounds_of_an_interval_are_allowed(connection: Connection, interval: int) -> None:
    row = {"integration_id": an_integration(connection), "sync_interval": interval}
    connection.execute(insert(sync_schedules).values(row))
    with pytest.raises(IntegrityError):
        connection.execute(insert(sync_schedules).values(row))


def test_sqlite_refuses_a_flag_that_is_none(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as connection:
        migrate.upgrade(connection)
        with pytest.raises(IntegrityError):
            connection.execute(text("INSERT INTO ascora_integrations (organization_id, is_active) VALUES ('o', 'yes')"))


def test_postgres_refuses_money_that_does_not_fit(postgres_engine: Engine) -> None:
    with postgres_engine.connect() as connection:
        migrate.upgrade(connection)
        connection.execute(insert(jobs).values(JOB))
        with pytest.raises(DataError):
            connection.execute(text("UPDATE ascora_jobs SET estimated_cost = 10000000000"))


def test_an_integration_takes_its_logs_and_schedule_along(connection: Connection) -> None:
    integration = an_integration(connection)
    connection.execute(insert(sync_logs).values(integration_id=integration, sync_type="pull", status="skipped"))
    connection.execute(insert(sync_schedules).values(integration_id=integration))
    connection.commit()
    connection.execute(text("DELETE FROM ascora_integrations"))
    for table in (sync_logs, sync_schedules):
        assert connection.execute(select(table)).all() == []


@pytest.mark.parametrize("enforced", ["ON", "OFF"])
def test_forgetting_an_organization_takes_all_of_its_rows(connection: Connection, enforced: str) -> None:
    if connection.dialect.name == "sqlite":
        connection.commit()
        connection.exec_driver_sql(f"PRAGMA foreign_keys = {enforced}")
    for organization in ("o", "other"):
        for table, row in (*MINIMAL, *KEYED):
            connection.execute(insert(table).values({**row, "organization_id": organization}))
        found = select(integrations.c.id).where(integrations.c.organization_id == organization)
        integration = connection.execute(found).scalar_one()
        connection.execute(insert(sync_logs).values(integration_id=integration, sync_type="pull", status="pending"))
        connection.execute(insert(sync_schedules).values(integration_id=integration))
    for statement in forget_organization("o"):
        connection.execute(statement)
    for table in metadata.tables.values():
        left = connection.execute(select(table)).mappings().all()
        assert [row.get("organization_id", "other") for row in left] == ["other"], table.name


def test_the_order_of_the_logs_within_one_transaction_is_kept(postgres_engine: Engine) -> None:
    with postgres_engine.connect() as connection:
        migrate.upgrade(connection)
        row = {"integration_id": an_integration(connection), "status": "success"}
        for step in ("first", "second", "third"):
            connection.execute(insert(sync_logs).values(**row, sync_type=step))
        in_order = select(sync_logs.c.sync_type).order_by(sync_logs.c.created_at)
        assert connection.execute(in_order).scalars().all() == ["first", "second", "third"]
