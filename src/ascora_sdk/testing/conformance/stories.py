"""Random stories of what befalls a storage, and a model of one that is no more than dicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, Final, TypeAlias

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ...sync.notes import Agreed, Checkpoint, FailedRecord, Note

IDS: Final = ("c-1", "c-2", "C-1", "c 3", "4")
NAMES: Final = (*IDS, "k-1")
OWNERS: Final = ("ours", "theirs")
FEW: Final = 5


@attrs.frozen
class New:
    """The engine writes a new row, if the id is free."""

    id: str
    number: int
    settled: bool


@attrs.frozen
class Rewrite:
    """The engine writes a row that is there."""

    row: int
    id: str | None
    number: int | None
    settled: bool
    marked: bool


@attrs.frozen
class Delete:
    """The engine takes a row away."""

    row: int


@attrs.frozen
class Keep:
    """The engine keeps a note."""

    note: Note


@attrs.frozen
class Drop:
    """The engine drops notes."""

    note_class: type[Note]
    keys: tuple[str, ...]


@attrs.frozen
class Claim:
    """A worker claims the lease."""

    owner: str
    until: int
    at: int


@attrs.frozen
class Renew:
    """A worker renews the lease."""

    owner: str
    until: int


@attrs.frozen
class Release:
    """A worker releases the lease."""

    owner: str


@attrs.frozen
class Tell:
    """The engine tells of a decision."""

    id: str | None
    key: str | None


@attrs.frozen
class Make:
    """Somebody here makes a row."""

    number: int


@attrs.frozen
class Edit:
    """Somebody here edits a row."""

    row: int
    number: int


@attrs.frozen
class Remove:
    """Somebody here removes a row."""

    row: int


@attrs.frozen
class Put:
    """Somebody there adds an object, or edits it if it is there."""

    id: str
    number: int


@attrs.frozen
class Take:
    """Somebody there deletes an object."""

    id: str


@attrs.frozen
class Sync:
    """Both sides are synced."""


Scene: TypeAlias = Make | Edit | Remove | Put | Take | Sync
Step: TypeAlias = New | Rewrite | Delete | Keep | Drop | Claim | Renew | Release | Tell
ByHand: TypeAlias = Make | Edit | Remove


@attrs.frozen
class Work:
    """One transaction."""

    steps: tuple[Step, ...]
    fails: bool


Chapter: TypeAlias = Work | ByHand


@attrs.define
class ModelRow:
    """What a row should be like."""

    id: str | None
    values: dict[str, Any]
    settled: Mapping[str, Any] | None = None
    marked: bool = False
    touched: bool = True

    @property
    def must_be_found(self) -> bool:
        """Whether it has to be among the edited."""
        return self.id is None or self.settled != self.values


@attrs.define
class Model:
    """What a storage should hold of one scope."""

    rows: dict[str, ModelRow] = attrs.field(factory=dict)
    notes: dict[tuple[type[Note], str], Note] = attrs.field(factory=dict)
    lease: tuple[str, int] | None = None
    trail: list[Tell] = attrs.field(factory=list)

    def copy(self) -> Model:
        """Give one that goes its own way."""
        return deepcopy(self)

    def key(self, row: int) -> str | None:
        """Give the key of one of the rows; None if there is none."""
        return [*self.rows][row % len(self.rows)] if self.rows else None

    def is_free(self, id_: str | None, *, but_for: str | None = None) -> bool:
        """Tell whether no other row has an id."""
        return id_ is None or all(row.id != id_ or key == but_for for key, row in self.rows.items())

    def gone(self) -> set[str]:
        """Give the ids of the records on which both sides agreed and that have no row."""
        agreed = {key for note_class, key in self.notes if note_class is Agreed}
        return agreed - {row.id for row in self.rows.values() if row.id is not None}

    def claim(self, step: Claim) -> bool:
        """Take the lease, if it can be had."""
        if self.lease is not None and self.lease[0] != step.owner and self.lease[1] > step.at:
            return False
        self.lease = (step.owner, step.until)
        return True

    def renew(self, step: Renew) -> bool:
        """Renew the lease, if it is the owner's."""
        if self.lease is None or self.lease[0] != step.owner:
            return False
        self.lease = (step.owner, step.until)
        return True

    def release(self, step: Release) -> None:
        """Release the lease, if it is the owner's."""
        if self.lease is not None and self.lease[0] == step.owner:
            self.lease = None


def read_aloud(prove: Callable[[list[Chapter]], None], *, examples: int) -> None:
    """Prove something of random stories, and of the shortest that disproves it, if one does."""
    _tried(_STORIES, prove, examples)


def played(prove: Callable[[list[Scene]], None], *, examples: int) -> None:
    """Prove something of random stories of edits on two sides."""
    _tried(_SCENES, prove, examples)


def _tried(stories: st.SearchStrategy[Any], prove: Callable[[Any], None], examples: int) -> None:
    # Without the phase that explains: a story is its own explanation, and that takes longer than all the rest.
    phases = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)

    patience = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)

    @settings(max_examples=examples, deadline=None, phases=phases, suppress_health_check=patience)
    @given(stories)
    def each(story: Any) -> None:
        prove(story)

    each()


_ROWS: Final = st.integers(0, 4)
_NUMBERS: Final = st.integers(0, FEW)
_HOURS: Final = st.integers(0, FEW).map(lambda number: 2 * number)
_NOTES: Final = (
    st.builds(Agreed, key=st.sampled_from(IDS), base=st.just("{}"), digest=st.sampled_from("abc"))
    | st.builds(Checkpoint, offset=st.none() | st.integers(0, FEW))
    | st.builds(
        FailedRecord,
        key=st.sampled_from(IDS),
        digest=st.just("0f"),
        error=st.just("bad"),
        payload=st.just("{}"),
        attempts=_NUMBERS,
    )
)
_NEW: Final = st.builds(New, st.sampled_from(IDS), _NUMBERS, st.booleans())
_REWRITE: Final = st.builds(
    Rewrite, _ROWS, st.none() | st.sampled_from(IDS), st.none() | _NUMBERS, st.booleans(), marked=st.booleans()
)
_STEPS: Final = st.one_of(
    # The more of these the more happens.
    *(_NEW, _NEW, _NEW, _REWRITE, _REWRITE, _REWRITE),
    st.builds(Delete, _ROWS),
    st.builds(Keep, _NOTES),
    st.builds(
        Drop,
        st.sampled_from([Agreed, FailedRecord]),
        st.lists(st.sampled_from(IDS), unique=True, max_size=2).map(tuple),
    ),
    # Never equal: whether a lease has run out at the very moment is nobody's promise.
    st.builds(Claim, st.sampled_from(OWNERS), _HOURS, _HOURS.map(lambda hour: hour + 1)),
    st.builds(Renew, st.sampled_from(OWNERS), _HOURS),
    st.builds(Release, st.sampled_from(OWNERS)),
    st.builds(Tell, st.none() | st.sampled_from(IDS), st.none() | st.sampled_from(NAMES)),
)
_WORK: Final = st.builds(
    Work, st.lists(_STEPS, min_size=2, max_size=8).map(tuple), st.sampled_from([False, False, False, True])
)
_BY_HAND: Final = st.builds(Make, _NUMBERS) | st.builds(Edit, _ROWS, _NUMBERS) | st.builds(Remove, _ROWS)
_STORIES: Final = st.lists(st.one_of(_WORK, _WORK, _WORK, _BY_HAND), min_size=2, max_size=8)
_THERE: Final = st.builds(Put, st.sampled_from(IDS), _NUMBERS) | st.builds(Take, st.sampled_from(IDS))
_SCENES: Final = st.lists(st.one_of(_BY_HAND, _THERE, st.builds(Sync)), min_size=2, max_size=12)
