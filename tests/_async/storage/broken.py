"""Storages that break one promise each: what they do wrong with rows and with transactions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any, TypeAlias

import attrs

from ascora_sdk.storage import AsyncMemoryStorage
from ascora_sdk.sync import Lease, RecordWrite, Rejected, Scope, StoredRecord

Values: TypeAlias = Mapping[str, Any]


class AsyncSpoilt:
    """One transaction of a sound storage, whose methods are there unless a class below spoils them."""

    def __init__(self, sound: Any) -> None:
        self.sound = sound

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sound, name)


class AsyncBroken(AsyncMemoryStorage):
    """A sound storage whose transactions are spoilt."""

    def __init__(self, spoil: Callable[[Any], Any]) -> None:
        super().__init__()
        self._spoil = spoil

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        async with super().transaction() as work:
            yield self._spoil(work)


class NotAtomic(AsyncMemoryStorage):
    """What was done before an error stays."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        error: BaseException | None = None
        async with super().transaction() as work:
            try:
                yield work
            except BaseException as raised:  # noqa: BLE001 - so it is broken
                error = raised
        if error is not None:
            raise error


class RollsBackOnErrorsOnly(AsyncMemoryStorage):
    """A signal or a cancellation commits."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        stopped: BaseException | None = None
        async with super().transaction() as work:
            try:
                yield work
            except Exception:
                raise
            except BaseException as raised:  # noqa: BLE001 - so it is broken
                stopped = raised
        if stopped is not None:
            raise stopped


class SwallowsErrors(AsyncMemoryStorage):
    """The caller never hears of an error."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        try:
            async with super().transaction() as work:
                yield work
        except Exception:  # noqa: BLE001 - so it is broken
            return


class NeverCommits(AsyncMemoryStorage):
    """Nothing is ever there."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        async with super().transaction() as work:
            yield work
            self._library.roll_back()


class LocksNothing(AsyncMemoryStorage):
    """Two transactions at once do not wait for each other."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        async with AsyncMemoryStorage().transaction() as work:
            work._library = self._library
            yield work


class LeasesAtTheEnd(AsyncMemoryStorage):
    """Who has a lease is decided by what was committed when one asked, and written when the transaction ends."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        asked: list[tuple[Scope, Lease]] = []

        class Asking(AsyncSpoilt):
            async def claim_lease(self, scope: Scope, lease: Lease, *, now: datetime) -> bool:
                held = self.sound._library.book(scope).lease
                asked.append((scope, lease))
                return held is None or held.until <= now

            async def renew_lease(self, scope: Scope, lease: Lease) -> bool:
                held = self.sound._library.book(scope).lease
                asked.append((scope, lease))
                return held is not None and held.owner == lease.owner

        async with AsyncMemoryStorage().transaction() as work:
            work._library = self._library
            yield Asking(work)
        for scope, lease in asked:
            self._library.book(scope).set_lease(lease)


class LosesAWrite(AsyncSpoilt):
    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        return await self.sound.write(scope, writes[:-1] if len(writes) > 1 else writes)


class WritesOnlyOne(AsyncSpoilt):
    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        return await self.sound.write(scope, writes[:1])


class KeepsOldValues(AsyncSpoilt):
    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        return await self.sound.write(
            scope, [one if one.key is None else attrs.evolve(one, values=None) for one in writes]
        )


class ClearsValues(AsyncSpoilt):
    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        return await self.sound.write(scope, [attrs.evolve(one, values=one.values or {}) for one in writes])


class MarksNothing(AsyncSpoilt):
    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        return await self.sound.write(scope, [attrs.evolve(one, deleted_on_server=False) for one in writes])


class MarksForGood(AsyncSpoilt):
    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        rows = self.sound._library.book(scope).rows
        marked = {key for key, row in rows.items() if row.deleted_on_server}
        return await self.sound.write(
            scope, [attrs.evolve(one, deleted_on_server=one.deleted_on_server or one.key in marked) for one in writes]
        )


class DeletesNothing(AsyncSpoilt):
    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        return await self.sound.write(scope, [one for one in writes if not one.delete])


class NeverTakesAnIdAway(AsyncSpoilt):
    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        rows = self.sound._library.book(scope).rows
        ids = {key: row.id for key, row in rows.items()}
        return await self.sound.write(scope, [attrs.evolve(one, id=one.id or ids.get(one.key or "")) for one in writes])


class GivesNoId(AsyncSpoilt):
    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        rows = self.sound._library.book(scope).rows
        new = {key for key, row in rows.items() if row.id is None}
        return await self.sound.write(scope, [attrs.evolve(one, id=None) if one.key in new else one for one in writes])


class ReadsNoKeys(AsyncSpoilt):
    async def local_records(self, scope: Scope, keys: Sequence[str]) -> Mapping[str, StoredRecord]:
        return {}


class UsesKeysAgain(AsyncSpoilt):
    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        rejected = await self.sound.write(scope, writes)
        library = self.sound._library
        used = {key for book in library._books.values() for key in book.rows}
        library._keys = (str(number) for number in range(1, 10**9) if str(number) not in used)
        return rejected


class TakesFewArguments(AsyncSpoilt):
    async def records(self, scope: Scope, ids: Sequence[str]) -> Mapping[str, StoredRecord]:
        return await self.sound.records(scope, ids[:999])

    async def notes(self, scope: Scope, note_class: Any, keys: Sequence[str]) -> Mapping[str, Any]:
        return await self.sound.notes(scope, note_class, keys[:999])


class FoldsCase(AsyncSpoilt):
    async def records(self, scope: Scope, ids: Sequence[str]) -> Mapping[str, StoredRecord]:
        known = {id_.casefold(): id_ for id_ in self.sound._library.book(scope).key_of}
        found = await self.sound.records(scope, [known.get(id_.casefold(), id_) for id_ in ids])
        return {id_: found[known[id_.casefold()]] for id_ in ids if id_.casefold() in known}


class MixesOrganizationsUp(AsyncSpoilt):
    async def records(self, scope: Scope, ids: Sequence[str]) -> Mapping[str, StoredRecord]:
        found: dict[str, StoredRecord] = {}
        for other in self.sound._library._books:
            if other.kind == scope.kind:
                found.update(await self.sound.records(other, ids))
        return found


class ReachesOtherOrganizationsByKey(AsyncSpoilt):
    async def local_records(self, scope: Scope, keys: Sequence[str]) -> Mapping[str, StoredRecord]:
        found: dict[str, StoredRecord] = {}
        for other in self.sound._library._books:
            found.update(await self.sound.local_records(other, keys))
        return found


class MixesKindsUp(AsyncSpoilt):
    def __getattr__(self, name: str) -> Any:
        method = getattr(self.sound, name)
        return lambda scope, *args, **more: method(
            attrs.evolve(scope, kind="any") if isinstance(scope, Scope) else scope, *args, **more
        )


def changing(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Make a storage that changes every value that it is given, however deep it lies."""

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            return change({name: changed(entry) for name, entry in value.items()})
        if isinstance(value, list):
            return change([changed(entry) for entry in value])
        return change(value)

    class Changing(AsyncSpoilt):
        async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
            return await self.sound.write(
                scope, [one if one.values is None else attrs.evolve(one, values=changed(one.values)) for one in writes]
            )

    return Changing


def rounded(value: Any) -> Any:
    is_amount = isinstance(value, Decimal) and value.is_finite() and abs(value) < 10**20
    return value.quantize(Decimal("0.01")) if is_amount else value


def as_float(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def as_number(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


def trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def cut(value: Any) -> Any:
    return value[:255] if isinstance(value, str) else value


def none_if_empty(value: Any) -> Any:
    return None if value == "" else value


def empty_if_none(value: Any) -> Any:
    return "" if value is None else value


def without_nulls(value: Any) -> Any:
    return {name: entry for name, entry in value.items() if entry is not None} if isinstance(value, dict) else value


def in_utc(value: Any) -> Any:
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except (AttributeError, ValueError):
        return value
    return moment.astimezone(timezone.utc).isoformat() if "T" in value else value


def without_nul(value: Any) -> Any:
    return value.replace("\x00", "") if isinstance(value, str) else value


class _Rejecting(AsyncSpoilt):
    reason = "first_name last_name job_id custom_fields extra: NUL"

    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        bad = [
            one
            for one in writes
            if any(isinstance(each, str) and "\x00" in each for each in (one.values or {}).values())
        ]
        await self.sound.write(scope, self.to_be_written(writes, bad))
        return [Rejected(write=one, reason=self.reason) for one in bad]

    def to_be_written(self, writes: Sequence[RecordWrite], bad: Sequence[RecordWrite]) -> Sequence[RecordWrite]:
        return [one for one in writes if one not in bad]


class RejectsWithoutAName(_Rejecting):
    reason = "something is wrong"


class RejectsAllForOne(_Rejecting):
    def to_be_written(self, writes: Sequence[RecordWrite], bad: Sequence[RecordWrite]) -> Sequence[RecordWrite]:
        return [] if bad else writes


class RejectsAndWrites(_Rejecting):
    def to_be_written(self, writes: Sequence[RecordWrite], bad: Sequence[RecordWrite]) -> Sequence[RecordWrite]:
        return writes


class RejectsAfterMarking(_Rejecting):
    def to_be_written(self, writes: Sequence[RecordWrite], bad: Sequence[RecordWrite]) -> Sequence[RecordWrite]:
        return [
            attrs.evolve(one, values=None) if one in bad and one.key else one
            for one in writes
            if one.key or one not in bad
        ]


class SharesValues(AsyncSpoilt):
    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        rejected = await self.sound.write(scope, writes)
        book = self.sound._library.book(scope)
        for one in writes:
            if one.values is not None and one.id in book.key_of:
                key = book.key_of[one.id]
                book.rows[key] = attrs.evolve(book.rows[key], values=one.values)
        return rejected
