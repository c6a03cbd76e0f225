"""Custom fields: how the account describes what it added to its objects."""

from __future__ import annotations

from typing import Any

import pytest

from ascora_sdk import UNSET, AscoraApiError, AsyncAscoraClient, CustomField, NotFoundError
from ascora_sdk.sandbox import Sandbox, Status


@pytest.mark.parametrize("entity", ["customer", "job", "invoice"])
async def test_list(sandbox: Sandbox, client: AsyncAscoraClient, entity: Any) -> None:
    sandbox.define_custom_field(entity, "gate_code")
    sandbox.define_custom_field(
        entity, "insurer", label="Insurer", type="select", required=True, options=["NRMA", 5, None], hint="the first"
    )
    fields = await client.custom_fields.list(entity)
    assert isinstance(fields, list)
    assert fields == [
        CustomField(name="gate_code", label="gate_code", type="text", required=False),
        CustomField(
            name="insurer",
            label="Insurer",
            type="select",
            required=True,
            options=("NRMA", 5, None),
            extra={"hint": "the first"},
        ),
    ]
    assert fields[0].options is UNSET
    (request,) = sandbox.requests
    assert (request.method, request.raw_path, str(request.query)) == ("GET", f"/api/v1/custom-fields/{entity}", "")


async def test_an_account_without_any(client: AsyncAscoraClient) -> None:
    assert await client.custom_fields.list("job") == []


@pytest.mark.parametrize("entity", ["task", "jobs", "Job", "", "../jobs", "job/", None, 5, ["job"]], ids=repr)
async def test_what_has_no_custom_fields_is_not_asked_for(
    sandbox: Sandbox, client: AsyncAscoraClient, entity: Any
) -> None:
    with pytest.raises(ValueError, match="customer, job, invoice"):
        await client.custom_fields.list(entity)
    assert sandbox.requests == ()


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("{}", "no list 'fields'"),
        ('{"data": []}', "no list 'fields'"),
        ('{"fields": {}}', "no list 'fields'"),
        ("[]", "no list 'fields'"),
        ('{"fields": [5]}', r"fields\[0\]: expected an object"),
        ('{"fields": [{"name": "a", "label": "A", "type": "text", "required": "no"}]}', r"fields\[0\]\.required"),
        ('{"fields": [{"name": "a", "label": "A", "type": "text"}]}', r"fields\[0\]\.required: missing"),
        (
            '{"fields": [{"name": "a", "label": "A", "type": "t", "required": true, "options": {}}]}',
            r"fields\[0\]\.options",
        ),
    ],
)
async def test_an_answer_of_another_shape(sandbox: Sandbox, client: AsyncAscoraClient, body: str, problem: str) -> None:
    sandbox.fault("*", Status(200, body))
    with pytest.raises(AscoraApiError, match=problem):
        await client.custom_fields.list("job")


async def test_a_server_that_has_no_such_thing(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.fault("*", Status(404))
    with pytest.raises(NotFoundError, match="nothing at this address") as caught:
        await client.custom_fields.list("job")
    assert (caught.value.resource, caught.value.id) == ("", None)
