"""What came of asking for one job's labour, where many are asked for."""

from __future__ import annotations

import attrs

from ..errors import AscoraApiError
from .models import JobLabour


@attrs.frozen(kw_only=True)
class JobLabourResult:
    """A job's labour, or why it could not be had.

    Attributes:
        job_number: The job's number.
        labour: The hours worked, maybe none; None if the call failed.
        error: Why it failed; None if it did not.

    Example:
        >>> JobLabourResult(job_number="DRQ13005", labour=[]).error is None
        True
    """

    job_number: str
    labour: list[JobLabour] | None = None
    error: AscoraApiError | None = None
