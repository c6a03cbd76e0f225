"""What a page of the server's listing brings, before anything is compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

import attrs

from ..codec import NUMBER_TAG, canonical, decode_each
from .json_text import to_json
from .kinds import Kind
from .notes import FailedRecord, Stage

_DIGEST_BYTES = 16
_HALF_PAIR = re.compile("[\ud800-\udfff]")


@attrs.frozen
class RemoteRecord:
    """A record as the server has it now.

    Attributes:
        id: Its Ascora id.
        item: The object as the wire carried it.
        canonical: The object in its canonical form.
        digest: That form's digest.
    """

    id: str
    item: Mapping[str, Any]
    canonical: str
    digest: str

    def as_json(self) -> str:
        """Give the object as JSON text."""
        # Without a number that has a tag the canonical form is JSON already.
        return self.canonical if NUMBER_TAG not in self.canonical else to_json(self.item)


def digest_of(text: str) -> str:
    """Digest an object's canonical form, so that it is known again whatever the order of its fields.

    Example:
        >>> digest_of(canonical({"id": "c-1", "phone": "1"})) == digest_of(canonical({"phone": "1", "id": "c-1"}))
        True
    """
    return blake2b(text.encode("ascii"), digest_size=_DIGEST_BYTES).hexdigest()


def identify(kind: Kind, items: Sequence[Any]) -> tuple[dict[str, RemoteRecord], list[FailedRecord]]:
    """Find each object's id and digest.

    Args:
        kind: The objects' kind.
        items: The parsed objects of a page.

    Returns:
        The records by id, the later of two with the same id; and those that have none.
    """
    records: dict[str, RemoteRecord] = {}
    nameless: list[FailedRecord] = []
    for item in items:
        id_ = kind.id_of(item)
        if isinstance(id_, str) and _can_be_kept(id_):
            records[id_] = remote_record(id_, item)
        else:
            digest = digest_of(canonical(item))
            error = f"{kind.id_name}: expected a string that is not empty, with neither a NUL nor half a surrogate pair"
            payload = to_json(item)
            nameless.append(FailedRecord(key=f"{Stage.PULL}:{digest}", digest=digest, error=error, payload=payload))
    return records, nameless


def remote_record(id_: str, item: Mapping[str, Any]) -> RemoteRecord:
    """Digest an object whose id is known."""
    text = canonical(item)
    return RemoteRecord(id_, item, text, digest_of(text))


def _can_be_kept(id_: str) -> bool:
    return bool(id_) and "\0" not in id_ and (id_.isascii() or not _HALF_PAIR.search(id_))


def check(kind: Kind, records: Sequence[RemoteRecord]) -> tuple[list[RemoteRecord], list[FailedRecord]]:
    """Part the records that have the shape of their model from those that have not."""
    _, invalid = decode_each(kind.model, [record.item for record in records])
    reasons = {item.index: item.reason for item in invalid}
    good = [record for index, record in enumerate(records) if index not in reasons]
    return good, [put_aside(records[index], reason) for index, reason in reasons.items()]


def put_aside(record: RemoteRecord, error: str) -> FailedRecord:
    """Describe a record that is put aside."""
    return FailedRecord(
        key=f"{Stage.PULL}:{record.id}", id=record.id, digest=record.digest, error=error, payload=record.as_json()
    )
