"""Reading the engine's notes, all of a class or those about some records."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from ...sync.notes import N, Note
from ...sync.records import Scope
from .protocols import AsyncUnitOfWork

_AT_ONCE = 500


async def all_notes(work: AsyncUnitOfWork, scope: Scope, note_class: type[N]) -> list[N]:
    """Read all notes of a class, of which there are few."""
    found: list[N] = []
    async for keys in note_keys(work, scope, note_class):
        notes = await work.notes(scope, note_class, keys)
        found += [notes[key] for key in keys if key in notes]
    return found


async def note_keys(work: AsyncUnitOfWork, scope: Scope, note_class: type[Note]) -> AsyncIterator[Sequence[str]]:
    """Go through the keys of all notes of a class, some hundred at a time."""
    after: str | None = None
    while keys := await work.note_keys(scope, note_class, after=after, limit=_AT_ONCE):
        yield keys
        after = keys[-1]
