"""What a sync would do, record by record, as data and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, Final

import attrs

from ..codec import dumps
from ..models.table import html_table
from .report import SyncReport

MOST_SHOWN: Final = 50
"""How many actions a plan shows when it is printed."""

_LONGEST_VALUE: Final = 48
_MOST_FIELDS: Final = 6
_NO_FIELDS: Final[Mapping[str, Any]] = {}


class Effect(str, Enum):
    """What a sync would do about a record; "here" is the storage, "there" the server.

    Attributes:
        CREATE_HERE: It is new on the server, and would be here.
        UPDATE_HERE: Its row would be changed.
        MARK_HERE: It is gone from the server, and its row would be marked so.
        DELETE_HERE: It is gone from the server, and its row would be deleted.
        CREATE_THERE: It was made here, and would be on the server.
        UPDATE_THERE: It was edited here, and would be changed on the server.
        DELETE_THERE: It was deleted here, and would be on the server.
        PAY_THERE: A payment of it waits, and would be sent.
        CONFLICT: Both sides edited it, and somebody would have to decide.
        SKIP: It cannot be sent, or has to wait for another record.
        FAIL: It would be put aside with an error.
        SETTLE: Neither side would be changed: they came to agree, or it is gone and its row stays as it is.
    """

    CREATE_HERE = "create here"
    UPDATE_HERE = "update here"
    MARK_HERE = "mark deleted here"
    DELETE_HERE = "delete here"
    CREATE_THERE = "create there"
    UPDATE_THERE = "update there"
    DELETE_THERE = "delete there"
    PAY_THERE = "pay there"
    CONFLICT = "conflict"
    SKIP = "skip"
    FAIL = "fail"
    SETTLE = "settle"

    def __str__(self) -> str:
        """Be the plain words."""
        return self.value


@attrs.frozen
class FieldChange:
    """What becomes of a field.

    Attributes:
        old: Its value now; None if there is none. Of a conflict: its value here.
        new: Its value then; None if there is none. Of a conflict: its value on the server.
    """

    old: Any
    new: Any

    def __str__(self) -> str:
        """Show it in a few words."""
        return f"{_short(self.old)} -> {_short(self.new)}"


@attrs.frozen(kw_only=True)
class PlannedAction:
    """One thing that a sync would do; a record that both sides edited may have two.

    Values are as the wire carries them, by the names of the model's fields; an entry of a field that is merged key by
    key is named as in `custom_fields.moisture`.

    Attributes:
        kind: The name of the record's kind.
        effect: What would be done.
        id: The record's Ascora id; None if it has none yet. One that the sync itself would make is shown in other
            records as `new:` and its row's key.
        key: The storage's own name for its row; None if it has none yet, or none any more.
        fields: What would become of its fields, but for what the server alone decides.
        reason: Why, in one line; None if that goes without saying.
    """

    kind: str
    effect: Effect
    id: str | None = None
    key: str | None = None
    fields: Mapping[str, FieldChange] = _NO_FIELDS
    reason: str | None = None

    def __str__(self) -> str:
        """Say it in a line."""
        return "  ".join(self.cells())

    def cells(self) -> tuple[str, ...]:
        """Say it in the cells of a table: what kind, what effect, which record, and what else there is to say."""
        reason = self.reason and f"({self.reason})"
        return self.kind, str(self.effect), self.name, " ".join(filter(None, (self.changes, reason)))

    @property
    def name(self) -> str:
        """What the record is called in a table: its Ascora id; `(new)` and its row's key if it has none yet."""
        return self.id or f"(new) {self.key}"

    @property
    def changes(self) -> str:
        """What would become of its fields, in one line that is cut if it would be long."""
        shown = [f"{name}: {self._shown(change)}" for name, change in self.fields.items()]
        more = len(shown) - _MOST_FIELDS
        return ", ".join(shown if more <= 0 else [*shown[:_MOST_FIELDS], f"and {more} more"])

    def _shown(self, change: FieldChange) -> str:
        if self.effect in {Effect.CREATE_HERE, Effect.CREATE_THERE}:
            return _short(change.new)
        if self.effect is Effect.CONFLICT:
            return f"{_short(change.old)} here, {_short(change.new)} there"
        return str(change)


@attrs.frozen(kw_only=True)
class SyncPlan:
    """What a sync would do if it ran now; prints as a table, and shows itself as one in a notebook.

    Attributes:
        actions: What it would do, kind by kind.
        report: What its report would count; it took no time and no request.

    Example:
        >>> fields = {"notes": FieldChange(None, "x")}
        >>> action = PlannedAction(kind="job", effect=Effect.UPDATE_THERE, id="j-1", fields=fields)
        >>> print(SyncPlan(actions=(action,), report=SyncReport(kinds=(), duration=0)))
        job  update there  1
        <BLANKLINE>
        job  update there  j-1  notes: None -> 'x'
        <BLANKLINE>
        This is a plan: nothing was written.
    """

    actions: Sequence[PlannedAction]
    report: SyncReport

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do: both sides are in step, and nothing has to be told."""
        return not self.actions

    @property
    def counts(self) -> Mapping[str, Mapping[Effect, int]]:
        """How many actions of which effect there are, by the kind's name."""
        counted = Counter((one.kind, one.effect) for one in self.actions)
        found: dict[str, dict[Effect, int]] = {}
        for (kind, effect), count in counted.items():
            found.setdefault(kind, {})[effect] = count
        return found

    def to_dicts(self) -> list[dict[str, str | None]]:
        """Give a row for each action, for pandas or polars: all of the same columns, every value text or None.

        Example:
            ```python
            pandas.DataFrame(plan.to_dicts())
            ```
        """
        return [
            {
                "kind": one.kind,
                "effect": str(one.effect),
                "id": one.id,
                "key": one.key,
                "fields": ", ".join(one.fields),
                "changes": one.changes,
                "reason": one.reason,
            }
            for one in self.actions
        ]

    def __str__(self) -> str:
        """Show how many of what there are, and the first of them."""
        counts = [(kind, str(effect), f"{count:,}") for kind, by in self.counts.items() for effect, count in by.items()]
        rows = [one.cells() for one in self.actions[:MOST_SHOWN]]
        parts = ["\n".join(_lined_up(table)) for table in (counts, rows) if table]
        return "\n\n".join([*parts, "\n".join(self._remarks())])

    def _repr_html_(self) -> str:
        head = ("kind", "what", "record", "changes", "reason")
        rows = ((one.kind, one.effect, one.name, one.changes, one.reason) for one in self.actions[:MOST_SHOWN])
        return html_table(" ".join(self._remarks()), head, rows)

    def _remarks(self) -> Iterator[str]:
        more = len(self.actions) - MOST_SHOWN
        if more > 0:
            yield f"And {more:,} more, which are in .actions and .to_dicts()."
        if self.is_empty:
            yield "There is nothing to do: both sides are in step."
        if waiting := sum(one.unresolved for one in self.report.kinds):
            yield f"Conflicts that wait for somebody to decide: {waiting:,}."
        yield "This is a plan: nothing was written."


def _lined_up(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _short(value: Any) -> str:
    text = repr(value) if value is None or isinstance(value, str) else dumps(value).decode("ascii")
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
