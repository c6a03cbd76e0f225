"""What a client is told once: where Ascora is, who calls, and how patient the calls are; and what one call is told."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypedDict, TypeVar

import attrs
from typing_extensions import Self

from .errors import ConfigurationError
from .http import RetryPolicy, Secret, checked_base_url

N = TypeVar("N", int, float)

_MOST: Final = 10**9
_URL_ADVICE: Final = (
    "api_url must be like https://acme.ascora.com/api/v1, with no user, password, query or blank in it "
    "(give api_url= or set ASCORA_API_URL)"
)
DEFAULT_URL_TEMPLATE: Final = "https://{instance}.ascora.com/api/v1"


@attrs.frozen(kw_only=True)
class ClientConfig:
    """Where Ascora is, who calls, and how patient the calls are.

    Attributes:
        api_url: The API's base URL, like `https://acme.ascora.com/api/v1`.
        api_token: The API token; it never shows itself.
        company_code: The company's code.
        timeout: Seconds that one try may take, from its beginning to the last byte of the answer.
        retry: How often a call is tried again, and when.

    Raises:
        ConfigurationError: If a value cannot be right; the message says what to give.

    Example:
        >>> config = ClientConfig(api_url="https://acme.ascora.com/api/v1/", api_token="abc", company_code="ACME")
        >>> config.api_url, config.api_token
        ('https://acme.ascora.com/api/v1', Secret('***'))
    """

    api_url: str
    api_token: Secret = attrs.field(converter=Secret)
    company_code: str
    timeout: float = 30.0
    retry: RetryPolicy = RetryPolicy()

    def __init__(
        self,
        *,
        api_url: str,
        api_token: str | Secret,
        company_code: str,
        timeout: float = 30.0,
        retry: RetryPolicy = RetryPolicy(),
    ) -> None:
        """Check and keep the values; see the class."""
        # Hidden before anything can fail: a traceback may show the arguments of each frame.
        api_token = Secret(api_token)
        try:
            api_url = checked_base_url(api_url)
        except (ValueError, TypeError, AttributeError):
            raise ConfigurationError(_URL_ADVICE) from None
        for name, secret in (("api_token", api_token), ("company_code", Secret(company_code))):
            if problem := _header_problem(secret):
                raise ConfigurationError(f"{name} {problem} (give {name}= or set ASCORA_{name.upper()})")
        _check_timeout(timeout)
        self.__attrs_init__(  # type: ignore[attr-defined]  # attrs makes it beside an __init__ of our own
            api_url=api_url, api_token=api_token, company_code=company_code, timeout=timeout, retry=retry
        )

    def __repr__(self) -> str:
        """Show the values that are set yet, and no secret."""
        shown = (f"{field.name}={getattr(self, field.name, None)!r}" for field in attrs.fields(type(self)))
        return f"{type(self).__name__}({', '.join(shown)})"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read the configuration from environment variables (contract: Environment variables).

        Args:
            environ: The variables; the process's own by default.

        Returns:
            The configuration.

        Raises:
            ConfigurationError: If a variable is missing or cannot be read; the message names it.

        Example:
            >>> environ = {"ASCORA_INSTANCE": "acme", "ASCORA_API_TOKEN": "abc", "ASCORA_COMPANY_CODE": "ACME"}
            >>> ClientConfig.from_env(environ).api_url
            'https://acme.ascora.com/api/v1'
        """
        variables = Variables(os.environ if environ is None else environ)
        del environ
        return cls(
            api_url=_api_url(variables),
            api_token=Secret(variables.needed("ASCORA_API_TOKEN")),
            company_code=variables.needed("ASCORA_COMPANY_CODE"),
            timeout=variables.number("ASCORA_REQUEST_TIMEOUT_MS", 30_000.0, float, least=0.001) / 1000,
            retry=RetryPolicy(
                max_retries=variables.number("ASCORA_MAX_RETRIES", 3, int, least=0),
                retry_delay=variables.number("ASCORA_RETRY_DELAY_MS", 1_000.0, float, least=0) / 1000,
            ),
        )


class CallOptions(TypedDict, total=False):
    """How patient one call is, where it is to differ from its client.

    Attributes:
        timeout: Seconds that one try may take; None is the client's own.
        max_retries: Tries after the first, 0 for none; None is the client's own.

    Example:
        ```python
        job = client.jobs.get("j-1", timeout=5, max_retries=0)
        ```
    """

    timeout: float | None
    max_retries: int | None


def patience(config: ClientConfig, options: CallOptions) -> tuple[float, RetryPolicy]:
    """Give the time-out and the policy of one call.

    Raises:
        ConfigurationError: If an option cannot be right.
        TypeError: If there is no such option.
    """
    if unknown := options.keys() - CallOptions.__annotations__.keys():
        raise TypeError(f"there is no argument {', '.join(sorted(unknown))}")
    timeout, max_retries = options.get("timeout"), options.get("max_retries")
    if timeout is not None:
        _check_timeout(timeout)
    if max_retries is not None and (type(max_retries) is not int or max_retries < 0):
        raise ConfigurationError(f"max_retries must be a whole number, 0 or more, not {max_retries!r}")
    return (
        config.timeout if timeout is None else timeout,
        config.retry if max_retries is None else attrs.evolve(config.retry, max_retries=max_retries),
    )


class Variables(Mapping[str, str]):
    """Environment variables that do not show themselves in a traceback."""

    def __init__(self, values: Mapping[str, str]) -> None:
        """Take the variables of a mapping."""
        self._values = values

    def __getitem__(self, name: str) -> str:
        """Give a variable's value; an empty one counts as absent."""
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._values)

    def __len__(self) -> int:
        """Count the variables."""
        return len(self._values)

    def __repr__(self) -> str:
        """Show no value."""
        return f"{type(self).__name__}(***)"

    def needed(self, name: str) -> str:
        """Give a variable that has to be there."""
        if not self.get(name):
            raise ConfigurationError(f"set the environment variable {name}")
        return self[name]

    def number(self, name: str, default: N, kind: Callable[[str], N], *, least: float) -> N:
        """Give a variable as a number, or its default."""
        text = self.get(name)
        if not text:
            return default
        try:
            number = kind(text)
        except ValueError:
            number = None
        if number is None or not least <= number < _MOST:
            raise ConfigurationError(f"{name} must be a number, {least:g} or more, not {text[:20]!r}")
        return number


def _check_timeout(timeout: Any) -> None:
    if not isinstance(timeout, (int, float)) or isinstance(timeout, bool) or not 0 < timeout < _MOST:
        raise ConfigurationError(f"timeout must be a number of seconds, more than 0, not {timeout!r}")


def _api_url(variables: Variables) -> str:
    if variables.get("ASCORA_API_URL"):
        return variables["ASCORA_API_URL"]
    template = variables.get("ASCORA_API_URL_TEMPLATE") or DEFAULT_URL_TEMPLATE
    if "{instance}" not in template:
        return template
    instance = variables.get("ASCORA_INSTANCE", "")
    if not instance:
        raise ConfigurationError("set ASCORA_API_URL, or ASCORA_INSTANCE to your company's name in Ascora's address")
    if not instance.replace("-", "").isalnum() or not instance.isascii():
        raise ConfigurationError(f"ASCORA_INSTANCE must be one name, like 'acme', not {instance[:20]!r}")
    return template.replace("{instance}", instance)


def _header_problem(secret: Secret) -> str | None:
    value: Any = secret.reveal()
    if not isinstance(value, str) or not value.strip():
        return "is empty or no text"
    if not value.isascii() or not value.isprintable() or value != value.strip():
        return "holds blanks or characters that no header can carry; was it copied whole?"
    return None
