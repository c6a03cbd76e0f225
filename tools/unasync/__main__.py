"""The command line: ``python -m tools.unasync [--check]``, in the repository's root."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .rules import Rules, Tree
from .table import LOOKS_ASYNC, RULES, TREES
from .trees import check, plan, write

ROOT = Path(__file__).resolve().parents[2]


def main(
    arguments: Sequence[str] | None = None,
    root: Path = ROOT,
    trees: Sequence[Tree] = TREES,
    rules: Rules | None = None,
) -> int:
    """Write the twins, or check them.

    Args:
        arguments: The command line, without the program's name.
        root: The repository's root.
        trees: The folders to convert.
        rules: The rules; by default those of ``table.py``.

    Returns:
        0 if the twins are right now, 1 if something is wrong, which is said on standard output.
    """
    parser = argparse.ArgumentParser(prog="python -m tools.unasync", description="Make the blocking twins.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a twin is not as it should be")
    checking = parser.parse_args(arguments).check
    wanted = plan(root, trees, rules or Rules(RULES, LOOKS_ASYNC))
    problems = list((check if checking else write)(wanted))
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
