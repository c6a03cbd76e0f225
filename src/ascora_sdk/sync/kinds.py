"""The kinds of records that the engine keeps in step."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

import attrs

from ..codec import set_by_server, wire_name
from ..models import Customer, Invoice, Job
from ..models.record import EXTRA


@attrs.frozen(kw_only=True)
class Kind:
    """One kind of record.

    Attributes:
        name: What it is called in reports, storages and the engine's methods.
        model: The class of its records; a model with an `id`.

    Example:
        >>> CUSTOMER.name, "phone" in CUSTOMER.editable, "updated_at" in CUSTOMER.editable
        ('customer', True, False)
    """

    name: str
    model: type[Any]

    @cached_property
    def wire_names(self) -> Mapping[str, str]:
        """The wire's name of every field but the id and `extra`."""
        names = (field.name for field in attrs.fields(self.model))
        return {name: wire_name(name) for name in names if name not in {"id", EXTRA}}

    @cached_property
    def editable(self) -> frozenset[str]:
        """The fields that both sides may edit: all but those that the server alone sets, and the unknown ones."""
        return frozenset(self.wire_names) - set_by_server(self.model)

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
        return values

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.wire_names.values()) | {"id"}


CUSTOMER: Final = Kind(name="customer", model=Customer)
JOB: Final = Kind(name="job", model=Job)
INVOICE: Final = Kind(name="invoice", model=Invoice)

KINDS: Final = (CUSTOMER, JOB, INVOICE)
"""In the order in which they are synced: a job needs its customer, an invoice its job."""
