"""What is sent to the server: the difference from what both sides last agreed on, never the whole record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from ..codec import canonical, loads
from ..codec.dates import parse_date_or_datetime
from ..models.record import EXTRA
from .comparing import edits, leaves_of, put, taken_apart
from .incoming import digest_of
from .kinds import Kind
from .leaves import MISSING, field_of, is_blank, put_together, same
from .notes import OutboxEntry

_LISTS: Final = (list, tuple)


def changed_fields(
    kind: Kind,
    base: Mapping[str, Any],
    local: Mapping[str, Any],
    remote: Mapping[str, Any],
    *,
    waiting: Collection[str] = (),
) -> dict[str, Any]:
    """Give what was edited here, as the wire carries it.

    Args:
        kind: The record's kind.
        base: Its values as both sides last agreed on them.
        local: Its values here.
        remote: Its values on the server as last seen, from which an entry that waits is taken.
        waiting: Leaves that wait for somebody to decide, and are not sent.

    Returns:
        The changed fields by the wire's names; a field that is merged key by key goes whole.

    Example:
        >>> from .kinds import CUSTOMER
        >>> base = CUSTOMER.values_of({"id": "c-1", "phone": "1", "email": "a@b"})
        >>> changed_fields(CUSTOMER, base, {**base, "phone": None}, base)
        {'phone': None}
    """
    before, here, there = taken_apart(kind, base, local, remote)
    changed = [leaf for leaf in edits(kind, before, here) if leaf not in waiting]
    for leaf in waiting:
        put(here, leaf, there.get(leaf, MISSING))
    values = put_together(here, kind.all_keyed)
    names = dict.fromkeys(field_of(leaf) for leaf in changed)
    fields = {name: values.get(name) for name in names if name != EXTRA}
    unknown = {leaf.partition(".")[2]: here.get(leaf) for leaf in changed if field_of(leaf) == EXTRA}
    return kind.item_of({**fields, EXTRA: unknown})


def new_object(kind: Kind, local: Mapping[str, Any], reference: str) -> tuple[dict[str, Any], str | None]:
    """Give a new object as the wire carries it.

    Args:
        kind: The record's kind.
        local: Its values here.
        reference: The external reference that it is to carry, if the kind has a place for one that is free.

    Returns:
        The object, without what is empty here; and the external reference that it carries, if any.

    Example:
        >>> from .kinds import CUSTOMER
        >>> new_object(CUSTOMER, {"first_name": "Ada", "phone": None}, "r-1")
        ({'firstName': 'Ada', 'customFields': {'external_reference': 'r-1'}}, 'r-1')
    """
    takes = kind.editable if kind.create_only is None else kind.create_only
    leaves = leaves_of(kind, {name: value for name, value in local.items() if name in takes and value is not None})
    carried = None
    if kind.reference is not None:
        # A field of its own, such as an invoice's number, is the user's to fill in.
        if field_of(kind.reference) not in leaves:
            leaves.setdefault(kind.reference, reference)
        given = leaves.get(kind.reference)
        carried = given if isinstance(given, str) else None
    values = put_together(leaves, kind.all_keyed)
    return kind.item_of({name: value for name, value in values.items() if value is not None}), carried


def sent_fields(kind: Kind, entry: OutboxEntry) -> dict[str, Any]:
    """Give what an entry sends of the row, without the external reference that the engine put there."""
    sent: dict[str, Any] = loads(entry.payload)
    if kind.reference is None or entry.reference is None or "." not in kind.reference:
        return sent
    leaves = leaves_of(kind, kind.values_of(sent))
    leaves.pop(kind.reference)
    values = put_together(leaves, kind.all_keyed)
    named = {name: values[name] for name, wire in kind.wire_names.items() if wire in sent}
    return kind.item_of({**named, EXTRA: values[EXTRA]})


def content_digest(kind: Kind, entry: OutboxEntry) -> str:
    """Digest what an entry sends of the row: the same for as long as nobody edits it.

    The external reference does not count, since it is another one each time that the entry is drafted.
    """
    return digest_of(canonical(sent_fields(kind, entry)))


def is_same_object(kind: Kind, entry: OutboxEntry, item: Mapping[str, Any]) -> bool:
    """Tell whether an object that nobody here knows is the one that a create made, whose answer was lost.

    It is if it carries the create's external reference; where there is no place for one, if all that was sent is found
    in it. Numbers may come back as text, dates in another form, texts without the blanks around them, and objects and
    lists by key with more in them.
    """
    sent, found = taken_apart(kind, kind.values_of(loads(entry.payload)), kind.values_of(item))
    # A field of its own, such as an invoice's number, may be given to two objects.
    if kind.reference is not None and entry.reference is not None and "." in kind.reference:
        return bool(found.get(kind.reference) == entry.reference)
    named = {leaf: value for leaf, value in sent.items() if not is_blank(value)}
    return bool(named) and all(_alike(value, found.get(leaf)) for leaf, value in named.items())


def idempotency_key(organization_id: str, kind: Kind, key: str, payload: Any) -> str:
    """Give the key under which the server may know a repetition: the same for the same row and the same content."""
    return digest_of(canonical([organization_id, kind.name, key, payload]))


def _alike(one: Any, other: Any) -> bool:
    """Compare what was sent with what came back."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        if not is_blank(one.get("id")) and not is_blank(other.get("id")):
            # What is referred to by its id is the same, whatever it is called by now.
            return bool(one["id"] == other["id"])
        return all(is_blank(value) or _alike(value, other.get(name)) for name, value in one.items())
    if isinstance(one, _LISTS) and isinstance(other, _LISTS):
        return len(one) == len(other) and all(map(_alike, one, other))
    if same(one, other) or _same_moment(_moment(one), _moment(other)):
        return True
    return any(read(one) is not None and read(one) == read(other) for read in (_words, _number))


def _words(value: Any) -> str | None:
    return value.strip().casefold() if isinstance(value, str) else None


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _moment(value: Any) -> date | None:
    try:
        return parse_date_or_datetime(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


def _same_moment(one: date | None, other: date | None) -> bool:
    """Compare to the second; what has no time is at midnight, and nobody knows whose time one without an offset is."""
    if one is None or other is None:
        return False
    if isinstance(one, datetime) and isinstance(other, datetime) and one.tzinfo and other.tzinfo:
        return one.replace(microsecond=0) == other.replace(microsecond=0)
    return one.timetuple()[:6] == other.timetuple()[:6]
