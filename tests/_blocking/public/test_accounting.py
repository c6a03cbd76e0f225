# Generated from ../../_async/public/test_accounting.py by tools/unasync; do not edit.
"""The accounting queue: reading it, taking things off it once and for all, and payments that are recorded once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import pytest

from ascora_sdk import AscoraApiError, NotFoundError, ValidationError
from ascora_sdk.public import PublicClient, InvoiceLineType
from ascora_sdk.sandbox import AnswerLost, Drop, Fault, Malformed, PublicAccount, Refusal, Sandbox, Status

from ...client.clock import FakeTime

Run = Callable[..., None]
INVOICE, PAYMENT = "0000000c-0000-4000-8000-00000000000{}", "0000000d-0000-4000-8000-00000000000{}"
ONE, TWO, THREE = (INVOICE.format(n) for n in (1, 2, 3))
PAID: dict[str, Any] = {
    "invoice_number": "INV20001",
    "payment_amount": Decimal("99.90"),
    "payment_date": date(2026, 2, 17),
    "payment_method": "EFT",
}


def marking(client: PublicClient, kind: str) -> Run:
    return client.accounting.mark_invoices_as_sent if kind == "invoice" else client.accounting.mark_payments_as_sent


CALLS: dict[str, Run] = {
    "MarkInvoicesAsSent": lambda client: client.accounting.mark_invoices_as_sent([ONE]),
    "MarkPaymentsAsSent": lambda client: client.accounting.mark_payments_as_sent([PAYMENT.format(1)]),
    "CreatePayment": lambda client: client.accounting.create_payment(**PAID),
    "CreatePayment with a key": lambda client: client.accounting.create_payment(**PAID, idempotency_key="p-1"),
}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(public=PublicAccount(customers=2, jobs=2, invoices_to_send=5, payments_to_send=4)) as sandbox:
        yield sandbox


def test_invoices_to_send(sandbox: Sandbox, client: PublicClient) -> None:
    sandbox.public.edit("invoice_to_send", ONE, amountExTax=Decimal("371143.22"), invoiceDate="2026-02-17")
    invoices = client.accounting.invoices_to_send()
    assert [invoice.id for invoice in invoices] == [INVOICE.format(n) for n in range(1, 6)]
    assert (str(invoices[0].amount_ex_tax), invoices[0].invoice_date) == ("371143.22", date(2026, 2, 17))
    lines = invoices[0].invoice_lines
    assert lines
    assert isinstance(lines[0].invoice_line_type, InvoiceLineType)
    assert dict(sandbox.public.requests[0].query) == {}


def test_invoices_prior_to_a_date(sandbox: Sandbox, client: PublicClient) -> None:
    for n in range(1, 6):
        sandbox.public.edit("invoice_to_send", INVOICE.format(n), invoiceDate=f"2026-02-1{n}T00:00:00Z")
    before = client.accounting.invoices_to_send(date(2026, 2, 13))
    assert [invoice.id for invoice in before] == [ONE, TWO]
    moment = datetime(2026, 2, 12, tzinfo=timezone.utc)
    assert [invoice.id for invoice in client.accounting.invoices_to_send(prior_to=moment)] == [ONE]
    assert [request.query["priorToDate"] for request in sandbox.public.requests] == [
        "2026-02-13",
        "2026-02-12T00:00:00Z",
    ]


def test_custom_fields_come_if_they_are_asked_for(sandbox: Sandbox, client: PublicClient) -> None:
    names = ("customer", "invoice", "job")
    for name in names:
        (invoice, *_) = client.accounting.invoices_to_send(**{f"include_{name}_custom_fields": True})
        assert {*invoice.extra} & {f"{one}CustomFields" for one in names} == {f"{name}CustomFields"}
        asked = dict(sandbox.public.requests[-1].query)
        assert asked == {f"include{name.capitalize()}CustomFields": "true"}


def test_payments_to_send(sandbox: Sandbox, client: PublicClient) -> None:
    sandbox.public.edit("payment_to_send", PAYMENT.format(2), paymentAmount=Decimal("12.10"), paymentDate="2026-01-01")
    payments = client.accounting.payments_to_send()
    assert [payment.id for payment in payments] == [PAYMENT.format(n) for n in range(1, 5)]
    assert str(payments[1].extra["paymentAmount"]) == "12.10"
    before = client.accounting.payments_to_send(prior_to=date(2026, 1, 1))
    assert PAYMENT.format(2) not in [payment.id for payment in before]
    assert dict(sandbox.public.requests[1].query) == {"priorToDate": "2026-01-01"}


def test_wrong_questions_are_refused(sandbox: Sandbox, client: PublicClient) -> None:
    with pytest.raises(TypeError, match="prior_to must be a date"):
        client.accounting.invoices_to_send("2026-02-13")  # type: ignore[arg-type]  # that is the point
    with pytest.raises(TypeError, match="prior_to must be a date"):
        client.accounting.payments_to_send(0)  # type: ignore[arg-type]  # that is the point
    with pytest.raises(TypeError, match="True or False"):
        client.accounting.invoices_to_send(include_job_custom_fields="no")  # type: ignore[arg-type]  # likewise
    assert not sandbox.public.requests


def test_what_is_no_list_is_no_empty_queue(sandbox: Sandbox, client: PublicClient) -> None:
    sandbox.public.fault("*", Status(200, body='{"success": true, "results": []}'))
    with pytest.raises(AscoraApiError, match="it is no array"):
        client.accounting.invoices_to_send()
    sandbox.public.fault("*", Refusal("Accounting is off"))
    with pytest.raises(AscoraApiError, match="Accounting is off"):
        client.accounting.payments_to_send()
    sandbox.public.fault("*", Status(200, body='[{"paymentAmount": 1}]'))
    with pytest.raises(AscoraApiError, match=r"\[0\].*id"):
        client.accounting.payments_to_send()


def test_reading_the_queue_is_tried_again(sandbox: Sandbox, client: PublicClient) -> None:
    sandbox.public.fault("*", Status(503))
    assert len(client.accounting.invoices_to_send()) == 5


@pytest.mark.parametrize(("kind", "id"), [("invoice", INVOICE), ("payment", PAYMENT)])
def test_mark_as_sent(sandbox: Sandbox, client: PublicClient, kind: str, id: str) -> None:
    marking(client, kind)([id.format(2), id.format(1), id.format(2)])
    (request,) = sandbox.public.requests
    name = kind.capitalize()
    assert request.path == f"/Accounting/Mark{name}sAsSent"
    assert request.json() == {f"{name}Ids": [id.format(2), id.format(1)]}
    marked = [record["id"] for record in sandbox.public.records(f"{kind}_to_send") if record["markedAsSent"]]
    assert marked == [id.format(1), id.format(2)]


def test_what_is_marked_waits_no_more(client: PublicClient) -> None:
    client.accounting.mark_invoices_as_sent(id for id in (ONE, TWO))
    waiting = client.accounting.invoices_to_send()
    assert waiting[0].id == THREE


@pytest.mark.parametrize("kind", ["invoice", "payment"])
@pytest.mark.parametrize(
    ("wrong", "error", "told"),
    [
        ([], ValueError, "nothing to mark"),
        ("abc", TypeError, "list of {} ids, not str"),
        (b"abc", TypeError, "list of {} ids, not bytes"),
        ({"id": 1}, TypeError, "list of {} ids, not dict"),
        (None, TypeError, "list of {} ids, not NoneType"),
        ([ONE, 7], TypeError, "{} id must be text"),
        ([ONE, " "], ValueError, "{} id is empty"),
    ],
    ids=str,
)
def test_nothing_is_marked_by_mistake(
    sandbox: Sandbox, client: PublicClient, kind: str, wrong: Any, error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told.format(kind)):
        marking(client, kind)(wrong)
    assert not sandbox.public.requests


def test_one_unknown_id(sandbox: Sandbox, client: PublicClient) -> None:
    with pytest.raises(NotFoundError, match="no invoice to send 'nope'") as caught:
        client.accounting.mark_invoices_as_sent(["nope"])
    assert caught.value.id == "nope"
    with pytest.raises(NotFoundError, match="'a, b, c and 2 more'"):
        client.accounting.mark_payments_as_sent("abcde"[n] for n in range(5))
    sandbox.public.failures = "success_false"
    with pytest.raises(AscoraApiError, match="There is no invoice to send nope"):
        client.accounting.mark_invoices_as_sent([ONE, "nope"])
    assert len(client.accounting.invoices_to_send()) == 5


def test_create_a_payment(sandbox: Sandbox, client: PublicClient) -> None:
    client.accounting.create_payment(
        **PAID, receipt_number="R-7", surcharge_amount=Decimal("1.50"), comment="Thanks", idempotency_key="p-1"
    )
    (request,) = sandbox.public.requests
    assert request.path == "/Accounting/CreatePayment"
    assert request.json() == {
        "invoiceNumber": "INV20001",
        "paymentAmount": Decimal("99.90"),
        "paymentDate": "2026-02-17",
        "paymentMethod": "EFT",
        "receiptNumber": "R-7",
        "surchargeAmount": Decimal("1.50"),
        "comment": "Thanks",
    }
    assert b"99.90" in request.body
    assert request.headers["idempotency-key"] == "p-1"
    waiting = client.accounting.payments_to_send()
    assert waiting[-1].extra["receiptNumber"] == "R-7"


def test_what_is_not_said_of_a_payment_is_not_sent(sandbox: Sandbox, client: PublicClient) -> None:
    client.accounting.create_payment(**PAID)
    (request,) = sandbox.public.requests
    assert {*request.json()} == {"invoiceNumber", "paymentAmount", "paymentDate", "paymentMethod"}
    assert "idempotency-key" not in request.headers


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"payment_amount": 99.9}, TypeError),
        ({"payment_amount": "99.90"}, TypeError),
        ({"payment_amount": True}, TypeError),
        ({"payment_amount": Decimal("Infinity")}, ValueError),
        ({"payment_amount": None}, TypeError),
        ({"surcharge_amount": 1.5}, TypeError),
        ({"payment_date": "yesterday"}, TypeError),
        ({"payment_method": ""}, ValueError),
        ({"invoice_number": " "}, ValueError),
        ({"invoice_number": 20001}, TypeError),
        ({"idempotency_key": "two\nlines"}, ValueError),
    ],
    ids=str,
)
def test_a_wrong_payment_is_not_sent(
    sandbox: Sandbox, client: PublicClient, wrong: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        client.accounting.create_payment(**{**PAID, **wrong})
    assert not sandbox.public.requests


def test_a_payment_that_ascora_refuses(sandbox: Sandbox, client: PublicClient) -> None:
    with pytest.raises(ValidationError, match="invoiceNumber"):
        client.accounting.create_payment(**{**PAID, "invoice_number": "INV9"})
    sandbox.public.failures = "success_false"
    with pytest.raises(ValidationError, match="invoiceNumber"):
        client.accounting.create_payment(**{**PAID, "invoice_number": "INV9"})
    assert sandbox.public.count("payment_to_send") == 4


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "fault",
    [AnswerLost("drop"), AnswerLost("error"), Drop(), Status(408), Status(502), Status(503), Malformed("html")],
    ids=str,
)
def test_after_a_lost_answer_it_is_not_sent_again(
    sandbox: Sandbox, client: PublicClient, clock: FakeTime, call: str, fault: Fault
) -> None:
    sandbox.public.fault("POST *", fault)
    with pytest.raises(AscoraApiError, match="may have been carried out"):
        CALLS[call](client)
    assert len(sandbox.public.requests) == 1
    assert clock.sleeps == []
    assert sandbox.public.count("payment_to_send") <= 5


@pytest.mark.parametrize("call", CALLS)
def test_after_a_rate_limit_it_is_sent_again(sandbox: Sandbox, client: PublicClient, call: str) -> None:
    sandbox.public.fault("POST *", Status(429))
    CALLS[call](client)
    assert len(sandbox.public.requests) == 2
    assert sandbox.public.count("payment_to_send") == (5 if call.startswith("CreatePayment") else 4)


@pytest.mark.parametrize("call", CALLS)
def test_a_refusal_of_status_200_is_a_failure(sandbox: Sandbox, client: PublicClient, call: str) -> None:
    sandbox.public.fault("POST *", Refusal("Locked"))
    with pytest.raises(AscoraApiError, match="Locked"):
        CALLS[call](client)
