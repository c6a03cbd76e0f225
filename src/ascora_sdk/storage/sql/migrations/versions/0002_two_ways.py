"""What two-way sync needs: which rows were edited or deleted here, the engine's notes, and the audit trail in order."""

import sqlalchemy as sa
from alembic.operations import Operations
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

POSTGRESQL = "postgresql"

Text = sa.Text()
RowId = sa.Text().with_variant(sa.Uuid(), POSTGRESQL)
Json = sa.Text().with_variant(postgresql.JSONB(), POSTGRESQL)
Moment = sa.Text().with_variant(postgresql.TIMESTAMP(timezone=True), POSTGRESQL)

SQLITE_NOW = "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')"
MILLISECONDS = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
SQLITE_ROW_ID = (
    f"printf('%08x-%04x-7%03x-%04x-%04x%08x', {MILLISECONDS} >> 16, {MILLISECONDS} & 65535, random() & 4095, "
    "32768 | (random() & 16383), random() & 65535, random() & 4294967295)"
)

# Each table of records: the column of the Ascora id, the kind of a row that goes, and of which kinds its rows are.
OWN_TABLES = {
    "ascora_customers": ("ascora_customer_id", "'customer'", "kind = 'customer'"),
    "ascora_jobs": ("ascora_job_id", "'job'", "kind = 'job'"),
    "ascora_invoices": ("ascora_invoice_id", "'invoice'", "kind = 'invoice'"),
}
SHARED = "ascora_records"
RECORD_TABLES = {**OWN_TABLES, SHARED: ("ascora_id", "OLD.kind", "kind NOT IN ('customer', 'job', 'invoice')")}
NEW_COLUMNS = ("written_at", "edited_at", "ascora_deleted_at")
NOTE_TABLES = ("ascora_sync_tombstones", "ascora_sync_outbox", "ascora_sync_conflicts")

# As in 0001, but an update is also touched if it brings both times of a settled row and they are no later than the
# row's own: whoever writes back all columns as they were read a while ago would else hide another's edit.
SQLITE_TOUCH = """
CREATE TRIGGER {table}_touch AFTER UPDATE ON {table} FOR EACH ROW
WHEN NEW.updated_at IS OLD.updated_at OR (NEW.updated_at IS NEW.written_at AND NEW.updated_at <= OLD.updated_at)
BEGIN
  UPDATE {table} SET updated_at = max(
    strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'),
    coalesce(strftime('%Y-%m-%dT%H:%M:%f000Z', OLD.updated_at, '+0.001 seconds'), ''),
    coalesce(strftime('%Y-%m-%dT%H:%M:%f000Z', NEW.written_at, '+0.001 seconds'), '')
  ) WHERE rowid = NEW.rowid;
END
"""
POSTGRESQL_TOUCH = """
CREATE TRIGGER {table}_touch BEFORE UPDATE ON {table} FOR EACH ROW
WHEN (
  NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at
  OR (NEW.updated_at = NEW.written_at AND NEW.updated_at <= OLD.updated_at)
) EXECUTE FUNCTION ascora_touch_record()
"""
POSTGRESQL_TOUCH_FUNCTION = """
CREATE FUNCTION ascora_touch_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at = greatest(
    clock_timestamp(), OLD.updated_at + interval '1 microsecond', NEW.written_at + interval '1 microsecond'
  );
  RETURN NEW;
END
$$
"""
# The triggers of 0001, to go back to.
OLD_SQLITE_TOUCH = """
CREATE TRIGGER {table}_touch AFTER UPDATE ON {table} FOR EACH ROW WHEN NEW.updated_at IS OLD.updated_at
BEGIN
  UPDATE {table} SET updated_at = max(
    strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'),
    coalesce(strftime('%Y-%m-%dT%H:%M:%f000Z', OLD.updated_at, '+0.001 seconds'), '')
  ) WHERE rowid = NEW.rowid;
END
"""
OLD_POSTGRESQL_TOUCH = """
CREATE TRIGGER {table}_touch BEFORE UPDATE ON {table} FOR EACH ROW
WHEN (NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at) EXECUTE FUNCTION ascora_touch()
"""

# A record that both sides agreed on is marked when its row goes, or goes under another id.
SQLITE_MARK = """
UPDATE ascora_sync_records SET row_is_gone = 1
WHERE organization_id = OLD.organization_id AND kind = {kind} AND ascora_id = OLD.{ascora_id};
"""
SQLITE_GONE = "CREATE TRIGGER {table}_gone AFTER DELETE ON {table} FOR EACH ROW BEGIN " + SQLITE_MARK + " END"
SQLITE_RENAMED = (
    "CREATE TRIGGER {table}_renamed AFTER UPDATE OF {name} ON {table} FOR EACH ROW WHEN {renamed} BEGIN "
    + SQLITE_MARK
    + " END"
)
# In the schema of the row's table, whatever the search path of whoever deletes it.
POSTGRESQL_GONE_FUNCTION = """
CREATE FUNCTION {table}_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    EXECUTE format('UPDATE %I.ascora_sync_records SET row_is_gone = true WHERE {kinds_quoted}', TG_TABLE_SCHEMA);
  ELSE
    EXECUTE format(
      'UPDATE %I.ascora_sync_records SET row_is_gone = true '
      'WHERE organization_id = $1 AND kind = $2 AND ascora_id = $3', TG_TABLE_SCHEMA
    ) USING OLD.organization_id, {kind}, OLD.{ascora_id};
  END IF;
  RETURN NULL;
END
$$
"""
POSTGRESQL_GONE = (
    "CREATE TRIGGER {table}_gone AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_gone()",
    "CREATE TRIGGER {table}_emptied AFTER TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_gone()",
    "CREATE TRIGGER {table}_renamed AFTER UPDATE OF {name} ON {table} FOR EACH ROW WHEN ({renamed}) "
    "EXECUTE FUNCTION {table}_gone()",
)

# What 0001 kept in one column beside the fields.
DECISIONS = {
    POSTGRESQL: "coalesce(response_data ->> 'decision', 'created')",
    "sqlite": "coalesce(json_extract(response_data, '$.decision'), 'created')",
}


def upgrade(op: Operations) -> None:
    """Add what is lacking; all rows count as edited once, which compares them and loses nothing."""
    op.add_column(
        "ascora_sync_records", sa.Column("row_is_gone", sa.Boolean, nullable=False, server_default=sa.false())
    )
    gone = sa.text("row_is_gone")
    op.create_index(
        "ix_ascora_sync_records_gone",
        "ascora_sync_records",
        ["organization_id", "kind", sa.text('ascora_id COLLATE "C"') if _on_postgresql(op) else "ascora_id"],
        sqlite_where=gone,
        postgresql_where=gone,
    )
    _add_shared_table(op)
    if _on_postgresql(op):
        op.execute(sa.text(POSTGRESQL_TOUCH_FUNCTION))
    for table, (ascora_id, kind, kinds) in RECORD_TABLES.items():
        if table != SHARED:
            for name in NEW_COLUMNS:
                op.add_column(table, sa.Column(name, Moment))
            op.execute(sa.text(_drop_touch(op, table)))
            missing = f"SELECT 1 FROM {table} AS r WHERE r.organization_id = s.organization_id AND r.{ascora_id} = s.ascora_id"
            op.execute(
                sa.text(
                    f"UPDATE ascora_sync_records AS s SET row_is_gone = true WHERE {kinds} AND NOT EXISTS ({missing})"
                )
            )
        _add_edited_index(op, table, ascora_id)
        _add_triggers(op, table, ascora_id, kind, kinds)
    _add_note_tables(op)
    _change_failures(op)
    # How far a pull had come is not told as it was; the next one begins anew.
    op.execute(sa.text("UPDATE ascora_sync_checkpoints SET cursor = NULL"))
    _number_logs(op)


def downgrade(op: Operations) -> None:
    """Take it away again."""
    _unnumber_logs(op)
    op.execute(sa.text("UPDATE ascora_sync_checkpoints SET cursor = NULL"))
    op.execute(sa.text("DELETE FROM ascora_sync_failures WHERE record_key NOT LIKE 'pull:%'"))
    op.execute(sa.text("UPDATE ascora_sync_failures SET record_key = substr(record_key, 6)"))
    op.drop_column("ascora_sync_failures", "ascora_id")
    for table in (*NOTE_TABLES, SHARED):
        op.drop_table(table)
    for table in OWN_TABLES:
        for trigger in ("gone", "renamed", "emptied")[: 3 if _on_postgresql(op) else 2]:
            op.execute(sa.text(f"DROP TRIGGER {table}_{trigger}" + (f" ON {table}" if _on_postgresql(op) else "")))
        op.execute(sa.text(_drop_touch(op, table)))
        op.drop_index(f"ix_{table}_edited", table)
        for name in NEW_COLUMNS:
            op.drop_column(table, name)
        op.execute(sa.text((OLD_POSTGRESQL_TOUCH if _on_postgresql(op) else OLD_SQLITE_TOUCH).format(table=table)))
    op.drop_index("ix_ascora_sync_records_gone", "ascora_sync_records")
    op.drop_column("ascora_sync_records", "row_is_gone")
    if _on_postgresql(op):
        for function in (*(f"{table}_gone" for table in RECORD_TABLES), "ascora_touch_record"):
            op.execute(sa.text(f"DROP FUNCTION {function}()"))


def _add_shared_table(op: Operations) -> None:
    default = "gen_random_uuid()" if _on_postgresql(op) else f"({SQLITE_ROW_ID})"
    op.create_table(
        SHARED,
        sa.Column("id", RowId, nullable=False, server_default=sa.text(default)),
        sa.PrimaryKeyConstraint("id", name=f"pk_{SHARED}"),
        *(sa.Column(name, Text, nullable=False) for name in ("organization_id", "kind")),
        sa.Column("ascora_id", Text),
        sa.UniqueConstraint("organization_id", "kind", "ascora_id", name=f"uq_{SHARED}_organization_id_kind_ascora_id"),
        sa.Column("fields", Json, nullable=False),
        *(_moment(op, name) for name in ("created_at", "updated_at")),
        *(sa.Column(name, Moment) for name in (*NEW_COLUMNS, "synced_at")),
    )


def _add_edited_index(op: Operations, table: str, ascora_id: str) -> None:
    differs = "IS DISTINCT FROM" if _on_postgresql(op) else "IS NOT"
    edited = sa.text(f"updated_at {differs} written_at OR edited_at IS NOT NULL OR {ascora_id} IS NULL")
    place = ["organization_id", "kind"] if table == SHARED else ["organization_id"]
    op.create_index(f"ix_{table}_edited", table, [*place, "id"], sqlite_where=edited, postgresql_where=edited)


def _add_triggers(op: Operations, table: str, ascora_id: str, kind: str, kinds: str) -> None:
    on_postgresql = _on_postgresql(op)
    names = ["organization_id", ascora_id, *(["kind"] if table == SHARED else [])]
    differs = "IS DISTINCT FROM" if on_postgresql else "IS NOT"
    given = {
        "table": table,
        "ascora_id": ascora_id,
        "kind": kind,
        "kinds_quoted": kinds.replace("'", "''"),
        "name": ", ".join(names),
        "renamed": " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in names),
    }
    if on_postgresql:
        statements = [POSTGRESQL_TOUCH, POSTGRESQL_GONE_FUNCTION, *POSTGRESQL_GONE]
    else:
        statements = [SQLITE_TOUCH, SQLITE_GONE, SQLITE_RENAMED]
    for statement in statements:
        op.execute(sa.text(statement.format(**given)))


def _add_note_tables(op: Operations) -> None:
    tombstones, outbox, conflicts = NOTE_TABLES
    op.create_table(
        tombstones, *_key(tombstones, "ascora_id"), _text("base"), sa.Column("seen_at", Moment, nullable=False)
    )
    op.create_table(
        outbox,
        *_key(outbox, "record_key"),
        _text("action"),
        sa.Column("ascora_id", Text),
        *map(_text, ("payload", "idempotency_key")),
        sa.Column("reference", Text),
        sa.Column("written_at", Moment, nullable=False),
        sa.Column("problem", Text),
    )
    op.create_table(
        conflicts,
        *_key(conflicts, "ascora_id"),
        sa.Column("remote", Text),
        _text("digest"),
        sa.Column("fields", Json, nullable=False),
        sa.Column("holds", sa.Boolean, nullable=False),
        sa.Column("found_at", Moment, nullable=False),
    )


def _change_failures(op: Operations) -> None:
    op.add_column("ascora_sync_failures", sa.Column("ascora_id", Text))
    # One without an id had its digest as its key.
    op.execute(sa.text("UPDATE ascora_sync_failures SET ascora_id = record_key WHERE record_key <> digest"))
    op.execute(
        sa.text(
            "UPDATE ascora_sync_failures SET record_key = 'pull' || chr(58) || record_key"
            if _on_postgresql(op)
            else "UPDATE ascora_sync_failures SET record_key = 'pull' || char(58) || record_key"
        )
    )


def _number_logs(op: Operations) -> None:
    decision = DECISIONS[op.get_context().dialect.name]
    if _on_postgresql(op):
        for statement in (
            "ALTER TABLE ascora_sync_logs ADD COLUMN seq BIGINT, ADD COLUMN decision TEXT",
            f"UPDATE ascora_sync_logs AS l SET decision = {decision}, seq = n.seq FROM (SELECT id, row_number() OVER "
            "(ORDER BY created_at, ctid) AS seq FROM ascora_sync_logs) AS n WHERE n.id = l.id",
            "ALTER TABLE ascora_sync_logs DROP CONSTRAINT pk_ascora_sync_logs",
            "ALTER TABLE ascora_sync_logs ALTER COLUMN seq SET NOT NULL",
            "ALTER TABLE ascora_sync_logs ALTER COLUMN seq ADD GENERATED BY DEFAULT AS IDENTITY",
            "ALTER TABLE ascora_sync_logs ADD CONSTRAINT pk_ascora_sync_logs PRIMARY KEY (seq)",
            "ALTER TABLE ascora_sync_logs ADD CONSTRAINT uq_ascora_sync_logs_id UNIQUE (id)",
            "SELECT setval(pg_get_serial_sequence('ascora_sync_logs', 'seq'), max(seq)) FROM ascora_sync_logs",
        ):
            op.execute(sa.text(statement))
        op.create_index(*_ROW_INDEX)
    else:
        _copy_logs(op, numbered=True)


def _unnumber_logs(op: Operations) -> None:
    if _on_postgresql(op):
        op.drop_index(_ROW_INDEX[0], "ascora_sync_logs")
        for statement in (
            "ALTER TABLE ascora_sync_logs DROP CONSTRAINT pk_ascora_sync_logs, DROP CONSTRAINT uq_ascora_sync_logs_id",
            "ALTER TABLE ascora_sync_logs DROP COLUMN seq, DROP COLUMN decision",
            "ALTER TABLE ascora_sync_logs ADD CONSTRAINT pk_ascora_sync_logs PRIMARY KEY (id)",
        ):
            op.execute(sa.text(statement))
    else:
        _copy_logs(op, numbered=False)


LOGS = "ascora_sync_logs"
_ROW_INDEX = (f"ix_{LOGS}_resource_type_resource_id", LOGS, ["resource_type", "resource_id"])
_INDEXES = (
    (f"ix_{LOGS}_integration_id_created_at", LOGS, ["integration_id", "created_at"]),
    (f"ix_{LOGS}_resource_type_ascora_resource_id", LOGS, ["resource_type", "ascora_resource_id"]),
)


def _copy_logs(op: Operations, *, numbered: bool) -> None:
    """Make the table anew on SQLite, which changes no primary key; row by row in the order of appending."""
    kept = (
        "id, integration_id, sync_type, source, target, resource_type, resource_id, ascora_resource_id, status, "
        "error_message, retry_count, response_data, created_at"
    )
    new = f"{LOGS}_new"
    row_id = sa.Column("id", RowId, nullable=False, server_default=sa.text(f"({SQLITE_ROW_ID})"))
    columns: list[sa.schema.SchemaItem] = [row_id, sa.PrimaryKeyConstraint("id", name=f"pk_{LOGS}")]
    if numbered:
        columns = [
            sa.Column("seq", sa.Integer, nullable=False),
            sa.PrimaryKeyConstraint("seq", name=f"pk_{LOGS}"),
            row_id,
            sa.UniqueConstraint("id", name=f"uq_{LOGS}_id"),
            sa.Column("decision", Text),
        ]
    op.create_table(
        new,
        *columns,
        sa.Column("integration_id", RowId, nullable=False),
        sa.ForeignKeyConstraint(
            ["integration_id"], ["ascora_integrations.id"], name=f"fk_{LOGS}_integration_id", ondelete="CASCADE"
        ),
        _text("sync_type"),
        *(sa.Column(name, Text) for name in ("source", "target", "resource_type", "resource_id", "ascora_resource_id")),
        _text("status"),
        sa.Column("error_message", Text),
        sa.Column("retry_count", sa.Integer, nullable=False, server_default="0"),
        sa.Column("response_data", Json),
        _moment(op, "created_at"),
        sa.CheckConstraint("status IN ('success', 'failed', 'pending', 'skipped')", name=f"ck_{LOGS}_status"),
    )
    into, source = (f"{kept}, decision", f"{kept}, {DECISIONS['sqlite']}") if numbered else (kept, kept)
    op.execute(sa.text(f"INSERT INTO {new} ({into}) SELECT {source} FROM {LOGS} ORDER BY rowid"))
    op.drop_table(LOGS)
    op.rename_table(new, LOGS)
    for index in (*_INDEXES, *([_ROW_INDEX] if numbered else [])):
        op.create_index(*index)


def _drop_touch(op: Operations, table: str) -> str:
    return f"DROP TRIGGER {table}_touch" + (f" ON {table}" if _on_postgresql(op) else "")


def _on_postgresql(op: Operations) -> bool:
    return op.get_context().dialect.name == POSTGRESQL


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, Text, nullable=False)


def _moment(op: Operations, name: str) -> "sa.Column[str]":
    default = "clock_timestamp()" if _on_postgresql(op) else f"({SQLITE_NOW})"
    return sa.Column(name, Moment, nullable=False, server_default=sa.text(default))


def _key(table: str, key: str) -> "list[sa.schema.SchemaItem]":
    columns = ("organization_id", "kind", key)
    return [*map(_text, columns), sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")]
