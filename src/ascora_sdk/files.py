"""Files of the caller's own: where one may go, and one that is whole or is not there."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path, PurePosixPath, PureWindowsPath


def readable_size(path: Path) -> int:
    """Count a file's bytes, and find out that it can be read.

    Raises:
        OSError: If there is no such file, or it cannot be read, or it is a pipe or the like.
    """
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        # To look into a pipe is to take from it.
        advice = "is no regular file; open it in binary mode and give the open file"
        raise OSError(errno.EINVAL, advice, str(path))
    with path.open("rb") as file:
        return os.fstat(file.fileno()).st_size


def place_for(target: str | os.PathLike[str], file_name: str) -> Path:
    """Choose where a file goes: to the path, or under its own name if the path is a folder.

    Args:
        target: A path.
        file_name: The name that the server gives, which may be anything at all.

    Raises:
        FileNotFoundError: If the path ends as a folder's does, and there is no such folder.
        ValueError: If the path is a folder, and the name is none that a file in it can have.

    Example:
        >>> str(place_for("wall.jpg", "../../etc/passwd"))
        'wall.jpg'
    """
    path = Path(target)
    if not path.is_dir():
        if os.fspath(target).endswith(tuple(filter(None, (os.sep, os.altsep)))):
            raise FileNotFoundError(errno.ENOENT, "there is no such folder; make it first", os.fspath(target))
        return path
    # The last part by the rules of both, since a name with a path in it could lead anywhere.
    name = PureWindowsPath(PurePosixPath(file_name).name).name
    # A hidden file may be one that another program obeys.
    if not name or name.startswith(".") or not name.isprintable() or ":" in name:
        raise ValueError(
            f"the server's name for the file, {file_name[:100]!r}, is no use; give a path with a name in it"
        )
    return path / name


class FileInTheMaking:
    """A file beside its place: moved there when it is whole, removed when it will not be.

    Attributes:
        file: The open file.
    """

    def __init__(self, place: Path) -> None:
        """Make an empty file beside `place`.

        Raises:
            OSError: If there is no such folder, nothing can be written there, or what is there is no file.
        """
        # Where a link leads, as if the place itself were opened.
        self._place = Path(os.path.realpath(place))
        self._mode = _mode_of_file(self._place)
        if not self._place.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, "there is no such folder; make it first", str(place.parent))
        self._path = self._place.with_name(f".{self._place.name[:50]}.{secrets.token_hex(4)}.part")
        self.file = self._path.open("xb")

    def keep(self) -> None:
        """Put the file into its place, over one that is there, whose permissions it takes over."""
        self.file.flush()
        if self._mode is not None:
            self._path.chmod(self._mode)
        os.fsync(self.file.fileno())
        self.file.close()
        self._path.replace(self._place)

    def drop(self) -> None:
        """Remove the file, unless it was kept."""
        with suppress(OSError):
            self.file.close()
        self._path.unlink(missing_ok=True)


def _mode_of_file(path: Path) -> int | None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        # A device or a pipe would be gone for good.
        raise OSError(
            errno.EINVAL, "is there and is no regular file; open it for writing, or give another path", str(path)
        )
    return stat.S_IMODE(mode)
