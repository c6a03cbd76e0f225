"""Who is right where both sides edited the same."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk.sync.conflict import Conflict, Resolution, Side
from ascora_sdk.sync.leaves import MISSING
from ascora_sdk.sync.merge import Dispute
from ascora_sdk.sync.strategies import (
    FillBlanks,
    LocalWins,
    Manual,
    MergeFields,
    NewestWins,
    RemoteWins,
    decide,
    strategy_for,
)

from ..strategies import many
from .samples import LATER, NOON, conflict_on

BRISBANE = timezone(timedelta(hours=10))


def at(local: datetime | None, remote: datetime | None, *fields: str) -> Conflict:
    return conflict_on(*(fields or ("phone",)), local_modified=local, remote_modified=remote)


def whole(resolution: Resolution) -> tuple[Side, str]:
    """Give what a resolution says of the record as a whole; that it says nothing else is part of it."""
    assert resolution == Resolution(rest=resolution.rest, by=resolution.by)
    return resolution.rest, resolution.by


def test_one_side_is_always_right() -> None:
    assert whole(RemoteWins()(conflict_on("phone"))) == (Side.REMOTE, "RemoteWins")
    assert whole(LocalWins()(conflict_on("phone"))) == (Side.LOCAL, "LocalWins")


def test_nobody_is_right_until_somebody_says_so() -> None:
    assert Manual()(conflict_on("phone")) == Resolution.wait(by="Manual")


def test_the_newest_wins_each_way() -> None:
    assert whole(NewestWins()(at(LATER, NOON))) == (Side.LOCAL, "NewestWins")
    assert whole(NewestWins()(at(NOON, LATER))) == (Side.REMOTE, "NewestWins")


def test_times_are_compared_as_moments_wherever_they_were_told() -> None:
    # Six in the evening in Brisbane is eight in the morning in Greenwich.
    evening = datetime(2026, 2, 17, 18, tzinfo=BRISBANE)
    assert NewestWins()(at(evening, NOON)).rest is Side.REMOTE
    assert NewestWins(equal="local")(at(NOON.astimezone(BRISBANE), NOON)).rest is Side.LOCAL


EITHER = {"local": Side.LOCAL, "remote": Side.REMOTE}


@pytest.mark.parametrize("say", EITHER)
def test_equal_times_have_a_say_of_their_own(say: Any) -> None:
    other = "local" if say == "remote" else "remote"
    asked = NewestWins(equal=say, missing=other)(at(NOON, NOON))
    assert whole(asked) == (EITHER[say], "NewestWins, equal times")


@pytest.mark.parametrize("times", [(None, NOON), (NOON, None), (None, None)], ids=["here", "there", "both"])
@pytest.mark.parametrize("say", EITHER)
def test_missing_times_have_a_say_of_their_own(say: Any, times: tuple[datetime | None, datetime | None]) -> None:
    other = "local" if say == "remote" else "remote"
    asked = NewestWins(equal=other, missing=say)(at(*times))
    assert whole(asked) == (EITHER[say], "NewestWins, a time is missing")


def test_unless_you_say_otherwise_the_server_is_right() -> None:
    assert NewestWins()(at(NOON, NOON)).rest is Side.REMOTE
    assert NewestWins()(at(None, NOON)).rest is Side.REMOTE


def test_another_strategy_can_have_the_say() -> None:
    newest = NewestWins(equal=Manual(), missing=LocalWins())
    assert newest(at(NOON, NOON)) == Resolution.wait(by="Manual")
    assert newest(at(None, NOON)) == Resolution.local(by="LocalWins")
    values = NewestWins(equal=lambda conflict: {"phone": "both"})
    assert values(at(NOON, NOON)) == Resolution.each(values={"phone": "both"}, by="<lambda>")


def test_a_say_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(TypeError, match="a resolution is 'local', 'remote', values by field"):
        NewestWins(equal="newest")(at(NOON, NOON))  # type: ignore[arg-type]  # what is tested


def test_each_field_is_decided_by_itself() -> None:
    strategy = MergeFields(
        fallback=Manual(),
        fields={"phone": LocalWins(), "email": RemoteWins(), "notes": lambda conflict: {"notes": "a new one"}},
    )
    assert strategy(conflict_on("phone", "email", "notes", "mobile")) == Resolution(
        sides={"phone": Side.LOCAL, "email": Side.REMOTE, "mobile": Side.NEITHER},
        values={"notes": "a new one"},
        by="MergeFields",
    )


def test_of_an_entry_its_own_strategy_comes_first_then_its_fields_then_the_fallback() -> None:
    strategy = MergeFields(
        fallback=Manual(), fields={"custom_fields": LocalWins(), "custom_fields.moisture": RemoteWins()}
    )
    decided = strategy(conflict_on("custom_fields.moisture", "custom_fields.room.no", "extra.vip"))
    assert decided.sides == {
        "custom_fields.moisture": Side.REMOTE,
        "custom_fields.room.no": Side.LOCAL,
        "extra.vip": Side.NEITHER,
    }


def test_a_strategy_for_a_field_is_shown_that_field_alone_and_all_else_as_it_is() -> None:
    seen: list[Conflict] = []

    def watch(conflict: Conflict) -> str:
        seen.append(conflict)
        return "local"

    conflict = at(LATER, NOON, "phone", "email")
    MergeFields(fallback=watch)(conflict)  # type: ignore[arg-type]  # a plain str would do
    assert [list(one.fields) for one in seen] == [["phone"], ["email"]]
    for one in seen:
        name = next(iter(one.fields))
        assert one.fields[name] == Dispute("base", "local", "remote")
        assert (one.local, one.local_modified, one.remote_modified) == (conflict.local, LATER, NOON)


def test_a_strategy_for_a_field_may_leave_it_undecided() -> None:
    undecided = MergeFields(fallback=lambda conflict: Resolution.each())
    assert undecided(conflict_on("phone")).sides == {"phone": Side.NEITHER}
    held = MergeFields(fallback=lambda conflict: Resolution(rest=Side.LOCAL, holds=True))
    assert held(conflict_on("phone")).sides == {"phone": Side.NEITHER}


def test_a_strategy_for_a_field_may_name_it() -> None:
    named = MergeFields(fallback=lambda conflict: Resolution.each(dict.fromkeys(conflict.fields, "local")))
    assert named(conflict_on("phone")).sides == {"phone": Side.LOCAL}


def test_the_fallback_alone_decides_on_a_record_that_one_side_deleted() -> None:
    strategy = MergeFields(fallback=LocalWins(), fields={"phone": Manual()})
    assert strategy(conflict_on(remote=None)) == Resolution.local(by="LocalWins")


def test_unless_you_say_otherwise_the_fallback_is_the_server() -> None:
    assert MergeFields()(conflict_on("phone")).sides == {"phone": Side.REMOTE}


def test_a_strategy_that_decides_on_another_field_is_refused() -> None:
    strategy = MergeFields(fields={"phone": lambda conflict: {"email": "a@b"}})
    with pytest.raises(ValueError, match="not in dispute: email; the fields in dispute are phone"):
        strategy(conflict_on("phone", "email"))


@pytest.mark.parametrize("blank", [None, "", [], {}, MISSING], ids=repr)
def test_a_value_is_right_where_the_other_side_has_none(blank: Any) -> None:
    disputes = {
        "phone": Dispute("base", blank, "remote"),
        "email": Dispute("base", "local", blank),
        "notes": Dispute("base", "local", "remote"),
        "mobile": Dispute("base", blank, blank),
    }
    sides = {"phone": Side.REMOTE, "email": Side.LOCAL, "mobile": Side.REMOTE}
    newer_here = conflict_on(fields=disputes, local_modified=LATER, remote_modified=NOON)
    assert FillBlanks()(newer_here) == Resolution(sides={**sides, "notes": Side.LOCAL}, by="merge")
    newer_there = conflict_on(fields=disputes, local_modified=NOON, remote_modified=LATER)
    assert FillBlanks()(newer_there) == Resolution(sides={**sides, "notes": Side.REMOTE}, by="merge")


def test_a_zero_is_no_blank() -> None:
    conflict = conflict_on(fields={"total": Dispute(1, 0, 2)}, local_modified=LATER, remote_modified=NOON)
    assert FillBlanks()(conflict).sides == {"total": Side.LOCAL}


def test_of_a_record_that_one_side_deleted_the_others_values_are_right() -> None:
    assert whole(FillBlanks()(conflict_on(local=None, remote_modified=NOON))) == (Side.REMOTE, "merge")
    assert whole(FillBlanks()(conflict_on(remote=None, local_modified=NOON))) == (Side.LOCAL, "merge")


def ours(conflict: Conflict) -> str:
    return "local"


class Careful:
    def __call__(self, conflict: Conflict, /) -> Mapping[str, Any]:
        return {"phone": "2"}


FUNCTIONS: dict[str, tuple[Any, Resolution]] = {
    "a function": (ours, Resolution.local(by="ours")),
    "an object": (Careful(), Resolution.each(values={"phone": "2"}, by="Careful")),
    "a lambda": (lambda conflict: "remote", Resolution.remote(by="<lambda>")),
    "a partial function": (partial(ours), Resolution.local(by="partial")),
    "one that says who": (lambda conflict: Resolution.remote(by="Eve"), Resolution.remote(by="Eve")),
}


@pytest.mark.parametrize(("strategy", "resolution"), FUNCTIONS.values(), ids=FUNCTIONS)
def test_any_function_is_a_strategy_and_it_is_on_record_by_its_name(strategy: Any, resolution: Resolution) -> None:
    assert decide(strategy, conflict_on("phone")) == resolution


@pytest.mark.parametrize("wrong", [None, "merge", 7, ("local",)], ids=repr)
def test_a_function_that_decides_nothing_is_refused_in_words(wrong: Any) -> None:
    with pytest.raises(TypeError, match="customer:c-1: a resolution is"):
        decide(lambda conflict: wrong, conflict_on("phone"))


BY_KIND = {"job": Manual(), "*": LocalWins()}


def test_there_is_one_strategy_for_all_or_one_by_kind() -> None:
    assert strategy_for(Manual(), "customer") == Manual()
    assert strategy_for(BY_KIND, "job") == Manual()
    assert strategy_for(BY_KIND, "customer") == LocalWins()


def test_a_kind_without_a_strategy_is_told_of() -> None:
    with pytest.raises(ValueError, match="no strategy") as caught:
        strategy_for({"job": Manual()}, "customer")
    assert str(caught.value) == "there is no strategy for 'customer'; name one, or one for all others under '*'"


TIMES = st.none() | st.sampled_from([NOON, LATER])
NAMES = ("phone", "email", "custom_fields.moisture")
SIMPLE = st.sampled_from([RemoteWins(), LocalWins(), Manual(), NewestWins(), NewestWins(equal="local"), FillBlanks()])
ALL = SIMPLE | st.builds(
    MergeFields, fallback=SIMPLE, fields=st.dictionaries(st.sampled_from([*NAMES, "custom_fields"]), SIMPLE)
)


@many
@given(ALL, st.sets(st.sampled_from(NAMES), min_size=1), TIMES, TIMES)
def test_every_strategy_decides_each_field_or_lets_it_wait_and_says_the_same_when_asked_again(
    strategy: Any, names: set[str], local: datetime | None, remote: datetime | None
) -> None:
    conflict = at(local, remote, *sorted(names))
    decided = decide(strategy, conflict)
    assert decided == decide(strategy, conflict)
    assert decided.by
    assert {*decided.sides, *decided.values} <= names
    for name in names:
        assert decided.side(name) in Side
