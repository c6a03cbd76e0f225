"""A SQL storage under watch, and the blocking engine on it: a worker may die before and after each statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from ascora_sdk.sync import AuditEntry, RecordWrite, Scope, SyncEngine

from .failures import BreakdownError
from .stock_sql import SqlStock
from .watched import Changes, note_audit, note_write
from .world import Body, Breakdown, World


class WatchedStorage:
    """A SQL storage as one worker uses it."""

    def __init__(self, stock: SqlStock, world: World, body: Body) -> None:
        self._stock = stock
        self._world = world
        self._body = body

    @contextmanager
    def transaction(self) -> Iterator[WatchedWork]:
        """Begin a transaction, and watch each statement of it."""
        world, body = self._world, self._body
        world.moment(body, "the beginning of a transaction")
        changes = Changes(shapes=world.server.shapes)
        breaks = world.draw_breakdown()
        try:
            with self._stock.storage.transaction() as inner:
                world.is_locked = True
                self._stock.on_statement = partial(world.moment, body)
                yield WatchedWork(inner, world, body, changes)
                world.moment(body, "the commit")
                if breaks is Breakdown.BEFORE:
                    raise BreakdownError("the connection was lost, and nothing was committed")
        finally:
            world.is_locked = False
            self._stock.on_statement = None
            if body.is_dead:
                # What a dead process had open is closed by the system.
                self._stock.engine.dispose()
        changes.settle(world, body)
        if breaks is Breakdown.AFTER:
            raise BreakdownError("the connection was lost right after the commit")
        world.moment(body, "the end of a transaction")


class WatchedWork:
    """A transaction as one worker uses it."""

    def __init__(self, inner: Any, world: World, body: Body, changes: Changes) -> None:
        self._inner = inner
        self._world = world
        self._body = body
        self._changes = changes

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method: Callable[..., Any] = getattr(self._inner, name)
        return method

    def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Any:
        """Write rows, and note what that changes."""
        keys = [one.key for one in writes if one.key is not None]
        before = dict(self._inner.local_records(scope, keys))
        rejected = self._inner.write(scope, writes)
        self._changes.write(scope, writes, before, rejected)
        new = [one.id for one in writes if one.key is None and one.id is not None]
        if new:
            found = self._inner.records(scope, new)
            self._changes.links += [(scope.kind, row.key, id_) for id_, row in found.items()]
        note_write(self._world, self._body, writes)
        return rejected

    def append_audit(self, scope: Scope, entries: Sequence[AuditEntry]) -> None:
        """Append to the trail, and note of what it tells."""
        self._inner.append_audit(scope, entries)
        self._changes.tell(scope, entries)
        note_audit(self._world, self._body, entries)


class Awaited:
    """The blocking engine, called as if it were the async one, so that one driver serves both."""

    def __init__(self, engine: SyncEngine) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method: Callable[..., Any] = getattr(self._engine, name)

        async def call(*arguments: Any, **options: Any) -> Any:
            return method(*arguments, **options)

        return call
