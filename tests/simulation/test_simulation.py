"""That the simulator can be relied on: it says the same twice, and it notices when the engine is broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from . import __main__ as command
from . import simulation
from .failures import INVARIANTS
from .mutations import MUTATIONS, Mutation
from .profile import draw
from .simulation import run_one, simulate

ROOT = Path(__file__).parents[2]

# With one worker and with several, with faults and without, on memory and, the last two, on SQL.
TRACED = (0, 4, 12, 23, 7, 10)

SEEDS = sorted({*range(30), *(seed for mutation in MUTATIONS for seed in mutation.seeds)})

_TRACES = """
import json, sys
from tests.simulation.simulation import simulate
print(json.dumps({seed: simulate(int(seed)).trace for seed in sys.argv[1:]}))
"""


@pytest.fixture(scope="module")
def traces() -> dict[int, list[str]]:
    return {seed: simulate(seed).trace for seed in TRACED}


# The same seed, the same story.


def test_a_seed_says_the_same_in_one_process(traces: dict[int, list[str]]) -> None:
    assert {seed: simulate(seed).trace for seed in reversed(TRACED)} == traces


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_a_seed_says_the_same_in_another_process(hash_seed: str, traces: dict[int, list[str]]) -> None:
    told = _run("-c", _TRACES, *map(str, TRACED), hash_seed=hash_seed)

    assert {int(seed): trace for seed, trace in json.loads(told).items()} == traces


def test_what_is_traced_is_on_memory_and_on_sql_and_with_one_worker_and_several() -> None:
    profiles = [draw(Random(seed)) for seed in TRACED]

    assert {one.on_sql for one in profiles} == {False, True}
    assert len({one.workers for one in profiles}) > 1


def test_other_seeds_say_something_else(traces: dict[int, list[str]]) -> None:
    # The first line names the seed.
    stories = {"\n".join(trace[1:]) for trace in traces.values()}

    assert all(stories)
    assert len(stories) == len(TRACED)


# The engine as it is keeps its promises; so it does where it is broken below.


@pytest.mark.parametrize("seed", SEEDS)
def test_every_promise_is_kept(seed: int) -> None:
    assert run_one(seed) == (seed, None)


# A broken engine is noticed.


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.name)
def test_a_broken_engine_is_noticed(mutation: Mutation) -> None:
    # Not at every seed: a fault shows where something goes wrong at just the right moment. The seeds that are named are
    # where it was noticed last; what they come to changes with the engine.
    assert any(mutation.noticed(seed) == mutation.invariant for seed in (*mutation.seeds, *range(150)))


def test_every_invariant_can_be_broken() -> None:
    assert {mutation.invariant for mutation in MUTATIONS} == {*INVARIANTS}


# The command.


class Pool:
    """Does the work in this process, where the engine may be broken."""

    def imap_unordered(
        self, work: Callable[[int], tuple[int, str | None]], seeds: Iterable[int], *, chunksize: int
    ) -> Iterator[tuple[int, str | None]]:
        return map(work, seeds)


class Context:
    """Starts no process."""

    @contextmanager
    def Pool(self, workers: int) -> Iterator[Pool]:  # noqa: N802 - it is called so
        yield Pool()


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "get_context", lambda _method: Context())


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    def run(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["simulate", *arguments])
        return command.main()

    return run


def test_the_command_shares_the_seeds_among_processes() -> None:
    told = _run("-m", "tests.simulation", "--first", "16", "--seeds", "3", "--workers", "1")

    assert told.startswith("3 seeds in ")
    assert told.endswith(": none fails\n")


@pytest.mark.usefixtures("in_process")
def test_the_command_says_that_none_fails(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--first", "16", "--seeds", "3") == 0

    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("3 seeds in ")
    assert line.endswith(": none fails")


@pytest.mark.usefixtures("in_process")
def test_the_command_names_what_fails_and_how_to_see_it_again(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = {12: "QUIET: it wrote", 11: "QUIET: it wrote again", 14: "CONVERGED: they differ"}
    monkeypatch.setattr(command, "run_one", lambda seed: (seed, broken.get(seed)))

    assert run("--first", "10", "--seeds", "5") == 1

    *seeds, counted, replay = capsys.readouterr().out.splitlines()
    assert seeds == [
        "seed 11: QUIET: it wrote again",
        "seed 12: QUIET: it wrote",
        "seed 14: CONVERGED: they differ",
    ]
    assert counted.startswith("5 seeds in ")
    assert counted.endswith(": 2 times QUIET, 1 times CONVERGED")
    assert replay == "replay one with: nox -s simulate -- --seed 11"


@pytest.mark.usefixtures("in_process")
def test_the_command_sees_that_the_engine_is_broken(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mutation = _mutation("a_lease_is_not_given_back")
    mutation.breaks(monkeypatch)
    seed = mutation.seeds[0]

    assert run("--first", str(seed), "--seeds", "1") == 1

    assert capsys.readouterr().out.startswith(f"seed {seed}: NO_STUCK_LEASE: ")


@pytest.mark.usefixtures("in_process")
def test_the_command_tells_a_fault_of_the_simulator_as_such(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def simulate(seed: int) -> simulation.Ended:
        raise RuntimeError("no dice")

    monkeypatch.setattr(simulation, "simulate", simulate)

    assert run("--seeds", "1") == 1

    assert capsys.readouterr().out.startswith("seed 0: SIMULATOR: RuntimeError: no dice\n")


def test_the_command_shows_what_happens_in_one_seed(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str], traces: dict[int, list[str]]
) -> None:
    assert run("--seed", "12") == 0

    assert capsys.readouterr().out == "\n".join([*traces[12], "seed 12: every promise was kept", ""])


def test_the_command_shows_why_one_seed_fails(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mutation = _mutation("a_lease_is_not_given_back")
    mutation.breaks(monkeypatch)
    seed = mutation.seeds[0]

    assert run("--seed", str(seed)) == 1

    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert lines[0] == f"seed {seed}"
    assert any(line.startswith("BROKEN  NO_STUCK_LEASE: ") for line in lines)
    assert lines[-1].startswith(f"seed {seed}: NO_STUCK_LEASE: ")
    # The error that the engine raised, with the place where it did.
    assert "LeaseHeldError" in told.err


def _mutation(name: str) -> Mutation:
    return next(one for one in MUTATIONS if one.name == name)


def _run(*arguments: str, hash_seed: str = "0") -> str:
    """Run Python in a process of its own, and give what it prints."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout
