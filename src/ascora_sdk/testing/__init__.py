"""Help for the tests of programs that work with Ascora.

The fixture `ascora_sandbox` comes with the package: pytest finds it by itself. Names load on first use, so that a test
session that needs none of this pays nothing for it.

Example:
    ```python
    @pytest.mark.ascora_sandbox(customers=3)
    def test_the_program_moves_a_customer(ascora_sandbox, monkeypatch):
        for name, value in ascora_sandbox.environ.items():
            monkeypatch.setenv(name, value)
        program.move("c-1", suburb="Ascot")
        ascora_sandbox.assert_received("PUT /customers/c-1", times=1, json={"suburb": "Ascot"})
    ```
"""

from typing import TYPE_CHECKING

from ..lazy import lazy_names

if TYPE_CHECKING:
    from .conformance._async.remote import AsyncRemoteConformance as AsyncRemoteConformance
    from .conformance._async.storage import AsyncStorageConformance as AsyncStorageConformance
    from .conformance._blocking.remote import RemoteConformance as RemoteConformance
    from .conformance._blocking.storage import StorageConformance as StorageConformance
    from .conformance.disturbances import Disturbance as Disturbance
    from .seeding import seed as seed

_SOURCES = {
    "AsyncRemoteConformance": ".conformance._async.remote",
    "AsyncStorageConformance": ".conformance._async.storage",
    "Disturbance": ".conformance.disturbances",
    "RemoteConformance": ".conformance._blocking.remote",
    "StorageConformance": ".conformance._blocking.storage",
    "seed": ".seeding",
}

__all__, __getattr__, __dir__ = lazy_names(__name__, _SOURCES)
