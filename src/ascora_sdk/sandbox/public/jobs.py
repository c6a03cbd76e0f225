"""The operations on jobs: reading, creating, and the labour on them. None is updated or deleted."""

from __future__ import annotations

from ..messages import Answer
from . import words
from .answers import labour, one
from .bodies import JOB_BODY
from .checks import is_blank
from .filters import text_at
from .ingredients import job_type
from .service import PublicRequest, PublicService, refer, shown


def get_job(service: PublicService, _request: PublicRequest, job_number: str) -> Answer:
    """Answer a job."""
    row = service.records.row("job", job_number, by="jobNumber")
    return one("job", service.records.table("job").rendered(row))


def create_job(service: PublicService, request: PublicRequest) -> Answer:
    """Create a job and answer it."""
    values = request.body(JOB_BODY)
    values |= refer(service, "customer", "siteCustomer", values, by_name=True)
    values |= refer(service, "customer", "billingCustomer", values)
    name = text_at(values, "jobType.name")
    if "jobType" in values:
        values["jobType"] = job_type(name) if name else None
    if not is_blank(values.get("completedDate")):
        values["jobStatus"], values["jobStatusText"] = words.COMPLETED
    return shown(service, "job", service.records.create("job", values))


def labour_of_job(service: PublicService, _request: PublicRequest, job_number: str) -> Answer:
    """Answer the labour on a job, in the shape that is switched on."""
    service.records.row("job", job_number, by="jobNumber")
    table = service.records.table("labour")
    rows = [table.rendered(row) for row in table.having("jobNumber", job_number)]
    return labour(rows, service.switches.labour_shape)
