"""The records of one kind in order: made when they are looked at, stored once they are touched."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from itertools import count
from typing import TypeAlias

from .contract import Resource
from .generator import Generator, Record
from .json_text import render

_RENDERED_RECORDS_KEPT = 20_000
_SELECTIONS_KEPT = 8

Rows: TypeAlias = "array[int]"
"""Row numbers: what stands for records in a listing, eight bytes each."""


class Table:
    """Records by row number: the first are generated, later numbers are created ones.

    Args:
        resource: the kind.
        generator: makes the records that are there from the start.
    """

    def __init__(self, resource: Resource, generator: Generator) -> None:
        """Start with the generated records alone."""
        self.fields = resource.fields
        self.of_job = resource.of_job
        self._id_prefix = resource.id_prefix
        self._generated = generator.counts.get(resource.kind, 0)
        self._make = partial(generator.make, resource.kind)
        self._render_generated = lru_cache(_RENDERED_RECORDS_KEPT)(partial(generator.rendered, resource.kind))
        self._rows: Rows = array("q", range(1, self._generated + 1))
        self._last_row = self._generated
        self._touched: dict[int, Record] = {}
        self._row_of_id: dict[str, int] = {}
        self._deleted: set[int] = set()
        self._selections: dict[object, Rows] = {}

    def __len__(self) -> int:
        """Count the records."""
        return len(self._rows)

    def __contains__(self, row: int) -> bool:
        """Tell whether a row that was once there still is."""
        return row not in self._deleted

    @property
    def rows(self) -> Rows:
        """Every row, in the order of creation."""
        return self._rows

    def next_id(self) -> str:
        """Tell the id that the next record gets if it brings none."""
        free = (f"{self._id_prefix}-{n}" for n in count(self._last_row + 1))
        return next(record_id for record_id in free if record_id not in self._row_of_id)

    def find(self, record_id: str) -> int | None:
        """Find the row of an id."""
        row = self._row_of_id.get(record_id)
        if row is not None:
            return row
        prefix, _, digits = record_id.partition("-")
        if prefix != self._id_prefix or not (digits.isascii() and digits.isdigit()) or digits.startswith("0"):
            return None
        row = int(digits) if len(digits) <= len(str(self._generated)) else 0
        return row if 0 < row <= self._generated and row not in self._deleted else None

    def record(self, row: int) -> Record:
        """Give a row's record: to be read, never to be changed in place."""
        touched = self._touched.get(row)
        return self._make(row) if touched is None else touched

    def rendered(self, row: int) -> bytes:
        """Give a row's record as JSON text."""
        touched = self._touched.get(row)
        return self._render_generated(row) if touched is None else render(touched)

    def put(self, row: int, record: Record) -> None:
        """Store a row's record in place of the one it had."""
        self._touched[row] = record
        self._selections.clear()

    def insert(self, record: Record, *, first: bool = False) -> None:
        """Add a record at the end, or before all others."""
        self._last_row += 1
        self._rows.insert(0 if first else len(self._rows), self._last_row)
        if record.get("id") is not None:
            self._row_of_id[str(record["id"])] = self._last_row
        self.put(self._last_row, record)

    def delete(self, row: int) -> None:
        """Take a row out."""
        self._rows.remove(row)
        self._deleted.add(row)
        record = self._touched.pop(row, None)
        if record is not None:
            self._row_of_id.pop(str(record.get("id")), None)
        self._selections.clear()

    def select(self, query: object, choose: Callable[[Iterator[tuple[int, Record]]], Iterable[int]]) -> Rows:
        """Give the rows that `choose` picks for a query, kept until a record changes so that pages don't scan again."""
        rows = self._selections.get(query)
        if rows is None:
            if len(self._selections) == _SELECTIONS_KEPT:
                self._selections.clear()
            rows = array("q", choose((row, self.record(row)) for row in self._rows))
            self._selections[query] = rows
        return rows
