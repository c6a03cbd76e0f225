"""Who is let in, what a path may look like, and what a body must be."""

from __future__ import annotations

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox

UUID = "00000001-0000-4000-8000-000000000001"
OPERATIONS = (
    "GET /Customers/Customers",
    f"GET /Customers/Customer/{UUID}",
    "POST /Customers/Customer",
    "GET /Customers/Contacts",
    f"GET /Customers/GetContactsForCustomer/{UUID}",
    "POST /Customers/Contact",
    "GET /Jobs/Jobs",
    "GET /Jobs/Job/DRQ13001",
    "POST /Jobs/Job",
    "GET /Jobs/JobLabour/DRQ13001",
    "GET /Quotes/Quotes",
    "GET /Quotes/Quote/Q1005-01",
    "POST /Quotes/Quote",
    "POST /Quotes/AddSupplies",
    "POST /Quotes/AddKits",
    "POST /Quotes/AddLabourItems",
    "POST /Quotes/AddWriteIns",
    "POST /Quotes/AddQuoteSections",
    "POST /Quotes/ClearQuoteItems",
    "POST /Quotes/UpdateStatus",
    "POST /Quotes/DeleteQuote",
    "GET /Quotes/LabourRoles",
    "GET /Inventory/Supplies",
    "GET /Inventory/Kits",
    "GET /Inventory/Categories",
    "GET /Suppliers/Suppliers",
    "POST /Suppliers/Supplier",
    "GET /SupplierInvoices/SupplierInvoices",
    "GET /SupplierInvoices/SupplierInvoice/0000000b-0000-4000-8000-000000000001",
    "POST /SupplierInvoices/SupplierInvoice",
    "GET /Accounting/GetInvoicesToSend",
    "POST /Accounting/MarkInvoicesAsSent",
    "GET /Accounting/GetPaymentsToSend",
    "POST /Accounting/MarkPaymentsAsSent",
    "POST /Accounting/CreatePayment",
    "POST /Enquiry",
    "POST /WebHooks",
    f"DELETE /WebHooks/Delete/{UUID}",
)


@pytest.mark.parametrize("spelled", [str, str.lower, str.upper], ids=["as documented", "lower", "upper"])
def test_every_operation_of_the_contract_is_there_in_any_case(http: httpx.Client, spelled: type[str]) -> None:
    for operation in OPERATIONS:
        method, path = operation.split()
        answer = http.request(method, spelled(path))
        # A POST without a body is refused for that; a subscription is not there yet.
        expected = {"GET": 200, "POST": 400, "DELETE": 404}[method]
        assert answer.status_code == expected, operation
        assert "nothing at" not in answer.text


def test_the_doubles_that_were_seen_lead_to_the_same(http: httpx.Client) -> None:
    assert http.get("/jobs").content == http.get("/Jobs/Jobs").content
    body = {"hookUrl": "https://example.com/hook", "hookEvent": "JobCreated"}
    assert http.post("/Webhooks", json=body).status_code == 200
    assert http.post("/jobs", json={}).status_code == 405


@pytest.mark.parametrize(
    "path", ["/", "/Customers", "/customers/", "/Jobs/Jobs/", "/Jobs/Nobody", "/api/v1/jobs", "/Invoices"]
)
def test_an_unknown_path_is_a_404(http: httpx.Client, path: str) -> None:
    answer = http.get(path)
    assert answer.status_code == 404
    assert answer.json()["message"]


@pytest.mark.parametrize(
    "operation",
    [
        f"DELETE /Customers/Customer/{UUID}",
        f"PUT /Customers/Customer/{UUID}",
        "DELETE /Jobs/Job/DRQ13001",
        "PUT /Jobs/Job/DRQ13001",
        "PATCH /Jobs/Job",
        "GET /Jobs/Job/DRQ13001/",
        "GET /WebHooks",
    ],
)
def test_what_the_contract_does_not_offer_is_not_done(sandbox: Sandbox, http: httpx.Client, operation: str) -> None:
    method, path = operation.split()
    counts = sandbox.public.count("customer"), sandbox.public.count("job")
    answer = http.request(method, path)
    assert answer.status_code in {404, 405}
    assert answer.status_code == 404 or method not in answer.headers["Allow"]
    assert (sandbox.public.count("customer"), sandbox.public.count("job")) == counts


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Auth": "wrong"},
        {"Auth": "Sandbox-Key"},
        {"Auth": "Bearer sandbox-key"},
        {"Authorization": "sandbox-key"},
        {"Authorization": "Bearer sandbox-key", "X-Company-Code": "SANDBOX"},
    ],
)
@pytest.mark.parametrize("failures", ["status", "success_false"])
@pytest.mark.parametrize("path", ["/Jobs/Jobs", "/nothing"])
def test_every_request_needs_the_key(sandbox: Sandbox, headers: dict[str, str], failures: str, path: str) -> None:
    sandbox.public.failures = failures  # type: ignore[assignment] # one of its positions
    answer = httpx.get(sandbox.public_url + path, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["message"]


def test_two_keys_are_no_key(sandbox: Sandbox) -> None:
    headers = [("Auth", sandbox.public_api_key), ("Auth", sandbox.public_api_key)]
    assert httpx.get(f"{sandbox.public_url}/jobs", headers=headers).status_code == 401


@pytest.mark.parametrize("query", ["Page=2&PageSize=5", "page=2&pagesize=5", "PAGE=2&pAgEsIzE=5"])
def test_query_names_are_read_in_any_case(http: httpx.Client, query: str) -> None:
    answer = http.get(f"/jobs?{query}").json()
    assert [job["jobNumber"] for job in answer["results"]] == [f"DRQ{n}" for n in range(13006, 13011)]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"name":NaN}', b'{"name":"\xe9"}'])
def test_a_body_is_a_json_object(http: httpx.Client, content: bytes) -> None:
    answer = http.post("/Suppliers/Supplier", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert "body" in answer.json()["message"]


def test_a_body_says_that_it_is_json(http: httpx.Client) -> None:
    assert http.post("/Suppliers/Supplier", content=b'{"name":"Hire"}').status_code == 400
