"""Taking a request off the wire: its body in memory, or its parts in files if it is a form."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from urllib.parse import unquote

from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.types import Receive, Scope

from .files import KEPT_IN_MEMORY, FileStore
from .messages import ReceivedRequest
from .multipart import MULTIPART_TYPE, MultipartError, MultipartReader, ReceivedPart
from .routing import split_path

_NO_BODY = sha256().hexdigest()
_FRAMING = frozenset({"content-length", "transfer-encoding"})  # one of them announces a body


def read_head(scope: Scope, base_path: str) -> ReceivedRequest:
    """Take what stands before the body."""
    raw_path = scope["raw_path"].decode("ascii")
    segments = split_path(raw_path, base_path)
    host, port = scope["server"]
    return ReceivedRequest(
        method=scope["method"],
        path=unquote(raw_path) if segments is None else "/" + "/".join(segments),
        raw_path=raw_path,
        query=QueryParams(scope["query_string"]),
        headers=Headers(scope=scope),
        body=b"",
        host=f"{host}:{port}",
        size=0,
        sha256=_NO_BODY,
        segments=segments,
    )


async def read_body(head: ReceivedRequest, receive: Receive, scope: Scope, files: FileStore) -> ReceivedRequest:
    """Take the body too.

    Raises:
        ClientDisconnect: if the client goes before it has sent all.
    """
    form = _Form(head.headers.get("content-type", ""), files)
    if not form.is_one and _FRAMING.isdisjoint(head.headers):  # most requests: there is nothing to wait for
        return head
    body, digest, size = bytearray(), sha256(), 0
    try:
        async for piece in Request(scope, receive).stream():
            digest.update(piece)
            size += len(piece)
            if form.is_one and size > KEPT_IN_MEMORY:
                body.clear()
            else:
                body += piece
            form.feed(piece)
    except BaseException:
        form.abandon()
        raise
    parts = form.finish()
    return replace(head, body=bytes(body), size=size, sha256=digest.hexdigest(), parts=parts, flaw=form.flaw)


class _Form:
    """Reads a body if it is a form; one with a flaw is taken to its end all the same, as it has to be answered."""

    def __init__(self, content_type: str, files: FileStore) -> None:
        self.is_one = content_type.partition(";")[0].strip().lower() == MULTIPART_TYPE
        self.flaw: str | None = None
        self._reader: MultipartReader | None = None
        if self.is_one:
            try:
                self._reader = MultipartReader(content_type, files)
            except MultipartError as error:
                self.flaw = str(error)

    def feed(self, piece: bytes) -> None:
        if self._reader is not None and self.flaw is None:
            try:
                self._reader.feed(piece)
            except MultipartError as error:
                self._spoil(error)

    def finish(self) -> tuple[ReceivedPart, ...]:
        if self._reader is not None and self.flaw is None:
            try:
                return self._reader.finish()
            except MultipartError as error:
                self._spoil(error)
        return ()

    def abandon(self) -> None:
        if self._reader is not None:
            self._reader.abandon()

    def _spoil(self, error: MultipartError) -> None:
        self.flaw = str(error)
        self.abandon()
