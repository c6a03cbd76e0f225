"""Comments, docstrings and other strings."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from .edits import Edit, RefusalError
from .rules import Literal, Name, Rule, Rules, Text
from .tokens import BLANKS, Token, statements

PATH = re.compile(r"(?<!\w)[^\W\d]\w*(?:\.[^\W\d]\w*)*")
QUOTED_PATH = re.compile(rf"[rRuU]?(?P<quotes>['\"]{{1,3}}){PATH.pattern}(?P=quotes)")


def prose_edits(source: str, tokens: Sequence[Token], rules: Rules) -> Iterator[Edit]:
    """Rewrite comments, docstrings and the few other strings that rules are about."""
    docstrings = set(_docstrings(tokens))
    for token in tokens:
        used: set[Rule] = set()
        start, stop = token.start, token.stop
        if token.kind == "COMMENT" or token in docstrings:
            new = _rename(_replace(token.text, rules.texts, used), rules, used)
            if new != token.text:
                new = "\n".join(line.rstrip(BLANKS) for line in new.split("\n"))
            if token.kind == "COMMENT" and new != token.text and new in {"", "#"}:
                new = ""
                while start and source[start - 1] in BLANKS:
                    start -= 1
                # Alone on its line, it takes the line along.
                stop += start == 0 or source[start - 1] == "\n"
        elif token.kind in {"STRING", "FSTRING"}:
            new = _replace(token.text, rules.literals, used)
            if token.kind == "STRING" and QUOTED_PATH.fullmatch(new):
                new = _rename(new, rules, used)
            elif token.kind == "FSTRING":
                _refuse_code(token, new, rules)
        else:
            continue
        if new != token.text:
            yield Edit(start, stop, new, frozenset(used))


def _docstrings(tokens: Iterable[Token]) -> Iterator[Token]:
    """The strings that stand as statements: docstrings, those of attributes included."""
    for statement in statements(tokens):
        if all(token.kind == "STRING" for token in statement):
            yield from statement


def _replace(text: str, rules: Iterable[Text | Literal], used: set[Rule]) -> str:
    for rule in rules:
        begin = r"(?<!\w)" if re.match(r"\w", rule.old) else ""
        end = r"(?!\w)" if re.search(r"\w\Z", rule.old) else ""
        text, count = re.subn(begin + re.escape(rule.old) + end, rule.new.replace("\\", r"\\"), text)
        if count:
            used.add(rule)
    return text


def _rename(text: str, rules: Rules, used: set[Rule]) -> str:
    """Rename the names in a text; a type's arguments are left to the reader."""

    def path(match: re.Match[str]) -> str:
        parts = match[0].split(".")
        whole = not text[: match.start()].endswith(".")
        for renaming in reversed(rules.rename(parts, whole=whole)):
            if isinstance(renaming.rule, Name):
                parts[renaming.first : renaming.stop] = [renaming.new]
                used.add(renaming.rule)
        return ".".join(parts)

    return PATH.sub(path, text)


def _refuse_code(token: Token, literal: str, rules: Rules) -> None:
    """Refuse an f-string whose code would have to change: Python tells where that code stands since 3.12 only."""
    try:
        tree = ast.parse(literal, mode="eval")
    except SyntaxError as error:
        raise RefusalError(token.row, f"a rule breaks this f-string: {error.msg}") from error
    for node in ast.walk(tree):
        if isinstance(node, ast.Await):
            changed = "await"
        elif isinstance(node, ast.comprehension) and node.is_async:
            changed = "async"
        elif isinstance(node, (ast.Name, ast.Attribute)):
            path = ast.unparse(node)
            whole = PATH.fullmatch(path) is not None
            parts = path.split(".") if whole else [path.rpartition(".")[2]]
            changed = path if rules.rename(parts, whole=whole) else ""
        elif isinstance(node, ast.keyword):
            changed = node.arg if node.arg and rules.find(node.arg) else ""
        else:
            continue
        if changed:
            raise RefusalError(token.row, f"{changed!r} would change inside an f-string; give its value a name before")
