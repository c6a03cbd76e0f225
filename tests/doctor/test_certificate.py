"""What the doctor sees of the certificates by which a server proves itself."""

from __future__ import annotations

import ssl
from pathlib import Path

from ascora_sdk.doctor.certificate import certificate_of

from ..client.certificate import self_signed
from ..client.sockets import closed_port_url, one_connection


def test_one_that_is_trusted(tmp_path: Path) -> None:
    path, context = self_signed(tmp_path)
    with one_connection(b"", context=context) as url:
        seen = certificate_of(url, timeout=30, context=ssl.create_default_context(cafile=path))
    assert (seen.verified, seen.problem, seen.issuer) == (True, None, "sandbox")
    assert seen.protocol is not None
    assert seen.protocol.startswith("TLSv1.")
    assert seen.expires is not None
    assert seen.expires.endswith("GMT")


def test_one_that_nobody_vouches_for(tmp_path: Path) -> None:
    _, context = self_signed(tmp_path)
    with one_connection(b"", context=context) as url:
        seen = certificate_of(url, timeout=30)
    assert seen.verified is False
    assert seen.problem is not None
    assert "self" in seen.problem


def test_an_address_without_tls_and_one_without_a_server() -> None:
    assert certificate_of("http://127.0.0.1:9", timeout=30).verified is None
    assert certificate_of(closed_port_url().replace("http:", "https:"), timeout=30).verified is False
