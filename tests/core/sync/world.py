"""Both sides of one record, with as little between them as the engine has: a row, an object, a few notes.

It does what the shell does with the core's decisions, in its order, without a network or a database.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import attrs

from ascora_sdk.codec import loads
from ascora_sdk.sync.abilities import Abilities
from ascora_sdk.sync.audit import AuditEntry
from ascora_sdk.sync.drafting import draft
from ascora_sdk.sync.incoming import RemoteRecord, remote_record
from ascora_sdk.sync.kinds import CUSTOMER, Kind
from ascora_sdk.sync.leaves import same
from ascora_sdk.sync.notes import Action, Agreed, FailedRecord, Note, OpenConflict, OutboxEntry, Tombstone
from ascora_sdk.sync.outcome import Known, Outcome, Policy
from ascora_sdk.sync.outgoing import is_same_object, sent_fields
from ascora_sdk.sync.reconcile import reconcile
from ascora_sdk.sync.records import StoredRecord

from .samples import ADA, NOON, drafting

Server = Callable[[dict[str, Any]], dict[str, Any]]
"""What a server makes of an object that it is given."""


@attrs.define(kw_only=True)
class World:
    """A row here, an object there, and what is remembered of both.

    Attributes:
        sent: The requests that changed something on the server, in order.
        trail: The audit trail.
    """

    policy: Policy
    kind: Kind = CUSTOMER
    first: Mapping[str, Any] = attrs.field(factory=lambda: ADA)
    server: Server = dict
    abilities: Abilities = attrs.field(factory=Abilities)
    object: dict[str, Any] | None = attrs.field(init=False)
    local: dict[str, Any] | None = attrs.field(init=False)
    id: str | None = "c-1"
    is_settled: bool = True
    is_marked: bool = False
    notes: dict[type[Note], Any] = attrs.field(factory=dict)
    unanswered: OutboxEntry | None = None
    sent: list[OutboxEntry] = attrs.field(factory=list)
    trail: list[AuditEntry] = attrs.field(factory=list)
    failures: list[FailedRecord] = attrs.field(factory=list)
    _clock: int = 0
    _made: int = 1

    def __attrs_post_init__(self) -> None:
        """Begin with both sides alike."""
        self.object, self.local = dict(self.first), self.kind.values_of(self.first)

    def edit_here(self, **changes: Any) -> None:
        """Edit the row by the model's names; if it was deleted it is put back, or, once that was sent, made anew."""
        if self.local is None and Agreed not in self.notes:
            self.id = None
        self.local = {**(self.local or self.kind.values_of(self.first)), **changes}
        self.is_settled = False

    def edit_there(self, **changes: Any) -> None:
        """Edit the object by the wire's names, as another user of the server; it is put back if it was deleted."""
        self._store({**(self.object or self.first), **changes})

    def delete_here(self) -> None:
        self.local, self.is_marked = None, False

    def delete_there(self) -> None:
        self.object = None

    def _store(self, item: dict[str, Any]) -> RemoteRecord:
        self._clock += 1
        modified = {} if self.kind.modified_field is None else {"updatedAt": self._time()}
        self.object = self.server({**item, **modified})
        return self._shown()

    def _time(self) -> str:
        return (NOON + timedelta(seconds=self._clock)).isoformat()

    def _shown(self) -> RemoteRecord:
        assert self.object is not None
        return remote_record(self.object[self.kind.id_name], self.object)

    def sync(self) -> None:
        self.pull()
        self.push()

    def pull(self) -> None:
        """See what the server has, as a complete listing would show it."""
        agreed: Agreed | None = self.notes.get(Agreed)
        if self.object is None:
            self._settle_unanswered()
            if agreed is not None:
                self._apply(reconcile(self.kind, self._known(), None, self.policy))
            return
        record, entry = self._shown(), self.unanswered
        if agreed is not None and agreed.digest == record.digest:
            self._settle_unanswered()
        elif entry is not None and entry.action is Action.CREATE and is_same_object(self.kind, entry, record.item):
            self.unanswered = None
            self._adopt(entry, record)
        elif self.local is not None and self.id is None:
            # It is another record, of which there is no row in this small world.
            self.unanswered = None
        else:
            known = self._known(record.id)
            if entry is not None and entry.id == record.id:
                known = attrs.evolve(known, sent=loads(entry.payload))
            self.unanswered = None
            self._apply(reconcile(self.kind, known, record, self.policy))

    def _settle_unanswered(self) -> None:
        """Whatever was sent did not arrive, and a create is made anew."""
        self.unanswered = None

    def push(self, *, is_lost: bool = False) -> None:
        """Send what was edited here; if the answer is lost, the server has it and nobody here knows."""
        for _ in range(5):
            if (self.local is not None and self.is_settled) or (self.local is None and Agreed not in self.notes):
                return
            by = drafting(policy=self.policy, abilities=self.abilities)
            drafted = draft(self.kind, self._known(), by, reference=f"r-{self._made}")
            if isinstance(drafted, Outcome):
                self._apply(drafted)
            elif isinstance(drafted, OutboxEntry):
                self._send(drafted, is_lost=is_lost)
            else:
                if isinstance(drafted, FailedRecord):
                    self.failures.append(drafted)
                return
            if self.unanswered is not None:
                return

    def _send(self, entry: OutboxEntry, *, is_lost: bool) -> None:
        payload = loads(entry.payload)
        if entry.action is Action.CREATE:
            self.sent.append(entry)
            self._made += 1
            record = self._store({self.kind.id_name: f"c-{self._made}", **payload})
            if is_lost:
                self.unanswered = entry
            else:
                self._adopt(entry, record)
            return
        if self.object is None:
            self._apply(reconcile(self.kind, self._known(), None, self.policy))
            return
        if self._shown().digest != self.notes[Agreed].digest:
            self._apply(reconcile(self.kind, self._known(), self._shown(), self.policy))
            return
        self.sent.append(entry)
        if entry.action is Action.DELETE:
            self.object = None
            self.notes.clear()
            return
        record = self._store({**self.object, **payload})
        if is_lost:
            self.unanswered = entry
            return
        known = attrs.evolve(self._known(), sent=payload, confirmed=True)
        self._apply(reconcile(self.kind, known, record, self.policy))

    def _adopt(self, entry: OutboxEntry, record: RemoteRecord) -> None:
        self.id = record.id
        if self.local is None:
            self.notes[Agreed] = Agreed(key=record.id, base=record.as_json(), digest=record.digest)
            return
        known = attrs.evolve(self._known(), agreed=None, sent=sent_fields(self.kind, entry), confirmed=True)
        self._apply(reconcile(self.kind, known, record, self.policy))

    def resolve(self, decided: Any) -> None:
        """Decide the open conflict by hand."""
        conflict: OpenConflict = self.notes[OpenConflict]
        shown = None if conflict.remote is None else remote_record(conflict.key, loads(conflict.remote))
        policy = attrs.evolve(self.policy, strategy=lambda _: decided)
        self._apply(reconcile(self.kind, self._known(), shown, policy))

    def _known(self, id_: str | None = None) -> Known:
        stored = StoredRecord(key=None if self.local is None else "row-1", id=self.id, local=self.local)
        return Known(
            id=self.id or id_ or "",
            stored=stored,
            agreed=self.notes.get(Agreed),
            tombstone=self.notes.get(Tombstone),
            conflict=self.notes.get(OpenConflict),
        )

    def _apply(self, outcome: Outcome) -> None:
        write = outcome.write
        if write is not None and write.delete:
            self.local, self.id, self.is_settled, self.is_marked = None, None, True, False
        elif write is not None:
            assert (write.key is None) is (self.local is None)
            self.id, self.is_settled, self.is_marked = write.id, write.settled, write.deleted_on_server
            if write.values is not None:
                self.local = dict(write.values)
        for note in outcome.keep:
            self.notes[type(note)] = note
        for note_class in outcome.drop:
            self.notes.pop(note_class, None)
        if outcome.entry is not None:
            self.trail.append(outcome.entry)
        assert (outcome.decision is None) is (outcome.entry is None)

    def snapshot(self) -> Any:
        """All that a further sync could change, but for the times of modification."""
        return attrs.asdict(self, recurse=False, filter=lambda field, _: field.name not in {"policy", "server", "kind"})

    def values_there(self) -> Mapping[str, Any] | None:
        return None if self.object is None else self.kind.values_of(self.object)

    def agrees(self) -> bool:
        """Say whether both sides hold the same, wherever null and no entries mean the same."""
        if self.local is None or self.object is None:
            return self.local is None and self.object is None
        there = self.kind.values_of(self.object)
        names = there.keys() | self.local.keys()
        keyed = self.kind.all_keyed
        return all(
            same(self.local.get(name) or None, there[name] or None)
            if name in keyed
            else same(self.local.get(name), there[name])
            for name in names
        )
