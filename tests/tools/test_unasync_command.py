"""The generator's command, and its output on every Python."""

import asyncio
import inspect
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from tools.unasync.rules import Keep, Literal, Name, Rule, Text, Unwrap
from tools.unasync.trees import DIFF_LINES

from .sources import ROOT, TABLE, TABLE_RULES, Run, twins


class TestCommand:
    def test_writes_every_twin_once(self, tree: Path, run: Run) -> None:
        assert run() == (0, "")
        made = twins(tree)
        assert [name.split("_blocking/")[1] for name in made] == [
            "__init__.py", "client.py", "deep/more.py", "helpers.py", "test_client.py",
        ]  # fmt: skip
        mark = b"# Generated from ../_async/__init__.py by tools/unasync; do not edit.\n"
        assert made["src/pkg/_blocking/__init__.py"] == mark
        assert made["src/pkg/_blocking/deep/more.py"].startswith(b"# Generated from ../../_async/deep/more.py by")
        assert made["tests/_blocking/test_client.py"].endswith(b"from pkg import Client\n")
        times = [(tree / name).stat().st_mtime_ns for name in made]
        assert run() == (0, "")
        assert run("--check") == (0, "")
        assert twins(tree) == made
        assert times == [(tree / name).stat().st_mtime_ns for name in made]

    def test_check_writes_nothing_and_names_missing_twins(self, tree: Path, run: Run) -> None:
        code, out = run("--check")
        assert code == 1
        assert "src/pkg/_blocking/client.py: is missing\n" in out
        assert not twins(tree)

    def test_difference(self, tree: Path, run: Run) -> None:
        run()
        twin = tree / "src/pkg/_blocking/helpers.py"
        right = twin.read_bytes()
        twin.write_bytes(right.replace(b"100", b"7"))
        code, out = run("--check")
        assert code == 1
        assert out.startswith("src/pkg/_blocking/helpers.py: differs")
        assert "-    return number * 7\n    +    return number * 100\n" in out
        assert run() == (0, "")
        assert twin.read_bytes() == right

    def test_line_ends_are_a_difference(self, tree: Path, run: Run) -> None:
        run()
        twin = tree / "src/pkg/_blocking/client.py"
        twin.write_bytes(twin.read_bytes().replace(b"\n", b"\r\n"))
        code, out = run("--check")
        assert code == 1
        assert len(out.splitlines()) == 1 + DIFF_LINES + 1
        run()
        assert b"\r" not in twin.read_bytes()

    def test_line_ends_of_sources_do_not_matter(self, tree: Path, run: Run) -> None:
        run()
        source = tree / "src/pkg/_async/client.py"
        source.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
        assert run("--check") == (0, "")

    def test_orphan(self, tree: Path, run: Run) -> None:
        run()
        (tree / "src/pkg/_async/deep/more.py").unlink()
        assert run("--check") == (1, "src/pkg/_blocking/deep/more.py: has no source\n")
        assert run() == (0, "")
        assert not (tree / "src/pkg/_blocking/deep/more.py").exists()

    @pytest.mark.parametrize("name", ["orphan.py", "client.py"])
    def test_what_is_not_generated_is_never_touched(self, tree: Path, run: Run, name: str) -> None:
        path = tree / "src/pkg/_blocking" / name
        path.parent.mkdir()
        path.write_bytes(b"by_hand = 1\n")
        code, out = run()
        assert code == 1
        assert out.startswith(f"src/pkg/_blocking/{name}: is not generated")
        assert list(twins(tree).values()) == [b"by_hand = 1\n"]

    @pytest.mark.parametrize(
        "rule", [Name("nobody", "x"), Unwrap("Nobody"), Text("nö", ""), Literal("nö", ""), Keep("nö")]
    )
    def test_unused_rule(self, tree: Path, run: Run, rule: Rule) -> None:
        message = f"unused rule: {type(rule).__name__}({rule.old!r})\n"
        assert run(table=(*TABLE_RULES, rule)) == (1, message)
        assert not twins(tree)
        assert message in run("--check", table=(*TABLE_RULES, rule))[1]

    @pytest.mark.parametrize("arguments", [(), ("--check",)])
    def test_leftover_and_refusal(self, tree: Path, run: Run, arguments: tuple[str, ...]) -> None:
        run()
        before = twins(tree)
        (tree / "src/pkg/_async/deep/more.py").write_text("\nasync_thing = 1\n")
        (tree / "tests/_async/test_broken.py").write_text("\n\nx = f'{await y}'\n")
        (tree / "tests/_async/test_latin.py").write_bytes(b"x = '\xe4'\n")
        code, out = run(*arguments)
        assert code == 1
        assert "src/pkg/_async/deep/more.py:2: 'async_thing' still looks async in the twin\n" in out
        assert "tests/_async/test_broken.py:3: 'await' would change inside an f-string" in out
        assert "tests/_async/test_latin.py:1: this is not UTF-8\n" in out
        assert twins(tree) == before


def test_both_kinds_do_the_same(tree: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run() == (0, "")
    monkeypatch.syspath_prepend(str(tree / "src"))
    for name in [name for name in sys.modules if name == "pkg" or name.startswith("pkg.")]:
        monkeypatch.delitem(sys.modules, name)
    asynchronous: Any = __import__("pkg._async.client", fromlist=["run"])
    blocking_twin: Any = __import__("pkg._blocking.client", fromlist=["run"])
    result = blocking_twin.run()
    assert result == asyncio.run(asynchronous.run())
    assert result[1] == 3 + 1 + 10 + 100
    assert "Awaitable" not in vars(blocking_twin)
    assert blocking_twin.__all__ == ["Client", "Rows"]
    # From 3.13 on a docstring comes without its indentation.
    assert "with Client() as client:\n    print(client.total(), [row for row" in textwrap.dedent(
        inspect.cleandoc(blocking_twin.__doc__).partition("\n\n")[2]
    )


def interpreters() -> list[str]:
    """This interpreter, and each other that the project supports and this machine has."""
    found = {sys.version_info[:2]: sys.executable}
    for version in ((3, 10), (3, 11), (3, 12), (3, 13), (3, 14)):
        name = f"python{version[0]}.{version[1]}"
        installed = sorted(Path.home().glob(f".pyenv/versions/{version[0]}.{version[1]}.*/bin/{name}"))
        for path in (*map(str, installed), shutil.which(name)):
            if path and version not in found and _runs(path):
                found[version] = path
    return [found[version] for version in sorted(found)]


def _runs(path: str) -> bool:
    # A pyenv shim is there for versions that aren't.
    return subprocess.run([path, "-c", ""], check=False, capture_output=True).returncode == 0


INTERPRETERS = interpreters()


def test_this_interpreter_is_among_those_tried() -> None:
    assert sys.executable in INTERPRETERS


@pytest.mark.parametrize("interpreter", INTERPRETERS)
def test_each_interpreter_writes_the_same_bytes(tree: Path, run: Run, interpreter: str) -> None:
    assert run() == (0, "")
    expected = twins(tree)
    for name in expected:
        (tree / name).unlink()
    copy = tree / "tools" / "unasync"
    shutil.copytree(ROOT / "tools" / "unasync", copy, ignore=shutil.ignore_patterns("__pycache__"))
    look = (copy / "table.py").read_text(encoding="utf-8").partition("LOOKS_ASYNC")
    (copy / "table.py").write_text(TABLE + "".join(look[1:]), encoding="utf-8")

    def tool(*arguments: str) -> tuple[int, str]:
        command = [interpreter, "-W", "error", "-m", "tools.unasync", *arguments]
        done = subprocess.run(command, cwd=tree, check=False, capture_output=True, encoding="utf-8")
        return done.returncode, done.stdout + done.stderr

    assert tool() == (0, "")
    assert twins(tree) == expected
    assert tool("--check") == (0, "")
    # What can't be converted alike everywhere is refused everywhere.
    for code in ("f'{await x}'", "f'{AsyncX!r}'", "f'{a:{AsyncX}}'", "f'{a['b']}'", "f'{\"\\n\"}'", "f'{f'{a}'}'"):
        (tree / "src/pkg/_async/deep/more.py").write_text(f"\nx = {code}\n")
        status, out = tool("--check")
        assert status == 1, code
        assert out.startswith("src/pkg/_async/deep/more.py:"), out
        assert "Traceback" not in out
