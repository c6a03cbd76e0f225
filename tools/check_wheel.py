"""Looks at an installed wheel that came without any extra: `nox -s wheel` runs it in an environment of its own."""

import importlib
import importlib.metadata
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "ascora_sdk"
OPTIONAL = ("aiosqlite", "alembic", "cryptography", "fastapi", "h11", "psycopg", "rich", "simplejson", "sqlalchemy")
# What the core needs arrives with httpx and friends; of these few it brings h11 along itself.
BROUGHT_BY_THE_CORE = {"h11"}
HEAVY = ("httpx", "asyncio", "ssl", "tenacity", "cattrs")
NEEDS_EXTRA = {"sandbox": ("Sandbox", "sandbox"), "storage": ("SqlStorage", "sql")}
"""The public package, a name in it that needs an extra, and the extra's name."""


def problems() -> Iterator[str]:
    """Say everything that is not as a user must find it."""
    loaded_before = set(sys.modules)
    package = importlib.import_module(PACKAGE)
    loaded = set(sys.modules) - loaded_before
    yield from _environment(package.__file__ or "")
    yield from (f"`import {PACKAGE}` loads {name} at once" for name in (*OPTIONAL, *HEAVY) if name in loaded)
    wanted = importlib.metadata.version("ascora-sdk")
    if package.__version__ != wanted:
        yield f"the package says version {package.__version__}, and its metadata {wanted}"
    yield from _names(package)
    for name, (attribute, extra) in NEEDS_EXTRA.items():
        yield from _without_extra(name, attribute, extra)


def _environment(file: str) -> Iterator[str]:
    if Path(sys.prefix) not in Path(file).parents:
        yield f"{PACKAGE} is not imported from this environment but from {file}"
    if not Path(file).with_name("py.typed").is_file():
        yield "py.typed did not come along"
    for name in OPTIONAL:
        if name not in BROUGHT_BY_THE_CORE and importlib.util.find_spec(name):
            yield f"{name} is installed although no extra was asked for"


def _names(package: object) -> Iterator[str]:
    names = list(getattr(package, "__all__", ()))
    if "AscoraClient" not in names or "AsyncAscoraClient" not in names:
        yield "the clients are not among the public names"
    for name in names:
        try:
            getattr(package, name)
        except (AttributeError, ImportError) as error:
            yield f"{PACKAGE}.{name} cannot be had: {error}"
    if missing := set(names) - set(dir(package)):
        yield f"dir({PACKAGE}) lacks {', '.join(sorted(missing))}"


def _without_extra(name: str, attribute: str, extra: str) -> Iterator[str]:
    try:
        getattr(importlib.import_module(f"{PACKAGE}.{name}"), attribute)
    except ImportError as error:
        if f"ascora-sdk[{extra}]" not in str(error):
            yield f"{name}.{attribute} without its extra must name ascora-sdk[{extra}], and says: {error}"
    else:
        yield f"{name}.{attribute} can be had without ascora-sdk[{extra}]"


if __name__ == "__main__":
    found = [*problems()]
    sys.stdout.writelines(f"{problem}\n" for problem in found or ["the wheel is sound"])
    sys.exit(bool(found))
