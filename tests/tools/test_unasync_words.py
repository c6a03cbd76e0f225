"""The generator on words: names, keywords, types, imports."""

import textwrap

import pytest
from tools.unasync.rules import Name, Unwrap

from .sources import CLASSES, convert, refusal, text


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
