"""The operations on a job's attachments (contract: Operations, attachments)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final, TypeVar

import attrs

from ..codec import DecodeError
from ..errors import AscoraApiError
from ..http import Content, Frame, Headers, Response, Sink, file_url, framed, media_type, segment
from ..models import Attachment
from . import answers
from .instance import JOBS
from .operation import Operation

_MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})

T = TypeVar("T")


def form_around(file_name: str, file_type: str | None, boundary: str) -> Frame:
    """Make the form in which a file is sent; a type that the caller gives goes along as a part of its own."""
    if not isinstance(file_name, str) or not file_name.strip():
        raise ValueError("file_name is empty or no text; give the name under which Ascora is to keep the file")
    if "\0" in file_name or any("\ud800" <= char <= "\udfff" for char in file_name):
        raise ValueError("file_name holds a character that is no text; give another name in file_name=")
    if file_type is not None and not (isinstance(file_type, str) and file_type.isascii() and file_type.isprintable()):
        raise ValueError("file_type must be a media type like 'image/jpeg'")
    if file_type is not None and not file_type.strip():
        raise ValueError("file_type is empty; leave it out, and the type is told from the file's name")
    return framed(
        fields={} if file_type is None else {"fileType": file_type},
        name="file",
        file_name=file_name,
        file_type=file_type if file_type and "/" in file_type else media_type(file_name),
        boundary=boundary,
    )


def add_attachment(
    job_id: str, frame: Frame, content: Content, size: int | None, idempotency_key: str | None
) -> Operation[Attachment]:
    """Ask to keep a file with a job.

    Args:
        job_id: The job's id.
        frame: What stands around the file's bytes.
        content: The whole form, in pieces.
        size: How many bytes the file has, if that is known beforehand.
        idempotency_key: The key under which the server may know a repetition.
    """
    length = {} if size is None else {"content-length": str(frame.length(size))}
    return JOBS.on_one(
        "POST",
        job_id,
        "/attachments",
        decode=answers.one(Attachment),
        content=content,
        content_type=frame.content_type,
        headers=Headers(length),
        idempotency_key=idempotency_key,
    )


def list_attachments(job_id: str) -> Operation[list[Attachment]]:
    """Ask what files lie with a job."""
    return JOBS.on_one("GET", job_id, "/attachments", decode=answers.several(Attachment))


def get_attachment(job_id: str, attachment_id: str) -> Operation[Attachment]:
    """Ask what Ascora says of a file."""
    return _on_attachment("GET", job_id, attachment_id, decode=answers.one(Attachment))


def delete_attachment(job_id: str, attachment_id: str) -> Operation[None]:
    """Ask to delete a file."""
    return _on_attachment("DELETE", job_id, attachment_id, decode=answers.nothing)


def download_attachment(attachment: Attachment, api_url: str, sink: Sink, count: Callable[[], int]) -> Operation[None]:
    """Ask for a file's bytes.

    Args:
        attachment: What Ascora says of the file.
        api_url: The API's base URL, from which a relative address is read.
        sink: Where the bytes go.
        count: Tells how many came.

    Raises:
        AscoraApiError: If the file's address is none.
    """
    try:
        address = file_url(f"{api_url}/", attachment.file_url)
    except ValueError as error:
        # The address is not shown, since it may have a password in it.
        raise AscoraApiError(
            f"the file of the attachment {attachment.id!r} has no address to fetch it from: {error}. "
            "Ask for the attachment again; if it stays so, fetch the file in Ascora itself.",
            method="GET",
        ) from None
    return Operation(
        method="GET",
        template="{fileUrl}",
        path="",
        address=address,
        redirects=_MOST_REDIRECTS + 1,  # which is not followed any more, but told of
        # As it lies there: a packed one would have another size.
        headers=Headers({"accept": "*/*", "accept-encoding": "identity"}),
        sink=sink,
        decode=partial(_whole_file, attachment.file_size, count),
        resource="file of the attachment",
        id=attachment.id,
    )


def redirected(operation: Operation[T], response: Response) -> Operation[T] | None:
    """Give the operation that follows a redirect; None if it is none, or is not to be followed.

    Raises:
        DecodeError: If it leads nowhere, on and on, or from https to http.
    """
    if not operation.redirects or response.status < 300:
        return None
    if response.status not in _REDIRECTS:
        raise DecodeError(f"status {response.status} is neither the file nor the way to it")
    if operation.redirects == 1:
        raise DecodeError(f"it redirects more than {_MOST_REDIRECTS} times")
    here = operation.address or ""
    try:
        address = file_url(here, response.headers.get("location", ""))
    except ValueError as error:
        raise DecodeError(f"it redirects, and the address in it is no use: {error}") from None
    if here.startswith("https:") and not address.startswith("https:"):
        raise DecodeError("it redirects from https to http")
    return attrs.evolve(operation, address=address, redirects=operation.redirects - 1)


def too_long(attachment: Attachment) -> AscoraApiError:
    """Make the error for a file of which more comes than there should be; its rest is not waited for."""
    return AscoraApiError(
        f"the file of the attachment {attachment.id!r} has more bytes than the {attachment.file_size} that fileSize "
        "says. Ask for the attachment again; the file may have been replaced.",
        status_code=200,
        method="GET",
    )


def _whole_file(expected: int, count: Callable[[], int], _: Response) -> None:
    if count() != expected:
        raise DecodeError(f"the file has {count()} bytes, where fileSize says {expected}")


def _on_attachment(method: str, job_id: str, attachment_id: str, **rest: Any) -> Operation[Any]:
    return Operation(
        method=method,
        template="/jobs/{id}/attachments/{attachmentId}",
        path=f"/jobs/{segment(job_id, 'job id')}/attachments/{segment(attachment_id, 'attachment id')}",
        resource="attachment",
        id=attachment_id,
        **rest,
    )
