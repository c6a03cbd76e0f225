"""The statements about leases."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from sqlalchemy import bindparam, or_, update

from .asking import in_scope, insert_or_else
from .tables import sync_checkpoints

_OF_OWNER: Final = (*in_scope(sync_checkpoints), sync_checkpoints.c.lease_owner == bindparam("of_owner"))

RENEW_LEASE: Final = update(sync_checkpoints).where(*_OF_OWNER).values(lease_until=bindparam("lease_until"))

RELEASE_LEASE: Final = update(sync_checkpoints).where(*_OF_OWNER).values(lease_owner=None, lease_until=None)


@cache
def claim_lease(dialect: str) -> Any:
    """Take the lease, unless another's has not run out; it tells by the count of rows whether it was taken."""
    statement = insert_or_else(sync_checkpoints, dialect)
    held = sync_checkpoints.c
    return statement.on_conflict_do_update(
        index_elements=[held.organization_id, held.kind],
        set_={"lease_owner": statement.excluded.lease_owner, "lease_until": statement.excluded.lease_until},
        where=or_(
            held.lease_owner.is_(None),
            held.lease_owner == statement.excluded.lease_owner,
            held.lease_until <= bindparam("now", type_=held.lease_until.type),
        ),
    ).execution_options(preserve_rowcount=True)
