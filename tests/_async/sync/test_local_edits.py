"""Edits made here by plain SQL, and what a pull makes of them; what both sides edited waits for somebody to decide."""

from __future__ import annotations

import json

import pytest

from ascora_sdk.sandbox import Sandbox
from ascora_sdk.sync import AsyncSyncEngine, Dispute, Manual, MergeFields

from ...sync.database import Database


@pytest.fixture
def engine(make_engine) -> AsyncSyncEngine:
    return make_engine(strategy=MergeFields(fallback=Manual()))


@pytest.fixture(autouse=True)
async def _pulled(engine: AsyncSyncEngine, sandbox: Sandbox) -> None:
    sandbox.edit("customer", "c-1", phone="base", mobile="base", email="base", customFields={"dog": True}, tier="gold")
    await engine.pull()


async def test_they_survive_when_the_server_changed_other_fields(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    database.edit("customer", "c-1", phone="local", notes="", mobile=None)
    sandbox.edit("customer", "c-1", email="remote")
    report = await engine.pull("customer")
    row = database.records("customer")["c-1"]
    assert (row["phone"], row["notes"], row["mobile"], row["email"]) == ("local", "", None, "remote")
    assert (report["customer"].updated, report["customer"].conflicts) == (1, 0)
    assert json.loads(database.state("customer", "c-1")["base"])["phone"] == "base"


async def test_they_survive_a_pull_that_brings_nothing(engine: AsyncSyncEngine, database: Database) -> None:
    database.edit("customer", "c-1", phone="local")
    before = database.dump()
    report = await engine.pull("customer", complete=True)
    assert report["customer"].unchanged == 25
    assert database.dump() == before


async def test_a_field_edited_on_both_sides_is_a_conflict(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    database.edit("customer", "c-1", phone="local")
    sandbox.edit("customer", "c-1", phone="remote", email="remote")
    report = await engine.pull("customer")
    assert (report["customer"].conflicts, report["customer"].updated, report.ok) == (1, 0, False)
    assert database.field("customer", "c-1", "phone") == "local"
    assert database.field("customer", "c-1", "email") == "remote"
    row = database.audit("c-1")[-1]
    told = json.loads(row["response_data"])
    assert (row["status"], row["decision"]) == ("pending", "conflict")
    assert row["error_message"] == "edited on both sides: phone"
    assert told["fields"]["phone"] == {"base": "base", "local": "local", "remote": "remote"}
    base = json.loads(database.state("customer", "c-1")["base"])
    assert (base["phone"], base["email"]) == ("base", "remote")
    (conflict,) = await engine.conflicts()
    assert (conflict.id, conflict.fields) == ("customer:c-1", {"phone": Dispute("base", "local", "remote")})


async def test_a_conflict_is_told_once(engine: AsyncSyncEngine, sandbox: Sandbox, database: Database) -> None:
    database.edit("customer", "c-1", phone="local")
    sandbox.edit("customer", "c-1", phone="remote")
    await engine.pull("customer")
    before = database.dump()
    for complete in (False, True):
        report = await engine.pull("customer", complete=complete)
        assert (report["customer"].conflicts, report["customer"].unresolved, report.ok) == (0, 1, False)
        assert database.dump() == before


async def test_a_conflict_lasts_when_the_server_changes_another_field(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    database.edit("customer", "c-1", phone="local")
    sandbox.edit("customer", "c-1", phone="remote")
    await engine.pull("customer")
    sandbox.edit("customer", "c-1", email="remote")
    report = await engine.pull("customer")
    assert (report["customer"].updated, report["customer"].unresolved) == (1, 1)
    row = database.records("customer")["c-1"]
    assert (row["phone"], row["email"]) == ("local", "remote")
    assert json.loads(database.state("customer", "c-1")["base"])["phone"] == "base"


async def test_a_conflict_ends_when_the_server_goes_back(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    database.edit("customer", "c-1", phone="local")
    sandbox.edit("customer", "c-1", phone="remote")
    await engine.pull("customer")
    sandbox.edit("customer", "c-1", phone="base")
    report = await engine.pull("customer")
    assert (report["customer"].unresolved, report.ok) == (0, True)
    assert await engine.conflicts() == []
    assert database.field("customer", "c-1", "phone") == "local"
    await engine.push("customer")
    assert sandbox.get("customer", "c-1")["phone"] == "local"


async def test_the_same_edit_on_both_sides_is_no_conflict(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    database.edit("customer", "c-1", phone="same")
    sandbox.edit("customer", "c-1", phone="same")
    report = await engine.pull("customer")
    assert report["customer"].conflicts == 0
    assert json.loads(database.state("customer", "c-1")["base"])["phone"] == "same"
    sandbox.edit("customer", "c-1", phone="newer")
    await engine.pull("customer")
    assert database.field("customer", "c-1", "phone") == "newer"


async def test_a_conflict_that_was_ended_here_by_hand_is_over(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    database.edit("customer", "c-1", phone="local")
    sandbox.edit("customer", "c-1", phone="remote")
    await engine.sync("customer")
    database.edit("customer", "c-1", phone="remote")
    report = await engine.sync("customer")
    assert (report["customer"].unresolved, report.ok) == (0, True)
    sandbox.edit("customer", "c-1", phone="newer")
    report = await engine.sync("customer")
    assert report["customer"].conflicts == 0
    assert database.field("customer", "c-1", "phone") == "newer"


async def test_a_conflict_that_was_given_up_here_lets_the_servers_edit_in(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    database.edit("customer", "c-1", phone="local")
    sandbox.edit("customer", "c-1", phone="remote")
    await engine.sync("customer")
    database.edit("customer", "c-1", phone="base")
    assert (await engine.sync("customer"))["customer"].unresolved == 0
    assert database.field("customer", "c-1", "phone") == "remote"


@pytest.mark.parametrize("written", ['{"dog":1}', '{"dog":false}', '{"dog":true,"cat":null}', None, "{}"])
async def test_an_edit_of_custom_fields_survives(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, written: str | None
) -> None:
    database.edit("customer", "c-1", custom_fields=written)
    sandbox.edit("customer", "c-1", phone="remote")
    await engine.pull("customer")
    # No fields and no object of fields are the same.
    assert database.field("customer", "c-1", "custom_fields") == (None if written == "{}" else written)
    assert database.field("customer", "c-1", "phone") == "remote"


async def test_json_that_was_only_laid_out_anew_is_no_edit(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    database.edit("customer", "c-1", custom_fields='{ "dog" : true }')
    sandbox.edit("customer", "c-1", customFields={"dog": False})
    report = await engine.pull("customer")
    assert report["customer"].conflicts == 0
    assert database.field("customer", "c-1", "custom_fields") == '{"dog":false}'


async def test_an_edit_of_an_unknown_field_survives(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    database.edit("customer", "c-1", extra='{"tier":"silver"}')
    sandbox.edit("customer", "c-1", phone="remote")
    await engine.pull("customer")
    assert database.field("customer", "c-1", "extra") == '{"tier":"silver"}'


async def test_money_that_was_only_written_otherwise_is_no_edit(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.edit("job", "j-1", estimatedCost=10)
    await engine.pull("job")
    database.edit("job", "j-1", estimated_cost="10.00")
    sandbox.edit("job", "j-1", estimatedCost=11)
    report = await engine.pull("job")
    assert report["job"].conflicts == 0
    assert database.field("job", "j-1", "estimated_cost") == "11"


async def test_an_edit_of_money_in_any_form_that_sql_gives_it_survives(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    database.run("UPDATE ascora_jobs SET estimated_cost = 1.5 WHERE ascora_job_id = 'j-1'")
    sandbox.edit("job", "j-1", description="remote")
    report = await engine.pull("job")
    assert (report["job"].updated, report.ok) == (1, True)
    assert database.field("job", "j-1", "estimated_cost") in {"1.5", "1.50"}


async def test_a_row_deleted_here_and_changed_there_is_a_conflict_told_once(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    database.delete("customer", "c-1")
    assert (await engine.pull("customer", complete=True))["customer"].unchanged == 25
    sandbox.edit("customer", "c-1", phone="remote")
    report = await engine.pull("customer")
    assert (report["customer"].conflicts, report["customer"].created, report.ok) == (1, 0, False)
    row = database.audit("c-1")[-1]
    assert (row["status"], row["error_message"]) == ("pending", "customer:c-1: deleted here, edited on the server")
    before = database.dump()
    assert (await engine.pull("customer", complete=True))["customer"].unchanged == 25
    assert database.dump() == before
    assert "c-1" not in database.records("customer")


async def test_a_row_made_here_with_an_id_that_the_server_has_too(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database
) -> None:
    names = "organization_id, ascora_customer_id, first_name, phone, email"
    made = f"INSERT INTO ascora_customers ({names}) VALUES ('default', 'c-new', 'Ada', 'local', NULL)"
    database.run(made)
    sandbox.add("customer", id="c-new", firstName="Ada", phone="remote", email="a@example.com")
    report = await engine.pull("customer")
    assert (report["customer"].conflicts, report["customer"].created) == (1, 0)
    row = database.records("customer")["c-new"]
    assert (row["first_name"], row["phone"], row["email"]) == ("Ada", "local", "a@example.com")
    told = json.loads(database.audit("c-new")[-1]["response_data"])
    assert told["fields"]["phone"] == {"base": None, "local": "local", "remote": "remote"}
    assert json.loads(database.state("customer", "c-new")["base"])["phone"] is None
    before = database.dump()
    assert (await engine.pull("customer", complete=True))["customer"].unchanged == 26
    assert database.dump() == before


async def test_a_row_made_here_without_an_ascora_id_is_left_alone(engine: AsyncSyncEngine, database: Database) -> None:
    database.run("INSERT INTO ascora_customers (organization_id, first_name) VALUES ('default', 'Ada')")
    report = await engine.pull("customer", complete=True)
    assert report["customer"].unchanged == 25
    assert database.column("SELECT first_name FROM ascora_customers WHERE ascora_customer_id IS NULL") == ["Ada"]


@pytest.mark.parametrize(
    ("kind", "id_", "cell"),
    [
        ("customer", "c-1", "custom_fields = 'no JSON'"),
        ("customer", "c-1", "phone = x'00ff'"),
        ("job", "j-1", "estimated_cost = 'much'"),
        ("job", "j-1", "estimated_cost = '1.555'"),
        ("invoice", "i-1", "items = '[{]'"),
    ],
)
async def test_a_cell_that_cannot_be_read_stops_no_other_record(
    engine: AsyncSyncEngine, sandbox: Sandbox, database: Database, kind: str, id_: str, cell: str
) -> None:
    database.run(f"UPDATE ascora_{kind}s SET {cell} WHERE ascora_{kind}_id = '{id_}'")
    shown = f"SELECT hex({cell.partition(' ')[0]}) FROM ascora_{kind}s WHERE ascora_{kind}_id = '{id_}'"
    before = database.value(shown)
    name = {"customer": "notes", "job": "description", "invoice": "jobId"}[kind]
    other = f"{id_[:1]}-2"
    sandbox.edit(kind, id_, **{name: "remote"})
    sandbox.edit(kind, other, **{name: "remote"})
    report = await engine.pull(kind)
    assert (report[kind].updated, report[kind].failed) == (1, 1)
    assert database.failures()[f"pull:{id_}"]["error"].startswith(cell.partition(" ")[0])
    assert database.value(shown) == before
    column = {"jobId": "job_id"}.get(name, name)
    assert database.field(kind, other, column) == "remote"
