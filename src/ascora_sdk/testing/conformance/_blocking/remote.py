# Generated from ../_async/remote.py by tools/unasync; do not edit.
"""The proof of a remote, as hosts run it."""

from __future__ import annotations

from .remote_faults import RemoteFaultProofs
from .remote_listing import RemoteListingProofs
from .remote_writing import RemoteWritingProofs


class RemoteConformance(RemoteListingProofs, RemoteWritingProofs, RemoteFaultProofs):
    """Proves a remote of your own: derive a test class from it, say how to reach the server, and run pytest.

    Each proof is a test with a remote of its own, once for each kind. A proof of what the remote says that it cannot do
    is skipped. Runs on an event loop of its own, so that it needs no plugin of pytest.

    Attributes:
        kinds: The kinds that the remote has; those of the instance API unless you name others.

    Example:
        ```python
        class TestCrmRemote(RemoteConformance):
            kinds = (CONTACT,)

            def make_remote(self):
                self.server = CrmServer.start()
                return CrmRemote(self.server.url)

            def close_remote(self, remote):
                self.server.stop()

            def on_server(self, kind):
                return self.server.all(kind.name)

            def plant(self, kind, number):
                return self.server.add(kind.name, {"name": f"Ada {number}", "shoeSize": number})["id"]

            def edit(self, kind, id, number):
                self.server.edit(kind.name, id, name=f"Grace {number}")

            def remove(self, kind, id):
                self.server.remove(kind.name, id)

            def disturb(self, how):
                return self.server.fail_once(how.value)
        ```
    """
