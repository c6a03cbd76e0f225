# Generated from ../../_async/client/test_attachments.py by tools/unasync; do not edit.
"""Attachments as the API knows them: what is sent, what comes back, and what is refused before anything is sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ascora_sdk import AscoraApiError, AscoraClient, Attachment, Hooks, NotFoundError, ValidationError
from ascora_sdk.sandbox import AnswerLost, Malformed, Sandbox, Status

MakeClient = Callable[..., AscoraClient]
ADD = "POST /jobs/{id}/attachments"


def test_from_the_first_to_the_last(sandbox: Sandbox, client: AscoraClient) -> None:
    attachments = client.jobs.attachments
    added = attachments.add("j-1", b"wet", file_name="wall.jpg")
    assert isinstance(added, Attachment)
    assert (added.job_id, added.file_name, added.file_size) == ("j-1", "wall.jpg", 3)
    assert sandbox.file(added.id) == b"wet"
    assert attachments.list("j-1") == [added]
    assert attachments.list("j-2") == []
    assert attachments.get("j-1", added.id) == added
    attachments.delete("j-1", added.id)
    assert attachments.list("j-1") == []


@pytest.mark.parametrize(
    ("file_name", "file_type", "told", "part"),
    [
        ("wall.JPG", None, None, "image/jpeg"),
        ("wall.heic", None, None, "image/heic"),
        ("backup.tar.gz", None, None, "application/gzip"),
        ("README", None, None, "application/octet-stream"),
        ("wall.jpg", "image/png", "image/png", "image/png"),
        ("a.txt", "text/plain; charset=utf-8", "text/plain; charset=utf-8", "text/plain; charset=utf-8"),
        ("wall.jpg", "photo", "photo", "image/jpeg"),
    ],
)
def test_the_type_is_told_by_the_caller_or_by_the_name(
    sandbox: Sandbox, client: AscoraClient, file_name: str, file_type: str | None, told: str | None, part: str
) -> None:
    added = client.jobs.attachments.add("j-1", b"x", file_name=file_name, file_type=file_type)
    assert added.file_type == (told or part)
    parts = {received.name: received for received in sandbox.requests[-1].parts}
    assert parts["file"].content_type == part
    assert (parts["fileType"].read().decode() if told else None) == told
    assert set(parts) == ({"file", "fileType"} if told else {"file"})


@pytest.mark.parametrize("file_type", ["", " ", "é/x", "a/b\r\nX-Other: 1", "a\x00", 5, b"image/png"])
def test_a_type_that_cannot_be_told_is_refused(
    sandbox: Sandbox, client: AscoraClient, file_type: str
) -> None:
    with pytest.raises(ValueError, match="file_type"):
        client.jobs.attachments.add("j-1", b"x", file_name="a", file_type=file_type)
    assert sandbox.requests == ()


@pytest.mark.parametrize(
    "file_name",
    [
        "Стена и потолок.jpg",
        "壁.png",
        "été 😀 ﬁ.jpg",
        'the "wet" wall.jpg',
        "a\r\nX-Injected: 1\r\n\r\nb.jpg",
        'a"; filename="other.jpg',
        "a;b=c, d.jpg",
        "it's 100%.jpg",
        "ends in\\",
        "../../up.jpg",
        " blanks ",
        "x" * 200,
    ],
)
def test_a_name_arrives_as_it_is(sandbox: Sandbox, client: AscoraClient, file_name: str) -> None:
    added = client.jobs.attachments.add("j-1", b"x", file_name=file_name)
    assert added.file_name == file_name
    assert [(part.name, part.file_name, part.read()) for part in sandbox.requests[-1].parts] == [
        ("file", file_name, b"x")
    ]
    assert "x-injected" not in sandbox.requests[-1].headers


@pytest.mark.parametrize("file_name", ["", " ", "\u2028", "a\x00b", "caf\udce9.jpg", 5, b"a.jpg"])
def test_a_name_that_is_none_is_refused(sandbox: Sandbox, client: AscoraClient, file_name: str) -> None:
    with pytest.raises(ValueError, match="file_name"):
        client.jobs.attachments.add("j-1", b"x", file_name=file_name)
    assert sandbox.requests == ()


def test_a_name_that_no_header_can_hold_is_an_error_of_the_server(client: AscoraClient) -> None:
    with pytest.raises(ValidationError) as caught:
        client.jobs.attachments.add("j-1", b"x", file_name="x" * 100_000)
    assert len(str(caught.value)) < 1000


def test_what_is_not_there_is_told_by_its_id(client: AscoraClient, tmp_path: Path) -> None:
    attachments = client.jobs.attachments
    for call, resource, id in (
        (lambda: attachments.add("j-9", b"x", file_name="a"), "job", "j-9"),
        (lambda: attachments.list("j-9"), "job", "j-9"),
        (lambda: attachments.get("j-1", "a-9"), "attachment", "a-9"),
        (lambda: attachments.delete("j-1", "a-9"), "attachment", "a-9"),
        (lambda: attachments.download("j-1", "a-9", tmp_path), "attachment", "a-9"),
    ):
        with pytest.raises(NotFoundError) as caught:
            call()
        assert (caught.value.resource, caught.value.id) == (resource, id)


@pytest.mark.parametrize("ids", [("", "a-1"), ("j-1", " "), ("..", "a-1"), ("j-1", ".."), (5, "a-1"), ("j-1", None)])
def test_ids_that_are_none_are_refused(sandbox: Sandbox, client: AscoraClient, ids: tuple[str, str]) -> None:
    with pytest.raises((ValueError, TypeError), match="id"):
        client.jobs.attachments.get(*ids)
    with pytest.raises((ValueError, TypeError), match="id"):
        client.jobs.attachments.delete(*ids)
    assert sandbox.requests == ()


def test_a_deletion_whose_answer_was_lost_was_done(sandbox: Sandbox, client: AscoraClient) -> None:
    added = client.jobs.attachments.add("j-1", b"x", file_name="a")
    sandbox.fault("DELETE *", AnswerLost("drop"))
    client.jobs.attachments.delete("j-1", added.id)
    assert sandbox.count("attachment") == 0


@pytest.mark.parametrize("flaw", ["html", "truncated", "empty", "bare_value"])
def test_an_answer_that_cannot_be_read_says_that_the_file_may_be_there(
    sandbox: Sandbox, client: AscoraClient, flaw: str
) -> None:
    sandbox.fault(ADD, Malformed(flaw))
    with pytest.raises(AscoraApiError, match="may have been carried out"):
        client.jobs.attachments.add("j-1", b"x", file_name="a")
    assert sandbox.count("attachment") == len(sandbox.requests) == 1


def test_an_idempotency_key_covers_a_lost_answer(sandbox: Sandbox, client: AscoraClient) -> None:
    sandbox.fault(ADD, AnswerLost("drop"), times=2)
    added = client.jobs.attachments.add("j-1", b"x" * 300_000, file_name="a", idempotency_key="upload 1")
    assert [request.headers["idempotency-key"] for request in sandbox.requests] == ["upload 1"] * 3
    assert len({request.sha256 for request in sandbox.requests}) == 1
    assert (sandbox.count("attachment"), added.file_size) == (1, 300_000)


def test_options_of_one_call(sandbox: Sandbox, make_client: MakeClient, tmp_path: Path) -> None:
    client = make_client(max_retries=5)
    added = client.jobs.attachments.add("j-1", b"x", file_name="a", timeout=5, max_retries=0)
    sandbox.fault("*", Status(429), times=None)
    for call in (
        lambda: client.jobs.attachments.add("j-1", b"x", file_name="a", max_retries=1),
        lambda: client.jobs.attachments.list("j-1", max_retries=1),
        lambda: client.jobs.attachments.get("j-1", added.id, max_retries=1),
        lambda: client.jobs.attachments.download("j-1", added, tmp_path, max_retries=1),
        lambda: client.jobs.attachments.delete("j-1", added.id, max_retries=1),
        lambda: client.with_options(max_retries=1).jobs.attachments.list("j-1"),
    ):
        with pytest.raises(AscoraApiError) as caught:
            call()
        assert caught.value.attempts == 2
    with pytest.raises(TypeError, match="colour"):
        client.jobs.attachments.list("j-1", colour="red")


def test_the_answer_beside_what_it_says(sandbox: Sandbox, client: AscoraClient) -> None:
    answer = client.with_raw(lambda raw: raw.jobs.attachments.add("j-1", b"x", file_name="a"))
    assert (answer.status, answer.parsed.file_name) == (201, "a")
    fetched = client.with_raw(lambda raw: raw.jobs.attachments.get("j-1", answer.parsed.id))
    assert fetched.parsed == answer.parsed


def test_hooks_see_each_try_and_no_id(sandbox: Sandbox, make_client: MakeClient) -> None:
    seen: list[tuple[str, str, int, int | None]] = []
    hooks = Hooks(
        after_attempt=lambda attempt, result: seen.append(
            (attempt.method, attempt.template, attempt.number, result.status)
        )
    )
    client = make_client(hooks=[hooks])
    sandbox.fault(ADD, Status(429))
    added = client.jobs.attachments.add("j-1", b"x", file_name="a")
    client.jobs.attachments.get("j-1", added.id)
    assert seen == [
        ("POST", "/jobs/{id}/attachments", 1, 429),
        ("POST", "/jobs/{id}/attachments", 2, 201),
        ("GET", "/jobs/{id}/attachments/{attachmentId}", 1, 200),
    ]
