"""What lists of the public API can be asked for, by our names; each is the wire's name in snake_case."""

from __future__ import annotations

from typing import Literal

from ..operations.options import CallOptions


class CustomerFilters(CallOptions, total=False):
    """Which customers to list, and how patiently (contract: public API, Operations, list customers).

    Attributes:
        filter_text: Those that this text fits.
        phone_number: Those with this number.
        customer_type: Those of this type.
        lead_source: Those that came by this way.
        assigned_user: Those of this person.
        site_billing_type: "Site", "Billing" or "All".
    """

    filter_text: str | None
    phone_number: str | None
    customer_type: str | None
    lead_source: str | None
    assigned_user: str | None
    site_billing_type: Literal["Site", "Billing", "All"] | None
