"""The custom field: what an account adds to its customers, jobs or invoices."""

from __future__ import annotations

from typing import Any

from attrs import field

from .record import Extra, Record, record
from .unset import UNSET, Maybe


@record
class CustomField(Record):
    """How an account describes one of its own fields (contract: Operations, custom fields).

    Attributes:
        name: The name under which `custom_fields` of an object holds the value.
        label: What people read beside it.
        type: What the value is, in Ascora's own words.
        required: Whether a value must be given.
        options: The values to choose from, if the field has such.

    Example:
        >>> from ascora_sdk import CustomField
        >>> CustomField(name="damage", label="Damage", type="select", required=True, options=("water", "fire")).options
        ('water', 'fire')
    """

    name: str
    label: str
    type: str
    required: bool
    options: Maybe[tuple[Any, ...]] = UNSET
    extra: Extra = field(factory=dict)
