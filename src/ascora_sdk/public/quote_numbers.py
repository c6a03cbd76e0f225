"""Numbers of quotes and their sections: a path says `Q1234-01` where a body and an answer say `Q1234.01`."""

from __future__ import annotations

import re
from typing import Any

# A section has two digits, after a number that ends in a digit: of anything else the dash may be the quote's own.
_DASHED_SECTION = re.compile(r"(?<=\d)-(?=\d\d$)", re.ASCII)


def in_path(number: Any) -> str:
    """Write a quote's or a section's number as a path has it.

    Args:
        number: The number, a section's in either form.

    Returns:
        The number with dashes for dots.

    Raises:
        TypeError: If it is not text.
        ValueError: If it is empty.

    Example:
        >>> in_path("Q1234.01"), in_path("Q1234-01"), in_path("Q1234")
        ('Q1234-01', 'Q1234-01', 'Q1234')
    """
    return _checked(number).replace(".", "-")


def in_body(number: Any) -> str:
    """Write a quote's or a section's number as a body has it.

    A dash stands for a dot only where a section's would: before two digits at the end, after a digit, in a number
    without a dot. A quote whose own number looks like that, `AB12-34`, cannot be told from a section.

    Args:
        number: The number, a section's in either form.

    Returns:
        The number, a section's with a dot.

    Raises:
        TypeError: If it is not text.
        ValueError: If it is empty.

    Example:
        >>> in_body("Q1234-01"), in_body("Q1234.01"), in_body("Q-1234")
        ('Q1234.01', 'Q1234.01', 'Q-1234')
    """
    text = _checked(number)
    return text if "." in text else _DASHED_SECTION.sub(".", text)


def _checked(number: Any) -> str:
    if not isinstance(number, str):
        raise TypeError(f"quote number must be text such as 'Q1234' or 'Q1234.01', not {type(number).__name__}")
    # Answers come with trailing blanks now and then.
    text = number.strip()
    if not text:
        raise ValueError("quote number is empty; give the number that Ascora gave, such as 'Q1234' or 'Q1234.01'")
    return text
