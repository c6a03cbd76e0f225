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
    from .seeding import seed as seed

__all__, __getattr__, __dir__ = lazy_names(__name__, {"seed": ".seeding"})
