"""The tables, declared once: the contract's six and three of the engine's own.

The database is made by the migrations, which add the triggers that keep `updated_at`; `metadata.create_all` does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import attrs
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    delete,
    select,
    text,
    true,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.sql.dml import Delete

from ...models import Customer, Invoice, Job
from .defaults import current_moment, new_row_id
from .types import JsonValue, Money, RowId, UtcTimestamp

SYNC_STATUSES: Final = ("idle", "syncing", "success", "error")
SYNC_DIRECTIONS: Final = ("to_ascora", "from_ascora", "both")
LOG_STATUSES: Final = ("success", "failed", "pending", "skipped")
SYNC_INTERVALS: Final = (60, 3600)

# Every constraint has a name, so that a later migration can speak of it.
metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _id() -> Column[Any]:
    return Column("id", RowId(), primary_key=True, server_default=new_row_id())


def _created() -> Column[Any]:
    return Column("created_at", UtcTimestamp(), nullable=False, server_default=current_moment())


def _times() -> Sequence[Column[Any]]:
    return _created(), Column("updated_at", UtcTimestamp(), nullable=False, server_default=current_moment())


def _organization() -> Column[Any]:
    return Column("organization_id", Text(), nullable=False)


def _flag(name: str) -> Column[Any]:
    kind = Boolean(create_constraint=True, name=name)
    return Column(name, kind, nullable=False, server_default=true())


def _one_of(column: str, values: Sequence[str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=column)


def _integration() -> Column[Any]:
    return Column("integration_id", RowId(), ForeignKey("ascora_integrations.id", ondelete="CASCADE"), nullable=False)


def _texts(*names: str) -> Sequence[Column[Any]]:
    return tuple(Column(name, Text()) for name in names)


def _of_record(ascora_id: str) -> Sequence[SchemaItem]:
    return (
        _id(),
        _organization(),
        Column(ascora_id, Text()),
        # Rows without an Ascora id, made here and not yet pushed, do not collide: NULL equals nothing.
        UniqueConstraint("organization_id", ascora_id),
        Column("ascora_created_at", Text()),
        Column("ascora_updated_at", Text()),
        Column("extra", JsonValue()),
        *_times(),
    )


integrations: Final = Table(
    "ascora_integrations",
    metadata,
    _id(),
    _organization(),
    *_texts("user_id", "api_url", "api_token", "company_code"),
    _flag("is_active"),
    Column("last_sync_at", UtcTimestamp()),
    Column("sync_status", Text(), nullable=False, server_default="idle"),
    Column("webhook_token", Text()),
    Column("sync_settings", JsonValue()),
    *_times(),
    _one_of("sync_status", SYNC_STATUSES),
)
Index(
    "uq_ascora_integrations_active",
    integrations.c.organization_id,
    unique=True,
    sqlite_where=text("is_active"),
    postgresql_where=text("is_active"),
)
Index(None, integrations.c.organization_id)

customers: Final = Table(
    "ascora_customers",
    metadata,
    *_of_record("ascora_customer_id"),
    *_texts("first_name", "last_name", "company_name", "email", "phone", "mobile"),
    *_texts("street_address", "suburb", "state", "postcode", "country"),
    *_texts("customer_type", "billing_address", "tax_id", "notes"),
    Column("custom_fields", JsonValue()),
    Column("synced_at", UtcTimestamp()),
)

jobs: Final = Table(
    "ascora_jobs",
    metadata,
    *_of_record("ascora_job_id"),
    Column("job_title", Text(), nullable=False),
    Column("customer_id", Text(), nullable=False),
    *_texts("customer_name", "customer_email", "customer_phone"),
    Column("status", Text(), nullable=False, server_default="pending"),
    *_texts("description", "job_address", "job_type", "priority"),
    Column("estimated_cost", Money()),
    Column("actual_cost", Money()),
    Column("scheduled_date", Text()),
    Column("completed_date", Text()),
    *_texts("assigned_to", "assigned_to_name"),
    Column("invoice_status", Text()),
    Column("invoice_amount", Money()),
    Column("payment_status", Text()),
    Column("custom_fields", JsonValue()),
    Column("report_id", Text()),
    Column("last_synced_at", UtcTimestamp()),
    Column("sync_direction", Text(), nullable=False, server_default="both"),
    _one_of("sync_direction", SYNC_DIRECTIONS),
)
Index(
    "ix_ascora_jobs_report_id",
    jobs.c.organization_id,
    jobs.c.report_id,
    sqlite_where=text("report_id IS NOT NULL"),
    postgresql_where=text("report_id IS NOT NULL"),
)

invoices: Final = Table(
    "ascora_invoices",
    metadata,
    *_of_record("ascora_invoice_id"),
    Column("job_id", Text()),
    Column("customer_id", Text(), nullable=False),
    Column("invoice_number", Text(), nullable=False),
    Column("invoice_date", Text(), nullable=False),
    Column("due_date", Text(), nullable=False),
    Column("total_amount", Money(), nullable=False),
    Column("paid_amount", Money()),
    Column("status", Text(), nullable=False, server_default="draft"),
    Column("payment_method", Text()),
    Column("payment_date", Text()),
    Column("items", JsonValue()),
    Column("report_id", Text()),
    Column("synced_at", UtcTimestamp()),
)

sync_logs: Final = Table(
    "ascora_sync_logs",
    metadata,
    _id(),
    _integration(),
    Column("sync_type", Text(), nullable=False),
    *_texts("source", "target", "resource_type", "resource_id", "ascora_resource_id"),
    Column("status", Text(), nullable=False),
    Column("error_message", Text()),
    Column("retry_count", Integer(), nullable=False, server_default="0"),
    Column("response_data", JsonValue()),
    _created(),
    _one_of("status", LOG_STATUSES),
)
Index(None, sync_logs.c.integration_id, sync_logs.c.created_at)
Index(None, sync_logs.c.resource_type, sync_logs.c.ascora_resource_id)

sync_schedules: Final = Table(
    "ascora_sync_schedules",
    metadata,
    _id(),
    _integration(),
    Column("sync_interval", Integer(), nullable=False, server_default="300"),
    _flag("is_active"),
    Column("last_run_at", UtcTimestamp()),
    Column("next_run_at", UtcTimestamp()),
    *_times(),
    # A second schedule of an integration could say nothing but another interval.
    UniqueConstraint("integration_id"),
    CheckConstraint("sync_interval BETWEEN {} AND {}".format(*SYNC_INTERVALS), name="sync_interval"),
)

sync_records: Final = Table(
    "ascora_sync_records",
    metadata,
    Column("organization_id", Text(), primary_key=True),
    Column("kind", Text(), primary_key=True),
    Column("ascora_id", Text(), primary_key=True),
    Column("base", Text(), nullable=False),
    Column("digest", Text(), nullable=False),
)
"""What both sides last agreed on, as JSON text, and the digest of the remote record last seen."""

sync_checkpoints: Final = Table(
    "ascora_sync_checkpoints",
    metadata,
    Column("organization_id", Text(), primary_key=True),
    Column("kind", Text(), primary_key=True),
    Column("cursor", JsonValue()),
    Column("lease_owner", Text()),
    Column("lease_until", UtcTimestamp()),
    *_times(),
)
"""How far an organization's sync of a kind has come, and who is at it until when."""

sync_failures: Final = Table(
    "ascora_sync_failures",
    metadata,
    Column("organization_id", Text(), primary_key=True),
    Column("kind", Text(), primary_key=True),
    Column("record_key", Text(), primary_key=True),
    Column("digest", Text(), nullable=False),
    Column("error", Text(), nullable=False),
    Column("payload", Text(), nullable=False),
    Column("attempts", Integer(), nullable=False, server_default="1"),
    *_times(),
)
"""Records put aside, with what is wrong with them, to be tried again."""


class RecordTable(NamedTuple):
    """Where the records of one kind are kept.

    Attributes:
        table: The table.
        ascora_id: The column of the record's Ascora id, NULL until the record has been pushed.
        synced_at: The column of the moment of the last sync.
        columns: The column of each of the model's fields but `id`, by the field's name.
        money: The names of the fields that hold money.
    """

    table: Table
    ascora_id: Column[Any]
    synced_at: Column[Any]
    columns: Mapping[str, Column[Any]]
    money: Sequence[str]


# The row has times of its own under these names.
_RENAMED: Final = {"created_at": "ascora_created_at", "updated_at": "ascora_updated_at"}


def _record_table(model: type[Any], table: Table, *, ascora_id: str, synced_at: str) -> RecordTable:
    names: list[str] = [field.name for field in attrs.fields(model) if field.name != "id"]
    columns = {name: table.c[_RENAMED.get(name, name)] for name in names}
    money = [name for name, column in columns.items() if isinstance(column.type, Money)]
    return RecordTable(table, table.c[ascora_id], table.c[synced_at], columns, money)


RECORD_TABLES: Final[Mapping[str, RecordTable]] = {
    "customer": _record_table(Customer, customers, ascora_id="ascora_customer_id", synced_at="synced_at"),
    "job": _record_table(Job, jobs, ascora_id="ascora_job_id", synced_at="last_synced_at"),
    "invoice": _record_table(Invoice, invoices, ascora_id="ascora_invoice_id", synced_at="synced_at"),
}


def forget_organization(organization_id: str) -> Sequence[Delete]:
    """Give the statements that take all of an organization's rows away, in the order in which they are to be run.

    They do not count on foreign keys, which SQLite leaves unenforced unless a connection asks for them.
    """
    own = select(integrations.c.id).where(integrations.c.organization_id == organization_id)
    by_integration = (delete(table).where(table.c.integration_id.in_(own)) for table in (sync_logs, sync_schedules))
    by_organization = (
        delete(table).where(table.c.organization_id == organization_id)
        for table in (integrations, invoices, jobs, customers, sync_records, sync_checkpoints, sync_failures)
    )
    return (*by_integration, *by_organization)
