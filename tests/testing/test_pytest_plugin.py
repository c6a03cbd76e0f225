"""The pytest plugin gives each test its own sandbox, and costs the others nothing."""

from __future__ import annotations

from importlib.metadata import entry_points
from importlib.util import find_spec

import pytest

from ascora_sdk.testing import pytest_plugin

pytest_plugins = ("pytester",)

PLUGIN = pytest_plugin.__name__
PACKAGE = PLUGIN.partition(".")[0]

ASK = """
import httpx
import pytest


def ask(sandbox, path):
    headers = {"Authorization": f"Bearer {sandbox.api_token}", "X-Company-Code": sandbox.company_code}
    return httpx.get(sandbox.api_url + path, headers=headers).json()
"""


@pytest.fixture
def alone(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Sessions of their own that load this plugin and no other from outside."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    return pytester


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess("-p", PLUGIN, "--strict-markers", "-W", "error", *arguments, timeout=60)


def test_pytest_finds_it_by_itself() -> None:
    assert PLUGIN in {each.value for each in entry_points(group="pytest11")}


def test_a_session_that_does_not_need_it_loads_nothing(alone: pytest.Pytester) -> None:
    alone.makepyfile(
        f"""
        import sys

        def test_what_is_loaded():
            assert {PLUGIN!r} in sys.modules
            heavy = set("attr attrs cattrs h11 httpx python_multipart simplejson starlette uvicorn".split())
            assert not heavy & {{name.partition(".")[0] for name in sys.modules}}
            assert not [name for name in sys.modules if name.startswith("{PACKAGE}.sandbox")]
        """
    )
    run(alone).assert_outcomes(passed=1)


def test_each_test_has_a_sandbox_of_its_own(alone: pytest.Pytester) -> None:
    alone.makepyfile(
        ASK
        + """
@pytest.mark.parametrize("n", range(3))
@pytest.mark.ascora_sandbox(customers=2)
def test_isolation(ascora_sandbox, n):
    ascora_sandbox.assert_nothing_received()
    assert ascora_sandbox.count("customer") == 2
    ascora_sandbox.remove("customer", "c-1")
    assert ask(ascora_sandbox, "/customers")["total"] == 1


def test_it_is_stopped_at_the_end(ascora_sandbox, request):
    url = ascora_sandbox.api_url

    def ask_again():
        with pytest.raises(httpx.ConnectError):
            httpx.get(url)

    request.getfixturevalue("pytestconfig").add_cleanup(ask_again)


def test_nothing_is_in_it_unless_asked_for(ascora_sandbox):
    assert ask(ascora_sandbox, "/customers")["total"] == 0
"""
    )
    result = run(alone)
    result.assert_outcomes(passed=5)
    assert result.ret == 0
    result.stderr.no_fnmatch_line("*Error*")


def test_markers_add_up_and_the_nearest_wins(alone: pytest.Pytester) -> None:
    alone.makepyfile(
        ASK
        + """
pytestmark = pytest.mark.ascora_sandbox(customers=1, company_code="MODULE")


def test_of_the_module(ascora_sandbox):
    assert (ascora_sandbox.count("customer"), ascora_sandbox.company_code) == (1, "MODULE")


@pytest.mark.ascora_sandbox(customers=2, jobs=2)
class TestClass:
    def test_of_the_class(self, ascora_sandbox):
        assert [ascora_sandbox.count(kind) for kind in ("customer", "job")] == [2, 2]

    @pytest.mark.ascora_sandbox(jobs=3, clock="2026-02-17T09:30:00Z")
    def test_of_the_test(self, ascora_sandbox):
        assert [ascora_sandbox.count(kind) for kind in ("customer", "job")] == [2, 3]
        assert ascora_sandbox.company_code == "MODULE"
        assert ask(ascora_sandbox, "/customers")["total"] == 2
        assert ascora_sandbox.add("customer")["createdAt"] == "2026-02-17T09:30:00Z"
        ascora_sandbox.clock.advance(minutes=5)
        assert ascora_sandbox.add("customer")["createdAt"] == "2026-02-17T09:35:00Z"
"""
    )
    run(alone).assert_outcomes(passed=3)


def test_a_clock_is_taken_in_every_form(alone: pytest.Pytester) -> None:
    alone.makepyfile(
        """
        from datetime import datetime, timezone
        import pytest

        START = datetime(2026, 2, 17, 9, 30, tzinfo=timezone.utc)

        @pytest.mark.ascora_sandbox(clock=START)
        def test_a_date_time(ascora_sandbox):
            assert ascora_sandbox.clock.now() == START

        @pytest.mark.ascora_sandbox(clock=lambda: START)
        def test_a_function(ascora_sandbox):
            assert ascora_sandbox.clock() == START
        """
    )
    run(alone).assert_outcomes(passed=2)


def test_a_marker_that_makes_no_sense_is_told(alone: pytest.Pytester) -> None:
    alone.makepyfile(
        """
        import pytest

        @pytest.mark.ascora_sandbox(3)
        def test_without_a_name(ascora_sandbox):
            pass

        @pytest.mark.ascora_sandbox(customer=3)
        def test_with_a_wrong_name(ascora_sandbox):
            pass
        """
    )
    result = run(alone)
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines_random(["*by name, such as customers=3*", "*unexpected keyword argument 'customer'*"])


def test_the_marker_is_listed(alone: pytest.Pytester) -> None:
    run(alone, "--markers").stdout.fnmatch_lines("@pytest.mark.ascora_sandbox(*): *customers=3*")


def test_the_fixture_is_listed(alone: pytest.Pytester) -> None:
    run(alone, "--fixtures").stdout.fnmatch_lines(["ascora_sandbox*", "*account on loopback*"])


@pytest.mark.parametrize("missing", ["starlette", "uvicorn", "simplejson", "python_multipart"])
def test_a_missing_extra_is_told_to_those_who_need_it(alone: pytest.Pytester, missing: str) -> None:
    alone.makeconftest(f"import sys; sys.modules[{missing!r}] = None")
    alone.makepyfile(
        """
        def test_without():
            pass

        def test_with(ascora_sandbox):
            pass
        """
    )
    result = run(alone)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(f"E *MissingExtraError: the sandbox needs {missing}*pip install 'ascora-sdk?sandbox?'")


@pytest.mark.skipif(find_spec("pytest_asyncio") is None, reason="pytest-asyncio is not installed")
def test_async_tests_use_it_too(alone: pytest.Pytester) -> None:
    alone.makepyfile(
        """
        import httpx

        async def test_async(ascora_sandbox):
            async with httpx.AsyncClient() as client:
                assert (await client.get(ascora_sandbox.api_url)).status_code == 401
            ascora_sandbox.assert_received("*", times=1)
        """
    )
    options = ("-o", "asyncio_mode=auto", "-o", "asyncio_default_fixture_loop_scope=function")
    run(alone, "-p", "pytest_asyncio.plugin", *options).assert_outcomes(passed=1)


@pytest.mark.skipif(find_spec("xdist") is None, reason="pytest-xdist is not installed")
def test_it_works_in_many_processes(alone: pytest.Pytester) -> None:
    alone.makepyfile(
        ASK
        + """
@pytest.mark.parametrize("n", range(6))
@pytest.mark.ascora_sandbox(customers=2)
def test_isolation(ascora_sandbox, n):
    ascora_sandbox.remove("customer", "c-1")
    assert ask(ascora_sandbox, "/customers")["total"] == 1
"""
    )
    run(alone, "-p", "xdist.plugin", "-n", "2").assert_outcomes(passed=6)


def test_it_works_as_pytest_finds_it(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", raising=False)
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    pytester.makepyfile("def test_it(ascora_sandbox):\n    assert ascora_sandbox.api_url.endswith('/api/v1')\n")
    pytester.runpytest_subprocess("--strict-markers", timeout=60).assert_outcomes(passed=1)
