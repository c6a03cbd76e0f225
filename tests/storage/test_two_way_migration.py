"""The second migration on a database that the first version of the engine has worked with, and back again."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine

from ascora_sdk.storage import SqlStorage
from ascora_sdk.storage.sql import migrate
from ascora_sdk.sync import Agreed, Checkpoint, FailedRecord, RecordWrite, Scope

from .plain_sql import run, value

SCOPE = Scope("o", "customer")
MADE = (
    "INSERT INTO ascora_integrations (organization_id) VALUES ('o'), ('p')",
    (
        "INSERT INTO ascora_customers (organization_id, ascora_customer_id, phone, synced_at) VALUES "
        "('o', 'c-1', '1', '2026-01-01 12:00:00+00:00'), ('p', 'c-2', NULL, NULL), ('o', NULL, 'mine', NULL)"
    ),
    "INSERT INTO ascora_jobs (organization_id, ascora_job_id, job_title, customer_id) VALUES ('o', 'j-1', 't', 'c-1')",
    (
        "INSERT INTO ascora_sync_records (organization_id, kind, ascora_id, base, digest) VALUES "
        "('o', 'customer', 'c-1', '{}', 'd1'), ('o', 'customer', 'c-2', '{}', 'd2'), ('o', 'job', 'j-1', '{}', 'd3'), "
        "('p', 'customer', 'c-2', '{}', 'd4'), ('o', 'invoice', 'c-1', '{}', 'd5')"
    ),
    (
        "INSERT INTO ascora_sync_failures (organization_id, kind, record_key, digest, error, payload, attempts) VALUES "
        "('o', 'customer', 'c-9', 'aa', 'no phone', '{\"a\"\\:1}', 2), ('o', 'customer', 'bb', 'bb', 'no id', '{}', 1)"
    ),
    (
        "INSERT INTO ascora_sync_checkpoints (organization_id, kind, cursor, lease_owner, lease_until) VALUES "
        "('o', 'customer', '{\"offset\"\\: 30}', 'me', '2026-01-01 12:00:00+00:00')"
    ),
)
LOG = (
    "INSERT INTO ascora_sync_logs (integration_id, sync_type, source, resource_type, ascora_resource_id, status, "
    "response_data, created_at) SELECT id, :type, 'ascora', 'customer', 'c-1', :status, :data, :at "
    "FROM ascora_integrations WHERE organization_id = 'o'"
)
LOGS = [
    ("pull", "success", None),
    ("pull", "pending", '{"decision": "conflict", "fields": {"phone": {"base": 0.30}}}'),
    ("pull", "success", '{"decision": "updated", "fields": {"phone": null}}'),
    ("pull", "failed", '{"decision": "failed", "fields": null}'),
    ("theirs", "success", None),
    ("theirs", "success", '["of the host"]'),
]


@pytest.fixture
def worked_with(engine: Engine) -> Engine:
    """A database of 0001 with something in every table that the engine wrote to."""
    with engine.begin() as connection:
        migrate.upgrade(connection, "0001")
    for statement in MADE:
        run(engine, statement)
    for type_, status, data in LOGS:
        # All at one moment, as on a clock that is coarse.
        run(engine, LOG, type=type_, status=status, data=data, at="2026-01-01 12:00:00+00:00")
    return engine


def dump(engine: Engine) -> dict[str, list[Any]]:
    found = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'ascora_%'"
    if engine.dialect.name == "postgresql":
        found = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()\\:\\:regnamespace"
    tables = [name for row in run(engine, found) for name in row.values() if name != migrate.VERSION_TABLE]
    return {
        table: sorted(sorted(map(repr, row.items())) for row in run(engine, f"SELECT * FROM {table}"))
        for table in tables
    }


def up(engine: Engine) -> SqlStorage:
    with engine.begin() as connection:
        migrate.upgrade(connection, "0002")
    return SqlStorage(engine.url)


def test_every_row_of_before_is_looked_at_once(worked_with: Engine) -> None:
    with up(worked_with) as storage, storage.transaction() as work:
        found = work.edited(SCOPE, after=None, limit=10)
        assert {each.id for each in found if each.key is not None} == {"c-1", None}
        assert {(each.id, each.local and each.local["phone"]) for each in found} == {
            ("c-1", "1"),
            (None, "mine"),
            ("c-2", None),
        }
        assert [each.id for each in work.edited(Scope("p", "customer"), after=None, limit=10)] == ["c-2"]
        key = next(each.key for each in found if each.id == "c-1")
        assert not work.write(SCOPE, [RecordWrite(key=key, id="c-1")])
        assert {each.id for each in work.edited(SCOPE, after=None, limit=10)} == {"c-2", None}


def test_what_was_deleted_before_is_found(worked_with: Engine) -> None:
    with up(worked_with) as storage, storage.transaction() as work:
        gone = {
            kind: [each.id for each in work.edited(Scope("o", kind), after=None, limit=10) if each.key is None]
            for kind in ("customer", "job", "invoice")
        }
        assert gone == {"customer": ["c-2"], "job": [], "invoice": ["c-1"]}
        assert work.notes(SCOPE, Agreed, ["c-1"])["c-1"] == Agreed(key="c-1", base="{}", digest="d1")


def test_records_put_aside_are_so_still(worked_with: Engine) -> None:
    with up(worked_with) as storage, storage.transaction() as work:
        found = work.notes(SCOPE, FailedRecord, work.note_keys(SCOPE, FailedRecord, after=None, limit=10))
        assert found == {
            "pull:c-9": FailedRecord(
                key="pull:c-9", id="c-9", digest="aa", error="no phone", payload='{"a":1}', attempts=2
            ),
            "pull:bb": FailedRecord(key="pull:bb", id=None, digest="bb", error="no id", payload="{}", attempts=1),
        }


def test_a_pull_that_was_under_way_begins_anew_and_its_lease_lasts(worked_with: Engine) -> None:
    with up(worked_with) as storage, storage.transaction() as work:
        assert work.count_notes(SCOPE, Checkpoint) == 0
    assert value(worked_with, "SELECT lease_owner FROM ascora_sync_checkpoints") == "me"


def test_the_trail_can_be_read_and_goes_on(worked_with: Engine) -> None:
    with up(worked_with) as storage, storage.transaction() as work:
        before = work.audit(SCOPE, ["c-1"])
        assert [entry.decision.value for entry in before] == ["created", "conflict", "updated", "failed"]
        assert str(before[1].fields) == "{'phone': {'base': Decimal('0.30')}}"
        assert [before[0].fields, before[2].fields, before[3].fields] == [None, {"phone": None}, None]
        work.append_audit(SCOPE, [before[0], before[3]])
        assert [entry.decision.value for entry in work.audit(SCOPE, ["c-1"])][4:] == ["created", "failed"]
    rows = run(
        worked_with, "SELECT decision, response_data FROM ascora_sync_logs WHERE sync_type = 'theirs' ORDER BY seq"
    )
    assert [row["decision"] for row in rows] == [None, None]


def test_the_way_back_leaves_what_was_there(worked_with: Engine) -> None:
    before = dump(worked_with)
    up(worked_with).close()
    assert dump(worked_with).keys() > before.keys()
    with worked_with.begin() as connection:
        migrate.downgrade(connection, "0001")
    after = dump(worked_with)
    # The one thing that 0002 takes for good, and what tells the time of that.
    for tables in (before, after):
        tables["ascora_sync_checkpoints"] = tables["ascora_sync_failures"] = []
    assert after == before
    assert value(worked_with, "SELECT cursor FROM ascora_sync_checkpoints") is None
    failures = run(worked_with, "SELECT record_key, error FROM ascora_sync_failures ORDER BY record_key")
    assert [tuple(row.values()) for row in failures] == [("bb", "no id"), ("c-9", "no phone")]


def test_the_way_back_leaves_what_came_later(worked_with: Engine) -> None:
    with up(worked_with) as storage, storage.transaction() as work:
        work.keep(SCOPE, [FailedRecord(key="push:x", digest="d", error="e", payload="{}"), Checkpoint(offset=5)])
        work.append_audit(SCOPE, work.audit(SCOPE, ["c-1"])[:1])
    with worked_with.begin() as connection:
        migrate.downgrade(connection, "0001")
    run(worked_with, "DELETE FROM ascora_customers WHERE ascora_customer_id = 'c-1'")
    run(worked_with, "UPDATE ascora_customers SET phone = '2'")
    assert value(worked_with, "SELECT count(*) FROM ascora_sync_failures") == 2
    assert value(worked_with, "SELECT count(*) FROM ascora_sync_logs") == len(LOGS) + 1
    with up(worked_with) as storage, storage.transaction() as work:
        assert [each.id for each in work.edited(SCOPE, after=None, limit=10)] == [None, "c-1", "c-2"]
        trail = [entry.decision.value for entry in work.audit(SCOPE, ["c-1"])]
        assert sorted(trail) == ["conflict", "created", "created", "failed", "updated"]


def test_data_that_a_host_spoiled_stops_no_migration(sqlite_engine: Engine) -> None:
    with sqlite_engine.begin() as connection:
        migrate.upgrade(connection, "0001")
    run(sqlite_engine, MADE[0])
    run(sqlite_engine, LOG, type="theirs", status="success", data="{", at="yesterday")
    up(sqlite_engine).close()
    (row,) = run(sqlite_engine, "SELECT decision, response_data FROM ascora_sync_logs")
    assert row == {"decision": None, "response_data": "{"}
    assert json.loads(value(sqlite_engine, "SELECT json_array(count(*)) FROM ascora_integrations")) == [2]
