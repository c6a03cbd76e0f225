"""What one POST both creates and changes: with the id of an object it changes that one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import attrs

from ...codec import encode_fields, fields_of, wire_name
from ...models import UNSET
from ...operations import Operation
from . import answers
from .calls import post

M = TypeVar("M")


@attrs.frozen(kw_only=True)
class Saving(Generic[M]):
    """The POST that saves objects of one kind.

    Attributes:
        path: Where it goes.
        model: The class of its objects.
        resource: What an object is called, here and in the answer.
        required: What a new one must name.
        named_by: What a new one must name one of.
    """

    path: str
    model: type[M]
    resource: str
    required: tuple[str, ...] = ()
    named_by: tuple[str, ...]

    def create(self, source: Any, fields: Mapping[str, Any], idempotency_key: str | None) -> Operation[M]:
        """Ask for a new object, of what `source` has set, but for its id, and of the fields named."""
        given = {**({} if source is None else fields_of(source)), **fields}
        given.pop(self._id, None)
        missing = [name for name in self.required if given.get(name) in (None, UNSET, "")]
        if missing:
            raise TypeError(f"a new {self.resource} needs {', '.join(missing)}")
        if all(given.get(name) in (None, UNSET, "") for name in self.named_by):
            raise TypeError(f"a new {self.resource} needs a name: {' or '.join(self.named_by)}")
        return self._save(given, None, idempotency_key)

    def update(self, target: str | M, fields: Mapping[str, Any]) -> Operation[M]:
        """Ask to change the fields named; if `target` is an object, those that it has set and its unknown ones too."""
        if not isinstance(target, (str, self.model)):
            raise TypeError(f"give the {self.resource}'s id or a {self.model.__name__}, not {type(target).__name__}")
        if self._id in fields:
            raise TypeError(f"{self._id}: give the id as the first argument; it cannot be changed")
        id_ = target if isinstance(target, str) else getattr(target, self._id)
        if not isinstance(id_, str) or not id_.strip():
            raise ValueError(f"the {self.resource}'s id is empty; give the id that Ascora gave")
        given = {**({} if isinstance(target, str) else fields_of(target)), **fields}
        given = {name: value for name, value in given.items() if value is not UNSET}
        if not given.keys() - {self._id, "extra"} and not given.get("extra"):
            raise TypeError(f"name at least one field of the {self.resource} to change; None clears a field")
        return self._save({**given, self._id: id_}, id_, None)

    def create_raw(self, item: Mapping[str, Any], idempotency_key: str) -> Operation[dict[str, Any]]:
        """Ask for a new object in the wire's form."""
        if all(_is_blank(item.get(wire_name(name))) for name in self.named_by):
            raise TypeError(f"a new {self.resource} needs a name: {' or '.join(self.named_by)}")
        return self._save_raw(item, None, idempotency_key)

    def update_raw(self, id: str, changes: Mapping[str, Any]) -> Operation[dict[str, Any]]:
        """Ask to change the fields named, in the wire's form."""
        if _is_blank(id):
            # Without one it would be a new object.
            raise ValueError(f"the {self.resource}'s id is empty; give the id that Ascora gave")
        if not changes:
            raise TypeError(f"name at least one field of the {self.resource} to change; None clears a field")
        return self._save_raw(changes, id, None)

    def _save_raw(
        self, fields: Mapping[str, Any], id: str | None, idempotency_key: str | None
    ) -> Operation[dict[str, Any]]:
        id_name = wire_name(self._id)
        if id_name in fields:
            raise TypeError(f"{id_name}: Ascora sets this itself; leave it out")
        return post(
            self.path,
            fields if id is None else {**fields, id_name: id},
            answers.raw_one(self.resource, id_name, id),
            resource=self.resource,
            id=id,
            idempotency_key=idempotency_key,
        )

    @property
    def _id(self) -> str:
        return f"{self.resource}_id"

    def _save(self, given: Mapping[str, Any], id: str | None, idempotency_key: str | None) -> Operation[M]:
        return post(
            self.path,
            encode_fields(self.model, given),
            answers.one(self.model, self.resource),
            resource=self.resource,
            id=id,
            idempotency_key=idempotency_key,
        )


def _is_blank(value: Any) -> bool:
    return not isinstance(value, str) or not value.strip()
