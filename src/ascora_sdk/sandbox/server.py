"""An HTTP server on a thread with an event loop of its own, which stops at once."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

# A connection that the server closes while the client takes it from its pool is a fault nobody asked for.
_KEEP_ALIVE_SECONDS = 3600


class _Protocol(H11Protocol):
    """Lets the application reach its connection's transport."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # asyncio does so for sockets that it made itself; without it each answer waits 40 ms for the client's ACK.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.access_log = False  # for these connections alone: uvicorn's setting is the whole process's
        self.app_state = {**self.app_state, "transport": transport}
        if self.app_state["stopping"].is_set():
            # Accepted while the others were being ended.
            transport.abort()


class ServerThread:
    """Serves an application from construction until `stop`.

    uvicorn's own `Server` isn't used: it looks for its end every 0.1 s and waits for connections to finish,
    and a test suite starts and stops hundreds of sandboxes with faults that never finish.

    Args:
        app: the ASGI application; finds `transport` and the event `stopping` in its scope's state.
        host: the address to bind.
        port: the port to bind; 0 takes a free one.

    Raises:
        OSError: if the address cannot be bound.
    """

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        """Bind in the caller's thread, so that a taken port is the caller's error."""
        self._app = app
        self._socket = socket.create_server((host, port), backlog=2048)
        self.port: int = self._socket.getsockname()[1]
        self._serving = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"sandbox:{self.port}", daemon=True)
        self._thread.start()
        self._serving.wait()

    def stop(self) -> None:
        """Break every connection off and wait for the thread to end."""
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        config = uvicorn.Config(
            self._app,
            http=_Protocol,
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            proxy_headers=False,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        )
        config.load()
        state = ServerState()
        app_state: dict[str, Any] = {"stopping": self._stopping}
        server = await self._loop.create_server(
            lambda: _Protocol(config=config, server_state=state, app_state=app_state), sock=self._socket
        )
        self._serving.set()
        await self._stopping.wait()
        server.close()
        for connection in tuple(state.connections):
            connection.transport.abort()
        await server.wait_closed()
        if state.tasks:
            await asyncio.wait(state.tasks)
