"""The tables, declared once: the contract's six, one for all other kinds, and those of the engine's own.

The database is made by the migrations, which add the triggers that keep `updated_at`; `metadata.create_all` does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
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
    false,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.sql.dml import Delete
from sqlalchemy.sql.elements import ColumnElement

from .defaults import current_moment, new_row_id
from .types import SQLITE, JsonText, JsonValue, Money, RowId, UtcTimestamp

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
        *_kept(),
    )


def _kept() -> Sequence[Column[Any]]:
    # `written_at` is when the engine last wrote the row, and then it is `updated_at` as well; somebody's edit moves the
    # one and not the other. `edited_at` is when somebody edited it, if the engine has since written to it but not
    # settled it.
    return (
        *_times(),
        Column("written_at", UtcTimestamp()),
        Column("edited_at", UtcTimestamp()),
        Column("ascora_deleted_at", UtcTimestamp()),
    )


def edited_condition(table: Table, ascora_id: Column[Any]) -> ColumnElement[bool]:
    """Say which rows of a table of records may have been made or edited here since they were settled."""
    held = table.c
    return or_(held.updated_at.is_distinct_from(held.written_at), held.edited_at.is_not(None), ascora_id.is_(None))


def _edited_index(table: Table, ascora_id: Column[Any], *columns: Column[Any]) -> None:
    # It is of use to a query for the very same condition only, which is `edited_condition`.
    where = "updated_at {} written_at OR edited_at IS NOT NULL OR {} IS NULL"
    Index(
        f"ix_{table.name}_edited",
        *columns,
        sqlite_where=text(where.format("IS NOT", ascora_id.name)),
        postgresql_where=text(where.format("IS DISTINCT FROM", ascora_id.name)),
    )


def _keyed(name: str, key: str, *columns: Column[Any]) -> Table:
    """Make a table of notes, each of which has a key in its scope."""
    return Table(
        name,
        metadata,
        Column("organization_id", Text(), primary_key=True),
        Column("kind", Text(), primary_key=True),
        Column(key, Text(), primary_key=True),
        *columns,
    )


def _moment(name: str) -> Column[Any]:
    return Column(name, UtcTimestamp(), nullable=False)


def _text(name: str) -> Column[Any]:
    return Column(name, Text(), nullable=False)


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
_edited_index(customers, customers.c.ascora_customer_id, customers.c.organization_id, customers.c.id)

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
_edited_index(jobs, jobs.c.ascora_job_id, jobs.c.organization_id, jobs.c.id)

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
_edited_index(invoices, invoices.c.ascora_invoice_id, invoices.c.organization_id, invoices.c.id)

records: Final = Table(
    "ascora_records",
    metadata,
    _id(),
    _organization(),
    _text("kind"),
    Column("ascora_id", Text()),
    UniqueConstraint("organization_id", "kind", "ascora_id"),
    Column("fields", JsonValue(), nullable=False),
    *_kept(),
    Column("synced_at", UtcTimestamp()),
)
"""The records of every kind that has no table of its own."""
_edited_index(records, records.c.ascora_id, records.c.organization_id, records.c.kind, records.c.id)

sync_logs: Final = Table(
    "ascora_sync_logs",
    metadata,
    # In the order of appending. To SQLite it is the row's own number, but only under the name of this type.
    Column("seq", BigInteger().with_variant(Integer(), SQLITE), primary_key=True),
    Column("id", RowId(), nullable=False, unique=True, server_default=new_row_id()),
    _integration(),
    Column("sync_type", Text(), nullable=False),
    *_texts("source", "target", "resource_type", "resource_id", "ascora_resource_id"),
    Column("status", Text(), nullable=False),
    Column("decision", Text()),
    Column("error_message", Text()),
    Column("retry_count", Integer(), nullable=False, server_default="0"),
    Column("response_data", JsonValue()),
    _created(),
    _one_of("status", LOG_STATUSES),
)
Index(None, sync_logs.c.integration_id, sync_logs.c.created_at)
Index(None, sync_logs.c.resource_type, sync_logs.c.ascora_resource_id)
Index(None, sync_logs.c.resource_type, sync_logs.c.resource_id)

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

sync_records: Final = _keyed(
    "ascora_sync_records",
    "ascora_id",
    _text("base"),
    _text("digest"),
    Column("row_is_gone", Boolean(), nullable=False, server_default=false()),
)
"""What both sides last agreed on, as JSON text, and the digest of the remote record last seen."""
Index(
    "ix_ascora_sync_records_gone",
    sync_records.c.organization_id,
    sync_records.c.kind,
    # Always true here; but for it SQLite would rather look through the primary key.
    sync_records.c.row_is_gone,
    sync_records.c.ascora_id,
    sqlite_where=text("row_is_gone = 1"),
    postgresql_where=text("row_is_gone"),
)

sync_checkpoints: Final = Table(
    "ascora_sync_checkpoints",
    metadata,
    Column("organization_id", Text(), primary_key=True),
    Column("kind", Text(), primary_key=True),
    Column("cursor", JsonText()),
    Column("lease_owner", Text()),
    Column("lease_until", UtcTimestamp()),
    *_times(),
)
"""How far an organization's sync of a kind has come, and who is at it until when."""

sync_failures: Final = _keyed(
    "ascora_sync_failures",
    "record_key",
    Column("ascora_id", Text()),
    *map(_text, ("digest", "error", "payload")),
    Column("attempts", Integer(), nullable=False, server_default="1"),
    *_times(),
)
"""Records put aside, with what is wrong with them, to be tried again."""

sync_tombstones: Final = _keyed("ascora_sync_tombstones", "ascora_id", _text("base"), _moment("seen_at"))
"""Records that were deleted on the server, while their rows are still here."""

sync_outbox: Final = _keyed(
    "ascora_sync_outbox",
    "record_key",
    _text("action"),
    Column("ascora_id", Text()),
    *map(_text, ("payload", "idempotency_key")),
    Column("reference", Text()),
    _moment("written_at"),
    Column("problem", Text()),
)
"""What is about to be sent, or was and nobody knows whether it arrived."""

sync_conflicts: Final = _keyed(
    "ascora_sync_conflicts",
    "ascora_id",
    Column("remote", Text()),
    _text("digest"),
    Column("fields", JsonValue(), nullable=False),
    Column("holds", Boolean(), nullable=False),
    _moment("found_at"),
)
"""Conflicts that wait for somebody to decide."""

# The engine's notes first: else each row that goes would be noted as deleted here.
_OF_ORGANIZATIONS: Final = (
    *(sync_records, sync_checkpoints, sync_failures, sync_tombstones, sync_outbox, sync_conflicts),
    *(invoices, jobs, customers, records, integrations),
)


def forget_organization(organization_id: str) -> Sequence[Delete]:
    """Give the statements that take all of an organization's rows away, in the order in which they are to be run.

    They do not count on foreign keys, which SQLite leaves unenforced unless a connection asks for them.
    """
    own = select(integrations.c.id).where(integrations.c.organization_id == organization_id)
    by_integration = (delete(table).where(table.c.integration_id.in_(own)) for table in (sync_logs, sync_schedules))
    by_organization = (delete(table).where(table.c.organization_id == organization_id) for table in _OF_ORGANIZATIONS)
    return (*by_integration, *by_organization)
