"""Base, local, remote: which side changed what. A pure comparison, leaf by leaf."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from .leaves import MISSING, Leaves, field_of, same


@attrs.frozen
class Dispute:
    """The three values of a leaf that both sides edited to different ends; `MISSING` where there is none.

    Example:
        >>> Dispute(base="1", local="2", remote=MISSING)
        Dispute(base='1', local='2', remote=MISSING)
    """

    base: Any
    local: Any
    remote: Any


@attrs.frozen(kw_only=True)
class Merge:
    """What comes of two sides' edits.

    Attributes:
        leaves: What both sides would hold if there were no dispute; where there is one, what stands here.
        disputes: The leaves in dispute.
    """

    leaves: Leaves
    disputes: Mapping[str, Dispute]


def merge(base: Leaves, local: Leaves, remote: Leaves, editable: frozenset[str]) -> Merge:
    """Take from each side what it edited.

    Args:
        base: As both sides last agreed.
        local: As it stands here.
        remote: As it stands there.
        editable: The fields that both sides may edit; of others what the server says counts.

    Example:
        >>> base, local, remote = {"a": 1, "b": 1, "c": 1}, {"a": 2, "b": 1, "c": 2}, {"a": 1, "b": 3, "c": 3}
        >>> merged = merge(base, local, remote, frozenset("abc"))
        >>> merged.leaves, list(merged.disputes)
        ({'a': 2, 'b': 3, 'c': 2}, ['c'])
    """
    leaves: Leaves = {}
    disputes: dict[str, Dispute] = {}
    # In the order of the remote's, so that what is put together again has the order that the server knows.
    for leaf in {**remote, **local, **base}:
        here, there, before = local.get(leaf, MISSING), remote.get(leaf, MISSING), base.get(leaf, MISSING)
        chosen = there
        if field_of(leaf) in editable and not same(here, there) and not same(here, before):
            chosen = here
            if not same(there, before):
                disputes[leaf] = Dispute(before, here, there)
        if chosen is not MISSING:
            leaves[leaf] = chosen
    return Merge(leaves=leaves, disputes=disputes)
