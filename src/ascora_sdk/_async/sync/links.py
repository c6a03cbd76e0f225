"""References to rows made here: fields that hold the storage's own name for a row until that has its Ascora id."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ...sync.drafting import linked, references
from ...sync.incoming import RemoteRecord
from ...sync.kinds import Kind
from ...sync.leaves import same
from ...sync.outcome import Known, Outcome, Policy
from ...sync.reconcile import reconcile
from ...sync.records import Scope, StoredRecord
from .protocols import AsyncUnitOfWork

Links = dict[tuple[str, str], "str | None"]


async def find_links(work: AsyncUnitOfWork, organization_id: str, kind: Kind, records: Iterable[StoredRecord]) -> Links:
    """Find the Ascora ids of the rows that some records refer to by the storage's own names for them.

    Returns:
        The id by the referred kind's name and the row's own; None for a row that has none yet.
    """
    wanted: dict[str, set[str]] = {}
    for record in records:
        for _, parent, value in references(kind, record.local or {}):
            wanted.setdefault(parent, set()).add(value)
    found: Links = {}
    for parent, keys in wanted.items():
        rows = await work.local_records(Scope(organization_id, parent), sorted(keys))
        found.update(((parent, key), row.id) for key, row in rows.items())
    return found


def confirm(kind: Kind, known: Known, answer: RemoteRecord, policy: Policy, links: Links) -> Outcome:
    """Decide what becomes of a record that was sent, once the server has answered what it now has.

    References are compared as they were sent; the row gets the ids in place of the storage's own names.
    """
    stored = known.stored
    if stored is None or stored.local is None:
        return reconcile(kind, known, answer, policy)
    local = linked(kind, stored.local, links) or stored.local
    outcome = reconcile(kind, attrs.evolve(known, stored=attrs.evolve(stored, local=local)), answer, policy)
    write = outcome.write
    if write is not None and write.values is None and not same(dict(local), dict(stored.local)):
        return attrs.evolve(outcome, write=attrs.evolve(write, values=local))
    return outcome
