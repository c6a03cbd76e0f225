"""(l) A payment is never charged twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ascora_sdk import AscoraApiError, AsyncAscoraClient, NotFoundError, ValidationError
from ascora_sdk.sandbox import AnswerLost, Drop, Fault, Sandbox, Status
from ascora_sdk.storage import AsyncMemoryStorage
from ascora_sdk.sync import AsyncSyncEngine, Kind, SyncError

from ..broken_remotes import AsyncBroken

LOST = [AnswerLost("drop"), AnswerLost("error"), AnswerLost("hang")]
ROUTE = "POST /invoices/{id}/payments"
LOOK = "GET /invoices/{id}"
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
def client(hasty: AsyncAscoraClient) -> AsyncAscoraClient:
    return hasty


@pytest.fixture
def memory() -> AsyncMemoryStorage:
    return AsyncMemoryStorage()


@pytest.fixture
def engine(client: AsyncAscoraClient, memory: AsyncMemoryStorage) -> AsyncSyncEngine:
    return AsyncSyncEngine(client, memory)


class AsyncSendsLate(AsyncBroken):
    """Sends the first payment only when it is told to; until then its answer is missing."""

    late: Any = None

    async def pay(self, kind: Kind, id: str, payment: Any, *, idempotency_key: str) -> Any:
        if self.late is not None:
            await self.come_before_the_second()
            return await self.remote.pay(kind, id, payment, idempotency_key=idempotency_key)
        self.late = (kind, id, payment, idempotency_key)
        error = AscoraApiError("no answer in time; the server is still at it")
        error.may_have_been_carried_out = True
        raise error

    async def come_before_the_second(self) -> None:
        """Do nothing; another one may."""

    async def arrive(self) -> None:
        kind, id_, payment, key = self.late
        await self.remote.pay(kind, id_, payment, idempotency_key=key)


class AsyncLandsBetween(AsyncSendsLate):
    """Has the first payment arrive after the second try has looked, and before it is sent; the second is refused."""

    is_there = False
    looks_fail = 0

    async def get(self, kind: Kind, id: str, *, last: Any) -> Any:
        if self.is_there and self.looks_fail:
            self.looks_fail -= 1
            raise AscoraApiError("no connection")
        return await self.remote.get(kind, id, last=last)

    async def come_before_the_second(self) -> None:
        if not self.is_there:
            self.is_there = True
            await self.arrive()
            raise ValidationError("a payment with this reference exists")


def amounts(sandbox: Sandbox) -> list[Decimal]:
    return [payment["amount"] for payment in sandbox.payments("i-1")]


async def pay_again(engine: AsyncSyncEngine) -> None:
    for _ in range(2):
        await engine.record_payment("i-1", **PAYMENT)
        assert (await engine.sync("invoice")).ok
        assert (await engine.push("invoice")).ok


async def test_it_is_paid_once_however_often_it_is_recorded(engine: AsyncSyncEngine, sandbox: Sandbox) -> None:
    await pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]
    assert sandbox.get("invoice", "i-1")["paidAmount"] == Decimal("0.30")
    (request,) = sandbox.assert_received(ROUTE, times=1)
    assert request.headers["idempotency-key"]


@pytest.mark.parametrize("again", ["record", "sync", "push"])
@pytest.mark.parametrize("lost", LOST, ids=lambda fault: fault.how)
async def test_one_whose_answer_is_lost_is_paid_once(
    engine: AsyncSyncEngine, sandbox: Sandbox, lost: Fault, again: str
) -> None:
    sandbox.fault(ROUTE, lost)
    with pytest.raises(AscoraApiError):
        await engine.record_payment("i-1", **PAYMENT)
    await (engine.record_payment("i-1", **PAYMENT) if again == "record" else getattr(engine, again)("invoice"))
    await pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]
    sandbox.assert_received(ROUTE, times=1)


async def test_one_that_never_arrived_is_sent_again(engine: AsyncSyncEngine, sandbox: Sandbox) -> None:
    sandbox.fault(ROUTE, Drop())
    sandbox.fault(ROUTE, Status(500))
    sandbox.fault(ROUTE, Status(429, headers={"Retry-After": "0"}))
    sandbox.fault(ROUTE, AnswerLost("error"))
    for _ in range(4):
        with pytest.raises(AscoraApiError):
            await engine.record_payment("i-1", **PAYMENT)
    await pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]
    keys = {request.headers["idempotency-key"] for request in sandbox.assert_received(ROUTE, times=4)}
    assert len(keys) == 1


async def test_nothing_is_sent_as_long_as_the_invoice_cannot_be_read(engine: AsyncSyncEngine, sandbox: Sandbox) -> None:
    sandbox.fault(ROUTE, AnswerLost("error"))
    with pytest.raises(AscoraApiError):
        await engine.record_payment("i-1", **PAYMENT)
    sandbox.fault("GET /invoices/{id}", Status(500), times=2)
    for _ in range(2):
        with pytest.raises(AscoraApiError):
            await engine.record_payment("i-1", **PAYMENT)
    await pay_again(engine)
    sandbox.assert_received(ROUTE, times=1)


async def test_another_engine_and_another_client_know_of_it(
    engine: AsyncSyncEngine, memory: AsyncMemoryStorage, sandbox: Sandbox
) -> None:
    sandbox.fault(ROUTE, AnswerLost("drop"))
    with pytest.raises(AscoraApiError):
        await engine.record_payment("i-1", **PAYMENT)
    async with AsyncAscoraClient(
        api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code
    ) as another:
        await pay_again(AsyncSyncEngine(another, memory))
    assert amounts(sandbox) == [Decimal("0.10")]


@pytest.mark.parametrize(
    "other",
    [{"amount": Decimal("0.11")}, {"payment_date": date(2026, 2, 18)}, {"payment_method": "card"}, {"notes": "x"}],
    ids=lambda other: next(iter(other)),
)
@pytest.mark.parametrize("is_lost", [False, True])
async def test_another_payment_with_its_reference_is_refused(
    engine: AsyncSyncEngine, sandbox: Sandbox, other: dict[str, Any], *, is_lost: bool
) -> None:
    if is_lost:
        sandbox.fault(ROUTE, AnswerLost("drop"))
        with pytest.raises(AscoraApiError):
            await engine.record_payment("i-1", **PAYMENT)
    else:
        await engine.record_payment("i-1", **PAYMENT)
    with pytest.raises(ValueError, match="another payment has the reference 'receipt-1'"):
        await engine.record_payment("i-1", **{**PAYMENT, **other})
    with pytest.raises(ValueError, match="another payment has the reference 'receipt-1'"):
        await engine.record_payment("i-2", **PAYMENT)
    await pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]
    assert sandbox.payments("i-2") == []


async def test_two_payments_of_the_same_amount_are_two(engine: AsyncSyncEngine, sandbox: Sandbox) -> None:
    await engine.record_payment("i-1", **PAYMENT)
    await engine.record_payment("i-1", **{**PAYMENT, "reference": "receipt-2"})
    await pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")] * 2


def paid_with(sandbox: Sandbox) -> list[str]:
    return sorted(payment["reference"] for payment in sandbox.payments("i-1"))


def numbered(number: int) -> dict[str, Any]:
    return {**PAYMENT, "reference": f"receipt-{number}"}


# The one that never arrived is looked for first, whichever has the lower key.
@pytest.mark.parametrize(("lost", "other"), [(1, 2), (2, 1)])
@pytest.mark.parametrize("looks_fail", [0, 1, 2])
async def test_another_of_its_amount_is_not_taken_for_one_that_never_arrived(
    engine: AsyncSyncEngine, sandbox: Sandbox, lost: int, other: int, looks_fail: int
) -> None:
    sandbox.fault(ROUTE, Drop())
    with pytest.raises(AscoraApiError):
        await engine.record_payment("i-1", **numbered(lost))
    if looks_fail:
        sandbox.fault(LOOK, Status(500), times=looks_fail)
    else:
        sandbox.fault(ROUTE, Drop())
    for _ in range(max(1, looks_fail)):
        with pytest.raises(AscoraApiError):
            await engine.record_payment("i-1", **numbered(other))
    assert paid_with(sandbox) == []
    for _ in range(2):
        assert (await engine.sync("invoice")).ok
        await engine.record_payment("i-1", **numbered(lost))
        await engine.record_payment("i-1", **numbered(other))
    assert paid_with(sandbox) == ["receipt-1", "receipt-2"]
    assert sandbox.get("invoice", "i-1")["paidAmount"] == Decimal("0.40")


async def test_two_that_wait_are_sent_one_after_the_other(engine: AsyncSyncEngine, sandbox: Sandbox) -> None:
    sandbox.fault(ROUTE, Status(429, headers={"Retry-After": "0"}))
    with pytest.raises(AscoraApiError):
        await engine.record_payment("i-1", **numbered(1))
    sandbox.fault(ROUTE, Drop())
    with pytest.raises(AscoraApiError):
        await engine.record_payment("i-1", **numbered(2))
    await engine.record_payment("i-2", **numbered(3))
    assert paid_with(sandbox) == ["receipt-1", "receipt-2"]
    assert len(sandbox.payments("i-2")) == 1


async def test_one_of_unknown_fate_holds_up_no_other_invoice(engine: AsyncSyncEngine, sandbox: Sandbox) -> None:
    sandbox.fault(ROUTE, Drop(), times=2)
    with pytest.raises(AscoraApiError):
        await engine.record_payment("i-1", **numbered(1))
    await engine.record_payment("i-2", **numbered(2))
    assert (paid_with(sandbox), len(sandbox.payments("i-2"))) == ([], 1)


async def test_one_that_may_still_arrive_is_looked_for_though_a_later_try_was_not_sent(
    client: AsyncAscoraClient, memory: AsyncMemoryStorage, sandbox: Sandbox
) -> None:
    remote = AsyncSendsLate(client.as_remote())
    engine = AsyncSyncEngine(remote, memory)
    with pytest.raises(AscoraApiError):
        await engine.record_payment("i-1", **PAYMENT)
    sandbox.fault(ROUTE, Status(429, headers={"Retry-After": "0"}))
    with pytest.raises(AscoraApiError):
        await engine.record_payment("i-1", **PAYMENT)
    await remote.arrive()
    await pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]
    sandbox.assert_received(ROUTE, times=2)


@pytest.mark.parametrize("looks_fail", [0, 1])
async def test_one_that_arrived_while_it_was_sent_again_and_refused_is_recorded(
    client: AsyncAscoraClient, memory: AsyncMemoryStorage, sandbox: Sandbox, looks_fail: int
) -> None:
    remote = AsyncLandsBetween(client.as_remote())
    remote.looks_fail = looks_fail
    engine = AsyncSyncEngine(remote, memory)
    for _ in range(1 + looks_fail):
        with pytest.raises(AscoraApiError):
            await engine.record_payment("i-1", **PAYMENT)
    await pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]
    sandbox.assert_received(ROUTE, times=1)
    assert "pushed" in [str(entry.decision) for entry in await engine.explain("invoice", "i-1") if entry.fields]


@pytest.mark.parametrize("arrived", [True, False])
async def test_one_that_is_refused_when_it_is_sent_again_is_for_a_person_to_settle(
    engine: AsyncSyncEngine, sandbox: Sandbox, *, arrived: bool
) -> None:
    sandbox.fault(ROUTE, Drop())
    sandbox.fault(ROUTE, Status(400))
    with pytest.raises(AscoraApiError):
        await engine.record_payment("i-1", **PAYMENT)
    for _ in range(2):
        with pytest.raises(SyncError, match=r"was refused .* settle_payment"):
            await engine.record_payment("i-1", **PAYMENT)
    await engine.settle_payment("receipt-1", arrived=arrived)
    await pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")] * (not arrived)


async def test_what_a_person_said_is_not_said_again(engine: AsyncSyncEngine, sandbox: Sandbox) -> None:
    sandbox.fault(ROUTE, Drop())
    with pytest.raises(AscoraApiError):
        await engine.record_payment("i-1", **PAYMENT)
    for arrived in (True, False):
        with pytest.raises(KeyError, match="receipt-1"):
            await engine.settle_payment("receipt-1", arrived=arrived)
    sandbox.edit("invoice", "i-1", paidAmount=Decimal("0.25"))
    await engine.sync("invoice")
    await engine.settle_payment("receipt-1", arrived=False)
    sandbox.fault(ROUTE, AnswerLost("drop"))
    await engine.sync("invoice")
    for arrived in (True, False):
        with pytest.raises(KeyError, match="receipt-1"):
            await engine.settle_payment("receipt-1", arrived=arrived)
    await pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]


async def test_the_fate_of_another_payment_is_not_its_own(engine: AsyncSyncEngine, sandbox: Sandbox) -> None:
    sandbox.fault(ROUTE, AnswerLost("drop"))
    with pytest.raises(AscoraApiError):
        await engine.record_payment("i-1", **PAYMENT)
    sandbox.edit("invoice", "i-1", paidAmount=Decimal("0.25"))
    await engine.record_payment("i-2", **{**PAYMENT, "reference": "receipt-2"})
    assert len(sandbox.payments("i-2")) == 1
    with pytest.raises(SyncError, match="receipt-1"):
        await engine.record_payment("i-1", **PAYMENT)


async def test_one_that_is_refused_is_forgotten(engine: AsyncSyncEngine, sandbox: Sandbox) -> None:
    sandbox.fault(ROUTE, Status(400))
    with pytest.raises(ValidationError):
        await engine.record_payment("i-1", **PAYMENT)
    assert (await engine.sync("invoice")).ok
    sandbox.assert_received(ROUTE, times=1)
    with pytest.raises(NotFoundError):
        await engine.record_payment("i-9", **{**PAYMENT, "reference": "receipt-9"})
    assert (await engine.sync("invoice")).ok
    await pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]


@pytest.mark.parametrize("arrived", [True, False])
async def test_one_of_which_the_invoice_tells_nothing_clear_is_for_a_person_to_settle(
    engine: AsyncSyncEngine, sandbox: Sandbox, *, arrived: bool
) -> None:
    sandbox.fault(ROUTE, AnswerLost("drop") if arrived else Drop())
    with pytest.raises(AscoraApiError):
        await engine.record_payment("i-1", **PAYMENT)
    # Meanwhile somebody took back an older payment, or was paid a part.
    sandbox.edit("invoice", "i-1", paidAmount=Decimal("0.25"))
    assert not (await engine.sync("invoice")).ok
    for _ in range(2):
        with pytest.raises(SyncError, match="settle_payment"):
            await engine.record_payment("i-1", **PAYMENT)
        await engine.sync("invoice")
    sandbox.assert_received(ROUTE, times=1)
    await engine.settle_payment("receipt-1", arrived=arrived)
    await pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]
    sandbox.assert_received(ROUTE, times=1 if arrived else 2)
    with pytest.raises(KeyError):
        await engine.settle_payment("receipt-1", arrived=False)


async def test_an_unclear_one_is_said_at_once_by_the_next_call(engine: AsyncSyncEngine, sandbox: Sandbox) -> None:
    sandbox.fault(ROUTE, AnswerLost("drop"))
    with pytest.raises(AscoraApiError):
        await engine.record_payment("i-1", **PAYMENT)
    sandbox.edit("invoice", "i-1", paidAmount=Decimal("0.25"))
    with pytest.raises(SyncError, match="settle_payment"):
        await engine.record_payment("i-1", **PAYMENT)


async def test_what_somebody_else_paid_beyond_it_does_not_charge_it_twice(
    engine: AsyncSyncEngine, sandbox: Sandbox
) -> None:
    sandbox.fault(ROUTE, AnswerLost("drop"))
    with pytest.raises(AscoraApiError):
        await engine.record_payment("i-1", **PAYMENT)
    sandbox.edit("invoice", "i-1", paidAmount=Decimal("0.37"))
    await pay_again(engine)
    assert amounts(sandbox) == [Decimal("0.10")]


async def test_the_story_of_an_invoice_tells_of_it(engine: AsyncSyncEngine, memory: AsyncMemoryStorage) -> None:
    await engine.sync("invoice")
    await engine.record_payment("i-1", **PAYMENT)
    story = await engine.explain("invoice", "i-1")
    (paid,) = [entry for entry in story if entry.fields and "payment" in entry.fields]
    assert paid.fields is not None
    assert (str(paid.decision), paid.fields["payment"]["amount"]) == ("pushed", Decimal("0.10"))
    (row,) = [row for row in await memory.rows("invoice") if row["id"] == "i-1"]
    assert row["paid_amount"] == Decimal("0.30")
