"""The envelopes of the public API, which differ from endpoint to endpoint."""

from __future__ import annotations

from typing import Any

from ..json_text import render
from ..messages import Answer, json_answer
from .settings import Failures, LabourShape

DONE = Answer(200, b'{"success":true}')


def many(rows: list[bytes], pages: int, records: int) -> Answer:
    """Answer a page of a list."""
    page = b'{"success":true,"results":[%b],"totalPages":%d,"totalRecords":%d}'
    return Answer(200, page % (b",".join(rows), pages, records))


def one(name: str, rendered: bytes) -> Answer:
    """Answer one object under its own name."""
    return Answer(200, b'{"success":true,%b:%b}' % (render(name), rendered))


def bare(rows: list[Any]) -> Answer:
    """Answer a list without an envelope, as accounting does."""
    return json_answer(200, rows)


def labour(rows: list[bytes], shape: LabourShape) -> Answer:
    """Answer a job's labour in one of the shapes that it may have."""
    joined = b"[%b]" % b",".join(rows)
    if shape == "empty":
        joined = b"[]"
    elif shape == "nested":
        joined = b"[%b]" % joined
    elif shape == "object" and len(rows) == 1:
        joined = rows[0]
    return one("jobLabours", joined)


def refused(status: int, message: str, style: Failures) -> Answer:
    """Answer that an operation was not done."""
    if style == "success_false":
        return json_answer(200, {"success": False, "message": message})
    return json_answer(status, {"message": message})
