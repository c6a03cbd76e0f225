"""All that an error shows to a log, a debugger or an error tracker."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType

_TESTS = f"{__file__.rpartition('/client/')[0]}/"


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


def all_shown(error: BaseException) -> str:
    """Give everything that anybody may print of an error, but for what the test itself has in its frames."""
    lines: list[str] = []
    for one in chain(error):
        trace = _below_tests(one.__traceback__)
        lines += [str(one), repr(one), repr(one.args), repr(vars(one)), *_frames(trace)]
        with suppress(AttributeError):  # until Python 3.13, one local variable that cannot show itself spoils it all
            lines += traceback.TracebackException(type(one), one, trace, capture_locals=True).format(chain=False)
    return "\n".join(lines)


def _below_tests(trace: TracebackType | None) -> TracebackType | None:
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(_TESTS):
        trace = trace.tb_next
    return trace


def _frames(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        for name, value in trace.tb_frame.f_locals.items():
            with suppress(Exception):
                yield f"{trace.tb_frame.f_code.co_name}: {name} = {value!r}"
        trace = trace.tb_next
