"""The calls on supplies, kits and their categories (contract: public API, Operations)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ...operations import Operation
from ..filters import CategoryFilters, StockFilters
from ..models import Supply, Unknown
from . import answers
from .calls import PagedList, get, pascal

SUPPLIES: Final = PagedList(path="/Inventory/Supplies", model=Supply, resource="supply", filters=StockFilters)
KITS: Final = PagedList(path="/Inventory/Kits", model=Unknown, resource="kit", filters=StockFilters)


def list_categories(filters: Mapping[str, Any]) -> Operation[list[Unknown]]:
    """Ask for all categories that some filters fit."""
    if unknown := filters.keys() - CategoryFilters.__annotations__.keys():
        raise TypeError(f"categories are not listed by {', '.join(sorted(unknown))}")
    query = {pascal(name): value for name, value in filters.items()}
    return get("/Inventory/Categories", answers.several(Unknown), query=query, resource="category")
