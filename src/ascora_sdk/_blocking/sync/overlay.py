# Generated from ../../_async/sync/overlay.py by tools/unasync; do not edit.
"""A storage laid over another one: it reads through to that one, and keeps to itself what is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from typing import Final

import attrs

from ...sync.audit import AuditEntry
from ...sync.layers import Layer
from ...sync.notes import Agreed, N, Note, Tombstone
from ...sync.records import Lease, RecordWrite, Rejected, Scope, StoredRecord
from .notebook import note_keys
from .protocols import Storage, UnitOfWork

_AT_ONCE: Final = 500


class _UndoneError(Exception):
    """Leaves a transaction of the storage beneath, so that it is rolled back."""


@attrs.define
class Walk:
    """A way through many things of which some are beneath and some in the layer: their names, in one order.

    Attributes:
        names: The names.
        places: The place of each.
    """

    names: Sequence[str] = ()
    places: Mapping[str, int] = attrs.field(factory=dict)

    @classmethod
    def through(cls, names: Sequence[str]) -> Walk:
        """Lay a way through some names."""
        return cls(names, {name: place for place, name in enumerate(names)})

    def after(self, name: str | None) -> Iterator[str]:
        """Go through the names after one."""
        return islice(self.names, 0 if name is None else self.places[name] + 1, None)


@attrs.frozen
class OverlayStorage:
    """Keeps to itself what is written, so that a sync over it shows what a sync would do.

    Every transaction of the storage beneath is rolled back. No lease is taken: whoever syncs is not held up.

    Attributes:
        beneath: The storage that is read.
        layers: What was written, by scope.
    """

    beneath: Storage
    layers: dict[Scope, Layer] = attrs.field(factory=dict)
    _walks: dict[tuple[Scope, str], Walk] = attrs.field(factory=dict)

    def layer(self, scope: Scope) -> Layer:
        """Give what was written in a scope."""
        return self.layers.setdefault(scope, Layer())

    @contextmanager
    def transaction(self) -> Iterator[OverlayUnitOfWork]:
        """Begin a transaction; what is written in it stays even if it is left by an error, which ends a plan anyway."""
        with suppress(_UndoneError):
            with self.beneath.transaction() as work:
                yield OverlayUnitOfWork(self, work, self._walks)
                raise _UndoneError


@attrs.frozen
class OverlayUnitOfWork:
    """One transaction of such a storage; see `UnitOfWork` for what each method promises."""

    _storage: OverlayStorage
    _beneath: UnitOfWork
    _walks: dict[tuple[Scope, str], Walk]

    def records(self, scope: Scope, ids: Sequence[str]) -> Mapping[str, StoredRecord]:
        """Read rows by their Ascora ids."""
        layer = self._storage.layer(scope)
        unwritten = [id_ for id_ in ids if id_ not in layer.keys]
        beneath = self._beneath.records(scope, unwritten) if unwritten else {}
        found = {id_: one for id_, one in beneath.items() if one.key not in layer.rows}
        return {**found, **{id_: row for id_ in ids if (row := layer.row(id_)) is not None}}

    def local_records(self, scope: Scope, keys: Sequence[str]) -> Mapping[str, StoredRecord]:
        """Read rows by the storage's own names for them."""
        rows = self._storage.layer(scope).rows
        unwritten = [key for key in keys if key not in rows]
        found = dict(self._beneath.local_records(scope, unwritten)) if unwritten else {}
        return {**found, **{key: now for key in keys if key in rows and (now := rows[key].now) is not None}}

    def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        """Read what somebody may have made, edited or deleted here since it was last settled."""
        place = (scope, "edited")
        if after is None:
            self._walks[place] = Walk.through(self._edit_keys(scope, limit))
        rest = self._walks[place].after(after)
        found: list[StoredRecord] = []
        while not found and (page := list(islice(rest, limit))):
            found = self._still_edited(scope, page)
        return found

    def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        """Write rows, in the layer; what the storage beneath would reject is found by trying, and rolled back."""
        layer = self._storage.layer(scope)
        befores = self._befores(scope, writes)
        marked = [one.id for one in writes if one.deleted_on_server and one.id is not None]
        tombstones = self._beneath.notes(scope, Tombstone, marked) if marked else {}
        trials = [(trial, one) for one in writes if (trial := _trial(layer, one)) is not None]
        reasons = {id(one.write): one.reason for one in self._try(scope, [trial for trial, _ in trials])}
        rejected = {id(one): reasons[id(trial)] for trial, one in trials if id(trial) in reasons}
        for one in writes:
            if not one.delete and layer.keys.get(one.id or "", one.key) != one.key:
                rejected[id(one)] = f"id: another row has the id {one.id!r}"
        for one in writes:
            if id(one) not in rejected:
                layer.write(one, befores.get(one.key or ""), marked=one.id in tombstones)
        return [Rejected(write=one, reason=rejected[id(one)]) for one in writes if id(one) in rejected]

    def notes(self, scope: Scope, note_class: type[N], keys: Sequence[str]) -> Mapping[str, N]:
        """Read notes of a class."""
        kept = self._storage.layer(scope).shelf(note_class)
        unwritten = [key for key in keys if key not in kept]
        found = dict(self._beneath.notes(scope, note_class, unwritten)) if unwritten else {}
        found.update((key, note) for key in keys if isinstance(note := kept.get(key), note_class))
        return found

    def note_keys(self, scope: Scope, note_class: type[Note], *, after: str | None, limit: int) -> Sequence[str]:
        """List the keys of a class of notes."""
        place = (scope, note_class.shelf)
        if after is None:
            beneath = [key for keys in note_keys(self._beneath, scope, note_class) for key in keys]
            new = self._new(scope, note_class)
            self._walks[place] = Walk.through([*beneath, *new])
        shelf = self._storage.layer(scope).shelf(note_class)
        there = (key for key in self._walks[place].after(after) if shelf.get(key, key) is not None)
        return list(islice(there, limit))

    def count_notes(self, scope: Scope, note_class: type[Note]) -> int:
        """Count the notes of a class."""
        shelf = self._storage.layer(scope).shelf(note_class)
        dropped = [key for key, note in shelf.items() if note is None]
        new = self._new(scope, note_class)
        gone = self._beneath_has(scope, note_class, dropped)
        return self._beneath.count_notes(scope, note_class) + len(new) - len(gone)

    def keep(self, scope: Scope, notes: Sequence[Note]) -> None:
        """Keep notes, in the layer."""
        layer = self._storage.layer(scope)
        for note in notes:
            layer.keep(note)

    def drop(self, scope: Scope, note_class: type[Note], keys: Sequence[str]) -> None:
        """Drop notes of a class, in the layer."""
        self._storage.layer(scope).shelf(note_class).update(dict.fromkeys(keys))

    def claim_lease(self, scope: Scope, lease: Lease, *, now: datetime) -> bool:
        """Take no lease."""
        return True

    def renew_lease(self, scope: Scope, lease: Lease) -> bool:
        """Renew no lease."""
        return True

    def release_lease(self, scope: Scope, owner: str) -> None:
        """Give no lease back."""

    def append_audit(self, scope: Scope, entries: Sequence[AuditEntry]) -> None:
        """Append to the audit trail, in the layer."""
        self._storage.layer(scope).told.extend(entries)

    def audit(self, scope: Scope, names: Sequence[str]) -> Sequence[AuditEntry]:
        """Read what was decided of a record."""
        told = [one for one in self._storage.layer(scope).told if one.id in names or one.key in names]
        return [*self._beneath.audit(scope, names), *told]

    def mark_synced(self, organization_id: str, *, ok: bool, now: datetime) -> None:
        """Note nothing: nothing was synced."""

    def _befores(self, scope: Scope, writes: Sequence[RecordWrite]) -> Mapping[str, StoredRecord]:
        rows = self._storage.layer(scope).rows
        keys = [one.key for one in writes if one.key is not None and one.key not in rows]
        return self._beneath.local_records(scope, keys) if keys else {}

    def _try(self, scope: Scope, trials: Sequence[RecordWrite]) -> Sequence[Rejected]:
        if not trials:
            return ()
        freed = self._storage.layer(scope).freed
        in_the_way = {freed[one.id] for one in trials if one.id in freed} - {one.key for one in trials}
        if in_the_way:
            self._beneath.write(scope, [RecordWrite(key=key, id=None, delete=True) for key in in_the_way])
        return self._beneath.write(scope, trials)

    def _edit_keys(self, scope: Scope, limit: int) -> list[str]:
        """Give the edit keys of all that may have been edited: what is beneath, and what the layer adds to it."""
        layer = self._storage.layer(scope)
        found: dict[str, None] = {}
        after: str | None = None
        while page := self._beneath.edited(scope, after=after, limit=limit):
            # What this very transaction tried is there too, under names that mean nothing.
            found.update((one.edit_key, None) for one in page if layer.keys.get(one.id or "", one.key) == one.key)
            after = page[-1].edit_key
        found.update((row.now.edit_key, None) for row in layer.rows.values() if row.now is not None and row.edited)
        agreed = {*layer.present(Agreed), *layer.freed}
        rowless = sorted(agreed - {*self.records(scope, sorted(agreed - layer.keys.keys()))} - layer.keys.keys())
        found.update((_gone(id_).edit_key, None) for id_ in rowless)
        return list(found)

    def _still_edited(self, scope: Scope, edit_keys: Sequence[str]) -> list[StoredRecord]:
        layer = self._storage.layer(scope)
        names = [edit_key.partition(":") for edit_key in edit_keys]
        keys = [name for place, _, name in names if place == "row"]
        rows = self.local_records(scope, [key for key in keys if key not in layer.rows or layer.rows[key].edited])
        gone = [name for place, _, name in names if place == "gone" and name not in layer.keys]
        agreed = self.notes(scope, Agreed, gone)
        there = {one.edit_key: one for one in (*rows.values(), *map(_gone, agreed))}
        return [there[edit_key] for edit_key in edit_keys if edit_key in there]

    def _new(self, scope: Scope, note_class: type[Note]) -> list[str]:
        """Find the keys of the notes that are in the layer alone."""
        kept = list(self._storage.layer(scope).present(note_class))
        old = self._beneath_has(scope, note_class, kept)
        return [key for key in kept if key not in old]

    def _beneath_has(self, scope: Scope, note_class: type[Note], keys: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for begin in range(0, len(keys), _AT_ONCE):
            found.update(self._beneath.notes(scope, note_class, keys[begin : begin + _AT_ONCE]))
        return found


def _trial(layer: Layer, write: RecordWrite) -> RecordWrite | None:
    """Give what is to be written beneath to see whether it can be held; None if there is nothing to see."""
    if write.delete:
        return None
    laid = None if write.key is None else layer.rows.get(write.key)
    if laid is None or laid.before is not None or laid.now is None:
        return write
    return attrs.evolve(write, key=None, values=laid.now.local if write.values is None else write.values)


def _gone(id_: str) -> StoredRecord:
    return StoredRecord(key=None, id=id_, local=None)
