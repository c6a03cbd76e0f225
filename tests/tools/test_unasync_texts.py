"""The generator on comments, strings, marked branches, and on what it refuses."""

import textwrap

import pytest
from tools.unasync.edits import Edit, RefusalError, apply
from tools.unasync.rules import Keep, Literal, Name, Rule, Rules, Text, Unwrap
from tools.unasync.table import LOOKS_ASYNC, RULES, TREES

from .sources import CLASSES, convert, refusal, rules, text


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
