# Generated from ../../../_async/sync/faults/test_h_dates.py by tools/unasync; do not edit.
"""(h) With dates of every form the newer side wins, and nothing is sent but fields of the contract that were edited."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from ascora_sdk.public import PublicClient
from ascora_sdk.sandbox import PublicAccount, Sandbox
from ascora_sdk.sandbox.contract import RESOURCES
from ascora_sdk.storage import MemoryStorage
from ascora_sdk.sync import SyncEngine, NewestWins

from ....sync.by_hand import add
from ....sync.database import Database

# The edit here, and on the server times before and after it.
HERE = datetime(2026, 2, 17, 12, 0, 0, 500000, tzinfo=timezone.utc)
FORMS = {
    "Z": ("2026-02-17T12:00:00Z", "2026-02-17T12:00:01Z"),
    "naive": ("2026-02-17T12:00:00", "2026-02-17T12:00:01"),
    "blank": ("2026-02-17 12:00:00", "2026-02-17 12:00:01"),
    "an offset": ("2026-02-17T22:00:00+10:00", "2026-02-17T22:00:01+10:00"),
    "an offset to the west": ("2026-02-17T01:30:00-10:30", "2026-02-17T01:30:01-10:30"),
    "an offset without a colon": ("2026-02-17T22:00:00+1000", "2026-02-17T22:00:01+1000"),
    "an offset that leads into the next day": ("2026-02-18T01:00:00+13:00", "2026-02-18T01:00:01+13:00"),
    "1 digit": ("2026-02-17T12:00:00.4Z", "2026-02-17T12:00:00.6Z"),
    "2 digits": ("2026-02-17T12:00:00.49Z", "2026-02-17T12:00:00.51Z"),
    "3 digits": ("2026-02-17T12:00:00.499Z", "2026-02-17T12:00:00.501Z"),
    "4 digits": ("2026-02-17T12:00:00.4999Z", "2026-02-17T12:00:00.5001Z"),
    "5 digits": ("2026-02-17T12:00:00.49999Z", "2026-02-17T12:00:00.50001Z"),
    "6 digits": ("2026-02-17T12:00:00.499999Z", "2026-02-17T12:00:00.500001Z"),
    "7 digits": ("2026-02-17T12:00:00.4999999Z", "2026-02-17T12:00:00.5000019Z"),
    "7 digits, naive": ("2026-02-17T12:00:00.4999999", "2026-02-17T12:00:00.5000019"),
}
NO_TIMES = ("", "yesterday", "2026-02-30T12:00:00Z", "17/02/2026", "2026-02-18", 5)


class HereClock:
    """When rows are edited here."""

    def __init__(self) -> None:
        self.moment = HERE - timedelta(days=9)

    def now(self) -> datetime:
        return self.moment


def _who_wins(client: Any, sandbox: Sandbox, there: Any, strategy: NewestWins) -> str:
    clock = HereClock()
    storage = MemoryStorage(now=clock.now)
    engine = SyncEngine(client, storage, strategy=strategy)
    sandbox.edit("customer", "c-1", phone="base")
    engine.sync("customer")
    (row,) = [row for row in storage.rows("customer") if row["id"] == "c-1"]
    clock.moment = HERE
    storage.edit("customer", row["key"], phone="ours")
    sandbox.plant("customer", {**sandbox.get("customer", "c-1"), "phone": "theirs", "updatedAt": there})
    report = engine.sync("customer", complete=True)
    assert (report["customer"].conflicts, report.ok) == (1, True)
    (row,) = [row for row in storage.rows("customer") if row["id"] == "c-1"]
    assert row["phone"] == sandbox.get("customer", "c-1")["phone"]
    assert (engine.sync("customer", complete=True))["customer"].pushed == 0
    return str(row["phone"])


@pytest.mark.parametrize("form", FORMS)
def test_the_newer_side_wins(client: Any, sandbox: Sandbox, form: str) -> None:
    before, after = FORMS[form]
    strategy = NewestWins(missing="remote", equal="remote")
    assert _who_wins(client, sandbox, before, strategy) == "ours"
    strategy = NewestWins(missing="local", equal="local")
    assert _who_wins(client, sandbox, after, strategy) == "theirs"


@pytest.mark.parametrize("side", ["local", "remote"])
def test_equal_times_are_for_the_strategy_to_say(client: Any, sandbox: Sandbox, side: Any) -> None:
    missing = "local" if side == "remote" else "remote"
    winner = {"local": "ours", "remote": "theirs"}[side]
    strategy = NewestWins(equal=side, missing=missing)
    assert _who_wins(client, sandbox, "2026-02-17T22:00:00.5000000+10:00", strategy) == winner


@pytest.mark.parametrize("there", NO_TIMES, ids=repr)
def test_a_record_whose_time_is_none_waits_with_the_edit_until_it_is_mended(
    engine: SyncEngine, sandbox: Sandbox, database: Database, there: Any
) -> None:
    before = sandbox.edit("customer", "c-1", phone="base")
    engine.sync("customer")
    database.edit("customer", "c-1", phone="ours")
    sandbox.plant("customer", {**before, "email": "theirs", "updatedAt": there})
    for _ in range(2):
        assert not (engine.sync("customer", complete=True)).ok
        assert database.field("customer", "c-1", "phone") == "ours"
        (kept,) = database.failures().values()
        assert kept["error"].startswith("updatedAt: ")
    sandbox.plant("customer", {**sandbox.get("customer", "c-1"), "updatedAt": "2026-02-18T00:00:00Z"})
    for _ in range(2):
        report = engine.sync("customer", complete=True)
    assert (report["customer"].failed, report.ok) == (0, True)
    record = sandbox.get("customer", "c-1")
    assert (record["phone"], record["email"]) == ("ours", "theirs")


def test_a_time_that_is_missing_is_for_the_strategy_to_say(client: Any, sandbox: Sandbox) -> None:
    assert _who_wins(client, sandbox, None, NewestWins(missing="remote", equal="local")) == "theirs"
    assert _who_wins(client, sandbox, None, NewestWins(missing="local", equal="remote")) == "ours"


def test_only_what_was_edited_and_the_contract_knows_is_ever_sent(
    engine: SyncEngine, sandbox: Sandbox, database: Database
) -> None:
    for kind, id_ in (("customer", "c-1"), ("job", "j-1"), ("invoice", "i-1")):
        sandbox.plant(kind, {**sandbox.get(kind, id_), "legacy": {"a": 1}, "vip": True, "etag": "x"})
    engine.sync(complete=True)
    sandbox.clear_requests()
    database.edit(
        "customer", "c-1", phone="07", ascora_updated_at="2030-01-01", extra='{"legacy":{"a":1},"vip":false,"etag":"x"}'
    )
    database.edit("job", "j-1", description="Dry out", ascora_created_at="2030-01-01")
    database.edit("invoice", "i-1", due_date="2027-01-01")
    add(database, "customer", first_name="Ada", ascora_updated_at="2030-01-01", extra='{"vip":true}')
    add(database, "job", job_title="Dry the cellar", customer_id="c-1", status="pending")
    for _ in range(3):
        report = engine.sync()
    assert report.ok
    assert [request.json() for request in sandbox.received("PUT *")] == [
        {"phone": "07", "vip": False},
        {"description": "Dry out"},
        {"dueDate": "2027-01-01"},
    ]
    customer, job = (request.json() for request in sandbox.received("POST *"))
    reference = customer["customFields"]["external_reference"]
    assert customer == {"firstName": "Ada", "customFields": {"external_reference": reference}, "vip": True}
    assert {"jobTitle", "customerId", "status", "customFields"} == job.keys()
    _assert_nothing_of_the_servers_own(sandbox)
    there = sandbox.get("customer", "c-1")
    assert (there["legacy"], there["vip"], there["etag"]) == ({"a": 1}, False, "x")


def _assert_nothing_of_the_servers_own(sandbox: Sandbox) -> None:
    for request in sandbox.requests:
        if request.method in {"POST", "PUT"}:
            (resource,) = [one for one in RESOURCES.values() if request.path.strip("/").startswith(one.path)]
            own = {name for name, field in resource.fields.items() if field.server_given}
            assert not own & request.json().keys()


def test_the_public_api_gets_what_was_edited_and_the_id_alone() -> None:
    with Sandbox(public=PublicAccount(customers=6)) as sandbox:
        storage = MemoryStorage()
        with PublicClient(
            api_key=sandbox.public_api_key, api_url=sandbox.public_url, max_retries=0
        ) as client:
            engine = SyncEngine(client, storage)
            engine.sync()
            first = next(sandbox.public.records("customer"))["customerId"]
            (row,) = [row for row in storage.rows("public_customer") if row["id"] == first]
            storage.edit("public_customer", row["key"], phone_number="07")
            for _ in range(2):
                engine.sync()
            assert [request.json() for request in sandbox.public.received("POST *")] == [
                {"customerId": first, "phoneNumber": "07"}
            ]
