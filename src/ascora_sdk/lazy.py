"""Names that load on first use (PEP 562), so that an import costs little."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from .errors import MissingExtraError


def lazy_names(
    package: str, sources: Mapping[str, str], *, extra: str | None = None
) -> tuple[list[str], Callable[[str], Any], Callable[[], list[str]]]:
    """Make `__all__`, `__getattr__` and `__dir__` of a package whose names load on first use.

    Args:
        package: The package's `__name__`.
        sources: The module that holds each name, relative to the package.
        extra: The extra that the names need, if they do.

    Returns:
        The three, in that order.

    Raises:
        MissingExtraError: On use, if a dependency is missing that the extra brings.
    """

    def load(name: str) -> Any:
        if name not in sources:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        try:
            value = getattr(import_module(sources[name], package), name)
        except ModuleNotFoundError as error:
            if extra is None or _is_ours(error.name, package):
                raise
            message = f"{name} needs {error.name}, which is not installed: pip install 'ascora-sdk[{extra}]'"
            raise MissingExtraError(message, name=error.name) from None
        setattr(sys.modules[package], name, value)
        return value

    names = sorted(sources)
    return names, load, lambda: names


def _is_ours(module: str | None, package: str) -> bool:
    return module is None or module.partition(".")[0] == package.partition(".")[0]
