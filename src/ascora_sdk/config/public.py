"""What a client of the public API is told once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

import attrs
from typing_extensions import Self

from ..errors import ConfigurationError
from ..http import RetryPolicy, Secret, checked_base_url
from .patience import check_timeout
from .variables import Variables, header_problem, policy_of, timeout_of

PUBLIC_API_URL: Final = "https://api.ascora.com.au"

_TIMEOUT: Final = 60.0
"""A page of 250 has been seen to take 26 seconds."""


@attrs.frozen(kw_only=True)
class PublicConfig:
    """Who calls the public API, and how patient the calls are.

    Attributes:
        api_key: The API key, from Administration, API Settings; it never shows itself.
        api_url: The API's base URL.
        timeout: Seconds that one try may take, from its beginning to the last byte of the answer.
        retry: How often a call is tried again, and when.

    Raises:
        ConfigurationError: If a value cannot be right; the message says what to give.

    Example:
        >>> PublicConfig(api_key="abc")
        PublicConfig(api_key=Secret('***'), api_url='https://api.ascora.com.au', timeout=60.0, retry=RetryPolicy(...))
    """

    api_key: Secret = attrs.field(converter=Secret)
    api_url: str = PUBLIC_API_URL
    timeout: float = _TIMEOUT
    retry: RetryPolicy = RetryPolicy()

    def __init__(
        self,
        *,
        api_key: str | Secret,
        api_url: str = PUBLIC_API_URL,
        timeout: float = _TIMEOUT,
        retry: RetryPolicy = RetryPolicy(),
    ) -> None:
        """Check and keep the values; see the class."""
        # Hidden before anything can fail: a traceback may show the arguments of each frame.
        api_key = Secret(api_key)
        try:
            api_url = checked_base_url(api_url)
        except (ValueError, TypeError, AttributeError):
            raise ConfigurationError(f"api_url must be like {PUBLIC_API_URL} (set ASCORA_PUBLIC_API_URL)") from None
        if problem := header_problem(api_key):
            raise ConfigurationError(f"api_key {problem} (give api_key= or set ASCORA_API_KEY)")
        check_timeout(timeout)
        self.__attrs_init__(  # type: ignore[attr-defined]  # attrs makes it beside an __init__ of our own
            api_key=api_key, api_url=api_url, timeout=timeout, retry=retry
        )

    @property
    def credentials(self) -> Mapping[str, str]:
        """The headers that prove who calls; not to be shown."""
        return {"auth": self.api_key.reveal()}

    @property
    def credentials_named(self) -> str:
        """What the caller gave to prove who calls, in words."""
        return "api_key"

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """What no error may show."""
        return (self.api_key,)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read the configuration from the variables `ASCORA_API_KEY` and, if it is set, `ASCORA_PUBLIC_API_URL`.

        Args:
            environ: The variables; the process's own by default.

        Returns:
            The configuration.

        Raises:
            ConfigurationError: If a variable is missing or cannot be read; the message names it.

        Example:
            >>> PublicConfig.from_env({"ASCORA_API_KEY": "abc"}).api_url
            'https://api.ascora.com.au'
        """
        variables = Variables(os.environ if environ is None else environ)
        del environ
        return cls(
            api_key=Secret(variables.needed("ASCORA_API_KEY")),
            api_url=variables.get("ASCORA_PUBLIC_API_URL") or PUBLIC_API_URL,
            timeout=timeout_of(variables, default=_TIMEOUT),
            retry=policy_of(variables),
        )
