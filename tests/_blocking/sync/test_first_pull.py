# Generated from ../../_async/sync/test_first_pull.py by tools/unasync; do not edit.
"""The first pull: everything that the server has, as it has it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from ascora_sdk.sandbox import Sandbox
from ascora_sdk.sync import SyncEngine

from ...sync.database import TABLES, Database
from ...sync.wire import UUID, assert_same, digits_of

LONG = 1234567890123456789


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=120, jobs=150, invoices=150, seed=7) as sandbox:
        yield sandbox


def test_every_record_of_all_kinds_is_there_field_by_field(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    report = engine.pull()
    for kind in TABLES:
        assert_same(sandbox, kind, database.records(kind))
        assert report[kind].created == report[kind].seen == sandbox.count(kind)
        assert (report[kind].updated, report[kind].conflicts, report[kind].failed) == (0, 0, 0)
    assert report.ok
    assert list(report) == ["customer", "job", "invoice"]


def test_each_row_has_an_id_of_its_own_and_says_when_it_was_synced(
    engine: SyncEngine, database: Database
) -> None:
    engine.pull()
    for kind, synced_at in (("customer", "synced_at"), ("job", "last_synced_at"), ("invoice", "synced_at")):
        rows = database.records(kind).values()
        assert all(UUID.fullmatch(row["id"]) for row in rows)
        assert len({row["id"] for row in rows}) == len(rows)
        assert all(row[synced_at] and row["created_at"] and row["updated_at"] for row in rows)
        assert {row["organization_id"] for row in rows} == {"default"}
    assert {row["sync_direction"] for row in database.records("job").values()} == {"both"}


def test_each_row_has_a_state_and_a_line_in_the_audit_trail(engine: SyncEngine, database: Database) -> None:
    engine.pull()
    for kind in TABLES:
        database.assert_whole(kind)
        rows = {row["ascora_resource_id"]: row for row in database.audit() if row["resource_type"] == kind}
        for id_, record in database.records(kind).items():
            assert rows[id_]["resource_id"] == record["id"]
            said = rows[id_]
            assert (said["sync_type"], said["source"], said["target"]) == ("pull", "ascora", "local")
            assert said["status"] == "success"


def test_no_digit_of_a_number_is_lost(engine: SyncEngine, sandbox: Sandbox, database: Database) -> None:
    item = {"description": "x", "quantity": Decimal("0.10"), "unitPrice": Decimal("0.1000"), "total": Decimal("0.01")}
    sandbox.edit("invoice", "i-1", totalAmount=Decimal("9999999999.90"), items=[{**item, "ledger": LONG}])
    sandbox.edit("invoice", "i-2", totalAmount=Decimal("0.30"), ledger={"rate": Decimal("0.10000000000000000001")})
    sandbox.edit("invoice", "i-3", totalAmount=-7)
    sandbox.edit("customer", "c-1", customFields={"long": LONG, "share": Decimal("1.10"), "on": True, "off": None})
    engine.pull()
    invoices = database.records("invoice")
    assert [invoices[f"i-{n}"]["total_amount"] for n in (1, 2, 3)] == ["9999999999.90", "0.30", "-7"]
    assert '"unitPrice":0.1000,' in invoices["i-1"]["items"]
    assert f'"ledger":{LONG}' in invoices["i-1"]["items"]
    assert digits_of(invoices["i-2"]["extra"])["ledger"] == {"rate": ("number", "0.10000000000000000001")}
    custom = digits_of(database.field("customer", "c-1", "custom_fields"))
    assert custom == {"long": ("number", str(LONG)), "share": ("number", "1.10"), "on": True, "off": None}


def test_what_is_null_and_what_is_absent_are_both_null_here_and_the_base_knows_which(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    sandbox.plant("customer", {"id": "c-null", "phone": None, "nickname": None})
    sandbox.plant("customer", {"id": "c-absent"})
    engine.pull("customer")
    rows = database.records("customer")
    assert rows["c-null"]["phone"] is None
    assert rows["c-null"]["extra"] == '{"nickname":null}'
    assert rows["c-absent"]["phone"] is None
    assert rows["c-absent"]["extra"] is None
    assert digits_of(database.state("customer", "c-null")["base"]) == {"id": "c-null", "phone": None, "nickname": None}
    assert digits_of(database.state("customer", "c-absent")["base"]) == {"id": "c-absent"}


def test_text_of_any_script_and_length_comes_through(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    text = "Zoë 🛠 \t\n\u2028 'quoted\" \\u0000 \\ " + "長" * 20_000
    sandbox.edit("customer", "c-1", notes=text, customFields={text[:20]: text})
    engine.pull("customer")
    assert database.field("customer", "c-1", "notes") == text
    assert digits_of(database.field("customer", "c-1", "custom_fields")) == {text[:20]: text}


def test_an_unknown_status_is_kept(engine: SyncEngine, sandbox: Sandbox, database: Database) -> None:
    sandbox.edit("job", "j-1", status="awaiting_parts")
    report = engine.pull("job")
    assert report.ok
    assert database.field("job", "j-1", "status") == "awaiting_parts"


def test_one_kind_alone(engine: SyncEngine, database: Database) -> None:
    report = engine.pull("customer")
    assert list(report) == ["customer"]
    assert database.count("ascora_customers") == report["customer"].created
    assert database.count("ascora_jobs") == database.count("ascora_invoices") == 0


def test_an_unknown_kind_is_refused_before_anything_is_done(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    with pytest.raises(ValueError, match=r"there is no kind 'supplier'; the kinds are customer, job, invoice"):
        engine.pull("supplier")
    assert not sandbox.requests
    assert database.count("ascora_integrations") == 0


def test_an_organization_without_an_id_is_refused(make_engine) -> None:
    with pytest.raises(ValueError, match="organization_id is empty"):
        make_engine(organization_id="")


def test_an_empty_account_is_pulled_without_a_fuss(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    for number in range(1, 121):
        sandbox.remove("customer", f"c-{number}")
    report = engine.pull("customer")
    assert report.ok
    assert report["customer"].seen == database.count("ascora_customers") == 0
