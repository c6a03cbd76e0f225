"""The certificates by which a server proves itself, as this machine sees them."""

from __future__ import annotations

import socket
import ssl
from typing import Any
from urllib.parse import urlsplit

from .._blocking.transport import shared_tls_context
from .findings import Certificate


def certificate_of(url: str, *, timeout: float, context: ssl.SSLContext | None = None) -> Certificate:
    """Look at the certificate of a URL's host.

    Args:
        url: The URL.
        timeout: Seconds to wait for the connection.
        context: What is trusted; what the SDK's own clients trust by default.

    Returns:
        What was seen; a connection that fails for other reasons is told as a problem too.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.hostname is None:
        return Certificate(verified=None)
    trusted = context or shared_tls_context()
    try:
        with (
            socket.create_connection((parts.hostname, parts.port or 443), timeout) as plain,
            trusted.wrap_socket(plain, server_hostname=parts.hostname) as secured,
        ):
            return _seen(secured)
    except ssl.SSLCertVerificationError as error:
        return Certificate(verified=False, problem=error.verify_message)
    except OSError as error:
        return Certificate(verified=False, problem=type(error).__name__)


def _seen(secured: ssl.SSLSocket) -> Certificate:
    found: dict[str, Any] = dict(secured.getpeercert() or {})
    issuer = {name: value for part in found.get("issuer", ()) for name, value in part}
    chain = getattr(secured, "get_verified_chain", None)
    return Certificate(
        verified=True,
        protocol=secured.version(),
        issuer=issuer.get("organizationName") or issuer.get("commonName"),
        expires=found.get("notAfter"),
        chain=len(chain()) if chain is not None else None,
    )
