"""The kinds of records that the engine keeps in step with the public API."""

from __future__ import annotations

from typing import Final

from ..models.record import EXTRA
from ..public.models import Customer, InvoiceToSend, Job, NewJob
from .kinds import Kind

# Neither has a `reference`: a custom field may have to be set up in the account first, and nothing says what becomes of
# one that is not; any other field that a create takes is read by people, on documents too.
_CUSTOM_FIELDS: Final = {"custom_fields": "fieldName"}

PUBLIC_CUSTOMER: Final = Kind(
    name="public_customer",
    model=Customer,
    id_field="customer_id",
    modified_field=None,
    read_only=frozenset({"customer_number"}),
    keyed=_CUSTOM_FIELDS,
    is_rough=True,
)
PUBLIC_JOB: Final = Kind(
    name="public_job",
    model=Job,
    id_field="job_id",
    modified_field=None,
    read_only=frozenset({"job_number", "top_level_job_number", "date_created", "display_order"}),
    create_only=frozenset(NewJob.__annotations__) - {EXTRA},
    keyed=_CUSTOM_FIELDS,
    references={"site_customer.id": PUBLIC_CUSTOMER.name, "billing_customer.id": PUBLIC_CUSTOMER.name},
    is_rough=True,
)
INVOICE_TO_SEND: Final = Kind(
    name="invoice_to_send", model=InvoiceToSend, modified_field=None, is_queue=True, is_rough=True
)

PUBLIC_KINDS: Final = (PUBLIC_CUSTOMER, PUBLIC_JOB, INVOICE_TO_SEND)
"""In the order in which they are synced: a job needs its customer."""
