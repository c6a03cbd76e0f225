"""The kinds of records that the engine keeps in step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from functools import cached_property
from typing import Any, Final

import attrs

from ..codec import set_by_server, wire_name
from ..codec.dates import parse_date_or_datetime
from ..models import Customer, Invoice, Job, Task
from ..models.record import EXTRA
from .plain_text import from_plain, to_plain

_NONE: Final[Mapping[str, Any]] = {}


@attrs.frozen(kw_only=True)
class Kind:
    """One kind of record: what it is called, what it holds, and how its objects are known.

    Attributes:
        name: What it is called in reports, storages and the engine's methods.
        model: The class of its objects: an attrs class, whose fields have the wire's names in snake_case.
        id_field: The field with the Ascora id.
        modified_field: The field with the time of the server's last change; None if the server tells none.
        read_only: Fields that the server alone sets, beside those that the model says so of.
        create_only: The fields that a new object may have; None for all that can be edited.
        keyed: The fields that are merged key by key: each with the name of the key in its entries if it is a list of
            objects, or None if it is an object.
        references: The fields that hold the id of a record of another kind, with that kind's name; a dot leads into an
            object, as in `site_customer.id`. Such a field may hold the storage's own name for a row made here: it is
            sent as that row's Ascora id, once there is one.
        reference: Where a new object takes an external reference by which it is found again: a field, or a key in a
            keyed one, as in `custom_fields.external_reference`; None if there is no such place.
        is_queue: Whether records leave the server as a matter of course, so that it is believed however many are gone.
        is_rough: Whether its texts may hold what no database does; they are then kept as `plain_text` says.

    Example:
        >>> CUSTOMER.name, "phone" in CUSTOMER.editable, "updated_at" in CUSTOMER.editable
        ('customer', True, False)
    """

    name: str
    model: type[Any]
    id_field: str = "id"
    modified_field: str | None = "updated_at"
    read_only: frozenset[str] = frozenset()
    create_only: frozenset[str] | None = None
    keyed: Mapping[str, str | None] = attrs.field(default=_NONE, hash=False)
    references: Mapping[str, str] = attrs.field(default=_NONE, hash=False)
    reference: str | None = None
    is_queue: bool = False
    is_rough: bool = False

    @cached_property
    def wire_names(self) -> Mapping[str, str]:
        """The wire's name of every field but the id and `extra`."""
        names = (field.name for field in attrs.fields(self.model))
        return {name: wire_name(name) for name in names if name not in {self.id_field, EXTRA}}

    @cached_property
    def id_name(self) -> str:
        """The wire's name of the id."""
        return wire_name(self.id_field)

    @cached_property
    def editable(self) -> frozenset[str]:
        """The fields that both sides may edit: all but those that the server alone sets; unknown ones too."""
        return (frozenset(self.wire_names) | {EXTRA}) - set_by_server(self.model) - self.read_only

    @cached_property
    def all_keyed(self) -> Mapping[str, str | None]:
        """The fields that are merged key by key, and the unknown ones."""
        return {**self.keyed, EXTRA: None}

    def values_of(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """Take an object apart into values by field; one that is absent is None, unknown ones are under `extra`.

        Example:
            >>> values = CUSTOMER.values_of({"id": "c-1", "firstName": "Ada", "vip": True})
            >>> values["first_name"], values["phone"], values["extra"]
            ('Ada', None, {'vip': True})
        """
        values: dict[str, Any] = dict(zip(self.wire_names, map(item.get, self.wire_names.values()), strict=True))
        unknown = item.keys() - self._known
        values[EXTRA] = {name: item[name] for name in item if name in unknown} if unknown else None
        return to_plain(values) if self.is_rough else values

    def item_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Put values by field together as the wire carries them; the unknown ones come last.

        Example:
            >>> CUSTOMER.item_of({"first_name": "Ada", "phone": None, "extra": {"vip": True}})
            {'firstName': 'Ada', 'phone': None, 'vip': True}
        """
        plain = from_plain(dict(values)) if self.is_rough else values
        item = {self.wire_names[name]: value for name, value in plain.items() if name != EXTRA}
        return {**item, **(plain.get(EXTRA) or {})}

    def plain(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give values as `values_of` would: in a row somebody may have written a text in another form of the same."""
        return to_plain(from_plain(dict(values))) if self.is_rough else dict(values)

    def id_of(self, item: Any) -> Any:
        """Give an object's id, whatever stands there."""
        return item.get(self.id_name) if isinstance(item, dict) else None

    def modified(self, item: Mapping[str, Any]) -> datetime | None:
        """Give the time of the server's last change of an object; None if it tells none that can be read.

        A time without an offset is taken for UTC.

        Example:
            >>> CUSTOMER.modified({"updatedAt": "2026-02-17T21:09:20.313Z"}).year
            2026
        """
        text = None if self.modified_field is None else item.get(wire_name(self.modified_field))
        if not isinstance(text, str):
            return None
        try:
            value = parse_date_or_datetime(text.strip())
        except ValueError:
            return None
        if not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day, tzinfo=timezone.utc)
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.wire_names.values()) | {self.id_name}


_CUSTOM_FIELDS: Final[Mapping[str, str | None]] = {"custom_fields": None}
_REFERENCE: Final = "custom_fields.external_reference"

CUSTOMER: Final = Kind(name="customer", model=Customer, keyed=_CUSTOM_FIELDS, reference=_REFERENCE)
JOB: Final = Kind(
    name="job", model=Job, keyed=_CUSTOM_FIELDS, reference=_REFERENCE, references={"customer_id": "customer"}
)
INVOICE: Final = Kind(
    name="invoice",
    model=Invoice,
    reference="invoice_number",
    references={"customer_id": "customer", "job_id": "job"},
)
TASK: Final = Kind(name="task", model=Task, references={"job_id": "job"})
"""Synced if it is asked for: `kinds=[*KINDS, TASK]`."""

KINDS: Final = (CUSTOMER, JOB, INVOICE)
"""In the order in which they are synced: a job needs its customer, an invoice its job."""
