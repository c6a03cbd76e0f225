# Generated from ../_async/storage.py by tools/unasync; do not edit.
"""All proofs of a storage in one class."""

from __future__ import annotations

from .atomic import AtomicProofs
from .audit import AuditProofs
from .edited import EditedProofs
from .leases import LeaseProofs
from .notes import NoteProofs
from .rows import RowProofs
from .stories import StoryProofs
from .values import ValueProofs


class StorageConformance(
    RowProofs,
    ValueProofs,
    EditedProofs,
    NoteProofs,
    LeaseProofs,
    AuditProofs,
    AtomicProofs,
    StoryProofs,
):
    """Proves that a storage keeps its promises."""
