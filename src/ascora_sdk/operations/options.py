"""How patient one call is, where it is to differ from its client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict, cast


class CallOptions(TypedDict, total=False):
    """How patient one call is, where it is to differ from its client.

    Attributes:
        timeout: Seconds that one try may take; None is the client's own.
        max_retries: Tries after the first, 0 for none; None is the client's own.

    Example:
        ```python
        job = client.jobs.get("j-1", timeout=5, max_retries=0)
        ```
    """

    timeout: float | None
    max_retries: int | None


def split_options(given: Mapping[str, Any]) -> tuple[dict[str, Any], CallOptions]:
    """Part a call's options from what else was given by name.

    Example:
        >>> split_options({"filter_text": "ada", "timeout": 5})
        ({'filter_text': 'ada'}, {'timeout': 5})
    """
    names = CallOptions.__annotations__.keys()
    rest = {name: value for name, value in given.items() if name not in names}
    return rest, cast("CallOptions", {name: given[name] for name in names & given.keys()})
