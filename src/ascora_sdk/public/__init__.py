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
    from .filters import CategoryFilters as CategoryFilters
    from .filters import ContactFilters as ContactFilters
    from .filters import CustomerFilters as CustomerFilters
    from .filters import JobFilters as JobFilters
    from .filters import QuoteFilters as QuoteFilters
    from .filters import StockFilters as StockFilters
    from .filters import SupplierFilters as SupplierFilters
    from .filters import SupplierInvoiceFilters as SupplierInvoiceFilters
    from .labour import JobLabourResult as JobLabourResult
    from .models import Contact as Contact
    from .models import ContactFields as ContactFields
    from .models import Customer as Customer
    from .models import CustomerFields as CustomerFields
    from .models import CustomFieldValue as CustomFieldValue
    from .models import Enquiry as Enquiry
    from .models import InvoiceLine as InvoiceLine
    from .models import InvoiceLineType as InvoiceLineType
    from .models import InvoiceToSend as InvoiceToSend
    from .models import Job as Job
    from .models import JobLabour as JobLabour
    from .models import NewEnquiry as NewEnquiry
    from .models import NewJob as NewJob
    from .models import NewSupplierInvoice as NewSupplierInvoice
    from .models import PaymentToSend as PaymentToSend
    from .models import PricingMethod as PricingMethod
    from .models import Quote as Quote
    from .models import QuoteStatus as QuoteStatus
    from .models import Reference as Reference
    from .models import Supplier as Supplier
    from .models import SupplierFields as SupplierFields
    from .models import SupplierInvoice as SupplierInvoice
    from .models import SupplierInvoiceLine as SupplierInvoiceLine
    from .models import SupplierInvoiceType as SupplierInvoiceType
    from .models import Supply as Supply
    from .models import Unknown as Unknown
    from .quote_draft import QuoteDraft as QuoteDraft
    from .quote_draft import QuoteSection as QuoteSection

_SOURCES = {
    ".._async.public.client": ("AsyncPublicClient",),
    ".._blocking.public.client": ("PublicClient",),
    "..config": ("PublicConfig",),
    ".filters": (
        "CategoryFilters",
        "ContactFilters",
        "CustomerFilters",
        "JobFilters",
        "QuoteFilters",
        "StockFilters",
        "SupplierFilters",
        "SupplierInvoiceFilters",
    ),
    ".labour": ("JobLabourResult",),
    ".models": (
        "Contact",
        "ContactFields",
        "CustomFieldValue",
        "Customer",
        "CustomerFields",
        "Enquiry",
        "InvoiceLine",
        "InvoiceLineType",
        "InvoiceToSend",
        "Job",
        "JobLabour",
        "NewEnquiry",
        "NewJob",
        "NewSupplierInvoice",
        "PaymentToSend",
        "PricingMethod",
        "Quote",
        "QuoteStatus",
        "Reference",
        "Supplier",
        "SupplierFields",
        "SupplierInvoice",
        "SupplierInvoiceLine",
        "SupplierInvoiceType",
        "Supply",
        "Unknown",
    ),
    ".quote_draft": ("QuoteDraft", "QuoteSection"),
}

__all__, __getattr__, __dir__ = lazy_names(
    __name__, {name: module for module, names in _SOURCES.items() for name in names}
)
