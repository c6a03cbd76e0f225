"""One customer, as both sides last agreed on it, and short ways to say what each has of it now."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from ascora_sdk.codec import dumps
from ascora_sdk.sync.abilities import Abilities
from ascora_sdk.sync.conflict import Conflict, Resolution
from ascora_sdk.sync.drafting import Drafting
from ascora_sdk.sync.incoming import RemoteRecord, remote_record
from ascora_sdk.sync.kinds import CUSTOMER, Kind
from ascora_sdk.sync.merge import Dispute
from ascora_sdk.sync.notes import Action, Agreed, OpenConflict, OutboxEntry, Tombstone
from ascora_sdk.sync.outcome import Deletions, Known, Policy
from ascora_sdk.sync.records import StoredRecord

NOON = datetime(2026, 2, 17, 12, tzinfo=timezone.utc)
LATER = NOON + timedelta(hours=1)

ADA: Mapping[str, Any] = {
    "id": "c-1",
    "firstName": "Ada",
    "phone": "1",
    "customFields": {"moisture": 7, "room": "hall"},
    "updatedAt": "2026-02-17T12:00:00Z",
    "vip": True,
}


def there(*, kind: Kind = CUSTOMER, **changes: Any) -> RemoteRecord:
    """What the server has: Ada, but for some fields by the wire's names."""
    return shown({**ADA, **changes}, kind)


def shown(item: Mapping[str, Any], kind: Kind = CUSTOMER) -> RemoteRecord:
    return remote_record(item[kind.id_name], item)


def here(item: Mapping[str, Any] = ADA, *, kind: Kind = CUSTOMER, **changes: Any) -> dict[str, Any]:
    """What stands here: Ada, but for some fields by the model's names."""
    return {**kind.values_of(item), **changes}


def row(local: Mapping[str, Any] | None, **fields: Any) -> StoredRecord:
    """The row; without values one that somebody deleted."""
    return StoredRecord(**{"key": None if local is None else "row-1", "id": "c-1", "local": local, **fields})


def agreed(item: Mapping[str, Any] = ADA, *, kind: Kind = CUSTOMER) -> Agreed:
    record = shown(item, kind)
    return Agreed(key=record.id, base=record.as_json(), digest=record.digest)


def known(local: Mapping[str, Any] | None = None, *, base: Mapping[str, Any] | None = ADA, **fields: Any) -> Known:
    """What is known of the customer: both sides agreed on Ada, and this stands here."""
    note = {} if base is None else {"agreed": agreed(base)}
    return Known(**{"id": "c-1", "stored": None if local is None else row(local), **note, **fields})


def tombstone(item: Mapping[str, Any] = ADA) -> Tombstone:
    return Tombstone(key="c-1", base=dumps(item).decode(), at=NOON)


def waiting(*fields: str, remote: RemoteRecord | None, holds: bool = False) -> OpenConflict:
    """A conflict that waits for somebody."""
    return OpenConflict(
        key="c-1",
        remote=None if remote is None else remote.as_json(),
        digest="" if remote is None else remote.digest,
        fields=tuple(sorted(fields)),
        holds=holds,
        at=NOON,
    )


def nobody(conflict: Conflict) -> Resolution:
    """Fail: this strategy is not to be asked."""
    raise AssertionError(f"nothing was in dispute, but asked of {conflict}")


def policy(strategy: Any = nobody, deletions: Deletions = Deletions.MARK) -> Policy:
    return Policy(strategy=strategy, deletions=deletions, now=LATER)


def drafting(**fields: Any) -> Drafting:
    return Drafting(**{"organization_id": "acme", "abilities": Abilities(), "policy": policy(), "links": {}, **fields})


def conflict_on(*fields: str, **changes: Any) -> Conflict:
    """A conflict about some fields: "base" before, "local" here, "remote" there."""
    return Conflict(
        **{
            "id": "customer:c-1",
            "kind": "customer",
            "record_id": "c-1",
            "key": "row-1",
            "base": dict.fromkeys(fields, "base"),
            "local": dict.fromkeys(fields, "local"),
            "remote": dict.fromkeys(fields, "remote"),
            "fields": {name: Dispute("base", "local", "remote") for name in fields},
            **changes,
        }
    )


def create(payload: Mapping[str, Any], reference: str | None = None) -> OutboxEntry:
    """A create as it was written down."""
    return OutboxEntry(
        key="row-1",
        action=Action.CREATE,
        id=None,
        payload=dumps(payload).decode(),
        idempotency_key="key",
        reference=reference,
        at=NOON,
    )
