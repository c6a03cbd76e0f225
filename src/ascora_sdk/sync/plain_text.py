r"""Text that no database holds, in a form that every one does.

PostgreSQL's text has no NUL, and no encoding has a form for half of a surrogate pair; the public API sends both. In
such a text the characters in question stand as JSON writes them: NUL as `\u0000`, half a pair as `\ud800` to `\udfff`.
So that a text which holds these very letters is not taken for one of these, its backslash is then written `\u005c`. All
other text stays as it is, blanks at the end and empty text included; reading reverses it exactly.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import repeat
from typing import Any, Final

_HARD: Final = re.compile(r"[\x00\ud800-\udfff]|\\(?=u(?:0000|005c|d[89a-f][0-9a-f]{2}))")
_WRITTEN: Final = re.compile(r"\\u(0000|005c|d[89a-f][0-9a-f]{2})")


def to_plain(value: Any) -> Any:
    r"""Write every text in a JSON value, names included, so that any database holds it.

    Example:
        >>> to_plain("Ada\x00 ")
        'Ada\\u0000 '
        >>> from_plain(to_plain({"a": ["\ud83d", r"\u0000"]})) == {"a": ["\ud83d", r"\u0000"]}
        True
    """
    return _each_text(value, lambda text: _HARD.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def from_plain(value: Any) -> Any:
    """Read what `to_plain` wrote."""
    return _each_text(value, lambda text: _WRITTEN.sub(lambda found: chr(int(found[1], 16)), text))


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    # By a stack of its own: a server may nest more deeply than Python can go.
    whole: list[Any] = [None]
    rest: list[tuple[Any, Any, Any]] = [(value, whole, 0)]
    while rest:
        one, holder, place = rest.pop()
        if isinstance(one, str):
            holder[place] = change(one)
        elif isinstance(one, dict):
            holder[place] = entries = dict.fromkeys(map(change, one))
            rest += zip(one.values(), repeat(entries), entries, strict=False)
        elif isinstance(one, list):
            holder[place] = items = [None] * len(one)
            rest += zip(one, repeat(items), range(len(one)), strict=False)
        else:
            holder[place] = one
    return whole[0]
