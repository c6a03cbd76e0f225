"""Storages that break one promise each: what they do wrong with edits, notes, leases and the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from ascora_sdk.sync import (
    Agreed,
    AuditEntry,
    FailedRecord,
    Lease,
    Note,
    OutboxEntry,
    RecordWrite,
    Rejected,
    Scope,
    StoredRecord,
)

from .broken import AsyncSpoilt


class ForgetsDeletions(AsyncSpoilt):
    async def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        return [each for each in await self.sound.edited(scope, after=after, limit=limit) if each.key is not None]


class ForgetsOwnDeletions(AsyncSpoilt):
    """A record whose row the engine took away is not looked for."""

    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        rows = self.sound._library.book(scope).rows
        deleted = {rows[one.key].id for one in writes if one.delete and one.key in rows}
        self.sound._library.__dict__.setdefault("deleted", set()).update(deleted)
        return await self.sound.write(scope, writes)

    async def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        deleted = self.sound._library.__dict__.get("deleted", set())
        found = await self.sound.edited(scope, after=after, limit=limit)
        return [each for each in found if each.key is not None or each.id not in deleted]


class ForgetsNewRows(AsyncSpoilt):
    async def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        return [each for each in await self.sound.edited(scope, after=after, limit=limit) if each.id is not None]


class ForgetsMarkedRows(AsyncSpoilt):
    async def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        rows = self.sound._library.book(scope).rows
        found = await self.sound.edited(scope, after=after, limit=limit)
        return [each for each in found if each.key is None or not rows[each.key].deleted_on_server]


class ForgetsPlainEdits(AsyncSpoilt):
    """It takes the engine's word for what was edited."""

    async def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        rows = self.sound._library.book(scope).rows
        found = await self.sound.edited(scope, after=after, limit=limit)
        return [each for each in found if each.id is None or each.key is None or rows[each.key].modified is None]


class ForgetsUnsettledWrites(AsyncSpoilt):
    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        return await self.sound.write(scope, [attrs.evolve(one, settled=True) for one in writes])


class ForgetsUnsettledWritesWithoutValues(AsyncSpoilt):
    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        return await self.sound.write(
            scope, [attrs.evolve(one, settled=one.settled or one.values is None) for one in writes]
        )


class IgnoresSettling(AsyncSpoilt):
    async def write(self, scope: Scope, writes: Sequence[RecordWrite]) -> Sequence[Rejected]:
        return await self.sound.write(scope, [attrs.evolve(one, settled=False) for one in writes])


class WatchesOneField(AsyncSpoilt):
    async def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        def edited(found: StoredRecord) -> bool:
            return found.local is None or found.local.get("description") != "description 1"

        return [each for each in await self.sound.edited(scope, after=after, limit=limit) if edited(each)]


class HasACoarseClock(AsyncSpoilt):
    """What was settled in this second counts as settled until the next one."""

    async def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        rows = self.sound._library.book(scope).rows
        found = await self.sound.edited(scope, after=after, limit=limit)
        now = self.sound._now()

        def is_old(key: str | None) -> bool:
            modified = None if key is None else rows[key].modified
            return modified is None or (now - modified).total_seconds() > 1

        return [each for each in found if each.id is None or is_old(each.key)]


class PagesByCounting(AsyncSpoilt):
    """It skips as many as were read, whether they are still there or not."""

    async def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        found = await self.sound.edited(scope, after=None, limit=10**6)
        seen = self.sound._library.__dict__.setdefault("seen", {})
        start = 0 if after is None else seen[after]
        seen.update({each.edit_key: start + place + 1 for place, each in enumerate(found[start:])})
        return found[start : start + limit]


class PagesLeaveOneOut(AsyncSpoilt):
    async def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        found = await self.sound.edited(scope, after=after, limit=limit)
        return found if after is None else found[1:]


class PagesBeginAnew(AsyncSpoilt):
    async def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        return await self.sound.edited(scope, after=None, limit=limit)


class PagesAreTooLong(AsyncSpoilt):
    async def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        return await self.sound.edited(scope, after=after, limit=limit + 1)


class GivesOthersEdits(AsyncSpoilt):
    async def edited(self, scope: Scope, *, after: str | None, limit: int) -> Sequence[StoredRecord]:
        if after is not None:
            return []
        pages = [await self.sound.edited(each, after=None, limit=limit) for each in [*self.sound._library._books]]
        return [each for page in pages for each in page][:limit]


class KnowsNoTime(AsyncSpoilt):
    async def local_records(self, scope: Scope, keys: Sequence[str]) -> Mapping[str, StoredRecord]:
        found = await self.sound.local_records(scope, keys)
        return {key: attrs.evolve(each, modified=None) for key, each in found.items()}


class KeepsTheFirstNote(AsyncSpoilt):
    async def keep(self, scope: Scope, notes: Sequence[Note]) -> None:
        for note in notes:
            if not await self.sound.notes(scope, type(note), [note.key]):
                await self.sound.keep(scope, [note])


class LosesNotes(AsyncSpoilt):
    async def keep(self, scope: Scope, notes: Sequence[Note]) -> None:
        await self.sound.keep(scope, [each for each in notes if not isinstance(each, OutboxEntry)])


class LosesAField(AsyncSpoilt):
    async def keep(self, scope: Scope, notes: Sequence[Note]) -> None:
        await self.sound.keep(
            scope, [attrs.evolve(each, attempts=1) if isinstance(each, FailedRecord) else each for each in notes]
        )


class LosesMicroseconds(AsyncSpoilt):
    async def keep(self, scope: Scope, notes: Sequence[Note]) -> None:
        def coarse(note: Any) -> Any:
            at = getattr(note, "at", None)
            return note if at is None else attrs.evolve(note, at=at.replace(microsecond=0))

        await self.sound.keep(scope, [coarse(each) for each in notes])


class CutsNotes(AsyncSpoilt):
    async def keep(self, scope: Scope, notes: Sequence[Note]) -> None:
        await self.sound.keep(
            scope, [attrs.evolve(each, base=each.base[:65_535]) if isinstance(each, Agreed) else each for each in notes]
        )


class FoldsCaseOfKeys(AsyncSpoilt):
    async def keep(self, scope: Scope, notes: Sequence[Note]) -> None:
        await self.sound.keep(scope, [attrs.evolve(each, key=each.key.casefold()) for each in notes])

    async def notes(self, scope: Scope, note_class: Any, keys: Sequence[str]) -> Mapping[str, Any]:
        found = await self.sound.notes(scope, note_class, [key.casefold() for key in keys])
        return {key: found[key.casefold()] for key in keys if key.casefold() in found}


class DropsEveryClass(AsyncSpoilt):
    async def drop(self, scope: Scope, note_class: type[Note], keys: Sequence[str]) -> None:
        for each in self.sound._library.book(scope)._shelves:
            await self.sound.drop(scope, each, keys)


class DropsNothingIfOneIsUnknown(AsyncSpoilt):
    async def drop(self, scope: Scope, note_class: type[Note], keys: Sequence[str]) -> None:
        if len(await self.sound.notes(scope, note_class, keys)) == len(keys):
            await self.sound.drop(scope, note_class, keys)


class NotePagesSkipOne(AsyncSpoilt):
    async def note_keys(self, scope: Scope, note_class: type[Note], *, after: str | None, limit: int) -> Sequence[str]:
        found = await self.sound.note_keys(scope, note_class, after=after, limit=limit)
        return found if after is None else found[1:]


class NotePagesNeedTheLastOne(AsyncSpoilt):
    async def note_keys(self, scope: Scope, note_class: type[Note], *, after: str | None, limit: int) -> Sequence[str]:
        known = after is None or await self.sound.notes(scope, note_class, [after])
        return await self.sound.note_keys(scope, note_class, after=after if known else None, limit=limit)


class CountsWhatItKept(AsyncSpoilt):
    async def keep(self, scope: Scope, notes: Sequence[Note]) -> None:
        counts = self.sound._library.__dict__.setdefault("counts", {})
        for note in notes:
            counts[scope, type(note)] = counts.get((scope, type(note)), 0) + 1
        await self.sound.keep(scope, notes)

    async def count_notes(self, scope: Scope, note_class: type[Note]) -> int:
        return int(self.sound._library.__dict__.get("counts", {}).get((scope, note_class), 0))


class SharesNotes(AsyncSpoilt):
    """The notes of all organizations stand on one shelf."""

    async def keep(self, scope: Scope, notes: Sequence[Note]) -> None:
        await self.sound.keep(Scope("all", scope.kind), notes)

    async def notes(self, scope: Scope, note_class: Any, keys: Sequence[str]) -> Mapping[str, Any]:
        return await self.sound.notes(Scope("all", scope.kind), note_class, keys)


class LeaseForAnybody(AsyncSpoilt):
    async def claim_lease(self, scope: Scope, lease: Lease, *, now: datetime) -> bool:
        await self.sound.claim_lease(scope, lease, now=lease.until)
        return True


class LeaseNeverRunsOut(AsyncSpoilt):
    async def claim_lease(self, scope: Scope, lease: Lease, *, now: datetime) -> bool:
        return await self.sound.claim_lease(scope, lease, now=now.replace(year=1))


class LeaseOfAllOrganizations(AsyncSpoilt):
    async def claim_lease(self, scope: Scope, lease: Lease, *, now: datetime) -> bool:
        return await self.sound.claim_lease(Scope("all", scope.kind), lease, now=now)


class LeaseOnlyOnce(AsyncSpoilt):
    async def claim_lease(self, scope: Scope, lease: Lease, *, now: datetime) -> bool:
        held = self.sound._library.book(scope).lease
        return (held is None or held.until <= now) and await self.sound.claim_lease(scope, lease, now=now)


class RefusalRenews(AsyncSpoilt):
    async def claim_lease(self, scope: Scope, lease: Lease, *, now: datetime) -> bool:
        had = await self.sound.claim_lease(scope, lease, now=now)
        held = self.sound._library.book(scope).lease
        if not had:
            self.sound._library.book(scope).set_lease(attrs.evolve(held, until=lease.until))
        return had


class RenewedByAnybody(AsyncSpoilt):
    async def renew_lease(self, scope: Scope, lease: Lease) -> bool:
        return await self.sound.claim_lease(scope, lease, now=lease.until.replace(year=9999))


class RenewsNothing(AsyncSpoilt):
    async def renew_lease(self, scope: Scope, lease: Lease) -> bool:
        held = self.sound._library.book(scope).lease
        return held is not None and held.owner == lease.owner


class NotRenewedOnceRunOut(AsyncSpoilt):
    async def renew_lease(self, scope: Scope, lease: Lease) -> bool:
        held = self.sound._library.book(scope).lease
        runs = held is not None and held.until > self.sound._now()
        return runs and await self.sound.renew_lease(scope, lease)


class ReleasedByAnybody(AsyncSpoilt):
    async def release_lease(self, scope: Scope, owner: str) -> None:
        self.sound._library.book(scope).set_lease(None)


class ReleasesNothing(AsyncSpoilt):
    async def release_lease(self, scope: Scope, owner: str) -> None:
        return None


class OverwritesAudit(AsyncSpoilt):
    """Of each record the last decision is on record."""

    async def audit(self, scope: Scope, names: Sequence[str]) -> Sequence[AuditEntry]:
        return (await self.sound.audit(scope, names))[-1:]


class AuditBackwards(AsyncSpoilt):
    async def audit(self, scope: Scope, names: Sequence[str]) -> Sequence[AuditEntry]:
        return [*reversed(await self.sound.audit(scope, names))]


class AuditByNames(AsyncSpoilt):
    """One name's entries after the other's."""

    async def audit(self, scope: Scope, names: Sequence[str]) -> Sequence[AuditEntry]:
        return [entry for name in names for entry in await self.sound.audit(scope, [name])]


class AuditByIdOnly(AsyncSpoilt):
    async def audit(self, scope: Scope, names: Sequence[str]) -> Sequence[AuditEntry]:
        return [each for each in await self.sound.audit(scope, names) if each.id in names]


class AuditOfEverybody(AsyncSpoilt):
    async def audit(self, scope: Scope, names: Sequence[str]) -> Sequence[AuditEntry]:
        return [entry for each in [*self.sound._library._books] for entry in await self.sound.audit(each, names)]


class AuditWithoutValues(AsyncSpoilt):
    async def append_audit(self, scope: Scope, entries: Sequence[AuditEntry]) -> None:
        await self.sound.append_audit(scope, [attrs.evolve(each, fields=None) for each in entries])


class AuditTakesEmptyForNone(AsyncSpoilt):
    async def append_audit(self, scope: Scope, entries: Sequence[AuditEntry]) -> None:
        await self.sound.append_audit(
            scope, [attrs.evolve(each, reason=each.reason or None, fields=each.fields or None) for each in entries]
        )


class AuditFoldsCase(AsyncSpoilt):
    async def audit(self, scope: Scope, names: Sequence[str]) -> Sequence[AuditEntry]:
        known = {name: name.casefold() for name in self.sound._library.book(scope)._told}
        asked = {name.casefold() for name in names}
        return await self.sound.audit(scope, [name for name, folded in known.items() if folded in asked])


class AuditWithoutTime(AsyncSpoilt):
    async def audit(self, scope: Scope, names: Sequence[str]) -> Sequence[AuditEntry]:
        return [attrs.evolve(each, at=None) for each in await self.sound.audit(scope, names)]


class AuditGoesWithItsRow(AsyncSpoilt):
    async def audit(self, scope: Scope, names: Sequence[str]) -> Sequence[AuditEntry]:
        book = self.sound._library.book(scope)
        found = await self.sound.audit(scope, names)
        return [each for each in found if each.key is None or each.key in book.rows or not each.key.isdigit()]
