"""The public API as a remote of the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from ...errors import AscoraApiError, NotFoundError
from ...operations import Listing, Operation, described
from ...public.operations.accounting import raw_invoices_to_send
from ...public.operations.calls import PagedList
from ...public.operations.customers import CUSTOMER, CUSTOMERS, get_raw_customer
from ...public.operations.jobs import JOB, JOBS, get_raw_job
from ...sync.abilities import Abilities
from ...sync.kinds import Kind
from ...sync.public_kinds import INVOICE_TO_SEND, PUBLIC_CUSTOMER, PUBLIC_JOB, PUBLIC_KINDS
from ..counted import AsyncCountedRemote

_ABILITIES: Final = MappingProxyType(
    {
        PUBLIC_CUSTOMER.name: Abilities(delete=False, updated_since=False, any_offset=False),
        PUBLIC_JOB.name: Abilities(update=False, delete=False, updated_since=False, any_offset=False),
        INVOICE_TO_SEND.name: Abilities(
            create=False, update=False, delete=False, get=False, updated_since=False, any_offset=False
        ),
    }
)
_LISTS: Final = MappingProxyType[str, PagedList[Any]]({PUBLIC_CUSTOMER.name: CUSTOMERS, PUBLIC_JOB.name: JOBS})


class AsyncPublicRemote(AsyncCountedRemote):
    """Serves the engine by the public API (contract: public API, Operations).

    What it has no call for is refused with an `AscoraApiError`, and so is, with a `ValidationError`, a payload that it
    does not take.

    Attributes:
        kinds: Customers, jobs, and invoices to send.
    """

    kinds: Sequence[Kind] = PUBLIC_KINDS

    def abilities(self, kind: Kind) -> Abilities:
        """Say what it can do: change customers, make customers and jobs, delete nothing."""
        return _ABILITIES[kind.name]

    async def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Listing:
        """Fetch one page of a complete listing; see `AsyncRemote.list_page`.

        Nothing can be listed by when it was modified, so `since` is left unread. Pages have numbers here: where the
        offset is no multiple of the limit, fewer rows are asked for. Invoices to send come all at once.
        """
        if kind.name not in _LISTS:
            whole = await self._caller.execute(raw_invoices_to_send())
            return Listing(whole.items[offset:], whole.total, has_more=False)
        size = _page_size(limit, offset)
        return await self._caller.execute(_LISTS[kind.name].raw_page(page=offset // size + 1, page_size=size))

    async def get(self, kind: Kind, id: str, *, last: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """Fetch one object; see `AsyncRemote.get`.

        A job is found by its number, which `last` must hold. If another job has that number by now, there is none.
        """
        try:
            item = await self._caller.execute(described(_get, kind, id, last))
        except NotFoundError:
            return None
        return item if kind.id_of(item) == id else None

    async def create(self, kind: Kind, item: Mapping[str, Any], *, idempotency_key: str) -> dict[str, Any]:
        """Make a new customer or job; see `AsyncRemote.create`."""
        return await self._caller.execute(described(_create, kind, item, idempotency_key))

    async def update(self, kind: Kind, id: str, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Change some fields of a customer; see `AsyncRemote.update`."""
        return await self._caller.execute(described(_update, kind, id, changes))

    async def delete(self, kind: Kind, id: str) -> None:
        """Refuse: nothing can be deleted by this API."""
        raise _no_call(kind, "deleted")

    async def pay(self, kind: Kind, id: str, payment: Mapping[str, Any], *, idempotency_key: str) -> dict[str, Any]:
        """Refuse: a payment is recorded by `client.accounting.create_payment`, which answers no invoice."""
        raise _no_call(kind, "paid")


def _page_size(limit: int, offset: int) -> int:
    """Give the most rows of a page, up to the limit, with which one of the numbered pages begins at the offset."""
    return next(size for size in range(limit, 0, -1) if offset % size == 0)


def _get(kind: Kind, id: str, last: Mapping[str, Any] | None) -> Operation[dict[str, Any]]:
    if kind.name == PUBLIC_CUSTOMER.name:
        return get_raw_customer(id)
    if kind.name != PUBLIC_JOB.name:
        raise _no_call(kind, "fetched one by one")
    number = (last or {}).get("jobNumber")
    if not isinstance(number, str):
        raise TypeError("a job is found by its number alone, and nobody knows that of this one")
    return get_raw_job(number)


def _create(kind: Kind, item: Mapping[str, Any], idempotency_key: str) -> Operation[dict[str, Any]]:
    _refuse_what_the_server_sets(kind, item)
    if kind.name == PUBLIC_CUSTOMER.name:
        return CUSTOMER.create_raw(item, idempotency_key)
    if kind.name == PUBLIC_JOB.name:
        return JOB.create_raw(item, idempotency_key)
    raise _no_call(kind, "created")


def _update(kind: Kind, id: str, changes: Mapping[str, Any]) -> Operation[dict[str, Any]]:
    if kind.name != PUBLIC_CUSTOMER.name:
        raise _no_call(kind, "changed")
    _refuse_what_the_server_sets(kind, changes)
    return CUSTOMER.update_raw(id, changes)


def _refuse_what_the_server_sets(kind: Kind, fields: Mapping[str, Any]) -> None:
    server_set = {kind.wire_names[name] for name in kind.wire_names.keys() - kind.editable}
    if misplaced := sorted(server_set & fields.keys()):
        raise TypeError(f"{', '.join(misplaced)}: Ascora sets this itself; leave it out")


def _no_call(kind: Kind, what: str) -> AscoraApiError:
    return AscoraApiError(f"the public API has no call by which a {kind.name} is {what}; nothing was sent", attempts=0)
