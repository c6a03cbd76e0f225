"""Asks, times and judges: one read request a resource, and nothing of an answer but its shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import attrs

from ..codec import DecodeError
from ..codec.shape import field_name
from ..errors import AscoraApiError, AuthenticationError
from ..http import RefusedError, Response, segment
from ..models import PageContent
from .findings import Finding, Verdict
from .readings import Reading, first_value

_MOST_DIFFERENCES = 8


class Asker(Protocol):
    """What is asked of a client: any request."""

    def request(self, method: str, path: str, *, params: Mapping[str, Any] | None = None) -> Response:
        """Call a path."""
        ...


def examine(client: Asker, api: str, readings: Sequence[Reading], monotonic: Callable[[], float]) -> Iterator[Finding]:
    """Ask for each resource once.

    Args:
        client: Carries the requests; best one that does not try again, since the time it takes is shown.
        api: "instance" or "public".
        readings: What to ask for.
        monotonic: Seconds on a clock that never goes back.

    Yields:
        A finding for each resource, as it comes.
    """
    answered: dict[str, Response] = {}
    for reading in readings:
        path = _path(reading, answered)
        route = f"GET {reading.path}"
        if path is None:
            yield Finding(api=api, resource=reading.resource, route=route, verdict=Verdict.NOT_ASKED)
            continue
        begun = monotonic()
        try:
            response = client.request("GET", path, params=reading.query)
        except AscoraApiError as error:
            seconds = monotonic() - begun
            yield Finding(
                api=api,
                resource=reading.resource,
                route=route,
                verdict=_verdict(error),
                status=error.status_code,
                seconds=seconds,
            )
            continue
        finding = Finding(
            api=api,
            resource=reading.resource,
            route=route,
            verdict=Verdict.AS_EXPECTED,
            status=response.status,
            size=len(response.body),
            seconds=monotonic() - begun,
        )
        judged = _judged(finding, reading, response)
        if judged.rows:
            answered[reading.resource] = response
        yield judged


def _path(reading: Reading, answered: Mapping[str, Response]) -> str | None:
    if reading.of is None:
        return reading.path
    resource, field = reading.of
    id_ = first_value(answered[resource], field) if resource in answered else None
    return None if id_ is None else reading.path.replace("{id}", segment(id_))


def _verdict(error: AscoraApiError) -> Verdict:
    if isinstance(error, AuthenticationError) or error.status_code == 403:
        return Verdict.NOT_AUTHORIZED
    return Verdict.NOT_REACHABLE if error.status_code is None else Verdict.FAILED


def _judged(finding: Finding, reading: Reading, response: Response) -> Finding:
    try:
        got = reading.read(response)
    except RefusedError:
        # Ascora's own words may name somebody.
        return attrs.evolve(finding, verdict=Verdict.REFUSED)
    except (DecodeError, ValueError) as error:
        reason = str(error) if isinstance(error, DecodeError) else type(error).__name__
        return attrs.evolve(finding, verdict=Verdict.DIFFERS, differences=(reason,))
    differences = tuple(_differences(got))
    return attrs.evolve(
        finding,
        verdict=Verdict.DIFFERS if differences else Verdict.AS_EXPECTED,
        differences=differences,
        unknown_fields=tuple(_unknown_fields(got)),
        rows=_rows(got),
    )


def _rows(got: Any) -> int | None:
    if isinstance(got, PageContent):
        return got.received
    return len(got) if isinstance(got, list) else None


def _differences(got: Any) -> Iterator[str]:
    """Tell which rows have another shape than their model: by paths and types."""
    if isinstance(got, PageContent) and got.invalid:
        reasons = list(dict.fromkeys(item.reason for item in got.invalid))
        more = "; …" if len(reasons) > _MOST_DIFFERENCES else ""
        yield f"{len(got.invalid)} of {got.received} rows: {'; '.join(reasons[:_MOST_DIFFERENCES])}{more}"


def _unknown_fields(got: Any) -> Iterator[str]:
    models = list(got) if isinstance(got, (PageContent, list)) else []
    # Of an object whose fields nobody has written down, none is news.
    known = [model for model in models if len(attrs.fields(type(model))) > 1]
    yield from dict.fromkeys(field_name(name) for model in known for name in model.extra)
