"""The media type that a name tells of is the same on every machine."""

from __future__ import annotations

import mimetypes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk.http import media_type


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wall.jpg", "image/jpeg"),
        ("wall.JPEG", "image/jpeg"),
        ("wall.heic", "image/heic"),
        ("wall.HEIF", "image/heif"),
        ("wall.webp", "image/webp"),
        ("wall.avif", "image/avif"),
        ("quote.pdf", "application/pdf"),
        ("film.mp4", "video/mp4"),
        ("a.txt", "text/plain"),
        ("backup.tar.gz", "application/gzip"),
        ("backup.tgz", "application/gzip"),
        ("a.txt.bz2", "application/x-bzip2"),
        ("a.xz", "application/x-xz"),
        ("a.Z", "application/octet-stream"),
        ("стена.png", "image/png"),
        ("folder.png/README", "application/octet-stream"),
        ("http://a.example/wall.png?x=.pdf", "application/pdf"),
        ("data:text/html,wall", "application/octet-stream"),
        (".png", "application/octet-stream"),
        ("png", "application/octet-stream"),
        ("wall.", "application/octet-stream"),
        ("wall.png ", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_by_the_name(name: str, expected: str) -> None:
    assert media_type(name) == expected


def test_what_a_machine_adds_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mimetypes, "_db", None)
    mimetypes.init()
    mimetypes.add_type("text/own", ".jpg")
    mimetypes.add_type("text/own", ".own")
    try:
        assert (media_type("a.jpg"), media_type("a.own")) == ("image/jpeg", "application/octet-stream")
    finally:
        mimetypes.init()


@given(st.text() | st.text(st.sampled_from("./\\:;,%?#a\r\n\0"), max_size=12))
def test_any_name_has_one_that_a_header_can_carry(name: str) -> None:
    kind, slash, rest = media_type(name).partition("/")
    assert slash
    assert kind.replace("-", "").isalnum()
    assert rest
    assert media_type(name).isascii()
    assert media_type(name).isprintable()
