"""The line between a worker and the server: where requests and answers are lost, and time goes by."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from ascora_sdk.errors import AscoraApiError
from ascora_sdk.sync import Abilities, Agreed, Kind

from .failures import after_the_work, before_the_work
from .server import WRITING, Page
from .shapes import Shape
from .world import Body, World, told


@attrs.define(kw_only=True)
class Line:
    """Carries one worker's requests; a call is made of three steps, and between them anything may happen."""

    world: World
    body: Body
    _bad_times: int = 0

    @property
    def kinds(self) -> Sequence[Kind]:
        """The kinds that the server has."""
        return tuple(shape.kind for shape in self.world.profile.shapes)

    def abilities(self, kind: Kind) -> Abilities:
        """Say what the server can do."""
        return self.world.profile.abilities[kind.name]

    def send(self, name: str, kind: Kind) -> None:
        """Let a request be on its way; it may not arrive.

        Raises:
            AscoraApiError: If it does not.
        """
        world = self.world
        world.moment(self.body, f"{name} {kind.name} on its way")
        world.clock.pass_by(world.chance.random() * world.profile.slowness)
        if self._fails() and world.chance.random() < 0.6:
            raise self._failure(name, kind, before_the_work(world.chance, writing=name in WRITING))

    def work(self, name: str, kind: Kind, arguments: Mapping[str, Any]) -> Any:
        """Let the server do what is asked for."""
        world, server, who = self.world, self.world.server, self.body.name
        self._check(name, kind, arguments)
        world.trace(f"{who}: {name} {kind.name} {told(dict(arguments))}")
        if name == "list":
            return self._listed(kind, arguments)
        if name == "get":
            return server.get(kind, arguments["id_"], who=who)
        if name == "create":
            return server.create(kind, arguments["item"], arguments["key"], accuse=world.accuse)
        if name == "update":
            return server.update(kind, arguments["id_"], arguments["changes"], who=who)
        return server.delete(kind, arguments["id_"], who=who)

    def _listed(self, kind: Kind, arguments: Mapping[str, Any]) -> Page:
        world = self.world
        page = world.server.list_page(kind, **arguments)
        # To somebody who knows of nothing yet, nothing is what there may well be.
        lies = not world.is_quiet and world.chance.random() < world.profile.blanks
        if not lies or not world.stock.notes(kind.name, Agreed):
            return page
        world.trace("server: says that there is nothing at all")
        return Page([], 0, has_more=False)

    def answer(self, name: str, kind: Kind, answer: Any) -> Any:
        """Let the answer be on its way back; it may be lost.

        Raises:
            AscoraApiError: If it is.
        """
        world = self.world
        world.moment(self.body, f"answer to {name} {kind.name} on its way")
        if self._fails():
            raise self._failure(name, kind, after_the_work(world.chance))
        return answer

    def _fails(self) -> bool:
        """Draw whether a call fails; where one does, the next ones often do as well."""
        world = self.world
        if world.is_quiet:
            return False
        if self._bad_times:
            self._bad_times -= 1
            return world.chance.random() < 0.8
        if world.chance.random() >= world.profile.faults / 2:
            return False
        if world.chance.random() < 0.2:
            self._bad_times = world.chance.randint(1, 5)
        return True

    def _failure(self, name: str, kind: Kind, error: AscoraApiError) -> AscoraApiError:
        doubt = "may have been carried out" if error.may_have_been_carried_out else "not carried out"
        self.world.trace(f"{self.body.name}: {name} {kind.name} fails: {error.message} ({doubt})")
        return error

    def _check(self, name: str, kind: Kind, arguments: Mapping[str, Any]) -> None:
        """See that nothing is asked for that the server cannot do."""
        world = self.world
        if name in WRITING and not getattr(self.abilities(kind), name):
            world.accuse("NOTHING_SENT_THAT_CANNOT_BE", f"{name} of a {kind.name}, which the server has no way to do")
        payload = arguments.get("item") or arguments.get("changes") or {}
        shape = world.server.shapes[kind.name]
        editable = {kind.wire_names[field] for field in kind.editable if field != "extra"}
        if name == "create" and kind.create_only is not None:
            editable = {kind.wire_names[field] for field in kind.create_only}
        known = {*shape.unknown, *editable}
        if wrong := sorted(payload.keys() - known):
            world.accuse("NOTHING_SENT_THAT_CANNOT_BE", f"{name} of a {kind.name} names {', '.join(wrong)}")
        self._check_parent(shape, payload)

    def _check_parent(self, shape: Shape, payload: Mapping[str, Any]) -> None:
        if shape.parent is None:
            return
        field, _, inner = shape.parent.partition(".")
        value = payload.get(shape.wire(field))
        value = value.get(inner) if inner and isinstance(value, Mapping) else value
        if value is not None and value in self.world.stock.rows(self.world.profile.shapes[0].name):
            self.world.accuse("NOTHING_SENT_THAT_CANNOT_BE", f"a {shape.name} refers to our own row {value}")


class AsyncSimulatedRemote:
    """The line as the async engine uses it."""

    def __init__(self, line: Line) -> None:
        self._line = line

    @property
    def kinds(self) -> Sequence[Kind]:
        return self._line.kinds

    def abilities(self, kind: Kind) -> Abilities:
        return self._line.abilities(kind)

    async def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        return await self._call("list", kind, limit=limit, offset=offset, since=since)

    async def get(self, kind: Kind, id: str, *, last: Mapping[str, Any] | None) -> Any:
        return await self._call("get", kind, id_=id)

    async def create(self, kind: Kind, item: Mapping[str, Any], *, idempotency_key: str) -> Any:
        return await self._call("create", kind, item=item, key=idempotency_key)

    async def update(self, kind: Kind, id: str, changes: Mapping[str, Any]) -> Any:
        return found(kind, id, await self._call("update", kind, id_=id, changes=changes))

    async def delete(self, kind: Kind, id: str) -> None:
        await self._call("delete", kind, id_=id)

    async def pay(self, kind: Kind, id: str, payment: Mapping[str, Any], *, idempotency_key: str) -> Any:
        raise AscoraApiError("there are no payments here", attempts=0)

    async def _call(self, name: str, kind: Kind, **arguments: Any) -> Any:
        line, body = self._line, self._line.body
        body.is_sending += name in WRITING
        try:
            await turn(line.world, body)
            line.send(name, kind)
            await turn(line.world, body)
            answer = line.work(name, kind, arguments)
            await turn(line.world, body)
            return line.answer(name, kind, answer)
        finally:
            body.is_sending -= name in WRITING


class SimulatedRemote:
    """The line as the blocking engine uses it."""

    def __init__(self, line: Line) -> None:
        self._line = line

    @property
    def kinds(self) -> Sequence[Kind]:
        return self._line.kinds

    def abilities(self, kind: Kind) -> Abilities:
        return self._line.abilities(kind)

    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        return self._call("list", kind, limit=limit, offset=offset, since=since)

    def get(self, kind: Kind, id: str, *, last: Mapping[str, Any] | None) -> Any:
        return self._call("get", kind, id_=id)

    def create(self, kind: Kind, item: Mapping[str, Any], *, idempotency_key: str) -> Any:
        return self._call("create", kind, item=item, key=idempotency_key)

    def update(self, kind: Kind, id: str, changes: Mapping[str, Any]) -> Any:
        return found(kind, id, self._call("update", kind, id_=id, changes=changes))

    def delete(self, kind: Kind, id: str) -> None:
        self._call("delete", kind, id_=id)

    def pay(self, kind: Kind, id: str, payment: Mapping[str, Any], *, idempotency_key: str) -> Any:
        raise AscoraApiError("there are no payments here", attempts=0)

    def _call(self, name: str, kind: Kind, **arguments: Any) -> Any:
        line, body = self._line, self._line.body
        body.is_sending += name in WRITING
        try:
            line.send(name, kind)
            return line.answer(name, kind, line.work(name, kind, arguments))
        finally:
            body.is_sending -= name in WRITING


def found(kind: Kind, id_: str, answer: Any) -> Any:
    """Give an answer, or the error for an object that is not there."""
    if answer is None:
        from ascora_sdk.errors import NotFoundError

        raise NotFoundError(f"there is no {kind.name} {id_!r}", status_code=404)
    return answer


async def turn(world: World, body: Body) -> None:
    """Let others run, for as long as the dice say; with nothing beside it there is nobody to let run."""
    while body.hangs:
        body.hangs -= 1
        await asyncio.sleep(0)
    if world.profile.workers > 1 or world.profile.concurrency > 1:
        for _ in range(world.chance.choice((0, 0, 1, 3))):
            await asyncio.sleep(0)
