"""Servers that no sandbox can be: that never accept, or that are slow before their first line is whole."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

BODY = b'{"id":"c-1"}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(BODY), BODY)


def _url(listening: socket.socket, scheme: str = "http") -> str:
    return f"{scheme}://127.0.0.1:{listening.getsockname()[1]}/api/v1"


@contextmanager
def nobody_accepts() -> Iterator[str]:
    """Give the URL of a port whose queue of connections is full, so that connecting never ends."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listening.getsockname())
        yield _url(listening)


def closed_port_url() -> str:
    """Give the URL of a port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return _url(listening)


@contextmanager
def one_connection(*parts: bytes, interval: float = 0.0, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """Answer the first connection with these parts of an answer, with a pause after each, and give the URL."""
    stopping = threading.Event()

    def serve() -> None:
        with suppress(OSError):
            accepted, _ = listening.accept()
            with accepted if context is None else context.wrap_socket(accepted, server_side=True) as connection:
                connection.recv(65_536)
                for part in parts:
                    connection.sendall(part)
                    if stopping.wait(interval):
                        return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield _url(listening, "http" if context is None else "https")
        finally:
            stopping.set()
            listening.settimeout(0)
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)
