"""The operations on a job's notes (contract: Operations, notes)."""

from __future__ import annotations

from typing import Any

from ..codec import dumps, encode_fields
from ..http import segment
from ..models import Note
from . import answers
from .instance import JOBS
from .operation import Operation


def add_note(job_id: str, note: str, idempotency_key: str | None) -> Operation[Note]:
    """Ask to write a note down."""
    return JOBS.on_one(
        "POST", job_id, "/notes", decode=answers.one(Note), content=_body(note), idempotency_key=idempotency_key
    )


def list_notes(job_id: str) -> Operation[list[Note]]:
    """Ask for all notes of a job."""
    return JOBS.on_one("GET", job_id, "/notes", decode=answers.several(Note))


def update_note(job_id: str, note_id: str, note: str) -> Operation[Note]:
    """Ask to put another text in a note's place."""
    return _on_note("PUT", job_id, note_id, decode=answers.one(Note), content=_body(note))


def delete_note(job_id: str, note_id: str) -> Operation[None]:
    """Ask to delete a note."""
    return _on_note("DELETE", job_id, note_id, decode=answers.nothing)


def _on_note(method: str, job_id: str, note_id: str, **rest: Any) -> Operation[Any]:
    return Operation(
        method=method,
        template="/jobs/{id}/notes/{noteId}",
        path=f"/jobs/{segment(job_id, 'job id')}/notes/{segment(note_id, 'note id')}",
        resource="note",
        id=note_id,
        **rest,
    )


def _body(note: str) -> bytes:
    if not isinstance(note, str):
        raise TypeError(f"a note must be text, not {type(note).__name__}")
    return dumps(encode_fields(Note, {"note": note}))
