"""What the storage in memory can do beside a storage's promises."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from ascora_sdk.storage import AsyncMemoryStorage
from ascora_sdk.sync import Agreed, AuditEntry, Decision, RecordWrite, Scope

SCOPE = Scope("default", "customer")
NOON = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)


async def test_rows_are_shown_with_their_key_and_id_in_the_order_in_which_they_were_made() -> None:
    storage = AsyncMemoryStorage()
    keys = [await storage.add("customer", first_name=f"Ada {number}") for number in range(12)]
    async with storage.transaction() as work:
        await work.write(SCOPE, [RecordWrite(key=keys[1], id="c-1", deleted_on_server=True)])
    rows = await storage.rows("customer")
    assert [row["key"] for row in rows] == keys
    assert rows[0] == {"first_name": "Ada 0", "key": keys[0], "id": None, "deleted_on_server": False}
    assert rows[1] == {"first_name": "Ada 1", "key": keys[1], "id": "c-1", "deleted_on_server": True}
    assert await storage.rows("customer", organization_id="another") == await storage.rows("job") == []


async def test_an_edit_leaves_the_other_values() -> None:
    storage = AsyncMemoryStorage()
    key = await storage.add("customer", first_name="Ada", phone="1", custom_fields={"gate": [1]})
    await storage.edit("customer", key, phone=None)
    (row,) = await storage.rows("customer")
    row["custom_fields"]["gate"].append(2)
    (row,) = await storage.rows("customer")
    assert (row["first_name"], row["phone"], row["custom_fields"]) == ("Ada", None, {"gate": [1]})


async def test_what_is_not_there_cannot_be_edited_or_removed() -> None:
    storage = AsyncMemoryStorage()
    key = await storage.add("customer", organization_id="one", first_name="Ada")
    for organization, name in [("two", key), ("one", "99"), ("one", "no key")]:
        with pytest.raises(KeyError):
            await storage.edit("customer", name, organization_id=organization, phone="1")
        with pytest.raises(KeyError):
            await storage.remove("customer", name, organization_id=organization)
    await storage.remove("customer", key, organization_id="one")
    assert await storage.rows("customer", organization_id="one") == []


async def test_times_are_those_of_the_clock_that_it_was_given() -> None:
    times = iter([NOON, NOON + timedelta(hours=1), NOON + timedelta(hours=2)])
    storage = AsyncMemoryStorage(now=lambda: next(times))
    key = await storage.add("customer", first_name="Ada")
    await storage.edit("customer", key, first_name="Grace")
    async with storage.transaction() as work:
        await work.append_audit(SCOPE, [AuditEntry(id="c-1", decision=Decision.CREATED)])
        assert (await work.local_records(SCOPE, [key]))[key].modified == NOON + timedelta(hours=1)
        assert [entry.at for entry in await work.audit(SCOPE, ["c-1"])] == [NOON + timedelta(hours=2)]


async def test_a_transaction_within_another_is_refused_before_it_waits_for_ever() -> None:
    storage = AsyncMemoryStorage()
    async with storage.transaction() as work:
        with pytest.raises(RuntimeError, match="in a transaction already"):
            await storage.add("customer", first_name="Ada")
        await work.keep(SCOPE, [Agreed(key="c-1", base="{}", digest="0f")])
    async with storage.transaction() as work:
        assert await work.count_notes(SCOPE, Agreed) == 1
    assert await storage.rows("customer") == []


async def test_it_tells_the_last_sync_of_each_organization() -> None:
    storage = AsyncMemoryStorage()
    assert await storage.last_sync() is None
    async with storage.transaction() as work:
        await work.mark_synced("default", ok=True, now=NOON)
    assert await storage.last_sync() == (NOON, True)
    assert await storage.last_sync(organization_id="another") is None
