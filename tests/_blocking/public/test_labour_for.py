# Generated from ../../_async/public/test_labour_for.py by tools/unasync; do not edit.
"""The labour of many jobs: failures beside results, never more calls at once than asked for, nothing left running."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing

import attrs
import pytest

from ascora_sdk import AscoraApiError, HttpxTransport, AuthenticationError, NotFoundError, Request, Response
from ascora_sdk.public import PublicClient, JobLabourResult
from ascora_sdk.sandbox import PublicControls, Status

from .conftest import MakeClient

CONCURRENCIES = pytest.mark.parametrize("concurrency", [1, 3])


@attrs.define
class Counting:
    """A transport that counts the requests under way."""

    inner: HttpxTransport = attrs.field(factory=HttpxTransport)
    now: int = 0
    most: int = 0
    ended: int = 0

    def send(self, request: Request) -> Response:
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            return self.inner.send(request)
        finally:
            self.now -= 1
            self.ended += 1

    def close(self) -> None:
        self.inner.close()


def numbers(ascora: PublicControls) -> list[str]:
    return [record["jobNumber"] for record in ascora.records("job")]


def gathered(results: Generator[JobLabourResult, None, None]) -> dict[str, JobLabourResult]:
    return {result.job_number: result for result in results}


@CONCURRENCIES
def test_all_of_it_comes(ascora: PublicControls, client: PublicClient, concurrency: int) -> None:
    results = gathered(client.jobs.labour_for(numbers(ascora), concurrency=concurrency))
    assert sorted(results) == numbers(ascora)
    for number, result in results.items():
        assert result.error is None
        assert result.labour == client.jobs.labour(number)
    assert sum(len(result.labour or ()) for result in results.values()) == ascora.count("labour")


def test_one_after_the_other_keeps_the_order(ascora: PublicControls, client: PublicClient) -> None:
    results = client.jobs.labour_for(iter(numbers(ascora)), concurrency=1)
    assert [result.job_number for result in results] == numbers(ascora)


def test_none_for_none(ascora: PublicControls, client: PublicClient) -> None:
    assert gathered(client.jobs.labour_for([])) == {}
    assert ascora.requests == ()


def test_the_numbers_may_come_out_of_a_listing(ascora: PublicControls, client: PublicClient) -> None:
    def listed() -> Generator[str, None, None]:
        for job in client.jobs.iter(page_size=5):
            yield job.job_number

    assert sorted(gathered(client.jobs.labour_for(listed()))) == numbers(ascora)


@CONCURRENCIES
def test_a_failure_is_handed_out_beside_the_results(
    ascora: PublicControls, client: PublicClient, concurrency: int
) -> None:
    one, two, *rest = numbers(ascora)
    ascora.fault(f"GET /Jobs/JobLabour/{one}", Status(500), times=None)
    ascora.fault(f"GET /Jobs/JobLabour/{two}", Status(200, "[]"), times=None)
    wanted = [one, "nobody", two, *rest]
    results = gathered(client.jobs.labour_for(wanted, concurrency=concurrency, max_retries=1))
    failed = {number: result for number, result in results.items() if result.error is not None}
    assert set(results) == set(wanted)
    assert set(failed) == {one, "nobody", two}
    assert all(result.labour is None for result in failed.values())
    assert isinstance(failed["nobody"].error, NotFoundError)
    assert failed[one].error is not None
    assert failed[one].error.attempts == 2


@CONCURRENCIES
def test_a_key_that_is_refused_ends_it(ascora: PublicControls, make_client: MakeClient, concurrency: int) -> None:
    client = make_client(api_key="wrong")
    with pytest.raises(AuthenticationError):
        gathered(client.jobs.labour_for(numbers(ascora), concurrency=concurrency))
    assert len(ascora.requests) <= concurrency


@CONCURRENCIES
def test_no_more_at_once_than_asked_for(
    ascora: PublicControls, make_client: MakeClient, concurrency: int
) -> None:
    counting = Counting()
    client = make_client(transport=counting)
    gathered(client.jobs.labour_for(numbers(ascora), concurrency=concurrency))
    assert 1 <= counting.most <= concurrency
    assert counting.ended == 16
    counting.close()


@CONCURRENCIES
def test_no_number_is_taken_before_there_is_a_call_to_spare(client: PublicClient, concurrency: int) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield f"nobody-{taken}"

    given = 0
    with closing(client.jobs.labour_for(endless(), concurrency=concurrency)) as results:
        for _ in results:
            given += 1
            assert taken < given + concurrency
            if given == 10:
                break


@CONCURRENCIES
def test_nothing_is_under_way_after_an_early_stop(
    ascora: PublicControls, make_client: MakeClient, concurrency: int
) -> None:
    counting = Counting()
    client = make_client(transport=counting)
    with closing(client.jobs.labour_for(numbers(ascora), concurrency=concurrency)) as results:
        for result in results:
            assert result.error is None
            break
    assert counting.now == 0
    assert counting.ended <= concurrency
    counting.close()


@CONCURRENCIES
def test_a_source_that_fails_ends_it(client: PublicClient, concurrency: int) -> None:
    def broken() -> Iterator[str]:
        yield "nobody"
        raise LookupError("the source")

    with pytest.raises(LookupError, match="the source"):
        gathered(client.jobs.labour_for(broken(), concurrency=concurrency))


def test_what_makes_no_sense_is_refused_at_once(ascora: PublicControls, client: PublicClient) -> None:
    with pytest.raises(TypeError, match="several"):
        client.jobs.labour_for("DRQ13005")
    for concurrency in (0, -1, True, 1.5, None):
        with pytest.raises(ValueError, match="concurrency"):
            client.jobs.labour_for(["DRQ13005"], concurrency=concurrency)
    with pytest.raises(ValueError, match="timeout"):
        client.jobs.labour_for(["DRQ13005"], timeout=-1)
    with pytest.raises(ValueError, match="empty"):
        gathered(client.jobs.labour_for([""]))
    with pytest.raises(TypeError, match="text"):
        gathered(client.jobs.labour_for([13005]))
    assert ascora.requests == ()


def test_a_result_is_an_error_of_the_api_or_labour() -> None:
    error = AscoraApiError("no", status_code=500, method="GET", url="u", attempts=1, body="", request_id=None)
    assert JobLabourResult(job_number="DRQ1", error=error).labour is None
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        JobLabourResult(job_number="DRQ1").error = error
