"""A server in a few lines, in memory, for a storage to be synced with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import attrs

from ....codec import wire_name
from ....sync.abilities import Abilities
from ....sync.kinds import Kind
from .base import NOON


@attrs.frozen
class Page:
    """A page of a listing."""

    items: Sequence[Any]
    total: int
    has_more: bool

    @property
    def received(self) -> int:
        """Count its objects."""
        return len(self.items)


class AsyncMemoryRemote:
    """It has one kind of objects, whose time of modification it sets, and counts what it is told to change."""

    def __init__(self, kind: Kind) -> None:
        """Begin with no object."""
        self.kinds: Sequence[Kind] = (kind,)
        self.items: dict[str, dict[str, Any]] = {}
        self.changes = 0
        self._kind = kind
        self._time = NOON
        self._made = 0

    def now(self) -> datetime:
        """Tell the time, which goes on by a minute with each change."""
        return self._time

    def put(self, id_: str, fields: Mapping[str, Any]) -> None:
        """Add or edit an object, as somebody does who works there."""
        self._time += timedelta(minutes=1)
        item = {**self.items.get(id_, {}), **deepcopy(dict(fields)), self._kind.id_name: id_}
        if self._kind.modified_field is not None:
            item[wire_name(self._kind.modified_field)] = self._time.isoformat()
        self.items[id_] = item

    def abilities(self, kind: Kind) -> Abilities:
        """Do everything but payments."""
        return Abilities(updated_since=kind.modified_field is not None)

    async def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Page:
        """List objects by their ids, or those that changed in the order in which they did."""
        found = [self.items[id_] for id_ in sorted(self.items)]
        if since is not None:
            modified = {id_: kind.modified(item) or since for id_, item in self.items.items()}
            found = [item for item in found if modified[item[kind.id_name]] >= since]
            found.sort(key=lambda item: modified[item[kind.id_name]])
        items = deepcopy(found[offset : offset + limit])
        return Page(items, len(found), offset + len(items) < len(found))

    async def get(self, kind: Kind, id: str, *, last: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        """Give an object."""
        return deepcopy(self.items.get(id))

    async def create(self, kind: Kind, item: Mapping[str, Any], *, idempotency_key: str) -> Mapping[str, Any]:
        """Add an object."""
        self.changes += 1
        self._made += 1
        id_ = f"made-{self._made}"
        self.put(id_, item)
        return deepcopy(self.items[id_])

    async def update(self, kind: Kind, id: str, changes: Mapping[str, Any]) -> Mapping[str, Any]:
        """Change an object."""
        self.changes += 1
        self.put(id, changes)
        return deepcopy(self.items[id])

    async def delete(self, kind: Kind, id: str) -> None:
        """Delete an object."""
        self.changes += 1
        self.items.pop(id, None)

    async def pay(self, kind: Kind, id: str, payment: Mapping[str, Any], *, idempotency_key: str) -> Mapping[str, Any]:
        """Take no payment."""
        raise NotImplementedError
