# Generated from ../../../_async/sync/faults/test_i_organizations.py by tools/unasync; do not edit.
"""(i) Two organizations with the same ids at the same URL are independent, and so they are after reconnecting."""

from __future__ import annotations

from typing import Any

import pytest

from ascora_sdk import AscoraApiError, AscoraClient
from ascora_sdk.sandbox import AnswerLost, Sandbox, Status
from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import SyncEngine, KindStarted, LeaseHeldError, MergeFields, SyncEvent

from ....sync.by_hand import add
from ....sync.database import Database
from ....sync.wire import assert_same
from .test_l_payments import PAYMENT


class Reconnecting:
    """Engines of two organizations at one URL, each made anew for every sync, as by a process that starts again."""

    def __init__(self, sandbox: Sandbox, database: Database) -> None:
        self._sandbox = sandbox
        self._database = database

    def run(self, organization_id: str, method: str = "sync", *args: Any, **options: Any) -> Any:
        with (
            AscoraClient(
                api_url=self._sandbox.api_url,
                api_token=self._sandbox.api_token,
                company_code=self._sandbox.company_code,
                max_retries=0,
            ) as client,
            SqlStorage(self._database.url) as storage,
        ):
            engine = SyncEngine(client, storage, organization_id=organization_id, page_size=2, **options)
            arguments = args[-1] if args and isinstance(args[-1], dict) else {}
            places = args[:-1] if arguments else args
            return getattr(engine, method)(*places, **arguments)


@pytest.fixture
def both(sandbox: Sandbox, database: Database, storage: SqlStorage) -> Reconnecting:
    return Reconnecting(sandbox, database)


def phones(database: Database, organization_id: str) -> dict[str, Any]:
    return {id_: row["phone"] for id_, row in database.records("customer", organization_id).items()}


def test_each_has_all_records_and_its_own_edits(both: Reconnecting, sandbox: Sandbox, database: Database) -> None:
    for organization_id in ("one", "two"):
        report = both.run(organization_id)
        assert (report["customer"].created, report["job"].created) == (6, 4)
    database.run(
        "UPDATE ascora_customers SET phone = 'of one' WHERE organization_id = 'one' AND ascora_customer_id = 'c-1'"
    )
    database.run("DELETE FROM ascora_customers WHERE organization_id = 'two' AND ascora_customer_id = 'c-6'")
    add(database, "customer", "two", first_name="Ada")
    assert (both.run("one"))["customer"].pushed == 1
    assert phones(database, "two")["c-1"] != "of one"
    report = both.run("two")
    assert (report["customer"].pushed, report["customer"].updated) == (2, 1)
    report = both.run("one", "sync", {"complete": True})
    assert (report["customer"].created, report["customer"].deleted, report["customer"].pushed) == (1, 1, 0)
    database.run("DELETE FROM ascora_customers WHERE ascora_deleted_at IS NOT NULL")
    for organization_id in ("one", "two"):
        report = both.run(organization_id)
        assert (report["customer"].pushed, report.ok) == (0, True)
        assert_same(sandbox, "customer", database.records("customer", organization_id))
        assert phones(database, organization_id)["c-1"] == "of one"
    assert sandbox.count("customer") == 6


def test_a_row_of_another_organization_is_not_what_a_row_refers_to(
    both: Reconnecting, sandbox: Sandbox, database: Database
) -> None:
    both.run("one")
    both.run("two")
    foreign = add(database, "customer", "one", first_name="Zebedee")
    own = add(database, "customer", "two", first_name="Zuleika")
    for customer in (foreign, own):
        add(database, "job", "two", job_title="Dry the cellar", customer_id=customer, status="pending")
    for organization_id in ("one", "two", "one", "two"):
        both.run(organization_id)
    ids = {record.get("firstName"): record["id"] for record in sandbox.records("customer")}
    jobs = [job["customerId"] for job in sandbox.records("job") if job["jobTitle"] == "Dry the cellar"]
    assert ids["Zuleika"] in jobs
    assert ids["Zebedee"] not in jobs


def test_a_lost_answer_of_one_is_not_taken_for_the_others(
    both: Reconnecting, sandbox: Sandbox, database: Database
) -> None:
    both.run("one")
    both.run("two")
    for organization_id in ("one", "two"):
        add(database, "customer", organization_id, first_name="Ada")
        sandbox.fault("POST /customers", AnswerLost("drop"))
        assert not (both.run(organization_id, "push", "customer")).ok
    for _ in range(2):
        for organization_id in ("two", "one"):
            assert (both.run(organization_id)).ok
    # Each made one, and each knows the other's as well.
    assert [record.get("firstName") for record in sandbox.records("customer")].count("Ada") == 2
    for organization_id in ("one", "two"):
        assert_same(sandbox, "customer", database.records("customer", organization_id))


def test_each_goes_on_where_it_stopped(both: Reconnecting, sandbox: Sandbox, database: Database) -> None:
    sandbox.fault("GET /customers", Status(500), after=2)
    with pytest.raises(AscoraApiError):
        both.run("one", concurrency=1)
    resumed: dict[str, list[int]] = {"one": [], "two": []}
    for organization_id, seen in resumed.items():

        def tell(event: SyncEvent, seen: list[int] = seen) -> None:
            if isinstance(event, KindStarted) and event.kind == "customer":
                seen.append(event.resumed_at)

        both.run(organization_id, on_event=tell)
        assert_same(sandbox, "customer", database.records("customer", organization_id))
    assert resumed == {"one": [4], "two": [0]}


def test_a_conflict_and_a_failure_are_of_one_alone(
    both: Reconnecting, sandbox: Sandbox, database: Database
) -> None:
    from ascora_sdk.sync import Manual

    waits = {"strategy": MergeFields(fallback=Manual())}
    both.run("one", **waits)
    both.run("two", **waits)
    database.run(
        "UPDATE ascora_customers SET phone = 'ours' WHERE organization_id = 'one' AND ascora_customer_id = 'c-1'"
    )
    sandbox.edit("customer", "c-1", phone="theirs")
    assert (both.run("one", **waits))["customer"].unresolved == 1
    assert (both.run("two", **waits)).ok
    assert [one.id for one in both.run("one", "conflicts")] == ["customer:c-1"]
    assert both.run("two", "conflicts") == []
    with pytest.raises(KeyError):
        both.run("two", "resolve", "customer:c-1", "local")
    both.run("one", "resolve", "customer:c-1", "local")
    assert (both.run("one")).ok
    assert (both.run("two")).ok
    assert phones(database, "one")["c-1"] == phones(database, "two")["c-1"] == "ours"


def test_a_payment_of_one_is_not_the_others(both: Reconnecting, sandbox: Sandbox) -> None:
    for organization_id in ("one", "two", "one", "two"):
        both.run(organization_id, "record_payment", "i-1", PAYMENT)
    assert len(sandbox.payments("i-1")) == 2


def test_a_lease_of_one_is_not_the_others(both: Reconnecting, database: Database) -> None:
    both.run("one")
    database.run("UPDATE ascora_sync_checkpoints SET lease_owner = 'x', lease_until = '2999-01-01T00:00:00.000000Z'")
    with pytest.raises(LeaseHeldError):
        both.run("one")
    assert (both.run("two")).ok


def test_they_are_told_apart_whatever_they_are_called(
    both: Reconnecting, sandbox: Sandbox, database: Database
) -> None:
    for organization_id in ("a", "a:b", "a'--", "ä %_"):
        assert (both.run(organization_id)).ok
    database.run("UPDATE ascora_customers SET phone = '07' WHERE organization_id = ?", "a'--")
    assert (both.run("a'--"))["customer"].pushed == 6
    for organization_id in ("a", "a:b", "ä %_"):
        assert (both.run(organization_id))["customer"].updated == 6
        assert set(phones(database, organization_id).values()) == {"07"}
