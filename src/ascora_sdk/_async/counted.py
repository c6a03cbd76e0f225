"""What the remotes of both APIs have in common: they count what they send and receive."""

from __future__ import annotations

import attrs

from ..sync.traffic import Traffic, TrafficCounter
from .caller import AsyncCaller


class AsyncCountedRemote:
    """A remote, as far as both are alike."""

    def __init__(self, caller: AsyncCaller) -> None:
        """Serve by a caller; the calls that others make by it are not counted."""
        self._counter = TrafficCounter()
        self._caller = attrs.evolve(caller, hooks=(*caller.hooks, self._counter.hooks))

    @property
    def traffic(self) -> Traffic:
        """All that this remote has sent and received so far."""
        return self._counter.traffic
