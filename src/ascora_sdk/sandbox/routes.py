"""Every operation of the instance API, by the request that asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from . import handlers, job_parts
from .contract import CUSTOMER, INVOICE, JOB, TASK, Resource
from .handlers import Handler
from .routing import RoutePattern


def _crud(resource: Resource) -> Mapping[str, Handler]:
    return {
        f"GET /{resource.path}": partial(handlers.list_page, resource),
        f"POST /{resource.path}": partial(handlers.create, resource),
        f"GET /{resource.path}/{{id}}": partial(handlers.get, resource),
        f"PUT /{resource.path}/{{id}}": partial(handlers.update, resource),
        f"DELETE /{resource.path}/{{id}}": partial(handlers.delete, resource),
    }


_HANDLERS: Mapping[str, Handler] = {
    "GET /auth/verify": handlers.verify,
    "GET /customers/search": partial(handlers.search, CUSTOMER),
    **_crud(CUSTOMER),
    **_crud(JOB),
    "PATCH /jobs/{id}/status": handlers.set_job_status,
    "GET /jobs/{id}/notes": job_parts.list_notes,
    "POST /jobs/{id}/notes": job_parts.add_note,
    "PUT /jobs/{id}/notes/{noteId}": job_parts.update_note,
    "DELETE /jobs/{id}/notes/{noteId}": job_parts.delete_note,
    "GET /jobs/{id}/attachments": job_parts.list_attachments,
    "POST /jobs/{id}/attachments": job_parts.add_attachment,
    "GET /jobs/{id}/attachments/{attachmentId}": job_parts.get_attachment,
    "DELETE /jobs/{id}/attachments/{attachmentId}": job_parts.delete_attachment,
    **_crud(INVOICE),
    "POST /invoices/{id}/payments": handlers.record_payment,
    "POST /invoices/{id}/send": handlers.send_invoice,
    **_crud(TASK),
    "GET /custom-fields/{kind}": handlers.list_custom_fields,
}

Routes = tuple[tuple[RoutePattern, Handler], ...]

ROUTES: Routes = tuple((RoutePattern.parse(text), handler) for text, handler in _HANDLERS.items())
"""Every operation; the first route that matches is the one."""

FILE_ROUTES: Routes = ((RoutePattern.parse("GET /files/{id}"), job_parts.download),)
"""Where the addresses of attachments' bytes lead: the contract leaves it to the server."""
