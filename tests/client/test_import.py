"""Importing the package costs little, and what is missing is told."""

from __future__ import annotations

import subprocess
import sys

import pytest

OPTIONAL = ["aiosqlite", "alembic", "fastapi", "psycopg", "rich", "simplejson", "sqlalchemy", "starlette", "uvicorn"]
HEAVY = ["asyncio", "attrs", "cattrs", "httpx", "tenacity"]


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], check=False, capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def loaded_by(code: str) -> set[str]:
    output = run(f"import sys; before = {{*sys.modules}}; {code}; print(*({{*sys.modules}} - before), sep='\\n')")
    return {name.partition(".")[0] for name in output.split()}


def test_the_import_loads_nothing_heavy() -> None:
    assert loaded_by("import ascora_sdk") & {*OPTIONAL, *HEAVY} == set()


@pytest.mark.parametrize("package", ["sync", "storage"])
def test_a_part_loads_nothing_heavy(package: str) -> None:
    assert loaded_by(f"import ascora_sdk.{package}") & {*OPTIONAL, "httpx"} == set()


def test_httpx_comes_with_the_client() -> None:
    assert "httpx" not in loaded_by("from ascora_sdk import AscoraApiError, ClientConfig, Customer, RetryPolicy")
    for name in ("AscoraClient", "AsyncAscoraClient", "HttpxTransport"):
        loaded = loaded_by(f"from ascora_sdk import {name}")
        assert "httpx" in loaded
        assert loaded & {*OPTIONAL} <= {"rich"}  # which httpx itself loads where it is installed


def test_the_engine_needs_no_optional_package() -> None:
    loaded = loaded_by("from ascora_sdk.sync import SyncEngine, AsyncSyncEngine")
    assert loaded & {*OPTIONAL, "httpx"} == set()


@pytest.mark.parametrize("package", ["ascora_sdk", "ascora_sdk.sync", "ascora_sdk.storage"])
def test_names(package: str) -> None:
    run(
        f"""
import {package} as package
assert {{*package.__all__}} <= {{*dir(package)}}, dir(package)
for name in package.__all__:
    assert getattr(package, name) is vars(package)[name]
assert not hasattr(package, "Nobody")
try:
    package.Nobody
except AttributeError as error:
    assert str(error) == "module {package!r} has no attribute 'Nobody'", error
try:
    from {package} import Nobody
except ImportError:
    pass
else:
    raise AssertionError
names = {{}}
exec("from {package} import *", names)
assert {{*package.__all__}} <= {{*names}}
"""
    )


def test_the_version_is_known_without_loading_anything() -> None:
    assert run("import ascora_sdk; print(ascora_sdk.__version__)").strip().count(".") == 2


@pytest.mark.parametrize("missing", ["sqlalchemy", "alembic"])
@pytest.mark.parametrize("name", ["SqlStorage", "AsyncSqlStorage"])
def test_a_storage_without_its_extra_says_which_one_to_install(missing: str, name: str) -> None:
    output = run(
        f"""
import sys
sys.modules[{missing!r}] = None
import ascora_sdk.storage
from ascora_sdk import MissingExtraError
try:
    storage = ascora_sdk.storage.{name}("sqlite://" if {name!r} == "SqlStorage" else "sqlite+aiosqlite://")
    if {name!r} == "SqlStorage":
        storage.migrate()
    else:
        import asyncio
        asyncio.run(storage.migrate())
except MissingExtraError as error:
    assert isinstance(error, ImportError)
    assert error.__cause__ is None
    print(error.name, error)
"""
    )
    assert output.startswith(missing)
    assert "pip install 'ascora-sdk[sql]'" in output


def test_an_async_sqlite_without_its_driver_says_which_extra_to_install() -> None:
    output = run(
        """
import asyncio, sys
sys.modules["aiosqlite"] = None
from ascora_sdk import MissingExtraError
from ascora_sdk.storage import AsyncSqlStorage
try:
    asyncio.run(AsyncSqlStorage("sqlite+aiosqlite://").migrate())
except MissingExtraError as error:
    print(error)
"""
    )
    assert "ascora-sdk[aiosqlite]" in output


@pytest.mark.parametrize("missing", ["starlette", "uvicorn", "simplejson", "h11"])
def test_a_sandbox_without_its_extra_says_which_one_to_install(missing: str) -> None:
    output = run(
        f"""
import sys
sys.modules[{missing!r}] = None
from ascora_sdk import MissingExtraError
try:
    import ascora_sdk.sandbox
except MissingExtraError as error:
    print(error.name, error)
"""
    )
    assert output.startswith(missing)
    assert "pip install 'ascora-sdk[sandbox]'" in output
