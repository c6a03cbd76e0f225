"""The proof of a remote, as hosts run it."""

from __future__ import annotations

from .remote_faults import AsyncRemoteFaultProofs
from .remote_listing import AsyncRemoteListingProofs
from .remote_writing import AsyncRemoteWritingProofs


class AsyncRemoteConformance(AsyncRemoteListingProofs, AsyncRemoteWritingProofs, AsyncRemoteFaultProofs):
    """Proves a remote of your own: derive a test class from it, say how to reach the server, and run pytest.

    Each proof is a test with a remote of its own, once for each kind. A proof of what the remote says that it cannot do
    is skipped. Runs on an event loop of its own, so that it needs no plugin of pytest.

    Attributes:
        kinds: The kinds that the remote has; those of the instance API unless you name others.

    Example:
        ```python
        class TestCrmRemote(AsyncRemoteConformance):
            kinds = (CONTACT,)

            async def make_remote(self):
                self.server = CrmServer.start()
                return CrmRemote(self.server.url)

            async def close_remote(self, remote):
                self.server.stop()

            async def on_server(self, kind):
                return self.server.all(kind.name)

            async def plant(self, kind, number):
                return self.server.add(kind.name, {"name": f"Ada {number}", "shoeSize": number})["id"]

            async def edit(self, kind, id, number):
                self.server.edit(kind.name, id, name=f"Grace {number}")

            async def remove(self, kind, id):
                self.server.remove(kind.name, id)

            async def disturb(self, how):
                return self.server.fail_once(how.value)
        ```
    """
