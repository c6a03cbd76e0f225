"""Which table keeps the records of a kind, and which column each of their fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import attrs
from sqlalchemy import Column, Table

from ...models import Customer, Invoice, Job
from .tables import customers, invoices, jobs, records
from .types import JsonValue, Money


@attrs.frozen(eq=False, kw_only=True)
class RecordTable:
    """Where the records of one kind are kept.

    Attributes:
        table: The table.
        ascora_id: The column of the record's Ascora id, NULL until the record has been pushed.
        synced_at: The column of the moment of the last sync.
        columns: The column of each of the model's fields but `id`, by the field's name; empty for the table that keeps
            the records of many kinds, each record's fields in one column.
    """

    table: Table
    ascora_id: Column[Any]
    synced_at: Column[Any]
    columns: Mapping[str, Column[Any]]

    @property
    def is_shared(self) -> bool:
        """Whether it keeps the records of many kinds."""
        return not self.columns

    @cached_property
    def money(self) -> Sequence[str]:
        """The names of the fields that hold money."""
        return self._fields_of(Money)

    @cached_property
    def json(self) -> Sequence[str]:
        """The names of the fields that hold any JSON value."""
        return self._fields_of(JsonValue)

    @cached_property
    def texts(self) -> Sequence[str]:
        """The names of the fields that hold text."""
        return [name for name in self.columns if name not in self.money and name not in self.json]

    @cached_property
    def required(self) -> Sequence[str]:
        """The names of the fields that every record has."""
        return [name for name, column in self.columns.items() if not column.nullable]

    @cached_property
    def cells(self) -> Sequence[Column[Any]]:
        """The columns that hold a record's values."""
        return [self.table.c.fields] if self.is_shared else list(self.columns.values())

    def to_row(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give what stands in the columns for a record's values, by the columns' names."""
        if self.is_shared:
            return {"fields": dict(values)}
        return {name: values[field] for name, field in self._fields}

    def from_cells(self, cells: Sequence[Any]) -> dict[str, Any] | None:
        """Give a record's values from what stands in its columns; None if they have not even the form of values."""
        if self.is_shared:
            return cells[0] if isinstance(cells[0], dict) else None
        return dict(zip(self.columns, cells, strict=True))

    @cached_property
    def _fields(self) -> Sequence[tuple[str, str]]:
        return [(column.name, field) for field, column in self.columns.items()]

    def _fields_of(self, type_: type[Any]) -> Sequence[str]:
        return [name for name, column in self.columns.items() if isinstance(column.type, type_)]


# The row has times of its own under these names.
_RENAMED: Final = {"created_at": "ascora_created_at", "updated_at": "ascora_updated_at"}


def _of_model(model: type[Any], table: Table, *, ascora_id: str, synced_at: str) -> RecordTable:
    names: list[str] = [field.name for field in attrs.fields(model) if field.name != "id"]
    columns = {name: table.c[_RENAMED.get(name, name)] for name in names}
    return RecordTable(table=table, ascora_id=table.c[ascora_id], synced_at=table.c[synced_at], columns=columns)


RECORD_TABLES: Final[Mapping[str, RecordTable]] = {
    "customer": _of_model(Customer, customers, ascora_id="ascora_customer_id", synced_at="synced_at"),
    "job": _of_model(Job, jobs, ascora_id="ascora_job_id", synced_at="last_synced_at"),
    "invoice": _of_model(Invoice, invoices, ascora_id="ascora_invoice_id", synced_at="synced_at"),
}
"""The tables of the kinds that have one of their own."""

_SHARED: Final = RecordTable(table=records, ascora_id=records.c.ascora_id, synced_at=records.c.synced_at, columns={})


def record_table(kind: str) -> RecordTable:
    """Give the table that keeps the records of a kind."""
    return RECORD_TABLES.get(kind, _SHARED)
