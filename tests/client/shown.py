"""All that an error shows to a log, a debugger or an error tracker."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType


def chain(error: BaseException) -> Iterator[BaseException]:
    """Go through an error, its causes and its contexts."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, one.__context__]


def frames_shown(trace: TracebackType | None) -> Iterator[str]:
    """Show the local variables of each frame, as error trackers do; one that cannot show itself is left out."""
    while trace is not None:
        for name, value in trace.tb_frame.f_locals.items():
            with suppress(Exception):
                yield f"{trace.tb_frame.f_code.co_qualname}: {name} = {value!r}"
        trace = trace.tb_next


def all_shown(error: BaseException) -> str:
    """Give everything that anybody may print of an error."""
    lines: list[str] = []
    for one in chain(error):
        lines += [str(one), repr(one), repr(one.args), repr(vars(one)), *frames_shown(one.__traceback__)]
    with suppress(AttributeError):  # until Python 3.13, one local variable that cannot show itself spoils it all
        lines += traceback.TracebackException.from_exception(error, capture_locals=True).format()
    return "\n".join(lines)
