"""New objects of which the API takes fewer fields than it gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, Literal, TypeVar

import attrs

from ...codec import encode_fields, wire_name
from ...models import UNSET
from ...models.record import EXTRA
from ...operations import Operation
from ..models import Customer, Reference, Supplier
from . import answers
from .calls import post

M = TypeVar("M")


@attrs.frozen(kw_only=True)
class Creating(Generic[M]):
    """The POST that makes objects of one kind, and never changes one.

    Attributes:
        path: Where it goes.
        model: The class of its objects.
        resource: What an object is called.
        name: Under which it lies in the answer.
        takes: A TypedDict of the fields that it takes.
        required: What a new object must name.
        references: Which fields refer to something, and whether a text there is its id or its name.
    """

    path: str
    model: type[M]
    resource: str
    name: str
    takes: type[Any]
    required: str
    references: Mapping[str, Literal["id", "name"]]

    def create(self, fields: Mapping[str, Any], idempotency_key: str | None) -> Operation[M]:
        """Ask for a new object of the fields named."""
        if unknown := sorted(fields.keys() - self.takes.__annotations__.keys()):
            raise TypeError(f"a new {self.resource} takes no {', '.join(unknown)}; see {self.takes.__name__}")
        if fields.get(self.required) in (None, UNSET):
            raise TypeError(f"a new {self.resource} needs {self.required}")
        references = {name: self._reference(name, fields[name]) for name in self.references.keys() & fields.keys()}
        return post(
            self.path,
            encode_fields(self.model, {**fields, **references}),
            answers.one(self.model, self.name),
            resource=self.resource,
            idempotency_key=idempotency_key,
        )

    def create_raw(self, item: Mapping[str, Any], idempotency_key: str) -> Operation[dict[str, Any]]:
        """Ask for a new object in the wire's form; of what it refers to goes along the id or the name alone."""
        takes = {wire_name(name) for name in self.takes.__annotations__} - {EXTRA}
        if unknown := sorted(item.keys() - takes):
            raise TypeError(f"a new {self.resource} takes no {', '.join(unknown)}")
        short = {name: _shortened(item.get(name), by) for name, by in self._raw_references.items() if name in item}
        if short.get(wire_name(self.required)) is None:
            raise TypeError(f"a new {self.resource} needs {self.required}")
        return post(
            self.path,
            {**item, **short},
            answers.raw_one(self.name, f"{self.name}Id", None),
            resource=self.resource,
            idempotency_key=idempotency_key,
        )

    @property
    def _raw_references(self) -> Mapping[str, str]:
        return {wire_name(name): by for name, by in self.references.items()}

    def _reference(self, name: str, value: Any) -> Any:
        by = self.references[name]
        if isinstance(value, Customer):
            value = value.customer_id
        elif isinstance(value, Supplier):
            value = value.name
        elif not isinstance(value, str):
            return value
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"{name}: give the {by} of what it refers to; this one is empty")
        return Reference(id=value) if by == "id" else Reference(name=value)


def _shortened(reference: Any, by: str) -> dict[str, str] | None:
    """Leave of a reference what is asked for, its id or its name, or else the other one; None if it has neither."""
    names = reference if isinstance(reference, Mapping) else {}
    known = ((name, names.get(name)) for name in dict.fromkeys((by, "id", "name")))
    return next(({name: value} for name, value in known if isinstance(value, str) and value.strip()), None)
