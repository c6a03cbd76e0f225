# Generated from ../../_async/public/test_quote_additions.py by tools/unasync; do not edit.
"""What is added to a quote that exists: kind by kind, and what is told if one of the kinds fails."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from ascora_sdk import AscoraApiError, NotFoundError, TimeoutError, ValidationError
from ascora_sdk.public import PublicClient, QuoteDraft, QuoteSection
from ascora_sdk.sandbox import AnswerLost, PublicAccount, Refusal, Sandbox, Status

# Q1005 has three sections.
ACCOUNT = PublicAccount(customers=2, quotes=5)
DRAFT = QuoteDraft().supply(a=1).supply(a=2).kit(a=3).labour(a=4).write_in(a=5)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(public=ACCOUNT) as sandbox:
        yield sandbox


def asked(sandbox: Sandbox) -> list[str]:
    return [request.path.rpartition("/")[2] for request in sandbox.public.requests]


@pytest.mark.parametrize(
    ("method", "path", "name", "kept"),
    [
        ("add_supplies", "AddSupplies", "quoteSupplies", "quoteSupplies"),
        ("add_kits", "AddKits", "quoteKits", "quoteKits"),
        ("add_labour", "AddLabourItems", "quoteLabourItems", "quoteLabourItems"),
        ("add_write_ins", "AddWriteIns", "writeIns", "quoteWriteIns"),
    ],
)
@pytest.mark.parametrize("number", ["Q1005.02", "Q1005-02"])
def test_items_are_added(
    sandbox: Sandbox, client: PublicClient, method: str, path: str, name: str, kept: str, number: str
) -> None:
    getattr(client.quotes, method)(number, [{"part_number": "FAN-1", "unitSell": Decimal("1.10")}])
    (request,) = sandbox.public.requests
    items = [{"partNumber": "FAN-1", "unitSell": Decimal("1.10")}]
    assert (request.path, request.json()) == (f"/Quotes/{path}", {"quoteNumber": "Q1005.02", name: items})
    assert b"1.10" in request.body
    assert sandbox.public.get("quote", "Q1005.02")[kept] == items


def test_sections_are_added(sandbox: Sandbox, client: PublicClient) -> None:
    client.quotes.add_sections("Q1005", ["Attic", QuoteSection(name="Roof", display_order=9)])
    assert sandbox.public.requests[0].json() == {
        "quoteNumber": "Q1005",
        "quoteSections": [{"name": "Attic"}, {"name": "Roof", "displayOrder": 9}],
    }
    names = [section["quoteName"] for section in sandbox.public.get("quote", "Q1005")["childQuotes"]]
    assert names[3:] == ["Attic", "Roof"]
    with pytest.raises(ValidationError, match="SECTIONS"):
        client.quotes.add_sections("Q1001", ["Attic"])


@pytest.mark.parametrize("method", ["add_supplies", "add_kits", "add_labour", "add_write_ins"])
@pytest.mark.parametrize(
    ("wrong", "kind"),
    [([], ValueError), ({"a": 1}, TypeError), ("FAN-1", TypeError), ([{"quantity": 1.5}], TypeError)],
    ids=str,
)
def test_what_cannot_be_added_is_not_sent(
    sandbox: Sandbox, client: PublicClient, method: str, wrong: Any, kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        getattr(client.quotes, method)("Q1001", wrong)
    assert not sandbox.public.requests


def test_a_draft_is_added_in_order(sandbox: Sandbox, client: PublicClient) -> None:
    client.quotes.add("Q1005", QuoteDraft().section("Attic").write_in(a=5).labour(a=4).kit(a=3).supply(a=1))
    assert asked(sandbox) == ["AddSupplies", "AddKits", "AddLabourItems", "AddWriteIns", "AddQuoteSections"]
    kept = sandbox.public.get("quote", "Q1005")
    assert (kept["quoteSupplies"], kept["quoteWriteIns"]) == ([{"a": 1}], [{"a": 5}])


def test_only_what_a_draft_holds_is_added(sandbox: Sandbox, client: PublicClient) -> None:
    client.quotes.add("Q1005-01", QuoteDraft().labour(a=4))
    assert asked(sandbox) == ["AddLabourItems"]
    for wrong in (QuoteDraft(), QuoteDraft(quote_name="Other").kit(a=1)):
        with pytest.raises(ValueError, match=r"empty|quote_name"):
            client.quotes.add("Q1001", wrong)
    assert asked(sandbox) == ["AddLabourItems"]


def test_an_error_tells_what_was_added_already(sandbox: Sandbox, client: PublicClient) -> None:
    sandbox.public.fault("POST /Quotes/AddLabourItems", Status(400))
    with pytest.raises(ValidationError) as caught:
        client.quotes.add("Q1005-01", DRAFT)
    told = "Already added to quote 'Q1005-01': 2 supplies, 1 kit. Failed: 1 labour item. Not tried: 1 write-in."
    assert told in str(caught.value)
    assert told in caught.value.message
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own
    assert asked(sandbox) == ["AddSupplies", "AddKits", "AddLabourItems"]


def test_an_error_in_the_first_call(sandbox: Sandbox, client: PublicClient) -> None:
    with pytest.raises(NotFoundError, match=r"Already added to quote 'Q9': nothing\. Failed: 2 supplies\.") as caught:
        client.quotes.add("Q9", DRAFT)
    assert caught.value.id == "Q9"
    assert asked(sandbox) == ["AddSupplies"]


def test_an_error_in_the_last_call(sandbox: Sandbox, client: PublicClient) -> None:
    sandbox.public.fault("POST /Quotes/AddWriteIns", Refusal("Locked by accounting"))
    with pytest.raises(AscoraApiError, match=r"Locked by accounting .*1 labour item\. Failed: 1 write-in\. \("):
        client.quotes.add("Q1001", DRAFT)


@pytest.mark.parametrize("fault", [AnswerLost("drop"), Status(408)], ids=str)
def test_an_answer_that_was_lost_between(
    sandbox: Sandbox, client: PublicClient, fault: AnswerLost | Status
) -> None:
    sandbox.public.fault("POST /Quotes/AddKits", fault)
    with pytest.raises(AscoraApiError, match=r"may have been carried out.*2 supplies\. Failed: 1 kit\.") as caught:
        client.quotes.add("Q1001", DRAFT)
    assert isinstance(caught.value, TimeoutError) == (fault == Status(408))
    assert asked(sandbox) == ["AddSupplies", "AddKits"]


def test_a_rate_limit_between_is_waited_for(sandbox: Sandbox, client: PublicClient) -> None:
    sandbox.public.fault("POST /Quotes/AddKits", Status(429))
    client.quotes.add("Q1001", DRAFT)
    assert asked(sandbox) == ["AddSupplies", "AddKits", "AddKits", "AddLabourItems", "AddWriteIns"]


def test_the_options_are_of_each_call(sandbox: Sandbox, client: PublicClient) -> None:
    sandbox.public.fault("POST /Quotes/AddKits", Status(429))
    with pytest.raises(AscoraApiError, match="Failed: 1 kit"):
        client.quotes.add("Q1001", DRAFT, max_retries=0)
