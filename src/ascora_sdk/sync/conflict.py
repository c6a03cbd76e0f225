"""What both sides edited to different ends, and what is decided of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any, Final, Literal, TypeAlias

import attrs

from .merge import Dispute

_NONE: Final[Mapping[str, Any]] = {}


@attrs.frozen(kw_only=True)
class Conflict:
    """A record that both sides edited.

    Values are as the wire carries them, by the names of the model's fields; an entry of a field that is merged key by
    key is named as in `custom_fields.moisture`.

    Attributes:
        id: By which `resolve` knows it.
        kind: The name of the record's kind.
        record_id: The record's Ascora id.
        key: The storage's own name for its row; None if it was deleted here.
        base: Its values as both sides last agreed on them.
        local: Its values here; None if it was deleted here.
        remote: Its values on the server; None if it was deleted there.
        fields: The fields in dispute, each with its three values, `MISSING` where there is none; empty if one side
            deleted the record.
        local_modified: When it was last edited here; None if nobody knows.
        remote_modified: When it was last edited there; None if nobody knows.

    Example:
        >>> conflict = Conflict(
        ...     id="customer:c-1", kind="customer", record_id="c-1", key="1",
        ...     base={"phone": "1"}, local={"phone": "2"}, remote={"phone": "3"},
        ...     fields={"phone": Dispute(base="1", local="2", remote="3")},
        ... )
        >>> print(conflict, conflict.fields["phone"].remote)
        customer:c-1: edited on both sides: phone 3
    """

    id: str
    kind: str
    record_id: str
    key: str | None
    base: Mapping[str, Any] = attrs.field(repr=False)
    local: Mapping[str, Any] | None = attrs.field(repr=False)
    remote: Mapping[str, Any] | None = attrs.field(repr=False)
    fields: Mapping[str, Dispute]
    local_modified: datetime | None = None
    remote_modified: datetime | None = None

    def __str__(self) -> str:
        """Say in a line what is in dispute."""
        if self.local is None:
            return f"{self.id}: deleted here, edited on the server"
        if self.remote is None:
            return f"{self.id}: edited here, deleted on the server"
        return f"{self.id}: edited on both sides: {', '.join(self.fields)}"


class Side(str, Enum):
    """Whose value counts."""

    LOCAL = "local"
    REMOTE = "remote"
    NEITHER = "neither"

    def __str__(self) -> str:
        """Be the plain word."""
        return self.value


@attrs.frozen(kw_only=True)
class Resolution:
    """What is decided of a conflict; made by `local`, `remote`, `each` and `wait`.

    Attributes:
        rest: Whose value counts in the fields that are not named; `NEITHER` lets them wait for somebody to decide.
        sides: Whose value counts, by field.
        values: Values of its own, by field.
        holds: Whether the whole record waits as it is, on both sides.
        by: Who decided, for the audit trail.

    Example:
        >>> Resolution.each({"phone": "local"}, values={"email": "ada@example.com"}).side("phone")
        <Side.LOCAL: 'local'>
    """

    rest: Side = Side.NEITHER
    sides: Mapping[str, Side] = _NONE
    values: Mapping[str, Any] = _NONE
    holds: bool = False
    by: str = ""

    @classmethod
    def local(cls, *, by: str = "") -> Resolution:
        """What stands here counts, and is sent to the server.

        Example:
            >>> Resolution.local().side("phone")
            <Side.LOCAL: 'local'>
        """
        return cls(rest=Side.LOCAL, by=by)

    @classmethod
    def remote(cls, *, by: str = "") -> Resolution:
        """What stands on the server counts.

        Example:
            >>> Resolution.remote().side("phone")
            <Side.REMOTE: 'remote'>
        """
        return cls(rest=Side.REMOTE, by=by)

    @classmethod
    def each(
        cls,
        sides: Mapping[str, Side | Literal["local", "remote", "neither"]] = _NONE,
        *,
        values: Mapping[str, Any] = _NONE,
        by: str = "",
    ) -> Resolution:
        """Decide field by field; one that is not named waits for somebody to decide.

        Args:
            sides: Whose value counts, by field.
            values: New values, by field, as the wire carries them.
            by: Who decided.

        Example:
            >>> Resolution.each({"phone": "remote"}).side("email")
            <Side.NEITHER: 'neither'>
        """
        return cls(sides={name: Side(side) for name, side in sides.items()}, values=values, by=by)

    @classmethod
    def wait(cls, *, by: str = "") -> Resolution:
        """Nobody decides now: the record waits, and neither side is touched.

        Example:
            >>> Resolution.wait().holds
            True
        """
        return cls(holds=True, by=by)

    def side(self, field: str) -> Side:
        """Say whose value counts in a field that has no value of its own."""
        return self.sides.get(field, self.rest)


Decided: TypeAlias = Resolution | Literal["local", "remote"] | Mapping[str, Any]
"""A resolution, or in short: whose side counts, or new values by field."""


def resolution_of(decided: Any, conflict: Conflict, *, by: str) -> Resolution:
    """Read what a strategy or a person decided.

    Args:
        decided: A `Resolution`, "local", "remote", or values by field.
        conflict: Of what.
        by: Who decided, unless the resolution says so.

    Raises:
        TypeError: If it is none of these.
        ValueError: If it names a field that is not in dispute, or has values for a record that one side deleted.

    Example:
        >>> conflict = Conflict(
        ...     id="customer:c-1", kind="customer", record_id="c-1", key="1", base={}, local={}, remote={}, fields={}
        ... )
        >>> resolution_of("local", conflict, by="Ada")
        Resolution(rest=<Side.LOCAL: 'local'>, sides={}, values={}, holds=False, by='Ada')
    """
    if isinstance(decided, str) and decided in {"local", "remote"}:
        decided = Resolution(rest=Side(decided))
    elif isinstance(decided, Mapping):
        decided = Resolution(values=decided)
    if not isinstance(decided, Resolution):
        raise TypeError(
            f"{conflict.id}: a resolution is 'local', 'remote', values by field or a Resolution, not {decided!r}"
        )
    named = {*decided.sides, *decided.values}
    if unknown := sorted(map(str, named - conflict.fields.keys())):
        known = ", ".join(conflict.fields) or "none: one side deleted the record, so say 'local' or 'remote'"
        raise ValueError(f"{conflict.id}: not in dispute: {', '.join(unknown)}; the fields in dispute are {known}")
    return attrs.evolve(decided, by=decided.by or by)
