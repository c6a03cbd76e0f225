# Generated from ../../_async/sync/notebook.py by tools/unasync; do not edit.
"""Reading the engine's notes, all of a class or those about some records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...sync.notes import Agreed, N, Note
from ...sync.records import Scope
from .protocols import UnitOfWork

_AT_ONCE = 500


def all_notes(work: UnitOfWork, scope: Scope, note_class: type[N]) -> list[N]:
    """Read all notes of a class, of which there are few."""
    found: list[N] = []
    for keys in note_keys(work, scope, note_class):
        notes = work.notes(scope, note_class, keys)
        found += [notes[key] for key in keys if key in notes]
    return found


def note_keys(work: UnitOfWork, scope: Scope, note_class: type[Note]) -> Iterator[Sequence[str]]:
    """Go through the keys of all notes of a class, some hundred at a time."""
    after: str | None = None
    while keys := work.note_keys(scope, note_class, after=after, limit=_AT_ONCE):
        yield keys
        after = keys[-1]


def agreed_now(
    work: UnitOfWork, scope: Scope, agreed: Mapping[str, Agreed], ids: Sequence[str]
) -> Mapping[str, Agreed]:
    """Read again what was agreed on once the rows are locked: somebody may have decided a conflict meanwhile.

    Args:
        work: The transaction; from now on until its end nobody else decides on these records.
        scope: Whose records of which kind.
        agreed: What was read before.
        ids: The Ascora ids of the records that are to be decided on.
    """
    locked = work.records(scope, ids)
    if not locked:
        return agreed
    others = {id_: note for id_, note in agreed.items() if id_ not in locked}
    return {**others, **work.notes(scope, Agreed, list(locked))}
