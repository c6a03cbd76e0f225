"""Environment variables, and what all clients read of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeVar

from ..errors import ConfigurationError
from ..http import RetryPolicy, Secret

N = TypeVar("N", int, float)

_MOST: Final = 10**9


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


def timeout_of(variables: Variables, *, default: float) -> float:
    """Read how many seconds one try may take."""
    return variables.number("ASCORA_REQUEST_TIMEOUT_MS", default * 1000, float, least=0.001) / 1000


def policy_of(variables: Variables) -> RetryPolicy:
    """Read how often a call is tried again, and when."""
    return RetryPolicy(
        max_retries=variables.number("ASCORA_MAX_RETRIES", 3, int, least=0),
        retry_delay=variables.number("ASCORA_RETRY_DELAY_MS", 1_000.0, float, least=0) / 1000,
    )


def header_problem(secret: Secret) -> str | None:
    """Say what is wrong with a text that has to go into a header, without repeating it; None if nothing is."""
    value: Any = secret.reveal()
    if not isinstance(value, str) or not value.strip():
        return "is empty or no text"
    if not value.isascii() or not value.isprintable() or value != value.strip():
        return "holds blanks or characters that no header can carry; was it copied whole?"
    return None
