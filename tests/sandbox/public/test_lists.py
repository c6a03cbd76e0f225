"""Lists: their envelopes, their pages, and their filters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from ascora_sdk.sandbox import ManualClock, PublicAccount, Sandbox

Connect = Callable[[Sandbox], httpx.Client]
PAGED = {
    "/Customers/Customers": "customer",
    "/Customers/Contacts": "contact",
    "/Jobs/Jobs": "job",
    "/Quotes/Quotes": "quote",
    "/Inventory/Supplies": "supply",
    "/Inventory/Kits": "kit",
    "/Suppliers/Suppliers": "supplier",
    "/SupplierInvoices/SupplierInvoices": "supplier_invoice",
}
WHOLE = {"/Quotes/LabourRoles": "labour_role", "/Inventory/Categories": "category"}
BARE = {"/Accounting/GetInvoicesToSend": "invoice_to_send", "/Accounting/GetPaymentsToSend": "payment_to_send"}


def numbers(http: httpx.Client, path: str, field: str, **query: Any) -> list[str]:
    answer = http.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return [row[field] for row in answer.json()["results"]]


@pytest.mark.parametrize("path", [*PAGED, *WHOLE])
def test_a_list_comes_in_its_envelope(sandbox: Sandbox, http: httpx.Client, path: str) -> None:
    answer = http.get(path).json()
    count = sandbox.public.count((PAGED | WHOLE)[path])
    assert set(answer) == {"success", "results", "totalPages", "totalRecords"}
    assert answer["success"] is True
    assert (len(answer["results"]), answer["totalPages"], answer["totalRecords"]) == (count, 1, count)


@pytest.mark.parametrize("path", BARE)
def test_accounting_comes_as_a_bare_array(sandbox: Sandbox, http: httpx.Client, path: str) -> None:
    answer = http.get(path).json()
    assert isinstance(answer, list)
    assert len(answer) == sandbox.public.count(BARE[path])


def test_a_list_of_nothing(connect: Connect) -> None:
    with Sandbox(public=PublicAccount(labour_roles=0)) as sandbox:
        http = connect(sandbox)
        for path in (*PAGED, *WHOLE):
            assert http.get(path).json() == {"success": True, "results": [], "totalPages": 0, "totalRecords": 0}
        for path in BARE:
            assert http.get(path).json() == []


@pytest.mark.parametrize("path", PAGED)
def test_the_pages_of_a_list_are_the_list(http: httpx.Client, path: str) -> None:
    everything = http.get(path).json()["results"]
    size = 3
    pages = [http.get(path, params={"Page": page, "PageSize": size}).json() for page in range(1, 6)]
    assert [row for page in pages for row in page["results"]] == everything
    for page in pages:
        assert page["totalRecords"] == len(everything)
        assert page["totalPages"] == (len(everything) + size - 1) // size
    assert len(pages[0]["results"]) == size


def test_a_page_has_250_rows_unless_another_size_is_asked_for(connect: Connect) -> None:
    with Sandbox(public=PublicAccount(customers=1, jobs=501)) as sandbox:
        http = connect(sandbox)
        answer = http.get("/Jobs/Jobs").json()
        assert (len(answer["results"]), answer["totalPages"], answer["totalRecords"]) == (250, 3, 501)
        assert len(http.get("/Jobs/Jobs?Page=3").json()["results"]) == 1
        assert http.get("/Jobs/Jobs?PageSize=500").json()["totalPages"] == 2


@pytest.mark.parametrize("page", [4, 999_999_999])
def test_a_page_past_the_end_is_empty(http: httpx.Client, page: int) -> None:
    answer = http.get("/Jobs/Jobs", params={"Page": page, "PageSize": 4}).json()
    assert answer == {"success": True, "results": [], "totalPages": 3, "totalRecords": 12}


@pytest.mark.parametrize("name", ["Page", "PageSize", "pagesize"])
@pytest.mark.parametrize("value", ["0", "-1", "1.5", "one", "", " 1", "+1", "9" * 5000, "%D9%A1"])
def test_a_page_is_a_whole_number_from_1_up(http: httpx.Client, name: str, value: str) -> None:
    answer = http.get(f"/Jobs/Jobs?{name}={value}")
    assert answer.status_code == 400
    assert name.lower() in answer.json()["message"].lower()


def test_a_list_without_pages_leaves_them_unread(http: httpx.Client) -> None:
    assert len(http.get("/Inventory/Categories?Page=9&PageSize=x").json()["results"]) == 6


# Filters


@pytest.fixture
def people(connect: Connect) -> Any:
    with Sandbox() as sandbox:
        add = sandbox.public.add
        add(
            "customer",
            customerNumber="C1",
            customerName="Ada Byron ",
            companyName="Engines",
            phoneNumber="(07) 5550 1234",
            customerType={"name": "Insurer "},
            leadSource={"name": "Radio"},
            assignedUser={"name": "Kirra"},
        )
        add(
            "customer",
            customerNumber="C2",
            customerName="Bo",
            emailAddress="bo@example.com",
            mobileNumber="0491 570 006",
            billingCustomer={"id": "c", "name": "Ada"},
        )
        yield connect(sandbox)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["C1", "C2"]),
        ({"FilterText": "BYRON"}, ["C1"]),
        ({"filtertext": "example.com"}, ["C2"]),
        ({"FilterText": "nobody"}, []),
        ({"FilterText": ""}, ["C1", "C2"]),
        ({"AssignedUser": "kirra"}, ["C1"]),
        ({"CustomerType": "insurer"}, ["C1"]),
        ({"LeadSource": "Radio"}, ["C1"]),
        ({"LeadSource": "Rad"}, []),
        ({"PhoneNumber": "55501234"}, ["C1"]),
        ({"PhoneNumber": "0491 570"}, ["C2"]),
        ({"SiteBillingType": "Site"}, ["C2"]),
        ({"SiteBillingType": "Billing"}, ["C1"]),
        ({"SiteBillingType": "All"}, ["C1", "C2"]),
        ({"SiteBillingType": "Billing", "FilterText": "bo"}, []),
        ({"ShoeSize": "44"}, ["C1", "C2"]),
    ],
)
def test_filters_of_customers(people: httpx.Client, query: dict[str, str], found: list[str]) -> None:
    assert numbers(people, "/Customers/Customers", "customerNumber", **query) == found


def test_filters_of_contacts(sandbox: Sandbox, http: httpx.Client) -> None:
    contact = sandbox.public.add("contact", firstName="Zebedee", faxNumber="07 5550 9999")
    for query in ({"FilterText": "zebe"}, {"PhoneNumber": "(07) 5550-9999"}):
        assert numbers(http, "/Customers/Contacts", "contactId", **query) == [contact["contactId"]]


@pytest.fixture
def work(connect: Connect) -> Any:
    with Sandbox() as sandbox:
        add = sandbox.public.add
        add(
            "job",
            jobNumber="J1",
            jobName="Roof",
            jobStatus=5,
            jobStatusText="On hold ",
            dateCreated="2026-02-01T10:00:00",
            siteCustomer={"id": "1", "name": "Ada Byron"},
            jobType={"id": "t", "name": "Water "},
            assignedUser={"name": "Kirra"},
        )
        add(
            "job", jobNumber="J2", jobName="Floor", dateCreated="2026-02-02T00:00:00+10:00", siteCustomer={"name": "Bo"}
        )
        add("job", jobNumber="J3", dateCreated="2026-02-03T23:59:59.9999999Z", purchaseOrderNumber="PO-7")
        yield connect(sandbox)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"AssignedUser": "Kirra"}, ["J1"]),
        ({"CustomerName": "byron"}, ["J1"]),
        ({"FilterText": "po-7"}, ["J3"]),
        ({"JobStatus": "5"}, ["J1"]),
        ({"JobStatus": "on hold"}, ["J1"]),
        ({"JobStatus": "0"}, ["J2", "J3"]),
        ({"JobStatus": "77"}, []),
        ({"JobType": "water"}, ["J1"]),
        ({"StartDate": "2026-02-01T14:00:00Z"}, ["J2", "J3"]),
        ({"StartDate": "2026-02-01T14:00:01Z"}, ["J3"]),
        ({"EndDate": "2026-02-01"}, ["J1", "J2"]),
        ({"EndDate": "2026-02-03"}, ["J1", "J2", "J3"]),
        ({"EndDate": "2026-02-01T14:00:00Z"}, ["J1", "J2"]),
        ({"EndDate": "2026-02-01T13:59:59Z"}, ["J1"]),
        ({"StartDate": "2026-02-02", "EndDate": "2026-02-02"}, []),
    ],
)
def test_filters_of_jobs(work: httpx.Client, query: dict[str, str], found: list[str]) -> None:
    assert numbers(work, "/Jobs/Jobs", "jobNumber", **query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"QuoteStatus": "IN-PROGRESS"}, ["Q1"]),
        ({"QuoteStatus": "SENT-TO-CUSTOMER"}, ["Q2"]),
        ({"QuoteStatus": "OPEN"}, ["Q1", "Q2"]),
        ({"QuoteStatus": "WON"}, ["Q3"]),
        ({"QuoteStatus": "ACCEPTED"}, ["Q4"]),
        ({"QuoteStatus": "LAST-7-DAYS"}, ["Q1", "Q2"]),
        ({"QuoteStatus": "ALL"}, ["Q1", "Q2", "Q3", "Q4", "Q5"]),
        ({"AssignedUser": "Kirra"}, ["Q1"]),
        ({"JobType": "Mould"}, ["Q1"]),
        ({"CustomerName": "ada"}, ["Q1"]),
        ({"FilterText": "q3"}, ["Q3"]),
        ({"StartDate": "2026-02-11", "EndDate": "2026-02-16"}, ["Q2"]),
    ],
)
def test_filters_of_quotes(connect: Connect, query: dict[str, str], found: list[str]) -> None:
    with Sandbox(clock=ManualClock("2026-02-17T09:30:00Z")) as sandbox:
        add = sandbox.public.add
        add("quote", quoteNumber="Q1", siteCustomer={"name": "Ada"}, assignedUser="Kirra", jobType={"name": "Mould"})
        add("quote", quoteNumber="Q2", quoteStatusText="SENT-TO-CUSTOMER", quotationDate="2026-02-11T00:00:00")
        add("quote", quoteNumber="Q3", quoteStatusText="WON", quotationDate="2026-02-10")
        add("quote", quoteNumber="Q4", quoteStatusText="ACCEPTED", quotationDate="2025-02-16")
        add("quote", quoteNumber="Q5", quoteStatusText="LOST", quotationDate="2026-02-18")
        assert numbers(connect(sandbox), "/Quotes/Quotes", "quoteNumber", **query) == found


def test_the_last_7_days_move_with_the_clock(sandbox: Sandbox, http: httpx.Client, clock: ManualClock) -> None:
    sandbox.public.add("quote", quoteNumber="Q1")
    assert numbers(http, "/Quotes/Quotes", "quoteNumber", QuoteStatus="LAST-7-DAYS") == ["Q1"]
    clock.advance(days=8)
    assert numbers(http, "/Quotes/Quotes", "quoteNumber", QuoteStatus="LAST-7-DAYS") == []


@pytest.mark.parametrize("kind", ["supply", "kit"])
def test_filters_of_stock(connect: Connect, kind: str) -> None:
    with Sandbox() as sandbox:
        http, path = connect(sandbox), "/Inventory/Supplies" if kind == "supply" else "/Inventory/Kits"
        sandbox.public.add(
            kind, partNumber="P1", description="HEPA", categoryOneId="a", categoryTwoId="b", isFavourite=True
        )
        sandbox.public.add(kind, partNumber="P2", description="Skirting", categoryOneId="a")
        assert numbers(http, path, "partNumber", CategoryOneId="A") == ["P1", "P2"]
        assert numbers(http, path, "partNumber", CategoryTwoId="b") == ["P1"]
        assert numbers(http, path, "partNumber", FavouriteOnly="true") == ["P1"]
        assert numbers(http, path, "partNumber", FavouriteOnly="False") == ["P1", "P2"]
        assert numbers(http, path, "partNumber", FilterText="skirt") == ["P2"]
        assert "categoryOneId" not in http.get(path).json()["results"][0]


def test_filters_of_categories(http: httpx.Client) -> None:
    path = "/Inventory/Categories"
    everything = http.get(path).json()["results"]
    parents = numbers(http, path, "categoryId", ParentOnly="true")
    assert parents == [row["categoryId"] for row in everything if row["categoryNumber"] == 1]
    assert numbers(http, path, "categoryId", CategoryNumber="1") == parents
    assert len(numbers(http, path, "name", CategoryNumber="2")) == 3
    assert numbers(http, path, "name", FilterText="TIMB") == ["Timber"]
    assert {row["parentCategoryId"] for row in everything} == {None, *parents}


def test_filters_of_suppliers(http: httpx.Client) -> None:
    path = "/Suppliers/Suppliers"
    first = http.get(path).json()["results"][0]
    assert numbers(http, path, "name", SupplierName="timber") == ["Brisbane Timber"]
    assert numbers(http, path, "name", SupplierNumber="s101") == [first["name"]]
    assert first["name"] in numbers(http, path, "name", BusinessNumber=first["businessNumber"].replace(" ", ""))


def test_filters_of_supplier_invoices(sandbox: Sandbox, http: httpx.Client) -> None:
    path = "/SupplierInvoices/SupplierInvoices"
    sandbox.public.add("supplier_invoice", trackingNumber="X1", invoiceDate="2026-03-01", supplier={"name": "Hire"})
    sent = sandbox.public.add("supplier_invoice", trackingNumber="X2", invoiceDate="2026-03-02", sentToAccounts=True)
    assert numbers(http, path, "trackingNumber", InvoiceDateStart="2026-03-01") == ["X1", "X2"]
    assert numbers(http, path, "trackingNumber", InvoiceDateStart="2026-03-01", InvoiceDateEnd="2026-03-01") == ["X1"]
    assert numbers(http, path, "trackingNumber", SupplierName="hire", TrackingNumber="x1") == ["X1"]
    assert "X2" not in numbers(http, path, "trackingNumber", ToBeSentToAccounting="true")
    assert sent["trackingNumber"] in numbers(http, path, "trackingNumber", ToBeSentToAccounting="false")


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        ("/Customers/Customers", "SiteBillingType", "site"),
        ("/Customers/Customers", "PhoneNumber", "none"),
        ("/Jobs/Jobs", "StartDate", "yesterday"),
        ("/Jobs/Jobs", "EndDate", "2026-02-30"),
        ("/Jobs/Jobs", "EndDate", "9999-12-31"),
        ("/Quotes/Quotes", "QuoteStatus", "LOST"),
        ("/Quotes/Quotes", "QuoteStatus", "won"),
        ("/Inventory/Supplies", "FavouriteOnly", "yes"),
        ("/Inventory/Kits", "FavouriteOnly", "1"),
        ("/Inventory/Categories", "CategoryNumber", "3"),
        ("/Inventory/Categories", "ParentOnly", "maybe"),
        ("/SupplierInvoices/SupplierInvoices", "InvoiceDateStart", "01/02/2026"),
        ("/SupplierInvoices/SupplierInvoices", "ToBeSentToAccounting", "soon"),
        ("/Accounting/GetInvoicesToSend", "priorToDate", "soon"),
        ("/Accounting/GetInvoicesToSend", "includeJobCustomFields", "1"),
        ("/Accounting/GetPaymentsToSend", "priorToDate", "soon"),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused(http: httpx.Client, path: str, name: str, value: str) -> None:
    answer = http.get(path, params={name: value})
    assert answer.status_code == 400
    assert name in answer.json()["message"]
