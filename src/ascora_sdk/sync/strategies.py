"""Who is right where both sides edited the same field; what one side alone edited is never a strategy's to decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, Protocol, TypeAlias

import attrs

from .conflict import Conflict, Decided, Resolution, Side, resolution_of
from .leaves import is_blank

_NONE: Final[Mapping[str, Any]] = {}


class ConflictStrategy(Protocol):
    """Decides a conflict: any function of one argument will do. It is pure: it may be asked more than once.

    Example:
        >>> def longer(conflict):
        ...     return {name: max(each.local, each.remote, key=len) for name, each in conflict.fields.items()}
        >>> strategy_for({"customer": longer, "*": Manual()}, "job")
        Manual()
    """

    def __call__(self, conflict: Conflict, /) -> Decided:
        """Decide."""
        ...


@attrs.frozen
class RemoteWins:
    """The server is right.

    Example:
        >>> from ascora_sdk.sync import Dispute
        >>> conflict = Conflict(
        ...     id="customer:c-1", kind="customer", record_id="c-1", key="1",
        ...     base={"phone": "1"}, local={"phone": "2"}, remote={"phone": "3"},
        ...     fields={"phone": Dispute(base="1", local="2", remote="3")},
        ... )
        >>> RemoteWins()(conflict).side("phone")
        <Side.REMOTE: 'remote'>
    """

    def __call__(self, _conflict: Conflict, /) -> Resolution:
        """Take the server's values."""
        return Resolution.remote(by="RemoteWins")


@attrs.frozen
class LocalWins:
    """What stands here is right.

    Example:
        >>> from ascora_sdk.sync import Dispute
        >>> conflict = Conflict(
        ...     id="customer:c-1", kind="customer", record_id="c-1", key="1",
        ...     base={"phone": "1"}, local={"phone": "2"}, remote={"phone": "3"},
        ...     fields={"phone": Dispute(base="1", local="2", remote="3")},
        ... )
        >>> LocalWins()(conflict).side("phone")
        <Side.LOCAL: 'local'>
    """

    def __call__(self, _conflict: Conflict, /) -> Resolution:
        """Take the values from here."""
        return Resolution.local(by="LocalWins")


@attrs.frozen
class Manual:
    """Nobody is right until somebody says so: the whole record waits, and neither side is touched.

    `MergeFields(fallback=Manual())` lets the fields in dispute wait alone.

    Example:
        >>> from ascora_sdk.sync import Dispute
        >>> conflict = Conflict(
        ...     id="customer:c-1", kind="customer", record_id="c-1", key="1",
        ...     base={"phone": "1"}, local={"phone": "2"}, remote={"phone": "3"},
        ...     fields={"phone": Dispute(base="1", local="2", remote="3")},
        ... )
        >>> Manual()(conflict).holds, MergeFields(fallback=Manual())(conflict).holds
        (True, False)
    """

    def __call__(self, _conflict: Conflict, /) -> Resolution:
        """Let it wait."""
        return Resolution.wait(by="Manual")


Say: TypeAlias = "Literal['local', 'remote'] | ConflictStrategy"


@attrs.frozen(kw_only=True)
class NewestWins:
    """The side that edited the record last is right, by the row's time here and the object's time there.

    Attributes:
        equal: Who is right if both have the same time: "local", "remote" or another strategy.
        missing: Who is right if a time is not known, as that of a deletion never is.

    Example:
        >>> from ascora_sdk.sync import Dispute
        >>> from datetime import datetime, timezone
        >>> conflict = Conflict(
        ...     id="customer:c-1", kind="customer", record_id="c-1", key="1",
        ...     base={"phone": "1"}, local={"phone": "2"}, remote={"phone": "3"},
        ...     fields={"phone": Dispute(base="1", local="2", remote="3")},
        ...     local_modified=datetime(2026, 2, 18, tzinfo=timezone.utc),
        ...     remote_modified=datetime(2026, 2, 17, tzinfo=timezone.utc),
        ... )
        >>> NewestWins(equal="local", missing=Manual())(conflict).side("phone")
        <Side.LOCAL: 'local'>
    """

    equal: Say = "remote"
    missing: Say = "remote"

    def __call__(self, conflict: Conflict, /) -> Resolution:
        """Compare the times."""
        here, there = conflict.local_modified, conflict.remote_modified
        if here is None or there is None:
            return _say(self.missing, conflict, "NewestWins, a time is missing")
        if here > there:
            return Resolution.local(by="NewestWins")
        if here < there:
            return Resolution.remote(by="NewestWins")
        return _say(self.equal, conflict, "NewestWins, equal times")


@attrs.frozen(kw_only=True)
class MergeFields:
    """Each field in dispute is decided by itself, and those that nobody decides wait alone.

    Attributes:
        fallback: Decides the fields that `fields` does not name, and what becomes of a record that one side deleted.
        fields: Strategies by field; `custom_fields` speaks for each of its entries that has none of its own.

    Example:
        >>> from ascora_sdk.sync import Dispute
        >>> conflict = Conflict(
        ...     id="customer:c-1", kind="customer", record_id="c-1", key="1",
        ...     base={"phone": "1"}, local={"phone": "2", "notes": "x"}, remote={"phone": "3", "notes": "y"},
        ...     fields={"phone": Dispute("1", "2", "3"), "notes": Dispute(None, "x", "y")},
        ... )
        >>> decided = MergeFields(fallback=Manual(), fields={"notes": LocalWins()})(conflict)
        >>> decided.side("phone"), decided.side("notes")
        (<Side.NEITHER: 'neither'>, <Side.LOCAL: 'local'>)
    """

    fallback: ConflictStrategy = attrs.field(factory=RemoteWins)
    fields: Mapping[str, ConflictStrategy] = attrs.field(default=_NONE, hash=False)

    def __call__(self, conflict: Conflict, /) -> Resolution:
        """Ask for each field."""
        if not conflict.fields:
            return decide(self.fallback, conflict)
        sides: dict[str, Side] = {}
        values: dict[str, Any] = {}
        for name, dispute in conflict.fields.items():
            strategy = self.fields.get(name) or self.fields.get(name.partition(".")[0]) or self.fallback
            decided = decide(strategy, attrs.evolve(conflict, fields={name: dispute}))
            if name in decided.values:
                values[name] = decided.values[name]
            else:
                sides[name] = Side.NEITHER if decided.holds else decided.side(name)
        return Resolution(sides=sides, values=values, by="MergeFields")


@attrs.frozen
class FillBlanks:
    """A value is right where the other side has none; where both have one, the newer side's.

    So of a record that one side deleted the other side's values are right. It is what `resolve(conflict_id, "merge")`
    does.

    Example:
        >>> from ascora_sdk.sync import Dispute
        >>> conflict = Conflict(
        ...     id="customer:c-1", kind="customer", record_id="c-1", key="1",
        ...     base={"phone": "1"}, local={"phone": ""}, remote={"phone": "3"},
        ...     fields={"phone": Dispute(base="1", local="", remote="3")},
        ... )
        >>> FillBlanks()(conflict).side("phone")
        <Side.REMOTE: 'remote'>
    """

    def __call__(self, conflict: Conflict, /) -> Resolution:
        """Decide field by field."""
        if not conflict.fields:
            return Resolution(rest=Side.REMOTE if conflict.local is None else Side.LOCAL, by="merge")
        newest = NewestWins()(conflict).rest
        sides = {
            name: Side.REMOTE if is_blank(dispute.local) else Side.LOCAL if is_blank(dispute.remote) else newest
            for name, dispute in conflict.fields.items()
        }
        return Resolution(sides=sides, by="merge")


def strategy_for(strategies: ConflictStrategy | Mapping[str, ConflictStrategy], kind: str) -> ConflictStrategy:
    """Choose the strategy of a kind: one serves all, or there is one by kind, and under `*` one for the others.

    Raises:
        ValueError: If there is none for the kind.

    Example:
        >>> strategy_for({"job": Manual(), "*": LocalWins()}, "customer")
        LocalWins()
    """
    if not isinstance(strategies, Mapping):
        return strategies
    chosen = strategies.get(kind) or strategies.get("*")
    if chosen is None:
        raise ValueError(f"there is no strategy for {kind!r}; name one, or one for all others under '*'")
    return chosen


def decide(strategy: ConflictStrategy, conflict: Conflict) -> Resolution:
    """Ask a strategy, and read what it says.

    Raises:
        TypeError: If its decision is none.
        ValueError: If it names a field that is not in dispute.
    """
    return resolution_of(strategy(conflict), conflict, by=getattr(strategy, "__name__", type(strategy).__name__))


def _say(say: Say, conflict: Conflict, by: str) -> Resolution:
    return resolution_of(say, conflict, by=by) if isinstance(say, str) else decide(say, conflict)
