"""From an async source to its blocking twin."""

import ast
from typing import NamedTuple

from .branches import resolve_branches
from .edits import RefusalError, apply, offset_of
from .imports import import_edits
from .leftovers import Leftover, collisions, leftovers, stray_blanks
from .names import keyword_edits, name_edits
from .prose import prose_edits
from .rules import Rule, Rules
from .tokens import read

OLDEST = (3, 10)
"""The oldest Python that sources must parse on, so that every Python writes the same twins."""


class Twin(NamedTuple):
    """A blocking twin, the rules that had a part in it, and what is wrong with it."""

    text: str
    used: frozenset[Rule]
    leftovers: tuple[Leftover, ...]


def blocking(source: str, rules: Rules) -> Twin:
    """Make the blocking twin of an async source.

    Raises:
        RefusalError: The source holds something that has no blocking form, or isn't Python.
    """
    if source and not source.endswith("\n"):
        source += "\n"
    _parse(source, "")
    edits, tokens = resolve_branches(source, read(source))
    # The edits below leave alone what an earlier one took care of.
    edits += import_edits(source, tokens, rules)
    edits += name_edits(tokens, rules, tuple(edits))
    edits += keyword_edits(source, tokens)
    edits += prose_edits(source, tokens, rules)
    twin = apply(source, edits)
    try:
        tree = _parse(twin.text, "the twin of this is not Python: ")
    except RefusalError as error:
        raise RefusalError(twin.row(offset_of(twin.text, error.row)), str(error)) from error
    used = {rule for edit in edits for rule in edit.rules}
    wrong = [*leftovers(twin, rules, used), *stray_blanks(twin), *collisions(twin, tree)]
    return Twin(twin.text, frozenset(used), tuple(sorted(wrong)))


def _parse(text: str, message: str) -> ast.Module:
    try:
        return ast.parse(text, feature_version=OLDEST)
    except SyntaxError as error:
        raise RefusalError(error.lineno or 1, f"{message}{error.msg}") from error
