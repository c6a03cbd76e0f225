"""Every Python block of the documentation runs, page by page, against a sandbox.

A block that cannot run stands below a comment that says why: `<!-- not run: it needs a proxy -->`. A block of `text`
that follows a block of Python at once is what that block prints. A block with a title, as in `title="billing.py"`, is a
file: it is not run with the others, but a page's files stand in one folder, where pytest runs those that are tests.
"""

import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import ascora_sdk
from ascora_sdk.sandbox import PublicAccount, Sandbox

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])

PUBLIC = PublicAccount(
    customers=25,
    contacts=30,
    jobs=50,
    quotes=10,
    supplies=12,
    kits=4,
    categories=4,
    suppliers=5,
    supplier_invoices=8,
    invoices_to_send=6,
    payments_to_send=3,
)

FENCE = re.compile(
    r"^(?:<!-- not run: (?P<reason>[^\n]+?) -->\n)?"
    r"(?P<fence>```+)(?P<language>\w*)(?: title=\"(?P<title>[\w.]+)\")?[^\n]*\n"
    r"(?P<body>.*?)^(?P=fence)$",
    re.DOTALL | re.MULTILINE,
)


@dataclass
class Block:
    """One block of a page: Python to run, with what it prints if the page says so."""

    code: str
    line: int
    prints: str | None = None


def blocks(text: str) -> Iterator[Block]:
    """Read a page's blocks of Python that are to be run."""
    last: Block | None = None
    end = 0
    for match in FENCE.finditer(text):
        between, end = text[end : match.start()], match.end()
        if match["language"] == "python":
            if last:
                yield last
            line = text.count("\n", 0, match.start("body"))
            last = None if match["reason"] or match["title"] else Block(match["body"], line)
        elif match["language"] == "text" and last and not between.strip():
            last.prints = match["body"]
    if last:
        yield last


def files(text: str) -> dict[str, str]:
    """Read the files that a page shows, by name."""
    return {match["title"]: match["body"] for match in FENCE.finditer(text) if match["title"]}


def run(page: Path, text: str, captured: pytest.CaptureFixture[str]) -> None:
    """Run a page's blocks in order in one namespace."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    captured.readouterr()
    for block in blocks(text):
        # Empty lines before it, so that a traceback shows the page's own line.
        exec(compile("\n" * block.line + block.code, str(page), "exec"), namespace)  # noqa: S102 - our own pages
        printed = captured.readouterr().out
        if block.prints is not None:
            assert printed == block.prints, f"{page}:{block.line}"


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """An account of each API that the environment leads to, and an empty folder to work in."""
    with Sandbox(customers=25, jobs=50, invoices=40, public=PUBLIC) as sandbox:
        monkeypatch.setenv("ASCORA_API_URL", sandbox.api_url)
        monkeypatch.setenv("ASCORA_API_TOKEN", sandbox.api_token)
        monkeypatch.setenv("ASCORA_COMPANY_CODE", sandbox.company_code)
        monkeypatch.setenv("ASCORA_API_KEY", sandbox.public_api_key)
        monkeypatch.setenv("ASCORA_PUBLIC_API_URL", sandbox.public_url)
        monkeypatch.setenv("ASCORA_RETRY_DELAY_MS", "1")
        # A program that a page starts imports this package too, wherever it stands.
        monkeypatch.setenv("PYTHONPATH", str(Path(ascora_sdk.__file__).parents[1]))
        monkeypatch.chdir(tmp_path)
        logs = [logging.getLogger(name) for name in ("ascora_sdk", "httpx")]
        levels = [log.level for log in logs]
        yield sandbox
        for log, level in zip(logs, levels, strict=True):
            log.setLevel(level)


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_does_what_it_says(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(page, page.read_text(encoding="utf-8"), capsys)


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if files(page.read_text(encoding="utf-8"))],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_the_tests_on_a_page_pass(page: Path, tmp_path: Path) -> None:
    for name, body in files(page.read_text(encoding="utf-8")).items():
        (tmp_path / name).write_text(body, encoding="utf-8")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("ASCORA_", "PYTEST_"))}
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-m", "pytest", "--strict-markers", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env=environ,
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_page_that_does_something_else_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    page = "```python\nx = 1\n```\n\n```python\nprint(x)\n```\n\n```text\n2\n```\n"
    with pytest.raises(AssertionError):
        run(Path("page.md"), page, capsys)
    run(Path("page.md"), page.replace("2", "1"), capsys)


def test_only_a_block_with_a_reason_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    run(Path("page.md"), "<!-- not run: it would fail -->\n```python\nnot_there\n```\n", capsys)
    with pytest.raises(NameError):
        run(Path("page.md"), "<!-- not run -->\n```python\nnot_there\n```\n", capsys)
    with pytest.raises(NameError):
        run(Path("page.md"), "<!-- not run:  -->\n```python\nnot_there\n```\n", capsys)


def test_every_fence_of_python_is_understood() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        opened = re.findall(r"^\s*[`~]{3,}\s*(?:python|py)\b", text, re.MULTILINE)
        read = [match for match in FENCE.finditer(text) if match["language"] == "python"]
        assert len(opened) == len(read), f"{page}: indented, or fenced in another way"
