# Generated from ../../_async/sync/engine.py by tools/unasync; do not edit.
"""The sync engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from ...concurrency.blocking import BLOCKING_CONCURRENCY, Runtime
from ...models import UNSET, PaymentMethod
from ...sync.audit import AuditEntry
from ...sync.conflict import Conflict, Resolution
from ...sync.events import SyncEvent
from ...sync.kinds import Kind
from ...sync.outcome import Deletions
from ...sync.payments import payment_key, payment_of
from ...sync.plan import SyncPlan
from ...sync.report import SyncReport
from ...sync.strategies import ConflictStrategy, MergeFields, strategy_for
from .deciding import Decisions
from .kind_sync import Steps
from .payments import Payments
from .planning import plan_run
from .protocols import Remote, Storage, SupportsRemote
from .runs import Runs
from .worker import SyncSettings


class SyncEngine:
    """Keeps a storage and Ascora in step, both ways, without losing an edit.

    What one side alone edited goes to the other; what both edited is for the strategy to decide, and both values stay
    on record. Each page is one transaction; a sync that died goes on where it stopped, and nothing is sent twice. An
    edit is found by comparing, so that those made by plain SQL count.

    Example:
        ```python
        storage = SqlStorage("sqlite:///ascora.db")
        storage.migrate()
        report = SyncEngine(client, storage).sync()
        print(report)
        ```
    """

    def __init__(
        self,
        source: SupportsRemote | Remote,
        storage: Storage,
        *,
        organization_id: str = "default",
        kinds: Sequence[Kind] | None = None,
        remotes: Mapping[str, Remote] | None = None,
        strategy: ConflictStrategy | Mapping[str, ConflictStrategy] | None = None,
        deletions: Deletions | Literal["mark", "delete", "keep"] = "mark",
        most_gone: float = 0.2,
        overlap: timedelta = timedelta(minutes=10),
        complete_every: timedelta = timedelta(days=1),
        page_size: int = 100,
        concurrency: int = BLOCKING_CONCURRENCY,
        lease_seconds: float = 300.0,
        on_event: Callable[[SyncEvent], object] | None = None,
        runtime: Runtime | None = None,
    ) -> None:
        """Make an engine; nothing is read or written yet.

        Args:
            source: The client, or any remote.
            storage: Where the records are kept.
            organization_id: The host's own id for whose records they are; text of any form.
            kinds: The kinds of records, in the order in which they are synced; by default those that the remote has.
            remotes: Remotes of their own, by the kind's name, for kinds that the source does not have.
            strategy: Who is right where both sides edited the same field: one for all kinds, or by the kind's name,
                with `*` for the others. By default the fields are merged, and where both edited one the server wins.
            deletions: What becomes of a row whose record was deleted on the server: it is marked, deleted, or kept as
                it is.
            most_gone: Which part of the known records may be gone from one side at once, from 0 to 1; if it is more,
                nothing is deleted on the other, and the sync fails.
            overlap: How far behind the newest change an incremental pull begins, since changes turn up late.
            complete_every: How long incremental pulls may do before a complete one catches what they missed.
            page_size: Records to ask for in a page, and to send at a time.
            concurrency: Requests under way at once.
            lease_seconds: How long a worker that says nothing is taken to be alive; a dead one's place is free then. It
                is to be more than a single request may take, with all its tries and waits.
            on_event: Told what happens while it happens. An error that it raises stops the sync between two pages.
            runtime: Clocks, sleep and chance, for tests.

        Raises:
            ValueError: If the organization's id is empty, a number is out of its range, or a kind has no strategy.
        """
        if not organization_id:
            raise ValueError("organization_id is empty; give the id by which you know the organization")
        if page_size < 1 or concurrency < 1 or not lease_seconds > 0:
            raise ValueError("page_size, concurrency and lease_seconds must be more than 0")
        if not 0 <= most_gone <= 1:
            raise ValueError(f"most_gone is a part, from 0 to 1, not {most_gone!r}")
        remote = source.as_remote() if isinstance(source, SupportsRemote) else source
        chosen = {kind.name: kind for kind in (remote.kinds if kinds is None else kinds)}
        self._runs = Runs(
            remotes={name: (remotes or {}).get(name, remote) for name in chosen},
            storage=storage,
            organization_id=organization_id,
            kinds=chosen,
            strategies={name: strategy_for(strategy or MergeFields(), name) for name in chosen},
            settings=SyncSettings(
                page_size=page_size,
                concurrency=concurrency,
                lease_seconds=lease_seconds,
                deletions=Deletions(deletions),
                most_gone=most_gone,
                overlap=overlap,
                complete_every=complete_every,
            ),
            emit=on_event or (lambda _: None),
            runtime=runtime or Runtime(),
        )

    def sync(self, kind: str | None = None, *, complete: bool = False) -> SyncReport:
        """Bring both sides in step: pull, resolve, push.

        Args:
            kind: The kind's name, such as "customer"; all kinds by default, one after the other.
            complete: Whether to read everything that is on the server, and not what changed alone.

        Returns:
            What was done, by kind. It is not `ok` if a record was put aside or a conflict waits for somebody.

        Raises:
            AscoraApiError: Or a subclass, if the server fails. What was committed stays, and the next sync goes on
                there.
            LeaseHeldError: If another worker syncs the same records now.
            MassDeletionError: If so much is gone from one side that something must be wrong.
            ValueError: If there is no such kind.

        Example:
            ```python
            report = engine.sync()
            print(report["customer"].pushed, report.ok)
            ```
        """
        return self._runs.run(kind, Steps(complete=complete))

    def plan(self, kind: str | None = None, *, complete: bool = False) -> SyncPlan:
        """Tell what `sync` would do now, record by record; nothing is written on either side.

        The very same steps are gone through, reading alone, and no lease is taken; a sync right after does just this.
        What the server alone decides nobody can tell: whether it takes what it is sent, and what it makes of it.

        Args:
            kind: The kind's name; all kinds by default.
            complete: Whether to read everything that is on the server, as `sync` would.

        Returns:
            What would be done; it prints as a table.

        Raises:
            AscoraApiError: Or a subclass, if the server cannot be read.
            MassDeletionError: If the sync would raise it.
            ValueError: If there is no such kind.

        Example:
            ```python
            print(engine.plan())
            ```
        """
        return plan_run(self._runs, kind, Steps(complete=complete))

    def pull(self, kind: str | None = None, *, complete: bool = False) -> SyncReport:
        """Bring what is new on the server into the storage, and send nothing.

        Args:
            kind: The kind's name; all kinds by default.
            complete: Whether to read everything that is on the server, and not what changed alone.

        Returns:
            What was done, as `sync` does.

        Raises:
            AscoraApiError: As `sync` does, and so with `LeaseHeldError`, `MassDeletionError` and `ValueError`.

        Example:
            ```python
            report = engine.pull("customer")
            print(report["customer"].updated)
            ```
        """
        return self._runs.run(kind, Steps(push=False, pay=False, complete=complete))

    def push(self, kind: str | None = None) -> SyncReport:
        """Send what was made, edited or deleted here; of the server's side only what stands in its way is read.

        Args:
            kind: The kind's name; all kinds by default.

        Returns:
            What was done, as `sync` does.

        Raises:
            AscoraApiError: As `sync` does, and so with `LeaseHeldError`, `MassDeletionError` and `ValueError`.

        Example:
            ```python
            report = engine.push("job")
            print(report["job"].pushed)
            ```
        """
        return self._runs.run(kind, Steps(pull=False))

    def conflicts(self, kind: str | None = None) -> list[Conflict]:
        """List the conflicts that wait for somebody to decide.

        Args:
            kind: The kind's name; all kinds by default.

        Returns:
            The conflicts, each with its fields' values on both sides, in the order of the records' ids.

        Raises:
            ValueError: If there is no such kind.

        Example:
            ```python
            for conflict in engine.conflicts():
                print(conflict.id, conflict.fields)
            ```
        """
        chosen = self._runs.chosen(kind)
        return [one for kind_ in chosen for one in Decisions(worker=self._runs.worker(kind_)).open()]

    def resolve(
        self, conflict_id: str, decision: Literal["local", "remote", "merge"] | Mapping[str, Any] | Resolution
    ) -> None:
        """Decide a conflict; what follows for the server is sent by the next sync.

        Args:
            conflict_id: The conflict's id, such as "customer:c-1".
            decision: Whose values count: "local" or "remote"; "merge", by which a value counts where the other side
                has none, and else the newer side's; values by field, as the wire carries them; or a `Resolution`.
                Fields that it leaves open go on waiting.

        Raises:
            KeyError: If no such conflict waits.
            ValueError: If the decision names a field that is not in dispute.

        Example:
            ```python
            engine.resolve("customer:c-1", {"phone": "(07) 5550 0000"})
            ```
        """
        name, _, record_id = conflict_id.partition(":")
        kind = self._runs.kinds.get(name)
        if kind is None:
            raise KeyError(conflict_id)
        Decisions(worker=self._runs.worker(kind)).decide(record_id, decision)

    def record_payment(
        self,
        invoice_id: str,
        *,
        amount: Decimal | int,
        payment_method: PaymentMethod | str,
        payment_date: date | datetime,
        reference: str,
        notes: str | None = None,
    ) -> None:
        """Record a payment of an invoice, once, however often this is called.

        It is written down before it is sent. If the answer is lost, the next call or the next sync looks at what the
        invoice says was paid: if so much was paid since, the payment arrived; if nothing was, it is sent again.
        Until then no other payment of the invoice is sent, and a call for one raises the same error.

        Args:
            invoice_id: The invoice's Ascora id.
            amount: The amount in dollars, as a Decimal or a whole number; never a float.
            payment_method: How it was paid.
            payment_date: When it was paid.
            reference: What this payment is known by, such as a receipt's number: another call with the same reference
                is the same payment.
            notes: Anything to add.

        Raises:
            ValidationError: If Ascora refuses the payment; it is then forgotten.
            AscoraApiError: Or another of its subclasses, if the call fails; the payment waits for the next call.
            SyncError: If a person has to look whether it arrived; see `settle_payment`.
            LeaseHeldError: If a sync of the invoices is under way, which may well send it.
            ValueError: If another payment has this reference, or the reference is empty.

        Example:
            ```python
            engine.record_payment(
                "i-1",
                amount=Decimal("99.90"),
                payment_method="cash",
                payment_date=date(2026, 2, 17),
                reference="receipt-17",
            )
            ```

        Contract: instance API, Operations, record a payment.
        """
        if not reference:
            raise ValueError("reference is empty; give what the payment is known by, such as a receipt's number")
        fields = {
            "amount": amount,
            "payment_method": payment_method,
            "payment_date": payment_date,
            "reference": reference,
            "notes": UNSET if notes is None else notes,
        }
        payment = payment_of(invoice_id, fields)
        worker = self._runs.worker(self._runs.paid_kind())
        if Payments(worker=worker).write_down(invoice_id, reference, payment):
            self._runs.run(worker.kind.name, Steps(pull=False, push=False, paying=payment_key(reference)))

    def settle_payment(self, reference: str, *, arrived: bool) -> None:
        """Say whether a payment arrived of which the invoice tells nothing clear.

        Args:
            reference: The payment's reference.
            arrived: Whether it is in Ascora; if not, the next sync sends it.

        Raises:
            KeyError: If no such payment waits for a person.

        Example:
            ```python
            engine.settle_payment("receipt-17", arrived=True)
            ```
        """
        worker = self._runs.worker(self._runs.paid_kind())
        Payments(worker=worker).judge(reference, arrived=arrived)

    def retry_failed(self, kind: str | None = None) -> SyncReport:
        """Try the records again that were put aside.

        What cannot be read or was refused is tried at most 3 times, until it is edited; what got no answer, each time.

        Args:
            kind: The kind's name; all kinds by default.

        Returns:
            What was done, as `sync` does; `failed` counts those that failed again.

        Raises:
            AscoraApiError: As `sync` does, and so with `LeaseHeldError` and `ValueError`.

        Example:
            ```python
            report = engine.retry_failed()
            ```
        """
        return self._runs.run(kind, None)

    def explain(self, kind: str, name: str) -> list[AuditEntry]:
        """Tell a record's story: every decision on it, in order.

        Args:
            kind: The kind's name.
            name: The record's Ascora id, or the storage's own name for its row.

        Returns:
            The audit entries, the first one first; empty if nothing is known of it.

        Raises:
            ValueError: If there is no such kind.

        Example:
            ```python
            for entry in engine.explain("customer", "c-1"):
                print(entry.at, entry.decision, entry.reason)
            ```
        """
        (chosen,) = self._runs.chosen(kind)
        return Decisions(worker=self._runs.worker(chosen)).story(name)
