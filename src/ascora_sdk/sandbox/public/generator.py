"""Deterministic records of the public API: the n-th of a kind is made, from the seed and the counts, when asked for."""

from __future__ import annotations

from collections.abc import Mapping

from .makers import MAKERS, Source, labour_rows
from .roughness import Record, roughened, tidied
from .settings import PublicAccount

_PROSE: Mapping[str, str] = {
    "customer": "companyName",
    "contact": "contactRole",
    "job": "jobDescription",
    "labour": "roleName",
    "quote": "quoteDescription",
    "labour_role": "roleName",
    "supply": "description",
    "kit": "description",
    "category": "name",
    "supplier": "notes",
    "supplier_invoice": "reference",
    "invoice_to_send": "description",
    "payment_to_send": "comment",
}
"""The field of each kind where NUL and lone surrogates stand."""


class PublicGenerator:
    """Makes the records of one account.

    Args:
        account: how many there are of each kind, and how untidy they are.
        seed: any whole number; another seed gives other records.
    """

    def __init__(self, account: PublicAccount, seed: int) -> None:
        """Make nothing yet."""
        self._is_irregular = account.irregular
        self.counts: Mapping[str, int] = {
            "customer": account.customers,
            "contact": account.contacts,
            "job": account.jobs,
            "labour": labour_rows(account.jobs),
            "quote": account.quotes,
            "labour_role": account.labour_roles,
            "supply": account.supplies,
            "kit": account.kits,
            "category": account.categories,
            "supplier": account.suppliers,
            "supplier_invoice": account.supplier_invoices,
            "invoice_to_send": account.invoices_to_send,
            "payment_to_send": account.payments_to_send,
        }
        self._source = Source(seed, self.counts)

    def make(self, kind: str, n: int) -> Record:
        """Make the n-th record of a kind, counted from 1, with what it never shows."""
        record = MAKERS[kind](self._source, n, self._source.dice(kind, n))
        return roughened(record, n + self._source.seed, prose=_PROSE[kind]) if self._is_irregular else tidied(record)
