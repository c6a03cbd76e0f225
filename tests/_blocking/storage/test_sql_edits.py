# Generated from ../../_async/storage/test_sql_edits.py by tools/unasync; do not edit.
"""How SqlStorage knows what was edited or deleted here, whoever did it and in whichever way."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select, text, update

from ascora_sdk.storage import SqlStorage
from ascora_sdk.storage.sql.tables import customers
from ascora_sdk.sync import Agreed, RecordWrite, Scope

from ...storage.plain_sql import run, value
from .asking import agree, edited, record, row, values, write

SUPPLIER = "supplier"


def edit(engine: Engine, scope: Scope, assignments: str, **parameters: Any) -> None:
    run(
        engine,
        f"UPDATE ascora_customers SET {assignments} WHERE organization_id = :o",
        o=scope.organization_id,
        **parameters,
    )


def delete(engine: Engine, scope: Scope) -> None:
    run(engine, "DELETE FROM ascora_customers WHERE organization_id = :o", o=scope.organization_id)


def marks(engine: Engine, scope: Scope) -> list[str]:
    """The records whose rows are noted as gone."""
    marked = "SELECT ascora_id FROM ascora_sync_records WHERE organization_id = :o AND row_is_gone ORDER BY 1"
    return [found["ascora_id"] for found in run(engine, marked, o=scope.organization_id)]


@pytest.mark.parametrize(
    "assignments",
    [
        "phone = '1'",
        "phone = phone",
        "phone = '1', updated_at = updated_at",
        "phone = '1', updated_at = '2020-02-29T12:00:00Z'",
        "phone = '1', updated_at = '2199-02-28T12:00:00Z'",
        "phone = '1', synced_at = updated_at",
        "phone = '1', written_at = NULL",
        "custom_fields = '{\"dog\": true}'",
        "ascora_customer_id = NULL",
    ],
)
def test_an_edit_is_found_whatever_it_says_of_the_times(
    storage: SqlStorage, engine: Engine, scope: Scope, assignments: str
) -> None:
    key = row(storage, scope)
    other = Scope(f"{scope.organization_id}-other", "customer")
    row(storage, other)
    assert edited(storage, scope) == []
    edit(engine, scope, assignments)
    assert edited(storage, scope) == ([key, "(c-1)"] if "_id" in assignments else ["c-1"])
    assert edited(storage, other) == []
    assert not write(storage, scope, RecordWrite(key=key, id="c-1"))
    assert edited(storage, scope) == []
    edit(engine, scope, "phone = '2'")
    assert edited(storage, scope) == ["c-1"]


def test_an_edit_that_says_it_is_synced_is_found(storage: SqlStorage, engine: Engine, scope: Scope) -> None:
    now = "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')" if engine.dialect.name == "sqlite" else "clock_timestamp()"
    key = row(storage, scope)
    # Within one statement SQLite's clock stands still, so that both times would be the same.
    edit(engine, scope, f"phone = '1', synced_at = {now}, written_at = {now}".replace(":", r"\:"))
    assert edited(storage, scope) == ["c-1"]
    assert not write(storage, scope, RecordWrite(key=key, id="c-1"))
    assert edited(storage, scope) == []


def test_an_edit_is_not_hidden_by_another_that_writes_all_columns_back(
    storage: SqlStorage, engine: Engine, scope: Scope
) -> None:
    row(storage, scope)
    mine = customers.c.organization_id == scope.organization_id
    with engine.begin() as connection:
        read = dict(connection.execute(select(customers).where(mine)).mappings().one())
    edit(engine, scope, "phone = 'one'")
    with engine.begin() as connection:
        connection.execute(update(customers).where(mine).values({**read, "email": "two"}))
    assert edited(storage, scope) == ["c-1"]


@pytest.mark.parametrize("moment", ["2199-12-31 23:59:59.999999+00:00", "1999-01-01 00:00:00+00:00"])
def test_a_row_from_another_time_can_be_settled(
    storage: SqlStorage, engine: Engine, scope: Scope, moment: str
) -> None:
    run(
        engine,
        "INSERT INTO ascora_customers (organization_id, ascora_customer_id, updated_at, written_at) "
        "VALUES (:o, 'c-1', :moment, NULL)",
        o=scope.organization_id,
        moment=moment,
    )
    found = record(storage, scope)
    assert edited(storage, scope) == ["c-1"]
    for settled in (False, True):
        assert not write(storage, scope, RecordWrite(key=found.key, id="c-1", settled=settled))
        assert edited(storage, scope) == ([] if settled else ["c-1"])
    edit(engine, scope, "phone = '1'")
    assert edited(storage, scope) == ["c-1"]
    latest = record(storage, scope)
    assert latest.modified is not None
    assert found.modified is not None
    assert latest.modified > found.modified


def test_when_it_was_edited_is_not_when_the_engine_wrote(
    storage: SqlStorage, engine: Engine, scope: Scope
) -> None:
    key = row(storage, scope)
    told = "SELECT updated_at FROM ascora_customers WHERE id = :key"
    edit(engine, scope, "phone = '1'")
    edit_time = (record(storage, scope)).modified
    assert edit_time is not None
    shown = [value(engine, told, key=key)]
    # The host sees that the row has changed; the strategies see when it was edited.
    for values_ in (values(phone="2"), None, values(phone="3")):
        assert not write(storage, scope, RecordWrite(key=key, id="c-1", values=values_, settled=False))
        assert (record(storage, scope)).modified == edit_time
        shown.append(value(engine, told, key=key))
    assert shown == sorted({*shown})
    edit(engine, scope, "phone = '4'")
    second = (record(storage, scope)).modified
    assert second is not None
    assert second > edit_time
    assert not write(storage, scope, RecordWrite(key=key, id="c-1"))
    settled = (record(storage, scope)).modified
    assert settled is not None
    assert settled > second


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_time_that_cannot_be_read_is_none(storage: SqlStorage, engine: Engine, scope: Scope) -> None:
    key = row(storage, scope)
    edit(engine, scope, "updated_at = 'zzz'")
    found = record(storage, scope)
    assert (found.modified, found.problem) == (None, None)
    assert edited(storage, scope) == ["c-1"]
    # The first write puts the time right, and may be asked about once more.
    for _ in range(2):
        assert not write(storage, scope, RecordWrite(key=key, id="c-1"))
    assert edited(storage, scope) == []


def test_a_mark_tells_when_the_deletion_was_first_seen(
    storage: SqlStorage, engine: Engine, scope: Scope
) -> None:
    key = row(storage, scope)
    told = "SELECT ascora_deleted_at FROM ascora_customers WHERE id = :key"
    seen = []
    for marked in (False, True, True, False):
        assert not write(storage, scope, RecordWrite(key=key, id="c-1", deleted_on_server=marked))
        seen.append(value(engine, told, key=key))
    assert seen[0] is None
    assert seen[1] is not None
    assert seen[1:] == [seen[1], seen[1], None]


def test_a_row_under_another_id_is_gone_under_its_first(
    storage: SqlStorage, engine: Engine, scope: Scope
) -> None:
    row(storage, scope)
    edit(engine, scope, "ascora_customer_id = 'c-2'")
    assert edited(storage, scope) == ["c-2", "(c-1)"]


def test_a_row_that_moves_to_another_organization_is_gone_from_the_first(
    storage: SqlStorage, engine: Engine, scope: Scope
) -> None:
    other = Scope(f"{scope.organization_id}-other", "customer")
    row(storage, scope)
    edit(engine, scope, "organization_id = :other", other=other.organization_id)
    assert edited(storage, scope) == ["(c-1)"]
    assert edited(storage, other) == ["c-1"]


def test_a_row_that_is_deleted_and_inserted_again_is_not_gone(
    storage: SqlStorage, engine: Engine, scope: Scope
) -> None:
    row(storage, scope)
    delete(engine, scope)
    assert edited(storage, scope) == ["(c-1)"]
    again = "INSERT INTO ascora_customers (organization_id, ascora_customer_id) VALUES (:o, 'c-1')"
    run(engine, again, o=scope.organization_id)
    assert edited(storage, scope) == ["c-1"]
    found = record(storage, scope)
    assert not write(storage, scope, RecordWrite(key=found.key, id="c-1"))
    assert (edited(storage, scope), marks(engine, scope)) == ([], [])


def test_what_was_never_agreed_on_goes_without_a_word(
    storage: SqlStorage, engine: Engine, scope: Scope
) -> None:
    row(storage, scope)
    with storage.transaction() as work:
        work.drop(scope, Agreed, ["c-1"])
    run(engine, "INSERT INTO ascora_customers (organization_id) VALUES (:o)", o=scope.organization_id)
    delete(engine, scope)
    assert edited(storage, scope) == []


@pytest.mark.parametrize("kind", ["customer", SUPPLIER])
def test_which_of_row_and_note_comes_first_is_all_the_same(
    storage: SqlStorage, engine: Engine, scope: Scope, kind: str
) -> None:
    scope = Scope(scope.organization_id, kind)
    new = RecordWrite(key=None, id="c-1", values=values(kind))
    with storage.transaction() as work:
        work.keep(scope, [Agreed(key="c-1", base="{}", digest="0f")])
        assert [each.id for each in work.edited(scope, after=None, limit=9)] == ["c-1"]
        assert not work.write(scope, [new])
        assert work.edited(scope, after=None, limit=9) == []
    assert marks(engine, scope) == []
    key = (record(storage, scope)).key
    with storage.transaction() as work:
        assert not work.write(scope, [RecordWrite(key=key, id="c-1", delete=True)])
        work.drop(scope, Agreed, ["c-1"])
        assert not work.write(scope, [new])
        work.keep(scope, [Agreed(key="c-1", base="{}", digest="0f")])
    assert (edited(storage, scope), marks(engine, scope)) == ([], [])
    key = (record(storage, scope)).key
    with storage.transaction() as work:
        work.drop(scope, Agreed, ["c-1"])
        assert not work.write(scope, [RecordWrite(key=key, id="c-1", delete=True)])
    assert (edited(storage, scope), marks(engine, scope)) == ([], [])


def test_a_note_kept_again_does_not_hide_that_its_row_is_gone(
    storage: SqlStorage, engine: Engine, scope: Scope
) -> None:
    row(storage, scope)
    delete(engine, scope)
    agree(storage, scope, "c-1")
    assert edited(storage, scope) == ["(c-1)"]


def test_an_id_moves_from_one_row_to_another_in_one_write(
    storage: SqlStorage, engine: Engine, scope: Scope
) -> None:
    first, second = row(storage, scope, "c-1"), row(storage, scope, "c-2")
    takes, gives = RecordWrite(key=second, id="c-1"), RecordWrite(key=first, id=None)
    assert not write(storage, scope, takes, gives)
    assert (record(storage, scope, "c-1")).key == second
    assert edited(storage, scope) == [first, "(c-2)"]
    deletes = RecordWrite(key=second, id="c-1", delete=True)
    assert not write(storage, scope, RecordWrite(key=first, id="c-1"), deletes)
    assert (record(storage, scope, "c-1")).key == first


def test_an_id_that_another_row_has_is_refused_and_stops_no_other(
    storage: SqlStorage, engine: Engine, scope: Scope
) -> None:
    first, second = row(storage, scope, "c-1"), row(storage, scope, "c-2")
    run(engine, "INSERT INTO ascora_customers (organization_id) VALUES (:o)", o=scope.organization_id)
    (third,) = edited(storage, scope)
    new = RecordWrite(key=None, id="c-1", values=values())
    writes = [
        new,
        RecordWrite(key=third, id="c-2", values=values()),
        RecordWrite(key=second, id="c-2", values=values(phone="1")),
        RecordWrite(key=None, id="c-3", values=values()),
        RecordWrite(key=None, id="c-3", values=values(phone="2")),
        RecordWrite(key=first, id="c-3"),
    ]
    refused = write(storage, scope, *writes)
    assert [(each.write, each.reason) for each in refused] == [
        (writes[index], f"id: another row has the id {id_!r}")
        for index, id_ in ((0, "c-1"), (1, "c-2"), (4, "c-3"), (5, "c-3"))
    ]
    assert {(record(storage, scope, id_)).key for id_ in ("c-1", "c-2")} == {first, second}
    local = (record(storage, scope, "c-2")).local
    assert local is not None
    assert local["phone"] == "1"
    other = Scope(f"{scope.organization_id}-other", "customer")
    assert not write(storage, other, new)


def test_kinds_that_share_a_table_do_not_mix(storage: SqlStorage, engine: Engine, scope: Scope) -> None:
    suppliers, enquiries = (Scope(scope.organization_id, kind) for kind in (SUPPLIER, "enquiry"))
    keys = {each.kind: row(storage, each, "x-1", name=each.kind) for each in (suppliers, enquiries)}
    run(
        engine,
        "UPDATE ascora_records SET fields = '{\"name\": \"edited\"}' WHERE kind = 'supplier' AND organization_id = :o",
        o=scope.organization_id,
    )
    assert (edited(storage, suppliers), edited(storage, enquiries)) == (["x-1"], [])
    assert (record(storage, enquiries, "x-1")).local == {"name": "enquiry"}
    with storage.transaction() as work:
        assert work.local_records(suppliers, [keys["enquiry"]]) == {}
        assert not work.write(suppliers, [RecordWrite(key=keys["enquiry"], id="x-1", delete=True)])
    statement = "DELETE FROM ascora_records WHERE kind = 'enquiry' AND organization_id = :o"
    run(engine, statement, o=scope.organization_id)
    assert (edited(storage, suppliers), edited(storage, enquiries)) == (["x-1"], ["(x-1)"])


def test_a_row_that_changes_its_kind_is_gone_from_the_first(
    storage: SqlStorage, engine: Engine, scope: Scope
) -> None:
    suppliers, enquiries = (Scope(scope.organization_id, kind) for kind in (SUPPLIER, "enquiry"))
    row(storage, suppliers, "x-1", name="Timber")
    run(engine, "UPDATE ascora_records SET kind = 'enquiry' WHERE organization_id = :o", o=scope.organization_id)
    assert (edited(storage, suppliers), edited(storage, enquiries)) == (["(x-1)"], ["x-1"])


def test_keys_that_no_row_can_have_find_nothing(storage: SqlStorage, scope: Scope) -> None:
    key = row(storage, scope)
    strange = ["", "c-1", "row:1", key.upper(), UUID(key).hex, f"{key} ", "\ud800", "a\0", str(uuid4())]
    with storage.transaction() as work:
        assert {*work.local_records(scope, [*strange, key])} == {key}
        for each in strange:
            assert not work.write(scope, [RecordWrite(key=each, id=None, delete=True)])
            (refused,) = work.write(scope, [RecordWrite(key=each, id="c-9", values=values())])
            assert refused.reason == f"key: there is no row {each!r} any more"
        assert work.records(scope, ["c-9"]) == {}
    assert (record(storage, scope)).key == key


def test_an_emptied_table_is_a_deletion_of_all(storage: SqlStorage, engine: Engine, scope: Scope) -> None:
    others = [Scope(scope.organization_id, kind) for kind in ("job", SUPPLIER)]
    for each in (scope, *others):
        row(storage, each, "x-1")
    for table in ("ascora_customers", "ascora_records"):
        run(engine, f"DELETE FROM {table}" if engine.dialect.name == "sqlite" else f"TRUNCATE {table}")
    assert [edited(storage, each) for each in (scope, *others)] == [["(x-1)"], [], ["(x-1)"]]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", ["customer", "job", "invoice", SUPPLIER])
def test_a_row_that_another_one_replaces_is_gone_unless_that_has_its_id(
    storage: SqlStorage, engine: Engine, scope: Scope, kind: str
) -> None:
    scope = Scope(scope.organization_id, kind)
    keys = [row(storage, scope, id_) for id_ in ("x-1", "x-2", "x-3")]
    table, id_ = ("ascora_records", "ascora_id") if kind == SUPPLIER else (f"ascora_{kind}s", f"ascora_{kind}_id")
    names = [found["name"] for found in run(engine, f"SELECT name FROM pragma_table_info('{table}')")]
    for key, new in zip(keys, ("NULL", "'x-2'", "'x-4'"), strict=True):
        cells = ", ".join(new if name == id_ else name for name in names)
        run(engine, f"INSERT OR REPLACE INTO {table} SELECT {cells} FROM {table} WHERE id = :key", key=key)
    assert marks(engine, scope) == ["x-1", "x-3"]
    assert {"(x-1)", "(x-3)"} < {*edited(storage, scope)}


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_a_deletion_from_elsewhere_is_found(storage: SqlStorage, engine: Engine, scope: Scope) -> None:
    row(storage, scope)
    with engine.begin() as connection:
        schema = connection.execute(text("SELECT current_schema()")).scalar_one()
        connection.execute(text("SET LOCAL search_path = pg_catalog"))
        connection.execute(text(f"DELETE FROM {schema}.ascora_customers"))
    assert edited(storage, scope) == ["(c-1)"]


def test_a_row_of_the_past_has_times_with_an_offset(storage: SqlStorage, scope: Scope) -> None:
    row(storage, scope)
    modified = (record(storage, scope)).modified
    assert modified is not None
    assert modified.tzinfo is timezone.utc
    assert modified <= datetime.now(timezone.utc)
