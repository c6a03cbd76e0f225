"""Tasks: what goes over the wire, what comes back, and what the server has then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from ascora_sdk import (
    UNSET,
    AsyncAscoraClient,
    NotFoundError,
    Task,
    TaskPriority,
    TaskStatus,
    ValidationError,
)
from ascora_sdk.sandbox import AnswerLost, Sandbox

NOON = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=2, jobs=3, tasks=9) as sandbox:
        yield sandbox


async def test_get(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.edit("task", "t-2", title="Fetch", assignedTo=None, dueDate="2026-03-01", crew=[1, {"a": "b"}])
    task = await client.tasks.get("t-2")
    assert (task.id, task.title, task.assigned_to, task.due_date) == ("t-2", "Fetch", None, date(2026, 3, 1))
    assert task.extra["crew"] == [1, {"a": "b"}]
    assert isinstance(task.status, TaskStatus)
    assert isinstance(task.updated_at, datetime)
    (request,) = sandbox.requests
    assert (request.method, request.raw_path, str(request.query), request.body) == (
        "GET",
        "/api/v1/tasks/t-2",
        "",
        b"",
    )


@pytest.mark.parametrize(
    ("wire", "value"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026-03-01T12:00:00Z", NOON),
        ("2026-03-01T22:00:00+10:00", NOON),
        ("2026-03-01T12:00:00", NOON.replace(tzinfo=None)),
    ],
)
async def test_a_due_date_has_a_time_or_none(
    sandbox: Sandbox, client: AsyncAscoraClient, wire: str, value: object
) -> None:
    sandbox.edit("task", "t-1", dueDate=wire)
    due = (await client.tasks.get("t-1")).due_date
    assert (due, type(due)) == (value, type(value))


async def test_a_status_and_a_priority_that_nobody_knows_are_kept(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.plant("task", {"id": "x", "title": "x", "status": "on_hold", "priority": "sometime"})
    task = await client.tasks.get("x")
    assert (task.status, task.priority) == ("on_hold", "sometime")
    assert not task.status.is_known
    assert (task.job_id, task.created_at) == (UNSET, UNSET)


async def test_list_filters(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    for number, (job, person, status) in enumerate(
        (("j-1", "u-7", "pending"), ("j-1", "u-7", "completed"), ("j-2", "u-7", "pending"), ("j-1", "u-8", "pending")),
        1,
    ):
        sandbox.edit("task", f"t-{number}", jobId=job, assignedTo=person, status=status, title="mine")
    mine: dict[str, Any] = {"filters": {"title": "mine", "description": None}}
    page = await client.tasks.list(job_id="j-1", assigned_to="u-7", status=TaskStatus.PENDING, **mine)
    assert [task.id for task in page] == ["t-1"]
    assert dict(sandbox.requests[0].query) == {
        "limit": "50",
        "offset": "0",
        "job_id": "j-1",
        "assigned_to": "u-7",
        "status": "pending",
        "title": "mine",
    }
    for name, value, found in (("job_id", "j-2", 1), ("assigned_to", "u-7", 3), ("status", "pending", 3)):
        assert (await client.tasks.list(**{name: value}, **mine)).total == found
        tasks = client.tasks.iter(**{name: value}, page_size=2, **mine)
        assert len([task async for task in tasks]) == found


async def test_list_sorts_and_asks_for_what_changed(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.edit("task", "t-4", title="zzz")
    since = datetime.now(timezone.utc) - timedelta(minutes=5)
    page = await client.tasks.list(sort_by="title", sort_order="desc", updated_since=since, limit=3)
    assert [task.id for task in page] == ["t-4"]
    query = sandbox.requests[0].query
    assert (query["sort_by"], query["sort_order"], query["limit"]) == ("title", "desc", "3")
    assert query["updated_since"].endswith("Z")


async def test_iter_goes_through_all(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    assert [task.id async for task in client.tasks.iter(page_size=4)] == [f"t-{number}" for number in range(1, 10)]
    assert sorted(request.query["offset"] for request in sandbox.requests) == ["0", "4", "8"]
    assert [task.id async for task in client.tasks.iter(page_size=4).limit(5)] == ["t-1", "t-2", "t-3", "t-4", "t-5"]


async def test_a_lenient_listing_puts_aside_what_is_no_task(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.plant("task", {"id": "bad", "title": 5, "status": "pending"})
    page = await client.tasks.list(lenient=True)
    assert (len(page), page.received, [item.reason for item in page.invalid]) == (
        9,
        10,
        ["title: expected a string, got a whole number"],
    )
    tasks = client.tasks.iter(lenient=True, page_size=4)
    assert len([task async for task in tasks]) == 9
    assert [item.item["id"] for item in tasks.invalid] == ["bad"]


async def test_schedule(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    task = await client.tasks.schedule(
        title="Fetch the fans",
        job_id="j-1",
        due_date=NOON,
        priority=TaskPriority.HIGH,
        status="pending",
        description=None,
        assigned_to=UNSET,
        extra={"crew": 2},
    )
    (request,) = sandbox.requests
    assert (request.method, request.raw_path) == ("POST", "/api/v1/tasks")
    assert request.json() == {
        "crew": 2,
        "title": "Fetch the fans",
        "jobId": "j-1",
        "dueDate": "2026-03-01T12:00:00Z",
        "priority": "high",
        "status": "pending",
        "description": None,
    }
    assert (task.id, task.due_date, task.extra) == ("t-10", NOON, {"crew": 2})
    assert sandbox.get("task", "t-10")["title"] == "Fetch the fans"


async def test_a_title_is_enough(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    task = await client.tasks.schedule(title="Call back")
    assert sandbox.requests[0].body == b'{"title":"Call back"}'
    assert task.status == "pending"


async def test_schedule_copies_a_task_without_what_the_server_gives(
    sandbox: Sandbox, client: AsyncAscoraClient
) -> None:
    original = await client.tasks.get("t-1")
    sandbox.clear_requests()
    copy = await client.tasks.schedule(original, title="Again", due_date=None)
    sent = sandbox.requests[0].json()
    assert not {"id", "createdAt", "updatedAt"} & set(sent)
    assert (sent["title"], sent["dueDate"], sent["status"]) == ("Again", None, str(original.status))
    assert copy.id == "t-10"
    await client.tasks.schedule({"title": "Of a mapping", "job_id": "j-1"}, job_id=None)
    assert sandbox.requests[1].json() == {"title": "Of a mapping", "jobId": None}


async def test_update(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    before = sandbox.get("task", "t-1")
    task = await client.tasks.update("t-1", assigned_to=None, status=TaskStatus.COMPLETED, due_date=date(2026, 4, 1))
    (request,) = sandbox.requests
    assert (request.method, request.raw_path) == ("PUT", "/api/v1/tasks/t-1")
    assert request.body == b'{"assignedTo":null,"status":"completed","dueDate":"2026-04-01"}'
    assert (task.assigned_to, task.status, task.due_date) == (None, "completed", date(2026, 4, 1))
    after = sandbox.get("task", "t-1")
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed <= {"assignedTo", "status", "dueDate", "updatedAt"}


async def test_update_of_a_task_sends_all_that_it_has_set(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    task = Task(id="t-1", title="Old", status=TaskStatus.PENDING, extra={"crew": 2})
    await client.tasks.update(task, title="New")
    assert sandbox.requests[0].raw_path == "/api/v1/tasks/t-1"
    assert sandbox.requests[0].json() == {"crew": 2, "title": "New", "status": "pending"}


async def test_delete(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    assert await client.tasks.delete("t-9") is None
    sandbox.fault("DELETE *", AnswerLost("drop"))
    assert await client.tasks.delete("t-8") is None
    assert sandbox.count("task") == 7
    with pytest.raises(NotFoundError) as caught:
        await client.tasks.delete("t-8")
    assert (caught.value.resource, caught.value.id, caught.value.attempts) == ("task", "t-8", 1)


async def test_what_is_missing_is_named(client: AsyncAscoraClient) -> None:
    for call in (lambda: client.tasks.get("t-99"), lambda: client.tasks.update("t-99", title="x")):
        with pytest.raises(NotFoundError) as caught:
            await call()
        assert (caught.value.resource, caught.value.id) == ("task", "t-99")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "a new task needs title"),
        ({"title": None}, "a new task needs title"),
        ({"title": UNSET}, "a new task needs title"),
        ({"job_id": "j-1"}, "a new task needs title"),
        ({"title": 5}, "title: expected a string"),
        ({"title": "x", "due_date": "tomorrow"}, "dueDate"),
        ({"title": "x", "due_date": 20260301}, "dueDate"),
        ({"title": "x", "status": None}, "status"),
        ({"title": "x", "tittle": "x"}, "did you mean 'title'"),
        ({"title": "x", "id": "t-1"}, "Ascora sets this itself"),
        ({"title": "x", "created_at": NOON}, "Ascora sets this itself"),
    ],
)
async def test_what_cannot_be_scheduled_is_not_sent(
    sandbox: Sandbox, client: AsyncAscoraClient, fields: dict[str, Any], message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        await client.tasks.schedule(**fields)
    assert sandbox.requests == ()


async def test_an_update_names_a_field(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    for fields in ({}, {"title": UNSET}, {"extra": {}}):
        with pytest.raises(TypeError, match="at least one field of the task"):
            await client.tasks.update("t-1", **fields)
    assert sandbox.requests == ()


@pytest.mark.beyond_contract("POST /tasks", because="the server is to refuse it, and says which field is wrong")
async def test_what_the_server_refuses_is_told_by_field(client: AsyncAscoraClient) -> None:
    with pytest.raises(ValidationError) as caught:
        await client.tasks.schedule(title="x", priority="urgent")
    assert list(caught.value.errors) == ["priority"]
