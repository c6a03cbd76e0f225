"""The contract's six tables, the engine's three, and the triggers that keep `updated_at`."""

import sqlalchemy as sa
from alembic.operations import Operations
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

POSTGRESQL = "postgresql"

# What SQLite has no type for is text there.
Text = sa.Text()
RowId = sa.Text().with_variant(sa.Uuid(), POSTGRESQL)
Json = sa.Text().with_variant(postgresql.JSONB(), POSTGRESQL)
Money = sa.Text().with_variant(sa.Numeric(12, 2), POSTGRESQL)
Moment = sa.Text().with_variant(postgresql.TIMESTAMP(timezone=True), POSTGRESQL)

SQLITE_NOW = "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')"
# In the order of time, so that new rows lie side by side in the index.
MILLISECONDS = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
SQLITE_ROW_ID = (
    f"printf('%08x-%04x-7%03x-%04x-%04x%08x', {MILLISECONDS} >> 16, {MILLISECONDS} & 65535, random() & 4095, "
    "32768 | (random() & 16383), random() & 65535, random() & 4294967295)"
)

# In the order in which they can be made.
TABLES = (
    "ascora_integrations",
    "ascora_customers",
    "ascora_jobs",
    "ascora_invoices",
    "ascora_sync_logs",
    "ascora_sync_schedules",
    "ascora_sync_records",
    "ascora_sync_checkpoints",
    "ascora_sync_failures",
)
WITHOUT_TRIGGER = ("ascora_sync_logs", "ascora_sync_records")

# An update that names no updated_at of its own gets one that is later than the last, be the clock slow, coarse or set
# back. That it always changes also ends the SQLite trigger's own update, where recursive triggers are on.
SQLITE_TRIGGER = """
CREATE TRIGGER {table}_touch AFTER UPDATE ON {table} FOR EACH ROW WHEN NEW.updated_at IS OLD.updated_at
BEGIN
  UPDATE {table} SET updated_at = max(
    strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'),
    coalesce(strftime('%Y-%m-%dT%H:%M:%f000Z', OLD.updated_at, '+0.001 seconds'), '')
  ) WHERE rowid = NEW.rowid;
END
"""
POSTGRESQL_TRIGGER = """
CREATE TRIGGER {table}_touch BEFORE UPDATE ON {table} FOR EACH ROW
WHEN (NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at) EXECUTE FUNCTION ascora_touch()
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION ascora_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at = greatest(clock_timestamp(), OLD.updated_at + interval '1 microsecond');
  RETURN NEW;
END
$$
"""


def upgrade(op: Operations) -> None:
    """Make the tables and their triggers."""
    on_postgresql = _on_postgresql(op)
    _integrations(op)
    _customers(op)
    _jobs(op)
    _invoices(op)
    _logs(op)
    _schedules(op)
    _engine_tables(op)
    if on_postgresql:
        op.execute(sa.text(POSTGRESQL_FUNCTION))
    trigger = POSTGRESQL_TRIGGER if on_postgresql else SQLITE_TRIGGER
    for table in TABLES:
        if table not in WITHOUT_TRIGGER:
            op.execute(sa.text(trigger.format(table=table)))


def downgrade(op: Operations) -> None:
    """Take the tables away, and with them their triggers and indexes."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if _on_postgresql(op):
        op.execute(sa.text("DROP FUNCTION ascora_touch()"))


def _integrations(op: Operations) -> None:
    table = "ascora_integrations"
    op.create_table(
        table,
        *_id(op, table),
        _text("organization_id", nullable=False),
        *map(_text, ("user_id", "api_url", "api_token", "company_code")),
        *_flag(op, table),
        sa.Column("last_sync_at", Moment),
        sa.Column("sync_status", Text, nullable=False, server_default="idle"),
        _text("webhook_token"),
        sa.Column("sync_settings", Json),
        *_times(op),
        sa.CheckConstraint("sync_status IN ('idle', 'syncing', 'success', 'error')", name=f"ck_{table}_sync_status"),
    )
    active = sa.text("is_active")
    op.create_index(
        "uq_ascora_integrations_active",
        table,
        ["organization_id"],
        unique=True,
        sqlite_where=active,
        postgresql_where=active,
    )
    op.create_index("ix_ascora_integrations_organization_id", table, ["organization_id"])


def _customers(op: Operations) -> None:
    table = "ascora_customers"
    op.create_table(
        table,
        *_of_record(op, table, "ascora_customer_id"),
        *map(_text, ("first_name", "last_name", "company_name", "email", "phone", "mobile")),
        *map(_text, ("street_address", "suburb", "state", "postcode", "country")),
        *map(_text, ("customer_type", "billing_address", "tax_id", "notes")),
        sa.Column("custom_fields", Json),
        sa.Column("synced_at", Moment),
    )


def _jobs(op: Operations) -> None:
    table = "ascora_jobs"
    op.create_table(
        table,
        *_of_record(op, table, "ascora_job_id"),
        _text("job_title", nullable=False),
        _text("customer_id", nullable=False),
        *map(_text, ("customer_name", "customer_email", "customer_phone")),
        sa.Column("status", Text, nullable=False, server_default="pending"),
        *map(_text, ("description", "job_address", "job_type", "priority")),
        sa.Column("estimated_cost", Money),
        sa.Column("actual_cost", Money),
        *map(_text, ("scheduled_date", "completed_date", "assigned_to", "assigned_to_name", "invoice_status")),
        sa.Column("invoice_amount", Money),
        _text("payment_status"),
        sa.Column("custom_fields", Json),
        _text("report_id"),
        sa.Column("last_synced_at", Moment),
        sa.Column("sync_direction", Text, nullable=False, server_default="both"),
        sa.CheckConstraint("sync_direction IN ('to_ascora', 'from_ascora', 'both')", name=f"ck_{table}_sync_direction"),
    )
    reported = sa.text("report_id IS NOT NULL")
    op.create_index(
        "ix_ascora_jobs_report_id",
        table,
        ["organization_id", "report_id"],
        sqlite_where=reported,
        postgresql_where=reported,
    )


def _invoices(op: Operations) -> None:
    table = "ascora_invoices"
    op.create_table(
        table,
        *_of_record(op, table, "ascora_invoice_id"),
        _text("job_id"),
        _text("customer_id", nullable=False),
        _text("invoice_number", nullable=False),
        _text("invoice_date", nullable=False),
        _text("due_date", nullable=False),
        sa.Column("total_amount", Money, nullable=False),
        sa.Column("paid_amount", Money),
        sa.Column("status", Text, nullable=False, server_default="draft"),
        *map(_text, ("payment_method", "payment_date")),
        sa.Column("items", Json),
        _text("report_id"),
        sa.Column("synced_at", Moment),
    )


def _logs(op: Operations) -> None:
    table = "ascora_sync_logs"
    op.create_table(
        table,
        *_id(op, table),
        *_integration(table),
        _text("sync_type", nullable=False),
        *map(_text, ("source", "target", "resource_type", "resource_id", "ascora_resource_id")),
        _text("status", nullable=False),
        _text("error_message"),
        sa.Column("retry_count", sa.Integer, nullable=False, server_default="0"),
        sa.Column("response_data", Json),
        _moment(op, "created_at"),
        sa.CheckConstraint("status IN ('success', 'failed', 'pending', 'skipped')", name=f"ck_{table}_status"),
    )
    for columns in (["integration_id", "created_at"], ["resource_type", "ascora_resource_id"]):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def _schedules(op: Operations) -> None:
    table = "ascora_sync_schedules"
    op.create_table(
        table,
        *_id(op, table),
        *_integration(table),
        sa.Column("sync_interval", sa.Integer, nullable=False, server_default="300"),
        *_flag(op, table),
        sa.Column("last_run_at", Moment),
        sa.Column("next_run_at", Moment),
        *_times(op),
        sa.UniqueConstraint("integration_id", name=f"uq_{table}_integration_id"),
        sa.CheckConstraint("sync_interval BETWEEN 60 AND 3600", name=f"ck_{table}_sync_interval"),
    )


def _engine_tables(op: Operations) -> None:
    op.create_table(
        "ascora_sync_records",
        *_key("ascora_sync_records", "organization_id", "kind", "ascora_id"),
        _text("base", nullable=False),
        _text("digest", nullable=False),
    )
    op.create_table(
        "ascora_sync_checkpoints",
        *_key("ascora_sync_checkpoints", "organization_id", "kind"),
        sa.Column("cursor", Json),
        _text("lease_owner"),
        sa.Column("lease_until", Moment),
        *_times(op),
    )
    op.create_table(
        "ascora_sync_failures",
        *_key("ascora_sync_failures", "organization_id", "kind", "record_key"),
        _text("digest", nullable=False),
        _text("error", nullable=False),
        _text("payload", nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="1"),
        *_times(op),
    )


def _on_postgresql(op: Operations) -> bool:
    return op.get_context().dialect.name == POSTGRESQL


def _text(name: str, *, nullable: bool = True) -> "sa.Column[str]":
    return sa.Column(name, Text, nullable=nullable)


def _key(table: str, *columns: str) -> "list[sa.schema.SchemaItem]":
    key = sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")
    return [*(_text(name, nullable=False) for name in columns), key]


def _id(op: Operations, table: str) -> "list[sa.schema.SchemaItem]":
    default = "gen_random_uuid()" if _on_postgresql(op) else f"({SQLITE_ROW_ID})"
    return [
        sa.Column("id", RowId, nullable=False, server_default=sa.text(default)),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def _moment(op: Operations, name: str) -> "sa.Column[str]":
    default = "clock_timestamp()" if _on_postgresql(op) else f"({SQLITE_NOW})"
    return sa.Column(name, Moment, nullable=False, server_default=sa.text(default))


def _times(op: Operations) -> "list[sa.Column[str]]":
    return [_moment(op, "created_at"), _moment(op, "updated_at")]


def _flag(op: Operations, table: str) -> "list[sa.schema.SchemaItem]":
    column = sa.Column("is_active", sa.Boolean, nullable=False, server_default=sa.true())
    if _on_postgresql(op):
        return [column]
    return [column, sa.CheckConstraint("is_active IN (0, 1)", name=f"ck_{table}_is_active")]


def _integration(table: str) -> "list[sa.schema.SchemaItem]":
    name = f"fk_{table}_integration_id"
    reference = sa.ForeignKeyConstraint(["integration_id"], ["ascora_integrations.id"], name=name, ondelete="CASCADE")
    return [sa.Column("integration_id", RowId, nullable=False), reference]


def _of_record(op: Operations, table: str, ascora_id: str) -> "list[sa.schema.SchemaItem]":
    return [
        *_id(op, table),
        _text("organization_id", nullable=False),
        _text(ascora_id),
        sa.UniqueConstraint("organization_id", ascora_id, name=f"uq_{table}_organization_id_{ascora_id}"),
        _text("ascora_created_at"),
        _text("ascora_updated_at"),
        sa.Column("extra", Json),
        *_times(op),
    ]
