"""All proofs of a storage in one class."""

from __future__ import annotations

from .atomic import AsyncAtomicProofs
from .audit import AsyncAuditProofs
from .edited import AsyncEditedProofs
from .leases import AsyncLeaseProofs
from .notes import AsyncNoteProofs
from .rows import AsyncRowProofs
from .stories import AsyncStoryProofs
from .syncing import AsyncSyncProofs
from .values import AsyncValueProofs


class AsyncStorageConformance(
    AsyncRowProofs,
    AsyncValueProofs,
    AsyncEditedProofs,
    AsyncNoteProofs,
    AsyncLeaseProofs,
    AsyncAuditProofs,
    AsyncAtomicProofs,
    AsyncStoryProofs,
    AsyncSyncProofs,
):
    """Proves that a storage of your own keeps what the engine counts on; each test is named for a promise.

    Derive a test class from it, and write the methods that make a storage and that do what your own program does, past
    the engine: make, edit, delete and look at rows. What else the storage can or cannot do is told by the class
    attributes. Each test has a new tenant, so that the data may be shared, and opens the storage by itself. What the
    methods need, such as a folder or a database's URL, they get from attributes that a fixture of yours has set.

    Each test is a plain function: no plugin is needed, and none is in the way. What belongs to where a test runs, such
    as a connection, is to be made in `make_storage`, and not in a fixture.

    The proofs with random stories need hypothesis, and are skipped without it.

    Example:
        ```python
        import pytest

        from ascora_sdk.sync import CUSTOMER
        from ascora_sdk.testing import AsyncStorageConformance


        class TestMyStorage(AsyncStorageConformance):
            kinds = (CUSTOMER,)

            @pytest.fixture(autouse=True)
            def database(self, tmp_path):
                self.path = tmp_path / "my.db"

            async def make_storage(self):
                return MyStorage(self.path)

            async def make_row(self, storage, scope, values):
                await storage.clients.insert(tenant=scope.organization_id, **values)

            async def edit_row(self, storage, scope, key, values):
                await storage.clients.update(int(key), **values)

            async def delete_row(self, storage, scope, key):
                await storage.clients.delete(int(key))

            async def rows(self, storage, scope):
                clients = await storage.clients.all(tenant=scope.organization_id)
                return {str(client.number): client.left_ascora for client in clients}
        ```
    """
