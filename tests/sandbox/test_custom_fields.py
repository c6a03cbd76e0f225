"""Custom fields are listed for the kinds of record that have them."""

from __future__ import annotations

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox


@pytest.mark.parametrize("kind", ["customer", "job", "invoice"])
def test_what_was_defined_is_listed(sandbox: Sandbox, http: httpx.Client, kind: str) -> None:
    assert http.get(f"/custom-fields/{kind}").json() == {"fields": []}
    sandbox.define_custom_field(kind, "gate_code")
    defined = sandbox.define_custom_field(
        kind, "insurer", label="Insurer", type="select", required=True, options=["NRMA", "Suncorp"], hint="the first"
    )
    assert http.get(f"/custom-fields/{kind}").json() == {
        "fields": [
            {"name": "gate_code", "label": "gate_code", "type": "text", "required": False},
            {
                "name": "insurer",
                "label": "Insurer",
                "type": "select",
                "required": True,
                "options": ["NRMA", "Suncorp"],
                "hint": "the first",
            },
        ]
    }
    assert http.get(f"/custom-fields/{kind}").json()["fields"][1] == defined


def test_each_kind_has_its_own_and_a_name_is_there_once(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.define_custom_field("job", "rooms")
    sandbox.define_custom_field("job", "rooms", type="number")
    assert [field["type"] for field in http.get("/custom-fields/job").json()["fields"]] == ["number"]
    assert http.get("/custom-fields/customer").json() == {"fields": []}


@pytest.mark.parametrize("path", ["/custom-fields/task", "/custom-fields/jobs", "/custom-fields/Job", "/custom-fields"])
def test_other_kinds_are_a_404(http: httpx.Client, path: str) -> None:
    answer = http.get(path)
    assert answer.status_code == 404
    assert answer.json()["message"]


def test_they_are_only_read(http: httpx.Client) -> None:
    assert http.post("/custom-fields/job", json={}).status_code == 405


def test_a_kind_without_custom_fields_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="task"):
        sandbox.define_custom_field("task", "x")
