"""What the operations of the public API work on, and what they have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from ..account import UnknownRecordError
from ..handlers import json_object
from ..json_text import render
from ..messages import Answer, ReceivedRequest
from ..validation import InvalidError
from .answers import one
from .bodies import Body
from .checks import checked, is_blank
from .filters import text_at
from .records import PublicRecords
from .roughness import Record
from .settings import Switches


@dataclass(frozen=True)
class PublicService:
    """What the operations work on: the records, and how to answer."""

    records: PublicRecords
    switches: Switches


@dataclass(frozen=True)
class PublicRequest:
    """A request that found its operation: its query by names in lower case, and its body."""

    params: Mapping[str, str]
    received: ReceivedRequest

    @classmethod
    def of(cls, received: ReceivedRequest) -> PublicRequest:
        """Read the query; of a name that comes twice the last counts."""
        return cls({name.lower(): value for name, value in received.query.multi_items()}, received)

    def body(self, body: Body, *, updates: str = "") -> Record:
        """Read and check the body.

        Args:
            body: what the contract says of it.
            updates: the field with the id of what is changed; with it in the body, only what is named is checked.

        Raises:
            InvalidError: if it is not as the contract says.
        """
        values = json_object(self.received)
        return checked(body, values, is_update=bool(updates) and not is_blank(values.get(updates)))


PublicHandler = Callable[..., Answer]
"""Takes the service, the request and the path segments that the route has braces for."""


def shown(service: PublicService, kind: str, record: Record) -> Answer:
    """Answer one record as its kind is answered."""
    table = service.records.table(kind)
    return one(table.kind.envelope, render(table.shown(record)))


def refer(service: PublicService, kind: str, field: str, values: Mapping[str, Any], *, by_name: bool = False) -> Record:
    """Resolve a reference in a body into what refers to a record.

    Args:
        service: what the operations work on.
        kind: the kind of record that it refers to.
        field: the field with the reference.
        values: the body.
        by_name: whether a name will do.

    Returns:
        The field with `id` and `name`; nothing if the body does not name it.

    Raises:
        InvalidError: if there is no such record.
    """
    reference = values.get(field)
    if not isinstance(reference, dict):
        return {field: None} if field in values else {}
    wanted = cast("Record", reference)
    table = service.records.table(kind)
    name_field = "name" if kind == "supplier" else "customerName"
    if not is_blank(wanted.get("id")):
        try:
            record = service.records.get(kind, str(wanted["id"]), by=table.kind.id)
        except UnknownRecordError:
            raise InvalidError({f"{field}.id": [f"is no {kind}'s"]}) from None
    elif by_name and not is_blank(wanted.get("name")):
        record = _named(service, kind, field, name_field, text_at(wanted, "name"))
    else:
        raise InvalidError({f"{field}.id": ["is required, or a name"] if by_name else ["is required"]})
    return {field: {"id": record.get(table.kind.id), "name": record.get(name_field)}}


def _named(service: PublicService, kind: str, field: str, name_field: str, name: str) -> Record:
    """Find the first record with a name, blanks around it apart, in any case."""
    for _, record in service.records.table(kind).records():
        if text_at(record, name_field).casefold() == name.casefold():
            return record
    raise InvalidError({f"{field}.name": [f"is no {kind}'s"]})
