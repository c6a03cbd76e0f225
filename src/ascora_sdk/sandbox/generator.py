"""Deterministic records: the n-th of a kind is a pure function of the seed and the counts, made when it is asked for.

A record is a head of its own (ids, references, time stamps) on a body that it shares with every 499th record of its
kind. Bodies are made and rendered once, so that an account of any size costs no memory and little time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from decimal import ROUND_HALF_UP, Decimal
from hashlib import shake_128
from struct import Struct
from typing import Any, TypeVar

from . import words
from .contract import TASK_PRIORITIES, TASK_STATUSES
from .json_text import render

Record = dict[str, Any]
T = TypeVar("T")

_BODIES = 499
_DRAWS = Struct("<36I")
_FIRST_CREATION = int(datetime(2023, 1, 1, tzinfo=timezone.utc).timestamp())
_DAY = 86_400
_SCATTER = 2_654_435_761
_DAYS_UNTIL_LAST_EDIT = 300
_FRACTIONS = ("", "", ".25", ".048", ".7305182")
_CENT = Decimal("0.01")
_GST = Decimal("0.1")


class Dice:
    """A finite stream of choices out of one hash, the same on every machine and Python version."""

    __slots__ = ("_draw",)

    def __init__(self, seed: int, name: str, n: int) -> None:
        """Hash what the choices are for."""
        digest = shake_128(f"{seed}/{name}/{n}".encode()).digest(_DRAWS.size)
        draws: tuple[int, ...] = _DRAWS.unpack(digest)
        self._draw = iter(draws).__next__

    def below(self, sides: int) -> int:
        """Draw a whole number from 0 to `sides - 1`."""
        return self._draw() % sides

    def pick(self, options: Sequence[T]) -> T:
        """Draw one of the options."""
        return options[self.below(len(options))]

    def one_in(self, sides: int) -> bool:
        """Draw true once in `sides` times."""
        return self.below(sides) == 0


class Generator:
    """Makes the records of one account.

    Args:
        seed: any whole number; another seed gives other records.
        counts: how many records of each kind there are, which bounds what they refer to.
    """

    def __init__(self, seed: int, counts: Mapping[str, int]) -> None:
        """Make nothing yet."""
        self.counts = counts
        self._seed = seed
        self._bodies: dict[tuple[str, int], tuple[Record, bytes]] = {}

    def make(self, kind: str, n: int) -> Record:
        """Make the n-th record of a kind, counted from 1."""
        return _HEADS[kind](self, n) | self._body(kind, n)[0]

    def rendered(self, kind: str, n: int) -> bytes:
        """Make the same as JSON text."""
        return render(_HEADS[kind](self, n))[:-1] + b"," + self._body(kind, n)[1][1:]

    def customer_head(self, n: int) -> Record:
        """Give what is customer n's own."""
        return {"id": f"c-{n}", "email": _email(n), **self._stamps(n)}

    def job_head(self, n: int) -> Record:
        """Give what is job n's own."""
        customer = self._customer_of_job(n)
        person = self._body("customer", customer)[0]
        return {
            "id": f"j-{n}",
            "customerId": f"c-{customer}",
            "customerName": f"{person['firstName']} {person['lastName']}",
            "customerEmail": _email(customer),
            **self._stamps(n),
        }

    def invoice_head(self, n: int) -> Record:
        """Give what is invoice n's own: it is of a job and its customer or, now and then, of a customer alone."""
        dice = Dice(self._seed, "invoice of", n)
        jobs = self.counts["job"]
        job = 0 if dice.one_in(8) or not jobs else 1 + dice.below(jobs)
        customer = self._customer_of_job(job) if job else 1 + dice.below(self.counts["customer"])
        return {
            "id": f"i-{n}",
            "jobId": f"j-{job}" if job else None,
            "customerId": f"c-{customer}",
            "invoiceNumber": f"INV-{n:06}",
            **self._stamps(n),
        }

    def task_head(self, n: int) -> Record:
        """Give what is task n's own: it is of a job or, now and then, of none."""
        dice = Dice(self._seed, "task of", n)
        jobs = self.counts.get("job", 0)
        job = 0 if dice.one_in(8) or not jobs else 1 + dice.below(jobs)
        return {"id": f"t-{n}", "jobId": f"j-{job}" if job else None, **self._stamps(n)}

    def _customer_of_job(self, n: int) -> int:
        return 1 + Dice(self._seed, "job of", n).below(self.counts["customer"])

    def _stamps(self, n: int) -> Record:
        # Every record of every page needs these, so a multiplication scatters them instead of a hash.
        scatter = (n + self._seed) * _SCATTER
        created = _FIRST_CREATION + 60 * n
        edited = created + scatter % (_DAYS_UNTIL_LAST_EDIT * _DAY)
        ending = f"{_FRACTIONS[scatter % len(_FRACTIONS)]}Z"
        return {"createdAt": _seconds(created) + ending, "updatedAt": _seconds(edited) + ending}

    def _body(self, kind: str, n: int) -> tuple[Record, bytes]:
        key = kind, n % _BODIES
        if key not in self._bodies:
            body = _BODY_MAKERS[kind](Dice(self._seed, f"{kind} body", n % _BODIES))
            self._bodies[key] = body, render(body)
        return self._bodies[key]


_HEADS: Mapping[str, Callable[[Generator, int], Record]] = {
    "customer": Generator.customer_head,
    "job": Generator.job_head,
    "invoice": Generator.invoice_head,
    "task": Generator.task_head,
}


def _customer_body(dice: Dice) -> Record:
    last_name = dice.pick(words.LAST_NAMES)
    suburb, state, postcode, area = dice.pick(words.PLACES)
    body: Record = {
        "firstName": dice.pick(words.FIRST_NAMES),
        "lastName": last_name,
        "mobile": f"0491 57{dice.below(10)} {dice.below(1000):03}",
        "streetAddress": _street(dice),
        "suburb": suburb,
        "state": state,
        "postcode": postcode,
        "country": "Australia",
        "customerType": dice.pick(words.CUSTOMER_TYPES),
        "notes": None,
    }
    if not dice.one_in(6):
        body["phone"] = f"({area}) {dice.pick(words.EXCHANGES)} {dice.below(10_000):04}"
    if dice.one_in(3):
        body["companyName"] = None if dice.one_in(2) else f"{last_name} {dice.pick(words.BUSINESSES)}"
    if dice.one_in(4):
        body["customFields"] = {"gate_code": f"{dice.below(10_000):04}", "dog_on_site": dice.one_in(2)}
    if dice.one_in(5):
        body["loyaltyTier"] = dice.pick(words.TIERS)
    return body


def _job_body(dice: Dice) -> Record:
    job_type, title = dice.pick(words.JOB_TYPES)
    suburb, state, postcode, _ = dice.pick(words.PLACES)
    status = dice.pick(words.JOB_STATUSES)
    scheduled = _some_time(dice)
    body: Record = {
        "jobTitle": f"{title}, {suburb}",
        "status": status,
        "jobType": job_type,
        "jobAddress": f"{_street(dice)}, {suburb} {state} {postcode}",
        "priority": dice.pick(words.JOB_PRIORITIES),
        "estimatedCost": _money(dice, 2_000_000, 2),
        "scheduledDate": _moment(scheduled),
        "description": None,
    }
    if status == "completed":
        body["actualCost"] = _money(dice, 2_000_000, 2)
        body["completedDate"] = _moment(scheduled + dice.below(30 * _DAY))
    if dice.one_in(2):
        body["assignedTo"], body["assignedToName"] = dice.pick(words.TECHNICIANS)
    if dice.one_in(4):
        body["customFields"] = {"insurer": dice.pick(words.BUSINESSES), "rooms_affected": 1 + dice.below(9)}
    if dice.one_in(5):
        body["site"] = {"accessNotes": "Key at reception", "levels": 1 + dice.below(3)}
    return body


def _invoice_body(dice: Dice) -> Record:
    items = [_rounding_item()] if dice.one_in(10) else [_item(dice) for _ in range(1 + dice.below(4))]
    total: Decimal = sum((item["total"] for item in items), Decimal("0.00"))
    status, paid_share, method = dice.pick(words.INVOICE_STATES)
    written = _day if dice.one_in(2) else _moment
    invoiced = _some_time(dice)
    body: Record = {
        "invoiceDate": written(invoiced),
        "dueDate": written(invoiced + 14 * _DAY),
        "totalAmount": total,
        "status": status,
        "items": items,
    }
    if paid_share:
        body["paidAmount"] = (total / paid_share).quantize(_CENT, ROUND_HALF_UP)
        body["paymentMethod"] = method
        body["paymentDate"] = written(invoiced + dice.below(14) * _DAY)
    if dice.one_in(5):
        body["ledgerCode"] = f"4-{1000 + dice.below(9000)}"
    return body


def _task_body(dice: Dice) -> Record:
    body: Record = {
        "title": dice.pick(words.TASKS),
        "status": dice.pick(TASK_STATUSES),
        "dueDate": _moment(_some_time(dice)),
        "description": None,
    }
    if not dice.one_in(3):
        body["priority"] = dice.pick(TASK_PRIORITIES)
    if not dice.one_in(3):
        body["assignedTo"] = dice.pick(words.TECHNICIANS)[0]
    if dice.one_in(5):
        body["checklist"] = {"photos": dice.one_in(2)}
    return body


_BODY_MAKERS: Mapping[str, Callable[[Dice], Record]] = {
    "customer": _customer_body,
    "job": _job_body,
    "invoice": _invoice_body,
    "task": _task_body,
}


def _item(dice: Dice) -> Record:
    quantity = 1 + dice.below(12) if dice.one_in(2) else Decimal(1 + dice.below(80)).scaleb(-1)
    unit_price = _money(dice, 5_000_000, 4)
    item: Record = {
        "description": dice.pick(words.WORK),
        "quantity": quantity,
        "unitPrice": unit_price,
        "total": (quantity * unit_price).quantize(_CENT, ROUND_HALF_UP),
    }
    return item if dice.one_in(3) else item | {"taxRate": _GST}


def _rounding_item() -> Record:
    return {"description": "Rounding", "quantity": 1, "unitPrice": Decimal("0.3000"), "total": Decimal("0.30")}


def _email(customer: int) -> str:
    return f"customer{customer}@example.com"


def _street(dice: Dice) -> str:
    return f"{1 + dice.below(250)} {dice.pick(words.STREETS)}"


def _money(dice: Dice, below: int, decimals: int) -> Decimal:
    return Decimal(dice.below(below)).scaleb(-decimals)


def _some_time(dice: Dice) -> int:
    return _FIRST_CREATION + dice.below(365 * _DAY)


def _seconds(timestamp: int) -> str:
    return datetime.fromtimestamp(timestamp, timezone.utc).isoformat()[:19]


def _moment(timestamp: int) -> str:
    return f"{_seconds(timestamp)}Z"


def _day(timestamp: int) -> str:
    return _seconds(timestamp)[:10]
