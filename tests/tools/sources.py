"""Sources and a table to convert them by, for the tests of the generator."""

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tools.unasync.convert import Twin, blocking
from tools.unasync.edits import RefusalError
from tools.unasync.rules import Name, Rule, Rules, Tree
from tools.unasync.table import LOOKS_ASYNC

ROOT = Path(__file__).resolve().parents[2]

TABLE = """\
import re

from .rules import Keep, Literal, Name, Rule, Text, Tree, Unwrap

TREES = (Tree("src/pkg/_async", "src/pkg/_blocking"), Tree("tests/_async", "tests/_blocking"))

RULES: tuple[Rule, ...] = (
    Name("_async", "_blocking"),
    Name("Async*", "*"),
    Name("AsyncGenerator", "Generator", argument="None"),
    Name("StopAsyncIteration", "StopIteration"),
    Name("asynccontextmanager", "contextmanager"),
    Name("__aenter__", "__enter__"),
    Name("__aexit__", "__exit__"),
    Name("__aiter__", "__iter__"),
    Name("__anext__", "__next__"),
    Name("aclose", "close"),
    Name("asyncio.sleep", "time.sleep"),
    Name("asyncio.Lock", "threading.Lock"),
    Name("sqlalchemy.ext.asyncio", "sqlalchemy"),
    Name("create_async_engine", "create_engine"),
    Unwrap("Awaitable"),
    Unwrap("Coroutine", argument=2),
    Text("an asynchronous", "a blocking"),
    Text("async with", "with"),
    Text("async for", "for"),
    Text("await ", ""),
    Text("# noqa: ASYNC109", ""),
    Literal("sqlite+aiosqlite", "sqlite"),
    Keep("asynchrony"),
)
"""
space: dict[str, Any] = {}
exec(TABLE.replace("from .rules", "from tools.unasync.rules"), space)  # noqa: S102
TABLE_RULES: tuple[Rule, ...] = space["RULES"]
TABLE_TREES: tuple[Tree, ...] = space["TREES"]

# A tree that has a use for every rule above, and every piece of syntax that the tool treats.
CLIENT = '''\
"""What makes an asynchronous client.

    async with AsyncClient() as client:
        print(await client.total(), [row async for row in client.rows()])
        await asyncio.sleep(1)
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine, Iterator  # all of them
from contextlib import asynccontextmanager
from typing import Any, Generic, TypeVar

from .._async import helpers

T = TypeVar("T")
__all__ = ["AsyncClient", "AsyncRows"]


class AsyncRows(Generic[T]):
    """Rows, one by one; no asynchrony meant."""

    def __init__(self, rows: list[T]) -> None:
        self._rows = iter(rows)

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        await asyncio.sleep(0)  # await nothing
        try:
            return next(self._rows)
        except StopIteration:
            raise StopAsyncIteration from None


def traced(function: Callable[..., Awaitable[T]]) -> Callable[..., Coroutine[Any, Any, T]]:
    async def inner(*arguments: Any) -> T:
        async def nested() -> T:
            return await function(*arguments)

        return await (
            # what is inside
            nested()
        )

    return inner


class AsyncClient:
    closed = False

    def __init__(self) -> None:
        self.url = "sqlite+aiosqlite://"
        self.lock = asyncio.Lock()
        self.log: list[str] = []

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        self.closed = True
        self.log.append("ende: \\u00fc \N{EM DASH}")

    async def rows(self, count: int = 3) -> AsyncGenerator[int, None]:
        async for row in AsyncRows(list(range(count))):
            yield row

    @traced
    async def total(self, *, timeout: float | None = None) -> int:  # noqa: ASYNC109
        async with self.lock:
            rows = [row async for row in self.rows() if row]
        return sum(rows) + (await self.one()) + 10 * await self.one() + await helpers.more(
            await
            self.one(),
        )

    async def one(self) -> int:
        return 1

    @asynccontextmanager
    async def span(self, name: str) -> AsyncIterator[str]:
        self.log.append(f"+{name!r:>{len(name) + 4}} {{x}} \N{BULLET}")
        yield name
        self.log.append(f"""-{
            name}""")

    async def mode(self) -> str:
        if True:  # ASYNC
            await asyncio.sleep(0)
            text = "a" + """
        inside"""
        # between
        else:
            # kept
            text = "a" + """
        inside"""
        # after
        return text


async def run() -> list[object]:
    async with AsyncClient() as client, client.span("x") as name:
        total = await client.total()
        got = {key: value async for key, value in pairs()}
    more = [await client.one() for _ in range(2) if await client.one()]
    return [name, total, got, more, client.log, client.closed, await client.mode(), client.url[:6], __all__[0][-6:]]


async def pairs() -> AsyncGenerator[tuple[str, int], None]:
    yield "k", 1
'''

HELPERS = '''\
"""Not loaded: what it imports need not be here."""


async def engine(url: str) -> object:
    from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

    made: AsyncEngine = create_async_engine(url)
    return made


async def more(number: int) -> int:
    return number * 100
'''


def rules(*table: Rule) -> Rules:
    return Rules(table, LOOKS_ASYNC)


def convert(source: str, *table: Rule) -> Twin:
    return blocking(textwrap.dedent(source), rules(*table))


def text(source: str, *table: Rule) -> str:
    twin = convert(source, *table)
    assert not twin.leftovers
    assert twin.used == set(table)
    return twin.text


def refusal(source: str, *table: Rule) -> str:
    with pytest.raises(RefusalError) as caught:
        convert(source, *table)
    return f"{caught.value.row}: {caught.value}"


CLASSES = Name("Async*", "*")

Run = Callable[..., tuple[int, str]]


def twins(tree: Path) -> dict[str, bytes]:
    paths = [*tree.glob("src/pkg/_blocking/**/*.py"), *tree.glob("tests/_blocking/**/*.py")]
    return {path.relative_to(tree).as_posix(): path.read_bytes() for path in sorted(paths)}
