"""The public API's records of one kind in order: made when they are looked at, stored once they are touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import cast

from ..json_text import render
from .contract import Kind
from .generator import PublicGenerator
from .identity import likely_row
from .roughness import Record

_RENDERED_RECORDS_KEPT = 20_000
_MADE_RECORDS_KEPT = 5_000  # of a small company all, so that each filter scans them without making them again
_SELECTIONS_KEPT = 8


class PublicTable:
    """Records by row number: the first are generated, later numbers are created ones.

    Args:
        kind: what they are.
        generator: makes the records that are there from the start.
    """

    def __init__(self, kind: Kind, generator: PublicGenerator) -> None:
        """Start with the generated records alone."""
        self.kind = kind
        self._make = lru_cache(_MADE_RECORDS_KEPT)(partial(generator.make, kind.name))
        self._generated = generator.counts.get(kind.name, 0)
        self._rows = list(range(1, self._generated + 1))
        self._last_row = self._generated
        self._touched: dict[int, Record] = {}
        self._deleted: set[int] = set()
        self._row_of: dict[tuple[str, str], int] = {}
        self._render_generated = lru_cache(_RENDERED_RECORDS_KEPT)(lambda row: render(self.shown(self.record(row))))
        self._selections: dict[object, Sequence[int]] = {}
        self._rows_by: dict[str, dict[str, list[int]]] = {}

    @property
    def rows(self) -> Sequence[int]:
        """Every row, in the order of creation."""
        return self._rows

    @property
    def next_row(self) -> int:
        """The row that the next record gets."""
        return self._last_row + 1

    def __contains__(self, row: int) -> bool:
        """Tell whether a row that was once there still is."""
        return row not in self._deleted

    def find(self, field: str, key: str) -> int | None:
        """Find the row with an id or a number, in any case."""
        row = self._row_of.get((field, key.lower()))
        if row is not None:
            return row
        row = likely_row(self.kind, field, key)
        is_untouched = 0 < row <= self._generated and row not in self._touched and row not in self._deleted
        return row if is_untouched and str(self.record(row)[field]).lower() == key.lower() else None

    def record(self, row: int) -> Record:
        """Give a row's record, with what it never shows: to be read, never to be changed in place."""
        touched = self._touched.get(row)
        return self._make(row) if touched is None else touched

    def shown(self, record: Record) -> Record:
        """Leave out what a record never shows."""
        shown = {name: value for name, value in record.items() if name not in self.kind.hidden}
        parts = shown.get(self.kind.parts)
        if isinstance(parts, list):
            whole = cast("list[object]", parts)
            shown[self.kind.parts] = [self.shown(cast("Record", p)) if isinstance(p, dict) else p for p in whole]
        return shown

    def rendered(self, row: int) -> bytes:
        """Give a row's record, as it is shown, as JSON text."""
        touched = self._touched.get(row)
        return self._render_generated(row) if touched is None else render(self.shown(touched))

    def put(self, row: int, record: Record) -> None:
        """Store a row's record in place of the one it had."""
        self._forget_keys(row)
        self._touched[row] = record
        for field in filter(None, (self.kind.id, self.kind.number)):
            if record.get(field) is not None:
                self._row_of[field, str(record[field]).lower()] = row
        self._forget_selections()

    def insert(self, record: Record, *, first: bool = False) -> None:
        """Add a record at the end, or before all others."""
        self._last_row += 1
        self._rows.insert(0 if first else len(self._rows), self._last_row)
        self.put(self._last_row, record)

    def delete(self, row: int) -> None:
        """Take a row out."""
        self._forget_keys(row)
        self._rows.remove(row)
        self._deleted.add(row)
        self._touched.pop(row, None)
        self._forget_selections()

    def select(self, query: object, choose: Callable[[Record], bool]) -> Sequence[int]:
        """Give the rows that `choose` takes for a query, kept until a record changes so that pages don't scan again."""
        rows = self._selections.get(query)
        if rows is None:
            if len(self._selections) == _SELECTIONS_KEPT:
                self._selections.clear()
            rows = self._selections[query] = [row for row in self._rows if choose(self.record(row))]
        return rows

    def having(self, field: str, value: str) -> Sequence[int]:
        """Give the rows with a value in a field, in any case, without a scan for each value."""
        if field not in self._rows_by:
            found: dict[str, list[int]] = {}
            for row in self._rows:
                found.setdefault(str(self.record(row).get(field)).lower(), []).append(row)
            self._rows_by[field] = found
        return self._rows_by[field].get(value.lower(), ())

    def records(self) -> Iterator[tuple[int, Record]]:
        """Yield every row with its record."""
        return ((row, self.record(row)) for row in self._rows)

    def _forget_keys(self, row: int) -> None:
        former = self._touched.get(row)
        if former is not None:
            for field in filter(None, (self.kind.id, self.kind.number)):
                key = field, str(former.get(field)).lower()
                if self._row_of.get(key) == row:
                    del self._row_of[key]

    def _forget_selections(self) -> None:
        self._selections.clear()
        self._rows_by.clear()
