"""Whether a failed call is tried again, and when: decisions made of what they are handed, and nothing else."""

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk import Headers, Phase, Response, RetryPolicy, TransportFailure
from ascora_sdk.http import (
    Outcome,
    RateGate,
    delay_before_retry,
    is_gone_already,
    is_rate_limit,
    is_repeatable,
    may_have_been_carried_out,
    retry_after,
)

from .strategies import few, many

NOW = datetime(2026, 2, 17, 12, tzinfo=timezone.utc)
POLICY = RetryPolicy()


def answer(status: int, asked: str | None = None) -> Response:
    return Response(status=status, headers=Headers({} if asked is None else {"Retry-After": asked}))


def failure(phase: Phase, *, timed_out: bool = False) -> TransportFailure:
    return TransportFailure("x", phase=phase, timed_out=timed_out)


def decide(
    outcome: Outcome,
    *,
    policy: RetryPolicy = POLICY,
    repeatable: bool = True,
    retries: int = 0,
    elapsed: float = 0.0,
    random: float = 1.0,
) -> float | None:
    return delay_before_retry(
        policy, outcome, repeatable=repeatable, retries=retries, elapsed=elapsed, now=NOW, random=lambda: random
    )


OUTCOMES: dict[str, tuple[Outcome, bool, bool, bool]] = {
    # the outcome; tried again if repeatable; tried again if not; may have been carried out
    "400": (answer(400), False, False, False),
    "401": (answer(401), False, False, False),
    "403": (answer(403), False, False, False),
    "404": (answer(404), False, False, False),
    "409": (answer(409), False, False, False),
    "302": (answer(302), False, False, False),
    "408": (answer(408), True, False, True),
    "429": (answer(429), True, True, False),
    "429 with a time": (answer(429, "3"), True, True, False),
    "500": (answer(500), True, False, True),
    "500 with a time": (answer(500, "3"), True, False, True),
    "502": (answer(502), True, False, True),
    "503": (answer(503), True, False, True),
    "503 with a time": (answer(503, "3"), True, True, False),
    "504": (answer(504), True, False, True),
    "599": (answer(599), True, False, True),
    "no free connection": (failure(Phase.POOL), True, True, False),
    "no free connection in time": (failure(Phase.POOL, timed_out=True), True, True, False),
    "no connection": (failure(Phase.CONNECT), True, True, False),
    "no connection in time": (failure(Phase.CONNECT, timed_out=True), True, True, False),
    "broken while sending": (failure(Phase.WRITE), True, False, True),
    "sending out of time": (failure(Phase.WRITE, timed_out=True), True, False, True),
    "broken while receiving": (failure(Phase.READ), True, False, True),
    "receiving out of time": (failure(Phase.READ, timed_out=True), True, False, True),
}
METHODS = {"GET": True, "HEAD": True, "OPTIONS": True, "PUT": True, "DELETE": True, "POST": False, "PATCH": False}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("key", [None, "k-1"])
@pytest.mark.parametrize("name", OUTCOMES)
def test_only_what_does_no_harm_is_sent_again(method: str, key: str | None, name: str) -> None:
    outcome, if_repeatable, if_not, _ = OUTCOMES[name]
    repeatable = is_repeatable(method, key)
    assert repeatable is (METHODS[method] or key is not None)
    assert (decide(outcome, repeatable=repeatable) is not None) is (if_repeatable if repeatable else if_not)


@pytest.mark.parametrize("name", OUTCOMES)
def test_what_may_have_been_carried_out_is_known(name: str) -> None:
    outcome, _, sent_again_anyway, may = OUTCOMES[name]
    assert may_have_been_carried_out(outcome) is may
    assert not (may and sent_again_anyway)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "BREW", "get", ""])
def test_a_method_that_nobody_knows_is_not_repeated(method: str) -> None:
    assert not is_repeatable(method, None)


@pytest.mark.parametrize(("retries", "again"), [(0, True), (2, True), (3, False), (4, False)])
def test_there_are_no_more_retries_than_the_policy_has(retries: int, again: bool) -> None:
    assert (decide(answer(503, "0"), retries=retries) is not None) is again


@pytest.mark.parametrize("name", OUTCOMES)
def test_no_retries_are_no_retries(name: str) -> None:
    assert decide(OUTCOMES[name][0], policy=RetryPolicy(max_retries=0)) is None


RETRY_AFTER: dict[str, float | None] = {
    "3": 3.0,
    " 3 ": 3.0,
    "0": 0.0,
    "007": 7.0,
    format_datetime(NOW + timedelta(seconds=30), usegmt=True): 30.0,
    format_datetime(NOW - timedelta(hours=1), usegmt=True): 0.0,
    "Tue, 17 Feb 2026 12:00:30 GMT": 30.0,
    "Tuesday, 17-Feb-26 12:00:30 GMT": 30.0,
    "Tue, 17 Feb 2026 22:00:30 +1000": 30.0,
    "Tue, 17 Feb 2026 12:00:30 -0000": 30.0,
    "": None,
    "soon": None,
    "-3": None,
    "3.5": None,
    "1e3": None,
    "inf": None,
    "nan": None,
    "\uff13": None,
    "²": None,
    "3 s": None,
    "Tue, 17 Feb 99999 12:00:30 GMT": None,
    "Tue, 99 Feb 2026 12:00:30 GMT": None,
}


@pytest.mark.parametrize(("text", "seconds"), RETRY_AFTER.items(), ids=ascii)
@pytest.mark.parametrize("status", [429, 503])
def test_the_time_that_a_server_asks_for_is_obeyed(text: str, seconds: float | None, status: int) -> None:
    outcome = answer(status, text)
    assert retry_after(outcome, NOW) == seconds
    # One that cannot be read is none: the back-off applies.
    assert decide(outcome, random=0.25) == (0.25 if seconds is None else seconds)


@pytest.mark.parametrize("text", ["121", "9" * 30, "9" * 400, "9" * 5000, "Tue, 17 Feb 2099 12:00:00 GMT"])
def test_the_time_that_a_server_asks_for_has_a_limit(text: str) -> None:
    assert decide(answer(429, text)) == POLICY.max_retry_after
    assert decide(answer(429, text), policy=RetryPolicy(total_time=119.0)) is None


@many
@given(st.text(max_size=40) | st.from_regex(r"\w{3}, \d{1,3} \w{3} \d{1,6} \d\d:\d\d:\d\d [+-]\d{4,6}", fullmatch=True))
def test_any_retry_after_is_a_time_or_none(text: str) -> None:
    seconds = retry_after(answer(429, text), NOW)
    assert seconds is None or seconds >= 0


def test_a_failure_of_the_transport_names_no_time() -> None:
    assert retry_after(failure(Phase.CONNECT), NOW) is None


@many
@given(st.floats(0, 1), st.integers(0, 2000), st.just(0.0) | st.floats(1e-3, 1e6), st.floats(0, 1e6))
def test_a_back_off_is_a_random_part_of_what_it_may_take(
    chance: float, retries: int, first: float, most: float
) -> None:
    policy = RetryPolicy(max_retries=5000, retry_delay=first, max_delay=most, total_time=float("inf"))
    delay = decide(answer(500), policy=policy, retries=retries, random=chance)
    assert delay is not None
    whole = min(most, first * 2 ** min(retries, 100))
    assert delay == pytest.approx(chance * whole)
    assert 0 <= delay <= most


@pytest.mark.parametrize(("retries", "most"), [(0, 1.0), (1, 2.0), (2, 4.0), (3, 8.0), (5, 30.0), (4000, 30.0)])
def test_a_back_off_doubles_up_to_its_cap(retries: int, most: float) -> None:
    policy = RetryPolicy(max_retries=5000)
    assert decide(answer(500), policy=policy, retries=retries, random=1.0) == most
    assert decide(answer(500), policy=policy, retries=retries, random=0.0) == 0.0


@pytest.mark.parametrize(
    ("elapsed", "asked", "again"),
    [(0, "100", True), (200, "100", True), (200.5, "100", False), (300, "0", True), (301, "0", False)],
)
def test_no_retry_begins_after_the_total_time(elapsed: float, asked: str, again: bool) -> None:
    assert (decide(answer(429, asked), elapsed=elapsed) is not None) is again


@pytest.mark.parametrize("name", ["max_retries", "retry_delay", "max_delay", "max_retry_after", "total_time"])
@pytest.mark.parametrize("value", [-1, -0.5, float("nan"), None, "1"])
def test_a_policy_of_less_than_nothing_is_refused(name: str, value: float) -> None:
    with pytest.raises((ValueError, TypeError), match=name):
        RetryPolicy(**{name: value})


@few
@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1000)), max_size=30))
def test_the_gate_never_opens_earlier_than_it_was_told(steps: list[tuple[bool, float]]) -> None:
    gate, opens_at = RateGate(), float("-inf")
    for is_hold, moment in steps:
        if is_hold:
            gate.hold(until=moment)
            opens_at = max(opens_at, moment)
        else:
            assert gate.wait(now=moment) == max(0.0, opens_at - moment)


def test_a_new_gate_is_open() -> None:
    assert RateGate().wait(now=-1e9) == 0.0


@pytest.mark.parametrize(("status", "phase"), list(product([200, 404, 429, 503], [None, Phase.READ])))
def test_an_outcome_is_told_by_its_status_alone(status: int, phase: Phase | None) -> None:
    outcome: Outcome = answer(status) if phase is None else failure(phase)
    assert is_rate_limit(outcome) is (phase is None and status == 429)
    assert is_gone_already(outcome) is (phase is None and status == 404)
