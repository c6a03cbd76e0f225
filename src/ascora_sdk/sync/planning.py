"""What a sync that changed nothing would have done, read from what it wrote, sent and said. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import attrs

from .audit import AuditEntry, Decision
from .comparing import differing, taken_apart
from .events import ConflictFound, RecordFailed, RecordSkipped, SyncEvent
from .kinds import Kind
from .layers import Layer
from .notes import Action, OpenConflict, OutboxEntry, Tombstone
from .outgoing import sent_fields
from .plan import Effect, FieldChange, PlannedAction
from .records import StoredRecord

_NOTHING: Final[Mapping[str, Any]] = {}
_THERE: Final = {
    Action.CREATE: Effect.CREATE_THERE,
    Action.UPDATE: Effect.UPDATE_THERE,
    Action.DELETE: Effect.DELETE_THERE,
    Action.PAY: Effect.PAY_THERE,
}
_NO_CHANGE: Final = FieldChange(None, None)
# The others' reasons go without saying.
_TELLING: Final = frozenset({Decision.RESOLVED, Decision.DELETED})


@attrs.frozen(kw_only=True)
class Call:
    """One change that would be sent to the server.

    Attributes:
        action: What would be sent.
        id: The object's id; one that was made up, if it is new.
        before: The object as the server has it; empty if it has none.
        after: The object as it would be; empty if it would be no more.
        entry: The outbox's entry, where it tells more.
    """

    action: Action
    id: str
    before: Mapping[str, Any] = _NOTHING
    after: Mapping[str, Any] = _NOTHING
    entry: OutboxEntry | None = None


def made_up_id(key: str) -> str:
    """Give a new object the id that it has in a plan alone.

    Args:
        key: The storage's own name for its row.

    Example:
        >>> made_up_id("17")
        'new:17'
    """
    return f"new:{key}"


@attrs.frozen(kw_only=True)
class Findings:
    """What a sync of one kind wrote, would have sent, and said.

    Attributes:
        kind: The kind.
        layer: What it wrote.
        calls: What it would have sent.
        events: What it told while it ran.
    """

    kind: Kind
    layer: Layer
    calls: Sequence[Call]
    events: Sequence[SyncEvent]

    def actions(self) -> list[PlannedAction]:
        """Give what it would have done, record by record: what is done here, then there, then what is not done."""
        found = [*self._here(), *self._there(), *self._undone()]
        told = {name for one in found for name in (one.id, one.key)}
        rest = {(one.id, one.key): one for one in self.layer.told if told.isdisjoint({one.id, one.key} - {None})}
        return [*found, *(self._action(Effect.SETTLE, *names, reason=one.reason) for names, one in rest.items())]

    def _here(self) -> Iterator[PlannedAction]:
        made = {call.entry.key for call in self.calls if call.action is Action.CREATE and call.entry is not None}
        for key, row in self.layer.rows.items():
            # Of a row whose object would be new, the server alone knows what it would make of it.
            if key not in made:
                yield from self._here_of(key, row.before, row.now, marked=row.marked)

    def _here_of(
        self, key: str, before: StoredRecord | None, now: StoredRecord | None, *, marked: bool
    ) -> Iterator[PlannedAction]:
        if before is None:
            if now is not None:
                yield self._action(Effect.CREATE_HERE, now.id, None, fields=self._row_changes(None, now))
            return
        if now is None:
            yield self._action(Effect.DELETE_HERE, before.id, key)
            return
        if marked:
            yield self._action(Effect.MARK_HERE, now.id, key)
        fields = self._row_changes(before, now)
        is_back = before.id == now.id and self.layer.shelf(Tombstone).get(now.id or "", now) is None
        if fields or is_back:
            yield self._action(Effect.UPDATE_HERE, now.id, key, fields=fields)

    def _there(self) -> Iterator[PlannedAction]:
        for call in self.calls:
            if call.action is Action.CREATE and call.entry is not None:
                sent = {self.kind.id_name: call.id, **sent_fields(self.kind, call.entry)}
                fields = self._changes(_NOTHING, self.kind.values_of(sent))
                yield self._action(Effect.CREATE_THERE, None, call.entry.key, fields=fields)
                continue
            fields = self._changes(self.kind.values_of(call.before), self.kind.values_of(call.after))
            reason = f"payment {call.entry.reference!r}" if call.entry is not None else None
            yield self._action(_THERE[call.action], call.id, self.layer.keys.get(call.id), fields=fields, reason=reason)

    def _undone(self) -> Iterator[PlannedAction]:
        for event in self.events:
            if isinstance(event, ConflictFound):
                yield self._conflict(event)
            elif isinstance(event, (RecordFailed, RecordSkipped)):
                effect = Effect.FAIL if isinstance(event, RecordFailed) else Effect.SKIP
                reason = event.error if isinstance(event, RecordFailed) else event.reason
                yield self._action(effect, None if event.id == event.key else event.id, event.key, reason=reason)

    def _conflict(self, event: ConflictFound) -> PlannedAction:
        said = [one for one in self._said(event.id, None) if one.decision is Decision.CONFLICT][-1]
        note = self.layer.shelf(OpenConflict).get(event.id)
        disputed = note.fields if isinstance(note, OpenConflict) else ()
        values = {name: (said.fields or _NOTHING).get(name, _NOTHING) for name in disputed}
        fields = {name: FieldChange(three.get("local"), three.get("remote")) for name, three in values.items()}
        return self._action(Effect.CONFLICT, event.id, said.key, fields=fields, reason=event.reason)

    def _row_changes(self, before: StoredRecord | None, now: StoredRecord) -> dict[str, FieldChange]:
        old = None if before is None else before.local
        fields = self._changes(old or _NOTHING, now.local or _NOTHING)
        moved = before is not None and before.id != now.id
        return {self.kind.id_field: FieldChange(before.id, now.id), **fields} if before and moved else fields

    def _changes(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, FieldChange]:
        before, after = taken_apart(self.kind, old, new)
        # A time of modification tells nothing beside what was modified.
        leaves = sorted(differing(before, after), key=lambda leaf: leaf == self.kind.modified_field)
        return {leaf: FieldChange(before.get(leaf), after.get(leaf)) for leaf in leaves}

    def _action(
        self,
        effect: Effect,
        id_: str | None,
        key: str | None,
        *,
        fields: Mapping[str, FieldChange] = _NOTHING,
        reason: str | None = None,
    ) -> PlannedAction:
        reasons = [one.reason for one in self._said(id_, key) if one.decision in _TELLING]
        chosen = reason or (reasons[0] if reasons else None)
        # An entry that is null now, and was not there at all, is nothing to tell.
        told = {name: one for name, one in fields.items() if one != _NO_CHANGE}
        return PlannedAction(kind=self.kind.name, effect=effect, id=id_, key=key, fields=told, reason=chosen)

    def _said(self, id_: str | None, key: str | None) -> Sequence[AuditEntry]:
        return self._by_name.get(id_ or "", ()) or self._by_name.get(key or "", ())

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[AuditEntry]]:
        found: dict[str, list[AuditEntry]] = {}
        for one in self.layer.told:
            for name in {one.id, one.key} - {None}:
                found.setdefault(name or "", []).append(one)
        return found
