"""Edits of a text at exact places."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from .rules import Rule


class RefusalError(Exception):
    """A source that cannot be converted, and the line that is to blame."""

    def __init__(self, row: int, message: str) -> None:
        """Remember the line and say why."""
        super().__init__(message)
        self.row = row


@dataclass(frozen=True)
class Edit:
    """Puts ``new`` in the place of the text from ``start`` to ``stop``, because of ``rules``."""

    start: int
    stop: int
    new: str = ""
    rules: frozenset[Rule] = frozenset()

    def covers(self, start: int, stop: int) -> bool:
        """Whether a stretch of text lies in this edit."""
        return self.start <= start and stop <= self.stop


@dataclass(frozen=True)
class Edited:
    """A text after its edits, which still knows what line of the original each place comes from."""

    text: str
    pieces: tuple[tuple[int, int], ...]

    def row(self, offset: int) -> int:
        """The line of the original that a place in the new text comes from."""
        start, row = self.pieces[bisect_right(self.pieces, (offset, 1 << 60)) - 1]
        return row + self.text.count("\n", start, offset)


def row_of(text: str, offset: int) -> int:
    """The number of the line that an offset lies in, from 1."""
    return text.count("\n", 0, offset) + 1


def offset_of(text: str, row: int) -> int:
    """The offset that a line, counted from 1, begins at."""
    return sum(len(line) + 1 for line in text.split("\n")[: row - 1])


def apply(source: str, edits: Iterable[Edit]) -> Edited:
    """Carry out edits, in whatever order they are given.

    Raises:
        RefusalError: Two edits are about the same text.
    """
    done: list[str] = []
    pieces: list[tuple[int, int]] = []
    length = position = 0

    def put(text: str, origin: int) -> None:
        nonlocal length
        pieces.append((length, row_of(source, origin)))
        done.append(text)
        length += len(text)

    for edit in sorted(edits, key=lambda edit: (edit.start, edit.stop)):
        if edit.start < position:
            raise RefusalError(row_of(source, edit.start), "two changes meet here; write this more simply")
        put(source[position : edit.start], position)
        put(edit.new, edit.start)
        position = edit.stop
    put(source[position:], position)
    return Edited("".join(done), tuple(pieces))
