"""Work with Ascora from Python: a typed client, blocking and async, and a sync engine that loses no edit.

Example:
    ```python
    from ascora_sdk import AscoraClient

    with AscoraClient(api_url="https://acme.ascora.com/api/v1", api_token="...", company_code="ACME") as client:
        for job in client.jobs.iter(status="scheduled"):
            print(job.job_title)
    ```
"""

from typing import TYPE_CHECKING

from .lazy import lazy_names
from .version import __version__ as __version__

if TYPE_CHECKING:
    from ._async.client import AsyncAscoraClient as AsyncAscoraClient
    from ._async.download import FileTarget as FileTarget
    from ._async.page import AsyncPage as AsyncPage
    from ._async.paging import AsyncItems as AsyncItems
    from ._async.transport import AsyncHttpxTransport as AsyncHttpxTransport
    from ._async.transport import AsyncTransport as AsyncTransport
    from ._async.upload import AsyncFileSource as AsyncFileSource
    from ._blocking.client import AscoraClient as AscoraClient
    from ._blocking.page import Page as Page
    from ._blocking.paging import Items as Items
    from ._blocking.transport import HttpxTransport as HttpxTransport
    from ._blocking.transport import Transport as Transport
    from ._blocking.upload import FileSource as FileSource
    from ._blocking.upload import Progress as Progress
    from .concurrency.awaiting import AsyncRuntime as AsyncRuntime
    from .concurrency.blocking import Runtime as Runtime
    from .config import CallOptions as CallOptions
    from .config import ClientConfig as ClientConfig
    from .errors import AscoraApiError as AscoraApiError
    from .errors import AuthenticationError as AuthenticationError
    from .errors import ConfigurationError as ConfigurationError
    from .errors import MissingExtraError as MissingExtraError
    from .errors import NotFoundError as NotFoundError
    from .errors import RateLimitError as RateLimitError
    from .errors import TimeoutError as TimeoutError
    from .errors import ValidationError as ValidationError
    from .http import Answer as Answer
    from .http import Attempt as Attempt
    from .http import AttemptResult as AttemptResult
    from .http import Content as Content
    from .http import FileFailure as FileFailure
    from .http import Headers as Headers
    from .http import Hooks as Hooks
    from .http import Phase as Phase
    from .http import Request as Request
    from .http import Response as Response
    from .http import RetryPolicy as RetryPolicy
    from .http import Secret as Secret
    from .http import Sink as Sink
    from .http import TransportFailure as TransportFailure
    from .models import UNSET as UNSET
    from .models import Attachment as Attachment
    from .models import Customer as Customer
    from .models import CustomerFields as CustomerFields
    from .models import CustomField as CustomField
    from .models import InvalidItem as InvalidItem
    from .models import Invoice as Invoice
    from .models import InvoiceFields as InvoiceFields
    from .models import InvoiceItem as InvoiceItem
    from .models import InvoiceStatus as InvoiceStatus
    from .models import Job as Job
    from .models import JobFields as JobFields
    from .models import JobPriority as JobPriority
    from .models import JobStatus as JobStatus
    from .models import Maybe as Maybe
    from .models import NewInvoice as NewInvoice
    from .models import NewJob as NewJob
    from .models import NewTask as NewTask
    from .models import Note as Note
    from .models import OpenEnum as OpenEnum
    from .models import Payment as Payment
    from .models import PaymentMethod as PaymentMethod
    from .models import Task as Task
    from .models import TaskFields as TaskFields
    from .models import TaskPriority as TaskPriority
    from .models import TaskStatus as TaskStatus
    from .models import Unset as Unset

_SOURCES = {
    "._async.client": ("AsyncAscoraClient",),
    "._async.download": ("FileTarget",),
    "._async.page": ("AsyncPage",),
    "._async.paging": ("AsyncItems",),
    "._async.transport": ("AsyncHttpxTransport", "AsyncTransport"),
    "._async.upload": ("AsyncFileSource",),
    "._blocking.client": ("AscoraClient",),
    "._blocking.page": ("Page",),
    "._blocking.paging": ("Items",),
    "._blocking.transport": ("HttpxTransport", "Transport"),
    "._blocking.upload": ("FileSource", "Progress"),
    ".concurrency.awaiting": ("AsyncRuntime",),
    ".concurrency.blocking": ("Runtime",),
    ".config": ("CallOptions", "ClientConfig"),
    ".errors": (
        "AscoraApiError",
        "AuthenticationError",
        "ConfigurationError",
        "MissingExtraError",
        "NotFoundError",
        "RateLimitError",
        "TimeoutError",
        "ValidationError",
    ),
    ".http": (
        "Answer",
        "Attempt",
        "AttemptResult",
        "Content",
        "FileFailure",
        "Headers",
        "Hooks",
        "Phase",
        "Request",
        "Response",
        "RetryPolicy",
        "Secret",
        "Sink",
        "TransportFailure",
    ),
    ".models": (
        "UNSET",
        "Attachment",
        "CustomField",
        "Customer",
        "CustomerFields",
        "InvalidItem",
        "Invoice",
        "InvoiceFields",
        "InvoiceItem",
        "InvoiceStatus",
        "Job",
        "JobFields",
        "JobPriority",
        "JobStatus",
        "Maybe",
        "NewInvoice",
        "NewJob",
        "NewTask",
        "Note",
        "OpenEnum",
        "Payment",
        "PaymentMethod",
        "Task",
        "TaskFields",
        "TaskPriority",
        "TaskStatus",
        "Unset",
    ),
}

__all__, __getattr__, __dir__ = lazy_names(
    __name__, {name: module for module, names in _SOURCES.items() for name in names}
)
