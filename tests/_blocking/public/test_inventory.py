# Generated from ../../_async/public/test_inventory.py by tools/unasync; do not edit.
"""Supplies, kits and their categories."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ascora_sdk import AscoraApiError, ValidationError
from ascora_sdk.public import PublicClient, Supply, Unknown
from ascora_sdk.sandbox import PublicControls, Refusal


def test_supplies(ascora: PublicControls, client: PublicClient) -> None:
    supplies = [supply for supply in client.inventory.supplies.iter(page_size=4)]
    assert [supply.supply_id for supply in supplies] == [record["supplyId"] for record in ascora.records("supply")]
    assert {type(supply.unit_sell_ex_tax) for supply in supplies} == {Decimal}
    assert isinstance(supplies[0], Supply)


def test_kits(ascora: PublicControls, client: PublicClient) -> None:
    kits = [kit for kit in client.inventory.kits.iter(page_size=3, concurrency=2)]
    assert [kit.extra["kitId"] for kit in kits] == [record["kitId"] for record in ascora.records("kit")]
    assert isinstance(kits[0], Unknown)


@pytest.mark.parametrize("kind", ["supplies", "kits"])
def test_every_filter_reaches_the_wire(ascora: PublicControls, client: PublicClient, kind: str) -> None:
    page = getattr(client.inventory, kind).list(
        filter_text="filter", category_one_id="one", category_two_id="two", favourite_only=True, page_size=5
    )
    assert len(page) == page.total == 0
    assert ascora.requests[0].raw_path.lower() == f"/inventory/{kind}"
    assert dict(ascora.requests[0].query) == {
        "FilterText": "filter",
        "CategoryOneId": "one",
        "CategoryTwoId": "two",
        "FavouriteOnly": "true",
        "PageSize": "5",
        "Page": "1",
    }


def test_categories(ascora: PublicControls, client: PublicClient) -> None:
    everything = client.inventory.categories()
    known = [record["categoryId"] for record in ascora.records("category")]
    assert [category.extra["categoryId"] for category in everything] == known
    assert dict(ascora.requests[0].query) == {}
    parents = client.inventory.categories(parent_only=True, category_number=1, filter_text="", max_retries=0)
    assert [category.extra["categoryId"] for category in parents] == known[::2]
    assert dict(ascora.requests[1].query) == {"ParentOnly": "true", "CategoryNumber": "1", "FilterText": ""}
    assert client.inventory.categories(filter_text="no such thing") == []


def test_what_makes_no_sense(ascora: PublicControls, client: PublicClient) -> None:
    with pytest.raises(TypeError, match="colour"):
        client.inventory.categories(colour="red")
    with pytest.raises(TypeError, match="colour"):
        client.inventory.kits.list(colour="red")
    with pytest.raises(ValueError, match="timeout"):
        client.inventory.categories(timeout=-1)
    assert ascora.requests == ()
    with pytest.raises(ValidationError):
        client.inventory.categories(category_number=3)
    ascora.fault("*", Refusal("Too busy"))
    with pytest.raises(AscoraApiError, match="Too busy"):
        client.inventory.categories()
