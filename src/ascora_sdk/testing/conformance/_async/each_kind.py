"""Proofs as tests that pytest runs, once for each kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from ....sync.kinds import Kind
from ..awaiting import as_plain_test

if TYPE_CHECKING:
    import pytest


class AsyncEachKind:
    """A class of proofs, whose subclasses have `kinds` and `_prove`."""

    kinds: ClassVar[Sequence[Kind]]

    def __init_subclass__(cls, **options: Any) -> None:
        """Make each test of a class one that pytest runs as it is."""
        super().__init_subclass__(**options)
        for name, test in list(vars(cls).items()):
            if name.startswith("test") and callable(test):
                setattr(cls, name, as_plain_test(test))

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run a test that asks for a kind once for each."""
        if "kind" in metafunc.fixturenames:
            kinds = type(self).kinds
            metafunc.parametrize("kind", kinds, ids=[kind.name for kind in kinds])
