"""Notes on a job: what goes over the wire, what comes back, and what the server has then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timezone

import pytest

from ascora_sdk import UNSET, AscoraApiError, AsyncAscoraClient, Note, NotFoundError, ValidationError
from ascora_sdk.sandbox import AnswerLost, Sandbox, Status

NO_TEXT = [None, 5, b"a", ["a"], UNSET]
NO_ID = ["", " ", ".", "..", None, 7, "\ud800"]


async def test_add(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    note = await client.jobs.notes.add("j-1", "Dried out ✓\n<b>& aired</b>")
    (request,) = sandbox.requests
    assert (request.method, request.raw_path) == ("POST", "/api/v1/jobs/j-1/notes")
    assert request.json() == {"note": "Dried out ✓\n<b>& aired</b>"}
    assert request.headers["content-type"] == "application/json"
    assert "idempotency-key" not in request.headers
    assert isinstance(note, Note)
    assert (note.id, note.job_id, note.note) == ("n-1", "j-1", "Dried out ✓\n<b>& aired</b>")
    assert note.created_at.tzinfo == timezone.utc
    assert sandbox.get("note", "n-1")["userId"] == note.user_id


async def test_list_gives_all_in_order(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    for job, text in (("j-1", "a"), ("j-2", "b"), ("j-1", "c")):
        sandbox.add("note", jobId=job, note=text, mood="wet")
    notes = await client.jobs.notes.list("j-1")
    assert isinstance(notes, list)
    assert [(note.note, note.extra) for note in notes] == [("a", {"mood": "wet"}), ("c", {"mood": "wet"})]
    assert all(isinstance(note.created_at, datetime) for note in notes)
    assert await client.jobs.notes.list("j-3") == []
    (request, _) = sandbox.requests
    assert (request.method, request.raw_path, str(request.query), request.body) == (
        "GET",
        "/api/v1/jobs/j-1/notes",
        "",
        b"",
    )


async def test_update(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    before = sandbox.add("note", jobId="j-1", note="a")
    note = await client.jobs.notes.update("j-1", "n-1", "b")
    (request,) = sandbox.requests
    assert (request.method, request.raw_path, request.body) == ("PUT", "/api/v1/jobs/j-1/notes/n-1", b'{"note":"b"}')
    assert note.note == "b"
    assert sandbox.get("note", "n-1") == before | {"note": "b"}


async def test_delete(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.add("note", jobId="j-1", note="a")
    assert await client.jobs.notes.delete("j-1", "n-1") is None
    (request,) = sandbox.requests
    assert (request.method, request.raw_path, request.body) == ("DELETE", "/api/v1/jobs/j-1/notes/n-1", b"")
    assert sandbox.count("note") == 0


async def test_a_deletion_whose_answer_was_lost_was_done(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.add("note", jobId="j-1", note="a")
    sandbox.fault("DELETE *", AnswerLost("drop"))
    assert await client.jobs.notes.delete("j-1", "n-1") is None
    assert (sandbox.count("note"), len(sandbox.requests)) == (0, 2)


MISSING: dict[str, tuple[Callable[[AsyncAscoraClient], Awaitable[object]], tuple[str, str]]] = {
    "add": (lambda client: client.jobs.notes.add("j-99", "a"), ("job", "j-99")),
    "list": (lambda client: client.jobs.notes.list("j-99"), ("job", "j-99")),
    "update": (lambda client: client.jobs.notes.update("j-1", "n-99", "a"), ("note", "n-99")),
    "update on another job": (lambda client: client.jobs.notes.update("j-2", "n-1", "a"), ("note", "n-1")),
    "delete": (lambda client: client.jobs.notes.delete("j-1", "n-99"), ("note", "n-99")),
    "delete on another job": (lambda client: client.jobs.notes.delete("j-2", "n-1"), ("note", "n-1")),
}


@pytest.mark.parametrize("name", MISSING)
async def test_what_is_missing_is_named(sandbox: Sandbox, client: AsyncAscoraClient, name: str) -> None:
    sandbox.add("note", jobId="j-1", note="a")
    call, named = MISSING[name]
    with pytest.raises(NotFoundError) as caught:
        await call(client)
    assert (caught.value.resource, caught.value.id, caught.value.attempts) == (*named, 1)
    assert sandbox.get("note", "n-1")["note"] == "a"


async def test_a_text_that_the_server_refuses(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.add("note", jobId="j-1", note="a")
    notes = client.jobs.notes
    for call in (lambda: notes.add("j-1", ""), lambda: notes.update("j-1", "n-1", "")):
        with pytest.raises(ValidationError) as caught:
            await call()
        assert list(caught.value.errors) == ["note"]


@pytest.mark.parametrize("text", NO_TEXT, ids=repr)
async def test_what_is_no_text_is_not_sent(sandbox: Sandbox, client: AsyncAscoraClient, text: object) -> None:
    with pytest.raises(TypeError):
        await client.jobs.notes.add("j-1", text)
    with pytest.raises(TypeError):
        await client.jobs.notes.update("j-1", "n-1", text)
    assert sandbox.requests == ()


@pytest.mark.parametrize("id_", NO_ID, ids=ascii)
async def test_an_id_that_is_none_is_not_sent(sandbox: Sandbox, client: AsyncAscoraClient, id_: object) -> None:
    notes = client.jobs.notes
    for call in (lambda: notes.add(id_, "a"), lambda: notes.list(id_), lambda: notes.update(id_, "n-1", "a")):
        with pytest.raises((TypeError, ValueError), match="job id"):
            await call()
    for call in (lambda: notes.update("j-1", id_, "a"), lambda: notes.delete("j-1", id_)):
        with pytest.raises((TypeError, ValueError), match="note id"):
            await call()
    assert sandbox.requests == ()


async def test_an_id_stays_one_segment(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    with pytest.raises(NotFoundError) as caught:
        await client.jobs.notes.update("../jobs", "n/1?x=#%", "a")
    assert caught.value.id == "n/1?x=#%"
    assert sandbox.requests[0].raw_path == "/api/v1/jobs/..%2Fjobs/notes/n%2F1%3Fx%3D%23%25"


async def test_an_answer_of_another_shape_is_told_by_its_path(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    whole = '{"id":"n-1","jobId":"j-1","userId":"u-1","note":"a","createdAt":"2026-02-17T21:09:20Z"}'
    sandbox.fault("*", Status(200, f'{{"data": [{whole}, {whole.replace("u-1", "")[:-1]}, "pinned": 1}}]}}'))
    assert [note.user_id for note in await client.jobs.notes.list("j-1")] == ["u-1", ""]
    sandbox.fault("*", Status(200, f'{{"data": [{whole}, {{"id": 5}}]}}'))
    with pytest.raises(AscoraApiError, match=r"data\[1\]\.id: expected a string"):
        await client.jobs.notes.list("j-1")
    for body in ("[]", '{"data": {}}', '{"data": null}', "{}"):
        sandbox.fault("*", Status(200, body))
        with pytest.raises(AscoraApiError, match="no list 'data'"):
            await client.jobs.notes.list("j-1")
