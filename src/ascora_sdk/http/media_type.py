"""The media type that a file's name tells of."""

from __future__ import annotations

from mimetypes import MimeTypes
from posixpath import basename, splitext
from types import MappingProxyType
from typing import Final

UNKNOWN: Final = "application/octet-stream"

_PHOTOS: Final = MappingProxyType(
    # Python knows these from 3.13 on; phones make hardly any others.
    {".avif": "image/avif", ".heic": "image/heic", ".heif": "image/heif", ".webp": "image/webp"}
)
_PACKED: Final = MappingProxyType(
    {"gzip": "application/gzip", "bzip2": "application/x-bzip2", "xz": "application/x-xz"}
)


def media_type(file_name: str) -> str:
    """Guess a file's media type from its name, alike on every machine.

    Example:
        >>> media_type("wet wall.JPG"), media_type("photo.heic"), media_type("backup.tar.gz"), media_type("README")
        ('image/jpeg', 'image/heic', 'application/gzip', 'application/octet-stream')
    """
    stem, suffix = splitext(basename(file_name))
    if suffix.lower() in _PHOTOS:
        return _PHOTOS[suffix.lower()]
    # Of the name no more than its suffixes: the rest might be read as a URL.
    guessed, packed = MimeTypes().guess_type(f"file{splitext(stem)[1]}{suffix}")
    return guessed or UNKNOWN if packed is None else _PACKED.get(packed, UNKNOWN)
