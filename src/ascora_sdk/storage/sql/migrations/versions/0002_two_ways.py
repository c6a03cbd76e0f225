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
WHEN NEW.updated_at IS OLD.updated_at OR (
  NEW.updated_at IS NEW.written_at
  AND NEW.updated_at <= coalesce(strftime('%Y-%m-%dT%H:%M:%f000Z', OLD.updated_at), OLD.updated_at)
)
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
SQLITE_GONE = (
    """
CREATE TRIGGER {table}_gone AFTER DELETE ON {table} FOR EACH ROW
BEGIN
  UPDATE ascora_sync_records SET row_is_gone = 1
  WHERE organization_id = OLD.organization_id AND kind = {kind} AND ascora_id = OLD.{ascora_id};
END
""",
    """
CREATE TRIGGER {table}_renamed AFTER UPDATE OF {name} ON {table} FOR EACH ROW WHEN {renamed}
BEGIN
  UPDATE ascora_sync_records SET row_is_gone = 1
  WHERE organization_id = OLD.organization_id AND kind = {kind} AND ascora_id = OLD.{ascora_id};
END
""",
    # INSERT OR REPLACE takes a row away without any of the above.
    """
CREATE TRIGGER {table}_replaced BEFORE INSERT ON {table} FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
BEGIN
  UPDATE ascora_sync_records SET row_is_gone = 1 WHERE (organization_id, kind, ascora_id) IN (
    SELECT OLD.organization_id, {kind}, OLD.{ascora_id} FROM {table} AS OLD WHERE OLD.id = NEW.id AND ({renamed})
  );
END
""",
)
# The function finds its way by the table, whatever the search path of whoever deletes the row.
POSTGRESQL_GONE = (
    """
CREATE FUNCTION {table}_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    EXECUTE format(
      $update$UPDATE %I.ascora_sync_records SET row_is_gone = true WHERE {kinds}$update$, TG_TABLE_SCHEMA
    );
  ELSE
    EXECUTE format(
      'UPDATE %I.ascora_sync_records SET row_is_gone = true '
      'WHERE organization_id = $1 AND kind = $2 AND ascora_id = $3', TG_TABLE_SCHEMA
    ) USING OLD.organization_id, {kind}, OLD.{ascora_id};
  END IF;
  RETURN NULL;
END
$$
""",
    "CREATE TRIGGER {table}_gone AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_gone()",
    "CREATE TRIGGER {table}_emptied AFTER TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_gone()",
    """
CREATE TRIGGER {table}_renamed AFTER UPDATE OF {name} ON {table} FOR EACH ROW WHEN ({renamed})
EXECUTE FUNCTION {table}_gone()
""",
)
GONE_ALREADY = """
UPDATE ascora_sync_records SET row_is_gone = true WHERE {kinds} AND NOT EXISTS (
  SELECT 1 FROM {table}
  WHERE {table}.organization_id = ascora_sync_records.organization_id
  AND {table}.{ascora_id} = ascora_sync_records.ascora_id
)
"""

# What 0001 kept in one column beside the fields; of a record that was created it said nothing there.
DECISION = """
CASE WHEN response_data IS NULL AND sync_type = 'pull' AND status = 'success' THEN 'created' ELSE {told} END
"""
POSTGRESQL_NUMBERED = (
    "ALTER TABLE ascora_sync_logs ADD COLUMN seq BIGINT, ADD COLUMN decision TEXT",
    """
UPDATE ascora_sync_logs SET decision = {decision}, seq = numbered.seq
FROM (SELECT id, row_number() OVER (ORDER BY created_at, ctid) AS seq FROM ascora_sync_logs) AS numbered
WHERE numbered.id = ascora_sync_logs.id
""",
    "ALTER TABLE ascora_sync_logs DROP CONSTRAINT pk_ascora_sync_logs, ALTER COLUMN seq SET NOT NULL",
    "CREATE SEQUENCE ascora_sync_logs_seq_seq OWNED BY ascora_sync_logs.seq",
    "ALTER TABLE ascora_sync_logs ALTER COLUMN seq SET DEFAULT nextval('ascora_sync_logs_seq_seq')",
    "ALTER TABLE ascora_sync_logs ADD CONSTRAINT pk_ascora_sync_logs PRIMARY KEY (seq)",
    "ALTER TABLE ascora_sync_logs ADD CONSTRAINT uq_ascora_sync_logs_id UNIQUE (id)",
    "SELECT setval('ascora_sync_logs_seq_seq', max(seq)) FROM ascora_sync_logs",
)
POSTGRESQL_UNNUMBERED = (
    "ALTER TABLE ascora_sync_logs DROP CONSTRAINT pk_ascora_sync_logs, DROP CONSTRAINT uq_ascora_sync_logs_id",
    "ALTER TABLE ascora_sync_logs DROP COLUMN seq, DROP COLUMN decision",
    "ALTER TABLE ascora_sync_logs ADD CONSTRAINT pk_ascora_sync_logs PRIMARY KEY (id)",
)
SQLITE_COPY = "INSERT INTO {new} ({columns}) SELECT {cells} FROM {table} ORDER BY rowid"
LOGS = "ascora_sync_logs"
ROW_INDEX = (f"ix_{LOGS}_resource_type_resource_id", LOGS, ["resource_type", "resource_id"])
OLD_INDEXES = (
    (f"ix_{LOGS}_integration_id_created_at", LOGS, ["integration_id", "created_at"]),
    (f"ix_{LOGS}_resource_type_ascora_resource_id", LOGS, ["resource_type", "ascora_resource_id"]),
)
LOG_COLUMNS = (
    "id, integration_id, sync_type, source, target, resource_type, resource_id, ascora_resource_id, status, "
    "error_message, retry_count, response_data, created_at"
)


def upgrade(op: Operations) -> None:
    """Add what is lacking; every row counts as edited once: it is compared then, and nothing is lost."""
    _mark_gone_rows(op)
    _add_shared_table(op)
    if _on_postgresql(op):
        op.execute(sa.text(POSTGRESQL_TOUCH_FUNCTION))
    for table in RECORD_TABLES:
        if table != SHARED:
            for name in NEW_COLUMNS:
                op.add_column(table, sa.Column(name, Moment))
            _drop_triggers(op, table, "touch")
            _run(op, table, GONE_ALREADY)
        _add_edited_index(op, table)
        triggers = (POSTGRESQL_TOUCH, *POSTGRESQL_GONE) if _on_postgresql(op) else (SQLITE_TOUCH, *SQLITE_GONE)
        _run(op, table, *triggers)
    _add_note_tables(op)
    op.add_column("ascora_sync_failures", sa.Column("ascora_id", Text))
    # One without an id had its digest as its key.
    op.execute(sa.text("UPDATE ascora_sync_failures SET ascora_id = record_key WHERE record_key <> digest"))
    op.execute(sa.text("UPDATE ascora_sync_failures SET record_key = 'pull:' || record_key"))
    # How far a pull had come is told otherwise now; the next one begins anew.
    op.execute(sa.text("UPDATE ascora_sync_checkpoints SET cursor = NULL"))
    _number_logs(op)


def downgrade(op: Operations) -> None:
    """Take it away again."""
    on_postgresql = _on_postgresql(op)
    _unnumber_logs(op)
    op.execute(sa.text("UPDATE ascora_sync_checkpoints SET cursor = NULL"))
    op.execute(sa.text("DELETE FROM ascora_sync_failures WHERE record_key NOT LIKE 'pull:%'"))
    op.execute(sa.text("UPDATE ascora_sync_failures SET record_key = substr(record_key, 6)"))
    op.drop_column("ascora_sync_failures", "ascora_id")
    for table in (*NOTE_TABLES, SHARED):
        op.drop_table(table)
    for table in OWN_TABLES:
        _drop_triggers(op, table, "touch", "gone", "renamed", "emptied" if on_postgresql else "replaced")
        op.drop_index(f"ix_{table}_edited", table)
        for name in NEW_COLUMNS:
            op.drop_column(table, name)
        _run(op, table, OLD_POSTGRESQL_TOUCH if on_postgresql else OLD_SQLITE_TOUCH)
    op.drop_index("ix_ascora_sync_records_gone", "ascora_sync_records")
    op.drop_column("ascora_sync_records", "row_is_gone")
    if on_postgresql:
        for function in (*(f"{table}_gone" for table in RECORD_TABLES), "ascora_touch_record"):
            op.execute(sa.text(f"DROP FUNCTION {function}()"))


def _mark_gone_rows(op: Operations) -> None:
    column = sa.Column("row_is_gone", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("ascora_sync_records", column)
    # In the order of the code points, as the statement that reads it asks.
    ascora_id = sa.text('ascora_id COLLATE "C"') if _on_postgresql(op) else "ascora_id"
    op.create_index(
        "ix_ascora_sync_records_gone",
        "ascora_sync_records",
        ["organization_id", "kind", "row_is_gone", ascora_id],
        sqlite_where=sa.text("row_is_gone = 1"),
        postgresql_where=sa.text("row_is_gone"),
    )


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


def _add_edited_index(op: Operations, table: str) -> None:
    differs = "IS DISTINCT FROM" if _on_postgresql(op) else "IS NOT"
    ascora_id = RECORD_TABLES[table][0]
    edited = sa.text(f"updated_at {differs} written_at OR edited_at IS NOT NULL OR {ascora_id} IS NULL")
    place = ["organization_id", "kind"] if table == SHARED else ["organization_id"]
    op.create_index(f"ix_{table}_edited", table, [*place, "id"], sqlite_where=edited, postgresql_where=edited)


def _run(op: Operations, table: str, *statements: str) -> None:
    ascora_id, kind, kinds = RECORD_TABLES[table]
    names = ["organization_id", ascora_id, *(["kind"] if table == SHARED else [])]
    differs = "IS DISTINCT FROM" if _on_postgresql(op) else "IS NOT"
    renamed = " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in names)
    given = {"table": table, "ascora_id": ascora_id, "kind": kind, "kinds": kinds, "renamed": renamed}
    for statement in statements:
        op.execute(sa.text(statement.format(**given, name=", ".join(names))))


def _drop_triggers(op: Operations, table: str, *names: str) -> None:
    where = f" ON {table}" if _on_postgresql(op) else ""
    for name in names:
        op.execute(sa.text(f"DROP TRIGGER {table}_{name}{where}"))


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


def _number_logs(op: Operations) -> None:
    if _on_postgresql(op):
        decision = DECISION.format(told="response_data ->> 'decision'")
        for statement in POSTGRESQL_NUMBERED:
            op.execute(sa.text(statement.format(decision=decision)))
        op.create_index(*ROW_INDEX)
    else:
        told = "CASE WHEN json_valid(response_data) THEN json_extract(response_data, '$.decision') END"
        _copy_logs(op, {**dict.fromkeys(LOG_COLUMNS.split(", ")), "decision": DECISION.format(told=told)})
        for index in (*OLD_INDEXES, ROW_INDEX):
            op.create_index(*index)


def _unnumber_logs(op: Operations) -> None:
    if _on_postgresql(op):
        op.drop_index(ROW_INDEX[0], LOGS)
        for statement in POSTGRESQL_UNNUMBERED:
            op.execute(sa.text(statement))
    else:
        _copy_logs(op, dict.fromkeys(LOG_COLUMNS.split(", ")))
        for index in OLD_INDEXES:
            op.create_index(*index)


def _copy_logs(op: Operations, cells: "dict[str, str | None]") -> None:
    """Make the table anew on SQLite, which changes no primary key; row by row in the order of appending."""
    new = f"{LOGS}_new"
    row_id = sa.Column("id", RowId, nullable=False, server_default=sa.text(f"({SQLITE_ROW_ID})"))
    columns: list[sa.schema.SchemaItem] = [row_id, sa.PrimaryKeyConstraint("id", name=f"pk_{LOGS}")]
    if "decision" in cells:
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
    taken = ", ".join(cell or name for name, cell in cells.items())
    op.execute(sa.text(SQLITE_COPY.format(new=new, columns=", ".join(cells), cells=taken, table=LOGS)))
    op.drop_table(LOGS)
    op.rename_table(new, LOGS)


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
