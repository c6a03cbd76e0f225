"""A server of attachments of any size that keeps none of them: it forgets what it is sent, and makes up what it sends.

A script of its own, so that its memory is nobody else's: it prints its port, and serves until its input ends.
"""

from __future__ import annotations

import json
import sys
import threading
from socketserver import StreamRequestHandler, ThreadingTCPServer

_PIECE = bytes(1024 * 1024)


class _Handler(StreamRequestHandler):
    def handle(self) -> None:
        while line := self.rfile.readline():
            method, path, _ = line.decode().split()
            headers: dict[str, str] = {}
            while (line := self.rfile.readline().strip()) and b":" in line:
                name, _, value = line.decode().partition(":")
                headers[name.lower()] = value.strip()
            if method == "POST":
                self._forget(int(headers["content-length"]))
                self._answer(_attachment(0))
            elif path.startswith("/api/v1/files/"):
                self._send(int(path.rpartition("/")[2]))
            else:
                self._answer(_attachment(int(path.rpartition("/")[2])))

    def _forget(self, size: int) -> None:
        buffer = memoryview(bytearray(len(_PIECE)))
        while size > 0 and (count := self.rfile.readinto(buffer[: min(size, len(buffer))])):
            size -= count

    def _answer(self, body: bytes) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))

    def _send(self, size: int) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size)
        while size > 0:
            size -= self.wfile.write(_PIECE[:size])


def _attachment(size: int) -> bytes:
    """Make up an attachment whose id is its size."""
    fields = {"id": str(size), "jobId": "j-1", "fileName": "a", "fileSize": size, "fileType": "a/b"}
    return json.dumps({**fields, "fileUrl": f"files/{size}", "uploadedAt": "2026-03-01T00:00:00Z"}).encode()


class _Server(ThreadingTCPServer):
    daemon_threads = True


if __name__ == "__main__":
    with _Server(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(server.server_address[1], flush=True)
        sys.stdin.read()
