"""Payments on their way: what is written down of one before it is sent, and what an invoice then tells of it.

The API lists no payments and need not know an idempotency key: an invoice's `paidAmount` is all that tells whether a
payment arrived whose answer was lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum, auto
from typing import Any

import attrs

from ..codec import dumps, encode_fields, loads
from ..models import Payment
from .notes import Action, OutboxEntry


class Arrival(Enum):
    """What an invoice tells of a payment that was sent.

    Attributes:
        NO: The invoice is as it was before.
        YES: So much was paid since, or more; it is never sent again.
        UNCLEAR: Something else happened to it; a person has to look.
    """

    NO = auto()
    YES = auto()
    UNCLEAR = auto()


@attrs.frozen(kw_only=True)
class PendingPayment:
    """A payment in the outbox.

    Attributes:
        payment: The payment, as the wire carries it.
        paid_before: What was paid when it was first sent; None if it was not sent yet.
    """

    payment: Mapping[str, Any] = attrs.field(repr=False)
    paid_before: Decimal | None = None

    def to_json(self) -> str:
        """Write it for the outbox."""
        return dumps({"payment": self.payment, "paidBefore": self.paid_before}).decode("ascii")

    def arrival(self, invoice: Mapping[str, Any]) -> Arrival:
        """Tell from the invoice whether it arrived.

        Example:
            >>> pending = PendingPayment(payment={"amount": Decimal("10")}, paid_before=Decimal("5"))
            >>> pending.arrival({"paidAmount": Decimal("15.00")}), pending.arrival({"paidAmount": 5})
            (<Arrival.YES: 2>, <Arrival.NO: 1>)
        """
        before, now = self.paid_before, paid(invoice)
        if before is None or now == before:
            return Arrival.NO
        return Arrival.YES if now >= before + self.payment["amount"] else Arrival.UNCLEAR


def pending_payment(entry: OutboxEntry) -> PendingPayment:
    """Read a payment from the outbox."""
    parsed = loads(entry.payload)
    before = parsed["paidBefore"]
    return PendingPayment(payment=parsed["payment"], paid_before=None if before is None else Decimal(before))


def payment_key(reference: str) -> str:
    """Give the key of a payment in the outbox and in the audit trail.

    Example:
        >>> payment_key("receipt-17")
        'payment:receipt-17'
    """
    return f"{Action.PAY}ment:{reference}"


def payment_of(invoice_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Give a payment as the wire carries it.

    Raises:
        TypeError: If the amount is a float.
    """
    parsed: dict[str, Any] = loads(dumps(encode_fields(Payment, {**fields, "invoice_id": invoice_id})))
    return parsed


def paid(invoice: Mapping[str, Any]) -> Decimal:
    """Give what has been paid of an invoice; nothing, if it does not say."""
    value = invoice.get("paidAmount")
    return Decimal(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else Decimal(0)
