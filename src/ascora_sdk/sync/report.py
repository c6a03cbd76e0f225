"""What a sync did, as data and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

COUNTS: Final = ("created", "updated", "unchanged", "deleted", "pushed", "conflicts", "failed", "skipped")


@attrs.frozen(kw_only=True)
class KindReport:
    """What a sync did with the records of one kind.

    Attributes:
        kind: The kind's name.
        created: Records that are new here.
        updated: Records that changed on the server, and now here.
        unchanged: Records that were as they had been; nothing was written for them.
        deleted: Records that are gone from the server.
        pushed: Records of which an edit made here was sent.
        conflicts: Records that both sides edited, decided or not; the values are in the audit trail.
        failed: Records that were put aside with an error, or whose sending nobody knows the outcome of.
        skipped: Records that wait for another one's id, or that the server has no way to take.
        unresolved: Conflicts that wait for somebody to decide, of this sync and of earlier ones.
        requests: How many requests were sent, every try counted; 0 if the remote does not say.
        bytes_sent: How many bytes their bodies had.
        bytes_received: How many bytes the bodies of the answers had.
        error: Why the sync of this kind stopped before its end; None if it did not.
        duration: Seconds that it took.
    """

    kind: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    pushed: int = 0
    conflicts: int = 0
    failed: int = 0
    skipped: int = 0
    unresolved: int = 0
    requests: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0
    error: str | None = None
    duration: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether it came to its end with nothing put aside and nothing left to decide."""
        return self.error is None and not self.failed and not self.unresolved

    @property
    def seen(self) -> int:
        """How many records the server listed."""
        return self.created + self.updated + self.unchanged + self.conflicts + self.failed + self.skipped


@attrs.frozen(kw_only=True)
class SyncReport(Mapping[str, KindReport]):
    """What a sync did: a mapping from a kind's name to its report; prints as a table.

    Attributes:
        kinds: A report for each kind, in the order in which they were synced.
        duration: Seconds that the whole took.

    Example:
        >>> report = SyncReport(kinds=(KindReport(kind="customer", created=2),), duration=0.5)
        >>> report["customer"].created, report.ok
        (2, True)
        >>> print(report)
        kind      created  updated  unchanged  deleted  pushed  conflicts  failed  skipped  seconds
        customer        2        0          0        0       0          0       0        0      0.0
        ok, 0.5 s
    """

    kinds: tuple[KindReport, ...]
    duration: float

    @property
    def ok(self) -> bool:
        """Whether every kind came to its end with nothing put aside and nothing left to decide."""
        return all(report.ok for report in self.kinds)

    def __getitem__(self, kind: str) -> KindReport:
        """Give a kind's report."""
        for report in self.kinds:
            if report.kind == kind:
                return report
        raise KeyError(kind)

    def __iter__(self) -> Iterator[str]:
        """Go through the kinds' names in the order in which they were synced."""
        return (report.kind for report in self.kinds)

    def __len__(self) -> int:
        """Count the kinds."""
        return len(self.kinds)

    def __str__(self) -> str:
        """Show a table, with a line for each kind that stopped early."""
        head = ("kind", *COUNTS, "seconds")
        rows = [
            (report.kind, *(str(getattr(report, name)) for name in COUNTS), f"{report.duration:.1f}")
            for report in self.kinds
        ]
        widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
        lines = [_line(row, widths) for row in (head, *rows)]
        errors = [f"{report.kind}: {report.error}" for report in self.kinds if report.error]
        verdict = "ok" if self.ok else "not ok"
        return "\n".join([*lines, *errors, f"{verdict}, {self.duration:.1f} s"])


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    first, *others = row
    numbers = (text.rjust(width) for text, width in zip(others, widths[1:], strict=True))
    return "  ".join([first.ljust(widths[0]), *numbers])
