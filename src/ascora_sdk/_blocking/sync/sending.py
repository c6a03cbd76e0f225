# Generated from ../../_async/sync/sending.py by tools/unasync; do not edit.
"""Sending one entry of the outbox, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any, Final

import attrs

from ...codec import loads
from ...errors import AscoraApiError, AuthenticationError, NotFoundError, RateLimitError, ValidationError
from ...sync.incoming import RemoteRecord, remote_record
from ...sync.kinds import Kind
from ...sync.notes import Action, Agreed, OutboxEntry
from .protocols import Remote

_OF_THE_RECORD: Final = frozenset({400, 404, 409, 410, 413, 415, 422})


class Fate(Enum):
    """What came of an entry.

    Attributes:
        DONE: The server did it.
        MOVED: It was not sent, since the server's object is not as last seen.
        GONE: The server has no such object (any more).
        REFUSED: The server refused this record; others may do.
        UNKNOWN: Nobody knows whether it was done.
        NOT_SENT: It was not done, and others would not be either.
    """

    DONE = auto()
    MOVED = auto()
    GONE = auto()
    REFUSED = auto()
    UNKNOWN = auto()
    NOT_SENT = auto()


@attrs.frozen(kw_only=True)
class Sent:
    """An entry of the outbox after it was sent, or should have been.

    Attributes:
        entry: The entry.
        fate: What came of it.
        record: The object as the server has it now; None if it has none, or nobody knows.
        error: What went wrong, if anything did.
    """

    entry: OutboxEntry
    fate: Fate
    record: RemoteRecord | None = None
    error: AscoraApiError | None = None


def send(remote: Remote, kind: Kind, entry: OutboxEntry, agreed: Agreed | None) -> Sent:
    """Send an entry, if the server's object is still as last seen.

    The API has no conditional write: so the object is read right before it is changed, and what somebody else changed
    meanwhile is merged first.
    """
    try:
        return _sent(remote, kind, entry, agreed)
    except AscoraApiError as error:
        return Sent(entry=entry, fate=fate_of(error, entry), error=error)


def _sent(remote: Remote, kind: Kind, entry: OutboxEntry, agreed: Agreed | None) -> Sent:
    payload = loads(entry.payload)
    if entry.action is Action.CREATE or entry.id is None:
        item = remote.create(kind, payload, idempotency_key=entry.idempotency_key)
        return Sent(entry=entry, fate=Fate.DONE, record=remote_record(kind.id_of(item), item))
    if agreed is not None and remote.abilities(kind).get:
        last: Mapping[str, Any] = loads(agreed.base)
        now = remote.get(kind, entry.id, last=last)
        if now is None:
            return Sent(entry=entry, fate=Fate.GONE)
        record = remote_record(entry.id, now)
        if record.digest != agreed.digest:
            return Sent(entry=entry, fate=Fate.MOVED, record=record)
    if entry.action is Action.DELETE:
        remote.delete(kind, entry.id)
        return Sent(entry=entry, fate=Fate.DONE)
    item = remote.update(kind, entry.id, payload)
    return Sent(entry=entry, fate=Fate.DONE, record=remote_record(entry.id, item))


def fate_of(error: AscoraApiError, entry: OutboxEntry) -> Fate:
    """Tell from an error what came of an entry."""
    if isinstance(error, (AuthenticationError, RateLimitError)) or error.status_code == 403:
        return Fate.NOT_SENT
    if isinstance(error, NotFoundError) and entry.action in {Action.UPDATE, Action.DELETE}:
        return Fate.GONE
    if is_refusal(error):
        return Fate.REFUSED
    return Fate.UNKNOWN if error.may_have_been_carried_out else Fate.NOT_SENT


def is_refusal(error: AscoraApiError) -> bool:
    """Tell whether an error speaks of one record, and others may do."""
    return isinstance(error, ValidationError) or error.status_code in _OF_THE_RECORD or _is_refused_in_words(error)


def _is_refused_in_words(error: AscoraApiError) -> bool:
    # The public API's way: status 200, and a body that says that it was not done.
    return error.status_code is not None and error.status_code < 300 and not error.may_have_been_carried_out
