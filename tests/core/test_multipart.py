"""The form around a file: others read out of it what was put in."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_multipart import FormParser

from ascora_sdk.http import Frame, framed, new_boundary
from ascora_sdk.operations.attachments import form_around

BOUNDARY = "ascora-0123456789abcdef"
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=200)
CONTENT = st.binary(max_size=5000) | st.sampled_from(
    [b"", b"\r\n", b"--", b"\r\n--", b"--ascora-0123", b"\r\n\r\n--\r\n"]
)
ESCAPES = {'"': "%22", "\r": "%0D", "\n": "%0A"}


def make(file_name: str, *, fields: dict[str, str] | None = None, file_type: str = "image/jpeg") -> Frame:
    return framed(fields=fields or {}, name="file", file_name=file_name, file_type=file_type, boundary=BOUNDARY)


def escaped(name: str) -> str:
    return "".join(ESCAPES.get(char, char) for char in name)


def read_back(frame: Frame, content: bytes) -> tuple[dict[str, bytes], list[Any]]:
    """Read a form as a server of Starlette or FastAPI does."""
    fields: dict[str, bytes] = {}
    files: list[Any] = []
    parser = FormParser(
        "multipart/form-data",
        lambda field: fields.update({field.field_name.decode(): field.value or b""}),
        files.append,
        boundary=BOUNDARY.encode(),
    )
    parser.write(frame.head + content + frame.tail)
    parser.finalize()
    parser.close()
    return fields, files


@given(name=NAMES.filter(lambda name: "\\" not in name), content=CONTENT)
def test_a_server_reads_back_any_name_and_any_bytes(name: str, content: bytes) -> None:
    fields, (file,) = read_back(make(name, fields={"fileType": "image/jpeg"}), content)
    file.file_object.seek(0)
    assert fields == {"fileType": b"image/jpeg"}
    assert file.file_name.decode() == escaped(name)
    assert file.file_object.read() == content


@given(name=NAMES, content=CONTENT)
def test_the_lines_are_those_of_the_standard_whatever_the_name(name: str, content: bytes) -> None:
    frame = make(name, fields={"fileType": "a/b"})
    head = frame.head.split(b"\r\n")
    assert head == [
        f"--{BOUNDARY}".encode(),
        b'Content-Disposition: form-data; name="fileType"',
        b"",
        b"a/b",
        f"--{BOUNDARY}".encode(),
        f'Content-Disposition: form-data; name="file"; filename="{escaped(name)}"'.encode(),
        b"Content-Type: image/jpeg",
        b"",
        b"",
    ]
    assert frame.tail == f"\r\n--{BOUNDARY}--\r\n".encode()
    assert frame.length(len(content)) == len(frame.head + content + frame.tail)


def test_a_mail_reader_reads_it_back_too() -> None:
    content = b"wet\r\nwall"
    frame = make("стена 1.jpg")
    text = f"Content-Type: {frame.content_type}\r\n\r\n".encode() + frame.head + content + frame.tail
    (part,) = message_from_bytes(text, policy=policy.HTTP).get_payload()
    assert (part.get_content_type(), part.get_payload(decode=True)) == ("image/jpeg", content)
    assert part["content-disposition"].params["name"] == "file"


@given(first=st.floats(0, 1), second=st.floats(0, 1))
def test_a_boundary_is_one_that_every_server_takes(first: float, second: float) -> None:
    draws = iter([first, second])
    boundary = new_boundary(lambda: next(draws))
    assert len(boundary) <= 70
    assert boundary.isascii()
    assert boundary.replace("-", "").isalnum()


def test_boundaries_differ() -> None:
    draws = iter(number / 1000 for number in range(1000))
    assert len({new_boundary(lambda: next(draws)) for _ in range(500)}) == 500


@pytest.mark.parametrize("name", ["", " ", "\t\n", "a\0", "\ud800", "caf\udce9.jpg", None, 5, b"a"])
def test_a_name_that_is_none_is_refused(name: Any) -> None:
    with pytest.raises(ValueError, match="file_name"):
        form_around(name, None, BOUNDARY)


def made_or_advice(name: str, file_type: str | None) -> Frame | str:
    try:
        return form_around(name, file_type, BOUNDARY)
    except ValueError as error:
        return str(error)


@given(name=st.text(), file_type=st.none() | st.text())
def test_whatever_is_given_makes_a_form_or_one_line_of_advice(name: str, file_type: str | None) -> None:
    made = made_or_advice(name, file_type)
    if isinstance(made, str):
        assert made.startswith(("file_name", "file_type"))
        assert "\n" not in made
    else:
        assert made.head.count(f"--{BOUNDARY}\r\n".encode()) == (1 if file_type is None else 2)
