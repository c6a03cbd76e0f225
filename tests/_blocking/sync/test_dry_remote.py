# Generated from ../../_async/sync/test_dry_remote.py by tools/unasync; do not edit.
"""A remote that sends nothing answers as a plain server would, and goes on as if it had happened."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from ascora_sdk._blocking.sync.dry_remote import DryRemote
from ascora_sdk._blocking.sync.overlay import OverlayStorage
from ascora_sdk.storage import MemoryStorage
from ascora_sdk.sync import CUSTOMER, INVOICE, Abilities, Action, Agreed, OutboxEntry, Scope

from .small_remote import SmallRemote, Clock

NOW = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
SCOPE = Scope("default", "customer")


@pytest.fixture
def beneath() -> SmallRemote:
    remote = SmallRemote(Clock())
    remote.put("customer", "c-1", firstName="Ada", phone="1")
    return remote


@pytest.fixture
def storage() -> OverlayStorage:
    return OverlayStorage(MemoryStorage())


@pytest.fixture
def dry(beneath: SmallRemote, storage: OverlayStorage) -> DryRemote:
    return DryRemote(beneath, storage, SCOPE)


def write_down(storage: OverlayStorage, action: Action, key: str) -> None:
    entry = OutboxEntry(key=key, action=action, id=None, payload="{}", idempotency_key=f"of {key}", at=NOW)
    with storage.transaction() as work:
        work.keep(SCOPE, [entry])


def test_it_reads_what_is_there(dry: DryRemote, beneath: SmallRemote) -> None:
    assert dry.kinds == beneath.kinds
    assert dry.abilities(CUSTOMER) == Abilities()
    assert (dry.list_page(CUSTOMER, limit=10, offset=0, since=None)).total == 1
    assert dry.get(CUSTOMER, "c-1", last=None) == beneath.items["customer"]["c-1"]
    assert dry.get(CUSTOMER, "c-2", last=None) is None


def test_a_change_is_seen_by_whoever_reads_next_and_not_sent(
    dry: DryRemote, beneath: SmallRemote
) -> None:
    answer = dry.update(CUSTOMER, "c-1", {"phone": "2"})
    assert answer == {**beneath.items["customer"]["c-1"], "phone": "2"}
    assert dry.get(CUSTOMER, "c-1", last=None) == answer
    assert (dry.update(CUSTOMER, "c-1", {"email": "a"}))["phone"] == "2"
    dry.delete(CUSTOMER, "c-1")
    assert dry.get(CUSTOMER, "c-1", last=None) is None
    assert [call.action for call in dry.calls] == [Action.UPDATE, Action.UPDATE, Action.DELETE]
    assert (beneath.changes, beneath.items["customer"]["c-1"]["phone"]) == ([], "1")


def test_a_new_object_has_an_id_that_tells_its_row(
    dry: DryRemote, beneath: SmallRemote, storage: OverlayStorage
) -> None:
    write_down(storage, Action.CREATE, "17")
    answer = dry.create(CUSTOMER, {"firstName": "Grace"}, idempotency_key="of 17")
    assert answer == {"id": "new:17", "firstName": "Grace"}
    assert dry.get(CUSTOMER, "new:17", last=None) == answer
    assert (beneath.changes, list(beneath.items["customer"])) == ([], ["c-1"])


def test_where_no_object_can_be_fetched_the_last_agreed_one_is_changed(storage: OverlayStorage) -> None:
    dry = DryRemote(SmallRemote(Clock(), Abilities(get=False)), storage, SCOPE)
    with storage.transaction() as work:
        work.keep(SCOPE, [Agreed(key="c-1", base='{"id":"c-1","firstName":"Ada","phone":"1"}', digest="0f")])
    assert dry.update(CUSTOMER, "c-1", {"phone": "2"}) == {"id": "c-1", "firstName": "Ada", "phone": "2"}
    assert dry.update(CUSTOMER, "c-2", {"phone": "2"}) == {"id": "c-2", "phone": "2"}


def test_a_payment_adds_to_what_is_paid(storage: OverlayStorage, beneath: SmallRemote) -> None:
    beneath.items["invoice"] = {"i-1": {"id": "i-1", "paidAmount": 5}}
    write_down(storage, Action.PAY, "payment:r-1")
    dry = DryRemote(beneath, storage, SCOPE)
    assert dry.pay(INVOICE, "i-1", {"amount": 10}, idempotency_key="of payment:r-1") == {
        "id": "i-1",
        "paidAmount": 15,
    }
    assert beneath.items["invoice"]["i-1"]["paidAmount"] == 5
