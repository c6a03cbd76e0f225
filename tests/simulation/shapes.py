"""What the simulated records look like: which of their fields people edit, and how a leaf is read and written.

Nothing here asks the engine how: what it takes apart wrongly would then look right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import attrs

from ascora_sdk.sync import CUSTOMER, INVOICE, JOB, PUBLIC_CUSTOMER, PUBLIC_JOB, Kind, from_plain, to_plain

NOTHING: Final = "(nothing)"
"""What stands for null and for no value at all, so that it can be told in a trace."""


@attrs.frozen(kw_only=True)
class Shape:
    """How people use the records of one kind.

    Attributes:
        kind: The kind.
        texts: Fields that hold text.
        money: Fields that hold money.
        required: What a record must have, by field; a record without it is refused by the server.
        marker: A field that is given once to each record made here and never edited, by which it is known again.
        keys: Keys of custom fields that people use.
        unknown: Names of fields on the wire that no model knows.
        parent: The field that refers to a customer; None if there is none.
        spoilt: A field on the wire that nobody edits, and that sometimes has a form that it must not have.
    """

    kind: Kind
    texts: tuple[str, ...]
    money: tuple[str, ...] = ()
    required: Mapping[str, Any] = attrs.field(factory=dict)
    marker: str
    keys: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    parent: str | None = None
    spoilt: str

    @property
    def name(self) -> str:
        """The kind's name."""
        return self.kind.name

    @property
    def leaves(self) -> tuple[str, ...]:
        """All that people edit and that is followed."""
        custom = (f"custom_fields.{key}" for key in self.keys)
        return (*self.texts, *self.money, *custom, *(f"extra.{name}" for name in self.unknown))

    def wire(self, field: str) -> str:
        """Give a field's name on the wire."""
        return self.kind.wire_names[field]

    # What stands here: values by field.

    def read_row(self, values: Mapping[str, Any], leaf: str) -> Any:
        """Read a leaf of a row."""
        field, _, key = leaf.partition(".")
        value = values.get(field)
        if not key:
            return value
        return (value or {}).get(key) if field == "extra" else self._entry(value, key)

    def changed_row(self, values: Mapping[str, Any], leaf: str, value: Any) -> dict[str, Any]:
        """Give what to write into a row so that a leaf has a value; None takes it away."""
        field, _, key = leaf.partition(".")
        if not key:
            return {field: value}
        if field == "extra":
            return {field: _with(values.get(field) or {}, key, value) or None}
        return {field: self._with_entry(values.get(field), key, value)}

    # What stands there: an object as the wire carries it.

    def read_item(self, item: Mapping[str, Any], leaf: str) -> Any:
        """Read a leaf of an object, in the form in which it would stand here."""
        field, _, key = leaf.partition(".")
        if field == "extra":
            value = item.get(key)
        else:
            value = item.get(self.wire(field))
            value = self._entry(value, key) if key else value
        return to_plain(value) if self.kind.is_rough else value

    def changed_item(self, item: Mapping[str, Any], leaf: str, value: Any) -> dict[str, Any]:
        """Give an object in which a leaf has another value; None takes it away."""
        field, _, key = leaf.partition(".")
        value = from_plain(value) if self.kind.is_rough else value
        if field == "extra":
            return _with(item, key, value)
        name = self.wire(field)
        return {**item, name: self._with_entry(item.get(name), key, value) if key else value}

    def _entry(self, value: Any, key: str) -> Any:
        named = self.kind.keyed.get("custom_fields")
        if named is None:
            return value.get(key) if isinstance(value, dict) else None
        return next((entry.get("fieldValue") for entry in value or [] if entry.get(named) == key), None)

    def _with_entry(self, value: Any, key: str, entry: Any) -> Any:
        named = self.kind.keyed.get("custom_fields")
        if named is None:
            return _with(value or {}, key, entry) or None
        others = [one for one in value or [] if one.get(named) != key]
        return [*others, *([] if entry is None else [{named: key, "fieldValue": entry}])] or None


def _with(values: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    others = {name: one for name, one in values.items() if name != key}
    return others if value is None else {**others, key: value}


def plainly(value: Any) -> str:
    """Write a value so that it is known again whatever a server or a database makes of its form."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return str(from_plain(value)).strip().lower()
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, float, Decimal)):
        return format(Decimal(str(value)).normalize(), "f")
    return json.dumps(value, sort_keys=True, default=plainly).lower()


def scalars(value: Any) -> Iterator[Any]:
    """Go through all single values in a JSON value."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from scalars(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from scalars(one)
    else:
        yield value


_KEYS: Final = ("gate", "dog")

INSTANCE: Final = (
    Shape(
        kind=CUSTOMER,
        texts=("first_name", "phone", "email"),
        marker="tax_id",
        spoilt="suburb",
        keys=_KEYS,
        unknown=("vip",),
    ),
    Shape(
        kind=JOB,
        texts=("job_title", "description"),
        money=("estimated_cost",),
        required={"job_title": None, "status": "pending", "customer_id": None},
        marker="assigned_to",
        spoilt="jobAddress",
        keys=_KEYS,
        unknown=("crew",),
        parent="customer_id",
    ),
    Shape(
        kind=INVOICE,
        texts=("invoice_number",),
        money=("total_amount",),
        required={
            "invoice_number": None,
            "total_amount": None,
            "status": "draft",
            "customer_id": None,
            "invoice_date": "2026-03-01",
            "due_date": "2026-04-01",
        },
        marker="payment_method",
        spoilt="paymentDate",
        unknown=("printed",),
        parent="customer_id",
    ),
)

PUBLIC: Final = (
    Shape(
        kind=PUBLIC_CUSTOMER,
        texts=("customer_name", "phone_number", "company_name"),
        marker="mobile_number",
        spoilt="streetSuburb",
        keys=_KEYS,
        unknown=("vip",),
    ),
    Shape(
        kind=PUBLIC_JOB,
        texts=("job_name", "job_description"),
        required={"site_customer": None},
        marker="purchase_order_number",
        spoilt="suburb",
        keys=_KEYS,
        unknown=("crew",),
        parent="site_customer.id",
    ),
)
