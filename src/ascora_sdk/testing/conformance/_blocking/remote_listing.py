# Generated from ../_async/remote_listing.py by tools/unasync; do not edit.
"""Proofs of what a remote lists and gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from ....concurrency.blocking import Workers
from ....sync.kinds import Kind
from ....sync.leaves import same
from .remote_base import PAGE, ROWS, RemoteProofs, assert_same_items

_ODD_IDS = (
    "no-such-object",
    "../customers",
    "a/b",
    "a?b=c",
    "a#b",
    "%2e%2e",
    "..",
    ".",
    " ",
    "",
    "\x00",
    "é",
    "\ud83d",
)


class RemoteListingProofs(RemoteProofs):
    """What a remote lists and gives."""

    def test_its_kinds_are_those_that_it_says(self) -> None:
        """The engine syncs them in this order: what is referred to comes first."""
        names = [kind.name for kind in self.remote.kinds]
        assert names == [kind.name for kind in self.kinds]
        assert len(names) == len(set(names)), "two kinds have one name"
        for kind in self.remote.kinds:
            parents = {name for name in kind.references.values() if name in names}
            assert all(names.index(name) <= names.index(kind.name) for name in parents), f"{kind.name} comes too early"

    def test_a_complete_listing_has_every_record_once(self, kind: Kind) -> None:
        """And each with all that the server has of it."""
        self.plant_some(kind)
        assert_same_items(self.listed(kind), self.there(kind), kind)
        assert_same_items(self.listed(kind, limit=1_000), self.there(kind), kind)

    def test_the_order_of_a_listing_does_not_change(self, kind: Kind) -> None:
        """Not with the size of the pages, and not by an edit, or a record would cross the edge of a page."""
        ids = self.plant_some(kind)
        before = _ids(kind, self.listed(kind))
        assert _ids(kind, self.listed(kind, limit=PAGE - 1)) == before
        for number in (0, ROWS // 2):
            self.edit(kind, ids[number], number)
            assert _ids(kind, self.listed(kind)) == before, "an edit moved a record"

    def test_a_page_may_begin_anywhere(self, kind: Kind) -> None:
        """So that pages can overlap."""
        self.needs(kind, "any_offset")
        self.plant_some(kind)
        whole = self.listed(kind, limit=1_000)
        for offset in range(len(whole)):
            page = self.remote.list_page(kind, limit=PAGE, offset=offset, since=None)
            assert 0 < page.received <= PAGE
            assert same(list(page.items), whole[offset : offset + page.received]), f"the page at {offset} is another"

    def test_pages_may_be_asked_for_side_by_side(self, kind: Kind) -> None:
        """The engine has several under way at once."""
        self.plant_some(kind)
        whole = self.listed(kind, limit=1_000)
        workers: Workers[Any] = Workers(3)

        def fetch(offset: int) -> Any:
            return self.remote.list_page(kind, limit=PAGE, offset=offset, since=None)

        try:
            pages = [workers.start(fetch, offset) for offset in range(0, len(whole), PAGE)]
            found = [(page()).items for page in pages]
        finally:
            workers.close()
        for number, items in enumerate(found):
            assert same(list(items), whole[number * PAGE :][: len(items)]), "a page was taken for another"

    def test_behind_the_end_there_is_nothing_and_no_error(self, kind: Kind) -> None:
        """A pull that is resumed may find that the listing became shorter."""
        self.plant_some(kind)
        count = len(self.there(kind))
        page = self.remote.list_page(kind, limit=count, offset=2 * count, since=None)
        assert (list(page.items), page.received, page.has_more, page.total) == ([], 0, False, count)

    def test_what_is_gone_is_not_listed(self, kind: Kind) -> None:
        """And what is new is."""
        ids = self.plant_some(kind)
        assert ids[1] in _ids(kind, self.listed(kind))
        self.remove(kind, ids[1])
        ids.append(self.plant(kind, ROWS + 1))
        found = _ids(kind, self.listed(kind))
        assert ids[1] not in found
        assert ids[-1] in found

    def test_since_leaves_out_nothing_that_was_modified_then_or_later(self, kind: Kind) -> None:
        """A server that leaves the question unread lists everything; but what changed is always there, in order."""
        self.needs(kind, "updated_since")
        ids = self.plant_some(kind)
        for number in (2, 0):
            self.edit(kind, ids[number], number)
        changed = _times(kind, self.listed(kind))
        for moment in sorted({changed[id_] for id_ in ids}):
            wanted = {id_ for id_, modified in changed.items() if modified >= moment}
            found = self._since(kind, moment)
            assert wanted <= set(found), f"modified then or later, and left out: {sorted(wanted - set(found))}"
            assert len(found) == len(set(found)), "a record came more than once"
            times = [changed[id_] for id_ in found]
            assert times == sorted(times), "they are not in the order of modification"

    def test_since_is_a_moment_in_whatever_zone_it_is_told(self, kind: Kind) -> None:
        """The same moment is another text in another zone."""
        self.needs(kind, "updated_since")
        ids = self.plant_some(kind)
        changed = _times(kind, self.listed(kind))
        moment = sorted(changed[id_] for id_ in ids)[ROWS // 2]
        for hours in (10, -9):
            zone = timezone(timedelta(hours=hours))
            assert self._since(kind, moment.astimezone(zone)) == self._since(kind, moment)

    def test_an_object_is_given_as_the_server_has_it(self, kind: Kind) -> None:
        """With all that it holds, unknown fields too."""
        self.needs(kind, "get")
        self.plant_some(kind, 3)
        for item in self.listed(kind):
            id_ = kind.id_of(item)
            assert same(self.remote.get(kind, id_, last=item), (self.there(kind))[id_])

    def test_an_object_that_is_gone_is_none(self, kind: Kind) -> None:
        """And not an error."""
        self.needs(kind, "get")
        id_ = self.plant(kind, 1)
        last = self.by_listing(kind, id_)
        self.remove(kind, id_)
        assert self.remote.get(kind, id_, last=last) is None

    def test_an_odd_id_leads_to_no_other_object(self, kind: Kind) -> None:
        """It is none, or an error; not even by another field that an object of that id was last seen with."""
        self.needs(kind, "get")
        last = self.by_listing(kind, self.plant(kind, 1))
        for id_ in _ODD_IDS:
            found, _ = self.outcome(self.remote.get, kind, id_, last=last)
            assert found is None, f"the id {id_!a} leads to {kind.id_of(found)!a}"

    def _since(self, kind: Kind, moment: datetime) -> list[str]:
        found: list[str] = []
        while True:
            page = self.remote.list_page(kind, limit=PAGE, offset=len(found), since=moment)
            found += _ids(kind, page.items)
            if not page.has_more or not page.items:
                return found


def _ids(kind: Kind, items: Sequence[Any]) -> list[str]:
    return [kind.id_of(item) for item in items]


def _times(kind: Kind, items: Sequence[Any]) -> dict[str, datetime]:
    times = {kind.id_of(item): kind.modified(item) for item in items}
    untold = [id_ for id_, modified in times.items() if modified is None]
    assert not untold, f"it can list by when a record was modified, and tells no time of {untold}"
    return {id_: modified for id_, modified in times.items() if modified is not None}
