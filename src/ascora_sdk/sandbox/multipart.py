"""`multipart/form-data` as it comes in: read piece by piece, so that no file has to fit into memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import python_multipart
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from .files import FileStore, FileWriter, StoredFile

MULTIPART_TYPE = "multipart/form-data"
# What browsers and HTTP clients put for the characters that would end a quoted file name.
_ESCAPES = {"%22": '"', "%0D": "\r", "%0A": "\n"}


class MultipartError(ValueError):
    """The body is no `multipart/form-data`; the text completes a sentence that starts with its name."""


@dataclass(frozen=True)
class ReceivedPart:
    """One part of a `multipart/form-data` body as it came over the wire.

    Attributes:
        name: the field's name.
        file_name: the file's name, None if the part is no file.
        content_type: the part's own media type, None if it has none.
        stored: where its bytes are.

    Example:
        >>> (upload,) = sandbox.received("POST /jobs/{id}/attachments")
        >>> [(part.name, part.file_name, part.size) for part in upload.parts]
        [('file', 'roof.jpg', 3)]
    """

    name: str
    file_name: str | None
    content_type: str | None
    stored: StoredFile = field(repr=False)

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.stored.size

    @property
    def sha256(self) -> str:
        """The digest of its bytes, in hex."""
        return self.stored.sha256

    def read(self) -> bytes:
        """Give its bytes.

        Raises:
            FileNotFoundError: if they are over 1 MiB, and the sandbox stopped since.
        """
        return self.stored.read()


class MultipartReader:
    """Takes a body piece by piece and keeps its parts.

    Args:
        content_type: the request's media type with its parameters.
        files: where the parts go.

    Raises:
        MultipartError: if the media type names no boundary.
    """

    def __init__(self, content_type: str, files: FileStore) -> None:
        """Start with no part."""
        boundary = parse_options_header(content_type)[1].get(b"boundary")
        if not boundary:
            raise MultipartError("names no boundary between its parts")
        self._files = files
        self._parts: list[ReceivedPart] = []
        self._headers: dict[str, bytes] = {}
        self._header_name = b""
        self._header_value = b""
        self._writer = FileWriter(files)
        self._ended = False
        try:
            self._parser = python_multipart.MultipartParser(boundary, self._callbacks())
        except FormParserError:
            raise MultipartError("names no boundary that could stand between its parts") from None

    def feed(self, piece: bytes) -> None:
        """Take some more of the body.

        Raises:
            MultipartError: if it cannot be read.
        """
        try:
            self._parser.write(piece)
        except FormParserError:
            raise MultipartError("cannot be read as multipart/form-data") from None

    def finish(self) -> tuple[ReceivedPart, ...]:
        """Give the parts.

        Raises:
            MultipartError: if the body ended before its last part did.
        """
        if not self._ended:
            raise MultipartError("ends before its last part does")
        parts = tuple(self._parts)
        # The parser and this object hold each other: parts left here would keep their files until a garbage collection.
        self._parts.clear()
        return parts

    def abandon(self) -> None:
        """Forget the parts, whole or not."""
        self._parts.clear()
        self._writer.abandon()

    def _callbacks(self) -> python_multipart.multipart.MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._add_header_name,
            "on_header_value": self._add_header_value,
            "on_header_end": self._end_header,
            "on_part_data": self._add_data,
            "on_part_end": self._end_part,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        self._headers = {}
        self._writer = FileWriter(self._files)

    def _add_header_name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _add_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._header_name.decode("latin-1").lower()] = self._header_value
        self._header_name = self._header_value = b""

    def _add_data(self, data: bytes, start: int, end: int) -> None:
        self._writer.write(data[start:end])

    def _end_part(self) -> None:
        self._parts.append(_part(self._headers, self._writer.finish()))

    def _end(self) -> None:
        self._ended = True


def _part(headers: Mapping[str, bytes], content: StoredFile) -> ReceivedPart:
    disposition, options = parse_options_header(headers.get("content-disposition"))
    if disposition != b"form-data" or b"name" not in options:
        raise MultipartError("has a part without a name")
    content_type = headers.get("content-type")
    file_name = options.get(b"filename")
    return ReceivedPart(
        name=_text(options[b"name"]),
        file_name=None if file_name is None else _text(file_name),
        content_type=None if content_type is None else content_type.decode("latin-1").strip(),
        stored=content,
    )


def _text(quoted: bytes) -> str:
    try:
        text = quoted.decode()
    except UnicodeDecodeError:
        raise MultipartError("has a name that is not UTF-8") from None
    for escape, character in _ESCAPES.items():
        text = text.replace(escape, character)
    return text
