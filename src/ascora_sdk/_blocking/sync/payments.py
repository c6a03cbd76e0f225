# Generated from ../../_async/sync/payments.py by tools/unasync; do not edit.
"""Payments: written down before they are sent, looked for before they are sent again, and never sent twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from ...errors import AscoraApiError
from ...sync.audit import AuditEntry, Decision
from ...sync.errors import SyncError
from ...sync.events import RecordFailed, RecordPushed
from ...sync.incoming import remote_record
from ...sync.notes import Action, Agreed, OutboxEntry
from ...sync.outcome import Outcome
from ...sync.outgoing import idempotency_key
from ...sync.payments import Arrival, PendingPayment, paid, payment_key, pending_payment
from .intake import Intake
from .notebook import all_notes
from .sending import Fate, fate_of
from .worker import Worker

_FITS_NEITHER: Final = "what the invoice says was paid since fits neither that it arrived nor that it did not"


@attrs.define(kw_only=True)
class Payments:
    """The payments of one kind."""

    worker: Worker

    def write_down(self, id_: str, reference: str, payment: Mapping[str, Any]) -> bool:
        """Put a payment into the outbox, unless it is there, or was recorded.

        Returns:
            Whether it is now to be sent; if not, it was recorded before.

        Raises:
            ValueError: If another payment has this reference.
            SyncError: If a person has to look whether it arrived.
        """
        worker, scope, key = self.worker, self.worker.scope, payment_key(reference)
        entry = OutboxEntry(
            key=key,
            action=Action.PAY,
            id=id_,
            payload=PendingPayment(payment=payment).to_json(),
            idempotency_key=idempotency_key(scope.organization_id, worker.kind, key, payment),
            reference=reference,
            at=worker.runtime.now(),
        )
        with worker.between_steps() as work:
            before = (work.notes(scope, OutboxEntry, [key])).get(key)
            told = work.audit(scope, [key])
            known = {one.reason for one in told if one.decision is Decision.PUSHED}
            if before is None and not known:
                work.keep(scope, [entry])
                return True
        if known - {entry.idempotency_key} or (before and before.idempotency_key != entry.idempotency_key):
            raise ValueError(f"another payment has the reference {reference!r}; give each payment one of its own")
        if before is not None and before.problem is not None:
            raise SyncError(before.problem)
        return before is not None

    def settle(self, intake: Intake) -> dict[str, AscoraApiError | SyncError]:
        """Send the payments that wait; those that may have arrived are looked for first.

        Returns:
            Why some were not recorded, by key; they wait for the next time or for a person, unless Ascora refused them.
        """
        with self.worker.storage.transaction() as work:
            entries = all_notes(work, self.worker.scope, OutboxEntry)
        waiting = [entry for entry in entries if entry.action is Action.PAY and entry.problem is None]
        failures: dict[str, AscoraApiError | SyncError] = {}
        # What an invoice says was paid tells of one payment alone: while it has to tell of one, no other is sent.
        in_the_way: dict[str | None, AscoraApiError | SyncError] = {}
        for entry in sorted(waiting, key=_was_never_sent):
            failure = in_the_way.get(entry.id) or self._settle_one(entry, intake)
            if failure is None:
                continue
            failures[entry.key] = failure
            if self._is_to_be_told(entry.key):
                in_the_way[entry.id] = failure
        return failures

    def _is_to_be_told(self, key: str) -> bool:
        """Say whether a payment waits for its invoice to tell whether it arrived."""
        with self.worker.storage.transaction() as work:
            entry = (work.notes(self.worker.scope, OutboxEntry, [key])).get(key)
        return entry is not None and entry.problem is None and not _was_never_sent(entry)

    def judge(self, reference: str, *, arrived: bool) -> None:
        """Say whether a payment arrived of which nothing else can tell.

        Raises:
            KeyError: If no such payment waits for a person.
        """
        worker, scope, key = self.worker, self.worker.scope, payment_key(reference)
        with worker.between_steps() as work:
            entry = (work.notes(scope, OutboxEntry, [key])).get(key)
            if entry is None or entry.problem is None:
                raise KeyError(reference)
            if arrived:
                work.drop(scope, OutboxEntry, [key])
                work.append_audit(scope, [_said(entry, Decision.PUSHED)])
            else:
                unsent = PendingPayment(payment=pending_payment(entry).payment)
                work.keep(scope, [attrs.evolve(entry, problem=None, payload=unsent.to_json())])

    def _settle_one(self, entry: OutboxEntry, intake: Intake) -> AscoraApiError | SyncError | None:
        pending, id_ = pending_payment(entry), entry.id or ""
        try:
            invoice = self._invoice(id_)
        except AscoraApiError as error:
            return error
        arrival = pending.arrival(invoice)
        if arrival is Arrival.YES:
            self._record(entry, invoice, intake)
            return None
        if arrival is Arrival.UNCLEAR:
            return self._ask(entry, _FITS_NEITHER)
        sent = attrs.evolve(pending, paid_before=paid(invoice))
        self._keep(attrs.evolve(entry, payload=sent.to_json()))
        try:
            answer = self.worker.remote.pay(
                self.worker.kind, id_, sent.payment, idempotency_key=entry.idempotency_key
            )
        except AscoraApiError as error:
            return self._fail(entry, error, intake)
        self._record(entry, answer, intake)
        return None

    def _invoice(self, id_: str) -> Mapping[str, Any]:
        worker = self.worker
        invoice = worker.remote.get(worker.kind, id_, last=None)
        # One that is not there is for the server to refuse, in its own words.
        return {} if invoice is None else invoice

    def _record(self, entry: OutboxEntry, invoice: Mapping[str, Any], intake: Intake) -> None:
        worker, id_ = self.worker, entry.id or ""
        record = remote_record(id_, invoice)
        with worker.storage.transaction() as work:
            work.drop(worker.scope, OutboxEntry, [entry.key])
            said = _said(entry, Decision.PUSHED)
            work.append_audit(worker.scope, [said])
            agreed = work.notes(worker.scope, Agreed, [id_])
            outcomes, failures = intake.take(work, [record] if id_ in agreed else [], agreed)
            worker.put_aside(work, failures)
            worker.hold(work)
        worker.count([Outcome(decision=Decision.PUSHED, entry=said), *outcomes.values()], failures)
        worker.emit(RecordPushed(kind=worker.kind.name, id=id_, action=str(Action.PAY)))

    def _ask(self, entry: OutboxEntry, why: str) -> SyncError:
        problem = (
            f"payment {entry.reference!r} of invoice {entry.id!r} was sent and its answer was lost; {why}: look at it "
            f"in Ascora, then call settle_payment({entry.reference!r}, arrived=...)"
        )
        self._count_failure(entry, problem)
        self._keep(attrs.evolve(entry, problem=problem), _said(entry, Decision.FAILED, problem))
        return SyncError(problem)

    def _fail(
        self, entry: OutboxEntry, error: AscoraApiError, intake: Intake
    ) -> AscoraApiError | SyncError | None:
        """Decide what becomes of a payment after a try that failed, from what it was before that try."""
        fate = fate_of(error, entry)
        is_refused = fate not in {Fate.NOT_SENT, Fate.UNKNOWN}
        if is_refused and not _was_never_sent(entry):
            return self._refuse_again(entry, error, intake)
        self._count_failure(entry, str(error))
        if fate is Fate.NOT_SENT:
            self._keep(entry)
        elif is_refused:
            with self.worker.storage.transaction() as work:
                work.drop(self.worker.scope, OutboxEntry, [entry.key])
                work.append_audit(self.worker.scope, [_said(entry, Decision.FAILED, str(error))])
                self.worker.hold(work)
        return error

    def _refuse_again(
        self, entry: OutboxEntry, error: AscoraApiError, intake: Intake
    ) -> AscoraApiError | SyncError | None:
        """Look once more: a refusal says nothing of an earlier try, which may be the very reason for it."""
        try:
            invoice = self._invoice(entry.id or "")
        except AscoraApiError:
            self._count_failure(entry, str(error))
            return error
        if pending_payment(entry).arrival(invoice) is not Arrival.YES:
            return self._ask(entry, f"when it was sent again it was refused ({error})")
        self._record(entry, invoice, intake)
        return None

    def _count_failure(self, entry: OutboxEntry, error: str) -> None:
        self.worker.count([Outcome(decision=Decision.FAILED)])
        self.worker.emit(RecordFailed(kind=self.worker.kind.name, id=entry.id or "", error=error))

    def _keep(self, entry: OutboxEntry, said: AuditEntry | None = None) -> None:
        with self.worker.storage.transaction() as work:
            work.keep(self.worker.scope, [entry])
            if said is not None:
                work.append_audit(self.worker.scope, [said])
            self.worker.hold(work)


def _was_never_sent(entry: OutboxEntry) -> bool:
    return pending_payment(entry).paid_before is None


def _said(entry: OutboxEntry, decision: Decision, reason: str | None = None) -> AuditEntry:
    # The key of a payment that was recorded tells a repetition of it from another payment with its reference.
    fields = {"payment": pending_payment(entry).payment}
    reason = entry.idempotency_key if decision is Decision.PUSHED else reason
    return AuditEntry(id=entry.id, key=entry.key, decision=decision, reason=reason, fields=fields)
