# Generated from ../_async/download.py by tools/unasync; do not edit.
"""A file on its way down, in pieces; each try begins where the first one did."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO, TypeAlias

import attrs

from ..http import FileFailure
from .upload import Progress, ask, tell

FileTarget: TypeAlias = "str | os.PathLike[str] | BinaryIO"
"""Where a file can go: a path, or a file open for writing bytes."""


def check_target(file: Any) -> None:
    """Refuse what no bytes can be written to.

    Raises:
        TypeError: If it is no file, or one that takes text.
    """
    if not hasattr(file, "write"):
        raise TypeError(f"give a path or a file open for writing bytes, not {type(file).__name__}")
    if isinstance(file, io.TextIOBase):
        raise TypeError("the file is open for text; open it in binary mode, with 'wb'")


@attrs.define
class Download:
    """A file to receive.

    Attributes:
        count: How many bytes have come.
    """

    file: Any
    size: int
    on_progress: Progress | None
    _too_long: Callable[[], Exception]
    count: int = attrs.field(default=0, init=False)
    _beginning: int | None = attrs.field(default=None, init=False)
    _written: bool = attrs.field(default=False, init=False)

    @property
    def is_spent(self) -> bool:
        """Whether bytes have come that the file cannot give back."""
        return self._written and self._beginning is None

    def begin(self) -> None:
        """Go back to where the first try began."""
        self._carefully(self._rewind)

    def write(self, piece: bytes) -> None:
        """Take the next piece.

        Raises:
            FileFailure: With what the file raised; or that the file is too long, before it fills up a disk.
        """
        if self.count + len(piece) > self.size:
            raise FileFailure(self._too_long())
        self._carefully(self._take, piece)
        self.count += len(piece)
        tell(self.on_progress, self.count, self.size)

    def undo(self) -> None:
        """Leave nothing of what came, as far as the file can give it back."""
        if not self.is_spent:
            with suppress(OSError, ValueError):
                self._rewind()

    def _carefully(self, work: Callable[..., None], *args: Any) -> None:
        try:
            work(*args)
        except Exception as error:  # noqa: BLE001 - whatever the caller's own file raises is the caller's to know
            raise FileFailure(error) from None

    def _rewind(self) -> None:
        if self._written and self._beginning is not None:
            ask(self.file.seek, self._beginning)
            ask(self.file.truncate)
            self._written = False
        elif self._beginning is None:
            with suppress(OSError, AttributeError):
                self._beginning = ask(self.file.tell)
        self.count = 0

    def _take(self, piece: bytes) -> None:
        self._written = True
        taken = ask(self.file.write, piece)
        # A file without a buffer may take less than it is given, or nothing, and says so.
        while type(taken) is int and 0 < taken < len(piece):
            piece = piece[taken:]
            taken = ask(self.file.write, piece)
        if taken == 0 or (taken is None and isinstance(self.file, io.RawIOBase)):
            raise BlockingIOError(errno.EAGAIN, "the file takes no more bytes; set it to wait until it can")
