"""What a page of the server's listing brings, before anything is compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

import attrs

from ..codec import canonical, decode_each
from .kinds import Kind
from .records import FailedRecord

_DIGEST_BYTES = 16


@attrs.frozen
class RemoteRecord:
    """A record as the server has it now.

    Attributes:
        id: Its Ascora id.
        item: The object as the wire carried it.
        digest: The object's digest.
    """

    id: str
    item: Mapping[str, Any]
    digest: str


def digest_of(item: Any) -> str:
    """Digest an object, so that it is known again whatever the order of its fields.

    Example:
        >>> digest_of({"id": "c-1", "phone": "1"}) == digest_of({"phone": "1", "id": "c-1"})
        True
    """
    return blake2b(canonical(item).encode("ascii"), digest_size=_DIGEST_BYTES).hexdigest()


def identify(items: Sequence[Any]) -> tuple[dict[str, RemoteRecord], list[FailedRecord]]:
    """Find each object's id and digest.

    Args:
        items: The parsed objects of a page.

    Returns:
        The records by id, the later of two with the same id; and those that have none.
    """
    records: dict[str, RemoteRecord] = {}
    nameless: list[FailedRecord] = []
    for item in items:
        digest = digest_of(item)
        id_ = item.get("id") if isinstance(item, dict) else None
        if isinstance(id_, str) and id_:
            records[id_] = RemoteRecord(id_, item, digest)
        else:
            error = "id: expected a string that is not empty"
            nameless.append(FailedRecord(key=digest, digest=digest, error=error, payload=item))
    return records, nameless


def check(kind: Kind, records: Sequence[RemoteRecord]) -> tuple[list[RemoteRecord], list[FailedRecord]]:
    """Part the records that have the shape of their model from those that have not."""
    _, invalid = decode_each(kind.model, [record.item for record in records])
    reasons = {item.index: item.reason for item in invalid}
    good = [record for index, record in enumerate(records) if index not in reasons]
    return good, [put_aside(records[index], reason) for index, reason in reasons.items()]


def put_aside(record: RemoteRecord, error: str) -> FailedRecord:
    """Describe a record that is put aside."""
    return FailedRecord(key=record.id, digest=record.digest, error=error, payload=record.item)
