"""Keywords and names in code."""

import keyword
from collections.abc import Iterator, Sequence

from .edits import Edit, RefusalError
from .rules import Name, Rules, Unwrap
from .tokens import BLANKS, Token, closing, split, statements


def keyword_edits(source: str, tokens: Sequence[Token]) -> Iterator[Edit]:
    """Drop ``async`` and ``await`` and the blanks up to what they belong to.

    At a line's end the blanks before it go too, so that no line ends with one. Such a line break stands inside
    brackets, where indentation means nothing.
    """
    for token in tokens:
        if token.kind == "NAME" and token.text in {"async", "await"}:
            start, stop = token.start, token.stop
            while source[stop] in BLANKS:
                stop += 1
            if source[stop] == "\n":
                while start and source[start - 1] in BLANKS:
                    start -= 1
            yield Edit(start, stop)


def chains(statement: Sequence[Token]) -> Iterator[tuple[list[Token], bool]]:
    """The dotted paths of a statement, a lone name being one too, and whether each begins here or after a dot."""
    chain: list[Token] = []
    whole = True
    before = ""
    for token in statement:
        is_name = token.kind == "NAME" and not keyword.iskeyword(token.text)
        if chain and not (token.text == "." or (is_name and before == ".")):
            yield chain, whole
            chain = []
        if is_name:
            whole = whole if chain else before not in {".", "..."}
            chain.append(token)
        before = token.text
    if chain:
        yield chain, whole


def name_edits(tokens: Sequence[Token], rules: Rules, done: Sequence[Edit]) -> Iterator[Edit]:
    """Rename names, and mend the type arguments of those whose rules ask for it.

    Args:
        tokens: The source's tokens.
        rules: The rules.
        done: Edits that already took care of some of the names.
    """
    comments = [token for token in tokens if token.kind == "COMMENT"]
    for statement in statements(tokens):
        places = {token.start: index for index, token in enumerate(statement)}
        for chain, whole in chains(statement):
            for renaming in rules.rename([token.text for token in chain], whole=whole):
                first, last = chain[renaming.first], chain[renaming.stop - 1]
                if any(edit.covers(first.start, last.stop) for edit in done):
                    continue
                index = places[last.start] + 1
                arguments = index if index < len(statement) and statement[index].text == "[" else None
                if isinstance(renaming.rule, Unwrap):
                    if arguments is None:
                        raise RefusalError(last.row, f"{last.text} without an argument has no blocking form")
                    begin = chain[0] if whole else first
                    yield from _unwrap(statement, begin.start, arguments, renaming.rule, comments)
                    continue
                yield Edit(first.start, last.stop, renaming.new, frozenset({renaming.rule}))
                if arguments is not None and renaming.rule.argument:
                    yield _append(statement, arguments, renaming.rule)


def _append(statement: Sequence[Token], bracket: int, rule: Name) -> Edit:
    last = statement[closing(statement, bracket) - 1]
    new = f" {rule.argument}," if last.text == "," else f", {rule.argument}"
    return Edit(last.stop, last.stop, new, frozenset({rule}))


def _unwrap(
    statement: Sequence[Token], start: int, bracket: int, rule: Unwrap, comments: Sequence[Token]
) -> Iterator[Edit]:
    close = closing(statement, bracket)
    arguments = split(statement[bracket + 1 : close])
    if rule.argument >= len(arguments):
        raise RefusalError(statement[bracket].row, f"{rule.old} has no argument number {rule.argument}")
    kept = arguments[rule.argument]
    for edit in (
        Edit(start, kept[0].start, rules=frozenset({rule})),
        Edit(kept[-1].stop, statement[close].stop),
    ):
        for comment in comments:
            if edit.covers(comment.start, comment.stop):
                raise RefusalError(comment.row, f"this comment goes with {rule.old}; put it elsewhere")
        yield edit
