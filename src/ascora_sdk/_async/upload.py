"""A file on its way up: read in pieces, and from its beginning again if it has to be sent again."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import AsyncGenerator, AsyncIterable, Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias, Union

import attrs

from ..concurrency.awaiting import away, finish
from ..files import readable_size
from ..http import FileFailure, Frame

AsyncFileSource: TypeAlias = Union[
    str, "os.PathLike[str]", BinaryIO, bytes, bytearray, memoryview, AsyncIterable[bytes]
]
"""What can be sent as a file: a path, a file open for reading bytes, the bytes themselves, or an iterator of pieces."""

Progress: TypeAlias = Callable[[int, int | None], Any]
"""Told how many bytes of a file have gone, and how many there are in all; None if that is not known."""

_PIECE: Final = 256 * 1024


@attrs.define
class AsyncUpload:
    """A file to send.

    Attributes:
        file_name: The name that the source itself has, if it has one.
        size: How many bytes there are; None if that shows only at the end.
    """

    file_name: str | None
    size: int | None
    _open: Callable[[], AsyncGenerator[bytes, None]]
    _once: bool = attrs.field(default=False, alias="once")
    _begun: bool = attrs.field(default=False, init=False)

    @classmethod
    async def of(cls, source: AsyncFileSource) -> AsyncUpload:
        """Look at a source, without reading it yet.

        Raises:
            OSError: If there is no such file, or it cannot be read.
            TypeError: If it is nothing that can be sent.
        """
        if isinstance(source, (bytes, bytearray, memoryview)):
            view = _bytes_of(source)
            return cls(None, view.nbytes, lambda: _slices(view))
        if isinstance(source, (str, os.PathLike)):
            path = Path(source)
            return cls(path.name, await away(readable_size, path), lambda: _of_path(path))
        if isinstance(source, AsyncIterable) and not hasattr(source, "read"):
            return cls(None, None, lambda: _pieces(source), once=True)
        if hasattr(source, "read"):
            if isinstance(source, io.TextIOBase):
                raise TypeError("the file is open for text; open it in binary mode, with 'rb'")
            begin, size = await _extent(source)
            return cls(_name_of(source), size, lambda: _of_file(source, begin), once=begin is None)
        iterator, given = AsyncIterable.__name__, type(source).__name__
        raise TypeError(
            f"give a path, a file open for reading bytes, bytes or an iterator of bytes ({iterator}), not {given}"
        )

    @property
    def is_spent(self) -> bool:
        """Whether it was begun and cannot be begun again."""
        return self._once and self._begun

    async def pieces(self) -> AsyncGenerator[bytes, None]:
        """Read the file from its beginning.

        Raises:
            FileFailure: If the source fails, gives no bytes, or has changed its size.
        """
        self._begun = True
        gone = 0
        try:
            async with aclosing(self._open()) as pieces:
                async for piece in pieces:
                    content = _checked(piece)
                    gone += len(content)
                    self._check_size(gone, at_end=False)
                    if content:  # a piece of no bytes would end a chunked body
                        yield content
            self._check_size(gone, at_end=True)
        except Exception as error:  # noqa: BLE001 - whatever the caller's own file raises is the caller's to know
            raise FileFailure(error) from None

    def let_go(self) -> None:
        """Forget the source, since what an HTTP library keeps of a request may outlive the call."""
        self._open = lambda: _slices(memoryview(b""))

    def _check_size(self, gone: int, *, at_end: bool) -> None:
        if self.size is not None and (gone > self.size or (at_end and gone < self.size)):
            raise ValueError(
                f"the file had {self.size} bytes when its upload began, and its size changed; send it again"
            )


@attrs.define
class AsyncForm:
    """A form with a file in it, which can be gone through again and again as far as the file can.

    Attributes:
        is_whole: Whether all of it has been handed out in this try; without its end no server can make anything of it.
    """

    frame: Frame
    upload: AsyncUpload
    on_progress: Progress | None
    is_whole: bool = attrs.field(default=False, init=False)

    @property
    def is_spent(self) -> bool:
        """Whether it was begun and cannot be begun again."""
        return self.upload.is_spent

    async def __aiter__(self) -> AsyncGenerator[bytes, None]:
        """Give the form's bytes from the beginning, and tell how far the file has gone."""
        self.is_whole = False
        yield self.frame.head
        gone = 0
        async with aclosing(self.upload.pieces()) as pieces:
            async for piece in pieces:
                yield piece
                gone += len(piece)
                await tell(self.on_progress, gone, self.upload.size)
        self.is_whole = True
        yield self.frame.tail


async def tell(on_progress: Progress | None, gone: int, size: int | None) -> None:
    """Tell the caller how far a file has come.

    Raises:
        FileFailure: With what the caller's function raised.
    """
    if on_progress is not None:
        try:
            await finish(on_progress(gone, size))
        except Exception as error:  # noqa: BLE001 - it is the caller's to know
            raise FileFailure(error) from None


def _checked(piece: Any) -> bytes:
    if not isinstance(piece, (bytes, bytearray, memoryview)):
        raise TypeError(f"the file gives {type(piece).__name__} and not bytes; open it in binary mode")
    return bytes(piece)


def _bytes_of(source: bytes | bytearray | memoryview[Any]) -> memoryview:
    view = memoryview(source)
    try:
        return view.cast("B")
    except TypeError:
        # It has gaps, or items of a kind that Python knows no name for.
        return memoryview(view.tobytes())


async def _extent(file: Any) -> tuple[int | None, int | None]:
    """Give where a file stands and how many bytes follow; neither if it cannot be gone back in."""
    try:
        begin = await ask(file.tell)
        await ask(file.seek, 0, os.SEEK_END)
        end = await ask(file.tell)
        await ask(file.seek, begin)
    except (OSError, AttributeError):
        return None, None
    # A file may stand behind its end.
    return begin, max(0, end - begin)


async def ask(method: Callable[..., Any], *args: Any) -> Any:
    """Call a method of a file; some libraries have files whose methods give back what has yet to be waited for."""
    return await finish(await away(method, *args))


def _name_of(file: Any) -> str | None:
    name = getattr(file, "name", None)
    return Path(name).name or None if isinstance(name, str) else None


async def _slices(view: memoryview) -> AsyncGenerator[bytes, None]:
    for begin in range(0, view.nbytes, _PIECE):
        yield bytes(view[begin : begin + _PIECE])


async def _of_path(path: Path) -> AsyncGenerator[bytes, None]:
    # Here and not away: it is quick, and a file that a thread opens for a task that was stopped would stay open.
    file = path.open("rb")
    try:
        async with aclosing(_of_file(file, 0)) as pieces:
            async for piece in pieces:
                yield piece
    finally:
        file.close()


async def _of_file(file: Any, begin: int | None) -> AsyncGenerator[bytes, None]:
    if begin is not None:
        await ask(file.seek, begin)
    while (piece := await ask(file.read, _PIECE)) is None or piece:
        if piece is None:  # which is not its end
            raise BlockingIOError(errno.EAGAIN, "the file has no bytes to give yet; set it to wait for them")
        yield piece


async def _pieces(source: AsyncIterable[bytes]) -> AsyncGenerator[bytes, None]:
    async for piece in source:
        yield piece
