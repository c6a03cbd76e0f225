"""Both remotes are what the engine takes them for, over a real socket."""

from __future__ import annotations

from .remote_hosts import AsyncInstanceHost, AsyncPublicHost


class TestInstanceRemote(AsyncInstanceHost):
    pass


class TestInstanceRemoteThatTriesAgain(AsyncInstanceHost):
    retries = 2


class TestPublicRemote(AsyncPublicHost):
    pass


class TestPublicRemoteOfAnApiThatRefusesInWords(AsyncPublicHost):
    failures = "success_false"
