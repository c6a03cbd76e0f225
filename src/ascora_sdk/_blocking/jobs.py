# Generated from ../_async/jobs.py by tools/unasync; do not edit.
"""The client's jobs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from typing_extensions import Unpack

from ..concurrency.blocking import BLOCKING_CONCURRENCY
from ..config import CallOptions
from ..models import Job, JobFields, JobStatus, NewJob
from ..operations import DEFAULT_LIMIT, ListQuery, all_filters
from ..operations.instance import JOBS, update_job_status
from .attachments import Attachments
from .caller import Caller
from .notes import Notes
from .page import Page
from .paging import Items
from .resource import Resource


class Jobs(Resource[Job]):
    """Read and write jobs (contract: instance API, Operations).

    Attributes:
        notes: Read and write the notes on a job.
        attachments: Send, list and fetch the files that lie with a job.
    """

    def __init__(self, caller: Caller) -> None:
        """Serve jobs by a caller."""
        super().__init__(caller, JOBS)
        self.notes = Notes(caller)
        self.attachments = Attachments(caller)

    def list(
        self,
        *,
        limit: int = DEFAULT_LIMIT,
        offset: int = 0,
        sort_by: str | None = None,
        sort_order: Literal["asc", "desc"] | None = None,
        customer_id: str | None = None,
        status: JobStatus | str | None = None,
        updated_since: datetime | None = None,
        filters: Mapping[str, Any] | None = None,
        lenient: bool = False,
        **options: Unpack[CallOptions],
    ) -> Page[Job]:
        """Fetch one page of jobs.

        Args:
            limit: How many to ask for; a server may give fewer.
            offset: How many to skip.
            sort_by: The field to sort by, such as "scheduled_date".
            sort_order: "asc" or "desc".
            customer_id: Only the jobs of this customer.
            status: Only the jobs in this status.
            updated_since: Only what has changed since then; a server that does not know this filter gives all.
            filters: Further query parameters by the wire's names; None leaves one out.
            lenient: Put jobs of a wrong shape into the page's `invalid` instead of failing.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The page: a sequence of jobs with `total` and `has_more`.

        Raises:
            AscoraApiError: Or a subclass, if the call fails or the answer is not a list of jobs.

        Example:
            ```python
            page = client.jobs.list(customer_id="c-1", limit=50)
            print(f"{len(page)} of {page.total}")
            ```

        Contract: instance API, Operations, list jobs.
        """
        known = {"customer_id": customer_id, "status": status, "updated_since": updated_since}
        query = ListQuery(sort_by=sort_by, sort_order=sort_order, filters=all_filters(known, filters))
        return self._list(query, limit, offset, lenient=lenient, options=options)

    def iter(
        self,
        *,
        page_size: int = 100,
        sort_by: str | None = None,
        sort_order: Literal["asc", "desc"] | None = None,
        customer_id: str | None = None,
        status: JobStatus | str | None = None,
        updated_since: datetime | None = None,
        filters: Mapping[str, Any] | None = None,
        concurrency: int = BLOCKING_CONCURRENCY,
        lenient: bool = False,
        **options: Unpack[CallOptions],
    ) -> Items[Job]:
        """Go through all jobs, fetching pages as they are needed.

        Args:
            page_size: How many to ask for in a page; a server that gives fewer loses nothing.
            sort_by: The field to sort by.
            sort_order: "asc" or "desc".
            customer_id: Only the jobs of this customer.
            status: Only the jobs in this status.
            updated_since: Only what has changed since then; a server that does not know this filter gives all.
            filters: Further query parameters by the wire's names; None leaves one out.
            concurrency: How many pages may be under way at once.
            lenient: Put jobs of a wrong shape into the iterable's `invalid` instead of failing.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            An iterable of jobs in the listing's order; nothing is fetched before its first item is asked for.

        Raises:
            AscoraApiError: Or a subclass, while iterating, if a page cannot be had; it is never taken for the end.

        Example:
            ```python
            for job in client.jobs.iter(status="scheduled"):
                print(job.job_title)
            ```

        Contract: instance API, Operations, list jobs.
        """
        known = {"customer_id": customer_id, "status": status, "updated_since": updated_since}
        query = ListQuery(sort_by=sort_by, sort_order=sort_order, filters=all_filters(known, filters))
        return self._iter(query, page_size, concurrency, lenient=lenient, options=options)

    def create(
        self,
        job: Job | Mapping[str, Any] | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        **fields: Unpack[NewJob],
    ) -> Job:
        """Create a job.

        If the answer is lost, the call is not sent again, since it may have been carried out; unless an
        `idempotency_key` covers it.

        Args:
            job: A job to copy; its id and times are left out.
            idempotency_key: A text of your own under which Ascora may know a repetition of this call.
            timeout: Seconds that one try of this call may take; None is the client's own.
            max_retries: Tries after the first; None is the client's own.
            **fields: The fields, by name; they win over those of `job`. A title and a customer are needed.

        Returns:
            The new job, as Ascora made it.

        Raises:
            ValidationError: If Ascora refuses a field; `errors` tells which and why.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If there is no field of a name, or a value cannot be sent.

        Example:
            ```python
            job = client.jobs.create(job_title="Dry out", customer_id="c-1")
            ```

        Contract: instance API, Operations, create a job.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return self._create(job, fields, idempotency_key, options)

    def update(
        self,
        job: str | Job,
        /,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        **fields: Unpack[JobFields],
    ) -> Job:
        """Change some fields of a job.

        Args:
            job: The job's id, to send the named fields alone; or a job, to send all that it has set,
                its unknown fields included, with the named fields over them.
            timeout: Seconds that one try of this call may take; None is the client's own.
            max_retries: Tries after the first; None is the client's own.
            **fields: The fields to change, by name; None clears one, and one that isn't named isn't sent.

        Returns:
            The job, as Ascora has it now.

        Raises:
            NotFoundError: If there is no such job.
            ValidationError: If Ascora refuses a field; `errors` tells which and why.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If no field is named, there is none of a name, or a value cannot be sent.

        Example:
            ```python
            client.jobs.update("j-1", assigned_to=None, estimated_cost=Decimal("371.50"))
            ```

        Contract: instance API, Operations, update a job.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return self._update(job, fields, options)

    def update_status(self, id: str, status: JobStatus | str, **options: Unpack[CallOptions]) -> Job:
        """Set a job's status.

        If the answer is lost, the call is not sent again, since it may have been carried out.

        Args:
            id: The job's id.
            status: The status; Ascora may know more of them than this SDK.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The job, as Ascora has it now.

        Raises:
            NotFoundError: If there is no such job.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            client.jobs.update_status("j-1", "completed")
            ```

        Contract: instance API, Operations, set a job's status.
        """
        return self._caller.execute(update_job_status(id, status), options)
