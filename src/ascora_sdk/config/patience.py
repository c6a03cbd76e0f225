"""How patient one call is, and what every client is told, whichever API it calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

import attrs

from ..errors import ConfigurationError
from ..http import RetryPolicy, Secret
from ..operations.options import CallOptions

_MOST: Final = 10**9


class Config(Protocol):
    """What a caller has to know, whichever API it calls."""

    @property
    def api_url(self) -> str:
        """The API's base URL."""
        ...

    @property
    def timeout(self) -> float:
        """Seconds that one try may take."""
        ...

    @property
    def retry(self) -> RetryPolicy:
        """How often a call is tried again, and when."""
        ...

    @property
    def credentials(self) -> Mapping[str, str]:
        """The headers that prove who calls; not to be shown."""
        ...

    @property
    def credentials_named(self) -> str:
        """What the caller gave to prove who calls, in words."""
        ...

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """What no error may show."""
        ...


def patience(config: Config, options: CallOptions) -> tuple[float, RetryPolicy]:
    """Give the time-out and the policy of one call.

    Raises:
        ConfigurationError: If an option cannot be right.
        TypeError: If there is no such option.
    """
    if unknown := options.keys() - CallOptions.__annotations__.keys():
        raise TypeError(f"there is no argument {', '.join(sorted(unknown))}")
    timeout, max_retries = options.get("timeout"), options.get("max_retries")
    if timeout is not None:
        check_timeout(timeout)
    if max_retries is not None and (type(max_retries) is not int or max_retries < 0):
        raise ConfigurationError(f"max_retries must be a whole number, 0 or more, not {max_retries!r}")
    return (
        config.timeout if timeout is None else timeout,
        config.retry if max_retries is None else attrs.evolve(config.retry, max_retries=max_retries),
    )


def check_timeout(timeout: Any) -> None:
    """Refuse a time-out that cannot be right.

    Raises:
        ConfigurationError: If it is no number of seconds, more than 0.
    """
    if not isinstance(timeout, (int, float)) or isinstance(timeout, bool) or not 0 < timeout < _MOST:
        raise ConfigurationError(f"timeout must be a number of seconds, more than 0, not {timeout!r}")
