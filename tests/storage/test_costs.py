"""What SqlStorage's questions cost: as much as there is to answer, and not as much as there is in the tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, text

from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import (
    CUSTOMER,
    Agreed,
    AuditEntry,
    Checkpoint,
    Decision,
    FailedRecord,
    Lease,
    RecordWrite,
    Scope,
    UnitOfWork,
)

NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
SMALL, LARGE = 50, 5_000
LEASE = Lease(owner="me", until=NOON + timedelta(hours=1))
KEY = "00000000-0000-7000-8000-000000000007"
EDITED = "c-000001"
GONE = "c-000002"
ID = "c-000003"


class Steps:
    """Counts the steps that SQLite's machine takes, which are the same each time."""

    def __init__(self) -> None:
        self.count = 0

    def watch(self, connection: sqlite3.Connection, _record: object) -> None:
        connection.set_progress_handler(self._step, 1)

    def _step(self) -> int:
        self.count += 1
        return 0


def values(kind: str) -> dict[str, Any]:
    return CUSTOMER.values_of({}) if kind == "customer" else {"name": "x"}


def fill(storage: SqlStorage, scope: Scope, count: int) -> None:
    ids = [f"c-{number:06}" for number in range(count)]
    with storage.transaction() as work:
        work.write(scope, [RecordWrite(key=None, id=id_, values=values(scope.kind)) for id_ in ids])
        work.keep(scope, [Agreed(key=id_, base="{}", digest="0f") for id_ in ids])
        work.keep(scope, [FailedRecord(key=f"pull:{id_}", digest="0f", error="e", payload="{}") for id_ in ids])
        work.append_audit(scope, [AuditEntry(id=id_, decision=Decision.CREATED) for id_ in ids])
        work.append_audit(scope, [AuditEntry(id=id_, key=id_, decision=Decision.UPDATED, fields={}) for id_ in ids])
        work.claim_lease(scope, LEASE, now=NOON)


def spoil(engine: Engine, scope: Scope) -> None:
    """Edit one row, delete another, and give a third a key that is known."""
    table, id_ = {"customer": ("ascora_customers", "ascora_customer_id")}.get(
        scope.kind, ("ascora_records", "ascora_id")
    )
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {table} SET ascora_deleted_at = NULL WHERE {id_} = '{EDITED}'"))
        connection.execute(text(f"DELETE FROM {table} WHERE {id_} = '{GONE}'"))
        connection.execute(text(f"UPDATE {table} SET id = '{KEY}', updated_at = written_at WHERE {id_} = '{ID}'"))


Ask = Callable[[UnitOfWork, Scope], Any]
QUESTIONS: dict[str, Ask] = {
    "edited": lambda work, scope: len(work.edited(scope, after=None, limit=100)) - 3,
    "edited, the next page": lambda work, scope: len(work.edited(scope, after=f"row:{KEY}", limit=100)) - 2,
    "edited, the page of those gone": lambda work, scope: len(work.edited(scope, after="gone:", limit=100)) - 1,
    "records": lambda work, scope: len(work.records(scope, [ID])) - 1,
    "local_records": lambda work, scope: len(work.local_records(scope, [KEY])) - 1,
    "write new": lambda work, scope: len(
        work.write(scope, [RecordWrite(key=None, id="new", values=values(scope.kind))])
    ),
    "write": lambda work, scope: len(
        work.write(scope, [RecordWrite(key=KEY, id=ID, values=values(scope.kind), settled=False)])
    ),
    "settle": lambda work, scope: len(work.write(scope, [RecordWrite(key=KEY, id=ID)])),
    "delete": lambda work, scope: len(work.write(scope, [RecordWrite(key=KEY, id=ID, delete=True)])),
    "notes": lambda work, scope: len(work.notes(scope, Agreed, [ID])) - 1,
    "note_keys": lambda work, scope: len(work.note_keys(scope, FailedRecord, after=f"pull:{ID}", limit=5)) - 5,
    "keep": lambda work, scope: work.keep(scope, [Agreed(key=ID, base="{}", digest="1"), Checkpoint(offset=3)]),
    "drop": lambda work, scope: work.drop(scope, Agreed, [ID]),
    "append_audit": lambda work, scope: work.append_audit(
        scope, [AuditEntry(id=ID, decision=Decision.CREATED), AuditEntry(id=ID, decision=Decision.FAILED, reason="r")]
    ),
    "audit": lambda work, scope: len(work.audit(scope, [ID, KEY])) - 2,
    "renew_lease": lambda work, scope: not work.renew_lease(scope, LEASE),
    "mark_synced": lambda work, scope: work.mark_synced(scope.organization_id, ok=True, now=NOON),
}


@pytest.fixture(scope="module", params=["customer", "supplier"])
def scope(request: pytest.FixtureRequest) -> Scope:
    return Scope("o", request.param)


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory, scope: Scope) -> Iterator[dict[int, tuple[SqlStorage, Steps]]]:
    """The same with few rows and with many."""
    folder: Path = tmp_path_factory.mktemp("costs")
    found = {}
    engines = []
    for count in (SMALL, LARGE):
        engine = create_engine(f"sqlite:///{folder}/{count}.db")
        steps = Steps()
        storage = SqlStorage(engine)
        storage.migrate()
        fill(storage, scope, count)
        spoil(engine, scope)
        engine.dispose()
        event.listen(engine, "connect", steps.watch)
        found[count] = (storage, steps)
        engines.append(engine)
    yield found
    for engine in engines:
        engine.dispose()


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_size_of_the_tables_does_not_count(
    databases: dict[int, tuple[SqlStorage, Steps]], scope: Scope, name: str
) -> None:
    costs = {}
    for count, (storage, steps) in databases.items():
        with suppress(InterruptedError), storage.transaction() as work:
            begin = steps.count
            assert not QUESTIONS[name](work, scope)
            costs[count] = steps.count - begin
            raise InterruptedError
    assert 0 < costs[LARGE] <= 1.5 * costs[SMALL], costs


def test_counting_is_what_it_would_show(databases: dict[int, tuple[SqlStorage, Steps]], scope: Scope) -> None:
    # The one question whose answer is as large as the table: by it is seen that steps are counted at all.
    costs = {}
    for count, (storage, steps) in databases.items():
        with storage.transaction() as work:
            begin = steps.count
            assert work.count_notes(scope, Agreed) == count
            costs[count] = steps.count - begin
    assert costs[LARGE] > 20 * costs[SMALL]


@pytest.mark.parametrize("kind", ["customer", "supplier"])
def test_postgres_finds_edits_and_deletions_by_their_indexes(postgres_engine: Engine, kind: str) -> None:
    scope = Scope("o", kind)
    seen: list[tuple[str, Any]] = []
    with SqlStorage(postgres_engine.url) as storage:
        storage.migrate()
        fill(storage, scope, LARGE)
        spoil(postgres_engine, scope)
        with postgres_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    storage = SqlStorage(postgres_engine)
    event.listen(postgres_engine, "before_cursor_execute", lambda *given: seen.append((given[2], given[3])))
    with storage.transaction() as work:
        for ask in (QUESTIONS["edited"], QUESTIONS["records"], QUESTIONS["local_records"], QUESTIONS["audit"]):
            assert not ask(work, scope)
    selects = [(statement, given) for statement, given in seen if "ascora_alembic" not in statement]
    plans = []
    with postgres_engine.connect() as connection:
        for statement, given in selects:
            if statement.startswith("SELECT") and "pg_catalog" not in statement:
                plans.append(list(connection.exec_driver_sql(f"EXPLAIN {statement}", given).scalars()))
    table = "ascora_customers" if kind == "customer" else "ascora_records"
    told = ["\n".join(plan) for plan in plans]
    assert len(told) == 5
    assert f"ix_{table}_edited" in told[0]
    assert "ix_ascora_sync_records_gone" in told[1]
    assert not [
        plan for plan in told for large in (table, "sync_records", "sync_logs") if f"Seq Scan on {large}" in plan
    ]
    assert "Seq Scan on ascora_sync_logs" not in told[4]
