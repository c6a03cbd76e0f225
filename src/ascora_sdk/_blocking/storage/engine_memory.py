# Generated from ../../_async/storage/engine_memory.py by tools/unasync; do not edit.
"""What the engine remembers, for a host that has no more than one table of texts for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import attrs

from ...concurrency.clock import utc_now
from ...sync.audit import AuditEntry
from ...sync.json_text import from_json, to_json
from ...sync.notes import N, Note
from ...sync.records import Lease, Scope

# Shelves, and what stands on them under one key.
_LOCK: Final = "lock"
_LEASE: Final = "lease"
_OWNER: Final = "owner"
_TRAIL: Final = "trail"
_LENGTH: Final = "length"
_ENTRIES: Final = "audit"
_TOLD: Final = "told"


class EngineMemory:
    """The better half of a unit of work: notes, lease, and audit trail, on one table of texts.

    Derive your own unit of work from it. It has then to read and write your rows, by the four methods `records`,
    `local_records`, `edited` and `write`, and texts, by the five methods of this class that do nothing yet. A text has
    a place: a scope, a shelf, and a key, all of which are text of any form.

    Example:
        ```python
        class MyWork(EngineMemory):
            def count_texts(self, scope, shelf):
                return self.connection.fetchval(
                    "SELECT count(*) FROM texts WHERE tenant = $1 AND kind = $2 AND shelf = $3",
                    scope.organization_id, scope.kind, shelf,
                )
        ```
    """

    def texts(self, scope: Scope, shelf: str, keys: Sequence[str]) -> Mapping[str, str]:
        """Read texts.

        Args:
            scope: Whose texts, of which kind.
            shelf: Which shelf.
            keys: Which keys; at least one.

        Returns:
            Those that are there, by key.
        """
        raise NotImplementedError

    def text_keys(self, scope: Scope, shelf: str, *, after: str | None, limit: int) -> Sequence[str]:
        """List the keys on a shelf, in an order that does not change, from the first one after a key on.

        Args:
            scope: Whose texts, of which kind.
            shelf: Which shelf.
            after: The last key read, whose text may be gone by now; None to begin.
            limit: How many at the most.
        """
        raise NotImplementedError

    def count_texts(self, scope: Scope, shelf: str) -> int:
        """Count the texts on a shelf.

        Args:
            scope: Whose texts, of which kind.
            shelf: Which shelf.
        """
        raise NotImplementedError

    def put_texts(self, scope: Scope, shelf: str, texts: Mapping[str, str]) -> None:
        """Write texts, each in place of the one that is there, if there is one.

        Of two transactions that put the same one, the later has to wait until the earlier has ended. So it is where the
        database holds the place to be unique and the row is inserted or, if that fails, updated.

        Args:
            scope: Whose texts, of which kind.
            shelf: Which shelf.
            texts: The texts by key; at least one.
        """
        raise NotImplementedError

    def drop_texts(self, scope: Scope, shelf: str, keys: Sequence[str]) -> None:
        """Delete texts; a key without one is passed over.

        Args:
            scope: Whose texts, of which kind.
            shelf: Which shelf.
            keys: Which keys; at least one.
        """
        raise NotImplementedError

    def now(self) -> datetime:
        """Tell the time at which an entry of the audit trail is written, aware."""
        return utc_now()

    def notes(self, scope: Scope, note_class: type[N], keys: Sequence[str]) -> Mapping[str, N]:
        """Read notes of a class; see `UnitOfWork`."""
        found = self.texts(scope, note_class.shelf, keys) if keys else {}
        return {key: from_json(text, note_class) for key, text in found.items()}

    def note_keys(self, scope: Scope, note_class: type[Note], *, after: str | None, limit: int) -> Sequence[str]:
        """List the keys of a class of notes; see `UnitOfWork`."""
        return self.text_keys(scope, note_class.shelf, after=after, limit=limit)

    def count_notes(self, scope: Scope, note_class: type[Note]) -> int:
        """Count the notes of a class; see `UnitOfWork`."""
        return self.count_texts(scope, note_class.shelf)

    def keep(self, scope: Scope, notes: Sequence[Note]) -> None:
        """Keep notes; see `UnitOfWork`."""
        shelves: dict[str, dict[str, str]] = {}
        for note in notes:
            shelves.setdefault(note.shelf, {})[note.key] = to_json(note)
        for shelf, texts in shelves.items():
            self.put_texts(scope, shelf, texts)

    def drop(self, scope: Scope, note_class: type[Note], keys: Sequence[str]) -> None:
        """Drop notes of a class; see `UnitOfWork`."""
        if keys:
            self.drop_texts(scope, note_class.shelf, keys)

    def claim_lease(self, scope: Scope, lease: Lease, *, now: datetime) -> bool:
        """Take the lease on a scope; see `UnitOfWork`."""
        held = self._lease(scope)
        if held is not None and held.owner != lease.owner and held.until > now:
            return False
        self.put_texts(scope, _LEASE, {_OWNER: to_json(lease)})
        return True

    def renew_lease(self, scope: Scope, lease: Lease) -> bool:
        """Let the lease run on; see `UnitOfWork`."""
        held = self._lease(scope)
        if held is None or held.owner != lease.owner:
            return False
        self.put_texts(scope, _LEASE, {_OWNER: to_json(lease)})
        return True

    def release_lease(self, scope: Scope, owner: str) -> None:
        """Give the lease back; see `UnitOfWork`."""
        held = self._lease(scope)
        if held is not None and held.owner == owner:
            self.drop_texts(scope, _LEASE, [_OWNER])

    def append_audit(self, scope: Scope, entries: Sequence[AuditEntry]) -> None:
        """Append to the audit trail; see `UnitOfWork`."""
        if not entries:
            return
        length = self._locked(scope, _TRAIL, _LENGTH)
        start = 0 if length is None else int(length)
        trail = {str(start + place): attrs.evolve(entry, at=self.now()) for place, entry in enumerate(entries)}
        told: dict[str, list[str]] = {}
        for place, entry in trail.items():
            for name in {name for name in (entry.id, entry.key) if name is not None}:
                told.setdefault(name, []).append(place)
        before = self.texts(scope, _TOLD, [*told]) if told else {}
        self.put_texts(scope, _ENTRIES, {place: to_json(entry) for place, entry in trail.items()})
        if told:
            self.put_texts(
                scope, _TOLD, {name: " ".join([*before.get(name, "").split(), *told[name]]) for name in told}
            )
        self.put_texts(scope, _TRAIL, {_LENGTH: str(start + len(entries))})

    def audit(self, scope: Scope, names: Sequence[str]) -> Sequence[AuditEntry]:
        """Read what was decided of a record; see `UnitOfWork`."""
        told = self.texts(scope, _TOLD, names) if names else {}
        places = sorted({place for text in told.values() for place in text.split()}, key=int)
        found = self.texts(scope, _ENTRIES, places) if places else {}
        return [from_json(found[place], AuditEntry) for place in places]

    def mark_synced(self, organization_id: str, *, ok: bool, now: datetime) -> None:
        """Note when the organization was last synced, and whether that went well; see `UnitOfWork`."""
        self.put_texts(
            Scope(organization_id, "*"), "synced", {"last": to_json({"at": now.isoformat(), "ok": ok})}
        )

    def _lease(self, scope: Scope) -> Lease | None:
        text = self._locked(scope, _LEASE, _OWNER)
        return None if text is None else from_json(text, Lease)

    def _locked(self, scope: Scope, shelf: str, key: str) -> str | None:
        # Whoever puts the same text at the same time waits here, so that what is read next is the latest.
        self.put_texts(scope, _LOCK, {shelf: ""})
        return (self.texts(scope, shelf, [key])).get(key)
