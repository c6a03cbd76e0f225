"""Every check and every chore as a nox session: `nox -l` lists them, `nox -s NAME` runs one.

Nox makes the virtual environments and installs into them what a session needs, so that a machine with Python alone
is enough: `pip install nox && nox -s tests`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["tests", "lint", "types", "imports", "unasync", "docs"]
nox.options.error_on_external_run = True

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml("pyproject.toml")
EXTRAS = PROJECT["project"]["optional-dependencies"]
ALL_EXTRAS = ",".join(EXTRAS)
SUPPORTED = [
    classifier.rpartition(" ")[2]
    for classifier in PROJECT["project"]["classifiers"]
    if classifier.startswith("Programming Language :: Python :: 3.")
]


def _candidates(version: str) -> Iterator[str]:
    name = f"python{version}"
    # Every folder on the path and not only the first hit: a version manager's shim may hide an interpreter that runs.
    for folder in os.get_exec_path():
        if found := shutil.which(name, path=folder):
            yield found
    yield from map(str, sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/{name}"), reverse=True))


def _runs(path: str, version: str) -> bool:
    command = [path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        answer = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and answer.stdout.strip() == version


def _interpreters() -> dict[str, str]:
    """Find the interpreters that this machine really has, by version; the running one is always among them."""
    running = f"{sys.version_info[0]}.{sys.version_info[1]}"
    found = {running: sys.executable}
    for version in SUPPORTED:
        if version not in found and (path := next((p for p in _candidates(version) if _runs(p, version)), None)):
            found[version] = path
    # The running one stands in for the supported ones only if the machine has none of these.
    supported = {version: found[version] for version in SUPPORTED if version in found}
    return supported or found


INTERPRETERS = _interpreters()

# For the whole suite only: a few tests are over before workers have begun, and a debugger needs the terminal.
# No more than four, since each has sandboxes, databases and processes of its own beside it.
ALL_AT_ONCE = ("--numprocesses=auto", "--maxprocesses=4", "--dist=worksteal", "--hypothesis-profile=fixed")

# A file system in memory, on Linux.
MEMORY = Path("/dev/shm")  # noqa: S108 - it is only used for what pytest puts into temporary folders

# Of the changes that mutation testing makes; a few make no difference that anybody could see.
LEAST_KILLED = 0.95

# What these look at is the same on every Python, so they are run on the newest alone: the server that the tests run
# against, the contracts, the documentation, the tools, the house rules, the simulator, and proofs that proofs can fail.
ON_ONE = (
    "tests/contract",
    "tests/docs",
    "tests/repository",
    "tests/sandbox",
    "tests/simulation",
    "tests/tools",
    "tests/_async/storage/test_broken.py",
    "tests/_blocking/storage/test_broken.py",
    "tests/_async/sync/test_broken_remotes.py",
    "tests/_blocking/sync/test_broken_remotes.py",
)


# Should these differ among Pythons, it is seen on the oldest or on the newest: the generated twins, and what the engine
# does in every storage, with every strategy and at every fault.
ON_TWO = (
    "tests/_blocking",
    "tests/_async/storage/test_conformance.py",
    "tests/_async/sync/both_ways",
    "tests/_async/sync/faults",
)


def _groups(*names: str) -> tuple[str, ...]:
    return nox.project.dependency_groups(PROJECT, *names)


def _scripts(session: nox.Session, folder: str) -> list[Path]:
    # A file without an entry is there for the others to import.
    scripts = sorted(path for path in (ROOT / folder).glob("*.py") if "__main__" in path.read_text(encoding="utf-8"))
    if not scripts:
        session.error(f"there is nothing to run in {folder}/")
    return scripts


@contextmanager
def _outside() -> Iterator[Path]:
    """Give an empty folder outside the source tree, so that nothing of it is found by chance."""
    with TemporaryDirectory() as folder:
        yield Path(folder).resolve()


@nox.session
def demo(session: nox.Session) -> None:
    """Show what the SDK does, against a sandbox on this machine."""
    session.install("-e", ".[sandbox,sql,progress]")
    session.run("python", "examples/quickstart.py", *session.posargs)


@nox.session
@nox.parametrize("python", [nox.param(path, id=version) for version, path in INTERPRETERS.items()])
def tests(session: nox.Session) -> None:
    """Run the tests on each supported Python that this machine has, some on one alone; arguments go to pytest."""
    session.log(f"interpreters found: {', '.join(f'{version} ({path})' for version, path in INTERPRETERS.items())}")
    session.install("-e", f".[{ALL_EXTRAS}]", *_groups("tests"))
    if not session.posargs:
        # The processes that share the suite have to find the same tests, also where a set tells their names.
        session.env["PYTHONHASHSEED"] = "0"
        if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 4 * 2**30:
            # The tests commit some hundred thousand times, and each commit waits for the disk.
            session.env["TMPDIR"] = str(MEMORY)
    pythons = list(INTERPRETERS.values())
    elsewhere = [
        *(() if session.python == pythons[-1] else ON_ONE),
        *(() if session.python in {pythons[0], pythons[-1]} else ON_TWO),
    ]
    ignored = [f"--ignore={path}" for path in elsewhere]
    session.run("python", "-m", "pytest", *(session.posargs or [*ALL_AT_ONCE, *ignored]))


@nox.session
def simulate(session: nox.Session) -> None:
    """Run the simulator: `-- --seeds 10000` for as many, `-- --seed 7` to see what happens in one."""
    session.install("-e", f".[{ALL_EXTRAS}]", *_groups("tests"))
    session.run("python", "-m", "tests.simulation", *session.posargs)


@nox.session
def mutate(session: nox.Session) -> None:
    """Change the engine's decisions in every small way, and see that the tests notice; arguments name some changes."""
    session.install("-e", f".[{ALL_EXTRAS}]", *_groups("tests", "mutation"))
    results = ROOT / "mutants"
    if not session.posargs:
        # What was found before may be found no longer, since the tests changed.
        shutil.rmtree(results, ignore_errors=True)
    session.env["PYTHONHASHSEED"] = "0"
    session.run("mutmut", "run", *session.posargs, silent=True)
    session.run("mutmut", "results")
    session.run("mutmut", "export-cicd-stats", silent=True)
    stats = json.loads((results / "mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    # A change that makes a test run for ever is noticed too.
    killed, total = stats["killed"] + stats["timeout"], stats["total"]
    session.log(f"{killed} of {total} changes were noticed, {killed / total:.1%}; {total - killed} survived")
    if not session.posargs and killed < total * LEAST_KILLED:
        session.error(f"fewer than {LEAST_KILLED:.0%}: `mutmut show NAME` shows what changed, and no test noticed")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and layout with ruff; `-- --fix` repairs what can be repaired."""
    session.install(*_groups("lint"))
    session.run("ruff", "check", *session.posargs, ".")
    session.run("ruff", "format", *([] if "--fix" in session.posargs else ["--check"]), ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check types with mypy and with pyright, both strict."""
    session.install("-e", f".[{ALL_EXTRAS}]", *_groups("tests", "types"))
    session.run("mypy")
    session.run("pyright")


@nox.session
def imports(session: nox.Session) -> None:
    """Check who imports whom (`tool.importlinter` in pyproject.toml)."""
    session.install("-e", f".[{ALL_EXTRAS}]", *_groups("lint"))
    session.run("lint-imports", *session.posargs)


@nox.session(venv_backend="none")
def unasync(session: nox.Session) -> None:
    """Write the blocking twins of the async sources; `-- --check` only compares."""
    session.run(sys.executable, "-m", "tools.unasync", *session.posargs, external=True)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation into site/; `-- serve` shows it while it is written."""
    session.install("-e", ".", *_groups("docs"))
    # The theme's advertisement of its successor, which is no finding about these pages.
    session.env["NO_MKDOCS_2_WARNING"] = "1"
    if session.posargs[:1] == ["serve"]:
        session.run("mkdocs", *session.posargs)
    else:
        session.run("mkdocs", "build", "--clean", *session.posargs)


@nox.session
def examples(session: nox.Session) -> None:
    """Run every example; each brings its own sandbox."""
    session.install("-e", f".[{ALL_EXTRAS}]", *_groups("examples"))
    with _outside() as place, session.chdir(place):
        for script in _scripts(session, "examples"):
            session.run("python", str(script))


@nox.session
def notebook(session: nox.Session) -> None:
    """Run the example notebook from top to bottom, without a browser."""
    session.install("-e", f".[{ALL_EXTRAS}]", *_groups("notebook"))
    with _outside() as place:
        # A user's settings of IPython and Jupyter must decide nothing here.
        session.env.update({"IPYTHONDIR": str(place), "JUPYTER_CONFIG_DIR": str(place), "JUPYTER_NO_CONFIG": "1"})
        session.run("python", "tools/run_notebook.py", "examples/notebook.ipynb")


@nox.session
def bench(session: nox.Session) -> None:
    """Run every benchmark; arguments go to each."""
    session.install("-e", f".[{ALL_EXTRAS}]")
    for script in _scripts(session, "benchmarks"):
        session.run("python", str(script), *session.posargs)


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the package, install the wheel alone, and look at what arrives."""
    session.install(*_groups("wheel"))
    with _outside() as place:
        session.run("python", "-m", "build", "--outdir", str(place / "dist"), silent=True)
        session.run("python", "-m", "virtualenv", "--quiet", str(place / "venv"))
        (built,) = (place / "dist").glob("*.whl")
        (python,) = (place / "venv").glob("Scripts/python.exe" if os.name == "nt" else "bin/python")
        session.run(str(python), "-m", "pip", "install", "--quiet", str(built), external=True)
        with session.chdir(place):
            session.run(str(python), "-I", "-W", "error", str(ROOT / "tools" / "check_wheel.py"), external=True)


@nox.session
def vendored(session: nox.Session) -> None:
    """Copy the package into another one, and use it from there."""
    session.install(*PROJECT["project"]["dependencies"], *EXTRAS["sandbox"])
    with _outside() as place:
        copy = place / "other" / "_vendor" / "ascora_sdk"
        shutil.copytree(ROOT / "src" / "ascora_sdk", copy, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        for package in (copy.parent, copy.parent.parent):
            (package / "__init__.py").touch()
        script = shutil.copy(ROOT / "tools" / "check_vendored.py", place)
        with session.chdir(place):
            session.run("python", "-W", "error", script)
