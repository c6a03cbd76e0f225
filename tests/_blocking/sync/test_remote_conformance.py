# Generated from ../../_async/sync/test_remote_conformance.py by tools/unasync; do not edit.
"""Both remotes are what the engine takes them for, over a real socket."""

from __future__ import annotations

from .remote_hosts import InstanceHost, PublicHost


class TestInstanceRemote(InstanceHost):
    pass


class TestInstanceRemoteThatTriesAgain(InstanceHost):
    retries = 2


class TestPublicRemote(PublicHost):
    pass


class TestPublicRemoteOfAnApiThatRefusesInWords(PublicHost):
    failures = "success_false"
