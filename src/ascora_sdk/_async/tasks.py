"""The client's tasks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from typing_extensions import Unpack

from ..concurrency.awaiting import ASYNC_CONCURRENCY
from ..config import CallOptions
from ..models import NewTask, Task, TaskFields, TaskStatus
from ..operations import DEFAULT_LIMIT, ListQuery, all_filters
from ..operations.instance import TASKS
from .caller import AsyncCaller
from .page import AsyncPage
from .paging import AsyncItems
from .resource import AsyncResource


class AsyncTasks(AsyncResource[Task]):
    """Read and write tasks (contract: instance API, Operations)."""

    def __init__(self, caller: AsyncCaller) -> None:
        """Serve tasks by a caller."""
        super().__init__(caller, TASKS)

    async def list(
        self,
        *,
        limit: int = DEFAULT_LIMIT,
        offset: int = 0,
        sort_by: str | None = None,
        sort_order: Literal["asc", "desc"] | None = None,
        job_id: str | None = None,
        assigned_to: str | None = None,
        status: TaskStatus | str | None = None,
        updated_since: datetime | None = None,
        filters: Mapping[str, Any] | None = None,
        lenient: bool = False,
        **options: Unpack[CallOptions],
    ) -> AsyncPage[Task]:
        """Fetch one page of tasks.

        Args:
            limit: How many to ask for; a server may give fewer.
            offset: How many to skip.
            sort_by: The field to sort by, such as "due_date".
            sort_order: "asc" or "desc".
            job_id: Only the tasks of this job.
            assigned_to: Only the tasks of this person.
            status: Only the tasks in this status.
            updated_since: Only what has changed since then; a server that does not know this filter gives all.
            filters: Further query parameters by the wire's names; None leaves one out.
            lenient: Put tasks of a wrong shape into the page's `invalid` instead of failing.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The page: a sequence of tasks with `total` and `has_more`.

        Raises:
            AscoraApiError: Or a subclass, if the call fails or the answer is not a list of tasks.

        Example:
            ```python
            page = await client.tasks.list(job_id="j-1", limit=50)
            print(f"{len(page)} of {page.total}")
            ```

        Contract: instance API, Operations, list tasks.
        """
        known = {"job_id": job_id, "assigned_to": assigned_to, "status": status, "updated_since": updated_since}
        query = ListQuery(sort_by=sort_by, sort_order=sort_order, filters=all_filters(known, filters))
        return await self._list(query, limit, offset, lenient=lenient, options=options)

    def iter(
        self,
        *,
        page_size: int = 100,
        sort_by: str | None = None,
        sort_order: Literal["asc", "desc"] | None = None,
        job_id: str | None = None,
        assigned_to: str | None = None,
        status: TaskStatus | str | None = None,
        updated_since: datetime | None = None,
        filters: Mapping[str, Any] | None = None,
        concurrency: int = ASYNC_CONCURRENCY,
        lenient: bool = False,
        **options: Unpack[CallOptions],
    ) -> AsyncItems[Task]:
        """Go through all tasks, fetching pages as they are needed.

        Args:
            page_size: How many to ask for in a page; a server that gives fewer loses nothing.
            sort_by: The field to sort by.
            sort_order: "asc" or "desc".
            job_id: Only the tasks of this job.
            assigned_to: Only the tasks of this person.
            status: Only the tasks in this status.
            updated_since: Only what has changed since then; a server that does not know this filter gives all.
            filters: Further query parameters by the wire's names; None leaves one out.
            concurrency: How many pages may be under way at once.
            lenient: Put tasks of a wrong shape into the iterable's `invalid` instead of failing.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            An iterable of tasks in the listing's order; nothing is fetched before its first item is asked for.

        Raises:
            AscoraApiError: Or a subclass, while iterating, if a page cannot be had; it is never taken for the end.

        Example:
            ```python
            async for task in client.tasks.iter(status="pending"):
                print(task.title)
            ```

        Contract: instance API, Operations, list tasks.
        """
        known = {"job_id": job_id, "assigned_to": assigned_to, "status": status, "updated_since": updated_since}
        query = ListQuery(sort_by=sort_by, sort_order=sort_order, filters=all_filters(known, filters))
        return self._iter(query, page_size, concurrency, lenient=lenient, options=options)

    async def schedule(
        self,
        task: Task | Mapping[str, Any] | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        **fields: Unpack[NewTask],
    ) -> Task:
        """Schedule a task.

        If the answer is lost, the call is not sent again, since it may have been carried out; unless an
        `idempotency_key` covers it.

        Args:
            task: A task to copy; its id and times are left out.
            idempotency_key: A text of your own under which Ascora may know a repetition of this call.
            timeout: Seconds that one try of this call may take; None is the client's own.
            max_retries: Tries after the first; None is the client's own.
            **fields: The fields, by name; they win over those of `task`. A title is needed.

        Returns:
            The new task, as Ascora made it.

        Raises:
            ValidationError: If Ascora refuses a field; `errors` tells which and why.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If there is no field of a name, or a value cannot be sent.

        Example:
            ```python
            task = await client.tasks.schedule(title="Fetch the fans", job_id="j-1")
            ```

        Contract: instance API, Operations, schedule a task.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return await self._create(task, fields, idempotency_key, options)

    async def update(
        self,
        task: str | Task,
        /,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        **fields: Unpack[TaskFields],
    ) -> Task:
        """Change some fields of a task.

        Args:
            task: The task's id, to send the named fields alone; or a task, to send all that it has set,
                its unknown fields included, with the named fields over them.
            timeout: Seconds that one try of this call may take; None is the client's own.
            max_retries: Tries after the first; None is the client's own.
            **fields: The fields to change, by name; None clears one, and one that isn't named isn't sent.

        Returns:
            The task, as Ascora has it now.

        Raises:
            NotFoundError: If there is no such task.
            ValidationError: If Ascora refuses a field; `errors` tells which and why.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If no field is named, there is none of a name, or a value cannot be sent.

        Example:
            ```python
            await client.tasks.update("t-1", assigned_to=None, status="completed")
            ```

        Contract: instance API, Operations, update a task.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return await self._update(task, fields, options)
