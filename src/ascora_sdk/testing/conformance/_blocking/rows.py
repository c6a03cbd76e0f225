# Generated from ../_async/rows.py by tools/unasync; do not edit.
"""Proofs of reading and writing rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....sync.kinds import Kind
from ....sync.records import RecordWrite, Scope
from ..blocking import Meeting
from ..samples import NAMES, same_values
from .base import Proofs

if TYPE_CHECKING:
    from ....sync import Storage


class RowProofs(Proofs):
    """What is written is there, in its own place, and nothing else has changed."""

    def test_a_new_row_is_found_by_its_id_and_by_its_key(self, kind: Kind) -> None:
        """A row is there after its transaction, and within it."""
        scope = self.scope_of(kind)
        values = self.sample(scope, 1)
        with self.storage.transaction() as work:
            assert not work.write(scope, [RecordWrite(key=None, id="c-1", values=values)])
            within = (work.records(scope, ["c-1"]))["c-1"]
        self.assert_row(scope, within.key, "c-1", values)

    def test_what_no_row_is_called_is_in_no_answer(self, kind: Kind) -> None:
        """Unknown ids and keys are passed over, whatever they look like; so is an id taken for a key."""
        scope = self.scope_of(kind)
        key = self.new_row(scope)
        with self.storage.transaction() as work:
            assert not work.records(scope, NAMES[1:])
            assert {*work.records(scope, ["c-2", "c-1"])} == {"c-1"}
            assert {*work.local_records(scope, [*NAMES[7:], f"{key}9", "-1", "", key])} <= {key, "1"}
            assert {*work.local_records(scope, ["c-1", "c-2"])} <= {key}

    def test_nothing_asked_for_is_nothing_done(self) -> None:
        """Empty lists are allowed everywhere."""
        scope = self.scope_of()
        with self.storage.transaction() as work:
            assert not work.records(scope, [])
            assert not work.local_records(scope, [])
            assert not work.write(scope, [])
            assert not work.edited(scope, after=None, limit=5)
            work.keep(scope, [])
            work.append_audit(scope, [])

    def test_many_rows_are_written_and_read_at_once(self) -> None:
        """A page may be large: no limit of a statement's arguments is met."""
        scope = self.scope_of()
        ids = [f"c-{number}" for number in range(1_500)]
        writes = [RecordWrite(key=None, id=id_, values=self.sample(scope, n)) for n, id_ in enumerate(ids)]
        assert not self.write(scope, *writes)
        with self.storage.transaction() as work:
            found = work.records(scope, ids)
            again = len(work.local_records(scope, [str(each.key) for each in found.values()]))
        lost = [id_ for id_ in ids if id_ not in found]
        assert not lost[:3], f"{len(lost)} rows are not found by their ids"
        assert again == len(ids)

    def test_ids_that_look_alike_are_apart(self) -> None:
        """An id is text: case, blanks, zeros in front and forms of the same letter make another one."""
        scope = self.scope_of()
        values = {name: self.sample(scope, number) for number, name in enumerate(NAMES)}
        assert not self.write(scope, *(RecordWrite(key=None, id=name, values=values[name]) for name in NAMES))
        with self.storage.transaction() as work:
            found = work.records(scope, NAMES)
        assert {*found} == {*NAMES}
        assert all(found[name].id == name for name in NAMES)
        assert all(same_values(found[name].local, values[name]) for name in NAMES)
        assert len({found[name].key for name in NAMES}) == len(NAMES)

    def test_organizations_with_the_same_ids_are_apart(self, kind: Kind) -> None:
        """What one organization writes or deletes is nothing to another."""
        ours, theirs = self.scope_of(kind), self.scope_of(kind)
        our_key, their_key = self.new_row(ours, number=1), self.new_row(theirs, number=2)
        self.assert_row(ours, our_key, "c-1", self.sample(ours, 1))
        self.assert_row(theirs, their_key, "c-1", self.sample(theirs, 2))
        self.write(ours, RecordWrite(key=our_key, id="c-1", delete=True))
        assert self.by_id(ours, "c-1") is None
        self.assert_row(theirs, their_key, "c-1", self.sample(theirs, 2))
        assert [*self.rows(self.storage, theirs)] == [their_key]

    def test_another_organization_does_not_reach_a_row_by_its_key(self, kind: Kind) -> None:
        """A key found in one organization reads and writes nothing in another."""
        ours, theirs = self.scope_of(kind), self.scope_of(kind)
        key = self.new_row(ours)
        stored = self.by_key(theirs, key)
        assert stored is None, "a row of another organization was read"
        # To a row of its own with that key, if it had one, this would be no harm; it has none.
        self.write(theirs, RecordWrite(key=key, id="c-1", delete=True))
        self.write(theirs, RecordWrite(key=key, id="c-9", values=self.sample(theirs, 9)))
        self.assert_row(ours, key, "c-1", self.sample(ours, 1))

    def test_kinds_with_the_same_ids_are_apart(self) -> None:
        """A customer and a job may have the same id."""
        organization = (self.scope_of()).organization_id
        scopes = [Scope(organization, kind.name) for kind in self.kinds]
        keys = [self.new_row(scope, number=number) for number, scope in enumerate(scopes)]
        self.write(scopes[0], RecordWrite(key=keys[0], id="c-1", delete=True))
        assert self.by_id(scopes[0], "c-1") is None
        for number, scope in enumerate(scopes[1:], start=1):
            self.assert_row(scope, keys[number], "c-1", self.sample(scope, number))

    def test_new_values_take_the_place_of_the_old(self, kind: Kind) -> None:
        """A row that is written by its key holds all of the new values, and no other row does."""
        scope = self.scope_of(kind)
        key, other = self.new_row(scope), self.new_row(scope, "c-2", number=2)
        field = self.text_field(kind)
        values = self.sample(scope, 3, extra=None, **{field: ""})
        assert not self.write(scope, RecordWrite(key=key, id="c-1", values=values))
        self.assert_row(scope, key, "c-1", values)
        self.assert_row(scope, other, "c-2", self.sample(scope, 2))
        assert {*self.rows(self.storage, scope)} == {key, other}

    def test_without_values_the_values_stay(self, kind: Kind) -> None:
        """A write that has no values changes none."""
        scope = self.scope_of(kind)
        key = self.new_row(scope)
        for settled in (True, False):
            assert not self.write(scope, RecordWrite(key=key, id="c-1", settled=settled))
            self.assert_row(scope, key, "c-1", self.sample(scope, 1))

    def test_a_row_made_here_is_given_its_id(self, kind: Kind) -> None:
        """Once the server has it, it is found by its id, and its key is what it was."""
        scope = self.scope_of(kind)
        made = self.made_here(scope)
        assert made.local is not None
        assert not self.write(scope, RecordWrite(key=made.key, id="c-new"))
        self.assert_row(scope, made.key, "c-new", made.local)
        assert [*self.rows(self.storage, scope)] == [made.key]

    def test_an_id_is_taken_away_and_given_to_another_row(self, kind: Kind) -> None:
        """A row may lose its id, and another one may have it then."""
        scope = self.scope_of(kind)
        key, other = self.new_row(scope), self.new_row(scope, "c-2", number=2)
        assert not self.write(scope, RecordWrite(key=key, id=None, settled=False))
        assert self.by_id(scope, "c-1") is None
        self.assert_row(scope, key, None, self.sample(scope, 1))
        assert not self.write(scope, RecordWrite(key=other, id="c-1"))
        self.assert_row(scope, other, "c-1", self.sample(scope, 2))
        assert self.by_id(scope, "c-2") is None

    def test_a_deleted_row_is_gone(self, kind: Kind) -> None:
        """It is found no more, all others are, and its id is free."""
        scope = self.scope_of(kind)
        key, other = self.new_row(scope), self.new_row(scope, "c-2", number=2)
        self.write(scope, RecordWrite(key=key, id="c-1", values=self.sample(scope, 9), delete=True))
        assert self.by_id(scope, "c-1") is None
        assert self.by_key(scope, key) is None
        assert [*self.rows(self.storage, scope)] == [other]
        self.new_row(scope, number=3)

    def test_a_key_is_never_given_to_another_row(self) -> None:
        """What is remembered of a row by its key must not be taken for a later row's."""
        scope = self.scope_of()
        keys = [self.new_row(scope)]
        self.write(scope, RecordWrite(key=keys[-1], id="c-1", delete=True))
        keys.append(self.new_row(scope))
        self.delete_row(self.storage, scope, keys[-1])
        keys.append(self.new_row(scope))
        assert len({*keys}) == len(keys)

    def test_a_row_is_marked_as_deleted_on_the_server(self, kind: Kind) -> None:
        """The mark is kept with the row, touches nothing else, and goes when it is taken off."""
        scope = self.scope_of(kind)
        key, other = self.new_row(scope), self.new_row(scope, "c-2", number=2)
        assert self.rows(self.storage, scope) == {key: False, other: False}
        assert not self.write(scope, RecordWrite(key=key, id="c-1", deleted_on_server=True))
        assert self.rows(self.storage, scope) == {key: True, other: False}
        self.assert_row(scope, key, "c-1", self.sample(scope, 1))
        assert not self.write(scope, RecordWrite(key=key, id="c-1", values=self.sample(scope, 3)))
        assert self.rows(self.storage, scope) == {key: False, other: False}

    def test_a_row_that_was_read_stays_until_the_transaction_ends(self) -> None:
        """Two workers that read a row and then write it come one after the other: neither undoes what the other did."""
        scope = self.scope_of()
        key = self.new_row(scope)
        field = self.text_field(self.kinds[0])
        self.write(scope, RecordWrite(key=key, id="c-1", values=self.sample(scope, 1, **{field: ""})))

        def append(letter: str, others: Meeting, storage: Storage) -> None:
            with storage.transaction() as work:
                local = (work.records(scope, ["c-1"]))["c-1"].local or {}
                others.wait()
                values = {**local, field: f"{local[field]}{letter}"}
                assert not work.write(scope, [RecordWrite(key=key, id="c-1", values=values)])

        self.at_once(append, "a", "b")
        stored = self.by_key(scope, key)
        assert stored is not None
        assert stored.local is not None
        assert sorted(stored.local[field]) == ["a", "b"], "a row was overwritten that another transaction had read"
