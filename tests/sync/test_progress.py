"""What somebody sees who watches a sync: in a terminal with rich and without, in a notebook, and in a log."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from ascora_sdk import AscoraApiError, AscoraClient, MissingExtraError
from ascora_sdk.sandbox import Sandbox, Status
from ascora_sdk.storage import MemoryStorage
from ascora_sdk.sync import (
    ConflictFound,
    KindFinished,
    KindReport,
    KindStarted,
    PagePulled,
    RecordFailed,
    RecordPushed,
    RecordSkipped,
    SyncEngine,
    SyncEvent,
    SyncFinished,
    SyncProgress,
    SyncReport,
    SyncStarted,
)


class Terminal(io.StringIO):
    """A file that says it is a terminal, and keeps what is written."""

    def isatty(self) -> bool:
        return True


class Ticks:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the machine's own terminal is decides nothing."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "JUPYTER_COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("LINES", "25")


def story(kind: str = "customer", error: str | None = None) -> Iterator[SyncEvent]:
    """What an engine tells while it syncs one kind."""
    half = KindReport(kind=kind, created=8, failed=1, unchanged=1)
    whole = KindReport(kind=kind, created=18, failed=1, pushed=2, conflicts=1, skipped=1, error=error)
    yield SyncStarted(organization_id="default", kinds=(kind,))
    yield KindStarted(kind=kind, resumed_at=0)
    yield RecordFailed(kind=kind, id="c-1", error="bad")
    yield PagePulled(kind=kind, done=10, total=1200, report=half)
    yield RecordPushed(kind=kind, id="c-2", action="update")
    yield RecordPushed(kind=kind, id="c-3", action="update")
    yield ConflictFound(kind=kind, id="c-4", reason="phone")
    yield RecordSkipped(kind=kind, id="c-5", reason="it waits")
    yield KindFinished(report=whole)
    yield SyncFinished(report=SyncReport(kinds=(whole,), duration=1.0))


def lines(terminal: io.StringIO) -> list[str]:
    """Each state of each line, as it was written."""
    return [state.rstrip() for line in terminal.getvalue().splitlines() for state in line.split("\r") if state.strip()]


def test_one_line_is_written_anew_and_left_behind_at_the_end() -> None:
    terminal, clock = Terminal(), Ticks()
    progress = SyncProgress(style="plain", file=terminal, clock=clock)
    for event in story():
        clock.time += 1
        progress(event)
    assert lines(terminal) == [
        "customer  0/?",
        "customer  0/?  failed 1",
        "customer  10/1,200  created 8, failed 1",
        "customer  10/1,200  created 8, pushed 1, failed 1",
        "customer  10/1,200  created 8, pushed 2, failed 1",
        "customer  10/1,200  created 8, pushed 2, conflicts 1, failed 1",
        "customer  10/1,200  created 8, pushed 2, conflicts 1, failed 1, skipped 1",
        "customer  10/1,200  created 18, pushed 2, conflicts 1, failed 1, skipped 1, ok",
    ]
    assert terminal.getvalue().count("\n") == 1


def test_what_a_longer_line_left_is_written_over() -> None:
    terminal = Terminal()
    progress = SyncProgress(style="plain", file=terminal)
    progress(SyncStarted(organization_id="default", kinds=("job",)))
    progress(PagePulled(kind="job", done=1, total=1, report=KindReport(kind="job", created=1000)))
    progress(KindFinished(report=KindReport(kind="job")))
    _, longer, shorter = terminal.getvalue().split("\r")
    assert (longer, shorter) == ("job  1/1  created 1,000", "job  1/1  ok".ljust(len(longer)) + "\n")


def test_a_line_is_cut_before_it_would_wrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    terminal = Terminal()
    progress = SyncProgress(style="plain", file=terminal)
    for event in story("a_kind_with_a_very_long_name"):
        progress(event)
    assert max(map(len, lines(terminal))) == 19


def test_it_is_drawn_no_more_often_than_an_eye_can_follow() -> None:
    terminal, clock = Terminal(), Ticks()
    progress = SyncProgress(style="plain", file=terminal, clock=clock)
    progress(SyncStarted(organization_id="default", kinds=("job",)))
    progress(KindStarted(kind="job", resumed_at=0))
    for _ in range(1000):
        clock.time += 0.001
        progress(RecordPushed(kind="job", id="j-1", action="update"))
    assert len(lines(terminal)) <= 12
    progress(KindFinished(report=KindReport(kind="job", pushed=1000)))
    assert lines(terminal)[-1] == "job  0/0  pushed 1,000, ok"


def test_rich_draws_a_bar_for_each_kind() -> None:
    pytest.importorskip("rich")
    terminal, clock = Terminal(), Ticks()
    progress = SyncProgress(style="rich", file=terminal, clock=clock)
    for event in story():
        clock.time += 1
        progress(event)
    shown = terminal.getvalue()
    assert "10/1,200" in shown
    assert "created 18, pushed 2, conflicts 1, failed 1, skipped 1, ok" in shown
    assert shown.endswith("\x1b[?25h"), "the cursor is given back"


@pytest.mark.parametrize("style", ["rich", "plain"])
def test_a_kind_may_have_any_name(style: Any) -> None:
    pytest.importorskip("rich")
    terminal = Terminal()
    progress = SyncProgress(style=style, file=terminal)
    for event in story("[red]van"):
        progress(event)
    assert "[red]van" in terminal.getvalue()


@pytest.mark.parametrize("style", ["rich", "plain"])
def test_a_sync_that_stops_early_says_so_and_leaves_the_terminal_in_order(style: Any) -> None:
    pytest.importorskip("rich")
    terminal = Terminal()
    with (
        Sandbox(customers=3) as sandbox,
        AscoraClient(
            api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code, max_retries=0
        ) as client,
    ):
        sandbox.fault("GET /customers", Status(500))
        with pytest.raises(AscoraApiError), SyncProgress(style=style, file=terminal) as progress:
            SyncEngine(client, MemoryStorage(), on_event=progress).sync()
    assert "stopped" in terminal.getvalue()
    assert terminal.getvalue().removesuffix("\x1b[?25h").endswith("\n")


def test_a_real_sync_is_shown_from_its_start_to_its_end() -> None:
    terminal = Terminal()
    with (
        Sandbox(customers=25, jobs=3) as sandbox,
        AscoraClient(api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code) as client,
    ):
        storage = MemoryStorage()
        with SyncProgress(style="plain", file=terminal) as progress:
            engine = SyncEngine(client, storage, page_size=10, on_event=progress)
            engine.sync()
            assert [line for line in lines(terminal) if line.endswith("ok")] == [
                "customer  25/25  created 25, ok",
                "job  3/3  created 3, ok",
                "invoice  0/0  ok",
            ]
            storage.add("customer", first_name="Ada")
            engine.push("customer")
    assert lines(terminal)[-1] == "customer  0/0  pushed 1, ok"


def test_where_nobody_watches_nothing_is_written() -> None:
    log = io.StringIO()
    for event in story():
        SyncProgress(file=log)(event)
    progress = SyncProgress(file=log)
    for event in story():
        progress(event)
    assert log.getvalue() == ""


def test_a_terminal_without_rich_gets_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    terminal = Terminal()
    progress = SyncProgress(file=terminal)
    for event in story():
        progress(event)
    assert lines(terminal)[-1].endswith("skipped 1, ok")
    assert "\x1b" not in terminal.getvalue()


def test_who_asks_for_rich_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    with pytest.raises(MissingExtraError, match=r"rich, which is not installed: pip install 'ascora-sdk\[progress\]'"):
        SyncProgress(style="rich")


def test_there_is_no_other_style() -> None:
    with pytest.raises(ValueError, match="there is no style 'loud'"):
        SyncProgress(style="loud")  # type: ignore[arg-type]


class Display:
    """What IPython offers a cell: outputs, each of which may be replaced."""

    @staticmethod
    def _replace(states: list[dict[str, str]]) -> Any:
        def update(data: dict[str, str], *, raw: bool) -> None:
            assert raw
            states.append(data)

        return update

    def __init__(self) -> None:
        self.outputs: list[list[dict[str, str]]] = []

    def display(self, data: dict[str, str], *, raw: bool, display_id: bool) -> Any:
        assert raw
        assert display_id
        states = [data]
        self.outputs.append(states)
        return SimpleNamespace(update=self._replace(states))


def test_a_notebook_has_one_table_that_keeps_up(monkeypatch: pytest.MonkeyPatch) -> None:
    display, terminal = Display(), Terminal()
    in_kernel = SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=object()), display=display)
    monkeypatch.setitem(sys.modules, "IPython", in_kernel)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    progress = SyncProgress(file=terminal)
    for event in story("<b>van"):
        progress(event)
    (states,) = display.outputs
    assert len(states) > 1
    assert states[-1]["text/plain"].startswith("<b>van  10/1,200  created 18, pushed 2")
    assert "<b>van" not in states[-1]["text/html"]
    assert "&lt;b&gt;van" in states[-1]["text/html"]
    assert terminal.getvalue() == ""


def test_ipython_in_a_terminal_is_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=SimpleNamespace))
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    terminal = Terminal()
    progress = SyncProgress(file=terminal)
    for event in story():
        progress(event)
    assert lines(terminal)


def test_naming_it_loads_neither_rich_nor_ipython() -> None:
    # httpx itself loads rich where it is installed, so a module that stands in its way tells.
    code = "import sys; sys.modules['rich'] = sys.modules['IPython'] = None; from ascora_sdk.sync import SyncProgress"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})
