"""A tree of sources, and the generator's command on it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tools.unasync.__main__ import main
from tools.unasync.rules import Rule

from .sources import CLIENT, HELPERS, TABLE_RULES, TABLE_TREES, rules


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for path, content in {
        "src/pkg/__init__.py": "",
        "src/pkg/_async/__init__.py": "",
        "src/pkg/_async/client.py": CLIENT,
        "src/pkg/_async/deep/more.py": "x = 1\n",
        "src/pkg/_async/helpers.py": HELPERS,
        "src/pkg/_async/py.typed": "",
        "tests/_async/test_client.py": "from pkg import AsyncClient\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8", newline="\n")
    return tmp_path


@pytest.fixture
def run(tree: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(*arguments: str, table: tuple[Rule, ...] = TABLE_RULES) -> tuple[int, str]:
        code = main(arguments, tree, TABLE_TREES, rules(*table))
        return code, capsys.readouterr().out

    return run
