"""Generated records are the same every time, of any number, and varied enough to be worth testing with."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox

Connect = Callable[[Sandbox], httpx.Client]
PATHS = {"customer": "/customers", "job": "/jobs", "invoice": "/invoices"}


def everything(connect: Connect, **options: int) -> dict[str, str]:
    with Sandbox(60, 60, 60, **options) as sandbox:
        http = connect(sandbox)
        return {kind: http.get(path, params={"limit": 100}).text for kind, path in PATHS.items()}


def test_seed_and_counts_decide_every_byte(connect: Connect) -> None:
    first = everything(connect, seed=7)
    assert everything(connect, seed=7) == first
    other = everything(connect, seed=8)
    assert all(other[kind] != first[kind] for kind in PATHS)


def test_lists_single_reads_and_controls_show_the_same_record(sandbox: Sandbox, http: httpx.Client) -> None:
    for kind, path in PATHS.items():
        listed = http.get(path).json()["data"]
        assert listed == [http.get(f"{path}/{record['id']}").json() for record in listed]
        assert [record["id"] for record in sandbox.records(kind)] == [record["id"] for record in listed]


@pytest.mark.parametrize("kind", PATHS)
def test_the_sandbox_takes_back_what_it_generates(connect: Connect, kind: str) -> None:
    with Sandbox(50, 50, 50) as sandbox:
        http = connect(sandbox)
        for record in list(sandbox.records(kind)):
            url = f"{PATHS[kind]}/{record['id']}"
            answer = http.put(url, content=http.get(url).content, headers={"Content-Type": "application/json"})
            assert answer.status_code == 200, answer.text


def test_references_hold(connect: Connect) -> None:
    with Sandbox(9, 30, 60) as sandbox:
        customers = {record["id"]: record for record in sandbox.records("customer")}
        jobs = {record["id"]: record for record in sandbox.records("job")}
        for job in jobs.values():
            customer = customers[job["customerId"]]
            assert job["customerName"] == f"{customer['firstName']} {customer['lastName']}"
            assert job["customerEmail"] == customer["email"]
        invoices = list(sandbox.records("invoice"))
        assert all(i["customerId"] == jobs[i["jobId"]]["customerId"] for i in invoices if i["jobId"])
        assert {i["customerId"] for i in invoices} <= set(customers)
        assert any(i["jobId"] is None for i in invoices)


def test_records_without_a_customer_to_refer_to_are_refused() -> None:
    with pytest.raises(ValueError, match="customers"):
        Sandbox(jobs=1)


@pytest.fixture(scope="module")
def records() -> dict[str, list[dict[str, Any]]]:
    sandbox = Sandbox(300, 300, 300)
    return {kind: list(sandbox.records(kind)) for kind in PATHS}


def test_customers_are_australian_and_not_all_ascii(records: dict[str, list[dict[str, Any]]]) -> None:
    customers = records["customer"]
    assert {customer["state"] for customer in customers} == {"ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"}
    assert all(re.fullmatch(r"\d{4}", customer["postcode"]) for customer in customers)
    assert any(customer["postcode"].startswith("0") for customer in customers)
    assert not all(customer["firstName"].isascii() for customer in customers)
    assert len({customer["email"] for customer in customers}) == 300


def test_optional_fields_are_there_null_or_absent(records: dict[str, list[dict[str, Any]]]) -> None:
    seen = {
        (type(customer["companyName"]) if "companyName" in customer else "absent") for customer in records["customer"]
    }
    assert seen == {str, type(None), "absent"}
    assert any("loyaltyTier" in customer for customer in records["customer"])
    assert any(customer.get("customFields") for customer in records["customer"])
    assert any("site" in job for job in records["job"])


def test_money_and_dates_come_in_every_form(records: dict[str, list[dict[str, Any]]]) -> None:
    invoices = records["invoice"]
    assert any(str(invoice["totalAmount"]) == "0.30" for invoice in invoices)
    items = [item for invoice in invoices for item in invoice["items"]]
    assert all(item["unitPrice"].as_tuple().exponent == -4 for item in items)
    cent = Decimal("0.01")
    assert all((i["quantity"] * i["unitPrice"]).quantize(cent, ROUND_HALF_UP) == i["total"] for i in items)
    assert all(sum(item["total"] for item in i["items"]) == i["totalAmount"] for i in invoices)
    assert {len(invoice["invoiceDate"]) for invoice in invoices} == {10, 20}
    stamps = [invoice["updatedAt"] for invoice in invoices]
    assert {len(stamp) for stamp in stamps} == {20, 23, 24, 28}
    assert all(stamp.endswith("Z") for stamp in stamps)
    assert {i["status"] for i in invoices} == {"draft", "sent", "viewed", "partial", "paid", "overdue", "cancelled"}


def test_a_large_account_starts_at_once_and_is_right_to_its_end(connect: Connect) -> None:
    began = time.process_time()  # of this process alone, so that a busy machine is no slow one
    with Sandbox(customers=200_000, jobs=200_000, invoices=200_000) as sandbox:
        assert time.process_time() - began < 2
        http = connect(sandbox)
        page = http.get("/customers?offset=199990&limit=100").json()
        assert [record["id"] for record in page["data"]] == [f"c-{n}" for n in range(199_991, 200_001)]
        assert http.delete("/customers/c-2").status_code == 204
        page = http.get("/customers?offset=199990&limit=100").json()
        assert (page["total"], len(page["data"])) == (199_999, 9)


def test_a_generated_page_costs_little(connect: Connect) -> None:
    with Sandbox(customers=5_000) as sandbox:
        http = connect(sandbox)
        took: list[float] = []
        for offset in range(0, 5_000, 100):
            began = time.process_time()
            http.get("/customers", params={"limit": 100, "offset": offset})
            took.append(time.process_time() - began)
        assert min(took) < 0.006  # of both sides of the round trip; the server's part is about 1 ms
