"""The public API without its wire: one request in, one answer out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..account import UnknownRecordError
from ..messages import Answer, ReceivedRequest, error_answer
from ..routing import Segments
from ..validation import InvalidError
from .answers import refused
from .routes import ROUTES
from .service import PublicHandler, PublicRequest, PublicService


class PublicApi:
    """Checks the key, finds the operation and runs it, one at a time.

    Args:
        service: what the operations work on.
        api_key: what the header `Auth` of each request must hold.
    """

    def __init__(self, service: PublicService, api_key: str) -> None:
        """Keep what it needs."""
        self._service = service
        self._api_key = api_key

    def answer(self, request: ReceivedRequest) -> Answer:
        """Carry a request out."""
        if request.headers.getlist("auth") != [self._api_key]:
            return error_answer(401, "The API key in the header Auth is missing or wrong.")
        handlers = _handlers_of(request.segments)
        if not handlers:
            return error_answer(404, f"There is nothing at {request.path}.")
        if request.method not in handlers:
            wrong = error_answer(405, f"{request.method} is not done at {request.path}.")
            return replace(wrong, headers={"Allow": ", ".join(handlers)})
        handler, arguments = handlers[request.method]
        with self._service.records.lock:
            return self._run(request, handler, arguments)

    def _run(self, request: ReceivedRequest, handler: PublicHandler, arguments: Segments) -> Answer:
        style = self._service.switches.failures
        try:
            return handler(self._service, PublicRequest.of(request), *arguments)
        except InvalidError as error:
            return refused(400, f"The request is not valid: {error}.", style)
        except UnknownRecordError as error:
            return refused(404, f"There is no {error.kind} {error.id}.", style)


def _handlers_of(segments: Segments | None) -> Mapping[str, tuple[PublicHandler, Segments]]:
    """Give what can be done at a path, by method."""
    found: dict[str, tuple[PublicHandler, Segments]] = {}
    for route, handler in ROUTES:
        bound = route.bind(segments)
        if bound is not None:
            found[route.method] = handler, bound
    return found
