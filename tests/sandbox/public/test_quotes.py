"""Quotes and their sections: read, created, added to, cleared, decided and deleted."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox


def names(text: str) -> set[str]:
    return set(text.split())


QUOTE_FIELDS = names(
    "quoteId quoteNumber quoteName quoteDescription quoteStatusText pricingMethod siteCustomer billingCustomer"
    " totalExTax totalIncTax quotationDate"
)
DONE = {"success": True}


@pytest.fixture
def customer(sandbox: Sandbox) -> dict[str, str]:
    return {"id": sandbox.public.get("customer", "C10001")["customerId"]}


def test_a_quote_comes_under_its_own_name(http: httpx.Client) -> None:
    for quote in http.get("/Quotes/Quotes").json()["results"]:
        assert set(quote) - {"childQuotes"} == QUOTE_FIELDS
        assert ("childQuotes" in quote) == (quote["pricingMethod"] == "SECTIONS")
        assert http.get(f"/Quotes/Quote/{quote['quoteNumber']}").json() == {"success": True, "quotation": quote}


def test_a_section_has_dots_in_answers_and_dashes_in_paths(sandbox: Sandbox, http: httpx.Client) -> None:
    whole = http.get("/Quotes/Quote/Q1005").json()["quotation"]
    numbers = [section["quoteNumber"] for section in whole["childQuotes"]]
    assert numbers == ["Q1005.01", "Q1005.02", "Q1005.03"]
    for section in whole["childQuotes"]:
        path = section["quoteNumber"].replace(".", "-")
        assert http.get(f"/Quotes/Quote/{path}").json() == {"success": True, "quotation": section}
        assert sandbox.public.get("quote", section["quoteNumber"])["quoteId"] == section["quoteId"]
    for path in ("Q1005.01", "Q1005-1", "Q1005-04", "Q1001-01", "Q1999", "Q1005-01-01"):
        assert http.get(f"/Quotes/Quote/{path}").status_code == 404
    assert not {"Q1005.01"} & {quote["quoteNumber"] for quote in http.get("/Quotes/Quotes").json()["results"]}


def test_a_quote_is_created(sandbox: Sandbox, http: httpx.Client, customer: dict[str, str]) -> None:
    body = {
        "siteCustomer": customer,
        "billingCustomer": customer,
        "quoteName": "Roof",
        "quoteDescription": "All of it",
        "quotationDate": "2026-02-01",
        "pricingMethod": "FIXED-PRICE",
        "purchaseOrderNumber": "PO-1",
        "clientOrderNumber": "CO-1",
        "addressLine1": "1 High Street",
        "suburb": "Ascot",
        "quoteSupplies": [{"partNumber": "P1", "quantity": 2}],
        "quoteKits": [],
        "quoteLabourItems": [{"roleName": "Carpenter"}],
        "quoteWriteIns": [{"description": "Skip"}],
    }
    answer = http.post("/Quotes/Quote", json=body).json()
    quote = answer["quotation"]
    assert answer["success"] is True
    assert {name: quote[name] for name in body if name.startswith(("quoteN", "quoteD", "quotat", "addr", "purch"))} == {
        name: value for name, value in body.items() if name.startswith(("quoteN", "quoteD", "quotat", "addr", "purch"))
    }
    assert quote["quoteStatusText"] == "IN-PROGRESS"
    assert quote["siteCustomer"]["name"] == sandbox.public.get("customer", "C10001")["customerName"]
    assert "quoteSupplies" not in quote
    assert "childQuotes" not in quote
    assert sandbox.public.get("quote", quote["quoteNumber"])["quoteSupplies"] == body["quoteSupplies"]
    assert http.get(f"/Quotes/Quote/{quote['quoteNumber']}").json()["quotation"] == quote


def test_a_quote_is_created_with_sections(sandbox: Sandbox, http: httpx.Client, customer: dict[str, str]) -> None:
    sections = [
        {"quoteName": "Make safe", "quoteSupplies": [{"partNumber": "P1"}]},
        {"quoteName": "Dry", "displayOrder": 9},
    ]
    body = {"siteCustomer": customer, "pricingMethod": "SECTIONS", "childQuotes": sections}
    quote = http.post("/Quotes/Quote", json=body).json()["quotation"]
    number = quote["quoteNumber"]
    assert [(s["quoteNumber"], s["quoteName"], s["displayOrder"]) for s in quote["childQuotes"]] == [
        (f"{number}.01", "Make safe", 1),
        (f"{number}.02", "Dry", 9),
    ]
    listed = http.get(f"/Quotes/Quotes?FilterText={number}").json()["results"]
    assert listed == [quote]
    assert not any("quoteSupplies" in section for section in quote["childQuotes"])
    assert sandbox.public.get("quote", f"{number}.01")["quoteSupplies"] == [{"partNumber": "P1"}]


@pytest.mark.parametrize("number", ["Q1001", "q1001", "Q1005.02"])
def test_items_are_added_and_cleared(sandbox: Sandbox, http: httpx.Client, number: str) -> None:
    def add(operation: str, **body: Any) -> None:
        answer = http.post(f"/Quotes/{operation}", json={"quoteNumber": number, **body})
        assert answer.json() == DONE

    add("AddSupplies", quoteSupplies=[{"partNumber": "P1"}])
    add("AddSupplies", quoteSupplies=[{"partNumber": "P2"}, {"partNumber": "P3"}])
    add("AddKits", quoteKits=[{"kitId": "k"}])
    add("AddLabourItems", quoteLabourItems=[{"roleName": "Carpenter"}])
    add("AddWriteIns", writeIns=[{"description": "Skip"}])
    quote = sandbox.public.get("quote", number)
    assert [item["partNumber"] for item in quote["quoteSupplies"]] == ["P1", "P2", "P3"]
    assert (quote["quoteKits"], quote["quoteWriteIns"]) == ([{"kitId": "k"}], [{"description": "Skip"}])
    add("ClearQuoteItems", removeSupplies=True, removeKits=False)
    quote = sandbox.public.get("quote", number)
    assert (quote["quoteSupplies"], len(quote["quoteKits"]), len(quote["quoteLabourItems"])) == ([], 1, 1)
    add("ClearQuoteItems", removeKits=True, removeLabour=True)
    quote = sandbox.public.get("quote", number)
    assert (quote["quoteKits"], quote["quoteLabourItems"], len(quote["quoteWriteIns"])) == ([], [], 1)


def test_sections_are_added_to_a_quote_priced_by_sections(http: httpx.Client) -> None:
    body = {"quoteNumber": "Q1005", "quoteSections": [{"name": "Paint", "displayOrder": 1}, {"name": "Clean"}]}
    assert http.post("/Quotes/AddQuoteSections", json=body).json() == DONE
    added = http.get("/Quotes/Quote/Q1005-04").json()["quotation"]
    assert (added["quoteNumber"], added["quoteName"], added["displayOrder"]) == ("Q1005.04", "Paint", 1)
    assert http.get("/Quotes/Quote/Q1005-05").json()["quotation"]["quoteName"] == "Clean"
    for number in ("Q1001", "Q1005.01"):
        assert http.post("/Quotes/AddQuoteSections", json={**body, "quoteNumber": number}).status_code == 400


@pytest.mark.parametrize("status", ["IN-PROGRESS", "SENT-TO-CUSTOMER", "LOST", "WON"])
@pytest.mark.parametrize("number", ["Q1002", "Q1005.02"])
def test_a_status_is_set(sandbox: Sandbox, http: httpx.Client, status: str, number: str) -> None:
    body = {"quoteNumber": number, "quoteStatus": status, "reasonForLoss": "Price"}
    assert http.post("/Quotes/UpdateStatus", json=body).json() == DONE
    answer = http.get(f"/Quotes/Quote/{number.replace('.', '-')}").json()["quotation"]
    assert answer["quoteStatusText"] == status
    assert sandbox.public.get("quote", number)["reasonForLoss"] == "Price"


def test_a_section_is_deleted_alone_and_a_quote_with_its_sections(sandbox: Sandbox, http: httpx.Client) -> None:
    assert http.post("/Quotes/DeleteQuote", json={"quoteNumber": "Q1005.02"}).json() == DONE
    assert http.get("/Quotes/Quote/Q1005-02").status_code == 404
    left = http.get("/Quotes/Quote/Q1005").json()["quotation"]["childQuotes"]
    assert [section["quoteNumber"] for section in left] == ["Q1005.01", "Q1005.03"]
    body = {"quoteNumber": "Q1005", "quoteSections": [{"name": "Paint"}]}
    assert http.post("/Quotes/AddQuoteSections", json=body).json() == DONE
    assert http.get("/Quotes/Quote/Q1005-04").status_code == 200
    assert http.post("/Quotes/DeleteQuote", json={"quoteNumber": "Q1005"}).json() == DONE
    for path in ("Q1005", "Q1005-01"):
        assert http.get(f"/Quotes/Quote/{path}").status_code == 404
    assert http.post("/Quotes/DeleteQuote", json={"quoteNumber": "Q1005"}).status_code == 404
    assert sandbox.public.count("quote") == 9


@pytest.mark.parametrize("number", ["Q1999", "Q1005-01", "Q1005.09", "Q1001.01"])
@pytest.mark.parametrize(
    ("operation", "more"),
    [
        ("AddSupplies", {"quoteSupplies": []}),
        ("AddQuoteSections", {"quoteSections": []}),
        ("ClearQuoteItems", {}),
        ("UpdateStatus", {"quoteStatus": "WON"}),
        ("DeleteQuote", {}),
    ],
)
def test_a_quote_that_is_not_there_is_a_404(http: httpx.Client, number: str, operation: str, more: Any) -> None:
    assert http.post(f"/Quotes/{operation}", json={"quoteNumber": number, **more}).status_code == 404


@pytest.mark.parametrize(
    ("operation", "body", "fields"),
    [
        ("Quote", {}, {"siteCustomer"}),
        ("Quote", {"siteCustomer": {"name": "Ada"}}, {"siteCustomer.id"}),
        ("Quote", {"pricingMethod": "HOURLY"}, {"pricingMethod"}),
        ("Quote", {"quotationDate": "soon"}, {"quotationDate"}),
        ("Quote", {"quoteSupplies": {}}, {"quoteSupplies"}),
        ("Quote", {"quoteKits": ["k"]}, {"quoteKits[0]"}),
        ("Quote", {"childQuotes": [{"quoteName": "x"}]}, {"childQuotes"}),
        ("Quote", {"pricingMethod": "SECTIONS", "childQuotes": [{"name": "x"}]}, {"childQuotes[0].name"}),
        ("Quote", {"quoteNumber": "Q1", "quoteStatus": "WON"}, {"quoteNumber", "quoteStatus"}),
        ("AddSupplies", {"quoteNumber": "Q1001"}, {"quoteSupplies"}),
        ("AddSupplies", {"quoteSupplies": []}, {"quoteNumber"}),
        ("AddSupplies", {"quoteNumber": "Q1001", "quoteSupplies": "P1"}, {"quoteSupplies"}),
        ("AddKits", {"quoteNumber": "Q1001", "quoteSupplies": []}, {"quoteKits", "quoteSupplies"}),
        ("AddLabourItems", {"quoteNumber": "Q1001", "quoteLabourItems": [1]}, {"quoteLabourItems[0]"}),
        ("AddWriteIns", {"quoteNumber": "Q1001", "quoteWriteIns": []}, {"writeIns", "quoteWriteIns"}),
        ("AddQuoteSections", {"quoteNumber": "Q1005", "quoteSections": [{}]}, {"quoteSections[0].name"}),
        (
            "AddQuoteSections",
            {"quoteNumber": "Q1005", "quoteSections": [{"name": "x", "displayOrder": "1"}]},
            {"quoteSections[0].displayOrder"},
        ),
        ("ClearQuoteItems", {"quoteNumber": "Q1001", "removeSupplies": "yes"}, {"removeSupplies"}),
        ("ClearQuoteItems", {"quoteNumber": "Q1001", "removeWriteIns": True}, {"removeWriteIns"}),
        ("UpdateStatus", {"quoteNumber": "Q1001"}, {"quoteStatus"}),
        ("UpdateStatus", {"quoteNumber": "Q1001", "quoteStatus": "ACCEPTED"}, {"quoteStatus"}),
        ("UpdateStatus", {"quoteNumber": "Q1001", "quoteStatus": "won"}, {"quoteStatus"}),
        ("DeleteQuote", {}, {"quoteNumber"}),
        ("DeleteQuote", {"quoteNumber": 1001}, {"quoteNumber"}),
    ],
)
def test_a_body_that_is_wrong_is_refused(
    sandbox: Sandbox, http: httpx.Client, customer: dict[str, str], operation: str, body: Any, fields: set[str]
) -> None:
    before = list(sandbox.public.records("quote"))
    known = {"siteCustomer": customer} if operation == "Quote" and body else {}
    answer = http.post(f"/Quotes/{operation}", json={**known, **body})
    assert answer.status_code == 400
    assert all(field in answer.json()["message"] for field in fields)
    assert list(sandbox.public.records("quote")) == before
