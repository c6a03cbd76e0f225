"""An HTTP server on a thread with an event loop of its own, which stops at once."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Sequence
from contextlib import ExitStack
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
    """Serves applications, each at a port of its own, from construction until `stop`.

    uvicorn's own `Server` isn't used: it looks for its end every 0.1 s and waits for connections to finish,
    and a test suite starts and stops hundreds of sandboxes with faults that never finish.

    Args:
        host: the address to bind.
        apps: the ASGI applications, which find `transport` and the event `stopping` in their scope's state, and the
            port to bind for each; 0 takes a free one.

    Raises:
        OSError: if an address cannot be bound.
    """

    def __init__(self, host: str, apps: Sequence[tuple[ASGIApp, int]]) -> None:
        """Bind in the caller's thread, so that a taken port is the caller's error."""
        self._sites: list[tuple[ASGIApp, socket.socket]] = []
        with ExitStack() as undo:
            for app, port in apps:
                bound = undo.enter_context(socket.create_server((host, port), backlog=2048))
                self._sites.append((app, bound))
            undo.pop_all()
        self.ports: tuple[int, ...] = tuple(bound.getsockname()[1] for _, bound in self._sites)
        self._serving = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"sandbox:{self.ports[0]}", daemon=True)
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
        state = ServerState()
        servers = [await self._listen(app, bound, state) for app, bound in self._sites]
        self._serving.set()
        await self._stopping.wait()
        # Nothing new is accepted, and what has just been gets its place among the connections, to be ended with them.
        for server in servers:
            for listening in server.sockets:
                self._loop.remove_reader(listening.fileno())
        for _ in range(3):
            await asyncio.sleep(0)
        for server in servers:
            server.close()
        for connection in tuple(state.connections):
            connection.transport.abort()
        for server in servers:
            await server.wait_closed()
        if state.tasks:
            await asyncio.wait(state.tasks)

    async def _listen(self, app: ASGIApp, bound: socket.socket, state: ServerState) -> asyncio.Server:
        config = uvicorn.Config(
            app,
            http=_Protocol,
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            proxy_headers=False,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        )
        config.load()
        app_state: dict[str, Any] = {"stopping": self._stopping}
        return await self._loop.create_server(
            lambda: _Protocol(config=config, server_state=state, app_state=app_state), sock=bound
        )
