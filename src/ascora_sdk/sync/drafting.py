"""What has to be done about a record that somebody may have edited here. A pure decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

import attrs

from ..codec import canonical, loads
from ..models.record import EXTRA
from .abilities import Abilities
from .audit import Decision
from .incoming import RemoteRecord, digest_of, remote_record
from .json_text import to_json
from .kinds import Kind
from .leaves import same
from .notes import Action, FailedRecord, OutboxEntry, Stage
from .outcome import Known, Outcome, Policy, key_of, said
from .outgoing import changed_fields, idempotency_key, new_object
from .reconcile import reconcile
from .records import RecordWrite

_NO_CHANGES: Final[Mapping[str, Any]] = {}


@attrs.frozen
class Take:
    """Nobody ever agreed on it: what the server has of it is to be taken in first."""

    id: str


@attrs.frozen
class Wait:
    """It refers to a record that has no Ascora id yet."""


@attrs.frozen
class Nothing:
    """There is nothing to do: it waits for somebody to decide."""


Draft: TypeAlias = OutboxEntry | Outcome | FailedRecord | Take | Wait | Nothing


@attrs.frozen(kw_only=True)
class Drafting:
    """What drafting goes by, beside the record itself.

    Attributes:
        organization_id: Whose records.
        abilities: What the server can do.
        policy: By what is decided.
        links: The Ascora id by the storage's own name of rows that are referred to; None if such a row has none yet.
    """

    organization_id: str
    abilities: Abilities
    policy: Policy
    links: Mapping[tuple[str, str], str | None]


def draft(kind: Kind, known: Known, by: Drafting, *, reference: str) -> Draft:
    """Decide what has to be done about a record.

    Args:
        kind: Its kind.
        known: What is known here of it; with a `stored`.
        by: What else counts.
        reference: The external reference that it carries if it is new.

    Returns:
        What to send, to be written down first; what to do without sending anything; what to put aside; or why to wait.
    """
    stored = known.stored
    if stored is None or stored.local is None:
        return _deletion(kind, known, by)
    problem = stored.problem or _problem(stored.local)
    if problem is not None:
        return _aside(Stage.PUSH, known, problem, {"problem": problem})
    local = linked(kind, kind.plain(stored.local), by.links)
    if local is None:
        return Wait()
    if stored.id is None:
        return _creation(kind, known, local, by, reference)
    if known.agreed is None:
        return Take(stored.id) if known.tombstone is None else reconcile(kind, known, None, by.policy)
    if known.conflict is not None:
        outcome = reconcile(kind, known, _shown(known), by.policy)
        if outcome.decision is not None:
            return outcome
        if known.conflict.holds:
            return Nothing()
    return _update(kind, known, local, by)


def linked(
    kind: Kind, values: Mapping[str, Any], links: Mapping[tuple[str, str], str | None]
) -> Mapping[str, Any] | None:
    """Replace the names of rows made here, in fields that refer to them, by their Ascora ids.

    Returns:
        The values; None if such a row has no Ascora id yet.

    Example:
        >>> from .kinds import JOB
        >>> linked(JOB, {"customer_id": "row-1"}, {("customer", "row-1"): "c-1"})
        {'customer_id': 'c-1'}
    """
    replaced = dict(values)
    for path, parent, value in references(kind, values):
        if (parent, value) not in links:
            continue
        id_ = links[parent, value]
        if id_ is None:
            return None
        name, _, inner = path.partition(".")
        replaced[name] = {**replaced[name], inner: id_} if inner else id_
    return replaced


def references(kind: Kind, values: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Go through what a record refers to: the field, the other record's kind, and the value."""
    for path, parent in kind.references.items():
        name, _, inner = path.partition(".")
        value = values.get(name)
        if inner:
            value = value.get(inner) if isinstance(value, Mapping) else None
        if isinstance(value, str):
            yield path, parent, value


def _problem(local: Mapping[str, Any]) -> str | None:
    extra = local.get(EXTRA)
    if extra is None or isinstance(extra, Mapping):
        return None
    return f"{EXTRA}: expected an object with the fields that the model does not know, or null"


def _deletion(kind: Kind, known: Known, by: Drafting) -> Draft:
    if known.conflict is not None:
        outcome = reconcile(kind, known, _shown(known), by.policy)
        return outcome if outcome.decision is not None else Nothing()
    if not by.abilities.delete:
        return _aside(Stage.UNSENDABLE, known, f"deleted here; the server cannot delete a {kind.name}", _NO_CHANGES)
    return _entry(kind, known, Action.DELETE, _NO_CHANGES, by)


def _creation(kind: Kind, known: Known, local: Mapping[str, Any], by: Drafting, reference: str) -> Draft:
    payload, carried = new_object(kind, local, reference)
    if not by.abilities.create:
        # Without the reference, which is another one each time, so that it is seen whether anything is new.
        given = kind.item_of({name: value for name, value in local.items() if value is not None})
        return _aside(Stage.UNSENDABLE, known, f"made here; the server takes no new {kind.name}", given)
    entry = _entry(kind, known, Action.CREATE, payload, by, reference=carried)
    if carried == reference:
        return entry
    # Once what was made is deleted and is to be made anew, its old key would bring the old answer again.
    key = idempotency_key(by.organization_id, kind, entry.key, [payload, reference])
    return attrs.evolve(entry, idempotency_key=key)


def _update(kind: Kind, known: Known, local: Mapping[str, Any], by: Drafting) -> Draft:
    shown = _shown(known)
    waiting = () if known.conflict is None else known.conflict.fields
    base = kind.values_of(known.base)
    changes = changed_fields(kind, base, local, base if shown is None else kind.values_of(shown.item), waiting=waiting)
    if not changes:
        return Nothing() if waiting else _settled(kind, known, base, local)
    if not by.abilities.update:
        error = f"edited here ({', '.join(changes)}); the server cannot change a {kind.name}"
        return _aside(Stage.UNSENDABLE, known, error, changes)
    return _entry(kind, known, Action.UPDATE, changes, by)


def _settled(kind: Kind, known: Known, base: Mapping[str, Any], local: Mapping[str, Any]) -> Outcome:
    """Write a row that has nothing to send: with Ascora ids, and with the server's values where it alone sets them."""
    servers = {name: base[name] for name in local.keys() & kind.wire_names.keys() - kind.editable}
    fields = {
        name: {"base": value, "local": local[name], "remote": value}
        for name, value in sorted(servers.items())
        if not same(value, local[name])
    }
    values = {**local, **servers}
    write = RecordWrite(
        key=key_of(known), id=known.id, values=None if same(values, dict(known.local or {})) else values
    )
    if not fields:
        return Outcome(write=write)
    entry = said(known, Decision.UPDATED, "edited here, but the server alone sets it", fields)
    return Outcome(decision=Decision.UPDATED, write=write, entry=entry)


def _entry(
    kind: Kind,
    known: Known,
    action: Action,
    payload: Mapping[str, Any],
    by: Drafting,
    *,
    reference: str | None = None,
) -> OutboxEntry:
    key = _name(known)
    return OutboxEntry(
        key=key,
        action=action,
        id=known.id or None,
        payload=to_json(payload),
        idempotency_key=idempotency_key(by.organization_id, kind, key, payload),
        reference=reference,
        at=by.policy.now,
    )


def _aside(stage: Stage, known: Known, error: str, payload: Mapping[str, Any]) -> FailedRecord:
    return FailedRecord(
        key=f"{stage}:{_name(known)}",
        id=known.id or None,
        digest=digest_of(canonical(payload)),
        error=error,
        payload=to_json(payload),
    )


def _name(known: Known) -> str:
    key = key_of(known)
    return f"gone:{known.id}" if key is None else key


def _shown(known: Known) -> RemoteRecord | None:
    if known.conflict is None or known.conflict.remote is None:
        return None
    return remote_record(known.id, loads(known.conflict.remote))
