"""What a client of the instance API is told once: where the instance is, who calls, and how patient the calls are."""

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
            if problem := header_problem(secret):
                raise ConfigurationError(f"{name} {problem} (give {name}= or set ASCORA_{name.upper()})")
        check_timeout(timeout)
        self.__attrs_init__(  # type: ignore[attr-defined]  # attrs makes it beside an __init__ of our own
            api_url=api_url, api_token=api_token, company_code=company_code, timeout=timeout, retry=retry
        )

    @property
    def credentials(self) -> Mapping[str, str]:
        """The headers that prove who calls; not to be shown."""
        return {"authorization": f"Bearer {self.api_token.reveal()}", "x-company-code": self.company_code}

    @property
    def credentials_named(self) -> str:
        """What the caller gave to prove who calls, in words."""
        return "api_token and company_code"

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """What no error may show."""
        return (self.api_token,)

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
            timeout=timeout_of(variables, default=30.0),
            retry=policy_of(variables),
        )


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
