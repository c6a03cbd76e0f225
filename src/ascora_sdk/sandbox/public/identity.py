"""The ids and numbers of records, made from their rows and read back."""

from __future__ import annotations

from collections.abc import Mapping

from .contract import KINDS, Kind

_NUMBER_OF_KIND = {name: index for index, name in enumerate(KINDS, start=1)}
_JOB_TYPE = 0x100
_ROW_DIGITS = 12
_NUMBERS: Mapping[str, tuple[str, int]] = {
    "customer": ("C", 10_000),
    "job": ("DRQ", 13_000),
    "quote": ("Q", 1_000),
    "supplier": ("S", 100),
    "supplier_invoice": ("T", 50_000),
    "invoice_to_send": ("INV", 20_000),
}


def record_id(kind: str, row: int, section: int = 0) -> str:
    """Tell the id of a kind's row, or of a section of it: a UUID in form, so that it can be read back."""
    return _uuid(_NUMBER_OF_KIND[kind], row, section)


def job_type_id(index: int) -> str:
    """Tell the id of a job type."""
    return _uuid(_JOB_TYPE, index, 0)


def record_number(kind: str, row: int) -> str:
    """Tell the number of a kind's row, such as `DRQ13001`."""
    prefix, base = _NUMBERS[kind]
    return f"{prefix}{base + row}"


def likely_row(kind: Kind, field: str, key: str) -> int:
    """Tell which row an id or a number would be of, 0 for none; the caller looks whether it is."""
    if field == kind.id:
        try:
            return int(key[-_ROW_DIGITS:], 16)
        except ValueError:
            return 0
    prefix, base = _NUMBERS[kind.name]
    digits = key[len(prefix) :]
    return int(digits) - base if digits.isascii() and digits.isdigit() and len(digits) <= _ROW_DIGITS else 0


def _uuid(group: int, row: int, section: int) -> str:
    return f"{group:08x}-{section:04x}-4000-8000-{row:012x}"
