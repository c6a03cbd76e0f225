# Generated from ../../_async/sync/test_overlay.py by tools/unasync; do not edit.
"""A storage laid over another one reads as if all had been written, and the one beneath stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascora_sdk._blocking.sync.overlay import OverlayStorage
from ascora_sdk.storage import MemoryStorage
from ascora_sdk.sync import (
    CUSTOMER,
    Agreed,
    Storage,
    UnitOfWork,
    AuditEntry,
    Checkpoint,
    Decision,
    FailedRecord,
    Lease,
    Note,
    RecordWrite,
    Scope,
    StoredRecord,
)

from .desks import MemoryDesk, sqlite_desk

SCOPE = Scope("default", "customer")
NOON = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
IDS = [f"c-{number}" for number in range(6)]


@attrs.frozen
class Deed:
    """Something that the engine does in a transaction."""

    what: str
    id: str
    phone: str
    settled: bool
    new_id: str | None


DEEDS = st.lists(
    st.builds(
        Deed,
        st.sampled_from(["write", "write", "settle", "mark", "delete", "rename", "keep", "drop", "put aside"]),
        st.sampled_from(IDS),
        st.sampled_from("abc"),
        st.booleans(),
        st.sampled_from([None, *IDS]),
    ),
    max_size=10,
)


def do(work: UnitOfWork, deed: Deed) -> list[str]:
    """Do it, and tell what was refused."""
    found = (work.records(SCOPE, [deed.id])).get(deed.id)
    key = None if found is None else found.key
    if deed.what == "keep":
        work.keep(SCOPE, [Agreed(key=deed.id, base="{}", digest=deed.phone)])
    elif deed.what == "put aside":
        work.keep(SCOPE, [FailedRecord(key=f"pull:{deed.id}", digest=deed.phone, error="x", payload="{}")])
    elif deed.what == "drop":
        work.drop(SCOPE, Agreed, [deed.id])
    elif key is not None or deed.what == "write":
        values = {"phone": deed.phone} if deed.what == "write" else None
        write = RecordWrite(key=key, id=deed.id, values=values, settled=deed.settled)
        if deed.what == "rename":
            write = attrs.evolve(write, id=deed.new_id)
        elif deed.what == "mark":
            write = attrs.evolve(write, deleted_on_server=True)
        elif deed.what == "delete":
            write = attrs.evolve(write, delete=True)
        return [one.reason for one in work.write(SCOPE, [write])]
    return []


def seen(records: Sequence[StoredRecord], named: set[str]) -> list[tuple[Any, ...]]:
    """Give records without the names of rows that have another one in each storage."""
    return sorted(
        (str(one.id), one.key if one.key in named or one.key is None else "made", repr(one.local)) for one in records
    )


def everything(storage: Storage, named: set[str]) -> list[Any]:
    """Read all that a unit of work can read, page by page."""
    found: list[Any] = []
    with storage.transaction() as work:
        found.append(seen([*(work.records(SCOPE, IDS)).values()], named))
        found.append(seen([*(work.local_records(SCOPE, sorted(named))).values()], named))
    edited: list[StoredRecord] = []
    while True:
        with storage.transaction() as work:
            page = work.edited(SCOPE, after=edited[-1].edit_key if edited else None, limit=2)
        if not page:
            break
        assert len(page) <= 2
        edited += page
    found.append(seen(edited, named))
    note_classes: tuple[type[Note], ...] = (Agreed, FailedRecord, Checkpoint)
    for note_class in note_classes:
        keys: list[str] = []
        while True:
            with storage.transaction() as work:
                page_of_keys = work.note_keys(SCOPE, note_class, after=keys[-1] if keys else None, limit=2)
            if not page_of_keys:
                break
            assert len(page_of_keys) <= 2
            keys += page_of_keys
        with storage.transaction() as work:
            notes = work.notes(SCOPE, note_class, [*IDS, *keys])
            found.append((sorted(keys), sorted(map(repr, notes.values())), work.count_notes(SCOPE, note_class)))
    return found


@settings(max_examples=150)
@given(before=DEEDS, by_hand=st.lists(st.sampled_from(["add", "edit", "remove"]), max_size=4), after=DEEDS)
def test_it_reads_as_if_all_had_been_written(before: list[Deed], by_hand: list[str], after: list[Deed]) -> None:
    written, beneath = MemoryDesk(), MemoryDesk()
    for desk in (written, beneath):
        for deed in before:
            with desk.storage.transaction() as work:
                do(work, deed)
        for number, what in enumerate(by_hand):
            keys = sorted(desk.rows("customer"))
            if what == "add" or not keys:
                desk.add("customer", phone=f"hand {number}")
            elif what == "edit":
                desk.edit("customer", keys[number % len(keys)], phone=f"hand {number}")
            else:
                desk.remove("customer", keys[number % len(keys)])
    named, as_it_was = {*beneath.rows("customer")}, beneath.everything()
    overlay = OverlayStorage(beneath.storage)
    for deed in after:
        refused: list[list[str]] = []
        for storage in (written.storage, overlay):
            with storage.transaction() as work:
                refused.append(do(work, deed))
        assert bool(refused[0]) == bool(refused[1])
    assert everything(overlay, named) == everything(written.storage, named)
    assert beneath.everything() == as_it_was


def test_what_a_database_cannot_hold_is_refused_and_the_rest_is_not_written_either() -> None:
    with sqlite_desk() as desk:
        as_it_was = desk.everything()
        overlay = OverlayStorage(desk.storage)
        good = RecordWrite(key=None, id="c-1", values={"phone": "1"})
        bad = RecordWrite(key=None, id="c-2", values={"phone": "nul\0"})
        whole = CUSTOMER.values_of({})
        writes = [attrs.evolve(one, values={**whole, **(one.values or {})}) for one in (good, bad)]
        with overlay.transaction() as work:
            rejected = work.write(SCOPE, writes)
        assert [(one.write, one.reason.partition(":")[0]) for one in rejected] == [(writes[1], "phone")]
        with overlay.transaction() as work:
            assert {*work.records(SCOPE, ["c-1", "c-2"])} == {"c-1"}
        assert desk.everything() == as_it_was


def test_no_lease_is_taken_and_none_stands_in_the_way() -> None:
    storage = MemoryStorage()
    mine, other = (Lease(owner=name, until=NOON + timedelta(hours=1)) for name in ("mine", "other"))
    overlay = OverlayStorage(storage)
    with overlay.transaction() as work:
        assert work.claim_lease(SCOPE, mine, now=NOON)
    with storage.transaction() as work:
        assert work.claim_lease(SCOPE, other, now=NOON)
    with overlay.transaction() as work:
        assert work.renew_lease(SCOPE, mine)
        work.release_lease(SCOPE, "other")
    with storage.transaction() as work:
        assert not work.claim_lease(SCOPE, mine, now=NOON)


def test_the_audit_trail_goes_on_in_the_layer() -> None:
    storage = MemoryStorage()
    first = AuditEntry(id="c-1", key="7", decision=Decision.CREATED)
    then = AuditEntry(id="c-1", decision=Decision.UPDATED)
    other = AuditEntry(id="c-2", decision=Decision.UPDATED)
    overlay = OverlayStorage(storage)
    with storage.transaction() as work:
        work.append_audit(SCOPE, [first])
    with overlay.transaction() as work:
        work.append_audit(SCOPE, [then, other])
        work.mark_synced("default", ok=True, now=NOON)
    with overlay.transaction() as work:
        told = work.audit(SCOPE, ["7", "c-1"])
    assert [one.decision for one in told] == [Decision.CREATED, Decision.UPDATED]
    with storage.transaction() as work:
        assert len(work.audit(SCOPE, ["7", "c-1"])) == 1
    assert storage.last_sync() is None


def test_an_error_goes_through() -> None:
    overlay = OverlayStorage(MemoryStorage())
    with pytest.raises(KeyError, match="mine"):
        with overlay.transaction():
            raise KeyError("mine")
