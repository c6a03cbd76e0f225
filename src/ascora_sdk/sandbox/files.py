"""The bytes of files: small ones stay in memory, large ones lie in a temporary folder until they are needed no more."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Generator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from weakref import finalize

KEPT_IN_MEMORY = 1024 * 1024
PIECE = 64 * 1024


class StoredFile:
    """Bytes that never change, wherever they lie; read as often as needed.

    Attributes:
        size: how many.
        sha256: their digest in hex.
    """

    def __init__(self, content: bytes | Path, size: int, digest: str) -> None:
        """Take over the bytes, or the file that holds them: it is deleted when nobody knows of this object any more."""
        self.size = size
        self.sha256 = digest
        self._content = content
        if isinstance(content, Path):
            finalize(self, content.unlink, missing_ok=True)

    @property
    def is_there(self) -> bool:
        """Whether they can still be read: the sandbox may have stopped since."""
        return isinstance(self._content, bytes) or self._content.exists()

    def read(self) -> bytes:
        """Give all of them at once.

        Raises:
            FileNotFoundError: if they were too many for memory, and the sandbox stopped since.
        """
        with self.open() as file:
            return file.read()

    def open(self) -> BinaryIO:
        """Open them for reading.

        Raises:
            FileNotFoundError: as `read` does.
        """
        return BytesIO(self._content) if isinstance(self._content, bytes) else self._content.open("rb")

    def pieces(self, size: int = PIECE, *, end: int | None = None) -> Generator[bytes, None, None]:
        """Yield them piece by piece, up to the byte before `end`."""
        left = self.size if end is None else end
        with self.open() as file:
            while left > 0 and (piece := file.read(min(size, left))):
                left -= len(piece)
                yield piece


class FileWriter:
    """Takes the bytes of one file as they come.

    Args:
        files: where they go if they become too many for memory.
    """

    def __init__(self, files: FileStore) -> None:
        """Start with nothing."""
        self._files = files
        self._digest = sha256()
        self._size = 0
        self._memory = bytearray()
        self._file: BinaryIO | None = None
        self._path = Path()

    def write(self, piece: bytes) -> None:
        """Take some more."""
        self._digest.update(piece)
        self._size += len(piece)
        if self._file is None and self._size > KEPT_IN_MEMORY:
            self._path = self._files.new_path()
            self._file = self._path.open("wb")
            self._file.write(self._memory)
            self._memory.clear()
        if self._file is None:
            self._memory += piece
        else:
            self._file.write(piece)

    def finish(self) -> StoredFile:
        """Give the whole file."""
        if self._file is None:
            return StoredFile(bytes(self._memory), self._size, self._digest.hexdigest())
        self._file.close()
        return StoredFile(self._path, self._size, self._digest.hexdigest())

    def abandon(self) -> None:
        """Forget what came: there will be no whole file."""
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)


class FileStore:
    """The folder of one sandbox's large files: made when the first comes, deleted when the sandbox stops."""

    def __init__(self) -> None:
        """Make nothing yet."""
        self._lock = threading.Lock()
        self._delete: finalize[..., Any] | None = None
        self._folder = Path()
        self._names = 0

    def keep(self, content: bytes) -> StoredFile:
        """Store bytes that are at hand."""
        writer = FileWriter(self)
        writer.write(content)
        return writer.finish()

    def new_path(self) -> Path:
        """Name a file that isn't there yet."""
        with self._lock:
            if self._delete is None:
                self._folder = Path(tempfile.mkdtemp(prefix="sandbox-files-"))
                # Runs at the latest when the process ends, even if nobody stops the sandbox.
                self._delete = finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            self._names += 1
            return self._folder / str(self._names)

    def close(self) -> None:
        """Delete every file that is not in memory."""
        with self._lock:
            if self._delete is not None:
                self._delete()
                self._delete = None
