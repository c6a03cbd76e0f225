"""What comes in and what goes out: a request as received, an answer as sent."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import Headers, QueryParams

from .files import PIECE, StoredFile
from .json_text import parse, render
from .multipart import ReceivedPart
from .routing import Segments

JSON_TYPE = "application/json"


@dataclass(frozen=True)
class ReceivedRequest:
    """A request as it came over the wire.

    Attributes:
        method: such as `GET`.
        path: the decoded path below the API's base, such as `/customers/c-1`; the whole path if it lies elsewhere.
        raw_path: the whole path, still percent-encoded, without the query.
        query: the query parameters; `getlist` and `multi_items` give repeated ones.
        headers: the headers, by name in any case.
        body: the bytes of the body; empty if it was `multipart/form-data` of more than 1 MiB, whose files are in
            `parts`, or if it was never read (`RefusedEarly`).
        host: the address and port that it came in at, such as `127.0.0.1:50123`.
        size: how many bytes the body had.
        sha256: the digest of the body's bytes, in hex.
        parts: the parts of a `multipart/form-data` body.
        flaw: what is wrong with a `multipart/form-data` body, None if nothing is.
        segments: what stands between the slashes of `path`, decoded, as routes are matched by it; None if it lies
            elsewhere.

    Example:
        >>> sandbox.requests[-1].json()["firstName"]
        'Ada'
    """

    method: str
    path: str
    raw_path: str
    query: QueryParams
    headers: Headers = field(repr=False)  # they hold the credentials
    body: bytes
    host: str
    size: int
    sha256: str
    parts: tuple[ReceivedPart, ...] = ()
    flaw: str | None = None
    segments: Segments | None = field(default=None, repr=False)

    def json(self) -> Any:
        """Read the body as JSON, numbers with a point as `Decimal`.

        Raises:
            ValueError: if it isn't JSON.
        """
        return parse(self.body)


@dataclass(frozen=True)
class Answer:
    """An answer as it goes over the wire; a `file` takes the place of `body`."""

    status: int
    body: bytes = b""
    content_type: str = JSON_TYPE
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    file: StoredFile | None = None

    @property
    def length(self) -> int:
        """How many bytes the body has, wherever they lie."""
        return len(self.body) if self.file is None else self.file.size

    def whole(self) -> bytes:
        """Give the body, the file's bytes if there is one."""
        return self.body if self.file is None else self.file.read()

    def pieces(self, size: int = PIECE, *, end: int | None = None) -> Generator[bytes, None, None]:
        """Yield the body piece by piece, up to the byte before `end`."""
        if self.file is not None:
            return self.file.pieces(size, end=end)
        body = self.body[:end]
        return (body[start : start + size] for start in range(0, len(body), size))


def json_answer(status: int, value: Any) -> Answer:
    """Answer with a value as JSON."""
    return Answer(status, render(value))


def error_answer(status: int, message: str, errors: Mapping[str, list[str]] | None = None) -> Answer:
    """Answer with the contract's error body."""
    return json_answer(status, {"message": message} if errors is None else {"message": message, "errors": errors})


NOTHING = Answer(204)
