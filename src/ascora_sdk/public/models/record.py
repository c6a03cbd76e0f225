"""How the public API's models are made: like the others, and read as that API is known to write."""

from __future__ import annotations

from typing import ClassVar

from ...models.record import Record


class PublicRecord(Record):
    """A model of the public API: a number that comes as text is a number, and blank text where none belongs is null."""

    __slots__ = ()

    _loose: ClassVar[bool] = True
