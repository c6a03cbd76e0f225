# Generated from ../../_async/storage/test_memory.py by tools/unasync; do not edit.
"""What the storage in memory can do beside a storage's promises."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from ascora_sdk.storage import MemoryStorage
from ascora_sdk.sync import Agreed, AuditEntry, Decision, RecordWrite, Scope

SCOPE = Scope("default", "customer")
NOON = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)


def test_rows_are_shown_with_their_key_and_id_in_the_order_in_which_they_were_made() -> None:
    storage = MemoryStorage()
    keys = [storage.add("customer", first_name=f"Ada {number}") for number in range(12)]
    with storage.transaction() as work:
        work.write(SCOPE, [RecordWrite(key=keys[1], id="c-1", deleted_on_server=True)])
    rows = storage.rows("customer")
    assert [row["key"] for row in rows] == keys
    assert rows[0] == {"first_name": "Ada 0", "key": keys[0], "id": None, "deleted_on_server": False}
    assert rows[1] == {"first_name": "Ada 1", "key": keys[1], "id": "c-1", "deleted_on_server": True}
    assert storage.rows("customer", organization_id="another") == storage.rows("job") == []


def test_an_edit_leaves_the_other_values() -> None:
    storage = MemoryStorage()
    key = storage.add("customer", first_name="Ada", phone="1", custom_fields={"gate": [1]})
    storage.edit("customer", key, phone=None)
    (row,) = storage.rows("customer")
    row["custom_fields"]["gate"].append(2)
    (row,) = storage.rows("customer")
    assert (row["first_name"], row["phone"], row["custom_fields"]) == ("Ada", None, {"gate": [1]})


def test_what_is_not_there_cannot_be_edited_or_removed() -> None:
    storage = MemoryStorage()
    key = storage.add("customer", organization_id="one", first_name="Ada")
    for organization, name in [("two", key), ("one", "99"), ("one", "no key")]:
        with pytest.raises(KeyError):
            storage.edit("customer", name, organization_id=organization, phone="1")
        with pytest.raises(KeyError):
            storage.remove("customer", name, organization_id=organization)
    storage.remove("customer", key, organization_id="one")
    assert storage.rows("customer", organization_id="one") == []


def test_times_are_those_of_the_clock_that_it_was_given() -> None:
    times = iter([NOON, NOON + timedelta(hours=1), NOON + timedelta(hours=2)])
    storage = MemoryStorage(now=lambda: next(times))
    key = storage.add("customer", first_name="Ada")
    storage.edit("customer", key, first_name="Grace")
    with storage.transaction() as work:
        work.append_audit(SCOPE, [AuditEntry(id="c-1", decision=Decision.CREATED)])
        assert (work.local_records(SCOPE, [key]))[key].modified == NOON + timedelta(hours=1)
        assert [entry.at for entry in work.audit(SCOPE, ["c-1"])] == [NOON + timedelta(hours=2)]


def test_a_transaction_within_another_is_refused_before_it_waits_for_ever() -> None:
    storage = MemoryStorage()
    with storage.transaction() as work:
        with pytest.raises(RuntimeError, match="in a transaction already"):
            storage.add("customer", first_name="Ada")
        work.keep(SCOPE, [Agreed(key="c-1", base="{}", digest="0f")])
    with storage.transaction() as work:
        assert work.count_notes(SCOPE, Agreed) == 1
    assert storage.rows("customer") == []


def test_it_tells_the_last_sync_of_each_organization() -> None:
    storage = MemoryStorage()
    assert storage.last_sync() is None
    with storage.transaction() as work:
        work.mark_synced("default", ok=True, now=NOON)
    assert storage.last_sync() == (NOON, True)
    assert storage.last_sync(organization_id="another") is None
