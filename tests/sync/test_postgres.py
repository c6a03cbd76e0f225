"""The same on PostgreSQL: a pull, a second one, edits on one side and on both, and the way to the server."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from ascora_sdk import AscoraClient
from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import LeaseHeldError, Manual, MergeFields, SyncEngine

from ..storage.postgres import own_schema, running_postgres
from .database import RECORD_TABLES, TABLES
from .processes import credentials


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    with running_postgres() as url:
        yield url


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Engine]:
    with own_schema(postgres_url) as engine:
        yield engine


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=25, jobs=30, invoices=30) as sandbox:
        yield sandbox


@pytest.fixture
def engine(postgres: Engine, sandbox: Sandbox) -> Iterator[SyncEngine]:
    storage = SqlStorage(postgres)
    storage.migrate()
    with AscoraClient(**credentials(sandbox), max_retries=0) as client:
        yield SyncEngine(client, storage, page_size=10, strategy=MergeFields(fallback=Manual()))


def _run(postgres: Engine, statement: str, **values: Any) -> list[Any]:
    with postgres.begin() as connection:
        result = connection.execute(text(statement), values)
        return list(result) if result.returns_rows else []


def _dump(postgres: Engine) -> list[Any]:
    return [sorted(map(repr, _run(postgres, f"SELECT * FROM {table}"))) for table in RECORD_TABLES]


def test_a_pull_and_one_that_writes_nothing(engine: SyncEngine, sandbox: Sandbox, postgres: Engine) -> None:
    assert [report.created for report in engine.pull().values()] == [25, 30, 30]
    for kind, table in TABLES.items():
        assert len(_run(postgres, f"SELECT id FROM {table}")) == sandbox.count(kind)
    money = dict(tuple(row) for row in _run(postgres, "SELECT ascora_invoice_id, total_amount FROM ascora_invoices"))
    assert money == {invoice["id"]: invoice["totalAmount"] for invoice in sandbox.records("invoice")}
    items = dict(tuple(row) for row in _run(postgres, "SELECT ascora_invoice_id, items::text FROM ascora_invoices"))
    for invoice in sandbox.records("invoice"):
        kept = json.loads(items[invoice["id"]], parse_float=Decimal)
        assert [str(one["unitPrice"]) for one in kept] == [str(one["unitPrice"]) for one in invoice["items"]]
    before = _dump(postgres)
    assert all(report.unchanged == report.seen for report in engine.pull(complete=True).values())
    assert _dump(postgres) == before


def test_edits_on_one_side_and_on_both(engine: SyncEngine, sandbox: Sandbox, postgres: Engine) -> None:
    engine.pull("customer")
    for id_, phone in (("c-1", "local"), ("c-2", "local")):
        _run(postgres, "UPDATE ascora_customers SET phone = :phone WHERE ascora_customer_id = :id", phone=phone, id=id_)
    sandbox.edit("customer", "c-1", phone="remote")
    sandbox.edit("customer", "c-2", email="remote")
    sandbox.edit("customer", "c-3", customFields={"a": Decimal("1.10")})
    report = engine.pull("customer", complete=True)["customer"]
    assert (report.updated, report.conflicts, report.unchanged) == (2, 1, 22)
    shown = "SELECT phone, email FROM ascora_customers WHERE ascora_customer_id = :id"
    assert _run(postgres, shown, id="c-1")[0][0] == "local"
    assert tuple(_run(postgres, shown, id="c-2")[0]) == ("local", "remote")
    before = _dump(postgres)
    assert engine.pull("customer", complete=True)["customer"].unchanged == 25
    assert _dump(postgres) == before


@pytest.mark.parametrize("id_", ["bad", "c-\0", "c-\ud800"])
def test_bad_records_are_put_aside(engine: SyncEngine, sandbox: Sandbox, postgres: Engine, id_: str) -> None:
    sandbox.plant("customer", {"id": id_, "notes": "a\0b\ud800"})
    for _ in range(2):
        report = engine.pull("customer", complete=True)["customer"]
        assert (report.failed, report.seen) == (1, 26)
    assert len(_run(postgres, "SELECT error FROM ascora_sync_failures")) == 1


@pytest.mark.parametrize("phone", ["\0", "\ud800"])
def test_what_no_column_holds_may_be_in_a_conflict(
    engine: SyncEngine, sandbox: Sandbox, postgres: Engine, phone: str
) -> None:
    engine.pull("customer")
    _run(postgres, "UPDATE ascora_customers SET phone = 'local' WHERE ascora_customer_id = 'c-1'")
    sandbox.edit("customer", "c-1", phone=phone)
    sandbox.edit("customer", "c-2", phone="remote")
    report = engine.pull("customer")["customer"]
    assert (report.updated, report.conflicts + report.failed) == (1, 1)
    assert _run(postgres, "SELECT phone FROM ascora_customers WHERE ascora_customer_id = 'c-1'")[0][0] == "local"


def test_both_ways(engine: SyncEngine, sandbox: Sandbox, postgres: Engine) -> None:
    engine.sync()
    made = "INSERT INTO ascora_customers (organization_id, first_name) VALUES ('default', 'Ada') RETURNING id::text"
    ((customer,),) = _run(postgres, made)
    job = "INSERT INTO ascora_jobs (organization_id, job_title, customer_id) VALUES ('default', 'Dry out', :customer)"
    _run(postgres, job, customer=customer)
    _run(postgres, "UPDATE ascora_customers SET phone = 'local' WHERE ascora_customer_id = 'c-1'")
    _run(postgres, "UPDATE ascora_invoices SET total_amount = 12.30 WHERE ascora_invoice_id = 'i-1'")
    _run(postgres, "DELETE FROM ascora_jobs WHERE ascora_job_id = 'j-1'")
    report = engine.sync()
    assert [report[kind].pushed for kind in TABLES] == [2, 2, 1]
    assert sandbox.get("customer", "c-1")["phone"] == "local"
    assert str(sandbox.get("invoice", "i-1")["totalAmount"]) == "12.30"
    (new,) = (record for record in sandbox.records("job") if record["jobTitle"] == "Dry out")
    assert sandbox.get("customer", new["customerId"])["firstName"] == "Ada"
    with pytest.raises(KeyError):
        sandbox.get("job", "j-1")
    before, requests = _dump(postgres), len(sandbox.received("* *"))
    assert engine.sync(complete=True).ok
    assert _dump(postgres) == before
    assert {request.method for request in sandbox.requests[requests:]} == {"GET"}


def test_an_edit_that_comes_while_the_edited_are_looked_through_is_not_settled_unseen(
    engine: SyncEngine, sandbox: Sandbox, postgres: Engine
) -> None:
    engine.sync()
    edit = "UPDATE ascora_customers SET phone = :phone WHERE ascora_customer_id = 'c-1'"
    as_it_is = sandbox.get("customer", "c-1")["phone"]
    _run(postgres, edit, phone=as_it_is)
    late: list[str] = []

    def come_between(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not late and "FROM ascora_customers" in statement and "LIMIT" in statement:
            late.append(statement)
            _run(postgres, edit, phone="late")

    event.listen(postgres, "after_cursor_execute", come_between)
    engine.push("customer")
    assert late
    engine.push("customer")
    assert sandbox.get("customer", "c-1")["phone"] == "late"


def _leave_open(engine: SyncEngine, sandbox: Sandbox, postgres: Engine) -> None:
    """Let both sides give a customer another phone, and nobody decide."""
    engine.pull("customer")
    _run(postgres, "UPDATE ascora_customers SET phone = 'ours' WHERE ascora_customer_id = 'c-1'")
    sandbox.edit("customer", "c-1", phone="theirs")
    engine.sync("customer")
    assert [one.id for one in engine.conflicts()] == ["customer:c-1"]


@pytest.mark.parametrize(("decision", "phone"), [("local", "ours"), ("remote", "theirs")])
def test_what_somebody_decides_while_a_page_is_taken_in_stays_decided(
    engine: SyncEngine, sandbox: Sandbox, postgres: Engine, decision: Any, phone: str
) -> None:
    _leave_open(engine, sandbox, postgres)
    sandbox.edit("customer", "c-1", notes="more")
    decided: list[str] = []

    def come_between(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not decided and "FROM ascora_sync_records" in statement and "count" not in statement:
            decided.append(statement)
            engine.resolve("customer:c-1", decision)

    event.listen(postgres, "after_cursor_execute", come_between)
    engine.sync("customer")
    assert decided
    assert engine.conflicts() == []
    engine.sync("customer")
    assert engine.conflicts() == []
    assert sandbox.get("customer", "c-1")["phone"] == phone
    assert _run(postgres, "SELECT phone, notes FROM ascora_customers WHERE ascora_customer_id = 'c-1'") == [
        (phone, "more")
    ]


def test_what_somebody_decides_is_about_what_the_server_has_by_then(
    engine: SyncEngine, sandbox: Sandbox, postgres: Engine
) -> None:
    _leave_open(engine, sandbox, postgres)
    sandbox.edit("customer", "c-1", phone="newer")
    pulled: list[str] = []

    def come_between(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not pulled and "FROM ascora_customers" in statement:
            pulled.append(statement)
            engine.pull("customer")

    event.listen(postgres, "before_cursor_execute", come_between)
    engine.resolve("customer:c-1", "remote")
    assert pulled
    assert engine.conflicts() == []
    assert _run(postgres, "SELECT phone FROM ascora_customers WHERE ascora_customer_id = 'c-1'") == [("newer",)]


def test_workers_for_a_kind_each_may_be_the_organizations_first(engine: SyncEngine, postgres: Engine) -> None:
    start = Barrier(len(TABLES))

    def pull(kind: str) -> bool:
        start.wait()
        return engine.pull(kind).ok

    with ThreadPoolExecutor(len(TABLES)) as pool:
        assert all(pool.map(pull, TABLES))
    assert len(_run(postgres, "SELECT id FROM ascora_integrations")) == 1


@pytest.mark.parametrize("fields", [{"ratio": Decimal("1E+200000")}, {"customFields": {"a": Decimal("1E-20000")}}])
def test_a_number_that_the_database_cannot_hold_stops_nobody_else(
    engine: SyncEngine, sandbox: Sandbox, postgres: Engine, fields: dict[str, Any]
) -> None:
    sandbox.plant("customer", {"id": "bad", **fields})
    assert engine.pull("customer")["customer"].created == 25
    assert len(_run(postgres, "SELECT error FROM ascora_sync_failures")) == 1


def test_a_lease_and_forgetting(engine: SyncEngine, postgres: Engine) -> None:
    engine.pull()
    _run(postgres, "UPDATE ascora_sync_checkpoints SET lease_owner = 'x', lease_until = now() + interval '1 hour'")
    with pytest.raises(LeaseHeldError):
        engine.pull("customer")
    storage = SqlStorage(postgres)
    storage.forget("default")
    assert not any(_dump(postgres))
    assert engine.pull("customer")["customer"].created == 25
