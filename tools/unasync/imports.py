"""Import statements: names that move to another module, that go, or that are there twice after renaming."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from .edits import Edit, RefusalError
from .names import chains
from .rules import Rule, Rules, Unwrap
from .tokens import Token, split, statements


@dataclass(frozen=True)
class Item:
    """One ``name`` or ``name as alias`` of an import statement, and what becomes of it.

    Attributes:
        name: The name's token.
        stop: Where the item ends.
        module: The module that it moves to, if it does.
        new: Its new name.
        alias: Its new alias, if it has one.
        rules: The rules that say so.
        goes: Whether nothing is to be imported any more.
    """

    name: Token
    stop: int
    module: str
    new: str
    alias: str
    rules: frozenset[Rule]
    goes: bool


def import_edits(source: str, tokens: Sequence[Token], rules: Rules) -> list[Edit]:
    """Mend the import statements, as far as renaming each name for itself doesn't."""
    parts = list(statements(tokens))
    edits = list(_modules(source, parts, rules))
    for statement in parts:
        if statement[0].text == "from":
            edits += _from(source, statement, rules)
    for token in tokens:
        if token.kind == "COMMENT" and any(edit.covers(token.start, token.stop) for edit in edits):
            raise RefusalError(token.row, "this comment's import goes from the twin; put the comment elsewhere")
    return edits


def _modules(source: str, parts: Sequence[Sequence[Token]], rules: Rules) -> Iterator[Edit]:
    """Import the modules that moved names are in now, instead of those that they were in."""
    needed = _needed(parts, rules)
    imports = [
        ("".join(token.text for token in statement[1:]), statement)
        for statement in parts
        if statement[0].text == "import"
    ]
    there = {module for module, statement in imports if module not in needed and not statement[0].column}
    for module, statement in imports:
        if module in needed:
            head = statement[0]
            missing = sorted(needed[module] - there)
            if not head.column:
                there |= needed[module]
            if missing:
                between = "\n" + source[head.start - head.column : head.start]
                yield Edit(head.start, statement[-1].stop, between.join(f"import {name}" for name in missing))
            else:
                yield _whole_lines(source, statement)


def _needed(parts: Sequence[Sequence[Token]], rules: Rules) -> dict[str, set[str]]:
    """For each module that can lose names to others, the modules that its names in use are in now."""
    needed: dict[str, set[str]] = {module: set() for module in rules.moved_from}
    for statement in parts:
        if statement[0].text not in {"import", "from"}:
            for chain, whole in chains(statement):
                names = [token.text for token in chain]
                for renaming in rules.rename(names, whole=whole):
                    old = ".".join(names[renaming.first : renaming.stop])
                    moved = rules.moved(old)
                    if moved:
                        needed[old.rpartition(".")[0]].add(moved[0])
    return needed


def _from(source: str, statement: Sequence[Token], rules: Rules) -> Iterator[Edit]:
    path = list(takewhile(lambda token: token.text != "import", statement[1:]))
    module = "".join(token.text for token in path)
    names = (token for token in statement[len(path) + 2 :] if token.text not in {"(", ")"})
    items = [_item(module, part, rules) for part in split(names)]
    if any(item.module for item in items):
        targets = {item.module or module for item in items}
        if len(targets) > 1:
            raise RefusalError(path[0].row, f"these go to {' and '.join(sorted(targets))}: import them one by one")
        used = frozenset(rule for item in items for rule in item.rules)
        yield Edit(path[0].start, path[-1].stop, targets.pop(), used)
        for item in items:
            if item.new != item.name.text:
                if not item.alias:
                    raise RefusalError(item.name.row, f"{item.name.text} becomes {item.new}: give it an alias here")
                yield Edit(item.name.start, item.name.stop, item.new)
    yield from _drop(source, statement, items)


def _item(module: str, tokens: Sequence[Token], rules: Rules) -> Item:
    name, alias = tokens[0], tokens[-1].text if len(tokens) > 1 else ""
    moved = rules.moved(f"{module}.{name.text}")
    renamed = rules.find(name.text)
    renamed_alias = rules.find(alias)
    return Item(
        name=name,
        stop=tokens[-1].stop,
        module=moved[0] if moved else "",
        new=moved[1] if moved else renamed[0] if renamed else name.text,
        alias=renamed_alias[0] if renamed_alias else alias,
        rules=frozenset({moved[2]} if moved else {renamed[1]} if renamed else ()),
        goes=not moved and renamed is not None and isinstance(renamed[1], Unwrap),
    )


def _drop(source: str, statement: Sequence[Token], items: Sequence[Item]) -> Iterator[Edit]:
    """Drop the items that go and those that are there already; the whole statement, if none stays."""
    kept: set[tuple[str, str]] = set()
    edits: list[Edit] = []
    for place, item in enumerate(items):
        if not item.goes and (item.new, item.alias) not in kept:
            kept.add((item.new, item.alias))
        elif kept:
            # The comma before it goes along ...
            edits.append(Edit(items[place - 1].stop, item.stop, rules=item.rules))
        elif place + 1 < len(items):
            # ... or the one behind it, when nothing stays before it.
            edits.append(Edit(item.name.start, items[place + 1].name.start, rules=item.rules))
    if kept:
        yield from edits
    else:
        yield _whole_lines(source, statement)


def _whole_lines(source: str, statement: Sequence[Token]) -> Edit:
    return Edit(statement[0].start - statement[0].column, source.index("\n", statement[-1].stop) + 1)
