"""The wall clock."""

from __future__ import annotations

from datetime import datetime, timezone


def utc_now() -> datetime:
    """Read the wall clock."""
    return datetime.now(timezone.utc)
