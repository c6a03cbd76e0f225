"""A remote that sends nothing: it reads from another one, and answers changes as a plain server would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from ...codec import loads
from ...sync.abilities import Abilities
from ...sync.kinds import Kind
from ...sync.notes import Action, Agreed
from ...sync.payments import paid
from ...sync.planning import Call, made_up_id
from ...sync.records import Scope
from .overlay import AsyncOverlayStorage
from .protocols import AsyncRemote, RemotePage


@attrs.frozen
class AsyncDryRemote:
    """Serves one kind of a remote, and writes down what would be sent.

    Attributes:
        beneath: The remote that is read.
        storage: The storage of the same plan.
        scope: Whose records of which kind.
        calls: What would be sent.
    """

    beneath: AsyncRemote
    storage: AsyncOverlayStorage
    scope: Scope
    calls: list[Call] = attrs.field(factory=list)
    _items: dict[str, Mapping[str, Any] | None] = attrs.field(factory=dict)

    @property
    def kinds(self) -> Sequence[Kind]:
        """The kinds of records that it has."""
        return self.beneath.kinds

    def abilities(self, kind: Kind) -> Abilities:
        """Say what it can do with records of a kind."""
        return self.beneath.abilities(kind)

    async def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> RemotePage:
        """Fetch one page of a listing, as it is: a sync lists a kind before it sends anything of it."""
        return await self.beneath.list_page(kind, limit=limit, offset=offset, since=since)

    async def get(self, kind: Kind, id: str, *, last: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        """Fetch one object, or give it as it would be."""
        if id not in self._items:
            self._items[id] = await self.beneath.get(kind, id, last=last)
        return self._items[id]

    async def create(self, kind: Kind, item: Mapping[str, Any], *, idempotency_key: str) -> Mapping[str, Any]:
        """Make up an object with an id of its own."""
        entry = self.storage.layer(self.scope).intents[idempotency_key]
        id_ = made_up_id(entry.key)
        return self._write_down(Call(action=Action.CREATE, id=id_, after={kind.id_name: id_, **item}, entry=entry))

    async def update(self, kind: Kind, id: str, changes: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give an object with some fields changed."""
        before = await self._item(kind, id)
        after = {kind.id_name: id, **before, **changes}
        return self._write_down(Call(action=Action.UPDATE, id=id, before=before, after=after))

    async def delete(self, kind: Kind, id: str) -> None:
        """Have an object no more."""
        self._write_down(Call(action=Action.DELETE, id=id))

    async def pay(self, kind: Kind, id: str, payment: Mapping[str, Any], *, idempotency_key: str) -> Mapping[str, Any]:
        """Give an invoice of which more is paid; what else becomes of it, the server alone knows."""
        before = await self._item(kind, id)
        after = {kind.id_name: id, **before, "paidAmount": paid(before) + payment["amount"]}
        entry = self.storage.layer(self.scope).intents[idempotency_key]
        return self._write_down(Call(action=Action.PAY, id=id, before=before, after=after, entry=entry))

    def _write_down(self, call: Call) -> Mapping[str, Any]:
        self.calls.append(call)
        self._items[call.id] = call.after or None
        return call.after

    async def _item(self, kind: Kind, id_: str) -> Mapping[str, Any]:
        if not self.abilities(kind).get and id_ not in self._items:
            async with self.storage.transaction() as work:
                agreed = await work.notes(self.scope, Agreed, [id_])
            return loads(agreed[id_].base) if id_ in agreed else {}
        return await self.get(kind, id_, last=None) or {}
