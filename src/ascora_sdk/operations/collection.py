"""The operations that every collection of the instance API has in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final, Generic, TypeVar

import attrs

from ..codec import dumps, encode_fields, fields_of, set_by_server, wire_name
from ..codec.dates import format_date
from ..http import segment
from ..models import UNSET, PageContent
from . import answers
from .operation import Operation, key_header

M = TypeVar("M")

DEFAULT_LIMIT: Final = 50
_PAGING: Final = ("limit", "offset", "sort_by", "sort_order")


@attrs.frozen(kw_only=True)
class ListQuery:
    """What a listing is asked for, page after page.

    Attributes:
        sort_by: The field to sort by, by its name here or on the wire; None for the server's own order.
        sort_order: "asc", "desc", or None for the server's own.
        filters: Further query parameters, by the wire's names.
    """

    sort_by: str | None = None
    sort_order: str | None = None
    filters: Mapping[str, Any] = attrs.field(factory=dict)

    def parameters(self, *, limit: int, offset: int) -> tuple[tuple[str, str], ...]:
        """Give the query for one page."""
        _check_count(limit, "limit", least=1)
        _check_count(offset, "offset", least=0)
        if self.sort_order not in {None, "asc", "desc"}:
            raise ValueError(f"sort_order must be 'asc' or 'desc', not {self.sort_order!r}")
        _check_since(self.filters.get("updated_since"))
        sort_by = self.sort_by and wire_name(self.sort_by)
        paging = {"limit": limit, "offset": offset, "sort_by": sort_by, "sort_order": self.sort_order}
        for name in _PAGING:
            if name in self.filters:
                raise ValueError(f"give {name} as an argument of its own, not in filters")
        return tuple(query_texts({**paging, **self.filters}))


@attrs.frozen(kw_only=True)
class Collection(Generic[M]):
    """One collection of the instance API, and the operations that all of them have.

    Attributes:
        path: Where it lies, such as `/customers`.
        resource: What one of its objects is called.
        model: The class of its objects.
        required: What a create must name.
        reserved: Ids that no object can have, since something else lies there.
    """

    path: str
    resource: str
    model: type[M]
    required: frozenset[str] = frozenset()
    reserved: frozenset[str] = frozenset()

    def get(self, id: str) -> Operation[M]:
        """Ask for one object."""
        return self.on_one("GET", id, decode=answers.one(self.model))

    def list(self, query: ListQuery, *, limit: int, offset: int, lenient: bool) -> Operation[PageContent[M]]:
        """Ask for one page of models."""
        read = answers.page(self.model, limit=limit, offset=offset, lenient=lenient)
        return self._on_all("GET", read, query=query.parameters(limit=limit, offset=offset))

    def list_raw(self, query: ListQuery, *, limit: int, offset: int) -> Operation[answers.Listing]:
        """Ask for one page of items as the wire carries them."""
        read = partial(answers.listing, offset=offset)
        return self._on_all("GET", read, query=query.parameters(limit=limit, offset=offset))

    def create(self, source: Any, fields: Mapping[str, Any], idempotency_key: str | None) -> Operation[M]:
        """Ask for a new object, of what `source` has set and of the fields named."""
        given = self._given(source, fields)
        missing = sorted(name for name in self.required if given.get(name) in (None, UNSET))
        if missing:
            raise TypeError(f"a new {self.resource} needs {', '.join(missing)}")
        content = dumps(self._body(given))
        return self._on_all("POST", answers.one(self.model), content=content, idempotency_key=idempotency_key)

    def update(self, target: Any, fields: Mapping[str, Any]) -> Operation[M]:
        """Ask to change the fields named; if `target` is an object, those that it has set and its unknown ones too."""
        is_id = isinstance(target, str)
        given = self._given(None if is_id else target, fields)
        body = self._body(given)
        if not body:
            raise TypeError(f"name at least one field of the {self.resource} to change; None clears a field")
        id_ = target if is_id else getattr(target, "id", None)
        return self.on_one("PUT", id_, decode=answers.one(self.model), content=dumps(body))

    def delete(self, id: str) -> Operation[None]:
        """Ask to delete one object."""
        return self.on_one("DELETE", id, decode=answers.nothing)

    def get_raw(self, id: str) -> Operation[dict[str, Any]]:
        """Ask for one object as the wire carries it."""
        return self.on_one("GET", id, decode=answers.raw(id))

    def create_raw(self, item: Mapping[str, Any], idempotency_key: str) -> Operation[dict[str, Any]]:
        """Ask for a new object in the wire's form, once: the key goes along, and yet the call is not repeatable."""
        content = dumps(self._raw_body(item))
        return self._on_all("POST", answers.raw(None), content=content, headers=key_header(idempotency_key))

    def update_raw(self, id: str, changes: Mapping[str, Any]) -> Operation[dict[str, Any]]:
        """Ask to change the fields named, in the wire's form."""
        return self.on_one("PUT", id, decode=answers.raw(id), content=dumps(self._raw_body(changes)))

    def on_one(self, method: str, id: Any, below: str = "", **rest: Any) -> Operation[Any]:
        """Describe an operation on one object, or on what lies below it."""
        if isinstance(id, str) and id in self.reserved:
            raise ValueError(f"{self.resource} id {id!r} is none: something else lies there")
        path = f"{self.path}/{segment(id, f'{self.resource} id')}{below}"
        template = f"{self.path}/{{id}}{below}"
        return Operation(method=method, template=template, path=path, resource=self.resource, id=id, **rest)

    def _on_all(self, method: str, decode: Any, **rest: Any) -> Operation[Any]:
        return Operation(
            method=method, template=self.path, path=self.path, decode=decode, resource=self.resource, **rest
        )

    def _given(self, source: Any, fields: Mapping[str, Any]) -> dict[str, Any]:
        server_set = set_by_server(self.model)
        if misplaced := sorted(server_set & fields.keys()):
            raise TypeError(f"{', '.join(misplaced)}: Ascora sets this itself; leave it out")
        copied = {} if source is None else fields_of(source)
        return {**{name: value for name, value in copied.items() if name not in server_set}, **fields}

    def _raw_body(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        if misplaced := sorted({wire_name(name) for name in set_by_server(self.model)} & item.keys()):
            raise TypeError(f"{', '.join(misplaced)}: Ascora sets this itself; leave it out")
        if not item:
            raise TypeError(f"there is no field of the {self.resource} in it")
        return item

    def _body(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return encode_fields(self.model, fields)


def all_filters(named: Mapping[str, Any], others: Mapping[str, Any] | None) -> dict[str, Any]:
    """Put the filters that have an argument of their own together with the others.

    Raises:
        ValueError: If one is given in both ways.

    Example:
        >>> all_filters({"status": "pending", "job_id": None}, {"state": "QLD"})
        {'status': 'pending', 'job_id': None, 'state': 'QLD'}
    """
    others = others or {}
    if twice := [name for name, value in named.items() if value is not None and name in others]:
        raise ValueError(f"{', '.join(twice)} is given both as an argument and in filters; give it once")
    return {**named, **others}


def _check_count(value: Any, name: str, *, least: int) -> None:
    if value.__class__ is not int:
        raise TypeError(f"{name} must be a whole number, not {value!r}")
    if value < least:
        raise ValueError(f"{name} must be {least} or more, not {value}")


def _check_since(since: Any) -> None:
    # Without a zone the server would take it for a time of its own.
    if isinstance(since, date) and (not isinstance(since, datetime) or since.tzinfo is None):
        raise ValueError("updated_since must be a datetime with a time zone, like datetime.now(timezone.utc)")


def query_texts(parameters: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Write query parameters as text; None leaves one out."""
    for name, value in parameters.items():
        if value is not None and value is not UNSET:
            yield name, _text(name, value)


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, Decimal)):
        return str(value)
    if isinstance(value, date):
        return format_date(value)
    raise TypeError(f"filter {name} must be text, a number, a date or true or false, not {type(value).__name__}")
