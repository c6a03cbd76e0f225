"""A file on its way down, in pieces; each try begins where the first one did."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO, TypeAlias

import attrs

from ..concurrency.awaiting import away
from ..http import FileFailure
from .upload import Progress, tell

FileTarget: TypeAlias = "str | os.PathLike[str] | BinaryIO"
"""Where a file can go: a path, or a file open for writing bytes."""


@attrs.define
class AsyncDownload:
    """A file to receive.

    Attributes:
        count: How many bytes have come.
    """

    file: Any
    size: int
    on_progress: Progress | None
    count: int = attrs.field(default=0, init=False)
    _beginning: int | None = attrs.field(default=None, init=False)

    @property
    def is_spent(self) -> bool:
        """Whether bytes have come that the file cannot give back."""
        return self.count > 0 and self._beginning is None

    async def begin(self) -> None:
        """Go back to where the first try began."""
        await self._carefully(self._rewind)

    async def write(self, piece: bytes) -> None:
        """Take the next piece."""
        await self._carefully(self.file.write, piece)
        self.count += len(piece)
        await tell(self.on_progress, self.count, self.size)

    async def undo(self) -> None:
        """Leave nothing of what came, as far as the file can give it back."""
        if not self.is_spent:
            with suppress(OSError, ValueError):
                await away(self._rewind)

    async def _carefully(self, work: Callable[..., Any], *args: Any) -> None:
        try:
            await away(work, *args)
        except Exception as error:  # noqa: BLE001 - whatever the caller's own file raises is the caller's to know
            raise FileFailure(error) from None

    def _rewind(self) -> None:
        if self.count and self._beginning is not None:
            self.file.seek(self._beginning)
            self.file.truncate()
        elif self._beginning is None:
            with suppress(OSError, AttributeError):
                self._beginning = self.file.tell()
        self.count = 0
