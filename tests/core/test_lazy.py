"""Names load on first use, and a missing extra says which one to install."""

import pickle
import subprocess
import sys
from types import ModuleType

import pytest

import ascora_sdk
from ascora_sdk import MissingExtraError
from ascora_sdk.lazy import lazy_names


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A package of which one name is there, one has a missing dependency, and one is missing itself."""
    made = ModuleType("made_up")
    made.__path__ = []
    source, broken = ModuleType("made_up.source"), ModuleType("made_up.broken")
    source.Thing = object()  # type: ignore[attr-defined]
    broken.__getattr__ = _needs_what_there_is_not  # type: ignore[method-assign]
    for module in (made, source, broken):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return made


def _needs_what_there_is_not(name: str) -> object:
    raise ModuleNotFoundError(f"No module named 'not_there' for {name}", name="not_there.part")


SOURCES = {"Thing": ".source", "Broken": ".broken", "Absent": ".absent"}


def test_a_name_is_loaded_once_and_kept(package: ModuleType) -> None:
    _, load, _ = lazy_names("made_up", SOURCES)
    assert load("Thing") is sys.modules["made_up.source"].Thing
    assert vars(package)["Thing"] is sys.modules["made_up.source"].Thing


def test_the_names_are_listed_in_order(package: ModuleType) -> None:
    names, _, listing = lazy_names("made_up", SOURCES)
    assert names == listing() == ["Absent", "Broken", "Thing"]


def test_a_name_that_there_is_not_is_an_attribute_error(package: ModuleType) -> None:
    _, load, _ = lazy_names("made_up", SOURCES)
    with pytest.raises(AttributeError, match="module 'made_up' has no attribute 'Other'"):
        load("Other")


def test_a_missing_dependency_names_its_extra(package: ModuleType) -> None:
    _, load, _ = lazy_names("made_up", SOURCES, extra="sql")
    with pytest.raises(MissingExtraError, match=r"pip install 'ascora-sdk\[sql\]'") as caught:
        load("Broken")
    assert "not_there" in str(caught.value)
    assert isinstance(caught.value, ImportError)


def test_without_an_extra_the_error_is_pythons_own(package: ModuleType) -> None:
    _, load, _ = lazy_names("made_up", SOURCES)
    with pytest.raises(ModuleNotFoundError):
        load("Broken")


def test_a_module_of_our_own_that_is_missing_is_no_missing_extra(package: ModuleType) -> None:
    _, load, _ = lazy_names("made_up", SOURCES, extra="sql")
    with pytest.raises(ModuleNotFoundError, match=r"made_up\.absent"):
        load("Absent")


def test_every_public_name_is_there() -> None:
    assert sorted(ascora_sdk.__all__) == dir(ascora_sdk)
    for name in ascora_sdk.__all__:
        assert getattr(ascora_sdk, name) is not None
    with pytest.raises(AttributeError):
        ascora_sdk.NoSuchName  # noqa: B018


def test_a_public_class_pickles_under_its_own_module() -> None:
    assert pickle.loads(pickle.dumps(ascora_sdk.Customer)) is ascora_sdk.Customer  # noqa: S301 - our own


def test_an_import_loads_nothing_heavy() -> None:
    heavy = "{'httpx', 'cattrs', 'attrs', 'tenacity', 'asyncio', 'sqlalchemy', 'starlette', 'rich'}"
    code = f"import sys, ascora_sdk; print(sorted({heavy} & set(sys.modules)))"
    path = ":".join(sys.path)
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": path}, check=True
    )
    assert ran.stdout.strip() == "[]"
