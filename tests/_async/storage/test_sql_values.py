"""What SqlStorage holds, what it refuses to hold, and what it cannot read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from ascora_sdk.storage import AsyncSqlStorage
from ascora_sdk.sync import RecordWrite, Scope

from ...storage.plain_sql import run, value
from .asking import edited, record, row, values, write

KIND_OF = {"estimated_cost": "job", "job_title": "job", "status": "job", "total_amount": "invoice", "items": "invoice"}
NO_COLUMN_HOLDS = [
    ("phone", 5, "a text is wanted here, not int"),
    ("phone", 0, "a text is wanted here, not int"),
    ("phone", False, "a text is wanted here, not bool"),
    ("phone", ["1"], "a text is wanted here, not list"),
    ("phone", {}, "a text is wanted here, not dict"),
    ("phone", "1\x00", "it holds a NUL character, which a database's text cannot"),
    ("phone", "\ud83d", "it holds half a surrogate pair, which is no character"),
    ("phone", "é\x00", "it holds a NUL character, which a database's text cannot"),
    ("custom_fields", {"a": ["\x00"]}, "it holds a NUL character, which a database's text cannot"),
    ("custom_fields", {"\udc00": 1}, "it holds half a surrogate pair, which is no character"),
    ("extra", {"n": Decimal("1E+20000")}, "it holds a number of more digits than a database's number can have"),
    ("extra", {"n": Decimal("NaN")}, "it holds a number that is not finite"),
    ("job_title", None, "there is none, and a row must have one"),
    ("status", None, "there is none, and a row must have one"),
    ("estimated_cost", Decimal("0.301"), "0.301 has more than 2 decimals; round it as your books do"),
    ("estimated_cost", 10**10, "10000000000 has more than 10 digits before the point"),
    ("estimated_cost", "1.50", "money is a Decimal, not str '1.50'"),
    ("total_amount", None, "there is none, and a row must have one"),
    ("items", [{"d": "\x00"}], "it holds a NUL character, which a database's text cannot"),
]


@pytest.mark.parametrize(("name", "bad", "reason"), NO_COLUMN_HOLDS)
async def test_a_row_that_cannot_be_held_is_not_written_and_stops_no_other(
    storage: AsyncSqlStorage, scope: Scope, name: str, bad: Any, reason: str
) -> None:
    scope = Scope(scope.organization_id, KIND_OF.get(name, "customer"))
    key = await row(storage, scope)
    before = await record(storage, scope)
    wrong = values(scope.kind, **{name: bad})
    new, changed = RecordWrite(key=None, id="c-2", values=wrong), RecordWrite(key=key, id="c-1", values=wrong)
    other = RecordWrite(key=None, id="c-3", values=values(scope.kind))
    refused = await write(storage, scope, new, other, changed)
    assert [each.write for each in refused] == [new, changed]
    assert {each.reason for each in refused} == {f"{name}: {reason}"}
    async with storage.transaction() as work:
        found = await work.records(scope, ["c-1", "c-2", "c-3"])
    assert {*found} == {"c-1", "c-3"}
    assert found["c-1"] == before


@pytest.mark.parametrize("bad", ["c\x00", "\ud83d"])
async def test_an_id_that_cannot_be_held_is_refused(storage: AsyncSqlStorage, scope: Scope, bad: str) -> None:
    key = await row(storage, scope)
    refused = await write(storage, scope, RecordWrite(key=None, id=bad, values=values()), RecordWrite(key=key, id=bad))
    assert [each.reason.partition(":")[0] for each in refused] == ["id", "id"]
    assert (await record(storage, scope)).key == key


async def test_a_kind_without_a_table_of_its_own_is_held_as_it_is(
    storage: AsyncSqlStorage, engine: Engine, scope: Scope
) -> None:
    scope = Scope(scope.organization_id, "host's kind")
    given = {"name": "Timber ", "empty": "", "none": None, "n": Decimal("0.30"), "deep": [{"a": [True, 1, "1"]}]}
    assert not await write(storage, scope, RecordWrite(key=None, id="s-1", values=given))
    found = await record(storage, scope, "s-1")
    assert found.local == given
    assert str(found.local["n"]) == "0.30"
    refused = await write(storage, scope, RecordWrite(key=found.key, id="s-1", values={**given, "deep": ["\x00"]}))
    assert [each.reason for each in refused] == ["deep: it holds a NUL character, which a database's text cannot"]
    refused = await write(storage, scope, RecordWrite(key=None, id="s-2", values={"a\x00": 1}))
    assert [each.reason for each in refused] == ["a\\x00: it holds a NUL character, which a database's text cannot"]


@pytest.mark.parametrize("fields", ["[1]", "7", '"text"'])
async def test_fields_that_are_no_object_cannot_be_read(
    storage: AsyncSqlStorage, engine: Engine, scope: Scope, fields: str
) -> None:
    scope = Scope(scope.organization_id, "supplier")
    await row(storage, scope, name="Timber")
    run(engine, "UPDATE ascora_records SET fields = :f WHERE organization_id = :o", f=fields, o=scope.organization_id)
    found = await record(storage, scope)
    assert (found.local, found.problem) == ({}, "fields: what was written here by hand cannot be read")
    assert await edited(storage, scope) == ["c-1"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("kind", "name", "written", "problem"),
    [
        ("customer", "phone", "x'3031'", "what was written here by hand cannot be read"),
        ("customer", "phone", "CAST(x'30ff31' AS TEXT)", "what was written here by hand cannot be read"),
        ("customer", "phone", "CAST(x'eda080' AS TEXT)", "what was written here by hand cannot be read"),
        ("customer", "custom_fields", "'{'", "what was written here by hand cannot be read"),
        ("job", "estimated_cost", "'a lot'", "what was written here by hand cannot be read"),
        ("job", "estimated_cost", "'0.301'", "0.301 has more than 2 decimals; round it as your books do"),
    ],
)
async def test_a_cell_that_cannot_be_read_spoils_its_own_record_alone(
    storage: AsyncSqlStorage, engine: Engine, scope: Scope, kind: str, name: str, written: str, problem: str
) -> None:
    scope = Scope(scope.organization_id, kind)
    await row(storage, scope)
    await row(storage, scope, "c-2")
    statement = f"UPDATE ascora_{kind}s SET {name} = {written} WHERE organization_id = :o AND ascora_{kind}_id = 'c-1'"
    run(engine, statement, o=scope.organization_id)
    async with storage.transaction() as work:
        found = await work.records(scope, ["c-1", "c-2"])
        assert [each.problem for each in await work.edited(scope, after=None, limit=5)] == [f"{name}: {problem}"]
    assert {id_: each.problem for id_, each in found.items()} == {"c-1": f"{name}: {problem}", "c-2": None}
    shown = value(engine, f"SELECT CAST({name} AS BLOB) AS b FROM ascora_{kind}s WHERE id = :k", k=found["c-1"].key)
    settled = RecordWrite(key=found["c-1"].key, id="c-1")
    assert not await write(storage, scope, settled)
    after = value(engine, f"SELECT CAST({name} AS BLOB) AS b FROM ascora_{kind}s WHERE id = :k", k=found["c-1"].key)
    assert after == shown


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_row_with_an_id_of_its_own_making_is_found_by_it(
    storage: AsyncSqlStorage, engine: Engine, scope: Scope
) -> None:
    key = f"MINE {scope.organization_id}"
    run(engine, "INSERT INTO ascora_customers (id, organization_id) VALUES (:k, :o)", k=key, o=scope.organization_id)
    async with storage.transaction() as work:
        assert [each.key for each in await work.edited(scope, after=None, limit=5)] == [key]
        assert {*await work.local_records(scope, [key])} == {key}
        assert not await work.write(scope, [RecordWrite(key=key, id="c-1", values=values(phone="1"))])
        assert await work.edited(scope, after=None, limit=5) == []
        assert (await work.records(scope, ["c-1"]))["c-1"].local == values(phone="1")
