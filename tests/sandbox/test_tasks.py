"""Tasks are scheduled, listed, changed and taken out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox

Connect = Callable[[Sandbox], httpx.Client]


def test_a_scheduled_task_is_whole(http: httpx.Client) -> None:
    answer = http.post("/tasks", json={"title": "Ring Ada", "jobId": "j-1", "priority": "low", "room": 3})
    assert answer.status_code == 201
    task = answer.json()
    assert (task["id"], task["title"], task["jobId"], task["priority"], task["room"]) == (
        "t-1",
        "Ring Ada",
        "j-1",
        "low",
        3,
    )
    assert task["status"] == "pending"
    assert task["createdAt"] == task["updatedAt"]
    assert http.get("/tasks/t-1").json() == task


def test_a_task_is_changed_and_deleted(http: httpx.Client) -> None:
    before = http.post("/tasks", json={"title": "Ring Ada", "dueDate": "2026-01-02"}).json()
    after = http.put("/tasks/t-1", json={"status": "completed", "dueDate": None}).json()
    assert after == before | {"status": "completed", "dueDate": None, "updatedAt": after["updatedAt"]}
    assert http.delete("/tasks/t-1").status_code == 204
    assert http.get("/tasks/t-1").status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "title"),
        ({"title": None}, "title"),
        ({"title": 5}, "title"),
        ({"title": "x", "status": "scheduled"}, "status"),
        ({"title": "x", "status": None}, "status"),
        ({"title": "x", "priority": "urgent"}, "priority"),
        ({"title": "x", "dueDate": "soon"}, "dueDate"),
        ({"title": "x", "jobId": 5}, "jobId"),
        ({"title": "x", "assignedTo": []}, "assignedTo"),
    ],
)
def test_a_wrong_task_is_refused(sandbox: Sandbox, http: httpx.Client, body: Any, field: str) -> None:
    sandbox.add("task", title="First")
    for method, path, sent in (("POST", "/tasks", body), ("PUT", "/tasks/t-1", body or {"title": None})):
        answer = http.request(method, path, json=sent)
        assert answer.status_code == 400
        assert list(answer.json()["errors"]) == [field]
    assert sandbox.count("task") == 1


@pytest.mark.parametrize(("method", "path"), [("GET", "/tasks/t-9"), ("PUT", "/tasks/t-9"), ("DELETE", "/tasks/t-9")])
def test_an_unknown_task_is_a_404(http: httpx.Client, method: str, path: str) -> None:
    assert http.request(method, path, json={} if method == "PUT" else None).status_code == 404


def test_tasks_are_listed_like_all_else(sandbox: Sandbox, http: httpx.Client) -> None:
    for n, (job, person, status) in enumerate(
        (("j-1", "u-1", "pending"), ("j-1", "u-2", "completed"), ("j-2", "u-1", "pending"))
    ):
        sandbox.add(
            "task", title=f"T{2 - n}", jobId=job, assignedTo=person, status=status, updatedAt=f"2026-01-0{n + 1}"
        )

    def ids(query: str) -> list[str]:
        return [task["id"] for task in http.get(f"/tasks?{query}").json()["data"]]

    assert ids("job_id=j-1") == ["t-1", "t-2"]
    assert ids("assigned_to=u-1") == ["t-1", "t-3"]
    assert ids("assigned_to=u-1&job_id=j-1&status=pending") == ["t-1"]
    assert ids("status=cancelled") == []
    assert ids("sort_by=title") == ["t-3", "t-2", "t-1"]
    assert ids("sort_by=updated_at&sort_order=desc") == ["t-3", "t-2", "t-1"]
    assert ids("updated_since=2026-01-02") == ["t-2", "t-3"]
    page = http.get("/tasks?limit=2&offset=1").json()
    assert ([task["id"] for task in page["data"]], page["total"], page["hasMore"]) == (["t-2", "t-3"], 3, False)
    assert http.get("/tasks?limit=-1").status_code == 400


def test_tasks_outlive_their_job(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.add("task", title="x", jobId="j-1")
    http.delete("/jobs/j-1")
    assert http.get("/tasks/t-1").status_code == 200


def test_generated_tasks_are_the_same_every_time(connect: Connect) -> None:
    def text(**counts: int) -> str:
        with Sandbox(**counts) as sandbox:
            return connect(sandbox).get("/tasks?limit=100").text

    assert text(customers=5, jobs=9, tasks=60, seed=3) == text(customers=5, jobs=9, tasks=60, seed=3)
    assert text(customers=5, jobs=9, tasks=60, seed=4) != text(customers=5, jobs=9, tasks=60, seed=3)


def test_generated_tasks_are_what_the_contract_says(connect: Connect) -> None:
    with Sandbox(customers=5, jobs=9, tasks=200) as sandbox:
        http = connect(sandbox)
        tasks = list(sandbox.records("task"))
        for task in tasks[:60]:
            assert http.put(f"/tasks/{task['id']}", json=task).status_code == 200
    jobs = {task["jobId"] for task in tasks}
    assert jobs == {None, *(f"j-{n}" for n in range(1, 10))}
    assert {task["status"] for task in tasks} == {"pending", "in_progress", "completed", "cancelled"}
    assert {task.get("priority") for task in tasks} == {"low", "normal", "high", None}
    assert any("assignedTo" not in task for task in tasks)
    assert [task["id"] for task in tasks[:2]] == ["t-1", "t-2"]


def test_tasks_need_no_job() -> None:
    assert {task["jobId"] for task in Sandbox(tasks=20).records("task")} == {None}
