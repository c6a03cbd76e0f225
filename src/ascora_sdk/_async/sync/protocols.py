"""What the engine asks of a storage and of a remote; a host implements these on what it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from ...sync.abilities import Abilities
from ...sync.audit import AuditEntry
from ...sync.kinds import Kind
from ...sync.notes import N, Note
from ...sync.records import Lease, RecordWrite, Rejected, Scope, StoredRecord
from ...sync.traffic import Traffic


class AsyncUnitOfWork(Protocol):
    """One transaction of a storage: all that is done in it is there afterwards, or none of it.

    It has three parts: the host's own **records**, the engine's **notes**, of which a storage need know no more than
    their class and key, and the **lease** and **audit trail**.
    """

    async def records(self, scope: Scope, ids: Sequence[str]) -> Mapping[str, StoredRecord]:
        """Read rows by their Ascora ids, and lock them until the transaction ends.

        Returns:
            Those that are there, by id.
        """
        ...

    async def local_records(self, scope: Scope, keys: Sequence[str]) -> Mapping[str, StoredRecord]:
        """Read rows by the storage's own names for them, and lock them until the transaction ends.

        Returns:
            Those that are there, by key; what no row can be called is in none.
        """
        ...

    async def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        """Read what somebody may have made, edited or deleted here since it was last settled.

        Args:
            scope: Whose records of which kind.
            after: The `edit_key` of the last one read; None to begin.
            limit: How many at the most.

        Returns:
            In an order that does not change: rows without an Ascora id; rows that were edited, or written unsettled;
            and for each `Agreed` note without a row one whose `key` and `local` are None. It may give rows that nobody
            edited, at the cost of their being compared, but never leaves one out.
        """
        ...

    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        """Write rows.

        Args:
            scope: Whose records of which kind.
            writes: What to write; each row once.

        Returns:
            Those that cannot be held as they are, whose row is gone, or whose id another row has: of these nothing is
            written, and nothing is ever rounded or cut.
        """
        ...

    async def notes(self, scope: Scope, note_class: type[N], keys: Sequence[str]) -> Mapping[str, N]:
        """Read notes of a class.

        Returns:
            Those that are there, by key.
        """
        ...

    async def note_keys(self, scope: Scope, note_class: type[Note], *, after: str | None, limit: int) -> Sequence[str]:
        """List the keys of a class of notes, in an order that does not change, from the first one after a key on."""
        ...

    async def count_notes(self, scope: Scope, note_class: type[Note]) -> int:
        """Count the notes of a class."""
        ...

    async def keep(self, scope: Scope, notes: Sequence[Note]) -> None:
        """Keep notes, each in place of the one with its class and key if there is one; each key once."""
        ...

    async def drop(self, scope: Scope, note_class: type[Note], keys: Sequence[str]) -> None:
        """Drop notes of a class; keys without one are passed over."""
        ...

    async def claim_lease(self, scope: Scope, lease: Lease, *, now: datetime) -> bool:
        """Take the lease on a scope, if it is free, has run out, or is the owner's already.

        Taken or not, it is locked until the transaction ends, so that no other transaction claims or renews it.

        Args:
            scope: Whose records of which kind.
            lease: The new owner, and until when.
            now: The time by which another's lease has run out or not.

        Returns:
            Whether the owner has it now.
        """
        ...

    async def renew_lease(self, scope: Scope, lease: Lease) -> bool:
        """Let the lease run on, if its owner still has it, even if it has run out; lock it until the transaction ends.

        Returns:
            Whether the owner still had it; if not, nothing is changed.
        """
        ...

    async def release_lease(self, scope: Scope, owner: str) -> None:
        """Give the lease back, if the owner still has it."""
        ...

    async def append_audit(self, scope: Scope, entries: Sequence[AuditEntry]) -> None:
        """Append to the audit trail; what is in it never changes. An entry without a `key` may be given its row's."""
        ...

    async def audit(self, scope: Scope, names: Sequence[str]) -> Sequence[AuditEntry]:
        """Read what was decided of a record, in the order in which it was appended.

        Args:
            scope: Whose records of which kind.
            names: What it is called: its Ascora id, the storage's own name for its row.

        Returns:
            The entries whose `id` or `key` is one of the names.
        """
        ...

    async def mark_synced(self, organization_id: str, *, ok: bool, now: datetime) -> None:
        """Note when the organization was last synced, and whether that went well."""
        ...


class AsyncStorage(Protocol):
    """Where one side of the sync keeps its records."""

    def transaction(self) -> AbstractAsyncContextManager[AsyncUnitOfWork]:
        """Begin a transaction: committed at the end of the block, rolled back if it is left by an error."""
        ...


class RemotePage(Protocol):
    """One page of a listing, as the wire carried it."""

    @property
    def items(self) -> Sequence[Any]:
        """The parsed objects, of whatever shape they are."""
        ...

    @property
    def received(self) -> int:
        """How many came."""
        ...

    @property
    def total(self) -> int:
        """How many the whole listing holds."""
        ...

    @property
    def has_more(self) -> bool:
        """Whether more follow."""
        ...


class AsyncRemote(Protocol):
    """The other side. Every method raises `AscoraApiError` if it fails, and nothing else is taken for an answer."""

    @property
    def kinds(self) -> Sequence[Kind]:
        """The kinds of records that it has, in the order in which they are to be synced."""
        ...

    def abilities(self, kind: Kind) -> Abilities:
        """Say what it can do with records of a kind."""
        ...

    async def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> RemotePage:
        """Fetch one page of a listing.

        Args:
            kind: Of what kind.
            limit: How many to ask for; it may give fewer.
            offset: How many to skip.
            since: None for a complete listing, in an order that does not change; else for what was modified then or
                later, in the order of modification.
        """
        ...

    async def get(self, kind: Kind, id: str, *, last: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        """Fetch one object.

        Args:
            kind: Of what kind.
            id: Its Ascora id.
            last: The object as it was last seen, for a server that finds it by another field; None if it never was.

        Returns:
            The object as the wire carries it; None if there is none.
        """
        ...

    async def create(self, kind: Kind, item: Mapping[str, Any], *, idempotency_key: str) -> Mapping[str, Any]:
        """Make a new object. It must not be sent again once it may have been carried out; the engine sees to that.

        Returns:
            The object as the server has it now.
        """
        ...

    async def update(self, kind: Kind, id: str, changes: Mapping[str, Any]) -> Mapping[str, Any]:
        """Change some fields of an object.

        Returns:
            The object as the server has it now.
        """
        ...

    async def delete(self, kind: Kind, id: str) -> None:
        """Delete an object; one that is not there is deleted already."""
        ...

    async def pay(self, kind: Kind, id: str, payment: Mapping[str, Any], *, idempotency_key: str) -> Mapping[str, Any]:
        """Record a payment of an invoice. It must not be sent again once it may have been carried out.

        Returns:
            The invoice as the server has it now.
        """
        ...


@runtime_checkable
class AsyncSupportsRemote(Protocol):
    """A client that can serve as a remote."""

    def as_remote(self) -> AsyncRemote:
        """Give the remote that serves the engine by this client."""
        ...


@runtime_checkable
class AsyncSupportsTraffic(Protocol):
    """A remote that counts what it sends and receives; the engine's report then tells it."""

    @property
    def traffic(self) -> Traffic:
        """All that it has sent and received so far."""
        ...
