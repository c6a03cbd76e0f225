"""What the engine asks of a storage and of a remote; a host implements these on what it has."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from ..sync.records import (
    AuditEntry,
    Checkpoint,
    FailedRecord,
    Lease,
    RecordWrite,
    Rejected,
    Scope,
    StoredRecord,
)


class AsyncUnitOfWork(Protocol):
    """One transaction of a storage: all that is done in it is there afterwards, or none of it."""

    async def claim_lease(self, scope: Scope, lease: Lease, *, now: datetime) -> bool:
        """Take the lease on a scope, if it is free, has run out, or is the owner's already.

        Args:
            scope: Whose records of which kind.
            lease: The new owner, and until when.
            now: The time by which another's lease has run out or not.

        Returns:
            Whether the owner has it now.
        """
        ...

    async def release_lease(self, scope: Scope, owner: str) -> None:
        """Give the lease back, if the owner still has it."""
        ...

    async def checkpoint(self, scope: Scope) -> Checkpoint | None:
        """Read how far a pull that did not come to its end had come; None if there was none."""
        ...

    async def save_checkpoint(self, scope: Scope, checkpoint: Checkpoint | None, lease: Lease) -> bool:
        """Keep how far the pull has come, and renew the lease, if its owner still has it.

        Args:
            scope: Whose records of which kind.
            checkpoint: How far; None when it came to its end.
            lease: The owner, and until when it now runs.

        Returns:
            Whether the owner still had the lease; if not, nothing was kept.
        """
        ...

    async def digests(self, scope: Scope, ids: Sequence[str]) -> Mapping[str, str]:
        """Give the digests of the remote objects as last seen, of those ids that are known."""
        ...

    async def records(self, scope: Scope, ids: Sequence[str], *, known: Collection[str]) -> Mapping[str, StoredRecord]:
        """Read records, and lock them until the transaction ends.

        Args:
            scope: Whose records of which kind.
            ids: Their Ascora ids.
            known: Ids that `digests` told of; of others nothing was ever agreed on.

        Returns:
            Those that the storage has, or once had, by id.
        """
        ...

    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        """Write records, with what both sides agreed on.

        Args:
            scope: Whose records of which kind.
            writes: What to write; each id once.

        Returns:
            Those that cannot be held as they are: of these nothing is written, and nothing is ever rounded or cut.
        """
        ...

    async def put_aside(self, scope: Scope, failures: Sequence[FailedRecord]) -> Sequence[FailedRecord]:
        """Keep records that failed; one that is kept already with the same digest stays as it is.

        Returns:
            Those that were not kept already with the same digest.
        """
        ...

    async def keep_aside(self, scope: Scope, keys: Sequence[str]) -> None:
        """Forget all records put aside but those of these keys; the others have since gone well or gone away."""
        ...

    async def mark_synced(self, organization_id: str, *, ok: bool, now: datetime) -> None:
        """Note when the organization was last synced, and whether that went well."""
        ...

    async def append_audit(self, scope: Scope, entries: Sequence[AuditEntry]) -> None:
        """Append to the audit trail."""
        ...


class AsyncStorage(Protocol):
    """Where one side of the sync keeps its records."""

    def transaction(self) -> AbstractAsyncContextManager[AsyncUnitOfWork]:
        """Begin a transaction: committed at the end of the block, rolled back if it is left by an error."""
        ...


class AsyncRemote(Protocol):
    """The other side: where records come from."""

    async def list_page(self, kind: str, *, limit: int, offset: int) -> RemotePage:
        """Fetch one page of a complete listing in an order that does not change.

        Args:
            kind: The kind's name.
            limit: How many to ask for; it may give fewer.
            offset: How many to skip.

        Returns:
            The page.

        Raises:
            AscoraApiError: If it cannot be had; nothing else is ever taken for the end of the listing.
        """
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


@runtime_checkable
class AsyncSupportsRemote(Protocol):
    """A client that can serve as a remote."""

    def as_remote(self) -> AsyncRemote:
        """Give the remote that serves the engine by this client."""
        ...
