"""Tables for notebooks, in which every text stays text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Final

_LONGEST_CELL: Final = 200
_NO_FORMULAS: Final = "tex2jax_ignore mathjax_ignore"
"""What tells Jupyter not to set as a formula what stands between two dollar signs."""


def html_table(caption: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write an HTML table; what stands in a cell can be no markup.

    Args:
        caption: What stands above the table.
        head: The columns' names.
        rows: The cells, row by row; None leaves one empty.

    Example:
        >>> html_table("One", ["name"], [["<script>"]]).partition("<tbody>")[2]
        '<tr><td>&lt;script&gt;</td></tr></tbody></table>'
    """
    body = "".join(_row("td", row) for row in rows)
    top = f"<caption>{_text(caption)}</caption><thead>{_row('th', head)}</thead>"
    return f'<table class="{_NO_FORMULAS}">{top}<tbody>{body}</tbody></table>'


def _row(tag: str, cells: Iterable[Any]) -> str:
    return f"<tr>{''.join(f'<{tag}>{_text(cell)}</{tag}>' for cell in cells)}</tr>"


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    text = str(cell)
    shown = text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}…"
    # A surrogate that lost its other half can be sent to no browser, and a browser drops NUL without a word.
    return escape(shown).encode("utf-8", "replace").decode("utf-8").replace("\0", "\N{REPLACEMENT CHARACTER}")
