"""The task: something that somebody is to do, with a job or without."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict

from attrs import field
from typing_extensions import Required

from .open_enum import OpenEnum
from .record import Extra, Record, given_by_server, record
from .unset import UNSET, Maybe


class TaskStatus(OpenEnum):
    """How far a task has come."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class TaskPriority(OpenEnum):
    """How urgent a task is."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


@record
class Task(Record):
    """A task as the instance API gives it (contract: Objects, Task).

    Dates without a time are `date`, those with one `datetime`, aware where the wire gives an offset.

    Example:
        >>> from ascora_sdk import Task, TaskStatus
        >>> Task(id="t-1", title="Fetch the fans", status=TaskStatus.PENDING).title
        'Fetch the fans'
    """

    id: str = given_by_server()
    job_id: Maybe[str] = UNSET
    title: str
    description: Maybe[str] = UNSET
    assigned_to: Maybe[str] = UNSET
    due_date: Maybe[date | datetime] = UNSET
    status: TaskStatus
    priority: Maybe[TaskPriority] = UNSET
    created_at: Maybe[datetime] = given_by_server(default=UNSET)
    updated_at: Maybe[datetime] = given_by_server(default=UNSET)
    extra: Extra = field(factory=dict)


class _OptionalTaskFields(TypedDict, total=False):
    job_id: Maybe[str]
    description: Maybe[str]
    assigned_to: Maybe[str]
    due_date: Maybe[date | datetime]
    priority: Maybe[TaskPriority | str]
    extra: Extra


class TaskFields(_OptionalTaskFields, total=False):
    """What an update of a task may name; `None` clears an optional field."""

    title: str
    status: TaskStatus | str


class NewTask(_OptionalTaskFields, total=False):
    """What a new task must and may name."""

    title: Required[str]
    status: TaskStatus | str
