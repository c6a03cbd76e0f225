"""The watch over tests: no request escapes it, and what is excused is excused in so many words."""

from __future__ import annotations

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox, Status

from .watching import held_to_contract


class Node:
    """A test, as far as the watch looks at it."""

    def __init__(self, *marks: pytest.Mark) -> None:
        self.marks = marks

    def iter_markers(self, name: str) -> tuple[pytest.Mark, ...]:
        """Give its marks."""
        return self.marks


def beyond(*excuses: str, because: str = "it is tested") -> pytest.Mark:
    """Make the mark of a test that knows what it does."""
    return pytest.mark.beyond_contract(*excuses, because=because).mark


def send(*paths: str) -> None:
    """Send requests in a way that leaves as few traces as can be."""
    credentials = {"Authorization": "Bearer sandbox-token", "X-Company-Code": "SANDBOX"}
    with Sandbox(customers=1) as sandbox, httpx.Client(headers=credentials, trust_env=False) as client:
        sandbox.fault("*", Status(500), times=len(paths))
        for path in paths:
            client.get(sandbox.api_url + path)
        sandbox.clear_requests()


def test_a_test_that_keeps_to_the_contract_passes() -> None:
    with held_to_contract(Node()):
        send("/customers/c-1", "/jobs")


def test_no_request_escapes_the_watch() -> None:
    with pytest.raises(AssertionError, match="/api/v1/anything: there is no such op"), held_to_contract(Node()):
        send("/customers/c-1", "/anything")


def send_to_public(*paths: str) -> None:
    """Send requests to the public API."""
    with Sandbox() as sandbox, httpx.Client(headers={"Auth": sandbox.public_api_key}, trust_env=False) as client:
        for path in paths:
            client.get(sandbox.public_url + path)


def test_the_public_api_is_watched_too() -> None:
    with pytest.raises(AssertionError) as caught, held_to_contract(Node()):
        send_to_public("/Jobs/Jobs", "/jobs")
    assert "GET /jobs: there is no such operation" in str(caught.value)
    assert "/Jobs/Jobs" not in str(caught.value)


def test_a_request_may_be_excused() -> None:
    with held_to_contract(Node(beyond("GET /any*"), beyond("GET /some/*"))):
        send("/anything", "/some/thing", "/jobs")


def test_an_excuse_is_for_its_request_alone() -> None:
    with pytest.raises(AssertionError, match="/nothing"), held_to_contract(Node(beyond("GET /anything"))):
        send("/anything", "/nothing")


def test_an_excuse_that_nothing_needs_is_refused() -> None:
    node = Node(beyond("GET /customers/c-1"))
    with pytest.raises(AssertionError, match="need no excuse: GET /customers/c-1"), held_to_contract(node):
        send("/customers/c-1")


@pytest.mark.parametrize("mark", [beyond(), beyond("GET /anything", because="")])
def test_an_excuse_names_its_request_and_its_reason(mark: pytest.Mark) -> None:
    with pytest.raises(AssertionError, match="names requests and a reason"), held_to_contract(Node(mark)):
        send("/anything")
