"""The instance API as a remote of the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from types import MappingProxyType
from typing import Any, Final

from ..errors import AscoraApiError, NotFoundError
from ..operations import Collection, Listing, ListQuery, described
from ..operations.instance import CUSTOMERS, INVOICES, JOBS, TASKS, record_raw_payment
from ..sync.abilities import Abilities
from ..sync.kinds import INVOICE, KINDS, Kind
from .counted import AsyncCountedRemote

_COLLECTIONS: Final = MappingProxyType[str, Collection[Any]](
    {collection.resource: collection for collection in (CUSTOMERS, JOBS, INVOICES, TASKS)}
)
# By id, since it never changes: in the server's own order an edit may move a record across the page's edge.
_STABLE_ORDER: Final = ListQuery(sort_by="id", sort_order="asc")


class AsyncInstanceRemote(AsyncCountedRemote):
    """Serves the engine by the instance API (contract: instance API, Operations).

    Payloads are sent as they are given; one that names what the server alone sets is refused with a `ValidationError`.

    Attributes:
        kinds: Customers, jobs and invoices.
    """

    kinds: Sequence[Kind] = KINDS

    def abilities(self, kind: Kind) -> Abilities:
        """Say what it can do: all, and payments for invoices."""
        return Abilities(pay=kind.name == INVOICE.name)

    async def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Listing:
        """Fetch one page of a listing; see `AsyncRemote.list_page`."""
        operation = _COLLECTIONS[kind.name].list_raw(_query(since), limit=limit, offset=offset)
        return await self._caller.execute(operation)

    async def get(self, kind: Kind, id: str, *, last: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """Fetch one object; see `AsyncRemote.get`."""
        try:
            return await self._caller.execute(described(_COLLECTIONS[kind.name].get_raw, id))
        except NotFoundError:
            return None

    async def create(self, kind: Kind, item: Mapping[str, Any], *, idempotency_key: str) -> dict[str, Any]:
        """Make a new object; see `AsyncRemote.create`."""
        return await self._caller.execute(described(_COLLECTIONS[kind.name].create_raw, item, idempotency_key))

    async def update(self, kind: Kind, id: str, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Change some fields of an object; see `AsyncRemote.update`."""
        return await self._caller.execute(described(_COLLECTIONS[kind.name].update_raw, id, changes))

    async def delete(self, kind: Kind, id: str) -> None:
        """Delete an object; see `AsyncRemote.delete`."""
        try:
            await self._caller.execute(described(_COLLECTIONS[kind.name].delete, id))
        except NotFoundError:
            return

    async def pay(self, kind: Kind, id: str, payment: Mapping[str, Any], *, idempotency_key: str) -> dict[str, Any]:
        """Record a payment of an invoice; see `AsyncRemote.pay`."""
        if kind.name != INVOICE.name:
            raise AscoraApiError(f"invoices are paid, and a {kind.name} is none; nothing was sent", attempts=0)
        return await self._caller.execute(described(record_raw_payment, id, payment, idempotency_key))


def _query(since: datetime | None) -> ListQuery:
    if since is None:
        return _STABLE_ORDER
    moment = since.astimezone(timezone.utc) if since.tzinfo else since
    return ListQuery(sort_by="updatedAt", sort_order="asc", filters={"updated_since": moment})
