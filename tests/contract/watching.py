"""The watch over a test's traffic: what its sandboxes receive is held against the document of the API.

A conftest puts it over all tests of its folder; it sees every sandbox, whoever starts it, and every request, whatever
becomes of it. A test that has to send what the contract doesn't know says so, request by request:

Example:
    >>> @pytest.mark.beyond_contract("GET /anything", because="the SDK has no method for it")
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from typing import Any

import pytest

from ascora_sdk.sandbox import ReceivedRequest, app
from ascora_sdk.sandbox.exchange import Exchange
from ascora_sdk.sandbox.public.api import PublicApi
from ascora_sdk.sandbox.routes import FILE_ROUTES

from .conformance import request_problem
from .document import INSTANCE, PUBLIC, Api

MARKER = "beyond_contract"


def add_marker(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", f"{MARKER}(*requests, because): the test sends what the contract doesn't know")


@contextmanager
def held_to_contract(item: pytest.Item) -> Iterator[None]:
    """Fail, once the test is done, if a request was none of the document's and is not excused by the marker.

    Raises:
        AssertionError: naming each such request, and each excuse that nothing needed.
    """
    excuses = _excuses(item)
    with _watched() as received:
        yield
    found = [(_name(*one), problem) for one in received if (problem := _problem(*one))]
    wrong = [problem for name, problem in found if not any(fnmatchcase(name, excuse) for excuse in excuses)]
    needless = [excuse for excuse in sorted(excuses) if not any(fnmatchcase(name, excuse) for name, _ in found)]
    assert not wrong, "requests that the contract does not know:\n" + "\n".join(dict.fromkeys(wrong))
    assert not needless, f"requests that need no excuse: {', '.join(needless)}"


@contextmanager
def _watched() -> Iterator[list[tuple[ReceivedRequest, Api]]]:
    received: list[tuple[ReceivedRequest, Api]] = []

    class Watched(Exchange):
        def __init__(self, request: ReceivedRequest, account: Any, connection: Any, work: Any) -> None:
            received.append((request, PUBLIC if isinstance(work.__self__, PublicApi) else INSTANCE))
            super().__init__(request, account, connection, work)

    with pytest.MonkeyPatch.context() as patch:
        # The one place that a request passes before any fault strikes, and before any test can forget it.
        patch.setattr(app, "Exchange", Watched)
        yield received


def _excuses(item: pytest.Item) -> set[str]:
    marks = tuple(item.iter_markers(MARKER))
    assert all(mark.args and mark.kwargs.get("because") for mark in marks), f"{MARKER} names requests and a reason"
    return {excuse for mark in marks for excuse in mark.args}


def _problem(request: ReceivedRequest, api: Api) -> str | None:
    # Where an attachment's bytes lie is the server's to say, so no document can know it.
    is_for_a_file = request.method == "GET" and any(route.bind(request.segments) for route, _ in FILE_ROUTES)
    return None if is_for_a_file and api is INSTANCE else request_problem(request, api)


def _name(request: ReceivedRequest, api: Api) -> str:
    return f"{request.method} {request.raw_path.removeprefix(api.base_path)}"
