"""The state that a sandbox keeps: the records of one company's account, and what changes them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import datetime
from decimal import Decimal
from typing import Any

from .contract import RESOURCES
from .files import FileStore, StoredFile
from .generator import Generator, Record
from .instants import format_instant
from .table import Rows, Table
from .validation import InvalidError, check_changes, check_new
from .words import TECHNICIANS


class UnknownRecordError(KeyError):
    """There is no such record."""

    def __init__(self, kind: str, record_id: str) -> None:
        """Say which one was asked for."""
        super().__init__(f"{kind} {record_id!r} does not exist")
        self.kind = kind
        self.id = record_id


OWN_FILE_URL = "here:"
"""Stands in a stored attachment for the address of its bytes at this sandbox, which is known once it serves."""

_PERSON, _NAME = TECHNICIANS[0]  # to whom the API token belongs
_GIVEN: Mapping[str, Record] = {
    "note": {"userId": _PERSON, "userName": _NAME},
    "attachment": {"fileSize": 0, "fileUrl": OWN_FILE_URL, "uploadedBy": _PERSON},
}


class Account:
    """Every record of one company, and what else belongs to them. Guarded by `lock`, which each caller holds.

    Args:
        generator: makes the records that are there from the start.
        clock: gives the time of a change, aware.
        files: holds the bytes of attachments.
    """

    def __init__(self, generator: Generator, clock: Callable[[], datetime], files: FileStore) -> None:
        """Start with the generated records alone."""
        self.lock = threading.RLock()
        self.files = files
        self._clock = clock
        self._generator = generator
        self._custom_fields: dict[str, dict[str, Record]] = {}
        self.begin_again()

    def begin_again(self) -> None:
        """Forget every record but the generated ones, and all that came with it."""
        self._tables = {kind: Table(resource, self._generator) for kind, resource in RESOURCES.items()}
        self._payments: dict[str, list[Record]] = {}
        self._contents: dict[str, StoredFile] = {}

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
        """Check and add a record; what the server gives (ids, time stamps) is given unless `values` bring it."""
        table = self.table(kind)
        check_new(table.fields, values)
        if "id" in values and table.find(str(values["id"])) is not None:
            raise InvalidError({"id": ["is taken"]})
        if table.of_job and self.table("job").find(str(values.get("jobId"))) is None:
            raise InvalidError({"jobId": ["must be the id of a job"]})
        defaults = {field.name: field.default for field in table.fields.values() if field.default is not None}
        given = {**defaults, **_GIVEN.get(kind, {}), **self._stamps(table, "created", "changed")}
        record = {"id": table.next_id(), **given, **deepcopy(dict(values))}
        table.insert(record, first=first)
        return record

    def update(self, kind: str, record_id: str, changes: Mapping[str, Any]) -> Record:
        """Check the changes and put them into a record, and the time with them unless they bring one."""
        table, row = self.table(kind), self._row(kind, record_id)
        check_changes(table.fields, changes)
        former = table.record(row)
        record = {**former, **self._stamps(table, "changed"), **deepcopy(dict(changes)), "id": former["id"]}
        table.put(row, record)
        return record

    def delete(self, kind: str, record_id: str) -> None:
        """Take a record out, and with a job its notes and attachments."""
        self.table(kind).delete(self._row(kind, record_id))
        if kind == "attachment":
            self._contents.pop(record_id, None)
        if kind == "job":
            for part in (resource.kind for resource in RESOURCES.values() if resource.of_job):
                for row in tuple(self._rows_of_job(part, record_id)):
                    self._contents.pop(str(self.table(part).record(row).get("id")), None)
                    self.table(part).delete(row)

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

    def of_job(self, kind: str, job_id: str) -> list[Record]:
        """List a job's records of a kind, in the order of creation: to be read, never to be changed in place."""
        table = self.table(kind)
        return [table.record(row) for row in self._rows_of_job(kind, job_id)]

    def keep_content(self, attachment_id: str, content: StoredFile) -> None:
        """Keep an attachment's bytes, in place of those it had."""
        self._contents[attachment_id] = content

    def content(self, attachment_id: str) -> StoredFile | None:
        """Give an attachment's bytes, None if it has none."""
        return self._contents.get(attachment_id)

    def define_custom_field(self, kind: str, definition: Mapping[str, Any]) -> None:
        """Define a custom field, in place of the one with its name."""
        self._custom_fields.setdefault(kind, {})[definition["name"]] = deepcopy(dict(definition))

    def custom_fields(self, kind: str) -> list[Record]:
        """List a kind's custom fields, in the order of definition."""
        return list(self._custom_fields.get(kind, {}).values())

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

    def _rows_of_job(self, kind: str, job_id: str) -> Rows:
        return self.table(kind).select(
            ("of job", job_id), lambda rows: (row for row, record in rows if record.get("jobId") == job_id)
        )

    def _row(self, kind: str, record_id: str) -> int:
        row = self.table(kind).find(record_id)
        if row is None:
            raise UnknownRecordError(kind, record_id)
        return row

    def _stamps(self, table: Table, *moments: str) -> Record:
        now = format_instant(self._clock())
        return {field.name: now for field in table.fields.values() if field.stamp in moments}
