"""What a client is told once, and what one call is told beside it."""

from ..operations.options import CallOptions
from .instance import DEFAULT_URL_TEMPLATE, ClientConfig
from .patience import Config, patience
from .public import PUBLIC_API_URL, PublicConfig
from .variables import Variables

__all__ = [
    "DEFAULT_URL_TEMPLATE",
    "PUBLIC_API_URL",
    "CallOptions",
    "ClientConfig",
    "Config",
    "PublicConfig",
    "Variables",
    "patience",
]
