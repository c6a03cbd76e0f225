"""What generated records of several kinds have in common: addresses, telephones, money, times, references."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

from .. import words as common
from ..generator import Dice
from . import words
from .identity import job_type_id, record_id, record_number
from .roughness import Record

START = datetime(2023, 1, 1, tzinfo=timezone.utc)
_CENT = Decimal("0.01")
_TAX = Decimal("0.1")
_MINUTES_OF_A_YEAR = 365 * 24 * 60


def numbered(kind: str, n: int, id_field: str, number_field: str) -> Record:
    """Give a record's id and number."""
    return {id_field: record_id(kind, n), number_field: record_number(kind, n)}


def address(dice: Dice, prefix: str, *, lines: str) -> Record:
    """Make an address; a prefix makes `suburb` into `streetSuburb`."""
    suburb, state, postcode, _ = dice.pick(common.PLACES)
    parts = {
        f"{lines}1": f"{1 + dice.below(250)} {dice.pick(common.STREETS)}",
        f"{lines}2": None,
    }
    for name, value in (("suburb", suburb), ("state", state), ("postcode", postcode), ("country", "Australia")):
        parts[prefix + name.capitalize() if prefix else name] = value
    return parts


def no_postal_address() -> Record:
    """Leave a postal address out."""
    parts = ("Line1", "Line2", "Suburb", "State", "Postcode", "Country")
    return {f"postal{part}": None for part in parts}


def landline(dice: Dice) -> str:
    """Make a number out of the ranges kept for fiction."""
    return f"(0{2 + dice.below(2)}) {dice.pick(common.EXCHANGES)} {dice.below(10_000):04}"


def mobile(dice: Dice) -> str:
    """Make a mobile number likewise."""
    return f"0491 57{dice.below(10)} {dice.below(1000):03}"


def person(dice: Dice) -> Record:
    """Choose somebody of the account's own."""
    return {"name": dice.pick(common.TECHNICIANS)[1]}


def custom_fields(dice: Dice) -> list[Record] | None:
    """Make custom fields, now and then."""
    return [custom_field("Gate code", f"{dice.below(10_000):04}")] if dice.one_in(3) else None


def custom_field(name: str, value: str) -> Record:
    """Make one custom field."""
    return {"fieldName": name, "fieldValue": value}


def job_type(name: str) -> Record:
    """Refer to a job type by its name; all that the account doesn't know share one id."""
    known = [one.casefold() for one in words.JOB_TYPES]
    key = name.strip().casefold()
    return {"id": job_type_id(known.index(key) if key in known else len(known)), "name": name}


def supplier_name(n: int) -> str:
    """Tell what the n-th supplier is called."""
    name = words.SUPPLIERS[(n - 1) % len(words.SUPPLIERS)]
    return name if n <= len(words.SUPPLIERS) else f"{name} {n}"


def some_time(dice: Dice) -> datetime:
    """Make a time within a year."""
    return START + timedelta(minutes=dice.below(_MINUTES_OF_A_YEAR), microseconds=dice.below(1_000_000))


def money(dice: Dice, below: int = 2_000_000) -> Decimal:
    """Make an amount, from 0 to less than so many cents."""
    return Decimal(dice.below(below)).scaleb(-2)


def rounded(amount: Decimal) -> Decimal:
    """Round to the cent."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def with_tax(amount: Decimal) -> Decimal:
    """Add GST."""
    return amount + rounded(amount * _TAX)


def totals(amount: Decimal) -> Record:
    """Give the totals with and without tax."""
    return {"totalExTax": amount, "totalIncTax": with_tax(amount)}


def parts_of(amount: Decimal, count: int) -> list[Decimal]:
    """Divide an amount into so many, no cent lost."""
    part = rounded(amount / count)
    return [part] * (count - 1) + [amount - part * (count - 1)]
