# Generated from ../_async/remote_base.py by tools/unasync; do not edit.
"""What every proof of a remote stands on: the host's hooks, and shorthands."""

from __future__ import annotations

from collections.abc import Generator, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import attrs
import pytest

from ....errors import AscoraApiError
from ....models import UNSET
from ....sync.abilities import Abilities
from ....sync.kinds import KINDS, Kind
from ....sync.leaves import same
from ..disturbances import Disturbance
from ..items import has_float, item_of
from .each_kind import EachKind

if TYPE_CHECKING:
    from ....sync import Remote

ROWS = 7
PAGE = 3
_MOST_PAGES = 1_000


class RemoteHooks:
    """What a host says of its remote and of the server behind it; see `RemoteConformance`."""

    kinds: ClassVar[Sequence[Kind]] = KINDS
    """The kinds that the remote has."""

    remote: Remote
    """The remote of this test."""

    def make_remote(self) -> Remote:
        """Make the remote for one test, on a server whose records nobody else touches meanwhile."""
        raise NotImplementedError

    def close_remote(self, remote: Remote) -> None:
        """Close what `make_remote` made."""

    def on_server(self, kind: Kind) -> Sequence[Mapping[str, Any]]:
        """Look at all objects of a kind past the remote, each as the wire carries it, in any order."""
        raise NotImplementedError

    def plant(self, kind: Kind, number: int) -> str:
        """Put an object on the server past the remote, best with a field that the kind's model does not know.

        Args:
            kind: Of which kind.
            number: Other numbers make other objects.

        Returns:
            Its Ascora id.
        """
        raise NotImplementedError

    def edit(self, kind: Kind, id: str, number: int) -> None:
        """Edit an object on the server past the remote; another number, another edit."""
        raise NotImplementedError

    def remove(self, kind: Kind, id: str) -> None:
        """Take an object off the server past the remote."""
        raise NotImplementedError

    def disturb(self, how: Disturbance) -> bool:
        """Let the next request end in a certain way, and those after it well.

        Returns:
            Whether it will; the proof is skipped if not.
        """
        return False

    def new_item(self, kind: Kind, number: int) -> dict[str, Any]:
        """Make up a new object that the server takes, as the wire carries it; other numbers make other objects."""
        return item_of(kind, number)

    def payments(self, kind: Kind, id: str) -> int:
        """Count the payments that an object has received."""
        raise NotImplementedError

    def new_payment(self, kind: Kind, id: str) -> dict[str, Any]:
        """Make up a payment that the server takes, as the wire carries it."""
        raise NotImplementedError


class RemoteProofs(RemoteHooks, EachKind):
    """Shorthands of the proofs, each of which is a test with a remote of its own."""

    def _prove(self, test: Callable[[], None]) -> None:
        self.remote = self.make_remote()
        try:
            test()
        finally:
            self.close_remote(self.remote)

    def needs(self, kind: Kind, ability: str) -> Abilities:
        """Skip the proof if the remote says that it cannot do something."""
        abilities = self.remote.abilities(kind)
        if not getattr(abilities, ability):
            pytest.skip(f"it says that it cannot: {kind.name}, {ability}")
        return abilities

    def disturbances(self, *, has_body: bool = True) -> Generator[Disturbance, None, None]:
        """Let the next request end in one way after the other; skip the proof if the host has no way for any.

        Args:
            has_body: Whether the request's answer has a body, and so a middle.
        """
        skipped = True
        for how in Disturbance:
            if (has_body or how is not Disturbance.CUT) and self.disturb(how):
                skipped = False
                yield how
        if skipped:
            pytest.skip("the host has no way to let a request go wrong")

    def outcome(
        self, call: Callable[..., Any], *arguments: Any, **named: Any
    ) -> tuple[Any, AscoraApiError | None]:
        """Make a call, and give what it returns, or the error by which it fails."""
        try:
            return call(*arguments, **named), None
        except AscoraApiError as error:
            return None, error

    def plant_some(self, kind: Kind, count: int = ROWS) -> list[str]:
        """Put some objects on the server, and give their ids."""
        return [self.plant(kind, number) for number in range(1, count + 1)]

    def there(self, kind: Kind) -> dict[str, Mapping[str, Any]]:
        """Look at the server's objects by id."""
        items = self.on_server(kind)
        by_id = {kind.id_of(item): item for item in items}
        assert len(by_id) == len(items), "the server has two objects with one id"
        return by_id

    def listed(self, kind: Kind, *, limit: int = PAGE, offset: int = 0) -> list[Any]:
        """Read a complete listing page by page, as the engine does, and check each page for itself."""
        found: list[Any] = []
        for _ in range(_MOST_PAGES):
            page = self.remote.list_page(kind, limit=limit, offset=offset, since=None)
            assert page.received == len(page.items), f"received says {page.received}, but {len(page.items)} came"
            assert not any(map(has_float, page.items)), "a number has been a float on the way"
            found += page.items
            assert page.items or not page.has_more, "an empty page says that more follow"
            if not page.has_more:
                assert page.total == offset + page.received, "the last page ends elsewhere than where the total says"
                return found
            assert offset + page.received < page.total, "more are to follow than the total says"
            offset += page.received if self.remote.abilities(kind).any_offset else limit
        raise AssertionError(f"the listing does not end after {_MOST_PAGES} pages")

    def by_listing(self, kind: Kind, id_: str) -> Mapping[str, Any]:
        """Find an object in the listing."""
        return next(item for item in self.listed(kind) if kind.id_of(item) == id_)

    def changes(self, kind: Kind, number: int) -> dict[str, Any]:
        """Make up a change of one field; other numbers make other changes."""
        one, other = item_of(kind, number), item_of(kind, number + 1)
        told = {kind.reference, *(path.partition(".")[0] for path in kind.references)}
        names = (kind.wire_names[name] for name in kind.wire_names if name in kind.editable - told)
        return next({name: one[name]} for name in names if name in one and not same(one[name], other[name]))

    def clearable(self, kind: Kind) -> str | None:
        """Name a field that may hold nothing, by the wire's name; None if there is none."""
        told = {kind.reference, *kind.references, *kind.keyed}
        optional = {field.name for field in attrs.fields(kind.model) if field.default is UNSET}
        item = item_of(kind, 1)
        names = (kind.wire_names[name] for name in kind.wire_names if name in (kind.editable & optional) - told)
        return next((name for name in names if isinstance(item.get(name), str)), None)


def assert_same_items(found: Sequence[Any], wanted: Mapping[str, Mapping[str, Any]], kind: Kind) -> None:
    """Check that objects are those of the server, each once and with all that it holds."""
    ids = [kind.id_of(item) for item in found]
    doubled = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    assert not doubled, f"more than once: {doubled}"
    assert sorted(set(wanted) - set(ids)) == [], "some of the server's objects are missing"
    assert sorted(set(ids) - set(wanted)) == [], "some objects are not on the server"
    unlike = [kind.id_of(item) for item in found if not same(item, wanted[kind.id_of(item)])]
    assert unlike == [], "some objects are not as the server has them"
