# Generated from ../../_async/public/test_quotes.py by tools/unasync; do not edit.
"""Quotes: read, created and changed, and what goes over the wire for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ascora_sdk import AscoraApiError, NotFoundError, ValidationError
from ascora_sdk.public import PublicClient, PricingMethod, QuoteDraft, QuoteStatus
from ascora_sdk.sandbox import AnswerLost, Drop, Fault, Malformed, PublicAccount, Refusal, Sandbox, Status

from ...client.clock import FakeTime

CUSTOMER = "00000001-0000-4000-8000-000000000001"
# Q1005 has three sections.
ACCOUNT = PublicAccount(customers=2, quotes=12)

Run = Callable[[PublicClient], Any]
CHANGES: dict[str, Run] = {
    "Quote": lambda client: client.quotes.create(QuoteDraft(site_customer=CUSTOMER)),
    "ClearQuoteItems": lambda client: client.quotes.clear("Q1001", kits=True),
    "UpdateStatus": lambda client: client.quotes.set_status("Q1001", "WON"),
    "DeleteQuote": lambda client: client.quotes.delete("Q1001"),
    "AddSupplies": lambda client: client.quotes.add_supplies("Q1001", [{"a": 1}]),
    "AddKits": lambda client: client.quotes.add_kits("Q1001", [{"a": 1}]),
    "AddLabourItems": lambda client: client.quotes.add_labour("Q1001", [{"a": 1}]),
    "AddWriteIns": lambda client: client.quotes.add_write_ins("Q1001", [{"a": 1}]),
    "AddQuoteSections": lambda client: client.quotes.add_sections("Q1005", ["Attic"]),
}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(public=ACCOUNT) as sandbox:
        yield sandbox


def test_list_and_iterate(sandbox: Sandbox, client: PublicClient) -> None:
    page = client.quotes.list(page_size=5)
    assert ([quote.quote_number for quote in page], page.total, page.has_more) == (
        ["Q1001", "Q1002", "Q1003", "Q1004", "Q1005"],
        12,
        True,
    )
    numbers = [quote.quote_number for quote in client.quotes.iter(page_size=5)]
    assert numbers == [f"Q{number}" for number in range(1001, 1013)]


def test_quotes_are_filtered(sandbox: Sandbox, client: PublicClient) -> None:
    sandbox.public.edit("quote", "Q1003", quoteStatusText="WON", quotationDate="2026-02-17T10:00:00Z")
    page = client.quotes.list(
        quote_status="WON", start_date=date(2026, 2, 17), end_date=date(2026, 2, 18), filter_text="q10"
    )
    assert [quote.quote_number for quote in page] == ["Q1003"]
    assert dict(sandbox.public.requests[0].query) == {
        "QuoteStatus": "WON",
        "StartDate": "2026-02-17",
        "EndDate": "2026-02-18",
        "FilterText": "q10",
        "PageSize": "100",
        "Page": "1",
    }
    client.quotes.list(customer_name="a", job_type="Water", assigned_user="Ada")
    assert set(sandbox.public.requests[1].query) == {"CustomerName", "JobType", "AssignedUser", "PageSize", "Page"}
    with pytest.raises(TypeError, match="quotes are not listed by colour"):
        client.quotes.iter(colour="red")  # type: ignore[call-arg]  # that is the point


def test_get_a_quote(client: PublicClient) -> None:
    quote = client.quotes.get("Q1005")
    assert quote.pricing_method is PricingMethod.SECTIONS
    assert quote.child_quotes
    assert [section.quote_number for section in quote.child_quotes] == ["Q1005.01", "Q1005.02", "Q1005.03"]


@pytest.mark.parametrize("number", ["Q1005.02", "Q1005-02"])
def test_get_a_section_by_either_form(sandbox: Sandbox, client: PublicClient, number: str) -> None:
    section = client.quotes.get(number)
    assert section.quote_number == "Q1005.02"
    assert sandbox.public.requests[0].path == "/Quotes/Quote/Q1005-02"


@pytest.mark.parametrize("number", ["Q9.01", "Q9-01", "Q9"])
def test_an_error_names_the_number_as_it_was_given(client: PublicClient, number: str) -> None:
    with pytest.raises(NotFoundError, match=f"no quote '{number}'") as caught:
        client.quotes.get(number)
    assert (caught.value.resource, caught.value.id) == ("quote", number)
    with pytest.raises(NotFoundError) as caught:
        client.quotes.delete(number)
    assert caught.value.id == number


def test_a_number_cannot_leave_its_path(sandbox: Sandbox, client: PublicClient) -> None:
    with pytest.raises(NotFoundError):
        client.quotes.get("../Jobs")
    assert sandbox.public.requests[0].raw_path == "/Quotes/Quote/--%2FJobs"
    with pytest.raises(ValueError, match="quote number is empty"):
        client.quotes.get(" ")


def test_create_a_quote(sandbox: Sandbox, client: PublicClient) -> None:
    draft = QuoteDraft(site_customer=CUSTOMER, quote_name="Water damage").supply(
        part_number="FAN-1", quantity=Decimal("2.50")
    )
    quote = client.quotes.create(draft)
    assert quote.quote_name == "Water damage"
    (request,) = sandbox.public.requests
    assert (request.method, request.path) == ("POST", "/Quotes/Quote")
    assert b"2.50" in request.body
    kept = sandbox.public.get("quote", quote.quote_number)
    assert kept["quoteSupplies"] == [{"partNumber": "FAN-1", "quantity": Decimal("2.50")}]


def test_create_a_quote_with_sections(sandbox: Sandbox, client: PublicClient) -> None:
    drying = QuoteDraft().supply(part_number="FAN-1", quantity=2).labour(role_name="Technician")
    quote = client.quotes.create(QuoteDraft(site_customer=CUSTOMER).section("Bath", drying).section("Attic"))
    assert quote.pricing_method is PricingMethod.SECTIONS
    assert quote.child_quotes
    assert [section.quote_name for section in quote.child_quotes] == ["Bath", "Attic"]
    kept = sandbox.public.get("quote", quote.child_quotes[0].quote_number)
    assert kept["quoteLabourItems"] == [{"roleName": "Technician"}]


def test_a_customer_that_is_not_there(client: PublicClient) -> None:
    with pytest.raises(ValidationError, match=r"siteCustomer\.id"):
        client.quotes.create(QuoteDraft(site_customer="nobody"))


def test_clear_a_quote(sandbox: Sandbox, client: PublicClient) -> None:
    client.quotes.add_kits("Q1005-01", [{"kit_id": "k-1"}])
    client.quotes.clear("Q1005-01", kits=True)
    assert sandbox.public.requests[1].json() == {
        "quoteNumber": "Q1005.01",
        "removeSupplies": False,
        "removeKits": True,
        "removeLabour": False,
    }
    assert sandbox.public.get("quote", "Q1005.01")["quoteKits"] == []


def test_what_to_clear_is_said(sandbox: Sandbox, client: PublicClient) -> None:
    with pytest.raises(ValueError, match="supplies=True, kits=True or labour=True"):
        client.quotes.clear("Q1001")
    with pytest.raises(TypeError):
        client.quotes.clear("Q1001", kits="yes")  # type: ignore[arg-type]  # that is the point
    assert not sandbox.public.requests


def test_set_a_status(sandbox: Sandbox, client: PublicClient) -> None:
    client.quotes.set_status("Q1005-01", QuoteStatus.LOST, reason_for_loss="Too dear")
    client.quotes.set_status("Q1002", "WON")
    assert [request.json() for request in sandbox.public.requests] == [
        {"quoteNumber": "Q1005.01", "quoteStatus": "LOST", "reasonForLoss": "Too dear"},
        {"quoteNumber": "Q1002", "quoteStatus": "WON"},
    ]
    assert sandbox.public.get("quote", "Q1005.01")["quoteStatusText"] == "LOST"
    assert sandbox.public.get("quote", "Q1002")["quoteStatusText"] == "WON"
    with pytest.raises(ValidationError):
        client.quotes.set_status("Q1002", "MAYBE")


@pytest.mark.parametrize(("wrong", "kind"), [("", ValueError), (None, TypeError), (2, TypeError)])
def test_a_status_is_text(sandbox: Sandbox, client: PublicClient, wrong: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind, match="quoteStatus"):
        client.quotes.set_status("Q1002", wrong)
    assert not sandbox.public.requests


def test_delete_a_section_and_a_quote(sandbox: Sandbox, client: PublicClient) -> None:
    client.quotes.delete("Q1005-02")
    assert [part["quoteNumber"] for part in sandbox.public.get("quote", "Q1005")["childQuotes"]] == [
        "Q1005.01",
        "Q1005.03",
    ]
    client.quotes.delete("Q1005")
    assert sandbox.public.count("quote") == 11
    assert [request.json() for request in sandbox.public.requests] == [
        {"quoteNumber": "Q1005.02"},
        {"quoteNumber": "Q1005"},
    ]


def test_labour_roles(client: PublicClient) -> None:
    roles = client.quotes.labour_roles()
    assert [role.extra["roleName"].strip() for role in roles] == ["Technician", "Supervisor", "Carpenter"]


@pytest.mark.parametrize("path", CHANGES)
def test_a_refusal_of_status_200_is_a_failure(sandbox: Sandbox, client: PublicClient, path: str) -> None:
    sandbox.public.fault("POST *", Refusal("Locked by accounting"))
    with pytest.raises(AscoraApiError, match="Locked by accounting"):
        CHANGES[path](client)
    assert [request.path for request in sandbox.public.requests] == [f"/Quotes/{path}"]


def test_refusals_of_the_other_style(sandbox: Sandbox, client: PublicClient) -> None:
    sandbox.public.failures = "success_false"
    with pytest.raises(AscoraApiError, match=r"no quote q9\b|no quote Q9\b"):
        client.quotes.get("Q9")
    with pytest.raises(AscoraApiError, match="no quote Q9"):
        client.quotes.delete("Q9")
    with pytest.raises(ValidationError):
        client.quotes.set_status("Q1001", "MAYBE")


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize("fault", [AnswerLost("drop"), AnswerLost("error"), Drop(), Status(502)], ids=str)
def test_after_a_lost_answer_it_is_not_sent_again(
    sandbox: Sandbox, client: PublicClient, clock: FakeTime, path: str, fault: Fault
) -> None:
    sandbox.public.fault("POST *", fault)
    with pytest.raises(AscoraApiError, match="may have been carried out"):
        CHANGES[path](client)
    assert len(sandbox.public.requests) == 1
    assert clock.sleeps == []


@pytest.mark.parametrize("path", CHANGES)
def test_after_a_rate_limit_it_is_sent_again(sandbox: Sandbox, client: PublicClient, path: str) -> None:
    sandbox.public.fault("POST *", Status(429))
    CHANGES[path](client)
    assert len(sandbox.public.requests) == 2


@pytest.mark.parametrize("path", CHANGES)
def test_a_web_page_is_no_success(sandbox: Sandbox, client: PublicClient, path: str) -> None:
    sandbox.public.fault("POST *", Malformed("html"))
    with pytest.raises(AscoraApiError, match="cannot be read"):
        CHANGES[path](client)


def test_a_key_of_the_callers_goes_along(sandbox: Sandbox, client: PublicClient) -> None:
    client.quotes.create(QuoteDraft(site_customer=CUSTOMER), idempotency_key="q-1")
    assert [request.headers["idempotency-key"] for request in sandbox.public.requests] == ["q-1"]
