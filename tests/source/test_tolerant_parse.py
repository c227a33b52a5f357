"""Half-typed and hostile text always gives a tree, and loses as little as possible."""

import ast
import inspect
import json
import random
import textwrap
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dyetrace.source.parsing import parse_script
from dyetrace.source.program import Source

REAL_PROGRAMS = [inspect.getsource(module) for module in (textwrap, json, random, inspect)]


def called(source: Source) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(source.tree) if isinstance(node, ast.Call)}


def assert_spans_are_inside(source: Source) -> None:
    for node in ast.walk(source.tree):
        if hasattr(node, "lineno"):
            span = source.span(node)
            assert 1 <= span.line <= span.end_line <= len(source.lines)
            source.text_of(span)
    for problem in source.problems:
        assert 1 <= problem.span.line <= len(source.lines)
        assert 0 <= problem.span.column <= len(source.lines[problem.span.line - 1])
        assert problem.message


pieces = st.sampled_from(
    [
        *"()[]{}:;,.=+-*/%@!?\\#'\"`~^&|<> \t\f\r\n\0",
        '"""',
        "'''",
        "\r\n",
        "\x85",
        "\u2028",
        "\ufeff",
        "\ud800",
        "🎨",
        "é",
        "def f(x):\n    ",
        "class A:\n  ",
        "if x:\n",
        "try:\n",
        "else:",
        "return ",
        "f'{x!r:{w}}'",
        "lambda: ",
        "0x",
        "1_",
        "match x:\n case ",
        "# dyetrace: ignore[a]",
    ]
)


@given(st.lists(pieces, max_size=60).map("".join) | st.text(max_size=200))
@settings(max_examples=400, deadline=None)
def test_any_text_gives_a_tree(text):
    source = parse_script(text, "a.py")

    assert source.original == text
    assert len(source.text) == len(text)
    assert_spans_are_inside(source)
    source.suppressions.complaints(["fit-before-split"])


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_truncated_real_program_keeps_its_beginning(data):
    program = data.draw(st.sampled_from(REAL_PROGRAMS))
    end = data.draw(st.integers(0, len(program)))

    source = parse_script(program[:end], "a.py")

    assert_spans_are_inside(source)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000,
        "[" * 150 + "]" * 150,
        "-" * 100_000 + "1",
        "x = " + "a." * 20_000 + "b",
        "x = " + " + ".join(["a"] * 20_000),
        "".join("  " * depth + "if x:\n" for depth in range(150)),
        "def f():\n" * 300,
        "\0" * 100,
        "x = '\0'",
        "x = '\ud800'\ny = f()",
        "\ufeffx = 1",
        "x = 1\f\ny = 2",
        "9" * 10_000,
        "\\",
        "x = \\",
        "@",
        "match x:\n",
        "\t if x:\n  \ty",
    ],
    ids=repr,
)
def test_hostile_text_gives_a_tree(text):
    source = parse_script(text[:200_000], "a.py")

    assert isinstance(source.tree, ast.Module)
    assert_spans_are_inside(source)


def test_too_deep_statement_leaves_its_neighbours():
    deep = "x = " + " + ".join(["a"] * 20_000)

    source = parse_script(f"before()\n{deep}\nafter()\n", "a.py")

    assert {"before", "after"} <= called(source)


def test_correct_program_has_no_problems_and_its_own_tree():
    program = REAL_PROGRAMS[0]

    source = parse_script(program, "a.py")

    assert source.problems == ()
    assert ast.dump(source.tree) == ast.dump(ast.parse(program))


@pytest.mark.parametrize(
    ("broken", "kept"),
    [
        ("a()\nmodel.fit(X,\nb()\n", ["a", "b"]),
        ("a()\nx = y.\nb()\n", ["a", "b"]),
        ("a()\nfor x in y:\nb()\n", ["a", "b"]),
        ("a()\nfor x in loader\n    step()\nb()\n", ["a", "step", "b"]),
        ("a()\nif x\n    inside()\nelse:\n    other()\nb()\n", ["a", "inside", "other", "b"]),
        ("a()\ntry:\n    inside()\nb()\n", ["a", "inside", "b"]),
        ("def f(x:\n    inside()\n\ndef g():\n    other()\n", ["inside", "other"]),
        ("class A:\n    def f(self):\n        a()\n    def g(self):\n        b(\n", ["a"]),
        ('def f():\n    """\n    a()\n\ndef g():\n    """It\'s text."""\n    b()\n', ["b"]),
        ("a()\nx = 'open\nb()\n", ["a", "b"]),
        ("print 'python 2'\n" * 20 + "a()\n", ["a"]),
        ("a(\n    b(),\n    c d,\n)\ne()\n", ["e"]),
        ("if x:\n    a()\n  b()\nc()\n", ["a", "c"]),
        ("@\ndef f():\n    a()\n\nb()\n", ["b"]),
        ("def f():\n    a()\n    x = )\n    b()\n", ["a", "b"]),
    ],
    ids=repr,
)
def test_broken_statement_takes_only_itself_out(broken, kept):
    source = parse_script(broken, "a.py")

    assert source.problems
    assert set(kept) <= called(source)


def test_first_problem_is_what_python_says():
    text = "ok()\nx = (1 +\ny = 2\n"
    with pytest.raises(SyntaxError) as raised:
        compile(text, "a.py", "exec")

    problem = parse_script(text, "a.py").problems[0]

    assert problem.message == raised.value.msg
    assert (problem.span.line, problem.span.column + 1) == (
        raised.value.lineno,
        raised.value.offset,
    )


def test_each_broken_block_is_named():
    source = parse_script("def f():\n    x = \n\ndef g():\n    y = \n", "a.py")

    assert [problem.span.line for problem in source.problems] == [2, 5]


@pytest.mark.parametrize(("typed_last", "least"), [(["", "(", ".", "'"], 0.94), (['"""'], 0.8)])
def test_typing_states_of_real_programs_keep_nearly_all_calls(typed_last, least):
    """The mean share of the calls outside the edited line that are still found."""
    generator = random.Random(0)
    shares = []
    for program in REAL_PROGRAMS:
        lines = program.split("\n")
        everything = calls_at(parse_script(program, "a.py"))
        for _ in range(25):
            edited = generator.randrange(len(lines))
            end = generator.randrange(len(lines[edited]) + 1)
            typed = [*lines]
            typed[edited] = lines[edited][:end] + generator.choice(typed_last)
            source = parse_script("\n".join(typed), "a.py")
            if source.problems:
                wanted = {place for place in everything if place[0] != edited + 1}
                shares.append(len(wanted & calls_at(source)) / len(wanted))

    assert len(shares) > 30
    assert sum(shares) / len(shares) > least


def calls_at(source: Source) -> set[tuple[int, int]]:
    nodes = ast.walk(source.tree)
    return {(node.lineno, node.col_offset) for node in nodes if isinstance(node, ast.Call)}


def test_invalid_escape_is_not_shown_to_the_user():
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        source = parse_script(r"x = '\d'", "a.py")

    assert source.problems == ()
