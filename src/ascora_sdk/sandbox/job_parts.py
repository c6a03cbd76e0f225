"""The operations on what a job holds: its notes, its attachments and their bytes."""

from __future__ import annotations

import re

from .account import UnknownRecordError
from .attachments import attach, read_upload, shown
from .contract import NOTE
from .generator import Record
from .handlers import Service, checked, json_object, without_server_given
from .messages import NOTHING, Answer, ReceivedRequest, error_answer, json_answer

_BINARY = "application/octet-stream"
_HEADER_VALUE = re.compile(r"[!-~](?:[ -~]*[!-~])?")


def list_notes(service: Service, _request: ReceivedRequest, job_id: str) -> Answer:
    """Answer every note of a job."""
    service.account.get("job", job_id)
    return json_answer(200, {"data": service.account.of_job("note", job_id)})


def add_note(service: Service, request: ReceivedRequest, job_id: str) -> Answer:
    """Add a note to a job and answer it."""
    service.account.get("job", job_id)
    values = without_server_given(NOTE, json_object(request))
    return json_answer(201, service.account.create("note", {**values, "jobId": job_id}))


def update_note(service: Service, request: ReceivedRequest, job_id: str, note_id: str) -> Answer:
    """Change a note's text and answer the note."""
    _of_job(service, "note", job_id, note_id)
    changes = checked(NOTE.fields, without_server_given(NOTE, json_object(request)))
    return json_answer(200, service.account.update("note", note_id, changes))


def delete_note(service: Service, _request: ReceivedRequest, job_id: str, note_id: str) -> Answer:
    """Take a note out."""
    _of_job(service, "note", job_id, note_id)
    service.account.delete("note", note_id)
    return NOTHING


def list_attachments(service: Service, _request: ReceivedRequest, job_id: str) -> Answer:
    """Answer every attachment of a job."""
    service.account.get("job", job_id)
    records = service.account.of_job("attachment", job_id)
    return json_answer(200, {"data": [shown(service, record) for record in records]})


def add_attachment(service: Service, request: ReceivedRequest, job_id: str) -> Answer:
    """Keep what is uploaded to a job and answer the attachment."""
    service.account.get("job", job_id)
    values, content = read_upload(request)
    record = attach(service.account, {**values, "jobId": job_id}, content)
    return json_answer(201, shown(service, record))


def get_attachment(service: Service, _request: ReceivedRequest, job_id: str, attachment_id: str) -> Answer:
    """Answer an attachment."""
    return json_answer(200, shown(service, _of_job(service, "attachment", job_id, attachment_id)))


def delete_attachment(service: Service, _request: ReceivedRequest, job_id: str, attachment_id: str) -> Answer:
    """Take an attachment out, and its bytes."""
    _of_job(service, "attachment", job_id, attachment_id)
    service.account.delete("attachment", attachment_id)
    return NOTHING


def download(service: Service, _request: ReceivedRequest, attachment_id: str) -> Answer:
    """Answer an attachment's bytes."""
    file_type = service.account.get("attachment", attachment_id).get("fileType")
    content = service.account.content(attachment_id)
    if content is None or not content.is_there:
        return error_answer(404, f"There are no bytes of attachment {attachment_id}.")
    # A file's type is any text that somebody gave; not every text can stand in a header.
    is_sound = isinstance(file_type, str) and _HEADER_VALUE.fullmatch(file_type)
    return Answer(200, file=content, content_type=str(file_type) if is_sound else _BINARY)


def _of_job(service: Service, kind: str, job_id: str, record_id: str) -> Record:
    """Give a record that a job holds."""
    service.account.get("job", job_id)
    record = service.account.get(kind, record_id)
    if record.get("jobId") != job_id:
        raise UnknownRecordError(kind, record_id)
    return record
