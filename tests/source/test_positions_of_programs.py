"""Spans point at the right text, whatever stands before them."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dyetrace.source.parsing import parse_script


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", ["", "\ufeff", "\f", "# é🎨\x85\u2028\n", "x = '''\n🎨\n'''\n"])
def test_span_covers_the_call(before, newline):
    text = f"{before}s = '🎨é'; y = g(s, 'ü')\nz = h()\n".replace("\n", newline)

    source = parse_script(text, "a.py")

    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    assert [source.text_of(source.span(call)) for call in calls] == ["g(s, 'ü')", "h()"]


@given(st.lists(st.sampled_from(["a", "é", "🎨", "\n", "\r\n", "\r", "\f", "\u2028"])))
def test_offset_and_position_are_inverse(parts):
    text = "".join(parts)
    source = parse_script(text, "a.py")

    for offset in range(len(text) + 1):
        assert source.offset(*source.position(offset)) == offset


def test_span_covers_several_lines():
    source = parse_script("x = f(1,\n      'é')\n", "a.py")

    value = source.tree.body[0].value

    assert source.text_of(source.span(value)) == "f(1,\n      'é')"
