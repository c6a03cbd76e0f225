"""Every example in the sandbox's docstrings is true of an account in which something has happened."""

from __future__ import annotations

import doctest
from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import httpx
import pytest

from ascora_sdk import sandbox as face
from ascora_sdk.sandbox import Sandbox

Connect = Callable[[Sandbox], httpx.Client]


def examples() -> list[Any]:
    modules = (f"{face.__name__}.{found.name}" for found in iter_modules(face.__path__) if found.name != "__main__")
    tests = [test for name in modules for test in doctest.DocTestFinder().find(import_module(name)) if test.examples]
    return [pytest.param(test, id=test.name.removeprefix(face.__name__)) for test in tests]


@pytest.fixture
def busy(connect: Connect) -> Iterator[Sandbox]:
    with Sandbox(customers=3, jobs=2, files_elsewhere=True) as sandbox:
        http = connect(sandbox)
        http.post("/jobs/j-1/attachments", files={"file": ("roof.jpg", b"wet")})
        httpx.get(f"{sandbox.files_url}/a-1")
        http.post("/customers?notify=no", json={"firstName": "Ada"})
        yield sandbox


@pytest.mark.parametrize("example", examples())
def test_an_example_is_true(example: doctest.DocTest, busy: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    public = {name: getattr(face, name) for name in face.__all__}
    example.globs = {**example.globs, **public, "sandbox": busy, "monkeypatch": monkeypatch}
    told: list[str] = []
    doctest.DocTestRunner().run(example, out=told.append)
    assert not told, "".join(told)
