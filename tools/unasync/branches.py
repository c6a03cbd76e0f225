"""Blocks that differ in kind: ``if True:  # ASYNC`` and its ``else``.

A constant condition needs no name to import, and type checkers, the compiler and coverage all skip the dead branch.
The twin has the ``else`` block in the place of the whole, without its indentation; or nothing, if there is no ``else``.
"""

from collections.abc import Iterator, Sequence

from .edits import Edit, RefusalError
from .tokens import BLANKS, Token

HEAD = ("if", "True", ":", "# ASYNC")


def resolve_branches(source: str, tokens: Sequence[Token]) -> tuple[list[Edit], list[Token]]:
    """Take the blocking branch of each marked block.

    Returns:
        The edits that do it, and the tokens that are left to look at.

    Raises:
        RefusalError: A marked block stands in another one's ``else``, or has an ``elif``.
    """
    edits: list[Edit] = []
    left: list[Token] = []
    index = 0
    while index < len(tokens):
        if not _is_head(tokens, index):
            left.append(tokens[index])
            index += 1
            continue
        head = tokens[index]
        _, last, after = _body(tokens, index)
        stop = source.index("\n", tokens[last].stop - 1) + 1
        follower = tokens[after]
        if follower.column == head.column and follower.text == "elif":
            raise RefusalError(follower.row, "an ASYNC block has an else at most, no elif")
        if follower.column == head.column and follower.text == "else":
            first, last, after = _body(tokens, after)
            kept = tokens[first : last + 1]
            if any(_is_head(kept, place) for place in range(len(kept))):
                raise RefusalError(head.row, "an ASYNC block stands in another one's else")
            stop = tokens[first - 1].stop
            edits += _dedent(source, kept, head.column)
            left += kept
        edits.append(Edit(source.rfind("\n", 0, head.start) + 1, stop))
        left += tokens[last + 1 : after]
        index = after
    return edits, left


def _is_head(tokens: Sequence[Token], index: int) -> bool:
    return tuple(token.text for token in tokens[index : index + len(HEAD)]) == HEAD


def _body(tokens: Sequence[Token], head: int) -> tuple[int, int, int]:
    """The indices of a block's first and last token, and of what follows the block.

    Comments after the block come before its DEDENT; those that aren't indented like the block don't belong to it.
    """
    first = next(index for index in range(head, len(tokens)) if tokens[index].kind == "NEWLINE") + 1
    last = after = first
    depth = 0
    for after in range(first, len(tokens)):
        token = tokens[after]
        depth += (token.kind == "INDENT") - (token.kind == "DEDENT")
        if token.kind == "NEWLINE" or (token.kind == "COMMENT" and token.column > tokens[head].column):
            last = after
        if not depth and token.kind not in {"COMMENT", "NL"}:
            break
    if tokens[after].kind != "DEDENT":
        raise RefusalError(tokens[head].row, "the branches of an ASYNC block stand on lines of their own")
    return first, last, after + 1


def _dedent(source: str, tokens: Sequence[Token], column: int) -> Iterator[Edit]:
    """Move a block's lines to ``column``, but for those that begin inside a string."""
    width = next(token for token in tokens if token.kind not in {"COMMENT", "INDENT", "NL"}).column - column
    strings = [token for token in tokens if token.kind in {"STRING", "FSTRING"}]
    start = source.rfind("\n", 0, next(token for token in tokens if token.kind != "INDENT").start) + 1
    while start < tokens[-1].stop:
        line = source[start : source.index("\n", start)]
        indentation = len(line) - len(line.lstrip(BLANKS))
        if not any(token.start < start < token.stop for token in strings):
            yield Edit(start, start + min(width, indentation))
        start += len(line) + 1
