"""The reference names everything that is public, and nothing else."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FACES = (
    "ascora_sdk",
    "ascora_sdk.public",
    "ascora_sdk.sandbox",
    "ascora_sdk.storage",
    "ascora_sdk.sync",
    "ascora_sdk.testing",
)
# What `client.customers` and its like are; their classes have no public name, since nobody makes one.
REACHED_BY_A_CLIENT = {
    "ascora_sdk._blocking.attachments.Attachments",
    "ascora_sdk._blocking.custom_fields.CustomFields",
    "ascora_sdk._blocking.customers.Customers",
    "ascora_sdk._blocking.invoices.Invoices",
    "ascora_sdk._blocking.jobs.Jobs",
    "ascora_sdk._blocking.notes.Notes",
    "ascora_sdk._blocking.public.accounting.Accounting",
    "ascora_sdk._blocking.public.contacts.Contacts",
    "ascora_sdk._blocking.public.customers.Customers",
    "ascora_sdk._blocking.public.enquiries.Enquiries",
    "ascora_sdk._blocking.public.inventory.Inventory",
    "ascora_sdk._blocking.public.inventory.Kits",
    "ascora_sdk._blocking.public.inventory.Supplies",
    "ascora_sdk._blocking.public.jobs.Jobs",
    "ascora_sdk._blocking.public.quotes.Quotes",
    "ascora_sdk._blocking.public.supplier_invoices.SupplierInvoices",
    "ascora_sdk._blocking.public.suppliers.Suppliers",
    "ascora_sdk._blocking.public.webhooks.Webhooks",
    "ascora_sdk._blocking.tasks.Tasks",
}
FOUND_BY_PYTEST = {"ascora_sdk.testing.pytest_plugin.ascora_sandbox"}


def referenced() -> list[str]:
    pages = (path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "reference").glob("*.md"))
    return [name for page in pages for name in re.findall(r"^::: (\S+)$", page, re.MULTILINE)]


@pytest.mark.parametrize("face", FACES)
def test_every_public_name_is_in_the_reference(face: str) -> None:
    assert {f"{face}.{name}" for name in import_module(face).__all__} <= {*referenced()}


def test_no_other_name_is_in_the_reference() -> None:
    public = {f"{face}.{name}" for face in FACES for name in import_module(face).__all__}
    assert {*referenced()} - public == REACHED_BY_A_CLIENT | FOUND_BY_PYTEST


def test_no_name_is_in_the_reference_twice() -> None:
    assert len(referenced()) == len({*referenced()})
