"""What was found: data that holds keys, types, counts and times, and nothing about anybody."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any

import attrs


class Verdict(Enum):
    """How a resource answers."""

    AS_EXPECTED = "as expected"
    DIFFERS = "differs"
    REFUSED = "refused"
    NOT_AUTHORIZED = "not authorized"
    FAILED = "failed"
    NOT_REACHABLE = "not reachable"
    NOT_ASKED = "not asked"


@attrs.frozen(kw_only=True)
class Finding:
    """What one read request showed.

    Attributes:
        api: "instance" or "public".
        resource: What was asked for.
        route: The request without ids.
        verdict: How it answers.
        status: The HTTP status; None if no answer came.
        differences: What is not as expected, by keys and types.
        unknown_fields: Fields that the SDK has no name for; it keeps them in `extra`.
        rows: How many rows came; None if the answer is no list.
        size: Bytes of the answer.
        seconds: How long it took.
    """

    api: str
    resource: str
    route: str
    verdict: Verdict
    status: int | None = None
    differences: tuple[str, ...] = ()
    unknown_fields: tuple[str, ...] = ()
    rows: int | None = None
    size: int = 0
    seconds: float = 0.0


@attrs.frozen(kw_only=True)
class Certificate:
    """What the server proves itself by.

    Attributes:
        verified: Whether this machine trusts it; None if the address has no TLS.
        protocol: Such as "TLSv1.3".
        issuer: Who issued it.
        expires: Until when it holds.
        chain: How many certificates lead to one that is trusted; None where Python cannot tell (before 3.13).
        problem: Why it is not trusted.
    """

    verified: bool | None
    protocol: str | None = None
    issuer: str | None = None
    expires: str | None = None
    chain: int | None = None
    problem: str | None = None


@attrs.frozen(kw_only=True)
class Diagnosis:
    """All that was found of one API.

    Attributes:
        api: "instance" or "public".
        host: The host and port that were asked.
        certificate: What the server proves itself by.
        findings: A finding for each resource.
        page_size: How many rows a page should be asked for.
    """

    api: str
    host: str
    certificate: Certificate
    findings: tuple[Finding, ...]
    page_size: int

    def as_dict(self) -> dict[str, Any]:
        """Give it as JSON can carry it."""
        return attrs.asdict(self, value_serializer=_plain)


def exit_code(diagnoses: Sequence[Diagnosis]) -> int:
    """Give the worst of what was found: 0 all well, 1 something differs, 3 not authorized, 4 not reachable.

    Example:
        >>> exit_code([])
        0
    """
    verdicts = {finding.verdict for diagnosis in diagnoses for finding in diagnosis.findings}
    if Verdict.NOT_REACHABLE in verdicts:
        return 4
    if Verdict.NOT_AUTHORIZED in verdicts:
        return 3
    return 0 if verdicts <= {Verdict.AS_EXPECTED, Verdict.NOT_ASKED} else 1


def _plain(_: Any, __: Any, value: Any) -> Any:
    return value.value if isinstance(value, Verdict) else value
