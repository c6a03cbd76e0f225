"""The files: which twins there should be, which there are, and what to do about the difference."""

import difflib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from .convert import blocking
from .edits import RefusalError
from .rules import Rule, Rules, Tree

MARK_START = "# Generated from "
MARK_END = " by tools/unasync; do not edit."
DIFF_LINES = 20


@dataclass(frozen=True)
class Plan:
    """What the twins' folders should hold.

    Attributes:
        root: The repository's root.
        twins: What each twin should say; nothing, where the source was refused.
        orphans: The Python files among the twins that have no source.
        problems: What is wrong with the sources or the rules; with any of these, nothing is written.
    """

    root: Path
    twins: dict[Path, str | None]
    orphans: tuple[Path, ...]
    problems: tuple[str, ...]

    def name(self, path: Path) -> str:
        """A path as messages show it."""
        return path.relative_to(self.root).as_posix()


def plan(root: Path, trees: Sequence[Tree], rules: Rules) -> Plan:
    """Convert every source, writing nothing."""
    twins: dict[Path, str | None] = {}
    existing: set[Path] = set()
    problems: list[str] = []
    used: set[Rule] = set()
    for tree in trees:
        existing.update((root / tree.twin).rglob("*.py"))
        for source in sorted((root / tree.source).rglob("*.py")):
            path = root / tree.twin / source.relative_to(root / tree.source)
            shown = source.relative_to(root).as_posix()
            twins[path] = None
            try:
                twin = blocking(source.read_text(encoding="utf-8"), rules)
            except RefusalError as error:
                problems.append(f"{shown}:{error.row}: {error}")
                continue
            except UnicodeDecodeError:
                problems.append(f"{shown}:1: this is not UTF-8")
                continue
            used |= twin.used
            problems += [f"{shown}:{row}: {message}" for row, message in twin.leftovers]
            twins[path] = mark(source, path) + twin.text
    problems += [f"unused rule: {type(rule).__name__}({rule.old!r})" for rule in rules.table if rule not in used]
    return Plan(root, twins, tuple(sorted(existing - twins.keys())), tuple(problems))


def mark(source: Path, twin: Path) -> str:
    """The first line of a twin."""
    return f"{MARK_START}{Path(os.path.relpath(source, twin.parent)).as_posix()}{MARK_END}\n"


def is_generated(path: Path) -> bool:
    """Whether a file says that it is a twin."""
    line = path.read_bytes().split(b"\n", 1)[0].decode(errors="replace").rstrip("\r")
    return line.startswith(MARK_START) and line.endswith(MARK_END)


def check(wanted: Plan) -> Iterator[str]:
    """Say everything that is not as it should be."""
    yield from wanted.problems
    yield from (f"{wanted.name(path)}: has no source" for path in wanted.orphans)
    for path, text in wanted.twins.items():
        if not path.exists():
            yield f"{wanted.name(path)}: is missing"
        elif text is not None and path.read_bytes() != text.encode():
            yield f"{wanted.name(path)}: differs from what its source makes"
            yield from difference(path, text)


def difference(path: Path, text: str) -> Iterator[str]:
    """The first lines of what would change in a file."""
    old = path.read_bytes().decode(errors="replace").split("\n")
    lines = difflib.unified_diff(old, text.split("\n"), "is", "should be", n=1, lineterm="")
    yield from (f"    {line}" for line in islice(lines, DIFF_LINES))
    if next(lines, None) is not None:
        yield "    ..."


def write(wanted: Plan) -> Iterator[str]:
    """Write the twins that differ and delete the orphans, unless something is wrong; say what is."""
    if wanted.problems:
        yield from wanted.problems
        return
    foreign = [path for path in (*wanted.twins, *wanted.orphans) if path.exists() and not is_generated(path)]
    if foreign:
        yield from (f"{wanted.name(path)}: is not generated, and stands in a twin's place" for path in foreign)
        return
    for path, text in wanted.twins.items():
        if text is not None and not (path.exists() and path.read_bytes() == text.encode()):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
    for path in wanted.orphans:
        path.unlink()
