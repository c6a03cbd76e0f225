"""Our side: rows and notes as they stand, and what people do to rows by hand, past the engine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

import attrs

from ascora_sdk.storage import AsyncMemoryStorage
from ascora_sdk.storage.memory import Library, shown
from ascora_sdk.sync import NOTES, AuditEntry, Checkpoint, Note, Scope, to_json

ORGANIZATION = "acme"


@attrs.frozen(kw_only=True)
class Row:
    """One row."""

    key: str
    id: str | None
    values: Mapping[str, Any]
    deleted_on_server: bool


class Stock(Protocol):
    """Rows and notes, of one organization.

    Attributes:
        locked: The rows that a transaction under way has locked, by kind and key, which nobody else can write; None if
            the whole storage is locked for as long as one is.
    """

    locked: set[tuple[str, str]] | None

    def rows(self, kind: str) -> dict[str, Row]:
        """Give all rows, by key, the oldest first."""
        ...

    def add(self, kind: str, values: Mapping[str, Any]) -> str:
        """Add a row by hand."""
        ...

    def edit(self, kind: str, key: str, values: Mapping[str, Any]) -> None:
        """Edit a row by hand."""
        ...

    def remove(self, kind: str, key: str) -> None:
        """Remove a row by hand."""
        ...

    def notes(self, kind: str, note_class: type[Note]) -> dict[str, Any]:
        """Give all notes of a class, by key."""
        ...

    def story(self, kind: str, names: frozenset[str]) -> list[AuditEntry]:
        """Give the audit entries of a record by all that it is called."""
        ...

    def lease_ends(self, kind: str) -> datetime | None:
        """Say until when somebody has the lease; None if nobody has."""
        ...

    def trail(self, kind: str) -> int:
        """Count the audit entries, each once or more."""
        ...


def state(stock: Stock, kinds: tuple[str, ...]) -> dict[str, Any]:
    """Give everything that the engine may change, but for checkpoints and leases."""
    return {
        kind: {
            "rows": {key: attrs.asdict(row) for key, row in stock.rows(kind).items()},
            "audit": stock.trail(kind),
            **{
                one.shelf: {key: to_json(note) for key, note in sorted(stock.notes(kind, one).items())}
                for one in NOTES
                if one is not Checkpoint
            },
        }
        for kind in kinds
    }


class MemoryStock:
    """What stands in a memory storage, looked at from behind."""

    def __init__(self, storage: AsyncMemoryStorage, now: Any) -> None:
        self._library: Library = storage._library
        self._now = now
        self.locked: set[tuple[str, str]] | None = set()

    def rows(self, kind: str) -> dict[str, Row]:
        """Give all rows."""
        found: dict[str, Row] = {}
        for one in shown(self._library.book(_scope(kind)).rows):
            key, id_, deleted = one.pop("key"), one.pop("id"), one.pop("deleted_on_server")
            found[key] = Row(key=key, id=id_, values=one, deleted_on_server=deleted)
        return found

    def add(self, kind: str, values: Mapping[str, Any]) -> str:
        """Add a row."""
        return self._write(kind, None, values)

    def edit(self, kind: str, key: str, values: Mapping[str, Any]) -> None:
        """Edit a row."""
        self._write(kind, key, values)

    def remove(self, kind: str, key: str) -> None:
        """Remove a row."""
        self._write(kind, key, None)

    def notes(self, kind: str, note_class: type[Note]) -> dict[str, Any]:
        """Give all notes of a class."""
        return dict(self._library.book(_scope(kind)).shelf(note_class).notes)

    def story(self, kind: str, names: frozenset[str]) -> list[AuditEntry]:
        """Give the audit entries of a record."""
        return self._library.book(_scope(kind)).told(sorted(names))

    def lease_ends(self, kind: str) -> datetime | None:
        """Say until when somebody has the lease."""
        lease = self._library.book(_scope(kind)).lease
        return None if lease is None else lease.until

    def trail(self, kind: str) -> int:
        """Count the audit entries."""
        return sum(map(len, self._library.book(_scope(kind))._told.values()))

    def _write(self, kind: str, key: str | None, values: Mapping[str, Any] | None) -> str:
        # A transaction that is under way takes back what it did itself, and not this.
        undo = list(self._library._undo)
        written = self._library.write_by_hand(_scope(kind), key, values, self._now())
        self._library._undo[:] = undo
        return written


def _scope(kind: str) -> Scope:
    return Scope(ORGANIZATION, kind)
