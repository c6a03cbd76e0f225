# Generated from ../../_async/public/jobs.py by tools/unasync; do not edit.
"""The public client's jobs."""

from __future__ import annotations

import builtins
from collections.abc import Generator
from contextlib import closing

from typing_extensions import Unpack

from ...concurrency.blocking import BLOCKING_CONCURRENCY, Source, Workers
from ...config import CallOptions, patience
from ...errors import AscoraApiError, AuthenticationError
from ...public.filters import JobFilters
from ...public.labour import JobLabourResult
from ...public.models import Job, JobLabour, NewJob
from ...public.operations.calls import PAGE_SIZE
from ...public.operations.jobs import JOB, JOBS, get_job, get_labour
from ..page import Page
from ..paging import Items
from .group import Group


class Jobs(Group):
    """Read and create jobs, and read the hours worked on them (contract: public API, Operations).

    The API neither changes nor deletes a job.
    """

    def list(
        self,
        *,
        page: int = 1,
        page_size: int = PAGE_SIZE,
        lenient: bool = False,
        **filters: Unpack[JobFilters],
    ) -> Page[Job]:
        """Fetch one page of jobs.

        Args:
            page: Which page, from 1.
            page_size: How many to ask for.
            lenient: Put jobs of a wrong shape into the page's `invalid` instead of failing.
            **filters: Which jobs; `timeout` and `max_retries` of this call alone. See `JobFilters`.

        Returns:
            The page: a sequence of jobs with `total` and `has_more`.

        Raises:
            AscoraApiError: Or a subclass, if the call fails or the answer holds no list of jobs.

        Example:
            ```python
            page = client.jobs.list(job_status="In progress")
            print(f"{len(page)} of {page.total}")
            ```

        Contract: public API, Operations, list jobs.
        """
        return self._list(JOBS, page, page_size, filters, lenient=lenient)

    def iter(
        self,
        *,
        page_size: int = PAGE_SIZE,
        concurrency: int = BLOCKING_CONCURRENCY,
        lenient: bool = False,
        **filters: Unpack[JobFilters],
    ) -> Items[Job]:
        """Go through all jobs, fetching pages as they are needed.

        Args:
            page_size: How many to ask for in a page.
            concurrency: How many pages may be under way at once.
            lenient: Put jobs of a wrong shape into the iterable's `invalid` instead of failing.
            **filters: Which jobs; `timeout` and `max_retries` of each call. See `JobFilters`.

        Returns:
            An iterable of jobs in the list's order; nothing is fetched before its first item is asked for.

        Raises:
            AscoraApiError: Or a subclass, while iterating, if a page cannot be had; it is never taken for the end.

        Example:
            ```python
            for job in client.jobs.iter(job_status="In progress"):
                print(job.job_number, job.job_status_text)
            ```

        Contract: public API, Operations, list jobs.
        """
        return self._iter(JOBS, page_size, concurrency, filters, lenient=lenient)

    def get(self, job_number: str, **options: Unpack[CallOptions]) -> Job:
        """Fetch one job by its number.

        Args:
            job_number: The full number, such as "DRQ13005".
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The job.

        Raises:
            NotFoundError: If there is none; it names the number.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            job = client.jobs.get("DRQ13005")
            ```

        Contract: public API, Operations, get a job.
        """
        return self._caller.execute(get_job(job_number), options)

    def create(
        self,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        **fields: Unpack[NewJob],
    ) -> Job:
        """Create a job; it can neither be changed nor deleted by the API.

        If the answer is lost, the call is not sent again, since it may have been carried out; not even with
        an `idempotency_key`, since nothing says that this API knows one.

        Args:
            idempotency_key: A text of your own, sent as the header Idempotency-Key.
            timeout: Seconds that one try of this call may take; None is the client's own.
            max_retries: Tries after the first; None is the client's own.
            **fields: The fields, by name. See `NewJob`.

        Returns:
            The new job, as Ascora made it.

        Raises:
            ValidationError: If Ascora refuses a field.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If `site_customer` is missing, a field of a name is not taken, or a value cannot be sent.
            ValueError: If what a field refers to is an empty text.

        Example:
            ```python
            job = client.jobs.create(site_customer=customer, job_name="Burst pipe", job_type="Water")
            print(job.job_number)
            ```

        Contract: public API, Operations, create a job.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return self._caller.execute(JOB.create(fields, idempotency_key), options)

    def labour(self, job_number: str, **options: Unpack[CallOptions]) -> builtins.list[JobLabour]:
        """Fetch the hours worked on one job.

        Args:
            job_number: The job's full number.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            All of them, maybe none.

        Raises:
            NotFoundError: If there is no such job.
            AscoraApiError: Or another of its subclasses, if the call fails or the answer holds no labour in any known
                shape.

        Example:
            ```python
            hours = sum(row.number_of_hours or 0 for row in client.jobs.labour("DRQ13005"))
            ```

        Contract: public API, Operations, a job's labour.
        """
        return self._caller.execute(get_labour(job_number), options)

    def labour_for(
        self, job_numbers: Source[str], *, concurrency: int = BLOCKING_CONCURRENCY, **options: Unpack[CallOptions]
    ) -> Generator[JobLabourResult, None, None]:
        """Fetch the hours worked on many jobs, which is one call for each.

        One job whose labour cannot be had stops none of the others: its result has the error instead. No job number is
        taken before there is a call to spare for it, so that any number of them can be given. What is under way when
        you stop early is cancelled.

        Args:
            job_numbers: The jobs' full numbers, from anything that gives them one by one.
            concurrency: How many calls may be under way at once.
            **options: `timeout` and `max_retries` of each call.

        Yields:
            For each job its labour or the error, as they come; with calls side by side in no order.

        Raises:
            AuthenticationError: While iterating, if Ascora refuses the key, since it would refuse it each time.
            TypeError: If one text is given instead of several; while iterating, if a job number is no text.
            ValueError: If `concurrency` is no whole number, 1 or more; while iterating, if a job number is empty.

        Example:
            ```python
            for result in client.jobs.labour_for(["DRQ13004", "DRQ13005"]):
                print(result.job_number, result.error or result.labour)
            ```

        Contract: public API, Operations, a job's labour.
        """
        if isinstance(job_numbers, str):
            raise TypeError("labour_for takes several job numbers, such as a list; for one there is labour")
        if concurrency.__class__ is not int or concurrency < 1:
            raise ValueError(f"concurrency must be a whole number, 1 or more, not {concurrency!r}")
        patience(self._caller.config, options)
        return self._labour_for(job_numbers, concurrency, options)

    def _labour_for(
        self, job_numbers: Source[str], concurrency: int, options: CallOptions
    ) -> Generator[JobLabourResult, None, None]:
        def fetch(job_number: str) -> JobLabourResult:
            try:
                labour = self._caller.execute(get_labour(job_number), options)
            except AuthenticationError:
                raise
            except AscoraApiError as error:
                return JobLabourResult(job_number=job_number, error=error)
            return JobLabourResult(job_number=job_number, labour=labour)

        calls: Workers[JobLabourResult] = Workers(concurrency)
        try:
            with closing(calls.as_done(fetch, job_numbers)) as results:
                for result in results:
                    yield result
        finally:
            calls.close()
