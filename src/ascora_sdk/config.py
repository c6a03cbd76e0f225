"""What a client is told once: where Ascora is, who calls, and how patient the calls are."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import attrs
from typing_extensions import Self

from .errors import ConfigurationError
from .http import RetryPolicy, Secret, checked_base_url

N = TypeVar("N", int, float)

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

    def __attrs_post_init__(self) -> None:
        """Check the values, without ever repeating the token."""
        try:
            object.__setattr__(self, "api_url", checked_base_url(self.api_url))
        except (ValueError, TypeError, AttributeError) as error:
            raise ConfigurationError(f"{error}; set ASCORA_API_URL or give api_url=") from None
        _check_header_value(self.api_token.reveal(), "api_token")
        _check_header_value(self.company_code, "company_code")
        if not self.timeout > 0:
            raise ConfigurationError(f"timeout must be more than 0 seconds, not {self.timeout!r}")

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
        values = os.environ if environ is None else environ
        return cls(
            api_url=_api_url(values),
            api_token=Secret(_needed(values, "ASCORA_API_TOKEN")),
            company_code=_needed(values, "ASCORA_COMPANY_CODE"),
            timeout=_number(values, "ASCORA_REQUEST_TIMEOUT_MS", 30_000.0, float) / 1000,
            retry=RetryPolicy(
                max_retries=_number(values, "ASCORA_MAX_RETRIES", 3, int),
                retry_delay=_number(values, "ASCORA_RETRY_DELAY_MS", 1_000.0, float) / 1000,
            ),
        )


def _api_url(values: Mapping[str, str]) -> str:
    if values.get("ASCORA_API_URL"):
        return values["ASCORA_API_URL"]
    template = values.get("ASCORA_API_URL_TEMPLATE") or DEFAULT_URL_TEMPLATE
    if "{instance}" not in template:
        return template
    instance = values.get("ASCORA_INSTANCE", "")
    if not instance:
        raise ConfigurationError("set ASCORA_API_URL, or ASCORA_INSTANCE to your company's name in Ascora's address")
    if not instance.replace("-", "").isalnum():
        raise ConfigurationError(f"ASCORA_INSTANCE must be one name, like 'acme', not {instance!r}")
    return template.replace("{instance}", instance)


def _needed(values: Mapping[str, str], name: str) -> str:
    if not values.get(name):
        raise ConfigurationError(f"set the environment variable {name}")
    return values[name]


def _number(values: Mapping[str, str], name: str, default: N, kind: Callable[[Any], N]) -> N:
    text = values.get(name)
    if not text:
        return default
    try:
        number = kind(text)
    except ValueError:
        raise ConfigurationError(f"{name} must be a number, not {text!r}") from None
    if not 0 <= number < float("inf"):
        raise ConfigurationError(f"{name} must be 0 or more, not {text!r}")
    return number


def _check_header_value(value: Any, name: str) -> None:
    if not isinstance(value, str) or not value.strip():
        raise ConfigurationError(f"{name} is empty; set ASCORA_{name.upper()} or give {name}=")
    if not value.isascii() or not value.isprintable() or value != value.strip():
        raise ConfigurationError(f"{name} holds blanks or characters that no header can carry; was it copied whole?")
