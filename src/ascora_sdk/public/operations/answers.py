"""How the public API's answers are read: each in its envelope, and what is something else never as "no data"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ...codec import DecodeError, decode, decode_each, shape
from ...http import RefusedError, Response
from ...models import PageContent
from ...operations import Listing, identified
from ..models import JobLabour

M = TypeVar("M")


def listing(model: type[M], *, page: int, page_size: int, lenient: bool) -> Callable[[Response], PageContent[M]]:
    """Read `{"success": true, "results": [...], "totalPages": n, "totalRecords": n}`."""

    def read(response: Response) -> PageContent[M]:
        got = raw_listing(response, page=page)
        good, bad = decode_each(model, got.items)
        if bad and not lenient:
            raise DecodeError(f"results[{bad[0].index}].{bad[0].reason}")
        return PageContent(
            items=good,
            total=got.total,
            has_more=got.has_more,
            limit=page_size,
            offset=(page - 1) * page_size,
            received=got.received,
            invalid=bad,
        )

    return read


def raw_listing(response: Response, *, page: int) -> Listing:
    """Read the same as the wire carries it."""
    parsed = _success(response)
    items = parsed.get("results")
    pages, total = _count(parsed, "totalPages"), _count(parsed, "totalRecords")
    if not isinstance(items, list) or (not items and (page < pages or (page == 1 and total > 0))):
        raise _mismatch("it holds no rows", parsed)
    return Listing(items, total, page < pages)


def one(model: type[M], name: str) -> Callable[[Response], M]:
    """Read one object, which lies under a name of its own."""

    def read(response: Response) -> M:
        parsed = _success(response)
        if not isinstance(parsed.get(name), dict):
            raise _mismatch(f"it holds no {name!r}", parsed)
        return decode(model, parsed[name])

    return read


def raw_one(name: str, id_name: str, id: str | None) -> Callable[[Response], dict[str, Any]]:
    """Read one object as the wire carries it.

    Args:
        name: Under which it lies.
        id_name: What its id is called.
        id: The id that was asked for; None for a new object, which must come with one that can be asked for.
    """

    def read(response: Response) -> dict[str, Any]:
        parsed = _success(response)
        if not isinstance(parsed.get(name), dict):
            raise _mismatch(f"it holds no {name!r}", parsed)
        return identified(parsed[name], id_name, id)

    return read


def bare(model: type[M]) -> Callable[[Response], list[M]]:
    """Read a bare array."""
    return lambda response: _whole(model, _array(response), "")


def raw_bare(response: Response) -> Listing:
    """Read a bare array as the wire carries it: a listing of one page."""
    items = _array(response)
    return Listing(items, len(items), has_more=False)


def several(model: type[M]) -> Callable[[Response], list[M]]:
    """Read a list that has no pages: `{"success": true, "results": [...]}`."""

    def read(response: Response) -> list[M]:
        parsed = _success(response)
        items = parsed.get("results")
        if not isinstance(items, list) or (not items and parsed.get("totalRecords")):
            raise _mismatch("it holds no rows", parsed)
        if isinstance(pages := parsed.get("totalPages"), int) and pages > 1:
            # Better none than a part that passes for all.
            raise _mismatch("it is the first of several pages of a list that is known to have one", parsed)
        return _whole(model, items, "results")

    return read


def labour(response: Response) -> list[JobLabour]:
    """Read a job's labour, whose value may be a list, a list one level down, or one object."""
    parsed = _success(response)
    if "jobLabours" not in parsed:
        raise _mismatch("it holds no 'jobLabours'", parsed)
    value = parsed["jobLabours"]
    rows = _rows(value)
    # An object is a row, or holds them; a list of nothing but empty lists holds none, and says so.
    if rows is None or (isinstance(value, dict) and not any(rows)):
        raise _mismatch("its 'jobLabours' holds no rows", parsed)
    return _whole(JobLabour, rows, "jobLabours")


def done(response: Response) -> None:
    """Read an answer that says no more than that it was done."""
    if response.body.strip():
        _refuse(_parsed(response))


def text_of(name: str) -> Callable[[Response], str]:
    """Read an answer that holds one text, such as a new id."""

    def read(response: Response) -> str:
        parsed = _success(response, must_say_so=False)
        value = parsed.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str) or not value:
            raise _mismatch(f"it holds no {name!r}", parsed)
        return value

    return read


def _whole(model: type[M], items: Sequence[Any], name: str) -> list[M]:
    good, bad = decode_each(model, items)
    if bad:
        raise DecodeError(f"{name}[{bad[0].index}].{bad[0].reason}")
    return list(good)


def _array(response: Response) -> list[Any]:
    parsed = _parsed(response)
    if not isinstance(parsed, list):
        _refuse(parsed)
        raise _mismatch("it is no array", parsed)
    return parsed


def _rows(value: Any) -> list[Any] | None:
    """Find the rows in a list, in a list one level down, or in one object; None if there can be none."""
    if value is None:
        return []
    if isinstance(value, list):
        return [row for item in value for row in (item if isinstance(item, list) else [item])]
    if isinstance(value, dict):
        inner = [item for item in value.values() if isinstance(item, list)]
        return inner[0] if len(inner) == 1 and len(value) <= 2 else [value]
    return None


def _success(response: Response, *, must_say_so: bool = True) -> dict[str, Any]:
    parsed = _parsed(response)
    _refuse(parsed)
    if not isinstance(parsed, dict) or (must_say_so and parsed.get("success") is not True):
        raise _mismatch("it does not say that it succeeded", parsed)
    return parsed


def _refuse(parsed: Any) -> None:
    if isinstance(parsed, dict) and parsed.get("success") is False:
        message = parsed.get("message")
        raise RefusedError(message.strip() if isinstance(message, str) else "")


def _count(parsed: dict[str, Any], name: str) -> int:
    value = parsed.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _mismatch(f"its {name!r} is no whole number", parsed)
    return value


def _mismatch(what: str, parsed: Any) -> DecodeError:
    return DecodeError(f"{what}; its shape is {shape(parsed)}")


def _parsed(response: Response) -> Any:
    try:
        return response.json()
    except ValueError as error:
        kind = response.headers.get("content-type", "no content type")
        raise DecodeError(f"it is not JSON ({len(response.body)} bytes, {kind}): {error}") from None
