# Generated from ../_async/remote.py by tools/unasync; do not edit.
"""The instance API as a remote of the engine."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from ..operations import Collection, Listing, ListQuery
from ..operations.instance import CUSTOMERS, INVOICES, JOBS
from .caller import Caller

_COLLECTIONS: Final = MappingProxyType[str, Collection[Any]](
    {collection.resource: collection for collection in (CUSTOMERS, JOBS, INVOICES)}
)
# By id, since it never changes: in the server's own order an edit may move a record across the page's edge.
_STABLE_ORDER: Final = ListQuery(sort_by="id", sort_order="asc")


class InstanceRemote:
    """Serves the engine by the instance API's list operations."""

    def __init__(self, caller: Caller) -> None:
        """Serve by a caller."""
        self._caller = caller

    def list_page(self, kind: str, *, limit: int, offset: int) -> Listing:
        """Fetch one page of a complete listing; see `Remote.list_page`."""
        return self._caller.execute(_COLLECTIONS[kind].list_raw(_STABLE_ORDER, limit=limit, offset=offset))
