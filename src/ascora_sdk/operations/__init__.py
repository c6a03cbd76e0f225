"""Each API operation as a pure function: from its arguments to a request and a way to read the answer."""

from .answers import Listing, identified
from .collection import DEFAULT_LIMIT, Collection, ListQuery, all_filters
from .operation import Operation, described, key_header

__all__ = [
    "DEFAULT_LIMIT",
    "Collection",
    "ListQuery",
    "Listing",
    "Operation",
    "all_filters",
    "described",
    "identified",
    "key_header",
]
