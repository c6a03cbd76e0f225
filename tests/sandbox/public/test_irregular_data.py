"""Generated data is as untidy as Ascora's, the same every time, and made when it is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from ascora_sdk.sandbox import PublicAccount, Sandbox

Connect = Callable[[Sandbox], httpx.Client]
ACCOUNT = PublicAccount(
    customers=24,
    contacts=24,
    jobs=24,
    quotes=24,
    supplies=24,
    kits=24,
    categories=24,
    suppliers=24,
    supplier_invoices=24,
    invoices_to_send=24,
    payments_to_send=24,
    labour_roles=24,
)
KINDS = (
    "customer",
    "contact",
    "job",
    "labour",
    "quote",
    "supply",
    "kit",
    "category",
    "supplier",
    "supplier_invoice",
    "invoice_to_send",
    "payment_to_send",
    "labour_role",
)
ROUTES = (
    "/Customers/Customers",
    "/Customers/Contacts",
    "/Jobs/Jobs",
    "/Jobs/JobLabour/DRQ13003",
    "/Quotes/Quotes",
    "/Inventory/Supplies",
    "/Inventory/Kits",
    "/Inventory/Categories",
    "/Suppliers/Suppliers",
    "/SupplierInvoices/SupplierInvoices",
    "/Accounting/GetInvoicesToSend",
    "/Accounting/GetPaymentsToSend",
    "/Quotes/LabourRoles",
)
EXACT = {"id", "jobNumber", "quoteNumber", "customerNumber", "invoiceNumber", "partNumber", "pricingMethod", "type"}
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(?P<digits>\d{1,7}))?(?P<offset>Z|[+-]\d\d:\d\d)?")


@pytest.fixture(scope="module")
def untidy() -> Sandbox:
    return Sandbox(public=ACCOUNT)


def values(record: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every value in a record with the field that it stands in."""
    if isinstance(record, dict):
        for key, value in record.items():
            yield key, value
            yield from values(value, key)
    elif isinstance(record, list):
        for item in record:
            yield from values(item, name)


def everything(connect: Connect, account: PublicAccount, seed: int = 0) -> list[bytes]:
    with Sandbox(public=account, seed=seed) as sandbox:
        http = connect(sandbox)
        return [http.get(route).content for route in ROUTES]


def test_seed_and_counts_decide_every_byte(connect: Connect) -> None:
    first = everything(connect, ACCOUNT)
    assert everything(connect, ACCOUNT) == first
    other = everything(connect, ACCOUNT, seed=1)
    assert all(other[index] != answer for index, answer in enumerate(first))


@pytest.mark.parametrize("first", [0, 5, 16])
def test_any_8_successive_records_show_everything(untidy: Sandbox, first: int) -> None:
    found = list(values([*untidy.public.records("job")][first : first + 8]))
    texts = [value for _, value in found if isinstance(value, str)]
    assert any(text.endswith(" ") for text in texts)
    assert "" in texts
    assert any("\x00" in text for text in texts)
    assert any(re.search("[\ud800-\udfff]", text) for text in texts)
    assert any(name == "totalExTax" and isinstance(value, str) for name, value in found)
    assert any(name == "totalExTax" and not isinstance(value, str) for name, value in found)
    assert ("jobType", None) in found
    assert any(name == "legacyReference" for name, _ in found)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_untidy_and_none_is_broken(untidy: Sandbox, kind: str) -> None:
    found = [*values([*untidy.public.records(kind)])]
    texts = [value for _, value in found if isinstance(value, str)]
    assert any("\x00" in text for text in texts)
    assert any(text != text.encode(errors="ignore").decode() for text in texts)
    assert any(text.endswith(" ") for text in texts)
    assert any(name == "portal" for name, _ in found)
    for name, value in found:
        if isinstance(value, str) and (name in EXACT or name.endswith("Id")):
            assert value == value.strip(), name


def test_dates_come_in_every_form(untidy: Sandbox) -> None:
    dates = [value for name, value in values([*untidy.public.records("job")]) if name == "dateCreated"]
    forms = [DATE.fullmatch(date) for date in dates]
    assert all(forms)
    assert {form["offset"] for form in forms if form} == {None, "Z", "+10:00"}
    assert {len(form["digits"] or "") for form in forms if form} == set(range(8))


def test_job_statuses_are_numbers_with_a_text_that_may_be_missing(untidy: Sandbox) -> None:
    jobs = [*untidy.public.records("job")]
    assert all(type(job["jobStatus"]) is int for job in jobs)
    told = {(job["jobStatus"], job["jobStatusText"].strip()) for job in jobs if job["jobStatusText"]}
    known = {(0, "New"), (1, "Pending"), (2, "Completed"), (3, "In progress"), (5, "On hold"), (6, "Cancelled")}
    assert told <= known | {(8, "Complete"), (11, "Awaiting insurer")}
    assert any(job["jobStatusText"] is None for job in jobs)


def test_nul_and_lone_surrogates_travel_as_escapes(connect: Connect) -> None:
    with Sandbox(public=ACCOUNT) as sandbox:
        answer = connect(sandbox).get("/Jobs/Jobs")
        answer.content.decode()  # no byte is anything but UTF-8
        assert b"\\u0000" in answer.content
        assert b"\\ud83d" in answer.content
        descriptions = [job["jobDescription"] for job in answer.json()["results"]]
        assert [job["jobDescription"] for job in sandbox.public.records("job")] == descriptions


def test_a_tidy_account_is_tidy() -> None:
    sandbox = Sandbox(public=replace(ACCOUNT, irregular=False))
    for kind in KINDS:
        for name, value in values([*sandbox.public.records(kind)]):
            assert name not in {"portal", "legacyReference"}
            if isinstance(value, str):
                assert value
                assert value == value.strip()
                assert "\x00" not in value
                value.encode()
                assert not re.fullmatch(r"-?\d+\.\d+", value)
                assert not value.startswith("2023-") or value.endswith("Z")


def test_references_hold(untidy: Sandbox) -> None:
    public = untidy.public
    for job in public.records("job"):
        customer = public.get("customer", job["siteCustomer"]["id"])
        assert job["siteCustomer"]["name"].strip() == customer["customerName"].strip()
    for contact in public.records("contact"):
        assert public.get("customer", contact["customerId"])
    for labour in public.records("labour"):
        assert public.get("job", labour["jobNumber"])
    for invoice in public.records("supplier_invoice"):
        assert invoice["supplier"]["name"].strip() == public.get("supplier", invoice["supplier"]["id"])["name"].strip()
    for invoice in public.records("invoice_to_send"):
        assert public.get("job", invoice["jobId"])
    for payment in public.records("payment_to_send"):
        assert public.get("invoice_to_send", payment["invoiceNumber"])


def test_a_customer_is_found_by_a_name_with_blanks_behind_it(connect: Connect) -> None:
    with Sandbox(public=ACCOUNT) as sandbox:
        names = [customer["customerName"] for customer in sandbox.public.records("customer")]
        name = next(name for name in names if name.endswith(" "))
        http = connect(sandbox)
        assert http.post("/Jobs/Job", json={"siteCustomer": {"name": name.strip()}}).status_code == 200
        assert http.get("/Customers/Customers", params={"FilterText": name.strip()}).json()["totalRecords"]


def test_a_large_account_is_made_when_it_is_looked_at(connect: Connect) -> None:
    with Sandbox(public=PublicAccount(customers=200_000, jobs=200_000)) as sandbox:
        http = connect(sandbox)
        assert http.get("/jobs?Page=2000&PageSize=100").json()["results"][-1]["jobNumber"] == "DRQ213000"
        assert http.get("/jobs?Page=1&PageSize=1").json()["totalRecords"] == 200_000
        assert http.get("/Jobs/Job/DRQ113000").json()["job"]["jobNumber"] == "DRQ113000"
