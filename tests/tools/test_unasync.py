"""The tool that makes the blocking twins."""

import asyncio
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tools.unasync.__main__ import main  # noqa: E402
from tools.unasync.convert import Twin, blocking  # noqa: E402
from tools.unasync.edits import Edit, RefusalError, apply  # noqa: E402
from tools.unasync.rules import Keep, Literal, Name, Rule, Rules, Text, Tree, Unwrap  # noqa: E402
from tools.unasync.table import LOOKS_ASYNC, RULES, TREES  # noqa: E402
from tools.unasync.trees import DIFF_LINES  # noqa: E402

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


class TestKeywords:
    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("async def f(): pass\n", "def f(): pass\n"),
            ("async  def f(): pass\n", "def f(): pass\n"),
            ("x = await y\n", "x = y\n"),
            ("x = await(y)\n", "x = (y)\n"),
            ("x = -await y ** 2\n", "x = -y ** 2\n"),
            ("x = (await  # why\n    y)\n", "x = (# why\n    y)\n"),
            ("x = f(1, await\n    y)\n", "x = f(1,\n    y)\n"),
            ("x = await \\\n    y\n", "x = \\\n    y\n"),
            ("x = [await a async for a in b if await c]\n", "x = [a for a in b if c]\n"),
            ("x = {a: 1 async for a in b}\n", "x = {a: 1 for a in b}\n"),
            (
                "x = '\N{EM DASH}', await y, '\N{GRINNING FACE}', await z\n",
                "x = '\N{EM DASH}', y, '\N{GRINNING FACE}', z\n",
            ),
            ("", ""),
            ("x = 1", "x = 1\n"),
        ],
    )
    def test_go(self, source: str, expected: str) -> None:
        assert text(source) == expected

    def test_go_everywhere_in_nested_functions(self) -> None:
        source = """\
        async def f():
            async def g():  # g
                async with a as b, c: await d
            return await (
                g()  # here
            )
        """
        expected = """\
        def f():
            def g():  # g
                with a as b, c: d
            return (
                g()  # here
            )
        """
        assert text(source) == textwrap.dedent(expected)

    def test_layout_and_comments_stay(self) -> None:
        source = "x = 1   # odd\n\n\n\ndef  f( a,b ) :  # odder\n\treturn a\n"
        assert text(source) == source


class TestNames:
    def test_star_renames_what_has_the_prefix(self) -> None:
        source = "class AsyncA(m.AsyncB): x: _AsyncC = AsyncD\n"
        assert text(source, CLASSES) == "class A(m.B): x: _C = D\n"

    @pytest.mark.parametrize("name", ["Async", "Async1", "Asyncify", "MyAsyncThing"])
    def test_star_stands_for_a_capital(self, name: str) -> None:
        assert convert(f"{name} = 1\n", CLASSES).text == f"{name} = 1\n"

    def test_full_name_beats_star(self) -> None:
        assert text("AsyncA, AsyncB\n", CLASSES, Name("AsyncA", "Z")) == "Z, B\n"

    def test_longest_path_wins(self) -> None:
        assert text("a.b.c; a.b\n", Name("a.b", "x"), Name("a.b.c", "y.z")) == "y.z; x\n"

    def test_path_does_not_match_after_a_dot(self) -> None:
        assert not convert("self.asyncio.sleep()\n", Name("asyncio.sleep", "time.sleep")).used

    def test_attributes_keywords_and_decorators(self) -> None:
        source = "@aclose\ndef aclose(aclose): f().aclose(aclose=aclose)\n"
        assert text(source, Name("aclose", "close")) == source.replace("aclose", "close")

    def test_relative_imports(self) -> None:
        source = "from .._async.client import x\nfrom ._async import y\nfrom . import z\nimport p._async.q\n"
        assert text(source, Name("_async", "_blocking")) == source.replace("_async", "_blocking")

    def test_argument_is_appended(self) -> None:
        rule = Name("AsyncGenerator", "Generator", argument="None")
        source = (
            "a: AsyncGenerator[dict[str, int], None]\nb: AsyncGenerator[\n    int,\n    None,\n]\nc: AsyncGenerator\n"
        )
        expected = (
            "a: Generator[dict[str, int], None, None]\nb: Generator[\n    int,\n    None, None,\n]\nc: Generator\n"
        )
        assert text(source, rule) == expected

    def test_argument_holds_renamed_names(self) -> None:
        rule = Name("AsyncGenerator", "Generator", argument="None")
        assert text("a: AsyncGenerator[AsyncX, AsyncY]\n", rule, CLASSES) == "a: Generator[X, Y, None]\n"

    def test_new_name_must_be_free(self) -> None:
        twin = convert("from a import Client\n\nclass AsyncClient(Client): ...\n", CLASSES)
        assert twin.leftovers == ((3, "'Client' is defined twice in the twin"),)
        twin = convert("class A:\n    def close(self): ...\n    def aclose(self): ...\n", Name("aclose", "close"))
        assert [row for row, _ in twin.leftovers] == [3]

    def test_overloads_may_share_a_name(self) -> None:
        text("@overload\ndef f(x): ...\n@overload\ndef f(y): ...\ndef f(z): ...\n")


class TestUnwrap:
    def test_type_becomes_its_argument(self) -> None:
        source = "a: Callable[..., Awaitable[dict[str, Awaitable[AsyncX]]]]\nb: t.Coroutine[Any, Any, int] | None\n"
        table = (Unwrap("Awaitable"), Unwrap("Coroutine", argument=2), CLASSES)
        assert text(source, *table) == "a: Callable[..., dict[str, X]]\nb: int | None\n"

    def test_over_lines(self) -> None:
        assert text("a: Awaitable[\n    int,\n]\n", Unwrap("Awaitable")) == "a: int\n"

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("from t import Awaitable\n", ""),
            ("from t import Awaitable, Callable\n", "from t import Callable\n"),
            ("from t import Any, Awaitable, Callable\n", "from t import Any, Callable\n"),
            ("from t import (\n    Awaitable,\n)\n", ""),
            ("from t import (\n    Awaitable,\n    Callable,\n)\n", "from t import (\n    Callable,\n)\n"),
            ("from t import (\n    Any,\n    Awaitable,\n)\n", "from t import (\n    Any,\n)\n"),
        ],
    )
    def test_import_goes(self, source: str, expected: str) -> None:
        assert text(source + "a: Awaitable[int]\n", Unwrap("Awaitable")) == expected + "a: int\n"

    def test_refuses_what_has_no_argument(self) -> None:
        assert refusal("\na: Awaitable\n", Unwrap("Awaitable")).startswith("2: Awaitable without an argument")
        assert "no argument number 2" in refusal("a: Coroutine[int]\n", Unwrap("Coroutine", argument=2))

    def test_refuses_to_lose_a_comment(self) -> None:
        assert refusal("a: Awaitable[  # why\n    int]\n", Unwrap("Awaitable")).startswith("1: this comment")


class TestImports:
    SLEEP = Name("asyncio.sleep", "time.sleep")
    LOCK = Name("asyncio.Lock", "threading.Lock")

    def test_module_follows_its_names(self) -> None:
        source = "import asyncio  # c\n\nasyncio.sleep(1)\n"
        assert text(source, self.SLEEP) == "import time  # c\n\ntime.sleep(1)\n"

    def test_one_module_may_become_several(self) -> None:
        source = "if x:\n    import asyncio\n\n    asyncio.sleep(asyncio.Lock())\n"
        expected = "if x:\n    import threading\n    import time\n\n    time.sleep(threading.Lock())\n"
        assert text(source, self.SLEEP, self.LOCK) == expected

    def test_module_is_not_imported_twice(self) -> None:
        assert text("import asyncio\nimport time\n\nasyncio.sleep(1)\n", self.SLEEP) == "import time\n\ntime.sleep(1)\n"

    def test_module_that_is_used_otherwise_is_left_over(self) -> None:
        twin = convert("import asyncio\nasyncio.sleep(1)\nasyncio.gather()\n", self.SLEEP)
        assert twin.leftovers == ((3, "'asyncio' still looks async in the twin"),)

    def test_names_imported_from_it(self) -> None:
        assert text("from asyncio import sleep\nsleep(1)\n", self.SLEEP) == "from time import sleep\nsleep(1)\n"
        table = Name("asyncio.to_x", "time.x")
        assert text("from asyncio import to_x as y\n", table) == "from time import x as y\n"
        assert "give it an alias" in refusal("from asyncio import to_x\n", table)
        assert "one by one" in refusal("from asyncio import Lock, sleep\n", self.LOCK, self.SLEEP)

    def test_module_path(self) -> None:
        source = "from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine as make\n"
        table = (Name("sqlalchemy.ext.asyncio", "sqlalchemy"), Name("create_async_engine", "create_engine"), CLASSES)
        assert text(source, *table) == "from sqlalchemy import Engine, create_engine as make\n"

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("from t import AsyncIterator, Iterator\n", "from t import Iterator\n"),
            ("from t import Iterator, Any, AsyncIterator\n", "from t import Iterator, Any\n"),
            ("from t import (\n    AsyncX,\n    X,\n    Y,\n)\n", "from t import (\n    X,\n    Y,\n)\n"),
            ("from t import AsyncX as A, X as B\n", "from t import X as A, X as B\n"),
            ("from t import AsyncX as AsyncA, X as A\n", "from t import X as A\n"),
        ],
    )
    def test_duplicates_are_merged(self, source: str, expected: str) -> None:
        assert text(source, CLASSES) == expected

    def test_refuses_to_lose_a_comment(self) -> None:
        assert refusal("from t import (\n    AsyncX,  # why\n    X,\n)\n", CLASSES).startswith("2: this comment")


class TestProse:
    WORDS = (Text("async with", "with"), Text("await ", ""))

    def test_docstrings_and_comments_follow_text_rules(self) -> None:
        source = '''\
        """Do.

            async with AsyncX() as x:
                await x.go()
        """

        y = 1  # async with AsyncX, unawait x
        """Of y: await it."""
        '''
        expected = '''\
        """Do.

            with X() as x:
                x.go()
        """

        y = 1  # with X, unawait x
        """Of y: it."""
        '''
        twin = convert(source, *self.WORDS, CLASSES)
        assert twin.text == textwrap.dedent(expected)
        assert twin.leftovers == ((7, "'unawait' in a comment still looks async in the twin"),)

    def test_names_and_paths_are_renamed(self) -> None:
        source = "# Like asyncio.sleep. Not x.asyncio.sleep; see ._async.b\n"
        table = (Name("asyncio.sleep", "time.sleep"), Name("_async", "_blocking"))
        assert convert(source, *table).text == "# Like time.sleep. Not x.asyncio.sleep; see ._blocking.b\n"

    def test_first_text_rule_wins(self) -> None:
        table = (Text("An async", "A blocking"), Text("async", "blocking"))
        assert text("# An async async\n", *table) == "# A blocking blocking\n"

    def test_emptied_comment_goes(self) -> None:
        rule = Text("# noqa: ASYNC109", "")
        assert text("# noqa: ASYNC109\nx = 1  # noqa: ASYNC109\n#\n", rule) == "x = 1\n#\n"

    def test_no_line_ends_with_a_blank(self) -> None:
        assert (
            text('"""A\n    B await\n    async C."""\n', Text("await", ""), Text("async", ""))
            == '"""A\n    B\n     C."""\n'
        )

    def test_strings_are_left_alone(self) -> None:
        source = "x = 'close aclose', b'aclose', 'AsyncX()'\n"
        assert convert(source, Name("aclose", "close"), CLASSES, Text("close", "z")).text == source

    def test_string_that_is_a_name_is_one(self) -> None:
        source = '__all__ = [\'AsyncX\', """AsyncY"""]\npatch(r\'p._async.q\')\n'
        expected = '__all__ = [\'X\', """Y"""]\npatch(r\'p._blocking.q\')\n'
        assert text(source, CLASSES, Name("_async", "_blocking")) == expected

    def test_literal_rules(self) -> None:
        source = "x = 'sqlite+aiosqlite://', f'sqlite+aiosqlite://{path}'  # sqlite\n"
        assert text(source, Literal("sqlite+aiosqlite", "sqlite")) == source.replace("+aiosqlite", "")


class TestFStrings:
    @pytest.mark.parametrize(
        "source",
        [
            "x = f'{a!r:>{b}}' f\"{{AsyncX}} {a['b']}\" rf'\\d{a}'\n",
            "x = f'''{\n    a\n}''', F'\N{EM DASH}{a}\N{EM DASH}', await_\n".replace("await_", "b"),
            "x = f'{a}{b:{c}}', f'{f\"{a}\"}', f'{a=}'\n",
        ],
    )
    def test_stay(self, source: str) -> None:
        assert convert(source, Name("aclose", "close")).text == source

    def test_what_stands_behind_is_found(self) -> None:
        assert (
            text("x = f'\N{EM DASH}{a}{{}}', await y  # \N{EM DASH}\n")
            == "x = f'\N{EM DASH}{a}{{}}', y  # \N{EM DASH}\n"
        )

    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("await x", "await"),
            ("[y async for y in x]", "async"),
            ("AsyncX", "AsyncX"),
            ("x().aclose", "aclose"),
            ("f(aclose=1)", "aclose"),
            ("a.b", "a.b"),
            ("x:{AsyncX}", "AsyncX"),
        ],
    )
    def test_code_that_would_change_is_refused(self, code: str, name: str) -> None:
        message = refusal(f"\nx = f'{{{code}}}'\n", CLASSES, Name("aclose", "close"), Name("a.b", "c"))
        assert message.startswith("2: ")
        assert name in message
        assert "inside an f-string" in message

    def test_literal_rule_can_change_code(self) -> None:
        assert text("x = f'{await y}'\n", Literal("{await y}", "{y}")) == "x = f'{y}'\n"

    @pytest.mark.parametrize(
        "code", ["f'{a['b']}'", "f'{'''b'''}'", "f'{\"\\n\".join(a)}'", "f'{\na}'", "f'''{a # c\n}'''"]
    )
    def test_those_that_need_a_newer_python_are_refused(self, code: str) -> None:
        assert refusal(f"x = {code}\n")


class TestBranches:
    def test_twin_has_the_other_branch(self) -> None:
        source = '''\
        def f():
            if True:  # ASYNC
                await a
                # of a
            else:  # other
                # of b
                if b:
                    x = """
                    as is"""
                # end of b
            # of c
            c
        '''
        expected = '''\
        def f():
            # of b
            if b:
                x = """
                    as is"""
            # end of b
            # of c
            c
        '''
        assert text(source) == textwrap.dedent(expected)

    def test_without_else_nothing_stays(self) -> None:
        assert text("a\nif True:  # ASYNC\n    await b\n# c\nawait d\n") == "a\n# c\nd\n"

    def test_at_the_end_of_file(self) -> None:
        assert text("if True:  # ASYNC\n    a\nelse:\n    await_ = 1\n".replace("await_", "b")) == "b = 1\n"

    def test_rules_used_in_the_dead_branch_are_not_used(self) -> None:
        assert not convert("if True:  # ASYNC\n    AsyncX\n", CLASSES).used

    def test_other_conditions_stay(self) -> None:
        assert text("if True:\n    a\n") == "if True:\n    a\n"

    def test_refusals(self) -> None:
        assert refusal("if True:  # ASYNC\n    a\nelif b:\n    c\n").startswith("3: ")
        assert refusal("if True:  # ASYNC\n    a\nelse: b\n").startswith("3: ")
        nested = "if True:  # ASYNC\n    a\nelse:\n    if True:  # ASYNC\n        b\n"
        assert "stands in another" in refusal(nested)
        assert refusal("def f():\n    if True:  # ASYNC\n        a\n").startswith("1: the twin of this is not Python")


class TestLeftovers:
    @pytest.mark.parametrize(
        "word",
        [
            "Async", "AsyncFoo", "async_x", "_async", "run_async", "__aenter__", "__aexit__", "__aiter__", "__anext__",
            "aclose", "aclosing", "anext", "aiter", "aiter_bytes", "asynccontextmanager", "AsyncIterator", "asyncio",
            "pytest_asyncio", "aiosqlite", "Awaitable", "isawaitable", "iscoroutine", "ASYNC109",
        ],
    )  # fmt: skip
    def test_names_comments_and_strings(self, word: str) -> None:
        twin = convert(f"\n{word} = 1  # is {word}\n'a'\nx = 'a {word}', f'b\\t{word}'\n")
        assert [row for row, _ in twin.leftovers] == [2, 2, 4, 4]
        assert all(repr(word) in message for _, message in twin.leftovers)

    @pytest.mark.parametrize("word", ["close", "areas", "anextra", "closes", "a", "sync", "aread1"])
    def test_other_words(self, word: str) -> None:
        assert not convert(f"{word} = '{word}'\n").leftovers

    def test_keep(self) -> None:
        assert text("x = 1  # async\n", Keep("async")) == "x = 1  # async\n"

    def test_line_is_that_of_the_source(self) -> None:
        source = "import asyncio\nif True:  # ASYNC\n    a\n    b\nelse:\n    b\n'''\n\n   asyncx\n'''\nasyncy\n"
        twin = convert(source, Name("asyncio.sleep", "time.sleep"))
        assert [row for row, _ in twin.leftovers] == [9, 11]

    def test_stray_blanks(self) -> None:
        assert convert("x = 1 \n").leftovers == ((1, "this line ends with a blank in the twin"),)


def test_source_that_is_not_python_is_refused() -> None:
    assert refusal("\nx = (\n")
    assert refusal("type X = int\n")


def test_edits_must_not_overlap() -> None:
    with pytest.raises(RefusalError, match="two changes meet"):
        apply("abc", [Edit(0, 2), Edit(1, 3)])


@pytest.mark.parametrize(
    "table",
    [(Name("a", "b"), Name("a", "c")), (Name("a", "b"), Unwrap("a")), (Name("*a", "b"),), (Name("a*", "b"),)],
)
def test_nonsense_in_the_table_is_refused(table: tuple[Rule, ...]) -> None:
    with pytest.raises(ValueError, match=r"rules for|a star"):
        rules(*table)


def test_shipped_table_makes_sense() -> None:
    assert Rules(RULES, LOOKS_ASYNC).table
    assert [tree.twin for tree in TREES] == [tree.source.replace("_async", "_blocking") for tree in TREES]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for path, content in {
        "src/pkg/__init__.py": "",
        "src/pkg/_async/__init__.py": "",
        "src/pkg/_async/client.py": CLIENT,
        "src/pkg/_async/deep/more.py": "x = 1\n",
        "src/pkg/_async/helpers.py": HELPERS,
        "src/pkg/_async/py.typed": "",
        "tests/_async/test_client.py": "from pkg import AsyncClient\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8", newline="\n")
    return tmp_path


@pytest.fixture
def run(tree: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(*arguments: str, table: tuple[Rule, ...] = TABLE_RULES) -> tuple[int, str]:
        code = main(arguments, tree, TABLE_TREES, rules(*table))
        return code, capsys.readouterr().out

    return run


Run = Callable[..., tuple[int, str]]


def twins(tree: Path) -> dict[str, bytes]:
    paths = [*tree.glob("src/pkg/_blocking/**/*.py"), *tree.glob("tests/_blocking/**/*.py")]
    return {path.relative_to(tree).as_posix(): path.read_bytes() for path in sorted(paths)}


class TestCommand:
    def test_writes_every_twin_once(self, tree: Path, run: Run) -> None:
        assert run() == (0, "")
        made = twins(tree)
        assert [name.split("_blocking/")[1] for name in made] == [
            "__init__.py", "client.py", "deep/more.py", "helpers.py", "test_client.py",
        ]  # fmt: skip
        mark = b"# Generated from ../_async/__init__.py by tools/unasync; do not edit.\n"
        assert made["src/pkg/_blocking/__init__.py"] == mark
        assert made["src/pkg/_blocking/deep/more.py"].startswith(b"# Generated from ../../_async/deep/more.py by")
        assert made["tests/_blocking/test_client.py"].endswith(b"from pkg import Client\n")
        times = [(tree / name).stat().st_mtime_ns for name in made]
        assert run() == (0, "")
        assert run("--check") == (0, "")
        assert twins(tree) == made
        assert times == [(tree / name).stat().st_mtime_ns for name in made]

    def test_check_writes_nothing_and_names_missing_twins(self, tree: Path, run: Run) -> None:
        code, out = run("--check")
        assert code == 1
        assert "src/pkg/_blocking/client.py: is missing\n" in out
        assert not twins(tree)

    def test_difference(self, tree: Path, run: Run) -> None:
        run()
        twin = tree / "src/pkg/_blocking/helpers.py"
        right = twin.read_bytes()
        twin.write_bytes(right.replace(b"100", b"7"))
        code, out = run("--check")
        assert code == 1
        assert out.startswith("src/pkg/_blocking/helpers.py: differs")
        assert "-    return number * 7\n    +    return number * 100\n" in out
        assert run() == (0, "")
        assert twin.read_bytes() == right

    def test_line_ends_are_a_difference(self, tree: Path, run: Run) -> None:
        run()
        twin = tree / "src/pkg/_blocking/client.py"
        twin.write_bytes(twin.read_bytes().replace(b"\n", b"\r\n"))
        code, out = run("--check")
        assert code == 1
        assert len(out.splitlines()) == 1 + DIFF_LINES + 1
        run()
        assert b"\r" not in twin.read_bytes()

    def test_line_ends_of_sources_do_not_matter(self, tree: Path, run: Run) -> None:
        run()
        source = tree / "src/pkg/_async/client.py"
        source.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
        assert run("--check") == (0, "")

    def test_orphan(self, tree: Path, run: Run) -> None:
        run()
        (tree / "src/pkg/_async/deep/more.py").unlink()
        assert run("--check") == (1, "src/pkg/_blocking/deep/more.py: has no source\n")
        assert run() == (0, "")
        assert not (tree / "src/pkg/_blocking/deep/more.py").exists()

    @pytest.mark.parametrize("name", ["orphan.py", "client.py"])
    def test_what_is_not_generated_is_never_touched(self, tree: Path, run: Run, name: str) -> None:
        path = tree / "src/pkg/_blocking" / name
        path.parent.mkdir()
        path.write_bytes(b"by_hand = 1\n")
        code, out = run()
        assert code == 1
        assert out.startswith(f"src/pkg/_blocking/{name}: is not generated")
        assert list(twins(tree).values()) == [b"by_hand = 1\n"]

    @pytest.mark.parametrize(
        "rule", [Name("nobody", "x"), Unwrap("Nobody"), Text("nö", ""), Literal("nö", ""), Keep("nö")]
    )
    def test_unused_rule(self, tree: Path, run: Run, rule: Rule) -> None:
        message = f"unused rule: {type(rule).__name__}({rule.old!r})\n"
        assert run(table=(*TABLE_RULES, rule)) == (1, message)
        assert not twins(tree)
        assert message in run("--check", table=(*TABLE_RULES, rule))[1]

    @pytest.mark.parametrize("arguments", [(), ("--check",)])
    def test_leftover_and_refusal(self, tree: Path, run: Run, arguments: tuple[str, ...]) -> None:
        run()
        before = twins(tree)
        (tree / "src/pkg/_async/deep/more.py").write_text("\nasync_thing = 1\n")
        (tree / "tests/_async/test_broken.py").write_text("\n\nx = f'{await y}'\n")
        (tree / "tests/_async/test_latin.py").write_bytes(b"x = '\xe4'\n")
        code, out = run(*arguments)
        assert code == 1
        assert "src/pkg/_async/deep/more.py:2: 'async_thing' still looks async in the twin\n" in out
        assert "tests/_async/test_broken.py:3: 'await' would change inside an f-string" in out
        assert "tests/_async/test_latin.py:1: this is not UTF-8\n" in out
        assert twins(tree) == before


def test_both_kinds_do_the_same(tree: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run() == (0, "")
    monkeypatch.syspath_prepend(str(tree / "src"))
    for name in [name for name in sys.modules if name == "pkg" or name.startswith("pkg.")]:
        monkeypatch.delitem(sys.modules, name)
    asynchronous: Any = __import__("pkg._async.client", fromlist=["run"])
    blocking_twin: Any = __import__("pkg._blocking.client", fromlist=["run"])
    result = blocking_twin.run()
    assert result == asyncio.run(asynchronous.run())
    assert result[1] == 3 + 1 + 10 + 100
    assert "Awaitable" not in vars(blocking_twin)
    assert blocking_twin.__all__ == ["Client", "Rows"]
    assert "with Client() as client:\n        print(client.total(), [row for row" in blocking_twin.__doc__


def interpreters() -> list[str]:
    """This interpreter, and each other that the project supports and this machine has."""
    found = {sys.version_info[:2]: sys.executable}
    for version in ((3, 10), (3, 11), (3, 12), (3, 13), (3, 14)):
        name = f"python{version[0]}.{version[1]}"
        installed = sorted(Path.home().glob(f".pyenv/versions/{version[0]}.{version[1]}.*/bin/{name}"))
        for path in (*map(str, installed), shutil.which(name)):
            if path and version not in found and _runs(path):
                found[version] = path
    return [found[version] for version in sorted(found)]


def _runs(path: str) -> bool:
    # A pyenv shim is there for versions that aren't.
    return subprocess.run([path, "-c", ""], check=False, capture_output=True).returncode == 0  # noqa: S603


INTERPRETERS = interpreters()


def test_this_interpreter_is_among_those_tried() -> None:
    assert sys.executable in INTERPRETERS


@pytest.mark.parametrize("interpreter", INTERPRETERS)
def test_each_interpreter_writes_the_same_bytes(tree: Path, run: Run, interpreter: str) -> None:
    assert run() == (0, "")
    expected = twins(tree)
    for name in expected:
        (tree / name).unlink()
    copy = tree / "tools" / "unasync"
    shutil.copytree(ROOT / "tools" / "unasync", copy, ignore=shutil.ignore_patterns("__pycache__"))
    look = (copy / "table.py").read_text(encoding="utf-8").partition("LOOKS_ASYNC")
    (copy / "table.py").write_text(TABLE + "".join(look[1:]), encoding="utf-8")

    def tool(*arguments: str) -> tuple[int, str]:
        command = [interpreter, "-W", "error", "-m", "tools.unasync", *arguments]
        done = subprocess.run(command, cwd=tree, check=False, capture_output=True, encoding="utf-8")  # noqa: S603
        return done.returncode, done.stdout + done.stderr

    assert tool() == (0, "")
    assert twins(tree) == expected
    assert tool("--check") == (0, "")
    # What can't be converted alike everywhere is refused everywhere.
    for code in ("f'{await x}'", "f'{AsyncX!r}'", "f'{a:{AsyncX}}'", "f'{a['b']}'", "f'{\"\\n\"}'", "f'{f'{a}'}'"):
        (tree / "src/pkg/_async/deep/more.py").write_text(f"\nx = {code}\n")
        status, out = tool("--check")
        assert status == 1, code
        assert out.startswith("src/pkg/_async/deep/more.py:"), out
        assert "Traceback" not in out
