"""A storage under watch: a worker may die at each statement, and what it commits must be in the audit trail."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import attrs

from ascora_sdk.sync import AuditEntry, RecordWrite, Scope, StoredRecord

from .failures import BreakdownError
from .line import turn
from .shapes import Shape
from .world import Body, Breakdown, World

_LOCKING = frozenset({"records", "local_records"})


@attrs.define(kw_only=True)
class Changes:
    """What one transaction did.

    Attributes:
        rows: What became of rows: the scope, the key (None if new), the id, and what was done.
        named: What its audit entries are about.
        links: Which row got which id.
    """

    shapes: Mapping[str, Shape]
    rows: list[tuple[Scope, str | None, str | None, str]] = attrs.field(factory=list)
    named: set[tuple[Scope, str]] = attrs.field(factory=set)
    links: list[tuple[str, str, str]] = attrs.field(factory=list)

    def write(
        self, scope: Scope, writes: Sequence[RecordWrite], before: dict[str, StoredRecord], rejected: Sequence[Any]
    ) -> None:
        """Note what is written of rows."""
        refused = {id(one.write) for one in rejected}
        for one in writes:
            if id(one) in refused:
                continue
            old = None if one.key is None else before.get(one.key)
            if one.key is None:
                self.rows.append((scope, None, one.id, "is new"))
            elif one.delete:
                self.rows.append((scope, one.key, one.id, "is deleted"))
            elif (
                old is not None
                and one.values is not None
                and _differ(self.shapes[scope.kind], old.local or {}, one.values)
            ):
                self.rows.append((scope, one.key, one.id, "has other values"))
            if one.key is not None and one.id is not None:
                self.links.append((scope.kind, one.key, one.id))

    def tell(self, scope: Scope, entries: Sequence[AuditEntry]) -> None:
        """Note what is appended to the audit trail."""
        for entry in entries:
            self.named.update((scope, name) for name in (entry.id, entry.key) if name is not None)

    def settle(self, world: World, body: Body) -> None:
        """See, once it is committed, that the trail tells of everything."""
        for kind, key, id_ in self.links:
            world.ledger.link(kind, key, id_)
        number = world.ledger.next_number()
        world.told.update(((scope.kind, name), number) for scope, name in self.named)
        for scope, key, id_, what in self.rows:
            if not {(scope, name) for name in (key, id_) if name is not None} & self.named:
                world.accuse("AUDIT_COMPLETE", f"{scope.kind} #{key} ({id_}) {what}, and no audit entry says so")


def _differ(shape: Shape, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Compare all that people edit, wherever it stands in a list."""
    return any(shape.read_row(old, leaf) != shape.read_row(new, leaf) for leaf in shape.leaves)


def note_write(world: World, body: Body, writes: Sequence[RecordWrite]) -> None:
    """Put a write into the trace."""
    world.trace(f"{body.name}: writes {', '.join(map(_told, writes))}")


def note_audit(world: World, body: Body, entries: Sequence[AuditEntry]) -> None:
    """Put what is appended to the audit trail into the trace."""
    for entry in entries:
        world.trace(f"{body.name}: tells {entry.decision} #{entry.key} ({entry.id}) {entry.reason or ''}")


class AsyncWatchedStorage:
    """A storage as one worker uses it."""

    def __init__(self, inner: Any, world: World, body: Body) -> None:
        self._inner = inner
        self._world = world
        self._body = body

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncWatchedWork]:
        world, body = self._world, self._body
        world.hang(body)
        await turn(world, body)
        world.moment(body, "the beginning of a transaction")
        changes = Changes(shapes=world.server.shapes)
        breaks = world.draw_breakdown()
        async with self._inner.transaction() as inner:
            world.is_locked = True
            try:
                yield AsyncWatchedWork(inner, world, body, changes)
                await turn(world, body)
                world.moment(body, "the commit")
                if breaks is Breakdown.BEFORE:
                    raise BreakdownError("the connection was lost, and nothing was committed")
            finally:
                world.is_locked = False
                world.stock.locked = set()
        changes.settle(world, body)
        if breaks is Breakdown.AFTER:
            raise BreakdownError("the connection was lost right after the commit")
        await turn(world, body)
        world.moment(body, "the end of a transaction")


class AsyncWatchedWork:
    """A transaction as one worker uses it."""

    def __init__(self, inner: Any, world: World, body: Body, changes: Changes) -> None:
        self._inner = inner
        self._world = world
        self._body = body
        self._changes = changes

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._inner, name)

        async def step(*args: Any, **options: Any) -> Any:
            await turn(self._world, self._body)
            self._world.moment(self._body, f"statement {name}")
            found = await method(*args, **options)
            if name in _LOCKING:
                self._lock(args[0], found.values())
            return found

        return step

    def _lock(self, scope: Scope, rows: Iterable[StoredRecord]) -> None:
        if self._world.stock.locked is not None:
            self._world.stock.locked.update((scope.kind, row.key) for row in rows if row.key is not None)

    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Any:
        keys = [one.key for one in writes if one.key is not None]
        before = dict(await self._inner.local_records(scope, keys))
        self._lock(scope, before.values())
        self._world.moment(self._body, "statement write")
        rejected = await self._inner.write(scope, writes)
        self._changes.write(scope, writes, before, rejected)
        new = [one.id for one in writes if one.key is None and one.id is not None]
        if new:
            found = await self._inner.records(scope, new)
            self._lock(scope, found.values())
            self._changes.links += [(scope.kind, row.key, id_) for id_, row in found.items()]
        note_write(self._world, self._body, writes)
        return rejected

    async def append_audit(self, scope: Scope, entries: Sequence[AuditEntry]) -> None:
        self._world.moment(self._body, "statement append_audit")
        await self._inner.append_audit(scope, entries)
        self._changes.tell(scope, entries)
        note_audit(self._world, self._body, entries)


def _told(write: RecordWrite) -> str:
    what = "deleted" if write.delete else "values" if write.values is not None else "no values"
    marks = [*(["unsettled"] if not write.settled else []), *(["marked"] if write.deleted_on_server else [])]
    return " ".join([f"#{write.key} ({write.id})", what, *marks])
