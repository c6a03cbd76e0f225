"""Tables for notebooks, in which every text stays text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Final

_LONGEST_CELL: Final = 200


def html_table(caption: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write an HTML table; what stands in a cell can be no markup.

    Args:
        caption: What stands above the table.
        head: The columns' names.
        rows: The cells, row by row; None leaves one empty.

    Example:
        >>> html_table("One", ["name"], [["<script>"]])
        '<table><caption>One</caption><thead><tr><th>name</th></tr></thead><tbody><tr><td>&lt;script&gt;</td></tr></tbody></table>'
    """
    body = "".join(_row("td", row) for row in rows)
    return f"<table><caption>{escape(caption)}</caption><thead>{_row('th', head)}</thead><tbody>{body}</tbody></table>"


def _row(tag: str, cells: Iterable[Any]) -> str:
    return f"<tr>{''.join(f'<{tag}>{_text(cell)}</{tag}>' for cell in cells)}</tr>"


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    text = str(cell)
    shown = text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}…"
    # A surrogate that lost its other half can be sent to no browser.
    return escape(shown).encode("utf-8", "replace").decode("utf-8")
