# Generated from ../../../_async/sync/faults/test_l_payments.py by tools/unasync; do not edit.
"""(l) A payment is never charged twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ascora_sdk import AscoraApiError, AscoraClient, NotFoundError, ValidationError
from ascora_sdk.sandbox import AnswerLost, Drop, Fault, Sandbox, Status
from ascora_sdk.storage import MemoryStorage
from ascora_sdk.sync import SyncEngine, SyncError

LOST = [AnswerLost("drop"), AnswerLost("error"), AnswerLost("hang")]
ROUTE = "POST /invoices/{id}/payments"
PAYMENT: dict[str, Any] = {
    "amount": Decimal("0.10"),
    "payment_method": "cash",
    "payment_date": date(2026, 2, 17),
    "reference": "receipt-1",
}


@pytest.fixture(params=[True, False], ids=["knows the key", "knows no key"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(customers=3, invoices=3, honours_idempotency_key=request.param) as sandbox:
        sandbox.edit("invoice", "i-1", paidAmount=Decimal("0.20"))
        yield sandbox


@pytest.fixture
def client(hasty: AscoraClient) -> AscoraClient:
    return hasty


@pytest.fixture
def memory() -> MemoryStorage:
    return MemoryStorage()


@pytest.fixture
def engine(client: AscoraClient, memory: MemoryStorage) -> SyncEngine:
    return SyncEngine(client, memory)


def amounts(sandbox: Sandbox) -> list[Decimal]:
    return [payment["amount"] for payment in sandbox.payments("i-1")]


def pay_again(engine: SyncEngine) -> None:
    for _ in range(2):
        engine.record_payment("i-1", **PAYMENT)
        assert (engine.sync("invoice")).ok
        assert (engine.push("invoice")).ok


def test_it_is_paid_once_however_often_it_is_recorded(engine: SyncEngine, sandbox: Sandbox) -> None:
    pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]
    assert sandbox.get("invoice", "i-1")["paidAmount"] == Decimal("0.30")
    (request,) = sandbox.assert_received(ROUTE, times=1)
    assert request.headers["idempotency-key"]


@pytest.mark.parametrize("again", ["record", "sync", "push"])
@pytest.mark.parametrize("lost", LOST, ids=lambda fault: fault.how)
def test_one_whose_answer_is_lost_is_paid_once(
    engine: SyncEngine, sandbox: Sandbox, lost: Fault, again: str
) -> None:
    sandbox.fault(ROUTE, lost)
    with pytest.raises(AscoraApiError):
        engine.record_payment("i-1", **PAYMENT)
    (engine.record_payment("i-1", **PAYMENT) if again == "record" else getattr(engine, again)("invoice"))
    pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]
    sandbox.assert_received(ROUTE, times=1)


def test_one_that_never_arrived_is_sent_again(engine: SyncEngine, sandbox: Sandbox) -> None:
    sandbox.fault(ROUTE, Drop())
    sandbox.fault(ROUTE, Status(500))
    sandbox.fault(ROUTE, Status(429, headers={"Retry-After": "0"}))
    sandbox.fault(ROUTE, AnswerLost("error"))
    for _ in range(4):
        with pytest.raises(AscoraApiError):
            engine.record_payment("i-1", **PAYMENT)
    pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]
    keys = {request.headers["idempotency-key"] for request in sandbox.assert_received(ROUTE, times=4)}
    assert len(keys) == 1


def test_nothing_is_sent_as_long_as_the_invoice_cannot_be_read(engine: SyncEngine, sandbox: Sandbox) -> None:
    sandbox.fault(ROUTE, AnswerLost("error"))
    with pytest.raises(AscoraApiError):
        engine.record_payment("i-1", **PAYMENT)
    sandbox.fault("GET /invoices/{id}", Status(500), times=2)
    for _ in range(2):
        with pytest.raises(AscoraApiError):
            engine.record_payment("i-1", **PAYMENT)
    pay_again(engine)
    sandbox.assert_received(ROUTE, times=1)


def test_another_engine_and_another_client_know_of_it(
    engine: SyncEngine, memory: MemoryStorage, sandbox: Sandbox
) -> None:
    sandbox.fault(ROUTE, AnswerLost("drop"))
    with pytest.raises(AscoraApiError):
        engine.record_payment("i-1", **PAYMENT)
    with AscoraClient(
        api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code
    ) as another:
        pay_again(SyncEngine(another, memory))
    assert amounts(sandbox) == [Decimal("0.10")]


@pytest.mark.parametrize(
    "other",
    [{"amount": Decimal("0.11")}, {"payment_date": date(2026, 2, 18)}, {"payment_method": "card"}, {"notes": "x"}],
    ids=lambda other: next(iter(other)),
)
@pytest.mark.parametrize("is_lost", [False, True])
def test_another_payment_with_its_reference_is_refused(
    engine: SyncEngine, sandbox: Sandbox, other: dict[str, Any], *, is_lost: bool
) -> None:
    if is_lost:
        sandbox.fault(ROUTE, AnswerLost("drop"))
        with pytest.raises(AscoraApiError):
            engine.record_payment("i-1", **PAYMENT)
    else:
        engine.record_payment("i-1", **PAYMENT)
    with pytest.raises(ValueError, match="another payment has the reference 'receipt-1'"):
        engine.record_payment("i-1", **{**PAYMENT, **other})
    with pytest.raises(ValueError, match="another payment has the reference 'receipt-1'"):
        engine.record_payment("i-2", **PAYMENT)
    pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]
    assert sandbox.payments("i-2") == []


def test_two_payments_of_the_same_amount_are_two(engine: SyncEngine, sandbox: Sandbox) -> None:
    engine.record_payment("i-1", **PAYMENT)
    engine.record_payment("i-1", **{**PAYMENT, "reference": "receipt-2"})
    pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")] * 2


def test_the_fate_of_another_payment_is_not_its_own(engine: SyncEngine, sandbox: Sandbox) -> None:
    sandbox.fault(ROUTE, AnswerLost("drop"))
    with pytest.raises(AscoraApiError):
        engine.record_payment("i-1", **PAYMENT)
    sandbox.edit("invoice", "i-1", paidAmount=Decimal("0.25"))
    engine.record_payment("i-2", **{**PAYMENT, "reference": "receipt-2"})
    assert len(sandbox.payments("i-2")) == 1
    with pytest.raises(SyncError, match="receipt-1"):
        engine.record_payment("i-1", **PAYMENT)


def test_one_that_is_refused_is_forgotten(engine: SyncEngine, sandbox: Sandbox) -> None:
    sandbox.fault(ROUTE, Status(400))
    with pytest.raises(ValidationError):
        engine.record_payment("i-1", **PAYMENT)
    assert (engine.sync("invoice")).ok
    sandbox.assert_received(ROUTE, times=1)
    with pytest.raises(NotFoundError):
        engine.record_payment("i-9", **{**PAYMENT, "reference": "receipt-9"})
    assert (engine.sync("invoice")).ok
    pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]


@pytest.mark.parametrize("arrived", [True, False])
def test_one_of_which_the_invoice_tells_nothing_clear_is_for_a_person_to_settle(
    engine: SyncEngine, sandbox: Sandbox, *, arrived: bool
) -> None:
    sandbox.fault(ROUTE, AnswerLost("drop") if arrived else Drop())
    with pytest.raises(AscoraApiError):
        engine.record_payment("i-1", **PAYMENT)
    # Meanwhile somebody took back an older payment, or was paid a part.
    sandbox.edit("invoice", "i-1", paidAmount=Decimal("0.25"))
    assert not (engine.sync("invoice")).ok
    for _ in range(2):
        with pytest.raises(SyncError, match="settle_payment"):
            engine.record_payment("i-1", **PAYMENT)
        engine.sync("invoice")
    sandbox.assert_received(ROUTE, times=1)
    engine.settle_payment("receipt-1", arrived=arrived)
    pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]
    sandbox.assert_received(ROUTE, times=1 if arrived else 2)
    with pytest.raises(KeyError):
        engine.settle_payment("receipt-1", arrived=False)


def test_an_unclear_one_is_said_at_once_by_the_next_call(engine: SyncEngine, sandbox: Sandbox) -> None:
    sandbox.fault(ROUTE, AnswerLost("drop"))
    with pytest.raises(AscoraApiError):
        engine.record_payment("i-1", **PAYMENT)
    sandbox.edit("invoice", "i-1", paidAmount=Decimal("0.25"))
    with pytest.raises(SyncError, match="settle_payment"):
        engine.record_payment("i-1", **PAYMENT)


def test_what_somebody_else_paid_beyond_it_does_not_charge_it_twice(
    engine: SyncEngine, sandbox: Sandbox
) -> None:
    sandbox.fault(ROUTE, AnswerLost("drop"))
    with pytest.raises(AscoraApiError):
        engine.record_payment("i-1", **PAYMENT)
    sandbox.edit("invoice", "i-1", paidAmount=Decimal("0.37"))
    pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]


def test_the_story_of_an_invoice_tells_of_it(engine: SyncEngine, memory: MemoryStorage) -> None:
    engine.sync("invoice")
    engine.record_payment("i-1", **PAYMENT)
    story = engine.explain("invoice", "i-1")
    (paid,) = [entry for entry in story if entry.fields and "payment" in entry.fields]
    assert paid.fields is not None
    assert (str(paid.decision), paid.fields["payment"]["amount"]) == ("pushed", Decimal("0.10"))
    (row,) = [row for row in memory.rows("invoice") if row["id"] == "i-1"]
    assert row["paid_amount"] == Decimal("0.30")
