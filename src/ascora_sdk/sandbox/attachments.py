"""Attachments: what an upload has to bring, what is kept of it, and what others are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from .account import OWN_FILE_URL, Account
from .files import KEPT_IN_MEMORY, StoredFile
from .generator import Record
from .handlers import Service
from .messages import ReceivedRequest
from .multipart import MULTIPART_TYPE, ReceivedPart
from .validation import Errors, InvalidError


def shown(service: Service, record: Record) -> Record:
    """Give a record as others see it: with the address of its bytes."""
    if record.get("fileUrl") != OWN_FILE_URL:
        return record
    return {**record, "fileUrl": service.file_url(str(record["id"]))}


def attach(account: Account, values: Mapping[str, Any], content: StoredFile) -> Record:
    """Check and add an attachment with its bytes."""
    record = account.create("attachment", {"fileSize": content.size, **values})
    account.keep_content(str(record["id"]), content)
    return record


def take_content(account: Account, fields: Record) -> StoredFile | None:
    """Take the bytes, called `content`, out of the fields that a control was given; None if there are none.

    Raises:
        InvalidError: if they are no bytes.
    """
    if "content" not in fields:
        return None
    content = fields.pop("content")
    if not isinstance(content, bytes):
        raise InvalidError({"content": ["must be bytes"]})
    return account.files.keep(content)


def read_upload(request: ReceivedRequest) -> tuple[Record, StoredFile]:
    """Read what a client uploads: the fields that come of it, and the bytes.

    Raises:
        InvalidError: naming every part that is wrong.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != MULTIPART_TYPE:
        raise InvalidError({"body": [f"must come as {MULTIPART_TYPE}"]})
    if request.flaw is not None:
        raise InvalidError({"body": [request.flaw]})
    errors: Errors = {}
    file = _only("file", request.parts, errors)
    file_type = _only("fileType", request.parts, errors)
    if file is None:
        errors.setdefault("file", ["is required"])
    elif not file.file_name:
        errors["file"] = ["must have a file name"]
    named_type = "" if file_type is None else _read_text(file_type, errors)
    if errors or file is None or not file.file_name:
        raise InvalidError(errors)
    values: Record = {"fileName": file.file_name}
    if named_type or file.content_type:
        values["fileType"] = named_type or file.content_type
    return values, file.stored


def quoted(attachment_id: str) -> str:
    """Write an id as one segment of a path."""
    return quote(attachment_id, safe="").replace(".", "%2E")


def _only(name: str, parts: tuple[ReceivedPart, ...], errors: Errors) -> ReceivedPart | None:
    found = [part for part in parts if part.name == name]
    if len(found) > 1:
        errors[name] = ["must come once"]
    return found[0] if found else None


def _read_text(part: ReceivedPart, errors: Errors) -> str:
    if part.file_name is not None or part.size > KEPT_IN_MEMORY:
        errors[part.name] = ["must be text"]
        return ""
    try:
        return part.read().decode()
    except UnicodeDecodeError:
        errors[part.name] = ["must be text in UTF-8"]
        return ""
