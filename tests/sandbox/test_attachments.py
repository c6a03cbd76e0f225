"""Attachments of a job: uploaded, listed, read and taken out."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox

Connect = Callable[[Sandbox], httpx.Client]
PATH = "/jobs/j-1/attachments"
FORM = {"Content-Type": "multipart/form-data; boundary=B"}


def form(*parts: tuple[str, bytes]) -> bytes:
    """A body written out, so that nothing but the test decides what its bytes are."""
    return b"".join(b"--B\r\n%b\r\n\r\n%b\r\n" % (head.encode(), body) for head, body in parts) + b"--B--\r\n"


def file_part(
    disposition: str = 'name="file"; filename="a.txt"', *headers: str, body: bytes = b"wet"
) -> tuple[str, bytes]:
    return "\r\n".join((f"Content-Disposition: form-data; {disposition}", *headers)), body


def test_an_upload_is_whole_and_can_be_read(sandbox: Sandbox, http: httpx.Client) -> None:
    answer = http.post(PATH, files={"file": ("roof.jpg", b"\xff\xd8 not really", "image/jpeg")})
    assert answer.status_code == 201
    attachment = answer.json()
    assert attachment == {
        "id": "a-1",
        "jobId": "j-1",
        "fileName": "roof.jpg",
        "fileSize": 13,
        "fileType": "image/jpeg",
        "fileUrl": f"{sandbox.api_url}/files/a-1",
        "uploadedBy": "u-1",
        "uploadedAt": attachment["uploadedAt"],
    }
    assert attachment["uploadedAt"].endswith("Z")
    assert http.get(f"{PATH}/a-1").json() == attachment
    assert http.get(PATH).json() == {"data": [attachment]}
    assert http.get("/jobs/j-2/attachments").json() == {"data": []}
    assert sandbox.get("attachment", "a-1") == next(sandbox.records("attachment")) == attachment
    assert sandbox.file("a-1") == b"\xff\xd8 not really"


@pytest.mark.parametrize(
    ("part", "own", "expected"),
    [
        ("photo", "image/png", "photo"),
        (None, "image/png", "image/png"),
        ("", "image/png", "image/png"),
        (None, None, ""),
    ],
)
def test_the_type_of_a_file_is_named_or_its_parts_own(
    http: httpx.Client, part: str | None, own: str | None, expected: str
) -> None:
    headers = [] if own is None else [f"Content-Type: {own}"]
    parts = [file_part('name="file"; filename="a.png"', *headers)]
    if part is not None:
        parts.insert(0, ('Content-Disposition: form-data; name="fileType"', part.encode()))
    answer = http.post(PATH, content=form(*parts), headers=FORM)
    assert answer.json()["fileType"] == (expected or "application/octet-stream")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Küche & Bad (厨房).jpg", "Küche & Bad (厨房).jpg"),
        ("%22moist%22.txt", '"moist".txt'),
        ("a%0D%0Ab.txt", "a\r\nb.txt"),
        ("100%25.txt", "100%25.txt"),
        ("100%.txt", "100%.txt"),
        ("a;b=c.txt", "a;b=c.txt"),
        ("../../etc/passwd", "../../etc/passwd"),
        (" ", " "),
        ("a\\\\b.txt", "a\\b.txt"),
        ("n" * 2000, "n" * 2000),
    ],
)
def test_file_names_come_out_right(http: httpx.Client, written: str, name: str) -> None:
    answer = http.post(PATH, content=form(file_part(f'name="file"; filename="{written}"')), headers=FORM)
    assert answer.json()["fileName"] == name


def test_a_common_client_gets_its_file_names_through(http: httpx.Client) -> None:
    name = 'Größe "x" \\ 1;2 ﷽ \r\n.txt'
    assert http.post(PATH, files={"file": (name, b"")}).json()["fileName"] == name


def test_an_empty_file_is_a_file(sandbox: Sandbox, http: httpx.Client) -> None:
    assert http.post(PATH, files={"file": ("empty", b"")}).json()["fileSize"] == 0
    assert sandbox.file("a-1") == b""
    answer = http.get("/files/a-1")
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", "0")


def test_bytes_that_look_like_the_form_are_kept(sandbox: Sandbox, http: httpx.Client) -> None:
    content = b"\r\n--B\r--B\r\n-\r\n--C--\r\n\r\n"
    body = form(file_part(body=content)).replace(b"--B", b"--BB").replace(content.replace(b"--B", b"--BB"), content)
    http.post(PATH, content=body, headers={"Content-Type": 'multipart/form-data; boundary="BB"'})
    assert sandbox.file("a-1") == content


TEXT = ('Content-Disposition: form-data; name="fileType"', b"photo")


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ([], "file"),
        ([TEXT], "file"),
        ([file_part('name="File"; filename="a"')], "file"),
        ([file_part('name="file"')], "file"),
        ([file_part('name="file"; filename=""')], "file"),
        ([file_part("name=\"file\"; filename*=UTF-8''a.txt")], "file"),
        ([file_part(), file_part()], "file"),
        ([file_part(), TEXT, TEXT], "fileType"),
        ([file_part(), ('Content-Disposition: form-data; name="fileType"', b"caf\xe9")], "fileType"),
        ([file_part(), ('Content-Disposition: form-data; name="fileType"; filename="t"', b"photo")], "fileType"),
        ([file_part('filename="a.txt"')], "body"),
        ([("Content-Disposition: attachment; name=file; filename=a", b"")], "body"),
        ([("Content-Type: text/plain", b"")], "body"),
    ],
)
def test_a_wrong_part_is_refused(sandbox: Sandbox, http: httpx.Client, parts: Any, field: str) -> None:
    answer = http.post(PATH, content=form(*parts), headers=FORM)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert answer.json()["message"]
    assert sandbox.count("attachment") == 0


def test_every_wrong_part_is_named(http: httpx.Client) -> None:
    answer = http.post(PATH, content=form(file_part('name="file"'), TEXT, TEXT), headers=FORM)
    assert set(answer.json()["errors"]) == {"file", "fileType"}


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b'{"file":"wet"}', "application/json"),
        (b"file=wet", "application/x-www-form-urlencoded"),
        (form(file_part()), None),
        (form(file_part()), "multipart/mixed; boundary=B"),
        (form(file_part()), "multipart/form-data"),
        (form(file_part()), "multipart/form-data; boundary="),
        (form(file_part()), "multipart/form-data; boundary=other"),
        (form(file_part())[:-6], "multipart/form-data; boundary=B"),
        (form(file_part())[:40], "multipart/form-data; boundary=B"),
        (form(file_part('name="file"; filename="caf\xe9"')).replace("\xe9".encode(), b"\xe9"), FORM["Content-Type"]),
        (b"", "multipart/form-data; boundary=B"),
        (b"wet", "multipart/form-data; boundary=B"),
    ],
)
def test_an_upload_is_a_whole_form(
    sandbox: Sandbox, http: httpx.Client, content: bytes, content_type: str | None
) -> None:
    answer = http.post(PATH, content=content, headers={"Content-Type": content_type} if content_type else {})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["body"]
    assert sandbox.requests[-1].body == content
    assert sandbox.count("attachment") == 0


def test_a_form_is_refused_where_json_must_be(http: httpx.Client) -> None:
    answer = http.post("/customers", files={"firstName": (None, b"Ada")})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["body"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/jobs/j-99/attachments"),
        ("POST", "/jobs/j-99/attachments"),
        ("GET", "/jobs/j-1/attachments/a-9"),
        ("DELETE", "/jobs/j-1/attachments/a-9"),
        ("GET", "/jobs/j-2/attachments/a-1"),
        ("DELETE", "/jobs/j-2/attachments/a-1"),
        ("GET", "/files/a-9"),
    ],
)
def test_what_is_not_there_is_a_404(sandbox: Sandbox, http: httpx.Client, method: str, path: str) -> None:
    sandbox.add("attachment", jobId="j-1", fileName="a.txt")
    files = {"file": ("b.txt", b"")} if method == "POST" else None
    assert http.request(method, path, files=files).status_code == 404
    assert sandbox.count("attachment") == 1


@pytest.mark.parametrize(("method", "path"), [("PUT", f"{PATH}/a-1"), ("DELETE", PATH), ("HEAD", "/files/a-1")])
def test_what_the_contract_does_not_name_is_not_done(
    sandbox: Sandbox, http: httpx.Client, method: str, path: str
) -> None:
    sandbox.add("attachment", jobId="j-1", fileName="a.txt")
    assert http.request(method, path).status_code == 405


def test_a_deleted_attachment_is_gone_with_its_bytes(sandbox: Sandbox, http: httpx.Client) -> None:
    http.post(PATH, files={"file": ("a.txt", b"a")})
    assert http.delete(f"{PATH}/a-1").status_code == 204
    assert http.get(f"{PATH}/a-1").status_code == 404
    assert http.get("/files/a-1").status_code == 404
    assert http.get(PATH).json() == {"data": []}
    with pytest.raises(KeyError, match="a-1"):
        sandbox.file("a-1")


def test_an_upload_with_a_known_key_is_kept_once(sandbox: Sandbox, http: httpx.Client) -> None:
    answers = {
        http.post(PATH, files={"file": ("a.txt", b"a")}, headers={"Idempotency-Key": "k"}).text for _ in range(2)
    }
    assert (len(answers), sandbox.count("attachment"), len(sandbox.requests)) == (1, 1, 2)


def test_a_received_form_shows_its_parts(sandbox: Sandbox, http: httpx.Client) -> None:
    body = form(TEXT, file_part('name="file"; filename="ä.txt"', "Content-Type: text/plain"))
    http.post(PATH, content=body, headers=FORM)
    (request,) = sandbox.requests
    assert (request.body, request.size, request.sha256) == (body, len(body), sha256(body).hexdigest())
    kind, file = request.parts
    assert (kind.name, kind.file_name, kind.content_type, kind.read()) == ("fileType", None, None, b"photo")
    assert (file.name, file.file_name, file.content_type, file.size) == ("file", "ä.txt", "text/plain", 3)
    assert (file.read(), file.sha256) == (b"wet", sha256(b"wet").hexdigest())


# Controls


def test_controls_attach_files_too(sandbox: Sandbox, http: httpx.Client) -> None:
    added = sandbox.add("attachment", jobId="j-1", fileName="a.txt", content=b"wet", fileType="text/plain")
    assert http.get(PATH).json()["data"] == [added]
    assert (added["fileSize"], added["fileUrl"]) == (3, f"{sandbox.api_url}/files/a-1")
    assert sandbox.file("a-1") == http.get(added["fileUrl"]).content == b"wet"
    edited = sandbox.edit("attachment", "a-1", content=b"dry now", fileName="b.txt")
    assert edited == added | {"fileSize": 7, "fileName": "b.txt"}
    assert http.get("/files/a-1").content == b"dry now"
    assert sandbox.add("attachment", jobId="j-1", fileName="none")["fileSize"] == 0
    sandbox.remove("attachment", "a-1")
    assert sandbox.count("attachment") == 1


def test_an_address_can_lead_anywhere(sandbox: Sandbox, http: httpx.Client) -> None:
    added = sandbox.add("attachment", jobId="j-1", fileName="a.txt", content=b"wet")
    for url in ("files/a-1", "//elsewhere.example/a", "ftp://elsewhere.example/a", "", None, 5):
        sandbox.plant("attachment", {**added, "fileUrl": url})
        assert http.get(f"{PATH}/a-1").json()["fileUrl"] == url
    assert sandbox.file("a-1") == b"wet"
    assert sandbox.edit("attachment", "a-1", fileUrl="https://a.example/x")["fileUrl"] == "https://a.example/x"
    sandbox.plant("attachment", {"id": "a-1", "jobId": "j-1"})
    assert http.get(f"{PATH}/a-1").json() == {"id": "a-1", "jobId": "j-1"}


def test_a_planted_attachment_has_no_bytes_of_its_own(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.plant("attachment", {"id": "a-5", "jobId": "j-1"})
    assert http.get("/files/a-5").status_code == 404
    with pytest.raises(KeyError, match="content"):
        sandbox.file("a-5")
    with pytest.raises(KeyError, match="a-9"):
        sandbox.file("a-9")


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"fileName": "a"}, "jobId"),
        ({"fileName": "a", "jobId": "j-99"}, "jobId"),
        ({"jobId": "j-1"}, "fileName"),
        ({"jobId": "j-1", "fileName": ""}, "fileName"),
        ({"jobId": "j-1", "fileName": "a", "content": "text"}, "content"),
    ],
)
def test_controls_refuse_what_makes_no_attachment(sandbox: Sandbox, fields: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        sandbox.add("attachment", **fields)
    assert sandbox.count("attachment") == 0


def test_files_are_there_before_the_start(connect: Connect) -> None:
    sandbox = Sandbox(customers=1, jobs=1)
    assert sandbox.add("attachment", jobId="j-1", fileName="a.txt", content=b"wet")["fileUrl"] == "files/a-1"
    with sandbox:
        url = connect(sandbox).get(f"{PATH}/a-1").json()["fileUrl"]
        assert url == f"{sandbox.api_url}/files/a-1"
        assert connect(sandbox).get(url).content == b"wet"
