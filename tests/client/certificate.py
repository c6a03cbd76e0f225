"""A certificate for 127.0.0.1 that only those trust who are told to."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest


def self_signed(folder: Path) -> tuple[str, ssl.SSLContext]:
    """Make one with OpenSSL's own command; give its path and the context of a server that has it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("this machine has no openssl command")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    arguments = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=sandbox"
    files = ["-addext", "subjectAltName=IP:127.0.0.1", "-out", str(certificate), "-keyout", str(key)]
    subprocess.run([openssl, *arguments.split(), *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return str(certificate), context
