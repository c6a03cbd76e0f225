"""Notes of a job: written, changed and taken out, and gone with their job."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox


def test_a_note_is_whole_and_says_who_wrote_it_and_when(sandbox: Sandbox, http: httpx.Client) -> None:
    answer = http.post("/jobs/j-1/notes", json={"note": "Dried out ✓", "id": "mine", "userId": "me", "jobId": "j-2"})
    assert answer.status_code == 201
    note = answer.json()
    assert (note["id"], note["jobId"], note["note"]) == ("n-1", "j-1", "Dried out ✓")
    assert (note["userId"], note["userName"]) == ("u-1", "Kirra Walker")
    assert note["createdAt"].endswith("Z")
    assert "updatedAt" not in note
    assert http.get("/jobs/j-1/notes").json() == {"data": [note]}
    assert sandbox.get("note", "n-1") == note


def test_each_job_has_its_own_notes_in_their_order(http: httpx.Client) -> None:
    for job, text in (("j-1", "a"), ("j-2", "b"), ("j-1", "c")):
        http.post(f"/jobs/{job}/notes", json={"note": text})
    assert [note["note"] for note in http.get("/jobs/j-1/notes").json()["data"]] == ["a", "c"]
    assert [note["note"] for note in http.get("/jobs/j-2/notes").json()["data"]] == ["b"]
    assert http.get("/jobs/j-3/notes").json() == {"data": []}


def test_an_update_changes_the_text_alone(http: httpx.Client) -> None:
    before = http.post("/jobs/j-1/notes", json={"note": "a", "pinned": True}).json()
    answer = http.put("/jobs/j-1/notes/n-1", json={"note": "b", "createdAt": "2000-01-01"})
    assert answer.status_code == 200
    assert answer.json() == before | {"note": "b"}
    assert http.get("/jobs/j-1/notes").json()["data"] == [answer.json()]


def test_a_deleted_note_is_gone(http: httpx.Client) -> None:
    http.post("/jobs/j-1/notes", json={"note": "a"})
    answer = http.delete("/jobs/j-1/notes/n-1")
    assert (answer.status_code, answer.content) == (204, b"")
    assert http.get("/jobs/j-1/notes").json() == {"data": []}
    assert http.delete("/jobs/j-1/notes/n-1").status_code == 404


@pytest.mark.parametrize("body", [{}, {"note": None}, {"note": ""}, {"note": 5}, {"note": ["a"]}, {"text": "a"}])
@pytest.mark.parametrize(("method", "path"), [("POST", "/jobs/j-1/notes"), ("PUT", "/jobs/j-1/notes/n-1")])
def test_a_note_is_a_text(sandbox: Sandbox, http: httpx.Client, method: str, path: str, body: Any) -> None:
    sandbox.add("note", jobId="j-1", note="a")
    answer = http.request(method, path, json=body)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["note"]
    assert [note["note"] for note in sandbox.records("note")] == ["a"]


def test_a_note_comes_as_json(http: httpx.Client) -> None:
    answer = http.post("/jobs/j-1/notes", data={"note": "a"})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["body"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/jobs/j-99/notes"),
        ("POST", "/jobs/j-99/notes"),
        ("PUT", "/jobs/j-1/notes/n-99"),
        ("DELETE", "/jobs/j-1/notes/n-99"),
        ("PUT", "/jobs/j-2/notes/n-1"),
        ("DELETE", "/jobs/j-2/notes/n-1"),
        ("PUT", "/jobs/j-99/notes/n-1"),
    ],
)
def test_what_is_not_there_is_a_404(sandbox: Sandbox, http: httpx.Client, method: str, path: str) -> None:
    sandbox.add("note", jobId="j-1", note="a")
    answer = http.request(method, path, json={"note": "b"} if method in {"POST", "PUT"} else None)
    assert answer.status_code == 404
    assert sandbox.get("note", "n-1")["note"] == "a"


@pytest.mark.parametrize(("method", "path"), [("GET", "/jobs/j-1/notes/n-1"), ("PATCH", "/jobs/j-1/notes")])
def test_what_the_contract_does_not_name_is_not_done(
    sandbox: Sandbox, http: httpx.Client, method: str, path: str
) -> None:
    sandbox.add("note", jobId="j-1", note="a")
    assert http.request(method, path).status_code == 405


def test_a_note_with_a_known_key_is_written_once(sandbox: Sandbox, http: httpx.Client) -> None:
    answers = {http.post("/jobs/j-1/notes", json={"note": "a"}, headers={"Idempotency-Key": "k"}).text for _ in "ab"}
    assert (len(answers), sandbox.count("note")) == (1, 1)


def test_a_job_takes_its_notes_and_attachments_along(sandbox: Sandbox, http: httpx.Client) -> None:
    for job in ("j-1", "j-2", "j-3"):
        sandbox.add("note", jobId=job, note="a")
        sandbox.add("attachment", jobId=job, fileName="a.txt", content=b"a")
    assert http.delete("/jobs/j-1").status_code == 204
    sandbox.remove("job", "j-2")
    for kind in ("note", "attachment"):
        assert [record["jobId"] for record in sandbox.records(kind)] == ["j-3"]
    assert http.get("/files/a-1").status_code == 404
    assert http.get("/files/a-3").content == b"a"


def test_controls_write_notes_too(sandbox: Sandbox, http: httpx.Client) -> None:
    fields = {"jobId": "j-1", "note": "a", "userId": "u-9", "userName": "Ada", "createdAt": "2026-01-01T00:00:00Z"}
    note = sandbox.add("note", **fields)
    assert note == {"id": "n-1", **fields}
    sandbox.edit("note", "n-1", note="b")
    assert http.get("/jobs/j-1/notes").json()["data"] == [note | {"note": "b"}]
    sandbox.plant("note", {"id": "n-2", "jobId": "j-1", "note": None})
    sandbox.plant("note", {"jobId": "j-1"})
    assert http.get("/jobs/j-1/notes").json()["data"][1:] == [
        {"id": "n-2", "jobId": "j-1", "note": None},
        {"jobId": "j-1"},
    ]
    sandbox.remove("note", "n-1")
    assert sandbox.count("note") == 2
    sandbox.remove("job", "j-1")
    assert sandbox.count("note") == 0


@pytest.mark.parametrize(
    "fields", [{"note": "a"}, {"note": "a", "jobId": "j-99"}, {"jobId": "j-1"}, {"jobId": "j-1", "note": ""}]
)
def test_controls_refuse_what_makes_no_note(sandbox: Sandbox, fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"note|jobId"):
        sandbox.add("note", **fields)
