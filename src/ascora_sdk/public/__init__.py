"""The public Ascora API: what an account's own key opens.

Example:
    ```python
    from ascora_sdk.public import PublicClient

    with PublicClient(api_key="...") as client:
        for customer in client.customers.iter(filter_text="smith"):
            print(customer.customer_name)
    ```
"""

from typing import TYPE_CHECKING

from ..lazy import lazy_names

if TYPE_CHECKING:
    from .._async.public.client import AsyncPublicClient as AsyncPublicClient
    from .._blocking.public.client import PublicClient as PublicClient
    from ..config import PublicConfig as PublicConfig
    from .filters import CustomerFilters as CustomerFilters
    from .models import Contact as Contact
    from .models import Customer as Customer
    from .models import CustomerFields as CustomerFields
    from .models import CustomFieldValue as CustomFieldValue
    from .models import InvoiceLine as InvoiceLine
    from .models import InvoiceLineType as InvoiceLineType
    from .models import InvoiceToSend as InvoiceToSend
    from .models import Job as Job
    from .models import JobLabour as JobLabour
    from .models import PricingMethod as PricingMethod
    from .models import Quote as Quote
    from .models import Reference as Reference
    from .models import Supplier as Supplier
    from .models import SupplierInvoice as SupplierInvoice
    from .models import SupplierInvoiceLine as SupplierInvoiceLine
    from .models import SupplierInvoiceType as SupplierInvoiceType
    from .models import Supply as Supply
    from .models import Unknown as Unknown

_SOURCES = {
    ".._async.public.client": ("AsyncPublicClient",),
    ".._blocking.public.client": ("PublicClient",),
    "..config": ("PublicConfig",),
    ".filters": ("CustomerFilters",),
    ".models": (
        "Contact",
        "CustomFieldValue",
        "Customer",
        "CustomerFields",
        "InvoiceLine",
        "InvoiceLineType",
        "InvoiceToSend",
        "Job",
        "JobLabour",
        "PricingMethod",
        "Quote",
        "Reference",
        "Supplier",
        "SupplierInvoice",
        "SupplierInvoiceLine",
        "SupplierInvoiceType",
        "Supply",
        "Unknown",
    ),
}

__all__, __getattr__, __dir__ = lazy_names(
    __name__, {name: module for module, names in _SOURCES.items() for name in names}
)
