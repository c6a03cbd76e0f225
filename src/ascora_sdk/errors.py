"""The six errors for everything that the API can do to a call, and the few that are no API failure."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence


class AscoraApiError(Exception):
    """A call to Ascora failed; the base of the other five, and the class of every failure that has none of its own.

    Attributes:
        status_code: The HTTP status, or None if no answer came.
        method: The HTTP method.
        url: The URL that was called, without secrets.
        attempts: How often the call was tried.
        body: The beginning of the answer's body as text; empty if there was none.
        request_id: The server's own id of the request, if it gave one.
        may_have_been_carried_out: Whether Ascora may have done the work although the call failed: its answer was lost,
            or could not be read. Then look before you call again, unless the call can be repeated without harm.

    Example:
        >>> from ascora_sdk import AscoraApiError
        >>> print(AscoraApiError("no connection; check api_url", method="GET", url="https://a.example/x", attempts=4))
        no connection; check api_url (GET https://a.example/x, tried 4 times)
    """

    may_have_been_carried_out: bool = False

    def __init__(
        self,
        message: str,
        *,
        status_code: int | None = None,
        method: str = "",
        url: str = "",
        attempts: int = 1,
        body: str = "",
        request_id: str | None = None,
    ) -> None:
        """Keep what is known of the failure.

        Args:
            message: What happened and what to do next, in one line.
            status_code: The HTTP status, if an answer came.
            method: The HTTP method.
            url: The URL, without secrets.
            attempts: How often the call was tried.
            body: The beginning of the answer's body.
            request_id: The server's own id of the request.
        """
        super().__init__(message)
        self.message = message
        self.status_code = status_code
        self.method = method
        self.url = url
        self.attempts = attempts
        self.body = body
        self.request_id = request_id

    def __str__(self) -> str:
        """Tell in one line what happened, what to do, and which call it was."""
        details = [
            f"{self.method} {self.url}".strip(),
            f"status {self.status_code}" if self.status_code else "",
            f"tried {self.attempts} times" if self.attempts > 1 else "",
            f"request id {self.request_id}" if self.request_id else "",
        ]
        known = ", ".join(filter(None, details))
        return f"{self.message} ({known})" if known else self.message


class AuthenticationError(AscoraApiError):
    """Ascora refused the credentials (status 401)."""


class RateLimitError(AscoraApiError):
    """Ascora asks for fewer calls (status 429).

    Attributes:
        retry_after: Seconds that the server asked to wait, or None if it named no time.
    """

    retry_after: float | None = None


class TimeoutError(AscoraApiError, builtins.TimeoutError):
    """A try ran out of time, or the server said that it did (status 408)."""


class NotFoundError(AscoraApiError):
    """Ascora does not have what was asked for (status 404).

    Attributes:
        resource: The kind of thing, such as "customer"; empty for a path of your own.
        id: The id that was asked for, or None.
    """

    resource: str = ""
    id: str | None = None


class ValidationError(AscoraApiError):
    """Ascora refused the data (status 400).

    Attributes:
        errors: What is wrong, by the wire's name of the field; empty if the server did not say.
    """

    errors: Mapping[str, Sequence[str]] = {}


class ConfigurationError(ValueError):
    """The client was given something that it cannot work with; the message says what to give instead."""


class MissingExtraError(ImportError):
    """A part of the package needs an optional dependency; the message says which extra to install."""
