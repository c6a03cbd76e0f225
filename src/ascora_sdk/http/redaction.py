"""What may be shown of a secret: nothing."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

MASK: Final = "***"

SECRET_HEADERS: Final = frozenset(
    {"authorization", "proxy-authorization", "auth", "cookie", "set-cookie", "x-api-key", "x-company-code"}
)
_SECRET_QUERY = re.compile(r"(?i)\b([\w.-]*(?:token|key|secret|password|signature|auth)[\w.-]*)=[^&#]*")


class Secret:
    """A text that shows itself to nobody who does not ask for it by name.

    Example:
        >>> token = Secret("abc")
        >>> token, str(token), token.reveal()
        (Secret('***'), '***', 'abc')
    """

    __slots__ = ("_text",)

    def __init__(self, text: str | Secret) -> None:
        """Take the text, or another secret's."""
        self._text: str = text.reveal() if isinstance(text, Secret) else text

    def reveal(self) -> str:
        """Give the text."""
        return self._text

    def __repr__(self) -> str:
        """Show the mask."""
        return f"Secret({MASK!r})"

    def __str__(self) -> str:
        """Show the mask."""
        return MASK

    def __eq__(self, other: object) -> bool:
        """Compare the texts."""
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        """Hash the text."""
        return hash(self._text)


def mask_url(url: str) -> str:
    """Mask the password of a URL and those query values whose names say that they are secret.

    Example:
        >>> mask_url("https://ada:pw@a.example/x?token=abc&limit=50")
        'https://***@a.example/x?token=***&limit=50'
    """
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    netloc = f"{MASK}@{host}" if "@" in parts.netloc else host
    return urlunsplit(parts._replace(netloc=netloc, query=_SECRET_QUERY.sub(rf"\1={MASK}", parts.query)))


def mask_secrets(text: str, secrets: tuple[Secret, ...]) -> str:
    """Mask every secret that stands in a text; a proxy's error page may repeat the request's headers.

    Example:
        >>> mask_secrets("Authorization: Bearer abc", (Secret("abc"),))
        'Authorization: Bearer ***'
    """
    for secret in secrets:
        text = text.replace(secret.reveal(), MASK)
    return text
