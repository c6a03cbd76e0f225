"""What may not be in a twin."""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from .edits import Edited, offset_of
from .rules import Rule, Rules
from .tokens import read

# The n of a string's \n belongs to no word.
WORD = re.compile(r"\\.|[^\W\d]\w*")


class Leftover(NamedTuple):
    """Something that may not stay, and the line of the source that it comes from."""

    row: int
    message: str


def leftovers(twin: Edited, rules: Rules, used: set[Rule]) -> Iterator[Leftover]:
    """The words that still look async, wherever they stand.

    Args:
        twin: The twin, as made so far.
        rules: The rules.
        used: Takes the rules that keep a word.
    """
    for token in read(twin.text):
        if token.kind not in {"NAME", "COMMENT", "STRING", "FSTRING"}:
            continue
        for word in WORD.finditer(token.text):
            keep = rules.kept.get(word[0])
            if keep:
                used.add(keep)
            elif rules.looks_async.fullmatch(word[0]):
                where = {"NAME": "", "COMMENT": " in a comment"}.get(token.kind, " in a string")
                row = twin.row(token.start + word.start())
                yield Leftover(row, f"{word[0]!r}{where} still looks async in the twin")


def stray_blanks(twin: Edited) -> Iterator[Leftover]:
    """The lines that end with a blank."""
    for match in re.finditer(r"[ \t]+$", twin.text, re.MULTILINE):
        yield Leftover(twin.row(match.start()), "this line ends with a blank in the twin")


def collisions(twin: Edited, tree: ast.Module) -> Iterator[Leftover]:
    """The definitions whose new name was already taken: the later one would silently win.

    Decorated ones (overloads, setters) may share a name.
    """
    for scope in ast.walk(tree):
        body = getattr(scope, "body", None)
        taken: dict[str, bool] = {}
        for node in body if isinstance(body, list) else ():
            defines = isinstance(node, (ast.ClassDef, ast.FunctionDef))
            for name in _bound(node):
                if name in taken and (defines or taken[name]):
                    yield Leftover(
                        twin.row(offset_of(twin.text, node.lineno)), f"{name!r} is defined twice in the twin"
                    )
                taken[name] = defines


def _bound(node: ast.stmt) -> list[str]:
    if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
        return [] if node.decorator_list else [node.name]
    if isinstance(node, ast.ImportFrom):
        return [alias.asname or alias.name for alias in node.names]
    return []
