# Generated from ../_async/base.py by tools/unasync; do not edit.
"""What every proof of a storage stands on: the host's hooks, and shorthands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar
from uuid import uuid4

from ....concurrency.blocking import Workers
from ....sync.kinds import KINDS, Kind
from ....sync.notes import Agreed, Note
from ....sync.records import RecordWrite, Rejected, Scope, StoredRecord
from ..blocking import Meeting
from ..samples import same_values, values_of
from .each_kind import EachKind

if TYPE_CHECKING:
    from ....sync import Storage

T = TypeVar("T")

NOON: Final = datetime(2024, 3, 4, 12, tzinfo=timezone.utc)
PAGE: Final = 4


def hours(count: float) -> datetime:
    """Give the time some hours after noon."""
    return NOON + timedelta(hours=count)


def agreed(key: str, digest: str = "0f") -> Agreed:
    """Make a note of what both sides agreed on."""
    return Agreed(key=key, base=f'{{"id":"{len(key)}"}}', digest=digest)


def only(found: Sequence[T], is_it: Callable[[T], bool]) -> T:
    """Give the only one that something is true of."""
    those = [each for each in found if is_it(each)]
    assert len(those) == 1, f"one should be found, and there are {len(those)} among {found}"
    return those[0]


class Failure(Exception):  # noqa: N818 - it is not an error of anything
    """What a transaction is left by."""


class Interruption(BaseException):
    """What a transaction is left by when its program is stopped."""


class StorageHooks:
    """What a host says of its storage; see `StorageConformance`."""

    kinds: ClassVar[Sequence[Kind]] = KINDS
    """The kinds of records that the storage keeps."""

    knows_edited: ClassVar[bool] = True
    """Whether `edited` gives only what was edited, and not rows that are settled."""

    knows_modified: ClassVar[bool] = True
    """Whether the storage knows when a row was last edited."""

    examples: ClassVar[int] = 50
    """How many random stories are tried."""

    storage: Storage
    """The storage of this test."""

    def make_storage(self) -> Storage:
        """Make the storage for one test. What else is in it does no harm: each test has an organization of its own."""
        raise NotImplementedError

    def close_storage(self, storage: Storage) -> None:
        """Close a storage that `make_storage` or `reopen` made."""

    def reopen(self, storage: Storage) -> Storage | None:
        """Open the same data once more, as another process does; None if nothing else can open it.

        The proofs of two workers at once call it in each of their threads or tasks.
        """
        return None

    def make_organization(self, storage: Storage) -> str:
        """Make a new tenant, and give its id."""
        return f"conformance-{uuid4().hex}"

    def make_values(self, kind: Kind, number: int) -> dict[str, Any]:
        """Make up the values of an ordinary record, which the storage has to hold.

        Args:
            kind: Of which kind.
            number: Other numbers make other values.
        """
        return values_of(kind, number)

    def make_row(self, storage: Storage, scope: Scope, values: Mapping[str, Any]) -> None:
        """Insert a row as the host's own program does, past the engine, and without an Ascora id."""
        raise NotImplementedError

    def edit_row(self, storage: Storage, scope: Scope, key: str, values: Mapping[str, Any]) -> None:
        """Edit some values of a row as the host's own program does, past the engine."""
        raise NotImplementedError

    def delete_row(self, storage: Storage, scope: Scope, key: str) -> None:
        """Delete a row as the host's own program does, past the engine."""
        raise NotImplementedError

    def rows(self, storage: Storage, scope: Scope) -> Mapping[str, bool]:
        """Look at all rows as the host's own program does.

        Returns:
            Whether each is marked as deleted on the server, by its key.
        """
        raise NotImplementedError

    def spoil_row(self, storage: Storage, scope: Scope, key: str) -> str | None:
        """Put something into a row, past the engine, that cannot be read as what it should be.

        Returns:
            The name of the field; None if the storage lets nothing in that cannot be read.
        """
        return None


class Proofs(StorageHooks, EachKind):
    """Shorthands of the proofs, each of which is a test with a storage of its own."""

    def _prove(self, test: Callable[[], None]) -> None:
        self.storage = self.make_storage()
        try:
            test()
        finally:
            self.close_storage(self.storage)

    def scope_of(self, kind: Kind | None = None) -> Scope:
        """Give a new organization's records, of the first kind if none is named."""
        return Scope(self.make_organization(self.storage), (kind or self.kinds[0]).name)

    def sample(self, scope: Scope, number: int, **changes: Any) -> dict[str, Any]:
        """Make up a record's values, some of them given."""
        kind = next(kind for kind in self.kinds if kind.name == scope.kind)
        return {**self.make_values(kind, number), **changes}

    def text_field(self, kind: Kind) -> str:
        """Name a field that holds text and that both sides edit."""
        one, two = self.make_values(kind, 1), self.make_values(kind, 2)
        texts = [
            name for name in one if name in kind.editable and isinstance(one[name], str) and one[name] != two[name]
        ]
        # Rather one that leads nowhere: a storage may know what it leads to.
        return min(texts, key=lambda name: name in {kind.reference, *kind.references})

    def write(self, scope: Scope, *writes: RecordWrite) -> Sequence[Rejected]:
        """Write rows in a transaction of their own."""
        with self.storage.transaction() as work:
            return work.write(scope, writes)

    def keep(self, scope: Scope, *notes: Note) -> None:
        """Keep notes in a transaction of their own."""
        with self.storage.transaction() as work:
            work.keep(scope, notes)

    def new_row(self, scope: Scope, id_: str = "c-1", number: int = 1, **changes: Any) -> str:
        """Write a row on which both sides agree, with its note, and give its key."""
        write = RecordWrite(key=None, id=id_, values=self.sample(scope, number, **changes))
        with self.storage.transaction() as work:
            assert not work.write(scope, [write]), "an ordinary record has to be held"
            work.keep(scope, [agreed(id_)])
        stored = self.by_id(scope, id_)
        assert stored is not None, "a row that was written and not rejected is not there"
        assert stored.key is not None, "a row has a key"
        return stored.key

    def made_here(self, scope: Scope, number: int = 1) -> StoredRecord:
        """Insert a row past the engine, and find it among the edited."""
        before = {each.key for each in self.all_edited(scope)}
        self.make_row(self.storage, scope, self.sample(scope, number))
        return only(self.all_edited(scope), lambda each: each.key not in before and each.id is None)

    def by_id(self, scope: Scope, id_: str) -> StoredRecord | None:
        """Read a row by its Ascora id."""
        with self.storage.transaction() as work:
            return (work.records(scope, [id_])).get(id_)

    def by_key(self, scope: Scope, key: str | None) -> StoredRecord | None:
        """Read a row by its key."""
        assert key is not None, "a row has a key"
        with self.storage.transaction() as work:
            return (work.local_records(scope, [key])).get(key)

    def note(self, scope: Scope, note_class: Any, key: str) -> Any:
        """Read a note."""
        with self.storage.transaction() as work:
            return (work.notes(scope, note_class, [key])).get(key)

    def all_edited(self, scope: Scope, *, limit: int = PAGE) -> list[StoredRecord]:
        """Read everything that somebody has to look at, page by page, each page in a transaction of its own."""
        found: list[StoredRecord] = []
        after: str | None = None
        while True:
            with self.storage.transaction() as work:
                page = work.edited(scope, after=after, limit=limit)
            assert len(page) <= limit, f"a page of {limit} has {len(page)} records"
            if not page:
                return found
            seen = {each.edit_key for each in found}
            twice = [each.edit_key for each in page if each.edit_key in seen]
            assert not twice, f"{twice} came twice"
            found += page
            after = page[-1].edit_key

    def is_edited(self, scope: Scope, key: str | None) -> bool:
        """Tell whether a row is among the edited."""
        return any(each.key == key for each in self.all_edited(scope))

    def all_keys(self, scope: Scope, note_class: type[Note], *, limit: int = PAGE) -> list[str]:
        """Read the keys of all notes of a class, page by page, each page in a transaction of its own."""
        found: list[str] = []
        while True:
            with self.storage.transaction() as work:
                page = work.note_keys(scope, note_class, after=found[-1] if found else None, limit=limit)
            assert len(page) <= limit, f"a page of {limit} has {len(page)} keys"
            if not page:
                return found
            assert not {*page} & {*found}, f"{sorted({*page} & {*found})} came twice"
            found += page

    def at_once(self, work: Callable[..., T], *arguments: Any) -> list[T]:
        """Let several workers, each with the storage opened for itself, do something at once; their results in order.

        Each is given its argument, a place to meet the others within a transaction, and its storage.
        """
        workers: Workers[T] = Workers(len(arguments))
        others = Meeting(len(arguments))

        def one(argument: Any) -> T:
            opened = self.reopen(self.storage)
            try:
                return work(argument, others, self.storage if opened is None else opened)
            finally:
                if opened is not None:
                    self.close_storage(opened)

        try:
            results = [workers.start(one, argument) for argument in arguments]
            return [result() for result in results]
        finally:
            workers.close()

    def assert_row(self, scope: Scope, key: str | None, id_: str | None, values: Mapping[str, Any]) -> None:
        """Check that a row is there, is found by its key and its id, and holds certain values."""
        stored = self.by_key(scope, key)
        assert stored is not None, f"no row is found by the key {key!r}"
        assert (stored.key, stored.id, stored.problem) == (key, id_, None)
        assert same_values(stored.local, values), "the row's values are not those that were written"
        if id_ is not None:
            assert self.by_id(scope, id_) == stored
