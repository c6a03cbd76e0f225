"""Progress of a sync for somebody who watches: a bar in a terminal, a table in a notebook, and nothing elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import TracebackType
from typing import Any, Final, Literal, Protocol, TextIO

import attrs
from typing_extensions import Self

from .errors import MissingExtraError
from .models.table import html_table
from .sync.events import (
    ConflictFound,
    KindFinished,
    KindStarted,
    PagePulled,
    RecordFailed,
    RecordPushed,
    RecordSkipped,
    SyncEvent,
    SyncFinished,
    SyncStarted,
)
from .sync.report import KindReport

_TOLD: Final = ("created", "updated", "deleted", "pushed", "conflicts", "failed", "skipped")
_COUNTED: Final[Mapping[type[Any], str]] = {
    RecordPushed: "pushed",
    ConflictFound: "conflicts",
    RecordFailed: "failed",
    RecordSkipped: "skipped",
}
_SECONDS_BETWEEN: Final = 0.1


@attrs.define
class KindProgress:
    """How far the sync of one kind has come.

    Attributes:
        kind: The kind's name.
        done: Records of the server's listing that are done.
        total: Records that the listing holds; None while nobody knows.
        report: What had been done at the last page, or at the end.
        since: What was told since then, by the report's names.
        is_finished: Whether it came to its end, or stopped before it.
    """

    kind: str
    done: int = 0
    total: int | None = None
    report: KindReport = attrs.field(factory=lambda: KindReport(kind=""))
    since: Counter[str] = attrs.field(factory=Counter)
    is_finished: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """What was done so far, by the report's names; what was not done at all is left out."""
        found = {name: getattr(self.report, name) + self.since[name] for name in _TOLD}
        return {name: count for name, count in found.items() if count}

    @property
    def listed(self) -> str:
        """Say how much of the listing is done."""
        return f"{self.done:,}/{'?' if self.total is None else f'{self.total:,}'}"

    @property
    def story(self) -> str:
        """Say in a few words what was done."""
        told = [f"{name} {count:,}" for name, count in self.counts.items()]
        if self.is_finished:
            told.append("ok" if self.report.error is None else "stopped")
        return ", ".join(told)

    def take(self, event: PagePulled | KindFinished) -> None:
        """Take over what a report says, which counts all that was told before it."""
        self.report = event.report
        self.since.clear()
        if isinstance(event, PagePulled):
            self.done, self.total = event.done, event.total
        else:
            self.is_finished = True
            self.total = self.done if self.total is None else self.total


class _Display(Protocol):
    def show(self, kinds: Sequence[KindProgress]) -> None: ...

    def stop(self) -> None: ...


class SyncProgress:
    """Shows how far a sync has come: give it to an engine as `on_event`.

    In a notebook it is a table that keeps up; in a terminal a bar for each kind, by rich, which the extra `progress`
    brings, or without it one line; where nobody watches, as in a log, it shows nothing.

    Example:
        ```python
        with SyncProgress() as progress:
            SyncEngine(client, storage, on_event=progress).sync()
        ```
    """

    def __init__(
        self,
        *,
        style: Literal["auto", "rich", "plain", "notebook"] = "auto",
        file: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make one; it shows nothing until a sync begins.

        Args:
            style: How to show it: "rich", "plain" (one line), "notebook", or "auto" for what fits the place.
            file: Where to, for a terminal; by default standard error.
            clock: Seconds on a clock that never goes back, for tests.

        Raises:
            MissingExtraError: If the style is "rich" or "notebook" and what it needs is not installed.
            ValueError: If there is no such style.
        """
        self._make = _display(style, sys.stderr if file is None else file)
        self._clock = clock
        self._display: _Display | None = None
        self._kinds: dict[str, KindProgress] = {}
        self._shown_at: float | None = None

    def __call__(self, event: SyncEvent) -> None:
        """Take in what an engine tells."""
        if isinstance(event, SyncStarted):
            self._stop()
            self._kinds = {}
            self._shown_at = None
            self._display = self._make()
        elif isinstance(event, SyncFinished):
            self._stop()
        else:
            self._count(event)
            self._show(at_once=isinstance(event, (KindStarted, KindFinished)))

    def __enter__(self) -> Self:
        """Give it itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Leave what is shown as it is, and give the terminal back."""
        self._stop()

    def _count(self, event: SyncEvent) -> None:
        if isinstance(event, (SyncStarted, SyncFinished)):
            return
        name = event.report.kind if isinstance(event, KindFinished) else event.kind
        progress = self._kinds.setdefault(name, KindProgress(name))
        if isinstance(event, (PagePulled, KindFinished)):
            progress.take(event)
        elif isinstance(event, KindStarted):
            progress.done = event.resumed_at
        else:
            progress.since[_COUNTED[type(event)]] += 1

    def _show(self, *, at_once: bool) -> None:
        # A record may be pushed every millisecond, and no eye follows that.
        due = at_once or self._shown_at is None or self._clock() - self._shown_at >= _SECONDS_BETWEEN
        if due and self._display is not None:
            self._shown_at = self._clock()
            self._display.show(list(self._kinds.values()))

    def _stop(self) -> None:
        if self._display is not None:
            display, self._display = self._display, None
            try:
                display.show(list(self._kinds.values()))
            finally:
                display.stop()


class _Quiet:
    def show(self, kinds: Sequence[KindProgress]) -> None:
        """Show nothing."""

    def stop(self) -> None:
        """Do nothing."""


class _Line:
    """One line, written anew each time; a kind that is done leaves its own behind."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._left_behind = 0
        self._width = 0

    def show(self, kinds: Sequence[KindProgress]) -> None:
        for progress in kinds[self._left_behind :]:
            self._rewrite(f"{progress.kind}  {progress.listed}  {progress.story}".rstrip())
            if progress.is_finished:
                self._file.write("\n")
                self._left_behind, self._width = self._left_behind + 1, 0
        self._file.flush()

    def stop(self) -> None:
        if self._width:
            self._file.write("\n")
            self._width = 0
        self._file.flush()

    def _rewrite(self, text: str) -> None:
        # A line that is as wide as the terminal would wrap, and then not be written over.
        text = text[: max(1, shutil.get_terminal_size().columns - 1)]
        self._file.write(f"\r{text.ljust(self._width)}")
        self._width = len(text)


class _Table:
    """A table in a notebook's output, which is replaced each time."""

    def __init__(self, display: Any) -> None:
        self._display = display
        self._handle: Any = None

    def show(self, kinds: Sequence[KindProgress]) -> None:
        rows = [(one.kind, one.listed, one.story) for one in kinds]
        shown = {
            "text/html": html_table("Sync", ("kind", "listed", "done"), rows),
            "text/plain": "\n".join("  ".join(row).rstrip() for row in rows),
        }
        if self._handle is None:
            self._handle = self._display.display(shown, raw=True, display_id=True)
        else:
            self._handle.update(shown, raw=True)

    def stop(self) -> None:
        """Leave the table as it is."""


class _Bars:
    """A bar for each kind, by rich; it is drawn when it is told to, and has no thread."""

    def __init__(self, file: TextIO) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskID, TextColumn

        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[listed]}", markup=False, justify="right"),
            TextColumn("{task.fields[story]}", markup=False),
            console=Console(file=file),
            auto_refresh=False,
        )
        self._tasks: dict[str, TaskID] = {}
        self._progress.start()

    def show(self, kinds: Sequence[KindProgress]) -> None:
        for one in kinds:
            if one.kind not in self._tasks:
                self._tasks[one.kind] = self._progress.add_task(one.kind, total=None, listed="", story="")
            total, done = one.total, one.done
            if one.is_finished and one.report.error is None:
                # An empty listing is a full bar as well.
                total = done = max(total or 0, done, 1)
            task = self._tasks[one.kind]
            self._progress.update(task, total=total, completed=done, listed=one.listed, story=one.story)
        self._progress.refresh()

    def stop(self) -> None:
        self._progress.stop()


def _display(style: str, file: TextIO) -> Callable[[], _Display]:
    """Choose how to show it.

    Raises:
        MissingExtraError: If what the style needs is not installed.
        ValueError: If there is no such style.
    """
    if style == "plain":
        return lambda: _Line(file)
    if style == "notebook" or (style == "auto" and _is_notebook()):
        display = _need("IPython.display", "ipython")
        return lambda: _Table(display)
    if style == "auto" and not file.isatty():
        return _Quiet
    if style in {"auto", "rich"}:
        try:
            _need("rich.progress", "'ascora-sdk[progress]'")
        except MissingExtraError:
            if style == "rich":
                raise
            return lambda: _Line(file)
        return lambda: _Bars(file)
    raise ValueError(f"there is no style {style!r}; the styles are 'auto', 'rich', 'plain' and 'notebook'")


def _need(module: str, package: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        missing = module.partition(".")[0]
        message = f"SyncProgress needs {missing}, which is not installed: pip install {package}"
        raise MissingExtraError(message, name=error.name) from None


def _is_notebook() -> bool:
    """Tell whether a notebook's kernel runs this; IPython in a terminal has none, and is loaded wherever it runs."""
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    return getattr(shell, "kernel", None) is not None
