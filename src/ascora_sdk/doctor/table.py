"""The findings as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from .findings import Certificate, Diagnosis, Finding

_HEAD: Final = ("resource", "answers", "status", "rows", "size", "time")


def lines(diagnosis: Diagnosis) -> Iterator[str]:
    """Write a diagnosis, line by line."""
    yield f"{diagnosis.api} API at {diagnosis.host}"
    yield f"  certificate: {_certificate(diagnosis.certificate)}"
    yield from (f"  {line}" for line in _columns([_HEAD, *map(_cells, diagnosis.findings)]))
    for finding in diagnosis.findings:
        for difference in finding.differences:
            yield f"  {finding.resource}: {difference}"
        if finding.unknown_fields:
            yield f"  {finding.resource}: new to the SDK, and kept in extra: {', '.join(finding.unknown_fields)}"
    yield f"  ask for {diagnosis.page_size} rows a page"


def _cells(finding: Finding) -> tuple[str, ...]:
    return (
        finding.resource,
        finding.verdict.value,
        "" if finding.status is None else str(finding.status),
        "" if finding.rows is None else str(finding.rows),
        f"{finding.size / 1024:.1f} KB" if finding.size else "",
        f"{finding.seconds * 1000:.0f} ms" if finding.seconds else "",
    )


def _columns(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _certificate(certificate: Certificate) -> str:
    if certificate.verified is None:
        return "none, the address has no TLS"
    if not certificate.verified:
        return f"not trusted by this machine: {certificate.problem}. Give the client a CA bundle of your own."
    chain = "" if certificate.chain is None else f", a chain of {certificate.chain}"
    return f"trusted, {certificate.protocol}, issued by {certificate.issuer} until {certificate.expires}{chain}"
