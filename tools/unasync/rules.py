"""The kinds of rules, and how a name finds its rule."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias


class Tree(NamedTuple):
    """A folder of async sources and the folder of their twins, both relative to the repository's root."""

    source: str
    twin: str


@dataclass(frozen=True)
class Name:
    """Renames an identifier: in code, in comments and docstrings, and where it is the whole of a string (``__all__``).

    Attributes:
        old: An identifier; or a dotted path (``asyncio.sleep``), which also sees to the import that it needs; or a
            prefix and ``*`` (``Async*``), where the star stands for a rest that begins with a capital letter, and
            underscores may stand before. The longer path wins over the shorter one, and a full name over a star.
        new: What takes its place; with a star when ``old`` has one.
        argument: A type argument to append when the name is subscripted.
        why: The reason, when it isn't obvious.
    """

    old: str
    new: str
    argument: str = field(default="", kw_only=True)
    why: str = field(default="", kw_only=True, compare=False)


@dataclass(frozen=True)
class Unwrap:
    """Replaces a subscripted type by one of its arguments, ``Awaitable[T]`` by ``T``, and drops its import."""

    old: str
    argument: int = field(default=0, kw_only=True)
    why: str = field(default="", kw_only=True, compare=False)


@dataclass(frozen=True)
class Text:
    """Replaces words in comments and docstrings, before names are; a comment left empty goes away.

    Such rules are tried in the table's order. A word is never cut: ``await `` doesn't match in ``unawait ``.
    """

    old: str
    new: str
    why: str = field(default="", kw_only=True, compare=False)


@dataclass(frozen=True)
class Literal:
    """Replaces words in strings that are not docstrings, f-strings with the code inside them included."""

    old: str
    new: str
    why: str = field(default="", kw_only=True, compare=False)


@dataclass(frozen=True)
class Keep:
    """Lets a word stand in a twin although it looks async."""

    old: str
    why: str = field(default="", kw_only=True, compare=False)


Rule: TypeAlias = "Name | Unwrap | Text | Literal | Keep"


class Renaming(NamedTuple):
    """What a rule does to the parts ``first`` to ``stop`` of a dotted path."""

    first: int
    stop: int
    new: str
    rule: Name | Unwrap


class Rules:
    """A table of rules, ready to be asked.

    Args:
        table: The rules.
        looks_async: Matches, as a whole, a word that may not stand in a twin.

    Raises:
        ValueError: Two rules of a kind are about the same thing, or a star stands where none can.
    """

    def __init__(self, table: Iterable[Rule], looks_async: re.Pattern[str]) -> None:
        """Sort the table's rules by kind."""
        self.table = tuple(table)
        self.looks_async = looks_async
        self.texts = tuple(rule for rule in self.table if isinstance(rule, Text))
        self.literals = tuple(rule for rule in self.table if isinstance(rule, Literal))
        self.kept = {rule.old: rule for rule in self.table if isinstance(rule, Keep)}
        names = [rule for rule in self.table if isinstance(rule, (Name, Unwrap))]
        self._exact = {rule.old: rule for rule in names if not rule.old.endswith("*")}
        self._starred = [rule for rule in names if isinstance(rule, Name) and rule.old.endswith("*")]
        self._refuse_nonsense(names)

    def _refuse_nonsense(self, names: Sequence[Name | Unwrap]) -> None:
        seen: set[tuple[str, str]] = set()
        for rule in self.table:
            kind = "name" if isinstance(rule, (Name, Unwrap)) else type(rule).__name__
            if (kind, rule.old) in seen:
                message = f"two rules for {rule.old!r}"
                raise ValueError(message)
            seen.add((kind, rule.old))
        for name in names:
            stars = (name.old.count("*"), name.new.count("*") if isinstance(name, Name) else 0)
            if stars not in {(0, 0), (1, 1)} or (stars[0] and not name.old.endswith("*")):
                message = f"{name.old!r}: a star stands at the end of the old name and once in the new one"
                raise ValueError(message)

    def find(self, name: str) -> tuple[str, Name | Unwrap] | None:
        """The new name of an identifier or dotted path, and the rule that says so."""
        rule = self._exact.get(name)
        if rule:
            return (rule.new if isinstance(rule, Name) else name), rule
        for starred in self._starred:
            public = name.lstrip("_")
            rest = public.removeprefix(starred.old[:-1])
            if rest != public and rest.isidentifier() and rest[0].isupper():
                return name[: -len(public)] + starred.new.replace("*", rest), starred
        return None

    def rename(self, parts: Sequence[str], *, whole: bool = True) -> list[Renaming]:
        """What happens to a dotted path.

        Args:
            parts: The path's identifiers.
            whole: Whether the path begins here; false after a dot, where only the parts can be known.
        """
        found: list[Renaming] = []
        first = 0
        while first < len(parts):
            longest = len(parts) if whole and first == 0 else first + 1
            for stop in range(longest, first, -1):
                match = self.find(".".join(parts[first:stop]))
                if match:
                    found.append(Renaming(first, stop, *match))
                    first = stop - 1
                    break
            first += 1
        return found

    def moved(self, old: str) -> tuple[str, str, Name] | None:
        """The new module, the new name and the rule of a dotted path, when a rule takes it to another module."""
        rule = self._exact.get(old)
        if isinstance(rule, Name) and "." in rule.old and "." in rule.new:
            module, _, name = rule.new.rpartition(".")
            return module, name, rule
        return None

    @property
    def moved_from(self) -> frozenset[str]:
        """The modules that lose a name to another module."""
        return frozenset(old.rpartition(".")[0] for old in self._exact if self.moved(old))
