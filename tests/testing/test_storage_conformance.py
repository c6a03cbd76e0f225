"""How the proofs of a storage run in a host's own test session."""

from __future__ import annotations

import pytest

from ascora_sdk.testing import pytest_plugin

pytest_plugins = ("pytester",)

PLUGIN = pytest_plugin.__name__
PACKAGE = PLUGIN.partition(".")[0]

BLOCKING = f"""
from {PACKAGE}.storage import MemoryStorage
from {PACKAGE}.sync import CUSTOMER, JOB
from {PACKAGE}.testing import StorageConformance


class TestMine(StorageConformance):
    kinds = (CUSTOMER, JOB)

    def make_storage(self):
        return MemoryStorage()

    def make_row(self, storage, scope, values):
        storage.add(scope.kind, organization_id=scope.organization_id, **values)

    def edit_row(self, storage, scope, key, values):
        storage.edit(scope.kind, key, organization_id=scope.organization_id, **values)

    def delete_row(self, storage, scope, key):
        storage.remove(scope.kind, key, organization_id=scope.organization_id)

    def rows(self, storage, scope):
        rows = storage.rows(scope.kind, organization_id=scope.organization_id)
        return {{row["key"]: row["deleted_on_server"] for row in rows}}
"""
AWAITING = (
    BLOCKING.replace("    def ", "    async def ")
    .replace("MemoryStorage", "AsyncMemoryStorage")
    .replace("StorageConformance", "AsyncStorageConformance")
    .replace("        storage.", "        await storage.")
    .replace("rows = storage", "rows = await storage")
)
FEW = "a_lease or large_notes or by_its_key"
ASYNCIO = ("-p", "pytest_asyncio.plugin", "-o", "asyncio_default_fixture_loop_scope=function")


@pytest.fixture
def alone(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Sessions of their own that load no plugin but those that are named."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    return pytester


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess("-p", PLUGIN, "-W", "error", *arguments, timeout=120)


def test_every_proof_runs_and_each_of_a_row_for_each_kind(alone: pytest.Pytester) -> None:
    alone.makepyfile(BLOCKING)
    done = run(alone, "-v")
    outcomes = done.parseoutcomes()
    assert {*outcomes} == {"passed", "skipped"}
    assert outcomes["passed"] > 60
    for kind in ("customer", "job"):
        done.stdout.fnmatch_lines([f"*::TestMine::test_an_edit_past_the_engine_is_found?{kind}? PASSED*"])


@pytest.mark.parametrize(
    "plugins",
    [(), (*ASYNCIO, "--asyncio-mode=strict"), (*ASYNCIO, "--asyncio-mode=auto")],
    ids=["no plugin", "strict", "auto"],
)
def test_async_proofs_run_whatever_plugin_is_there(alone: pytest.Pytester, plugins: tuple[str, ...]) -> None:
    alone.makepyfile(AWAITING)
    here = run(alone, *plugins, "-k", FEW).parseoutcomes()
    alone.makepyfile(BLOCKING)
    assert here["passed"] == run(alone, "-k", FEW).parseoutcomes()["passed"] > 10
    assert "failed" not in here


def test_async_tests_of_the_hosts_own_stand_beside_them(alone: pytest.Pytester) -> None:
    alone.makepyfile(
        AWAITING
        + """
    async def test_of_mine(self, tmp_path):
        async with self.storage.transaction() as work:
            assert not await work.records(await self.scope_of(), ["c-1"])
"""
    )
    outcomes = run(alone, *ASYNCIO, "--asyncio-mode=auto", "-k", "of_mine").parseoutcomes()
    assert outcomes["passed"] == 1
    assert "failed" not in outcomes


def test_a_proof_that_fails_says_what_is_wrong(alone: pytest.Pytester) -> None:
    alone.makepyfile(BLOCKING.replace('row["deleted_on_server"]', "True"))
    done = run(alone, "-k", "marked_as_deleted and job")
    done.stdout.fnmatch_lines(["*test_a_row_is_marked_as_deleted_on_the_server?job?*", "E*AssertionError: assert {*"])


def test_without_hypothesis_random_stories_are_skipped(alone: pytest.Pytester) -> None:
    alone.makepyfile("import sys; sys.modules['hypothesis'] = None\n" + BLOCKING)
    done = run(alone, "-rs", "-k", "random_work or random_edits")
    assert done.parseoutcomes()["skipped"] == 3
    done.stdout.fnmatch_lines(["*pip install hypothesis*"])
