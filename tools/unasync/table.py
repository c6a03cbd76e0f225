"""The rules, as data: adapt this table as the sources grow.

Every rule must be of use to at least one source: a rule that changes nothing is an error, so that the table cannot rot.
What a rule can be is told in ``rules.py``. The keywords ``async`` and ``await`` need no rule in code; in comments and
docstrings they are words like any others and have one.
"""

import re

from .rules import Keep, Name, Rule, Text, Tree, Unwrap

TREES: tuple[Tree, ...] = (
    Tree("src/ascora_sdk/_async", "src/ascora_sdk/_blocking"),
    Tree("src/ascora_sdk/testing/conformance/_async", "src/ascora_sdk/testing/conformance/_blocking"),
    Tree("tests/_async", "tests/_blocking"),
)

RULES: tuple[Rule, ...] = (
    # Names
    Name("Async*", "*", why="our own pairs; foreign ones that differ by the prefix alone (AsyncIterator, AsyncClient)"),
    Name("AsyncGenerator", "Generator", argument="None", why="a Generator also says what it returns"),
    Name("__aenter__", "__enter__"),
    Name("__aexit__", "__exit__"),
    Name("__aiter__", "__iter__"),
    Name("AbstractAsyncContextManager", "AbstractContextManager"),
    Name("asynccontextmanager", "contextmanager"),
    Name("create_async_engine", "create_engine"),
    Name("sqlalchemy.ext.asyncio", "sqlalchemy"),
    Name("aclose", "close"),
    Name("aclosing", "closing"),
    Name("aiter_bytes", "iter_bytes", why="of httpx"),
    Name("awaiting", "blocking", why="the two modules of concurrency"),
    Name("_async", "_blocking", why="a test of what has no public name"),
    Name("ASYNC_*", "BLOCKING_*", why="constants that differ in value"),
    Unwrap("Awaitable"),
    Keep("awaiting_parts", why="a status of a job"),
    # Comments and docstrings
    Text("async with", "with"),
    Text("async for", "for"),
    Text("async def", "def", why="example code"),
    Text("await ", "", why="example code"),
)

LOOKS_ASYNC = re.compile(
    r"(?i:.*(async|await|coroutine|aiosqlite|aiohttp|anyio).*)"
    r"|__a(enter|exit|iter|next)__"
    r"|a(close|closing|iter|next|read|send|throw|write)(_\w+)?"
)
"""A word that may not stand in a twin, as a whole: not as a name, not in a comment, not in a string."""
