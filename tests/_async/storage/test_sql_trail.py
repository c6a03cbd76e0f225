"""The audit trail of SqlStorage, and the integration that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from ascora_sdk.storage import AsyncSqlStorage
from ascora_sdk.sync import AuditEntry, Decision, Scope

from ...storage.plain_sql import run, value
from .asking import row, trail

NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
MAKE = "INSERT INTO ascora_integrations (organization_id, is_active, api_url) VALUES (:o, :active, :url)"
LOOK = "SELECT api_url, is_active, sync_status FROM ascora_integrations WHERE organization_id = :o ORDER BY api_url"


async def tell(storage: AsyncSqlStorage, scope: Scope, *entries: AuditEntry) -> None:
    async with storage.transaction() as work:
        await work.append_audit(scope, entries)


async def decisions(storage: AsyncSqlStorage, scope: Scope, *names: str) -> list[str]:
    return [entry.decision.value for entry in await trail(storage, scope, *names)]


async def test_entries_come_back_in_the_order_of_appending_however_fast_they_come(
    storage: AsyncSqlStorage, scope: Scope
) -> None:
    told = [AuditEntry(id="c-1", decision=decision, reason=reason) for reason in (None, "r") for decision in Decision]
    for _ in range(3):
        # In one call and in one call each, which is one transaction each; with and without anything else to say.
        await tell(storage, scope, *told, *reversed(told))
        for entry in told:
            await tell(storage, scope, entry)
    words = [entry.decision.value for entry in told]
    assert await decisions(storage, scope, "c-1") == 3 * [*words, *reversed(words), *words]


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
async def test_an_entry_comes_back_whole(storage: AsyncSqlStorage, scope: Scope, fields: Mapping[str, Any]) -> None:
    given = AuditEntry(id="c-1", key="k", decision=Decision.RESOLVED, reason="Zoë's", fields=fields)
    await tell(storage, scope, given)
    (found,) = await trail(storage, scope, "c-1")
    assert (found.id, found.key, found.decision, found.reason) == ("c-1", "k", Decision.RESOLVED, "Zoë's")
    assert found.fields == fields
    assert repr(found.fields) == repr(fields)
    assert found.at is not None
    assert found.at.tzinfo is timezone.utc


async def test_a_record_is_found_by_its_id_and_by_its_row(storage: AsyncSqlStorage, scope: Scope) -> None:
    key = await row(storage, scope)
    await tell(
        storage,
        scope,
        AuditEntry(id=None, key=key, decision=Decision.FAILED, reason="no phone"),
        AuditEntry(id="c-1", decision=Decision.CREATED),
        AuditEntry(id="c-1", decision=Decision.UPDATED, fields={}),
        AuditEntry(id="c-1", key="another", decision=Decision.SKIPPED),
        AuditEntry(id="c-2", decision=Decision.CREATED),
        AuditEntry(id=None, key="pull:0f", decision=Decision.FAILED),
    )
    assert await decisions(storage, scope, key) == ["failed", "created", "updated"]
    assert await decisions(storage, scope, "c-1") == ["created", "updated", "skipped"]
    assert await decisions(storage, scope, "c-1", key, "c-1") == ["failed", "created", "updated", "skipped"]
    assert await decisions(storage, scope, "pull:0f") == ["failed"]
    assert await decisions(storage, scope) == []
    assert [entry.key for entry in await trail(storage, scope, "c-2")] == [None]
    for other in (Scope(scope.organization_id, "job"), Scope("other", "customer")):
        assert await decisions(storage, other, key, "c-1") == []


async def test_a_record_of_a_shared_table_is_told_with_the_row_of_its_kind(
    storage: AsyncSqlStorage, scope: Scope
) -> None:
    scopes = [Scope(scope.organization_id, kind) for kind in ("supplier", "enquiry")]
    for each in scopes:
        key = await row(storage, each, "x-1")
        for fields in (None, {}):
            await tell(storage, each, AuditEntry(id="x-1", decision=Decision.CREATED, fields=fields))
        assert [entry.key for entry in await trail(storage, each, "x-1")] == [key, key]


async def test_the_trail_reads_well_in_plain_sql(storage: AsyncSqlStorage, engine: Engine, scope: Scope) -> None:
    key = await row(storage, scope)
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
        await tell(storage, scope, *(AuditEntry(id="c-1", decision=each, reason=reason) for each in ways))
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


async def test_rows_that_the_host_put_there_tell_no_decision(
    storage: AsyncSqlStorage, engine: Engine, scope: Scope
) -> None:
    await tell(storage, scope, AuditEntry(id="c-1", decision=Decision.CREATED))
    run(
        engine,
        "INSERT INTO ascora_sync_logs (integration_id, sync_type, resource_type, ascora_resource_id, status) "
        "SELECT id, 'theirs', 'customer', 'c-1', 'success' FROM ascora_integrations WHERE organization_id = :o",
        o=scope.organization_id,
    )
    assert await decisions(storage, scope, "c-1") == ["created"]


async def test_an_integration_that_is_switched_off_is_the_one(
    storage: AsyncSqlStorage, engine: Engine, scope: Scope
) -> None:
    run(engine, MAKE, o=scope.organization_id, active=False, url="theirs")
    await tell(storage, scope, AuditEntry(id="c-1", decision=Decision.CREATED))
    async with storage.transaction() as work:
        await work.mark_synced(scope.organization_id, ok=True, now=NOON)
    (found,) = run(engine, LOOK, o=scope.organization_id)
    assert (found["api_url"], bool(found["is_active"]), found["sync_status"]) == ("theirs", False, "success")


async def test_of_several_integrations_the_active_one_is_it_and_the_trail_is_of_all(
    storage: AsyncSqlStorage, engine: Engine, scope: Scope
) -> None:
    await tell(storage, scope, AuditEntry(id="c-1", decision=Decision.CREATED))
    switch = "UPDATE ascora_integrations SET is_active = :active, api_url = 'old' WHERE organization_id = :o"
    run(engine, switch, o=scope.organization_id, active=False)
    run(engine, MAKE, o=scope.organization_id, active=True, url="new")
    async with storage.transaction() as work:
        await work.append_audit(scope, [AuditEntry(id="c-1", decision=Decision.UPDATED)])
        await work.mark_synced(scope.organization_id, ok=False, now=NOON)
    assert [each["sync_status"] for each in run(engine, LOOK, o=scope.organization_id)] == ["error", "idle"]
    assert await decisions(storage, scope, "c-1") == ["created", "updated"]


async def test_an_integration_is_made_where_there_is_none_and_once(
    storage: AsyncSqlStorage, engine: Engine, scope: Scope
) -> None:
    async with storage.transaction() as work:
        await work.append_audit(scope, [])
    assert run(engine, LOOK, o=scope.organization_id) == []
    for _ in range(2):
        async with storage.transaction() as work:
            await work.append_audit(scope, [AuditEntry(id="c-1", decision=Decision.CREATED)])
            await work.mark_synced(scope.organization_id, ok=True, now=NOON)
    assert len(run(engine, LOOK, o=scope.organization_id)) == 1
    count = "SELECT count(*) FROM ascora_sync_logs JOIN ascora_integrations AS i ON i.id = integration_id"
    assert value(engine, f"{count} WHERE organization_id = :o", o=scope.organization_id) == 2
