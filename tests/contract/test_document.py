"""The documents themselves: valid OpenAPI, everything marked with how it is known, nothing that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from .document import APIS, INSTANCE, METHODS, PUBLIC, Api, document

Document = Mapping[str, Any]
KNOWN = {"seen", "documented", "assumed"}
BOTH = pytest.mark.parametrize("api", APIS, ids=["instance", "public"])


def invalid(of: Document) -> list[str]:
    """Find what is no OpenAPI 3.1."""
    return [str(error) for error in OpenAPIV31SpecValidator(dict(of)).iter_errors()]


def unmarked(of: Document) -> list[str]:
    """Find operations, parameters and schemas that don't say how they are known."""
    return [name for name, node in _marked(of) if node.get("x-known") not in KNOWN]


def unused(of: Document) -> set[str]:
    """Find components that nothing refers to."""
    defined = {
        f"#/components/{sort}/{name}"
        for sort, components in of["components"].items()
        if sort != "securitySchemes"
        for name in components
    }
    return defined - {*_references(of)}


def deadends(of: Document) -> list[str]:
    """Find links that lead to no operation, or fill a parameter that it does not have."""
    parameters = {operation["operationId"]: _parameter_names(of, item, operation) for _, item, operation in _all(of)}
    return [
        f"{operation['operationId']}: {name}"
        for _, _, operation in _all(of)
        for response in operation["responses"].values()
        for name, link in response.get("links", {}).items()
        if not {*link.get("parameters", ())} <= parameters.get(link["operationId"], set())
    ]


def unrefusable(of: Document) -> list[str]:
    """Find operations whose good status cannot bring `success` false."""
    components = of["components"]["responses"]
    found: list[str] = []
    for _, _, operation in _all(of):
        answer = operation["responses"]["200"]
        answer = components[answer["$ref"].rpartition("/")[2]] if "$ref" in answer else answer
        choices = answer["content"]["application/json"]["schema"].get("oneOf", ())
        if {"$ref": "#/components/schemas/Refused"} not in choices:
            found.append(operation["operationId"])
    return found


def _all(of: Document) -> Iterator[tuple[str, Document, Document]]:
    for path, item in of["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, item, item[method]


def _marked(of: Document) -> Iterator[tuple[str, Document]]:
    for sort in ("parameters", "schemas"):
        yield from of["components"][sort].items()
    for path, item, operation in _all(of):
        yield operation["operationId"], operation
        for parameter in (*item.get("parameters", ()), *operation.get("parameters", ())):
            if "$ref" not in parameter:
                yield f"{path} {parameter['name']}", parameter


def _parameter_names(of: Document, item: Document, operation: Document) -> set[str]:
    parameters = (*item.get("parameters", ()), *operation.get("parameters", ()))
    components = of["components"]["parameters"]
    return {(components[one["$ref"].rpartition("/")[2]] if "$ref" in one else one)["name"] for one in parameters}


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        if "$ref" in node:
            yield node["$ref"]
        for child in node.values():
            yield from _references(child)
    elif isinstance(node, list):
        for child in node:
            yield from _references(child)


@BOTH
def test_it_is_valid_openapi(api: Api) -> None:
    assert not invalid(document(api))


@BOTH
def test_everything_says_how_it_is_known(api: Api) -> None:
    assert not unmarked(document(api))


@BOTH
def test_every_component_is_used(api: Api) -> None:
    assert not unused(document(api))


@BOTH
def test_every_link_leads_to_an_operation(api: Api) -> None:
    assert not deadends(document(api))


@pytest.mark.parametrize(
    ("api", "schemes"), [(INSTANCE, {"bearer", "companyCode"}), (PUBLIC, {"key"})], ids=["instance", "public"]
)
def test_every_operation_needs_all_credentials(api: Api, schemes: set[str]) -> None:
    (needed,) = document(api)["security"]
    assert {*needed} == {*document(api)["components"]["securitySchemes"]} == schemes
    assert not [operation for _, _, operation in _all(document(api)) if "security" in operation]


@pytest.mark.parametrize(
    ("api", "failure"), [*((INSTANCE, name) for name in ("401", "408", "429", "default")), (PUBLIC, "default")], ids=str
)
def test_every_operation_may_fail(api: Api, failure: str) -> None:
    assert not [one["operationId"] for _, _, one in _all(document(api)) if failure not in one["responses"]]


def test_every_public_answer_may_be_a_refusal() -> None:
    assert not unrefusable(document(PUBLIC))


def test_the_rules_can_be_broken() -> None:
    broken = deepcopy(dict(document(INSTANCE)))
    get = broken["paths"]["/customers/{id}"]["get"]
    del get["operationId"], get["responses"]["404"]["$ref"]
    assert invalid(broken)

    broken = deepcopy(dict(document(INSTANCE)))
    del broken["paths"]["/jobs"]["get"]["x-known"]
    broken["components"]["schemas"]["Lost"] = {"type": "string", "x-known": "guessed"}
    assert unmarked(broken) == ["Lost", "listJobs"]
    assert unused(broken) == {"#/components/schemas/Lost"}

    broken = deepcopy(dict(document(INSTANCE)))
    links = broken["paths"]["/jobs"]["post"]["responses"]["2XX"]["links"]
    links["get"]["operationId"] = "fetchJob"
    links["invoices"]["parameters"] = {"job": "$response.body#/id"}
    assert deadends(broken) == ["createJob: get", "createJob: invoices"]

    broken = deepcopy(dict(document(PUBLIC)))
    del broken["components"]["schemas"]["Job"]["x-known"]
    broken["components"]["responses"]["Done"]["content"]["application/json"]["schema"] = {}
    assert unmarked(broken) == ["Job"]
    assert "deleteQuote" in unrefusable(broken)
