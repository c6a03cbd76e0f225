"""The proof that a storage behaves like a few dicts, whatever befalls it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ....sync.audit import AuditEntry, Decision
from ....sync.kinds import Kind
from ....sync.notes import NOTES, Agreed
from ....sync.records import Lease, RecordWrite, Scope
from ..awaiting import on_examples
from ..samples import same_values
from .base import AsyncProofs, Failure, agreed, hours, only

if TYPE_CHECKING:
    from ....sync import AsyncUnitOfWork
    from .. import stories


class AsyncStoryProofs(AsyncProofs):
    """Random work of the engine and random edits of the host's program, against a model."""

    async def test_random_work_leaves_what_a_few_dicts_would_hold(self, kind: Kind) -> None:
        """Transactions that are committed and others that fail, with edits by hand between them."""
        pytest.importorskip("hypothesis", reason="random stories need hypothesis: pip install hypothesis")
        from .. import stories

        async def live(story: list[stories.Chapter]) -> None:
            scope = await self.scope_of(kind)
            model = await self._begun(scope)
            for chapter in story:
                if isinstance(chapter, stories.Work):
                    model = await self._worked(scope, model, chapter)
                else:
                    await self._edited_by_hand(scope, model, chapter)
                await self._assert_like(scope, model)

        await on_examples(lambda prove: stories.read_aloud(prove, examples=self.examples), live)

    async def _begun(self, scope: Scope) -> stories.Model:
        """Begin with two records on which both sides agree."""
        from .. import stories

        model = stories.Model()
        for number, id_ in enumerate(stories.IDS[:2]):
            key = await self.new_row(scope, id_, number)
            values = self.sample(scope, number)
            model.rows[key] = stories.ModelRow(id_, values, values, touched=False)
            model.notes[Agreed, id_] = agreed(id_)
        return model

    async def _worked(self, scope: Scope, model: stories.Model, chapter: stories.Work) -> stories.Model:
        draft = model.copy()
        try:
            async with self.storage.transaction() as work:
                for step in chapter.steps:
                    await self._work(work, scope, draft, step)
                if chapter.fails:
                    raise Failure  # noqa: TRY301 - what it is to be left by
        except Failure:
            return model
        assert not chapter.fails, "a transaction swallowed the error that it was left by"
        return draft

    async def _work(self, work: AsyncUnitOfWork, scope: Scope, model: stories.Model, step: stories.Step) -> None:
        from .. import stories

        if isinstance(step, stories.Keep):
            await work.keep(scope, [step.note])
            model.notes[type(step.note), step.note.key] = step.note
        elif isinstance(step, stories.Drop):
            await work.drop(scope, step.note_class, step.keys)
            for key in step.keys:
                model.notes.pop((step.note_class, key), None)
        elif isinstance(step, stories.Claim):
            lease = Lease(owner=step.owner, until=hours(step.until))
            assert await work.claim_lease(scope, lease, now=hours(step.at)) == model.claim(step)
        elif isinstance(step, stories.Renew):
            lease = Lease(owner=step.owner, until=hours(step.until))
            assert await work.renew_lease(scope, lease) == model.renew(step)
        elif isinstance(step, stories.Release):
            await work.release_lease(scope, step.owner)
            model.release(step)
        elif isinstance(step, stories.Tell):
            await work.append_audit(scope, [AuditEntry(id=step.id, key=step.key, decision=Decision.UPDATED)])
            model.trail.append(step)
        else:
            await self._write_row(work, scope, model, step)

    async def _write_row(
        self,
        work: AsyncUnitOfWork,
        scope: Scope,
        model: stories.Model,
        step: stories.New | stories.Rewrite | stories.Delete,
    ) -> None:
        from .. import stories

        if isinstance(step, stories.New):
            if model.is_free(step.id):
                new = self.sample(scope, step.number)
                write = RecordWrite(key=None, id=step.id, values=new, settled=step.settled)
                assert not await work.write(scope, [write])
                found = await work.records(scope, [step.id])
                assert {*found} == {step.id}
                model.rows[str(found[step.id].key)] = stories.ModelRow(step.id, new, new if step.settled else None)
            return
        key = model.key(step.row)
        if key is None:
            return
        row = model.rows[key]
        if isinstance(step, stories.Delete):
            await work.write(scope, [RecordWrite(key=key, id=row.id, delete=True)])
            del model.rows[key]
        elif model.is_free(step.id, but_for=key):
            values = None if step.number is None else self.sample(scope, step.number)
            assert not await work.write(
                scope,
                [RecordWrite(key=key, id=step.id, values=values, settled=step.settled, deleted_on_server=step.marked)],
            )
            kept = row.values if values is None else values
            settled = dict(kept) if step.settled else None
            model.rows[key] = stories.ModelRow(step.id, kept, settled, step.marked, touched=not step.settled)

    async def _edited_by_hand(self, scope: Scope, model: stories.Model, step: stories.ByHand) -> None:
        from .. import stories

        if isinstance(step, stories.Make):
            await self.make_row(self.storage, scope, self.sample(scope, step.number))
            made = only(await self.all_edited(scope), lambda each: each.key not in {None, *model.rows})
            model.rows[str(made.key)] = stories.ModelRow(None, self.sample(scope, step.number))
            return
        key = model.key(step.row)
        if key is None:
            return
        if isinstance(step, stories.Remove):
            await self.delete_row(self.storage, scope, key)
            del model.rows[key]
        else:
            field = self.text_field(next(kind for kind in self.kinds if kind.name == scope.kind))
            edit = {field: self.sample(scope, step.number)[field]}
            await self.edit_row(self.storage, scope, key, edit)
            model.rows[key].values = {**model.rows[key].values, **edit}
            model.rows[key].touched = True

    async def _assert_like(self, scope: Scope, model: stories.Model) -> None:
        ids = {row.id: key for key, row in model.rows.items() if row.id is not None}
        async with self.storage.transaction() as work:
            by_id = await work.records(scope, [*ids, "c-none"])
            by_key = await work.local_records(scope, [*model.rows])
            for note_class in NOTES:
                notes = {key: note for (each, key), note in model.notes.items() if each is note_class}
                assert await work.notes(scope, note_class, [*notes, "none"]) == notes
                assert await work.count_notes(scope, note_class) == len(notes)
            for name in {each for step in model.trail for each in (step.id, step.key) if each is not None}:
                told = [step for step in model.trail if name in (step.id, step.key)]
                found = await work.audit(scope, [name])
                assert [entry.id for entry in found] == [step.id for step in told]
                # Where an entry names no row, a storage that knows it may fill it in.
                assert all(step.key in (entry.key, None) for step, entry in zip(told, found, strict=True))
        assert {id_: each.key for id_, each in by_id.items()} == ids
        assert {*by_key} == {*model.rows}
        for key, row in model.rows.items():
            assert by_key[key].id == row.id
            assert same_values(by_key[key].local, row.values)
        assert await self.rows(self.storage, scope) == {key: row.marked for key, row in model.rows.items()}
        await self._assert_edited_like(scope, model)

    async def _assert_edited_like(self, scope: Scope, model: stories.Model) -> None:
        found: dict[str, Any] = {each.edit_key: each for each in await self.all_edited(scope)}
        gone = {f"gone:{id_}" for id_ in model.gone()}
        must = {f"row:{key}" for key, row in model.rows.items() if row.must_be_found} | gone
        may = {f"row:{key}" for key, row in model.rows.items() if row.touched or not self.knows_edited} | gone
        assert must <= {*found}, f"{must - {*found}} should be found"
        assert {*found} <= must | may, f"{ {*found} - must - may } should not be found"
