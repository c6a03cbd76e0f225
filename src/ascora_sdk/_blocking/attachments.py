# Generated from ../_async/attachments.py by tools/unasync; do not edit.
"""The files that lie with a job."""

from __future__ import annotations

import builtins
import os
from pathlib import Path
from typing import BinaryIO, overload

from typing_extensions import Unpack

from ..concurrency.blocking import away
from ..config import CallOptions
from ..files import FileInTheMaking, place_for
from ..http import new_boundary
from ..models import Attachment
from ..operations.attachments import (
    add_attachment,
    delete_attachment,
    download_attachment,
    form_around,
    get_attachment,
    list_attachments,
    too_long,
)
from .caller import Caller
from .download import Download, FileTarget, check_target
from .upload import FileSource, Form, Upload, Progress


class Attachments:
    """Send, list and fetch the files that lie with a job (contract: instance API, Operations)."""

    def __init__(self, caller: Caller) -> None:
        """Serve attachments by a caller."""
        self._caller = caller

    def add(
        self,
        job_id: str,
        source: FileSource,
        *,
        file_name: str | None = None,
        file_type: str | None = None,
        on_progress: Progress | None = None,
        idempotency_key: str | None = None,
        **options: Unpack[CallOptions],
    ) -> Attachment:
        """Send a file to lie with a job; it goes up in pieces, and is never in memory as a whole.

        If the answer is lost, the file is not sent again, since it may have arrived; unless an `idempotency_key`
        covers it. Where it is sent again, it is read from its beginning; an iterator and a file that cannot be gone
        back in are sent once. `timeout` is for each pause in the flow, not for the whole file.

        Args:
            job_id: The job's id.
            source: A path, a file open for reading bytes (from where it stands), the bytes, or an iterator of bytes.
            file_name: The name under which Ascora keeps it; by default the file's own. Bytes and iterators need one.
            file_type: The media type, such as "image/jpeg"; by default Ascora is told what the name says.
            on_progress: Called as the file goes, with the bytes gone and the bytes in all (None if not known).
            idempotency_key: A text of your own under which Ascora may know a repetition of this call.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            What Ascora says of the file.

        Raises:
            NotFoundError: If there is no such job.
            ValidationError: If Ascora refuses the file; `errors` tells why.
            AscoraApiError: Or another of its subclasses, if the call fails.
            OSError: If the file cannot be read.
            TypeError: If there is no file name, or the source gives no bytes.

        Example:
            ```python
            client.jobs.attachments.add("j-1", b"rooms: 3", file_name="measured.txt")
            ```

        Contract: instance API, Operations, add an attachment.
        """
        upload = Upload.of(source)
        name = upload.file_name if file_name is None else file_name
        if name is None:
            raise TypeError("give file_name=, the name under which Ascora is to keep the file")
        frame = form_around(name, file_type, new_boundary(self._caller.runtime.random))
        form = Form(frame, upload, on_progress)
        operation = add_attachment(job_id, frame, form, upload.size, idempotency_key)
        try:
            return self._caller.execute(operation, options)
        finally:
            upload.let_go()

    def list(self, job_id: str, **options: Unpack[CallOptions]) -> builtins.list[Attachment]:
        """Fetch what Ascora says of all files that lie with a job.

        Args:
            job_id: The job's id.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The attachments, in Ascora's order.

        Raises:
            NotFoundError: If there is no such job.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            for attachment in client.jobs.attachments.list("j-1"):
                print(attachment.file_name, attachment.file_size)
            ```

        Contract: instance API, Operations, list attachments.
        """
        return self._caller.execute(list_attachments(job_id), options)

    def get(self, job_id: str, attachment_id: str, **options: Unpack[CallOptions]) -> Attachment:
        """Fetch what Ascora says of a file; `download` fetches the file itself.

        Args:
            job_id: The job's id.
            attachment_id: The attachment's id.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The attachment.

        Raises:
            NotFoundError: If there is no such attachment with this job.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            attachment = client.jobs.attachments.get("j-1", "a-1")
            ```

        Contract: instance API, Operations, get an attachment.
        """
        return self._caller.execute(get_attachment(job_id, attachment_id), options)

    @overload
    def download(
        self,
        job_id: str,
        attachment: str | Attachment,
        to: str | os.PathLike[str],
        *,
        on_progress: Progress | None = None,
        **options: Unpack[CallOptions],
    ) -> Path: ...
    @overload
    def download(
        self,
        job_id: str,
        attachment: str | Attachment,
        to: BinaryIO,
        *,
        on_progress: Progress | None = None,
        **options: Unpack[CallOptions],
    ) -> None: ...
    def download(
        self,
        job_id: str,
        attachment: str | Attachment,
        to: FileTarget,
        *,
        on_progress: Progress | None = None,
        **options: Unpack[CallOptions],
    ) -> Path | None:
        """Fetch a file; it comes in pieces, and is never in memory as a whole.

        A path holds the whole file afterwards or is as it was before: the pieces are gathered in a hidden file beside
        it, which takes its place at the end. The credentials go to the API's own origin alone; a file that lies
        elsewhere, or to which a redirect leads, is fetched without them. `timeout` is for each pause in the flow, not
        for the whole file.

        Args:
            job_id: The job's id.
            attachment: The attachment's id, or the attachment, which saves the call that asks where the file lies.
            to: A path; a folder, to keep the file's own name in it; or a file open for writing bytes.
            on_progress: Called as the file comes, with the bytes so far and the bytes in all.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The path of the file that was written; None if it went into an open file.

        Raises:
            NotFoundError: If there is no such attachment, or its file is gone.
            AscoraApiError: Or another of its subclasses, if a call fails or the file has not the size it should have.
            OSError: If the file cannot be written.
            TypeError: If `to` is neither a path nor a file that takes bytes.
            ValueError: If `to` is a folder, and the server's name for the file cannot be used in it.

        Example:
            ```python
            path = client.jobs.attachments.download("j-1", "a-1", "wall.jpg")
            ```

        Contract: instance API, Objects, Attachment, fileUrl.
        """
        if not isinstance(to, (str, os.PathLike)):
            check_target(to)
        if isinstance(attachment, str):
            attachment = self.get(job_id, attachment, **options)
        if not isinstance(to, (str, os.PathLike)):
            self._download(attachment, to, on_progress, options)
            return None
        place = place_for(to, attachment.file_name)
        making = FileInTheMaking(place)
        try:
            self._download(attachment, making.file, on_progress, options)
            away(making.keep)
        finally:
            making.drop()
        return place

    def delete(self, job_id: str, attachment_id: str, **options: Unpack[CallOptions]) -> None:
        """Delete a file.

        An answer that was lost is no failure: if the file is gone when the deletion is tried again, it was done.

        Args:
            job_id: The job's id.
            attachment_id: The attachment's id.
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            NotFoundError: If there was no such attachment to begin with.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            client.jobs.attachments.delete("j-1", "a-1")
            ```

        Contract: instance API, Operations, delete an attachment.
        """
        self._caller.execute(delete_attachment(job_id, attachment_id), options)

    def _download(
        self, attachment: Attachment, file: BinaryIO, on_progress: Progress | None, options: CallOptions
    ) -> None:
        download = Download(file, attachment.file_size, on_progress, lambda: too_long(attachment))
        operation = download_attachment(attachment, self._caller.config.api_url, download, lambda: download.count)
        try:
            self._caller.execute(operation, options)
        except BaseException:
            download.undo()
            raise
