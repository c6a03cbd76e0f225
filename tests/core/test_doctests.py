"""Every example in a docstring is true."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import ascora_sdk

PACKAGE = Path(ascora_sdk.__file__).parent
EXTRAS = {"sqlalchemy", "alembic", "aiosqlite", "psycopg", "starlette", "uvicorn", "simplejson", "rich", "h11"}
# The sandbox's examples need a sandbox that runs, and a migration belongs to Alembic.
NO_MODULES = {"sandbox", "versions"}


def modules() -> list[str]:
    paths = (path.relative_to(PACKAGE.parent).with_suffix("").parts for path in sorted(PACKAGE.rglob("*.py")))
    names = (parts[:-1] if parts[-1] == "__init__" else parts for parts in paths if not NO_MODULES & set(parts))
    return [".".join(parts) for parts in names]


def examples(name: str) -> list[doctest.DocTest]:
    return [test for test in doctest.DocTestFinder().find(import_module(name)) if test.examples]


@pytest.mark.parametrize("name", modules())
def test_the_examples_are_true(name: str) -> None:
    try:
        tests = examples(name)
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in EXTRAS:
            raise
        pytest.skip(f"needs {error.name}")
    told: list[str] = []
    for test in tests:
        doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append)
    assert not told, "".join(told)


@pytest.mark.parametrize(
    "name",
    [
        "errors",
        "config.instance",
        "config.public",
        "models.customer",
        "codec.decode",
        "codec.dates",
        "http.retry",
        "http.url",
        "sync.report",
    ],
)
def test_the_examples_are_found(name: str) -> None:
    assert examples(f"ascora_sdk.{name}")
