"""What may be shown of a secret: nothing."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit, urlunsplit

MASK: Final = "***"

SECRET_HEADERS: Final = frozenset(
    {"authorization", "proxy-authorization", "auth", "cookie", "set-cookie", "x-api-key", "x-company-code"}
)
LONGEST_ESCAPE: Final = len("&quot;")
"""Characters that one character of a secret may take in a page, a URL or a JSON text."""

_SECRET_NAME = re.compile(r"(?i)token|key|secret|password|signature|auth|credential|^sig$")


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
    try:
        parts = urlsplit(url)
    except ValueError:
        return MASK
    host = parts.netloc.rpartition("@")[2]
    netloc = f"{MASK}@{host}" if "@" in parts.netloc else host
    return urlunsplit(parts._replace(netloc=netloc, query="&".join(map(_masked_parameter, parts.query.split("&")))))


def without_query(url: str) -> str:
    """Cut a URL's query, all of which may be secret.

    Example:
        >>> without_query("https://files.example/a-1?jwt=abc")
        'https://files.example/a-1?***'
    """
    address, mark, _ = mask_url(url).partition("?")
    return f"{address}?{MASK}" if mark else address


def mask_secrets(text: str, secrets: tuple[Secret, ...]) -> str:
    """Mask every secret that stands in a text; a proxy's error page may repeat the request's headers.

    Args:
        text: The text, in which a secret may stand as it is, or escaped as in HTML, a URL or JSON.
        secrets: What to mask.

    Returns:
        The text without them.

    Example:
        >>> mask_secrets("Bearer a/b, Bearer a%2Fb", (Secret("a/b"),))
        'Bearer ***, Bearer ***'
    """
    # The longer ones first, since one may begin another.
    for secret in sorted(secrets, key=lambda secret: -len(secret.reveal())):
        if secret.reveal():
            text = _pattern(secret).sub(MASK, text)
    return text


def _masked_parameter(parameter: str) -> str:
    name, equals, value = parameter.partition("=")
    return f"{name}={MASK}" if equals and _SECRET_NAME.search(name) else f"{name}{equals}{value}"


@lru_cache(maxsize=64)
def _pattern(secret: Secret) -> re.Pattern[str]:
    return re.compile("".join(map(_any_form, secret.reveal())))


def _any_form(char: str) -> str:
    """Match a character as it is, or as JSON, a URL or HTML may write it."""
    code = ord(char)
    forms = [re.escape(char), rf"\\u(?i:{code:04x})", f"%(?i:{code:02x})", f"&#0*{code};", f"&#x(?i:0*{code:x});"]
    escaped = html.escape(char)
    if escaped != char:
        forms.append(re.escape(escaped))
    if not char.isalnum():
        forms.append(re.escape(f"\\{char}"))
    return f"(?:{'|'.join(forms)})"
