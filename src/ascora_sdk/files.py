"""Files of the caller's own: where one may go, and one that is whole or is not there."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path, PurePosixPath, PureWindowsPath


def readable_size(path: Path) -> int:
    """Count a file's bytes, and find out that it can be read.

    Raises:
        OSError: If there is no such file, or it cannot be read.
    """
    with path.open("rb") as file:
        return os.fstat(file.fileno()).st_size


def place_for(target: str | os.PathLike[str], file_name: str) -> Path:
    """Choose where a file goes: to the path, or under its own name if the path is a folder.

    Args:
        target: A path.
        file_name: The name that the server gives, which may be anything at all.

    Raises:
        ValueError: If the path is a folder, and the name is none that a file in it can have.

    Example:
        >>> str(place_for("wall.jpg", "../../etc/passwd"))
        'wall.jpg'
    """
    path = Path(target)
    if not path.is_dir():
        return path
    # The last part by the rules of both, since a name with a path in it could lead anywhere.
    name = PureWindowsPath(PurePosixPath(file_name).name).name
    if name in {"", ".", ".."} or not name.isprintable() or ":" in name:
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
            OSError: If there is no such folder, or nothing can be written there.
        """
        self._place = place
        self._path = place.with_name(f".{place.name[:50]}.{secrets.token_hex(4)}.part")
        self.file = self._path.open("xb")

    def keep(self) -> None:
        """Put the file into its place, over one that is there."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        self._path.replace(self._place)

    def drop(self) -> None:
        """Remove the file, unless it was kept."""
        with suppress(OSError):
            self.file.close()
        self._path.unlink(missing_ok=True)
