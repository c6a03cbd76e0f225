# Generated from ../../_async/sync/intake.py by tools/unasync; do not edit.
"""What the server shows, taken in: compared with what is known, decided and written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from ...codec import dumps, loads
from ...sync.audit import AuditEntry, Decision
from ...sync.comparing import edits, taken_apart
from ...sync.incoming import RemoteRecord, check, put_aside
from ...sync.kinds import Kind
from ...sync.notes import Action, Agreed, FailedRecord, Note, OpenConflict, OutboxEntry, Stage, Tombstone
from ...sync.outcome import Known, Outcome, pushed
from ...sync.outgoing import content_digest, is_same_object, sent_fields
from ...sync.reconcile import reconcile
from ...sync.records import RecordWrite, StoredRecord
from .links import confirm, find_links
from .notebook import all_notes
from .protocols import UnitOfWork
from .worker import Worker

_RARE = (Tombstone, OpenConflict, FailedRecord)


@attrs.define(kw_only=True)
class Intake:
    """Takes in what the server shows; its worker has the lease, so that nobody else adds notes meanwhile.

    Attributes:
        retrying: Names of rows that are sent again although they were put aside.
    """

    worker: Worker
    retrying: frozenset[str] = frozenset()
    _unanswered: dict[str, OutboxEntry] = attrs.field(factory=dict)
    _creates: dict[str, OutboxEntry] = attrs.field(factory=dict)
    _present: set[type[Note]] = attrs.field(factory=set)

    def begin(self) -> None:
        """See what an earlier sync sent without learning of the answer, and which notes need not be looked for."""
        scope = self.worker.scope
        with self.worker.storage.transaction() as work:
            self._present = {one for one in _RARE if work.count_notes(scope, one)}
            entries = all_notes(work, scope, OutboxEntry)
        self._unanswered = {one.id: one for one in entries if one.id is not None and one.action is Action.UPDATE}
        self._creates = {one.key: one for one in entries if one.action is Action.CREATE}

    @property
    def unanswered(self) -> Sequence[OutboxEntry]:
        """The updates that an earlier sync sent without learning of the answer."""
        return tuple(self._unanswered.values())

    @property
    def creates(self) -> Sequence[OutboxEntry]:
        """The creates that an earlier sync sent without learning of the answer, and that are to be sent again."""
        return tuple(one for one in self._creates.values() if one.problem is None or one.key in self.retrying)

    def take(
        self, work: UnitOfWork, records: Sequence[RemoteRecord], agreed: Mapping[str, Agreed]
    ) -> tuple[dict[str, Outcome], list[FailedRecord]]:
        """Decide on records that are not as last seen, and write what was decided.

        Args:
            work: The transaction.
            records: As the server has them.
            agreed: What both sides last agreed on.

        Returns:
            What was decided and written, by id; and what is to be put aside.
        """
        if not records:
            return {}, []
        good, failures = check(self.worker.kind, records)
        known = self._known(work, [one.id for one in records], agreed)
        by_id = {one.id: one for one in good}
        self._claim(work, [one for one in records if one.id not in by_id], known)
        outcomes: dict[str, Outcome] = {}
        for record in good:
            before = known[record.id]
            if before.stored is not None and before.stored.problem is not None:
                failures.append(put_aside(record, before.stored.problem))
            elif (entry := self._made_by(record, before)) is not None:
                outcomes[record.id] = self.adopt(work, entry, record, answered=False)
            else:
                outcomes[record.id] = reconcile(self.worker.kind, before, record, self.worker.policy())
        for id_, reason in (self.worker.apply(work, outcomes)).items():
            del outcomes[id_]
            failures.append(put_aside(by_id[id_], reason))
        self._forget_failures(work, list(outcomes))
        self._forget_sent(work, list(outcomes))
        self._present.update(type(note) for one in outcomes.values() for note in one.keep)
        if failures:
            self._present.add(FailedRecord)
        return outcomes, failures

    def take_gone(self, work: UnitOfWork, ids: Sequence[str]) -> dict[str, Outcome]:
        """Decide on records that are gone from the server, and write what was decided."""
        scope = self.worker.scope
        known = self._known(work, ids, work.notes(scope, Agreed, ids))
        outcomes = {id_: reconcile(self.worker.kind, one, None, self.worker.policy()) for id_, one in known.items()}
        self.worker.apply(work, outcomes)
        self._forget_sent(work, ids)
        self._present.update(type(note) for one in outcomes.values() for note in one.keep)
        return outcomes

    def adopt(
        self, work: UnitOfWork, entry: OutboxEntry, record: RemoteRecord, *, answered: bool
    ) -> Outcome:
        """Take an object for the one that a create made.

        Args:
            work: The transaction.
            entry: The create.
            record: The object as the server has it.
            answered: Whether this is the server's answer to the create; if not, somebody may have edited it since.
        """
        scope, kind = self.worker.scope, self.worker.kind
        stored = (work.local_records(scope, [entry.key])).get(entry.key)
        work.drop(scope, OutboxEntry, [entry.key])
        self._creates.pop(entry.key, None)
        taken = (work.records(scope, [record.id])).get(record.id)
        if taken is not None and taken.key != entry.key:
            if stored is None:
                return Outcome()
            failure = _taken(kind, entry, record, taken)
            self.worker.put_aside(work, [failure])
            self.worker.failing.add(failure.key)
            return Outcome(decision=Decision.FAILED)
        said = AuditEntry(id=record.id, key=entry.key, decision=Decision.PUSHED, reason="made here")
        if stored is None:
            # Deleted here while its create was under way: without a row the next push finds it as deleted. Whether the
            # server or somebody else filled in what was not sent, nobody knows: so it is told.
            work.append_audit(scope, [attrs.evolve(said, fields=_filled_in(kind, entry, record))])
            base = dict(record.item) if answered else {**record.item, **loads(entry.payload)}
            agreed = Agreed(key=record.id, base=dumps(base).decode("ascii"), digest=record.digest)
            return pushed(reconcile(kind, Known(id=record.id, agreed=agreed), record, self.worker.policy()))
        work.append_audit(scope, [said])
        sent = sent_fields(kind, entry)
        # Without an answer it is compared with what was sent, and where it differs, somebody edited it.
        base = dict(record.item) if answered else sent
        agreed = Agreed(key=record.id, base=dumps(base).decode("ascii"), digest=record.digest)
        # Before all else the row gets its id, so that whatever becomes of the rest, no second object is made.
        work.write(scope, [RecordWrite(key=entry.key, id=record.id, settled=False)])
        work.keep(scope, [agreed])
        known = Known(id=record.id, stored=stored, sent=sent, confirmed=True)
        if not answered:
            known = Known(id=record.id, stored=stored, agreed=agreed)
        links = find_links(work, scope.organization_id, kind, [stored])
        return pushed(confirm(kind, known, record, self.worker.policy(), links))

    def _claim(
        self, work: UnitOfWork, unreadable: Sequence[RemoteRecord], known: Mapping[str, Known]
    ) -> None:
        """Find out which objects that cannot be read an earlier create made, so that it makes no second one."""
        scope, kind = self.worker.scope, self.worker.kind
        for record in unreadable:
            entry = self._made_by(record, known[record.id])
            if entry is None:
                continue
            servers = {kind.wire_names[name] for name in kind.wire_names.keys() - kind.editable} | {kind.id_name}
            base = {**{name: record.item.get(name) for name in servers}, **sent_fields(kind, entry)}
            # With no digest it is looked at again each time, until it can be read.
            work.keep(scope, [Agreed(key=record.id, base=dumps(base).decode("ascii"), digest="")])
            if work.local_records(scope, [entry.key]):
                work.write(scope, [RecordWrite(key=entry.key, id=record.id, settled=False)])
            said = AuditEntry(id=record.id, key=entry.key, decision=Decision.PUSHED, reason="made here")
            work.append_audit(scope, [said])
            work.drop(scope, OutboxEntry, [entry.key])
            del self._creates[entry.key]

    def _known(self, work: UnitOfWork, ids: Sequence[str], agreed: Mapping[str, Agreed]) -> dict[str, Known]:
        scope = self.worker.scope
        stored = work.records(scope, ids)
        if stored:
            # Read again, now that the rows are locked: somebody may have decided a conflict meanwhile.
            others = {id_: note for id_, note in agreed.items() if id_ not in stored}
            agreed = {**others, **work.notes(scope, Agreed, list(stored))}
        tombstones = work.notes(scope, Tombstone, ids) if Tombstone in self._present else {}
        conflicts = work.notes(scope, OpenConflict, ids) if OpenConflict in self._present else {}
        return {
            id_: Known(
                id=id_,
                stored=stored.get(id_),
                agreed=agreed.get(id_),
                tombstone=tombstones.get(id_),
                conflict=conflicts.get(id_),
                sent=loads(self._unanswered[id_].payload) if id_ in self._unanswered else None,
            )
            for id_ in ids
        }

    def _made_by(self, record: RemoteRecord, known: Known) -> OutboxEntry | None:
        if not self._creates or known.agreed is not None or known.stored is not None:
            return None
        entries = self._creates.values()
        return next((one for one in entries if is_same_object(self.worker.kind, one, record.item)), None)

    def _forget_failures(self, work: UnitOfWork, ids: Sequence[str]) -> None:
        if FailedRecord in self._present and ids:
            work.drop(self.worker.scope, FailedRecord, [f"{Stage.PULL}:{id_}" for id_ in ids])

    def _forget_sent(self, work: UnitOfWork, ids: Sequence[str]) -> None:
        seen = [self._unanswered.pop(id_).key for id_ in ids if id_ in self._unanswered]
        if seen:
            work.drop(self.worker.scope, OutboxEntry, seen)


def _filled_in(kind: Kind, entry: OutboxEntry, record: RemoteRecord) -> dict[str, dict[str, Any]]:
    sent, there = taken_apart(kind, kind.values_of(loads(entry.payload)), kind.values_of(record.item))
    return {leaf: {"remote": there.get(leaf)} for leaf in edits(kind, sent, there)}


def _taken(kind: Kind, entry: OutboxEntry, record: RemoteRecord, row: StoredRecord) -> FailedRecord:
    """Put a row aside for which the server made no object of its own: what it answered is another row's."""
    error = f"the server has it as {record.id}, which is row {row.key} here: delete one of the two rows"
    return FailedRecord(
        key=f"{Stage.PUSH}:{entry.key}", digest=content_digest(kind, entry), error=error, payload=entry.payload
    )
