"""All proofs of a storage in one class."""

from __future__ import annotations

from .atomic import AsyncAtomicProofs
from .audit import AsyncAuditProofs
from .edited import AsyncEditedProofs
from .leases import AsyncLeaseProofs
from .notes import AsyncNoteProofs
from .rows import AsyncRowProofs
from .stories import AsyncStoryProofs
from .values import AsyncValueProofs


class AsyncStorageConformance(
    AsyncRowProofs,
    AsyncValueProofs,
    AsyncEditedProofs,
    AsyncNoteProofs,
    AsyncLeaseProofs,
    AsyncAuditProofs,
    AsyncAtomicProofs,
    AsyncStoryProofs,
):
    """Proves that a storage keeps its promises."""
