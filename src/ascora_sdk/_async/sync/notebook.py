"""Reading the engine's notes, all of a class or those about some records."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence

from ...sync.notes import Agreed, N, Note
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


async def agreed_now(
    work: AsyncUnitOfWork, scope: Scope, agreed: Mapping[str, Agreed], ids: Sequence[str]
) -> Mapping[str, Agreed]:
    """Read again what was agreed on once the rows are locked: somebody may have decided a conflict meanwhile.

    Args:
        work: The transaction; from now on until its end nobody else decides on these records.
        scope: Whose records of which kind.
        agreed: What was read before.
        ids: The Ascora ids of the records that are to be decided on.
    """
    locked = await work.records(scope, ids)
    if not locked:
        return agreed
    others = {id_: note for id_, note in agreed.items() if id_ not in locked}
    return {**others, **await work.notes(scope, Agreed, list(locked))}
