"""The pytest plugin. It is loaded in every test session, so it loads the sandbox only when a test asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ..sandbox import Sandbox

_MARKER = "ascora_sandbox"


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, so that `--strict-markers` takes it."""
    config.addinivalue_line(
        "markers",
        f"{_MARKER}(**options): what the fixture {_MARKER} gives to its Sandbox, such as customers=3; "
        "`clock` may be a date-time, in ISO 8601 too, at which it stands still. "
        "A test's own options win over those of its class and its module.",
    )


@pytest.fixture
def ascora_sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """Give an Ascora account on loopback to this test alone; the marker of the same name says what is in it."""
    options = _options(request.node)
    from ..sandbox import ManualClock, Sandbox

    if "clock" in options and not callable(options["clock"]):
        options["clock"] = ManualClock(options["clock"])
    with Sandbox(**options) as sandbox:
        yield sandbox


def _options(node: pytest.Item) -> dict[str, Any]:
    """Gather what the markers say, the nearest last."""
    options: dict[str, Any] = {}
    for marker in reversed([*node.iter_markers(_MARKER)]):
        if marker.args:
            pytest.fail(f"give the options of the marker {_MARKER} by name, such as customers=3", pytrace=False)
        options.update(marker.kwargs)
    return options
