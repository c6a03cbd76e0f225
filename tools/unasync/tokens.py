"""A source as tokens, the same ones on every Python.

Python 3.12 cuts f-strings into pieces and allows more inside them. Here an f-string is one token on every Python, and
one that only 3.12 understands is refused, so that all write the same twin.
"""

import io
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from .edits import RefusalError

LAYOUT = frozenset({"COMMENT", "DEDENT", "ENDMARKER", "INDENT", "NL"})
BLANKS = " \t"


@dataclass(frozen=True)
class Token:
    """A token: its kind (a name of ``tokenize``, or ``FSTRING``), its text, and where it stands."""

    kind: str
    text: str
    start: int
    stop: int
    row: int
    column: int


def read(source: str) -> list[Token]:
    """Cut a source, which must parse and end with a line break, into tokens."""
    starts = [0, *accumulate(len(line) for line in io.StringIO(source))]
    tokens: list[Token] = []
    pieces: list[tokenize.TokenInfo] = []
    depth = 0
    for info in tokenize.generate_tokens(io.StringIO(source).readline):
        kind = tokenize.tok_name[info.type]
        depth += (kind == "FSTRING_START") - (kind == "FSTRING_END")
        if depth or kind == "FSTRING_END":
            pieces.append(info)
            if depth:
                continue
            refuse_newer_fstring(pieces)
        elif kind == "STRING" and "f" in info.string[: info.string.index(info.string[-1])].lower():
            kind = "FSTRING"
        row, column = (pieces[0] if pieces else info).start
        # The end marker may stand on a line past the last.
        start = starts[min(row, len(starts)) - 1] + column
        stop = min(starts[min(info.end[0], len(starts)) - 1] + info.end[1], len(source))
        kind = "FSTRING" if pieces else kind
        tokens.append(Token(kind, source[start:stop], start, stop, row, column))
        pieces = []
    return tokens


def refuse_newer_fstring(pieces: Sequence[tokenize.TokenInfo]) -> None:
    """Refuse an f-string, in the pieces that Python 3.12 makes of it, that older ones could not read."""
    quotes = pieces[0].string.lstrip("fFrR")
    depth = 0
    for piece in pieces:
        kind = tokenize.tok_name[piece.type]
        depth += kind == "FSTRING_START"
        inside = depth > 1 or not kind.startswith("FSTRING_")
        depth -= kind == "FSTRING_END"
        newer = "\\" in piece.string or quotes in piece.string or (kind == "NL" and len(quotes) == 1)
        if inside and (newer or kind == "COMMENT"):
            raise RefusalError(piece.start[0], "this f-string needs Python 3.12; write it for 3.10")


def statements(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """The simple statements and the heads of compound ones, each without its comments and its line's end."""
    statement: list[Token] = []
    for token in tokens:
        if token.kind == "NEWLINE":
            yield statement
            statement = []
        elif token.kind not in LAYOUT:
            statement.append(token)


def closing(statement: Sequence[Token], index: int) -> int:
    """The index of the bracket that closes the one at ``index``."""
    depth = 0
    for place in range(index, len(statement)):
        if statement[place].kind == "OP":
            depth += (statement[place].text in "([{") - (statement[place].text in ")]}")
        if not depth:
            return place
    raise RefusalError(statement[index].row, "this bracket is never closed")


def split(tokens: Iterable[Token]) -> list[list[Token]]:
    """Cut at the commas that are in no bracket; what follows a trailing comma is nothing."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        if token.kind == "OP":
            depth += (token.text in "([{") - (token.text in ")]}")
            if token.text == "," and not depth:
                parts.append([])
                continue
        parts[-1].append(token)
    return [part for part in parts if part]
