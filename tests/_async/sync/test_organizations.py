"""Many organizations in one database, and the database's own coming and going."""

from __future__ import annotations

import pytest

from ascora_sdk.sandbox import AnswerLost, Sandbox, Status
from ascora_sdk.storage import AsyncSqlStorage
from ascora_sdk.sync import AsyncSyncEngine, Manual, StorageNotReadyError

from ...sync.database import RECORD_TABLES, TABLES, Database
from ...sync.wire import assert_same

ODD = ("7", "Ö'; DROP TABLE ascora_customers; --", "a" * 500, " ", "%")


async def test_two_organizations_with_the_same_ids_are_independent(
    make_engine, sandbox: Sandbox, database: Database
) -> None:
    one, two = make_engine(organization_id="one"), make_engine(organization_id="two")
    await one.pull()
    sandbox.edit("customer", "c-1", phone="remote")
    assert (await two.pull())["customer"].created == 25
    database.run("UPDATE ascora_customers SET phone = 'local' WHERE organization_id = 'two'")
    assert (await one.pull())["customer"].updated == 1
    assert_same(sandbox, "customer", database.records("customer", "one"))
    assert {row["phone"] for row in database.records("customer", "two").values()} == {"local"}
    for organization_id in ("one", "two"):
        database.assert_whole("job", organization_id)
    assert (await two.pull(complete=True))["customer"].unchanged == 25


@pytest.mark.parametrize("organization_id", ODD)
async def test_an_organizations_id_may_be_any_text(
    make_engine, storage: AsyncSqlStorage, sandbox: Sandbox, database: Database, organization_id: str
) -> None:
    engine = make_engine(organization_id=organization_id)
    await engine.pull()
    assert (await engine.pull(complete=True))["customer"].unchanged == 25
    assert_same(sandbox, "customer", database.records("customer", organization_id))
    await storage.forget(organization_id)
    assert database.count("ascora_customers") == 0


async def test_forgetting_takes_all_of_an_organizations_rows_and_none_of_anothers(
    make_engine, storage: AsyncSqlStorage, sandbox: Sandbox, database: Database
) -> None:
    sandbox.plant("customer", {"id": "bad", "phone": 5})
    tables = (*RECORD_TABLES, "ascora_integrations", "ascora_sync_checkpoints", "ascora_sync_schedules")
    keep, go = (make_engine(organization_id=name, strategy=Manual()) for name in ("keep", "go"))
    await keep.pull()
    await go.pull()
    database.run("INSERT INTO ascora_sync_schedules (integration_id) SELECT id FROM ascora_integrations")
    database.edit("customer", "c-1", phone="local")
    sandbox.edit("customer", "c-1", phone="remote")
    sandbox.remove("customer", "c-2")
    for organization_id, engine in (("keep", keep), ("go", go)):
        database.add("customer", organization_id=organization_id, first_name="Ada")
        sandbox.fault("POST /customers", AnswerLost())
        await engine.sync("customer", complete=True)
    sandbox.fault("GET /customers", Status(500), after=1)
    with pytest.raises(Exception, match="500"):
        await go.pull("customer", complete=True)
    of_keep = {"keep", database.value("SELECT id FROM ascora_integrations WHERE organization_id = 'keep'")}
    before = {table: [row for row in rows if of_keep & set(row)] for table, rows in database.dump(tables).items()}
    assert all(before.values())

    await storage.forget("go")
    assert database.dump(tables) == before
    await storage.forget("go")
    assert database.dump(tables) == before
    assert (await keep.pull("job", complete=True))["job"].unchanged == 12
    assert [conflict.id for conflict in await keep.conflicts()] == ["customer:c-1"]
    assert (await go.pull())["customer"].created == sandbox.count("customer") - 1


async def test_dropped_and_made_again(
    engine: AsyncSyncEngine, storage: AsyncSqlStorage, sandbox: Sandbox, database: Database
) -> None:
    await engine.pull()
    await storage.drop()
    assert database.column("SELECT name FROM sqlite_master WHERE name LIKE 'ascora%'") == []
    with pytest.raises(StorageNotReadyError, match=r"storage\.migrate\(\)"):
        await engine.pull()
    await storage.migrate()
    assert (await engine.pull())["customer"].created == 25
    for kind in TABLES:
        assert_same(sandbox, kind, database.records(kind))


async def test_migrating_twice_changes_nothing(
    engine: AsyncSyncEngine, storage: AsyncSqlStorage, database: Database
) -> None:
    await engine.pull()
    before = database.dump()
    await storage.migrate()
    assert database.dump() == before


async def test_a_storage_that_was_never_migrated_is_not_ready(client, database: Database, sandbox: Sandbox) -> None:
    async with AsyncSqlStorage(database.url) as storage:
        with pytest.raises(StorageNotReadyError, match=r"storage\.migrate\(\)"):
            await AsyncSyncEngine(client, storage).pull()
    assert not sandbox.requests


async def test_the_integration_says_when_and_how_it_was_synced(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    shown = "SELECT sync_status, last_sync_at FROM ascora_integrations"
    await engine.pull("customer")
    (first,) = database.run(shown)
    assert first["sync_status"] == "success"
    sandbox.plant("customer", {"id": "bad", "phone": 5})
    await engine.pull("customer")
    (second,) = database.run(shown)
    assert second["sync_status"] == "error"
    assert second["last_sync_at"] > first["last_sync_at"]
    sandbox.remove("customer", "bad")
    await engine.pull("customer")
    (third,) = database.run(shown)
    assert third["sync_status"] == "success"
    assert third["last_sync_at"] > second["last_sync_at"]


async def test_an_integration_that_the_host_made_is_used_and_left_as_it_is(
    engine: AsyncSyncEngine, database: Database
) -> None:
    names = "organization_id, user_id, api_url, api_token, webhook_token, sync_settings"
    database.run(f"INSERT INTO ascora_integrations ({names}) VALUES ('default', 'u', 'x', 'sealed', 'w', '{{}}')")
    shown = (
        "SELECT id, organization_id, user_id, api_url, api_token, webhook_token, sync_settings FROM ascora_integrations"
    )
    before = database.run(shown)
    await engine.pull()
    assert database.run(shown) == before
    assert {row["integration_id"] for row in database.audit()} == {before[0]["id"]}
