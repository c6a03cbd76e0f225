"""The versions of one record, taken apart and compared: what is in dispute, and what was edited here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..models.record import EXTRA
from .conflict import Conflict
from .incoming import RemoteRecord
from .json_text import to_json
from .kinds import Kind
from .leaves import MISSING, Leaves, entries_of, field_of, put_together, same, take_apart
from .merge import Dispute, Merge, merge
from .outcome import Known


@attrs.frozen(kw_only=True)
class Versions:
    """A record as it was and as it is now on both sides, all taken apart alike.

    Attributes:
        agreed: As both sides last agreed on it.
        base: The same, moved on to what was sent since and arrived: our own push is no edit of the server's.
        local: As it stands here; of no meaning if there is no row.
        remote: As it stands there; of no meaning if it is gone.
    """

    agreed: Leaves
    base: Leaves
    local: Leaves
    remote: Leaves


def versions_of(kind: Kind, known: Known, remote: RemoteRecord | None) -> Versions:
    """Take apart what is known of a record, and what the server has of it."""
    there = {} if remote is None else kind.values_of(remote.item)
    sent = {} if known.sent is None else kind.values_of(known.sent)
    here = kind.plain(known.local or {})
    agreed, local, there, sent = taken_apart(kind, kind.values_of(known.base), here, there, sent)
    versions = Versions(agreed=agreed, base=dict(agreed), local=local, remote=there)
    if known.sent is not None and remote is not None:
        _move_base(kind, known, known.sent, sent, versions)
    return versions


def _move_base(kind: Kind, known: Known, item: Mapping[str, Any], sent: Leaves, versions: Versions) -> None:
    """Move the base on to what was sent, where it arrived."""
    waiting = () if known.conflict is None else known.conflict.fields
    named = {name for name, wire in kind.wire_names.items() if wire in item}
    for leaf in {**versions.base, **versions.local, **versions.remote, **sent}:
        # An entry that waits goes along with its field, as the server has it, and is still to be decided.
        if leaf in waiting or not (leaf in sent if field_of(leaf) == EXTRA else field_of(leaf) in named):
            continue
        value, here, there = (side.get(leaf, MISSING) for side in (sent, versions.local, versions.remote))
        if not known.confirmed and not same(value, there):
            continue
        # That an unknown field was taken out is sent as null, for want of another way to say it.
        as_sent = same(here, value) or (field_of(leaf) == EXTRA and value is None and here is MISSING)
        # What the server made of it counts, unless it was edited here again meanwhile.
        put(versions.base, leaf, here if as_sent and known.local is not None else there)


def merged(kind: Kind, versions: Versions) -> Merge:
    """Take from each side what it edited since both last agreed."""
    return merge(versions.base, versions.local, versions.remote, kind.editable)


def conflict_of(kind: Kind, known: Known, remote: RemoteRecord | None) -> Conflict:
    """Describe a record on which the sides do not agree, for a strategy or a person to decide."""
    disputes: Mapping[str, Dispute] = {}
    if known.local is not None and remote is not None:
        disputes = merged(kind, versions_of(kind, known, remote)).disputes
    return Conflict(
        id=f"{kind.name}:{known.id}",
        kind=kind.name,
        record_id=known.id,
        key=None if known.stored is None else known.stored.key,
        base=kind.values_of(known.base),
        local=known.local,
        remote=None if remote is None else kind.values_of(remote.item),
        fields=disputes,
        local_modified=None if known.stored is None else known.stored.modified,
        remote_modified=None if remote is None else kind.modified(remote.item),
    )


def leaves_of(kind: Kind, values: Mapping[str, Any]) -> Leaves:
    """Take a record's values apart; a field that is not there is None, but for keys of those that have keys."""
    (leaves,) = taken_apart(kind, values)
    return leaves


def taken_apart(kind: Kind, *versions: Mapping[str, Any]) -> tuple[Leaves, ...]:
    """Take versions of a record apart, all alike.

    A field that is merged key by key is one leaf in all of them if it has no keys in one of them, as a text has none.

    Example:
        >>> from .kinds import CUSTOMER
        >>> one, other = taken_apart(CUSTOMER, {"custom_fields": {"moisture": 7}}, {"custom_fields": "dry"})
        >>> one["custom_fields"], other["custom_fields"], one["phone"]
        ({'moisture': 7}, 'dry', None)
    """
    keyed = {
        name: key
        for name, key in kind.all_keyed.items()
        if all(entries_of(version.get(name), key) is not None for version in versions)
    }
    nothing = dict.fromkeys(kind.wire_names)
    return tuple(take_apart({**nothing, **version}, keyed) for version in versions)


def text_of(kind: Kind, known: Known, leaves: Leaves) -> str:
    """Give a record's leaves as the JSON text of an object."""
    item = kind.item_of(put_together(leaves, kind.all_keyed))
    return to_json({kind.id_name: known.id, **item})


def differing(one: Leaves, other: Leaves) -> list[str]:
    """Name the leaves in which two versions differ."""
    return [leaf for leaf in {**one, **other} if not same(one.get(leaf, MISSING), other.get(leaf, MISSING))]


def edits(kind: Kind, base: Leaves, side: Leaves) -> list[str]:
    """Name the leaves that a side edited, of the fields that both sides may edit."""
    return [leaf for leaf in differing(base, side) if field_of(leaf) in kind.editable]


def put(leaves: Leaves, leaf: str, value: Any) -> None:
    """Give a leaf a value, or none."""
    if value is MISSING:
        leaves.pop(leaf, None)
    else:
        leaves[leaf] = value
