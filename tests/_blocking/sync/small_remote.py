# Generated from ../../_async/sync/small_remote.py by tools/unasync; do not edit.
"""A server in a few lines, in memory: it does what it is told, sets its own times, and keeps count of changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime, timedelta, timezone
from typing import Any

import attrs

from ascora_sdk.sync import CUSTOMER, JOB, Abilities, Kind


@attrs.frozen
class Page:
    items: Sequence[Any]
    total: int
    has_more: bool

    @property
    def received(self) -> int:
        return len(self.items)


class Clock:
    """A clock that goes on by a minute whenever somebody does something."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)

    def now(self) -> datetime:
        return self.time

    def tick(self) -> datetime:
        self.time += timedelta(minutes=1)
        return self.time


class SmallRemote:
    kinds: Sequence[Kind] = (CUSTOMER, JOB)

    def __init__(self, clock: Clock, can: Abilities | None = None) -> None:
        self.can = Abilities() if can is None else can
        self.clock = clock
        self.items: dict[str, dict[str, dict[str, Any]]] = {kind.name: {} for kind in self.kinds}
        self.changes: list[str] = []
        self._made = 0

    def put(self, kind: str, id_: str, **fields: Any) -> None:
        """Edit or add an object, as somebody does who works there."""
        old = self.items[kind].get(id_, {"id": id_, "createdAt": self.clock.now().isoformat()})
        self.items[kind][id_] = {**old, **fields, "updatedAt": self.clock.tick().isoformat()}

    def take(self, kind: str, id_: str) -> None:
        """Delete an object, as somebody does who works there."""
        self.items[kind].pop(id_, None)

    def state(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Everything, as it stands."""
        return deepcopy(self.items)

    def abilities(self, kind: Kind) -> Abilities:
        return self.can

    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Page:
        found = sorted(self.items[kind.name].values(), key=lambda item: item["id"])
        if since is not None:
            found = [item for item in found if datetime.fromisoformat(item["updatedAt"]) >= since]
            found.sort(key=lambda item: (item["updatedAt"], item["id"]))
        items = deepcopy(found[offset : offset + limit])
        return Page(items, len(found), offset + len(items) < len(found))

    def get(self, kind: Kind, id: str, *, last: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        return deepcopy(self.items[kind.name].get(id))

    def create(self, kind: Kind, item: Mapping[str, Any], *, idempotency_key: str) -> Mapping[str, Any]:
        self._made += 1
        id_ = f"{kind.name}-made-{self._made}"
        self.changes.append(f"create {id_}")
        self.put(kind.name, id_, **item)
        return deepcopy(self.items[kind.name][id_])

    def update(self, kind: Kind, id: str, changes: Mapping[str, Any]) -> Mapping[str, Any]:
        self.changes.append(f"update {id}")
        self.put(kind.name, id, **changes)
        return deepcopy(self.items[kind.name][id])

    def delete(self, kind: Kind, id: str) -> None:
        self.changes.append(f"delete {id}")
        self.take(kind.name, id)

    def pay(self, kind: Kind, id: str, payment: Mapping[str, Any], *, idempotency_key: str) -> Mapping[str, Any]:
        raise NotImplementedError
