"""The state that a sandbox keeps: the records of one company's account, and what changes them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import datetime
from decimal import Decimal
from typing import Any

from .contract import RESOURCES
from .generator import Generator, Record
from .instants import format_instant
from .table import Table
from .validation import InvalidError, check_changes, check_new


class UnknownRecordError(KeyError):
    """There is no such record."""

    def __init__(self, kind: str, record_id: str) -> None:
        """Say which one was asked for."""
        super().__init__(f"{kind} {record_id!r} does not exist")
        self.kind = kind
        self.id = record_id


class Account:
    """Every record of one company, and the payments it received. Guarded by `lock`, which each caller holds.

    Args:
        generator: makes the records that are there from the start.
        clock: gives the time of a change, aware.
    """

    def __init__(self, generator: Generator, clock: Callable[[], datetime]) -> None:
        """Start with the generated records alone."""
        self.lock = threading.RLock()
        self._clock = clock
        self._tables = {kind: Table(resource, generator) for kind, resource in RESOURCES.items()}
        self._payments: dict[str, list[Record]] = {}

    def table(self, kind: str) -> Table:
        """Give a kind's records.

        Raises:
            ValueError: if there is no such kind.
        """
        if kind not in self._tables:
            raise ValueError(kind, f"is none of {', '.join(self._tables)}")
        return self._tables[kind]

    def get(self, kind: str, record_id: str) -> Record:
        """Give a record: to be read, never to be changed in place."""
        return self.table(kind).record(self._row(kind, record_id))

    def create(self, kind: str, values: Mapping[str, Any], *, first: bool = False) -> Record:
        """Check and add a record; id and time stamps are given unless `values` bring them."""
        table = self.table(kind)
        check_new(table.fields, values)
        if "id" in values and table.find(str(values["id"])) is not None:
            raise InvalidError({"id": ["is taken"]})
        defaults = {field.name: field.default for field in table.fields.values() if field.default is not None}
        now = self._now()
        record = {"id": table.next_id(), **defaults, "createdAt": now, "updatedAt": now, **deepcopy(dict(values))}
        table.insert(record, first=first)
        return record

    def update(self, kind: str, record_id: str, changes: Mapping[str, Any]) -> Record:
        """Check the changes and put them into a record, and the time with them unless they bring one."""
        table, row = self.table(kind), self._row(kind, record_id)
        check_changes(table.fields, changes)
        former = table.record(row)
        record = {**former, "updatedAt": self._now(), **deepcopy(dict(changes)), "id": former["id"]}
        table.put(row, record)
        return record

    def delete(self, kind: str, record_id: str) -> None:
        """Take a record out."""
        self.table(kind).delete(self._row(kind, record_id))

    def plant(self, kind: str, record: Mapping[str, Any]) -> None:
        """Put a record in as it is, valid or not, in place of the one with its id if there is one."""
        table, record_id = self.table(kind), record.get("id")
        row = None if record_id is None else table.find(str(record_id))
        if row is None:
            table.insert(deepcopy(dict(record)))
        else:
            table.put(row, deepcopy(dict(record)))

    def pay(self, invoice_id: str, payment: Mapping[str, Any]) -> Record:
        """Record a payment on its invoice."""
        invoice = self.get("invoice", invoice_id)
        paid = (invoice.get("paidAmount") or Decimal(0)) + payment["amount"]
        self._payments.setdefault(invoice_id, []).append(dict(payment))
        return self.update(
            "invoice",
            invoice_id,
            {
                "paidAmount": paid,
                "paymentMethod": payment["paymentMethod"],
                "paymentDate": payment["paymentDate"],
                "status": "paid" if paid >= invoice["totalAmount"] else "partial",
            },
        )

    def payments(self, invoice_id: str) -> list[Record]:
        """List the payments that an invoice received, in their order."""
        return deepcopy(self._payments.get(invoice_id, []))

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

    def _row(self, kind: str, record_id: str) -> int:
        row = self.table(kind).find(record_id)
        if row is None:
            raise UnknownRecordError(kind, record_id)
        return row

    def _now(self) -> str:
        return format_instant(self._clock())
