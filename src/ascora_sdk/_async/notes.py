"""The notes on a job."""

from __future__ import annotations

import builtins

from typing_extensions import Unpack

from ..config import CallOptions
from ..models import Note
from ..operations.notes import add_note, delete_note, list_notes, update_note
from .caller import AsyncCaller


class AsyncNotes:
    """Read and write the notes on a job (contract: instance API, Operations)."""

    def __init__(self, caller: AsyncCaller) -> None:
        """Serve notes by a caller."""
        self._caller = caller

    async def add(
        self, job_id: str, note: str, *, idempotency_key: str | None = None, **options: Unpack[CallOptions]
    ) -> Note:
        """Write a note on a job.

        If the answer is lost, the call is not sent again, since it may have been carried out; unless an
        `idempotency_key` covers it.

        Args:
            job_id: The job's id.
            note: The text.
            idempotency_key: A text of your own under which Ascora may know a repetition of this call.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The note, as Ascora keeps it.

        Raises:
            NotFoundError: If there is no such job.
            ValidationError: If Ascora refuses the text; `errors` tells why.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            note = await client.jobs.notes.add("j-1", "Dried out")
            ```

        Contract: instance API, Operations, add a note.
        """
        return await self._caller.execute(add_note(job_id, note, idempotency_key), options)

    async def list(self, job_id: str, **options: Unpack[CallOptions]) -> builtins.list[Note]:
        """Fetch all notes on a job.

        Args:
            job_id: The job's id.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The notes, in Ascora's order.

        Raises:
            NotFoundError: If there is no such job.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            for note in await client.jobs.notes.list("j-1"):
                print(note.created_at, note.user_name, note.note)
            ```

        Contract: instance API, Operations, list notes.
        """
        return await self._caller.execute(list_notes(job_id), options)

    async def update(self, job_id: str, note_id: str, note: str, **options: Unpack[CallOptions]) -> Note:
        """Put another text in a note's place.

        Args:
            job_id: The job's id.
            note_id: The note's id.
            note: The new text.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The note, as Ascora keeps it now.

        Raises:
            NotFoundError: If there is no such note on this job.
            ValidationError: If Ascora refuses the text; `errors` tells why.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            await client.jobs.notes.update("j-1", "n-1", "Dried out, and aired")
            ```

        Contract: instance API, Operations, update a note.
        """
        return await self._caller.execute(update_note(job_id, note_id, note), options)

    async def delete(self, job_id: str, note_id: str, **options: Unpack[CallOptions]) -> None:
        """Delete a note.

        An answer that was lost is no failure: if the note is gone when the deletion is tried again, it was done.

        Args:
            job_id: The job's id.
            note_id: The note's id.
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            NotFoundError: If there was no such note on this job to begin with.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            await client.jobs.notes.delete("j-1", "n-1")
            ```

        Contract: instance API, Operations, delete a note.
        """
        await self._caller.execute(delete_note(job_id, note_id), options)
