"""Paths in any case: what they are matched by, and the doubles that were seen of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..routing import RoutePattern, Segments

_DOUBLES: Mapping[Segments, Segments] = {("jobs",): ("jobs", "jobs")}
"""Paths that lead where others lead, in lower case."""


def matched(segments: Segments | None) -> Segments | None:
    """Give what a path is matched by, whatever its case; None stays None.

    Example:
        >>> matched(("JOBS",))
        ('jobs', 'jobs')
    """
    if segments is None:
        return None
    lowered = tuple(segment.lower() for segment in segments)
    return _DOUBLES.get(lowered, lowered)


def public_route(text: str) -> RoutePattern:
    """Read a route that is matched by what `matched` gives.

    Raises:
        ValueError: if it is no route.

    Example:
        >>> public_route("GET /Jobs/Job/{jobNumber}").bind(matched(("jobs", "JOB", "DRQ1")))
        ('drq1',)
    """
    pattern = RoutePattern.parse(text)
    return replace(pattern, segments=matched(pattern.segments))
