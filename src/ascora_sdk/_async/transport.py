"""What carries a request to the server and brings the answer back."""

from __future__ import annotations

from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ssl import SSLContext
from types import MappingProxyType
from typing import Any, Final, Protocol

import httpx

from ..concurrency.awaiting import AsyncLoopLocal, AsyncRuntime
from ..http import BODY_LIMIT, Headers, Phase, Request, Response, Sink, TransportFailure

_PHASES: Final = MappingProxyType(
    {
        httpx.PoolTimeout: Phase.POOL,
        httpx.ConnectTimeout: Phase.CONNECT,
        httpx.ConnectError: Phase.CONNECT,
        httpx.ProxyError: Phase.CONNECT,
        httpx.UnsupportedProtocol: Phase.CONNECT,
        httpx.InvalidURL: Phase.CONNECT,
        UnicodeError: Phase.CONNECT,
        httpx.LocalProtocolError: Phase.CONNECT,
        httpx.WriteTimeout: Phase.WRITE,
        httpx.WriteError: Phase.WRITE,
    }
)
_ERROR_BODY_BYTES: Final = 10 * BODY_LIMIT
_FIRST_ERROR = 300


class AsyncTransport(Protocol):
    """Carries a request to the server and brings the answer back; the seam for another HTTP library or a test.

    It neither retries nor follows redirects nor judges the status: all that is decided above it.
    """

    async def send(self, request: Request) -> Response:
        """Send one request, once.

        Args:
            request: What to send, and how many seconds it may take. Its sink, if it has one, takes the body of an
                answer of status 200 to 299.

        Returns:
            The answer, whatever its status.

        Raises:
            TransportFailure: If no whole answer came; it tells how far the try had come.
            FileFailure: Passed on as it comes, from the request's content or its sink.
        """
        ...

    async def close(self) -> None:
        """Give back what the transport holds; it is not used again."""
        ...


class AsyncHttpxTransport:
    """The transport that uses httpx; a proxy, a CA bundle or a client of your own goes in here.

    Example:
        >>> import httpx
        >>> from ascora_sdk import AsyncHttpxTransport
        >>> transport = AsyncHttpxTransport(client=httpx.AsyncClient(proxy="http://localhost:3128"))
    """

    def __init__(self, *, client: httpx.AsyncClient | None = None, verify: SSLContext | None = None) -> None:
        """Make a transport.

        Args:
            client: An httpx client of your own, which you close yourself. It belongs to one event loop.
            verify: A TLS context, such as `ssl.create_default_context(cafile=...)` makes for a CA bundle of your own.

        Raises:
            ValueError: If both are given, since a client has a TLS context of its own.
        """
        if client is not None and verify is not None:
            raise ValueError("give verify= to your own httpx client instead")
        self._given = client
        self._clients = AsyncLoopLocal(
            lambda: httpx.AsyncClient(verify=verify or shared_tls_context(), cookies=_no_cookies())
        )
        self._monotonic = AsyncRuntime().monotonic
        self._closed = False

    async def send(self, request: Request) -> Response:
        """Send one request, once; see `AsyncTransport.send`."""
        if self._closed:
            raise RuntimeError("this client is closed; make a new one")
        try:
            return await self._exchange(request)
        except (httpx.RequestError, httpx.InvalidURL, OSError, UnicodeError) as error:
            failure = _failure(error)
        # Raised out here, so that no httpx error, whose frames hold the credentials, is chained to it.
        raise failure

    async def close(self) -> None:
        """Close the connections, but not those of a client that was handed in."""
        self._closed = True
        own = self._clients.take()
        if own is not None:
            await own.aclose()

    async def _exchange(self, request: Request) -> Response:
        deadline = self._monotonic() + request.timeout
        client = self._given or self._clients.get()
        message = client.build_request(
            request.method,
            request.url,
            headers=dict(request.headers),
            content=request.content,
            timeout=request.timeout,
        )
        answer = await client.send(message, stream=True, follow_redirects=False)
        if request.content is not None and not isinstance(request.content, bytes):
            # A large file takes what it takes; now that it is there, the answer has its own time.
            deadline = self._monotonic() + request.timeout
        try:
            if request.sink is None or answer.status_code >= _FIRST_ERROR:
                body = await self._read(answer, deadline)
            else:
                body = await self._pour(answer, request.sink)
        finally:
            await answer.aclose()
        return Response(status=answer.status_code, headers=Headers(answer.headers), body=body)

    async def _pour(self, answer: httpx.Response, sink: Sink) -> bytes:
        await sink.begin()
        async for piece in answer.aiter_bytes():
            await sink.write(piece)
        return b""

    async def _read(self, answer: httpx.Response, deadline: float) -> bytes:
        # httpx times each read alone, so a server that drips could hold a call for ever.
        most = _ERROR_BODY_BYTES if answer.status_code >= _FIRST_ERROR else None
        chunks: list[bytes] = []
        size = 0
        async for chunk in answer.aiter_bytes():
            chunks.append(chunk)
            size += len(chunk)
            if most is not None and size >= most:
                break
            if self._monotonic() > deadline:
                raise httpx.ReadTimeout("the answer came too slowly")
        return b"".join(chunks)


def _no_cookies() -> CookieJar:
    # A jar knows no ports: what the API sets would go to whoever else serves on its host.
    return CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))


@lru_cache(maxsize=1)
def shared_tls_context() -> SSLContext:
    """Give what is trusted where the caller names nothing else."""
    # Reading the certificates is nearly all that making an httpx client costs.
    return httpx.create_ssl_context()


def _failure(error: Any) -> TransportFailure:
    return TransportFailure(
        str(error) or type(error).__name__,
        phase=_PHASES.get(type(error), Phase.READ),
        timed_out=isinstance(error, (httpx.TimeoutException, TimeoutError)),
    )
