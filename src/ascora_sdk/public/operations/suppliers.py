"""The calls on suppliers (contract: public API, Operations)."""

from __future__ import annotations

from typing import Final

from ..filters import SupplierFilters
from ..models import Supplier
from .calls import PagedList
from .saving import Saving

SUPPLIERS: Final = PagedList(path="/Suppliers/Suppliers", model=Supplier, resource="supplier", filters=SupplierFilters)
SUPPLIER: Final = Saving(path="/Suppliers/Supplier", model=Supplier, resource="supplier", named_by=("name",))
