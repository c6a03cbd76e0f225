"""What several objects of the public API are made of."""

from __future__ import annotations

from typing import Any

from attrs import field

from ...models import UNSET, Maybe
from ...models.record import Extra, record
from .record import PublicRecord


@record
class Reference(PublicRecord):
    """Another object by its id and its name (contract: public API, Objects).

    Example:
        >>> Reference(id="5f0e", name="Water ").name
        'Water '
    """

    id: Maybe[str] = UNSET
    name: Maybe[str] = UNSET
    extra: Extra = field(factory=dict)


@record
class CustomFieldValue(PublicRecord):
    """The value of a field that the account added (contract: public API, Objects, Job, customFields).

    Example:
        >>> CustomFieldValue(field_name="Insurer", field_value="Suncorp").field_value
        'Suncorp'
    """

    field_name: str
    field_value: Any = UNSET
    extra: Extra = field(factory=dict)
