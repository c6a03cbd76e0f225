# Generated from ../../_async/storage/test_sql_trail.py by tools/unasync; do not edit.
"""The audit trail of SqlStorage, and the integration that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import AuditEntry, Decision, Scope

from ...storage.plain_sql import run, value
from .asking import row, trail

NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
MAKE = "INSERT INTO ascora_integrations (organization_id, is_active, api_url) VALUES (:o, :active, :url)"
LOOK = "SELECT api_url, is_active, sync_status FROM ascora_integrations WHERE organization_id = :o ORDER BY api_url"


def tell(storage: SqlStorage, scope: Scope, *entries: AuditEntry) -> None:
    with storage.transaction() as work:
        work.append_audit(scope, entries)


def decisions(storage: SqlStorage, scope: Scope, *names: str) -> list[str]:
    return [entry.decision.value for entry in trail(storage, scope, *names)]


def test_entries_come_back_in_the_order_of_appending_however_fast_they_come(
    storage: SqlStorage, scope: Scope
) -> None:
    told = [AuditEntry(id="c-1", decision=decision, reason=reason) for reason in (None, "r") for decision in Decision]
    for _ in range(3):
        # In one call and in one call each, which is one transaction each; with and without anything else to say.
        tell(storage, scope, *told, *reversed(told))
        for entry in told:
            tell(storage, scope, entry)
    words = [entry.decision.value for entry in told]
    assert decisions(storage, scope, "c-1") == 3 * [*words, *reversed(words), *words]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"phone": {"base": None, "local": "1", "remote": "2"}},
        {"extra": {"local": {"n": Decimal("0.30"), "deep": [1, True, None]}}},
        {"phone": {"remote": "NUL \x00 and half a pair \ud83d"}},
        {"extra": {"remote": {"\x00": r"\u0000", "n": Decimal("1E+20000")}}},
    ],
)
def test_an_entry_comes_back_whole(storage: SqlStorage, scope: Scope, fields: Mapping[str, Any]) -> None:
    given = AuditEntry(id="c-1", key="k", decision=Decision.RESOLVED, reason="Zoë's", fields=fields)
    tell(storage, scope, given)
    (found,) = trail(storage, scope, "c-1")
    assert (found.id, found.key, found.decision, found.reason) == ("c-1", "k", Decision.RESOLVED, "Zoë's")
    assert found.fields == fields
    assert repr(found.fields) == repr(fields)
    assert found.at is not None
    assert found.at.tzinfo is timezone.utc


def test_a_record_is_found_by_its_id_and_by_its_row(storage: SqlStorage, scope: Scope) -> None:
    key = row(storage, scope)
    tell(
        storage,
        scope,
        AuditEntry(id=None, key=key, decision=Decision.FAILED, reason="no phone"),
        AuditEntry(id="c-1", decision=Decision.CREATED),
        AuditEntry(id="c-1", decision=Decision.UPDATED, fields={}),
        AuditEntry(id="c-1", key="another", decision=Decision.SKIPPED),
        AuditEntry(id="c-2", decision=Decision.CREATED),
        AuditEntry(id=None, key="pull:0f", decision=Decision.FAILED),
    )
    assert decisions(storage, scope, key) == ["failed", "created", "updated"]
    assert decisions(storage, scope, "c-1") == ["created", "updated", "skipped"]
    assert decisions(storage, scope, "c-1", key, "c-1") == ["failed", "created", "updated", "skipped"]
    assert decisions(storage, scope, "pull:0f") == ["failed"]
    assert decisions(storage, scope) == []
    assert [entry.key for entry in trail(storage, scope, "c-2")] == [None]
    for other in (Scope(scope.organization_id, "job"), Scope("other", "customer")):
        assert decisions(storage, other, key, "c-1") == []


def test_a_record_of_a_shared_table_is_told_with_the_row_of_its_kind(
    storage: SqlStorage, scope: Scope
) -> None:
    scopes = [Scope(scope.organization_id, kind) for kind in ("supplier", "enquiry")]
    for each in scopes:
        key = row(storage, each, "x-1")
        for fields in (None, {}):
            tell(storage, each, AuditEntry(id="x-1", decision=Decision.CREATED, fields=fields))
        assert [entry.key for entry in trail(storage, each, "x-1")] == [key, key]


def test_the_trail_reads_well_in_plain_sql(storage: SqlStorage, engine: Engine, scope: Scope) -> None:
    key = row(storage, scope)
    ways = {
        Decision.CREATED: ("pull", "ascora", "local", "success"),
        Decision.UPDATED: ("pull", "ascora", "local", "success"),
        Decision.PUSHED: ("push", "local", "ascora", "success"),
        Decision.SKIPPED: ("push", "local", "ascora", "skipped"),
        Decision.DELETED: ("sync", None, None, "success"),
        Decision.RESOLVED: ("sync", None, None, "success"),
        Decision.CONFLICT: ("sync", None, None, "pending"),
        Decision.FAILED: ("sync", None, None, "failed"),
    }
    assert {*ways} == {*Decision}
    for reason in (None, "why"):
        tell(storage, scope, *(AuditEntry(id="c-1", decision=each, reason=reason) for each in ways))
    found = run(
        engine,
        "SELECT decision, sync_type, source, target, status, error_message, resource_type, ascora_resource_id, "
        "resource_id FROM ascora_sync_logs WHERE resource_id = :key ORDER BY seq",
        key=key,
    )
    about = ("customer", "c-1", key)
    assert [tuple(each.values()) for each in found] == [
        (decision.value, *way, reason, *about) for reason in (None, "why") for decision, way in ways.items()
    ]


def test_rows_that_the_host_put_there_tell_no_decision(
    storage: SqlStorage, engine: Engine, scope: Scope
) -> None:
    tell(storage, scope, AuditEntry(id="c-1", decision=Decision.CREATED))
    run(
        engine,
        "INSERT INTO ascora_sync_logs (integration_id, sync_type, resource_type, ascora_resource_id, status) "
        "SELECT id, 'theirs', 'customer', 'c-1', 'success' FROM ascora_integrations WHERE organization_id = :o",
        o=scope.organization_id,
    )
    assert decisions(storage, scope, "c-1") == ["created"]


def test_an_integration_that_is_switched_off_is_the_one(
    storage: SqlStorage, engine: Engine, scope: Scope
) -> None:
    run(engine, MAKE, o=scope.organization_id, active=False, url="theirs")
    tell(storage, scope, AuditEntry(id="c-1", decision=Decision.CREATED))
    with storage.transaction() as work:
        work.mark_synced(scope.organization_id, ok=True, now=NOON)
    (found,) = run(engine, LOOK, o=scope.organization_id)
    assert (found["api_url"], bool(found["is_active"]), found["sync_status"]) == ("theirs", False, "success")


def test_of_several_integrations_the_active_one_is_it_and_the_trail_is_of_all(
    storage: SqlStorage, engine: Engine, scope: Scope
) -> None:
    tell(storage, scope, AuditEntry(id="c-1", decision=Decision.CREATED))
    switch = "UPDATE ascora_integrations SET is_active = :active, api_url = 'old' WHERE organization_id = :o"
    run(engine, switch, o=scope.organization_id, active=False)
    run(engine, MAKE, o=scope.organization_id, active=True, url="new")
    with storage.transaction() as work:
        work.append_audit(scope, [AuditEntry(id="c-1", decision=Decision.UPDATED)])
        work.mark_synced(scope.organization_id, ok=False, now=NOON)
    assert [each["sync_status"] for each in run(engine, LOOK, o=scope.organization_id)] == ["error", "idle"]
    assert decisions(storage, scope, "c-1") == ["created", "updated"]


def test_an_integration_is_made_where_there_is_none_and_once(
    storage: SqlStorage, engine: Engine, scope: Scope
) -> None:
    with storage.transaction() as work:
        work.append_audit(scope, [])
    assert run(engine, LOOK, o=scope.organization_id) == []
    for _ in range(2):
        with storage.transaction() as work:
            work.append_audit(scope, [AuditEntry(id="c-1", decision=Decision.CREATED)])
            work.mark_synced(scope.organization_id, ok=True, now=NOON)
    assert len(run(engine, LOOK, o=scope.organization_id)) == 1
    count = "SELECT count(*) FROM ascora_sync_logs JOIN ascora_integrations AS i ON i.id = integration_id"
    assert value(engine, f"{count} WHERE organization_id = :o", o=scope.organization_id) == 2
