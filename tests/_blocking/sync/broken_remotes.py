# Generated from ../../_async/sync/broken_remotes.py by tools/unasync; do not edit.
"""Remotes that are broken on purpose, each in a way of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import attrs

from ascora_sdk import AscoraApiError, NotFoundError
from ascora_sdk.sync import Abilities, Remote, Kind, Traffic

from ..waiting import until

LONG_AGO = datetime(2000, 1, 1, tzinfo=timezone.utc)


@attrs.frozen
class Page:
    items: list[Any]
    total: int
    has_more: bool

    @property
    def received(self) -> int:
        return len(self.items)


class Broken:
    """Hands everything on."""

    def __init__(self, remote: Remote) -> None:
        self.remote: Any = remote

    def __getattr__(self, name: str) -> Any:
        return getattr(self.remote, name)


class ListsKindsBackwards(Broken):
    @property
    def kinds(self) -> Any:
        return self.remote.kinds[::-1]


class LosesARecord(Broken):
    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        page = self.remote.list_page(kind, limit=1_000, offset=0, since=since)
        rest = [*page.items[:3], *page.items[4:]]
        return Page(rest[offset : offset + limit], len(rest), offset + limit < len(rest))


class BeginsAPageTooEarly(Broken):
    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        return self.remote.list_page(kind, limit=limit, offset=max(0, offset - 1), since=since)


class BeginsPagesAtMultiples(Broken):
    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        return self.remote.list_page(kind, limit=limit, offset=offset // limit * limit, since=since)


class StopsEarly(Broken):
    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        page = self.remote.list_page(kind, limit=limit, offset=offset, since=since)
        return Page(page.items, page.total, page.has_more and offset < limit)


class LosesDigits(Broken):
    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        page = self.remote.list_page(kind, limit=limit, offset=offset, since=since)
        items = [{**item, "shoeSize": 7.0} for item in page.items]
        return Page(items, page.total, page.has_more)


class ForgetsUnknownFields(Broken):
    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        page = self.remote.list_page(kind, limit=limit, offset=offset, since=since)
        known = {kind.id_name, *kind.wire_names.values()}
        items = [{name: value for name, value in item.items() if name in known} for item in page.items]
        return Page(items, page.total, page.has_more)

    def get(self, kind: Kind, id: str, *, last: Mapping[str, Any] | None) -> Any:
        item = self.remote.get(kind, id, last=last)
        return item and {name: value for name, value in item.items() if name != "shoeSize"}


class ListsByTimeOfChange(Broken):
    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        return self.remote.list_page(kind, limit=limit, offset=offset, since=since or LONG_AGO)


class FailsBehindTheEnd(Broken):
    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        page = self.remote.list_page(kind, limit=limit, offset=offset, since=since)
        if not page.items and offset:
            raise AscoraApiError("there is no such page")
        return page


class ListsFromMemory(Broken):
    def __init__(self, remote: Remote) -> None:
        super().__init__(remote)
        self._pages: dict[Any, Any] = {}

    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        known = (kind.name, offset)
        if known not in self._pages:
            page = self.remote.list_page(kind, limit=1_000, offset=offset, since=since)
            self._pages[known] = Page(page.items[:limit], page.total, len(page.items) > limit)
        return self._pages[known]


class MixesUpPages(Broken):
    def __init__(self, remote: Remote) -> None:
        super().__init__(remote)
        self._asked: list[int] = []

    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        self._asked.append(offset)
        # The whole listing is asked for before, and then three pages at once.
        until(lambda: len(self._asked) in {1, 4})
        return self.remote.list_page(kind, limit=limit, offset=min(self._asked), since=since)


class LeavesOutTheMomentItself(Broken):
    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        later = since and since + timedelta(microseconds=1)
        return self.remote.list_page(kind, limit=limit, offset=offset, since=later)


class TakesAnyTimeForUtc(Broken):
    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        shown = since and since.replace(tzinfo=timezone.utc)
        return self.remote.list_page(kind, limit=limit, offset=offset, since=shown)


class ListsChangesByName(Broken):
    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        page = self.remote.list_page(kind, limit=limit, offset=offset, since=since)
        items = sorted(page.items, key=lambda item: str(item["id"])) if since else page.items
        return Page(items, page.total, page.has_more)


class TakesAnErrorForTheEnd(Broken):
    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        try:
            return self.remote.list_page(kind, limit=limit, offset=offset, since=since)
        except AscoraApiError:
            return Page([], offset, has_more=False)


class TakesAnErrorForNone(Broken):
    def get(self, kind: Kind, id: str, *, last: Mapping[str, Any] | None) -> Any:
        try:
            return self.remote.get(kind, id, last=last)
        except AscoraApiError:
            return None


class FailsForWhatIsGone(Broken):
    def get(self, kind: Kind, id: str, *, last: Mapping[str, Any] | None) -> Any:
        item = self.remote.get(kind, id, last=last)
        if item is None:
            raise NotFoundError("there is none")
        return item


class GivesWhatWasThereLast(Broken):
    def get(self, kind: Kind, id: str, *, last: Mapping[str, Any] | None) -> Any:
        return self.remote.get(kind, (last or {}).get("id", id), last=last)


class CreatesAgain(Broken):
    def create(self, kind: Kind, item: Mapping[str, Any], *, idempotency_key: str) -> Any:
        try:
            return self.remote.create(kind, item, idempotency_key=idempotency_key)
        except AscoraApiError:
            return self.remote.create(kind, item, idempotency_key=f"{idempotency_key}-again")


class SaysThatNothingHappened(Broken):
    def create(self, kind: Kind, item: Mapping[str, Any], *, idempotency_key: str) -> Any:
        try:
            return self.remote.create(kind, item, idempotency_key=idempotency_key)
        except AscoraApiError as error:
            raise AscoraApiError(error.message) from None


class AnswersWhatWasSent(Broken):
    def create(self, kind: Kind, item: Mapping[str, Any], *, idempotency_key: str) -> Any:
        answer = self.remote.create(kind, item, idempotency_key=idempotency_key)
        return {**item, "id": answer["id"]}


class TakesTheSameForOne(Broken):
    def __init__(self, remote: Remote) -> None:
        super().__init__(remote)
        self._made: dict[str, Any] = {}

    def create(self, kind: Kind, item: Mapping[str, Any], *, idempotency_key: str) -> Any:
        if str(item) not in self._made:
            self._made[str(item)] = self.remote.create(kind, item, idempotency_key=idempotency_key)
        return self._made[str(item)]


class TakesAnyId(Broken):
    def create(self, kind: Kind, item: Mapping[str, Any], *, idempotency_key: str) -> Any:
        rest = {name: value for name, value in item.items() if name != "id"}
        return {**self.remote.create(kind, rest, idempotency_key=idempotency_key), "id": item.get("id")}


class ErasesUnknownFields(Broken):
    def update(self, kind: Kind, id: str, changes: Mapping[str, Any]) -> Any:
        return self.remote.update(kind, id, {**changes, "shoeSize": None})


class LeavesNullsOut(Broken):
    def update(self, kind: Kind, id: str, changes: Mapping[str, Any]) -> Any:
        there = {name: value for name, value in changes.items() if value is not None}
        return self.remote.update(kind, id, there or {"shoeSize": None})


class MakesWhatIsNotThere(Broken):
    def update(self, kind: Kind, id: str, changes: Mapping[str, Any]) -> Any:
        try:
            return self.remote.update(kind, id, changes)
        except NotFoundError:
            return self.remote.create(kind, changes, idempotency_key="again")


class PassesForDone(Broken):
    def update(self, kind: Kind, id: str, changes: Mapping[str, Any]) -> Any:
        try:
            return self.remote.update(kind, id, changes)
        except AscoraApiError:
            return {"id": id, **changes}


class DeletesInVain(Broken):
    def delete(self, kind: Kind, id: str) -> None:
        try:
            self.remote.delete(kind, id)
        except AscoraApiError:
            return


class FailsToDeleteTwice(Broken):
    def delete(self, kind: Kind, id: str) -> None:
        if self.remote.get(kind, id, last=None) is None:
            raise NotFoundError("there is none")
        self.remote.delete(kind, id)


class PaysAgain(Broken):
    def pay(self, kind: Kind, id: str, payment: Mapping[str, Any], *, idempotency_key: str) -> Any:
        try:
            return self.remote.pay(kind, id, payment, idempotency_key=idempotency_key)
        except AscoraApiError:
            return self.remote.pay(kind, id, payment, idempotency_key=f"{idempotency_key}-again")


class PaysTwice(Broken):
    def pay(self, kind: Kind, id: str, payment: Mapping[str, Any], *, idempotency_key: str) -> Any:
        self.remote.pay(kind, id, payment, idempotency_key=f"{idempotency_key}-once")
        return self.remote.pay(kind, id, payment, idempotency_key=idempotency_key)


class DoesWhatItSaysItCannot(Broken):
    def abilities(self, kind: Kind) -> Abilities:
        return attrs.evolve(self.remote.abilities(kind), delete=False)


class CountsSuccessesAlone(Broken):
    def __init__(self, remote: Remote) -> None:
        super().__init__(remote)
        self.traffic = Traffic()

    def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Any:
        before = self.remote.traffic
        page = self.remote.list_page(kind, limit=limit, offset=offset, since=since)
        self.traffic += self.remote.traffic - before
        return page
