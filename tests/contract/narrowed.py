"""The document as the sandbox takes it: narrower where the contract leaves open what a server has to decide."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

import schemathesis

from .document import INSTANCE, Api, document
from .narrowed_public import narrowed_public


@cache
def fuzzed_schema(of: Api = INSTANCE) -> Any:
    """Give the narrowed document to schemathesis."""
    narrow = narrowed if of is INSTANCE else narrowed_public
    schema = schemathesis.openapi.from_dict(narrow(document(of)))
    # Generated credentials would let hardly a request through; wrong ones have tests of their own.
    schema.config.generation.with_security_parameters = False
    # Sequences follow the document's own links; those that schemathesis infers from names lead anywhere.
    schema.config.phases.stateful.inference.algorithms = []
    return schema


def narrowed(of: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out of a copy of the document what the sandbox refuses although the contract does not."""
    narrow = deepcopy(dict(of))
    parameters, schemas = narrow["components"]["parameters"], narrow["components"]["schemas"]
    # A count of ten digits or more.
    parameters["Limit"]["schema"]["maximum"] = parameters["Offset"]["schema"]["maximum"] = 999_999_999
    # Sorting by what is no field.
    parameters["SortBy"]["schema"]["enum"] = ["id", "createdAt"]
    # A search for nothing.
    narrow["paths"]["/customers/search"]["get"]["parameters"][0]["schema"]["pattern"] = "[a-z]"
    # Days of no calendar.
    del schemas["Date"]["pattern"]
    schemas["Date"]["anyOf"] = [{"format": "date"}, {"format": "date-time"}]
    # Decimals beyond those allowed, which JSON Schema cannot count.
    for name in ("Total", "OptionalTotal", "UnitPrice"):
        schemas[name]["enum"] = [0, 0.07, 1234.5, 99.99, -5, 10**15, *([None] if "Optional" in name else [])]
    # A payment of nothing or less, or for another invoice than that of the path.
    schemas["Payment"]["properties"]["amount"] = {"enum": [0.01, 99.9, 10**6]}
    schemas["Payment"]["properties"]["invoiceId"] = {"const": "i-1"}
    # A way of paying that no payment may have.
    schemas["InvoiceChanges"]["properties"]["paymentMethod"]["enum"] = [*schemas["PaymentMethod"]["enum"], None]
    # A note without a word, and an update of one that changes nothing.
    schemas["NoteChanges"]["properties"]["note"]["minLength"] = 1
    schemas["NoteChanges"]["required"] = ["note"]
    # schemathesis knows a file by its format.
    schemas["NewAttachment"]["properties"]["file"] = {"type": "string", "format": "binary"}
    return narrow
