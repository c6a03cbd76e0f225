"""The calls on jobs (contract: public API, Operations); none is changed or deleted."""

from __future__ import annotations

from typing import Any, Final

from ...operations import Operation
from ..filters import JobFilters
from ..models import Job, JobLabour, NewJob
from . import answers
from .calls import PagedList, get_one
from .creating import Creating

JOBS: Final = PagedList(path="/Jobs/Jobs", model=Job, resource="job", filters=JobFilters)
JOB: Final = Creating(
    path="/Jobs/Job",
    model=Job,
    resource="job",
    name="job",
    takes=NewJob,
    required="site_customer",
    references={"site_customer": "id", "billing_customer": "id", "job_type": "name"},
)


def get_job(job_number: str) -> Operation[Job]:
    """Ask for one job by its full number."""
    return get_one("/Jobs/Job", job_number, answers.one(Job, "job"), resource="job")


def get_raw_job(job_number: str) -> Operation[dict[str, Any]]:
    """Ask for one job by its full number, as the wire carries it."""
    return get_one("/Jobs/Job", job_number, answers.raw_one("job", "jobId", None), resource="job")


def get_labour(job_number: str) -> Operation[list[JobLabour]]:
    """Ask for the hours worked on one job."""
    return get_one("/Jobs/JobLabour", job_number, answers.labour, resource="job")
