"""What a test can do to the public API: look, change, spoil, expect, go back."""

from __future__ import annotations

import doctest
import threading
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import httpx
import pytest

from ascora_sdk import sandbox as face
from ascora_sdk.sandbox import ManualClock, PublicAccount, Sandbox
from ascora_sdk.sandbox import public as room

Connect = Callable[[Sandbox], httpx.Client]


def test_an_account_is_empty_unless_it_is_described(connect: Connect) -> None:
    with Sandbox(customers=3) as sandbox:
        assert connect(sandbox).get("/Customers/Customers").json()["totalRecords"] == 0
        assert sandbox.public.count("labour_role") == 3


def test_a_record_is_found_by_id_and_number_in_any_case(sandbox: Sandbox) -> None:
    public = sandbox.public
    for kind, number, id_field in (
        ("customer", "C10001", "customerId"),
        ("job", "drq13001", "jobId"),
        ("quote", "Q1001", "quoteId"),
        ("supplier", "S101", "supplierId"),
        ("supplier_invoice", "T50001", "supplierInvoiceId"),
        ("invoice_to_send", "INV20001", "id"),
    ):
        record = public.get(kind, number)
        assert public.get(kind, record[id_field].upper()) == record
    for kind, key in (("customer", "nobody"), ("job", ""), ("contact", "1"), ("quote", "Q1005.9"), ("enquiry", "x")):
        with pytest.raises(KeyError):
            public.get(kind, key)
    with pytest.raises(ValueError, match="none of customer"):
        public.get("invoice", "1")


def test_what_is_handed_out_is_a_copy(sandbox: Sandbox) -> None:
    public = sandbox.public
    added = public.add("job", jobNumber="J1", siteCustomer={"id": "1", "name": "Ada"})
    for record in (added, public.get("job", "J1"), [*public.records("job")][-1], public.edit("job", "J1")):
        record["siteCustomer"]["name"] = "changed"
    section = public.get("quote", "Q1005.01")
    section["siteCustomer"]["name"] = "changed"
    assert public.get("job", "J1")["siteCustomer"]["name"] == "Ada"
    assert public.get("quote", "Q1005.01")["siteCustomer"]["name"] != "changed"


def test_a_record_is_added_edited_and_removed(sandbox: Sandbox, http: httpx.Client) -> None:
    public = sandbox.public
    job = public.add("job", jobNumber="J1", totalExTax=Decimal("0.30"), portal=1)
    assert http.get("/Jobs/Job/J1").json()["job"]["portal"] == 1
    assert b'"totalExTax":0.30' in http.get("/Jobs/Job/J1").content
    assert public.edit("job", job["jobId"], jobNumber="J2", jobStatus=3)["jobStatus"] == 3
    assert http.get("/Jobs/Job/J1").status_code == 404
    assert http.get("/Jobs/Job/J2").json()["job"]["jobStatus"] == 3
    public.remove("job", "J2")
    public.remove("job", "DRQ13001")
    assert http.get("/Jobs/Job/J2").status_code == http.get("/Jobs/Job/DRQ13001").status_code == 404
    assert public.count("job") == http.get("/jobs").json()["totalRecords"] == 11
    assert public.add("job")["jobNumber"] not in {"J2", "DRQ13001", "DRQ13012"}


def test_numbers_that_are_taken_are_passed_over(sandbox: Sandbox) -> None:
    public = sandbox.public
    public.add("job", jobNumber="DRQ13014")
    assert [public.add("job")["jobNumber"] for _ in range(2)] == ["DRQ13015", "DRQ13016"]
    public.add("job", jobNumber="DRQ13017")
    assert len({job["jobNumber"] for job in [*public.records("job"), public.add("job")]}) == 17
    assert {public.add("supplier_invoice", trackingNumber="T1")["trackingNumber"] for _ in range(2)} == {"T1"}


def test_generated_records_are_edited_too(sandbox: Sandbox, http: httpx.Client) -> None:
    before = sandbox.public.get("job", "DRQ13005")
    assert sandbox.public.edit("job", "DRQ13005", jobName="Roof") == {**before, "jobName": "Roof"}
    assert [job["jobName"] for job in http.get("/jobs").json()["results"]].index("Roof") == 4


@pytest.mark.parametrize(
    ("kind", "fields", "wrong"),
    [
        ("job", {"jobStatus": "New"}, "jobStatus"),
        ("job", {"totalExTax": "1"}, "totalExTax"),
        ("job", {"dateCreated": "soon"}, "dateCreated"),
        ("job", {"jobNumber": "drq13001"}, "jobNumber"),
        ("customer", {"customerId": "00000001-0000-4000-8000-000000000001"}, "customerId"),
        ("supply", {"unitCostExTax": []}, "unitCostExTax"),
        ("supply", {"unitCostExTax": Decimal("NaN")}, "unitCostExTax"),
        ("job", {"totalExTax": Decimal("Infinity")}, "totalExTax"),
    ],
)
def test_the_controls_refuse_wrong_types_and_taken_ids(sandbox: Sandbox, kind: str, fields: Any, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        sandbox.public.add(kind, **fields)


def test_anything_can_be_planted(sandbox: Sandbox, http: httpx.Client) -> None:
    public = sandbox.public
    public.plant("customer", {"customerId": None, "customerName": ["\x00", "\ud800"], "onHold": "no"})
    public.plant("quote", {"quoteNumber": "Q2", "childQuotes": 5, "pricingMethod": "SECTIONS"})
    public.plant("quote", {"quoteNumber": "Q1", "childQuotes": ["x", {"quoteSupplies": [], "quoteName": "y"}]})
    public.plant("job", {**public.get("job", "DRQ13001"), "jobStatus": "Later", "siteCustomer": None})
    public.plant("invoice_to_send", {"id": "x", "jobId": {}, "invoiceDate": 5})
    assert http.get("/Customers/Customers").json()["results"][-1]["customerName"] == ["\x00", "\ud800"]
    assert http.get("/Customers/Customers?FilterText=x").status_code == 200
    assert http.get("/Quotes/Quote/Q1").json()["quotation"]["childQuotes"] == ["x", {"quoteName": "y"}]
    assert http.get("/Quotes/Quote/Q1-01").status_code == http.get("/Quotes/Quote/Q2-01").status_code == 404
    assert http.get("/jobs?CustomerName=a&StartDate=2020-01-01").status_code == 200
    assert http.get("/Jobs/Job/DRQ13001").json()["job"]["jobStatus"] == "Later"
    assert http.get("/Accounting/GetInvoicesToSend?includeJobCustomFields=true").json()[-1]["id"] == "x"
    assert public.count("job") == 12


def test_what_was_received_is_told_without_the_key(sandbox: Sandbox, http: httpx.Client) -> None:
    http.get("/JOBS?Page=1")
    http.post("/customers/customer", json={"companyName": "Hire"})
    public = sandbox.public
    assert [request.path for request in public.requests] == ["/JOBS", "/customers/customer"]
    assert len(public.received("GET /Jobs/Jobs")) == len(public.received("get /jobs")) == 1
    public.assert_received("POST /Customers/Customer", times=1, json={"companyName": "Hire"}, headers={"Auth": ...})
    public.assert_received("GET /jobs/jobs", query={"Page": 1}, headers={"Authorization": None})
    public.assert_nothing_received("DELETE *")
    with pytest.raises(AssertionError) as told:
        public.assert_received("POST /Customers/Contact", headers={"Auth": sandbox.public_api_key})
    assert "/customers/customer" in str(told.value)
    with pytest.raises(AssertionError) as told_of_key:
        public.assert_received("GET /Jobs/Jobs", headers={"Auth": "another-key"})
    assert not any(key in f"{told.value}{told_of_key.value}" for key in (sandbox.public_api_key, "another-key"))
    public.clear_requests()
    assert public.requests == ()
    assert sandbox.requests == ()


def test_a_reset_goes_back_to_the_beginning(sandbox: Sandbox, http: httpx.Client) -> None:
    public = sandbox.public
    before = [*public.records("job")]
    public.remove("job", "DRQ13001")
    public.add("job")
    public.failures, public.labour_shape = "success_false", "empty"
    public.fault("*", face.Refusal(), times=None)
    http.get("/jobs")
    sandbox.reset()
    assert [*public.records("job")] == before
    assert (public.failures, public.labour_shape, public.requests) == ("status", "list", ())
    assert http.get("/Jobs/Job/DRQ1").status_code == 404


def test_a_change_has_the_clocks_time(sandbox: Sandbox, clock: ManualClock) -> None:
    clock.set("2026-03-01T00:00:00.5+10:00")
    assert sandbox.public.add("job")["dateCreated"] == "2026-02-28T14:00:00.500000Z"


def test_the_socket_opens_at_the_first_look_and_closes_with_the_sandbox() -> None:
    threads = threading.active_count()
    sandbox = Sandbox(public=PublicAccount(customers=1), public_api_key="key-1")
    with pytest.raises(RuntimeError, match="serves"):
        _ = sandbox.public_url
    with sandbox:
        assert threading.active_count() == threads + 1
        url = sandbox.public_url
        assert sandbox.public_url == url
        assert url != sandbox.api_url
        assert httpx.get(f"{url}/jobs", headers={"Auth": "key-1"}).status_code == 200
        sandbox.public.add("job", jobNumber="J1")
    assert threading.active_count() == threads
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)
    with sandbox:
        assert sandbox.public_url == url
        assert httpx.get(f"{url}/Jobs/Job/J1", headers={"Auth": sandbox.public_api_key}).status_code == 200


def test_the_instance_api_knows_nothing_of_it(connect: Connect) -> None:
    with Sandbox(customers=2, public=PublicAccount(customers=1)) as sandbox:
        assert httpx.get(f"{sandbox.api_url}/Customers/Customers", headers={"Auth": "sandbox-key"}).status_code == 401
        http = connect(sandbox)
        assert http.get("/customers").status_code == http.get("/api/v1/customers").status_code == 404
        http.post("/Customers/Customer", json={"companyName": "Hire"})
        assert (sandbox.count("customer"), sandbox.public.count("customer")) == (2, 2)
        assert not any("PUBLIC" in name for name in sandbox.environ)


def test_many_at_once_get_an_id_each(sandbox: Sandbox, http: httpx.Client) -> None:
    answers: list[dict[str, Any]] = []

    def create() -> None:
        for _ in range(10):
            answers.append(http.post("/Suppliers/Supplier", json={"name": "Hire"}).json()["supplier"])  # noqa: PERF401 - each waits

    threads = [threading.Thread(target=create) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({answer["supplierId"] for answer in answers}) == len({a["supplierNumber"] for a in answers}) == 50
    assert sandbox.public.count("supplier") == 55


def examples() -> list[Any]:
    modules = (f"{room.__name__}.{found.name}" for found in iter_modules(room.__path__))
    tests = [test for name in modules for test in doctest.DocTestFinder().find(import_module(name)) if test.examples]
    return [pytest.param(test, id=test.name.removeprefix(room.__name__)) for test in tests]


@pytest.mark.parametrize("example", examples())
def test_an_example_is_true(example: doctest.DocTest, sandbox: Sandbox) -> None:
    public = {name: getattr(face, name) for name in face.__all__}
    example.globs = {**example.globs, **public, "sandbox": sandbox}
    told: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=told.append)
    assert not told, "".join(told)
