"""The state behind the public API: the records of one account, and what changes them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import datetime
from decimal import Decimal
from typing import Any

from ..account import UnknownRecordError
from ..instants import format_instant
from ..validation import InvalidError
from . import words
from .checks import check_types
from .contract import JOB_PRICING, KINDS, QUOTE_STATUSES, SUPPLIER_INVOICE_TYPES, Kind, Type
from .generator import PublicGenerator
from .identity import record_id, record_number
from .roughness import Record
from .table import PublicTable

_NO_MONEY = Decimal("0.00")
_NO_LISTS = frozenset({"childQuotes"})  # which only a quote priced by sections has


class PublicRecords:
    """Every record of one account. Guarded by `lock`, which each caller holds.

    Args:
        generator: makes the records that are there from the start.
        clock: gives the time of a change, aware.
    """

    def __init__(self, generator: PublicGenerator, clock: Callable[[], datetime]) -> None:
        """Start with the generated records alone."""
        self.lock = threading.RLock()
        self.clock = clock
        self._generator = generator
        self.begin_again()

    def begin_again(self) -> None:
        """Forget everything but the generated records."""
        self._tables = {name: PublicTable(kind, self._generator) for name, kind in KINDS.items()}

    def now(self) -> str:
        """Tell the time as the wire writes it."""
        return format_instant(self.clock())

    def table(self, kind: str) -> PublicTable:
        """Give a kind's records.

        Raises:
            ValueError: if there is no such kind.
        """
        if kind not in self._tables:
            raise ValueError(kind, f"is none of {', '.join(self._tables)}")
        return self._tables[kind]

    def row(self, kind: str, key: str, *, by: str = "") -> int:
        """Find a record's row.

        Args:
            kind: its kind.
            key: its id, or its number.
            by: the field that holds the key; the id or else the number without one.

        Raises:
            UnknownRecordError: if there is none.
        """
        table = self.table(kind)
        for field in (by,) if by else (table.kind.id, table.kind.number):
            row = table.find(field, key) if field else None
            if row is not None:
                return row
        raise UnknownRecordError(kind.replace("_", " "), key)

    def get(self, kind: str, key: str, *, by: str = "") -> Record:
        """Give a record, found as `row` does: to be read, never to be changed in place."""
        return self.table(kind).record(self.row(kind, key, by=by))

    def create(self, kind: str, values: Mapping[str, Any], *, first: bool = False) -> Record:
        """Add a record with what the server gives: its id and number, and every field that nobody named.

        Raises:
            InvalidError: if a value has the wrong type, or the id or the number is taken.
        """
        table = self.table(kind)
        check_types(table.kind.fields, values)
        given = {name: value for name, value in values.items() if value is not None or name not in table.kind.fields}
        for field in filter(None, (table.kind.id, table.kind.number)):
            # A tracking number is the client's own to give, and nothing says that it cannot come twice.
            if field in given and field != "trackingNumber" and table.find(field, str(given[field])) is not None:
                raise InvalidError({field: ["is taken"]})
        record = {**self._blank(table), **deepcopy(given)}
        table.insert(record, first=first)
        return record

    def change(self, kind: str, row: int, changes: Mapping[str, Any]) -> Record:
        """Put changes into a record.

        Raises:
            InvalidError: if a value has the wrong type.
        """
        table = self.table(kind)
        check_types(table.kind.fields, changes)
        record = {**table.record(row), **deepcopy(dict(changes))}
        table.put(row, record)
        return record

    def plant(self, kind: str, record: Mapping[str, Any]) -> None:
        """Put a record in as it is, valid or not, in place of the one with its id if there is one."""
        table = self.table(kind)
        key = record.get(table.kind.id)
        row = None if key is None else table.find(table.kind.id, str(key))
        if row is None:
            table.insert(deepcopy(dict(record)))
        else:
            table.put(row, deepcopy(dict(record)))

    def snapshot(self, kind: str) -> Iterator[Record]:
        """Yield copies of a kind's records as they stand when each is reached."""
        table = self.table(kind)
        with self.lock:
            rows = tuple(table.rows)
        for row in rows:
            with self.lock:
                record = deepcopy(table.record(row)) if row in table else None
            if record is not None:
                yield record

    def _blank(self, table: PublicTable) -> Record:
        """Give a new record of which nobody said anything yet."""
        kind, row = table.kind, table.next_row
        record: Record = {name: None for name in kind.fields if name not in _NO_LISTS}
        record |= {name: False for name, field in kind.fields.items() if field.type is Type.FLAG}
        record[kind.id] = _free(table, kind.id, lambda n: record_id(kind.name, n), row)
        if kind.number:
            record[kind.number] = _free(table, kind.number, lambda n: record_number(kind.name, n), row)
        return record | self._own(kind)

    def _own(self, kind: Kind) -> Record:
        """Give what a new record of a kind has from the start."""
        status, text = words.NEW
        totals = {"totalExTax": _NO_MONEY, "totalIncTax": _NO_MONEY}
        own: Mapping[str, Record] = {
            "job": {
                "jobStatus": status,
                "jobStatusText": text,
                "dateCreated": self.now(),
                "pricingMethod": JOB_PRICING[0],
                **totals,
            },
            "quote": {
                "quoteStatusText": QUOTE_STATUSES[0],
                "quotationDate": self.now(),
                "pricingMethod": JOB_PRICING[0],
                **totals,
            },
            "supplier_invoice": {"type": SUPPLIER_INVOICE_TYPES[0], "createdOn": self.now(), "lines": []},
            "invoice_to_send": {"invoiceLines": [], "markedAsSent": False},
            "payment_to_send": {"markedAsSent": False},
        }
        return own.get(kind.name, {})


def _free(table: PublicTable, field: str, make: Callable[[int], str], row: int) -> str:
    key = make(row)
    while table.find(field, key) is not None:
        row += 1
        key = make(row)
    return key
