"""A conflict says in a line what it is, and a decision on it is read in every form that people write it."""

from typing import Any

import pytest

from ascora_sdk.sync.conflict import Resolution, Side, resolution_of
from ascora_sdk.sync.leaves import MISSING

from .samples import conflict_on

PHONE = conflict_on("phone", "email")


def test_a_conflict_says_what_is_in_dispute() -> None:
    assert str(PHONE) == "customer:c-1: edited on both sides: phone, email"
    assert str(conflict_on(local=None)) == "customer:c-1: deleted here, edited on the server"
    assert str(conflict_on(remote=None)) == "customer:c-1: edited here, deleted on the server"


def test_its_repr_shows_the_values_in_dispute_and_no_others() -> None:
    shown = repr(conflict_on("phone", local={"notes": "secret"}, remote={"notes": "secret"}, base={"notes": "secret"}))
    assert "secret" not in shown
    assert "'local'" in shown


def test_whose_value_counts_is_a_plain_word() -> None:
    assert [str(side) for side in Side] == ["local", "remote", "neither"]


SHORT: dict[str, tuple[Any, Resolution]] = {
    "local": ("local", Resolution.local(by="Ada")),
    "remote": ("remote", Resolution.remote(by="Ada")),
    "the side itself": (Side.LOCAL, Resolution.local(by="Ada")),
    "values": ({"phone": "2"}, Resolution.each(values={"phone": "2"}, by="Ada")),
    "no values": ({}, Resolution.each(by="Ada")),
    "a resolution": (Resolution.each({"phone": "local"}), Resolution.each({"phone": Side.LOCAL}, by="Ada")),
    "a resolution that says who": (Resolution.wait(by="Eve"), Resolution.wait(by="Eve")),
    "a value that takes an entry out": ({"phone": MISSING}, Resolution.each(values={"phone": MISSING}, by="Ada")),
}


@pytest.mark.parametrize(("decided", "resolution"), SHORT.values(), ids=SHORT)
def test_a_decision_is_read_in_each_of_its_forms(decided: Any, resolution: Resolution) -> None:
    assert resolution_of(decided, PHONE, by="Ada") == resolution


def test_what_each_of_the_four_resolutions_decides() -> None:
    local, remote, wait = Resolution.local(), Resolution.remote(), Resolution.wait()
    assert (local.side("phone"), local.holds) == (Side.LOCAL, False)
    assert (remote.side("phone"), remote.holds) == (Side.REMOTE, False)
    assert (wait.side("phone"), wait.holds) == (Side.NEITHER, True)
    each = Resolution.each({"phone": "remote"}, values={"email": "a@b"})
    assert (each.side("phone"), each.side("notes"), each.holds) == (Side.REMOTE, Side.NEITHER, False)
    assert each.values == {"email": "a@b"}
    assert {one.by for one in (local, remote, wait, each)} == {""}


@pytest.mark.parametrize("decided", [None, 7, "merge", "Local", Side.NEITHER, ["local"], True], ids=repr)
def test_what_is_no_decision_is_refused_in_words(decided: Any) -> None:
    with pytest.raises(TypeError) as caught:
        resolution_of(decided, PHONE, by="Ada")
    assert str(caught.value) == (
        f"customer:c-1: a resolution is 'local', 'remote', values by field or a Resolution, not {decided!r}"
    )


def test_a_side_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="'both' is not a valid Side"):
        Resolution.each({"phone": "both"})  # type: ignore[dict-item]  # what is tested


@pytest.mark.parametrize(
    "decided",
    [{"phone": "1", "notes": "x", "fax": "y"}, Resolution.each({"notes": "local", "fax": "remote"})],
    ids=["values", "sides"],
)
def test_a_field_that_is_not_in_dispute_cannot_be_decided(decided: Any) -> None:
    with pytest.raises(ValueError, match="in dispute") as caught:
        resolution_of(decided, PHONE, by="Ada")
    assert str(caught.value) == ("customer:c-1: not in dispute: fax, notes; the fields in dispute are phone, email")


def test_of_a_record_that_one_side_deleted_no_field_can_be_decided() -> None:
    with pytest.raises(ValueError, match="deleted") as caught:
        resolution_of({"phone": "1"}, conflict_on(remote=None), by="Ada")
    assert str(caught.value) == (
        "customer:c-1: not in dispute: phone; the fields in dispute are none: one side deleted the record, so say "
        "'local' or 'remote'"
    )


def test_a_field_that_has_a_name_of_another_type_is_refused_in_words_too() -> None:
    with pytest.raises(ValueError, match=r"^customer:c-1: not in dispute: 7, phones;"):
        resolution_of({7: "1", "phones": "2"}, PHONE, by="Ada")
