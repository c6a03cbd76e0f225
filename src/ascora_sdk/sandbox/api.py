"""The instance API without its wire: one request in, one answer out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus

from .account import UnknownRecordError
from .handlers import Handler, Service
from .messages import Answer, ReceivedRequest, error_answer
from .routes import Routes
from .routing import Segments
from .validation import InvalidError


class InstanceApi:
    """Checks the credentials, finds the operation and runs it, one at a time.

    Args:
        service: what the operations work on.
        routes: the operations.
        credentials: what the headers of each request must hold, by name.
        honours_idempotency_key: whether a POST with a key that was seen gets the first answer again.
    """

    def __init__(
        self, service: Service, routes: Routes, *, credentials: Mapping[str, str], honours_idempotency_key: bool
    ) -> None:
        """Start without a remembered answer."""
        self._service = service
        self._routes: dict[int, Routes] = {}  # by their depth, so that a request tries few of them
        for route in routes:
            depth = len(route[0].segments or ())
            self._routes[depth] = (*self._routes.get(depth, ()), route)
        self._credentials = credentials
        self._honours_idempotency_key = honours_idempotency_key
        self._first_answers: dict[tuple[str, str], Answer] = {}

    def answer(self, request: ReceivedRequest) -> Answer:
        """Carry a request out."""
        if any(request.headers.get(name) != value for name, value in self._credentials.items()):
            unauthorized = error_answer(401, "The API token or the company code is missing or wrong.")
            return replace(unauthorized, headers={"WWW-Authenticate": "Bearer"})
        handlers = self._handlers_of(request.segments)
        if not handlers:
            return error_answer(404, f"There is nothing at {request.path}.")
        if request.method not in handlers:
            refused = error_answer(405, f"{request.method} is not done at {request.path}.")
            return replace(refused, headers={"Allow": ", ".join(handlers)})
        with self._service.account.lock:
            return self._once(request, *handlers[request.method])

    def begin_again(self) -> None:
        """Forget the remembered answers."""
        self._first_answers.clear()

    def _once(self, request: ReceivedRequest, handler: Handler, arguments: Segments) -> Answer:
        """Run the operation, unless its idempotency key already has an answer."""
        key = request.headers.get("idempotency-key") if self._honours_idempotency_key else None
        if request.method != "POST" or key is None:
            return self._run(request, handler, arguments)
        named = request.raw_path, key
        first = self._first_answers.get(named)
        if first is not None:
            return first
        answer = self._run(request, handler, arguments)
        if answer.status < HTTPStatus.BAD_REQUEST:  # a refused request did nothing, so its key is free for a better one
            self._first_answers[named] = answer
        return answer

    def _run(self, request: ReceivedRequest, handler: Handler, arguments: Segments) -> Answer:
        try:
            return handler(self._service, request, *arguments)
        except InvalidError as error:
            return error_answer(400, "The request is not valid.", error.errors)
        except UnknownRecordError as error:
            return error_answer(404, f"There is no {error.kind} {error.id}.")

    def _handlers_of(self, segments: Segments | None) -> Mapping[str, tuple[Handler, Segments]]:
        """Give what can be done at a path, by method."""
        found: dict[str, tuple[Handler, Segments]] = {}
        for route, handler in self._routes.get(len(segments or ()), ()):
            bound = route.bind(segments)
            if bound is not None:
                found.setdefault(route.method, (handler, bound))
        return found
