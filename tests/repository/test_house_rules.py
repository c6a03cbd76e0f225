"""The rules of the house that no other tool knows."""

import ast
import inspect
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import ascora_sdk
import ascora_sdk.public

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 400
FOLDERS = ("src", "tests", "tools", "examples", "benchmarks")
VAGUE_NAMES = {"common", "helpers", "misc", "util", "utils"}
NEEDS_NO_EXAMPLE = {
    "AsyncFileSource": "an alias; attachments.add shows what it may be",
    "AsyncRuntime": "handed in by tests alone",
    "Content": "an alias; handed to a transport",
    "FileSource": "an alias; attachments.add shows what it may be",
    "FileTarget": "an alias; attachments.download shows what it may be",
    "InvalidItem": "handed out by a lenient listing; the guide to reading shows it",
    "InvoiceItem": "made in the example of Invoice",
    "Maybe": "an alias; the example stands with Unset",
    "Payment": "its fields are the arguments of invoices.record_payment, which shows them",
    "Phase": "handed out with a TransportFailure",
    "Progress": "an alias; the guide to attachments shows one",
    "Request": "handed to a transport",
    "Runtime": "handed in by tests alone",
    "UNSET": "a value; the example stands with its type, Unset",
}
"""Public names that show nothing of their own, and why."""


def _generated(path: Path) -> bool:
    return "_blocking" in path.parts


@cache
def _sources() -> tuple[Path, ...]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return (ROOT / "noxfile.py", *sorted(path for path in found if not any(p.startswith(".") for p in path.parts)))


@cache
def _package() -> tuple[Path, ...]:
    return tuple(path for path in _sources() if ROOT / "src" in path.parents)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def too_long(paths: tuple[Path, ...]) -> dict[str, int]:
    """Measure the files that nobody reads in one go."""
    lengths = {
        _name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths if not _generated(path)
    }
    return {name: length for name, length in lengths.items() if length > MOST_LINES}


def own_name_imports(code: str) -> list[int]:
    """Find the lines that import the package by its name, which a vendored copy does not have."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(code))
        if (isinstance(node, ast.Import) and any(_is_ours(alias.name) for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and not node.level and _is_ours(node.module or ""))
    ]


def own_name_strings(code: str) -> list[int]:
    """Find the lines with a text that names a module of the package, as `import_module` would take it."""
    tree = ast.parse(code)
    documentation = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith("ascora_sdk.")
        and id(node) not in documentation
    ]


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == "ascora_sdk"


def without_example(names: Iterator[tuple[str, Any]]) -> list[str]:
    """Find the public names whose documentation is absent or shows nothing."""
    return [
        name
        for name, value in names
        if name not in NEEDS_NO_EXAMPLE and not _shown(_own_documentation(value), needed=not _shown_elsewhere(value))
    ]


def _own_documentation(value: Any) -> str:
    # An inherited docstring tells of the parent.
    return (
        inspect.cleandoc(vars(value).get("__doc__") or "") if isinstance(value, type) else inspect.getdoc(value) or ""
    )


def _shown(documentation: str, *, needed: bool) -> bool:
    return bool(documentation) and (not needed or "\nExample:\n" in documentation)


def _shown_elsewhere(value: Any) -> bool:
    """Tell whether a class is of a sort that its base or its user shows."""
    return (
        # Errors are caught, not made: AscoraApiError shows what they hold.
        (isinstance(value, type) and issubclass(value, Exception))
        # Statuses and the like are all used alike: OpenEnum shows how.
        or (isinstance(value, type) and issubclass(value, ascora_sdk.OpenEnum))
        # The keys of a TypedDict are arguments of a method, which shows them.
        or hasattr(value, "__total__")
        # A protocol is shown by what keeps to it.
        or getattr(value, "_is_protocol", False)
    )


def test_no_file_is_too_long() -> None:
    assert not too_long(_sources())


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not [_name(path) for path in _sources() if VAGUE_NAMES & {*path.relative_to(ROOT).with_suffix("").parts}]


@pytest.mark.parametrize("path", _package(), ids=_name)
def test_the_package_never_calls_itself_by_name(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    assert not own_name_imports(code)
    assert not own_name_strings(code)


@pytest.mark.parametrize("face", [ascora_sdk, ascora_sdk.public], ids=lambda face: face.__name__)
def test_every_public_name_is_documented_with_an_example(face: Any) -> None:
    assert not without_example((name, getattr(face, name)) for name in face.__all__)


def test_every_exemption_is_of_a_public_name() -> None:
    assert {*NEEDS_NO_EXAMPLE} <= {*ascora_sdk.__all__}


def test_nothing_that_is_made_by_a_machine_is_committed() -> None:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, check=False, capture_output=True, encoding="utf-8")  # noqa: S607 - the machine's git
    if done.returncode:
        pytest.skip("this is no clone")
    made = {
        "__pycache__",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        ".nox",
        ".venv",
        "dist",
        "site",
    }
    assert not [name for name in done.stdout.splitlines() if made & {*Path(name).parts} or name.endswith(".db")]


def test_the_rules_can_be_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    path = tmp_path / "long.py"
    path.write_text("x = 1\n" * (MOST_LINES + 1))
    assert too_long((path,)) == {"long.py": MOST_LINES + 1}
    assert own_name_imports("import ascora_sdk.http\nfrom ascora_sdk import x\nfrom .ascora_sdk import y\n") == [1, 2]
    assert own_name_strings('"""ascora_sdk.http is told of."""\nload("ascora_sdk.http")\n') == [2]

    class Bare:
        pass

    class Told:
        """It is told of."""

    class Shown:
        """It is shown.

        Example:
            >>> Shown()
        """

    assert without_example(iter({"Bare": Bare, "Told": Told, "Shown": Shown}.items())) == ["Bare", "Told"]
